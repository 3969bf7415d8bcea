"""Pages of pairs that need not be made again, since all that they are made from is as it was."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from pipeline.fingerprint import of_pages
from pipeline.report.rows import Pair
from pipeline.tables import Tables


@dataclass
class Kept:
    """Pages that were made before, by what they were made from.

    Attributes:
        documents: By doc_id, a hash of all that the rows and texts of a document were made from; None where that is not
            known.
        page: Gives a page by its name and such a hash; None where there is none.
        digests: By name, a hash of all that the pages of pairs were made from; filled by who makes the pages.
    """

    documents: Mapping[str, str | None] = field(default_factory=dict)
    page: Callable[[str, str], str | None] = lambda name, digest: None
    digests: dict[str, str] = field(default_factory=dict)


def digests(tables: Tables, pairs: Collection[Pair], documents: Mapping[str, str | None]) -> dict[Pair, str]:
    """A hash of all that the page of a pair is made from; of no pair that something unknown was made from.

    The rows of documents are told by what they were made from, those that two documents have together by themselves.

    Args:
        tables: The tables.
        pairs: The documents of each, in order.
        documents: As `Kept.documents`.
    """
    if not documents:
        return {}
    found: dict[Pair, list[str | None]] = {(a, b): [of_pages(), documents[a], documents[b]] for a, b in pairs}
    for frame, of_pairs in _rows_together(tables, {doc_id for pair in pairs for doc_id in pair}):
        hashed = _hashed(frame, of_pairs)
        for pair, values in found.items():
            values.append(hashed.get(pair, "none"))
    return {pair: _digest(values) for pair, values in found.items() if None not in values}


def _rows_together(tables: Tables, doc_ids: set[str]) -> Iterator[tuple[pd.DataFrame, list[Pair]]]:
    """The rows that two of some documents have together, with the documents of each row."""
    alignments = tables.read("alignments", doc_a=doc_ids, doc_b=doc_ids)
    of_alignments = _sorted_pairs(alignments, "doc_a", "doc_b")
    yield alignments, of_alignments
    pair_of = dict(zip(alignments["alignment_id"], of_alignments, strict=True))
    evidence = tables.read("alignment_evidence", alignment_id=set(pair_of))
    yield evidence, [pair_of[key] for key in evidence["alignment_id"]]
    only_in = tables.read("only_in", doc_id=doc_ids, other_doc_id=doc_ids)
    yield only_in, _sorted_pairs(only_in, "doc_id", "other_doc_id")


def _sorted_pairs(frame: pd.DataFrame, one: str, other: str) -> list[Pair]:
    return [(a, b) if a < b else (b, a) for a, b in zip(frame[one], frame[other], strict=True)]


def _hashed(frame: pd.DataFrame, of_pairs: list[Pair]) -> dict[Pair, str]:
    """A hash of the rows of each pair, in their order."""
    found: dict[Pair, list[str]] = defaultdict(list)
    for pair, row in zip(of_pairs, pd.util.hash_pandas_object(frame, index=False), strict=True):
        found[pair].append(str(row))
    return {pair: _digest(rows) for pair, rows in found.items()}


def _digest(values: list[str | None] | list[str]) -> str:
    return hashlib.sha256(" ".join(map(str, values)).encode()).hexdigest()
