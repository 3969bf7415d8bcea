"""Pairs of documents that are joined together, with all that it takes, so that any process can do it."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from pipeline.alignment.candidates import Key
from pipeline.alignment.features import DocumentPair
from pipeline.alignment.joining import Context, Joined, join
from pipeline.alignment.library import Entities, Library, Source
from pipeline.alignment.scoring import Place
from pipeline.packing import from_bytes, rows_from, to_bytes, values_of
from pipeline.schema import Alignment, AlignmentEvidence, OnlyIn

DIGEST = 32
"""Bytes of a hash."""

_NOTHING = b"0"
_SOMETHING = b"1"


class ToJoin(NamedTuple):
    """Two documents that are to be joined.

    Attributes:
        documents: Their ids, sorted.
        place: How they stand among all documents.
        claims: The places of claims that are compared, in the first document and in the second.
        digest: A hash of all that joining them looks at, which goes before what is made.
    """

    documents: Key
    place: Place
    claims: Sequence[tuple[int, int]]
    digest: bytes


@dataclass(frozen=True, slots=True)
class Block:
    """Pairs of documents and all that joining them looks at; it pickles.

    Attributes:
        pairs: The pairs, of any documents.
        sources: What the rows of each document are made of.
        entities: The entities that the documents name.
        context: What joining needs to know besides, of these documents alone.
    """

    pairs: Sequence[ToJoin]
    sources: Mapping[str, Source]
    entities: Entities
    context: Context


def block_of(pairs: Sequence[ToJoin], library: Library, context: Context) -> Block:
    """Some pairs of the documents of a library, with what it takes to join them elsewhere."""
    sources = {doc_id: library.source(doc_id) for doc_id in _doc_ids(pair.documents for pair in pairs)}
    entities = library.entities.some({e for source in sources.values() for e in source.entity_ids()})
    documents = {doc_id: context.documents[doc_id] for doc_id in sources if doc_id in context.documents}
    return Block(pairs, sources, entities, Context(documents, entities.names, context.scorer, context.threshold))


def _doc_ids(keys: Iterable[Key]) -> list[str]:
    return sorted({doc_id for key in keys for doc_id in key})


def join_block(block: Block) -> list[bytes]:
    """What the claims of each pair of documents have to do with each other, packed, in the order of the pairs."""
    library = Library(block.context.documents.values(), block.entities, block.sources.__getitem__)
    return [join_pair(pair, library, block.context) for pair in block.pairs]


def join_pair(pair: ToJoin, library: Library, context: Context) -> bytes:
    """What the claims of two documents have to do with each other, packed."""
    first, second = (library.profile(doc_id) for doc_id in pair.documents)
    compared = [(first.claims[i], second.claims[j]) for i, j in pair.claims]
    return pair.digest + _packed(join(DocumentPair(first, second, *pair.place), compared, context))


def _packed(made: Joined) -> bytes:
    rows = [[values_of(row) for row in of_table] for of_table in (made.alignments, made.evidence, made.only_in)]
    values = to_bytes([*rows, _packed_scores(made.scores), dict(made.texts)])
    return (_SOMETHING if made.alignments else _NOTHING) + zlib.compress(values, 1)


def _packed_scores(scores: Mapping[tuple[str, str], float]) -> list[list[Any]]:
    """The claims of each document once, then all pairs by their places, since there are many of few claims."""
    sides = [[key[side] for key in scores] for side in (0, 1)]
    places = [{claim: place for place, claim in enumerate(dict.fromkeys(ids))} for ids in sides]
    found = [[known[claim] for claim in ids] for known, ids in zip(places, sides, strict=True)]
    return [*map(list, places), *found, list(scores.values())]


def is_aligned(data: bytes) -> bool:
    """Whether any claims are aligned in what `join_pair` gave."""
    return data.startswith(_SOMETHING, DIGEST)


def unpacked(data: bytes) -> Joined:
    """What `join_pair` gave."""
    alignments, evidence, only_in, scores, texts = from_bytes(zlib.decompress(data[DIGEST + 1 :]))
    return Joined(
        tuple(rows_from(Alignment, alignments)),
        tuple(rows_from(AlignmentEvidence, evidence)),
        tuple(rows_from(OnlyIn, only_in)),
        _unpacked_scores(*scores),
        texts,
    )


def _unpacked_scores(
    first: list[str], second: list[str], ones: list[int], others: list[int], scores: list[float]
) -> dict[tuple[str, str], float]:
    pairs = zip(map(first.__getitem__, ones), map(second.__getitem__, others), strict=True)
    return dict(zip(pairs, scores, strict=True))
