"""Which pairs of many documents get a page of their own: those that have most to say to each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from pipeline.report.rows import Pair

PAIRED = ("doc_a", "doc_b", "relation", "score")
"""The columns of alignments by which pairs are told."""
A_DOCUMENT, IN_ALL = 3, 100
"""Pages that a document may be on, and pages in all."""
_A_CONFLICT = 2.0
"""How much more a conflict is worth than an agreement of the same score."""


@dataclass(frozen=True, slots=True)
class Joined:
    """Two documents with the number of their alignments by relation.

    Attributes:
        documents: Their ids.
        counts: Alignments by relation.
        weight: The sum of their scores, conflicts counted double.
    """

    documents: Pair
    counts: Mapping[str, int]
    weight: float

    @property
    def name(self) -> str:
        """The name of its page; ids hold no two hyphens in a row, so that no two pages have one name."""
        return f"report/{'--'.join(self.documents)}.html"


def joined(alignments: pd.DataFrame) -> list[Joined]:
    """Pairs of documents that have alignments, those of most weight first."""
    counts: dict[Pair, Counter[str]] = defaultdict(Counter)
    weights: dict[Pair, list[float]] = defaultdict(list)
    columns = (alignments[name] for name in PAIRED)
    for doc_a, doc_b, relation, score in zip(*columns, strict=True):
        counts[doc_a, doc_b][relation] += 1
        worth = 0.0 if pd.isna(score) else float(score)
        weights[doc_a, doc_b].append(worth * (_A_CONFLICT if relation == "conflicts" else 1))
    found = [Joined(pair, counts[pair], round(sum(sorted(weights[pair])), 6)) for pair in counts]
    return sorted(found, key=lambda pair: (-pair.weight, pair.documents))


def chosen(pairs: Iterable[Joined], told: Container[Pair]) -> list[Joined]:
    """The pairs that get a page.

    Args:
        pairs: Those of most weight first.
        told: Pairs that the front page tells of; they have a page in any case, others only as long as no document is
            on too many.

    Returns:
        In the order of `pairs`.
    """
    given = list(pairs)
    found = {pair.documents for pair in given if pair.documents in told}
    pages = Counter(doc_id for documents in found for doc_id in documents)
    for pair in given:
        is_free = pair.documents not in found and all(pages[doc_id] < A_DOCUMENT for doc_id in pair.documents)
        if is_free and len(found) < IN_ALL:
            found.add(pair.documents)
            pages.update(pair.documents)
    return [pair for pair in given if pair.documents in found]
