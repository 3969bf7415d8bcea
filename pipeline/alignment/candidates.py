"""Finds the documents worth comparing, and between them the pairs of claims; never all pairs.

Documents meet through the units that tell most of what they are about. Between two documents a first look at their
claims is one product of matrices, of which each claim keeps its best.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np

from pipeline.alignment.documents import DocumentProfile, cosine, likenesses
from pipeline.alignment.features import DocumentPair
from pipeline.alignment.profiles import Profile

MAX_KEPT = 40  # candidates of one claim
_MAX_PARTNERS = 40  # documents that one is compared with
_MAX_DOCUMENTS = 2_000  # a unit in more documents than this brings none together
_TELLING = 40  # units of a document through which it meets others
_LEAST_COSINE = 0.1  # documents of one event are hardly ever less alike
_WIDEST_GAP = -3.0
_LEAST_LIKENESS = 0.35
_SAME_STORY = 0.5  # how much claims of two documents that surely tell of one event are ahead of others


def partners(documents: Mapping[str, DocumentProfile]) -> list[tuple[str, str]]:
    """Pairs of documents that may tell of one event, each sorted, sorted."""
    index: dict[str, list[str]] = defaultdict(list)
    for doc_id in sorted(documents):
        for unit in _telling(documents[doc_id]):
            index[unit].append(doc_id)
    met: dict[str, set[str]] = defaultdict(set)
    for doc_ids in index.values():
        if len(doc_ids) <= _MAX_DOCUMENTS:
            for doc_id in doc_ids:
                met[doc_id].update(doc_ids)
    found = {pair for doc_id in documents for pair in _nearest(doc_id, met[doc_id], documents)}
    return sorted(found)


def _telling(document: DocumentProfile) -> list[str]:
    return sorted(document.vector, key=lambda unit: (-document.vector[unit], unit))[:_TELLING]


def _nearest(doc_id: str, others: set[str], documents: Mapping[str, DocumentProfile]) -> Iterator[tuple[str, str]]:
    alike = {o: cosine(documents[doc_id].vector, documents[o].vector) for o in others if o != doc_id}
    ranked = sorted((-round(value, 9), other) for other, value in alike.items() if value >= _LEAST_COSINE)
    return (tuple(sorted((doc_id, other))) for _, other in ranked[:_MAX_PARTNERS])  # type: ignore[misc]  # of two


def of_one_story(documents: Mapping[tuple[str, str], DocumentPair]) -> dict[tuple[str, str], DocumentPair]:
    """The pairs of documents of which at least one has none that looks far more like its own event."""
    return {key: pair for key, pair in documents.items() if pair.gaps[1] >= _WIDEST_GAP}


def candidates(documents: Mapping[tuple[str, str], DocumentPair]) -> list[tuple[Profile, Profile, DocumentPair]]:
    """Pairs of claims, first of the document that sorts first, that one of the two has among its best."""
    best: dict[str, list[tuple[float, str]]] = defaultdict(list)
    places: dict[tuple[str, str], tuple[Profile, Profile, DocumentPair]] = {}
    for key in sorted(documents):
        pair = documents[key]
        for i, j, value in _foremost(pair):
            first, second = pair.first.claims[i], pair.second.claims[j]
            ids = first.claim.claim_id, second.claim.claim_id
            places[ids] = (first, second, pair)
            best[ids[0]].append((-value, ids[1]))
            best[ids[1]].append((-value, ids[0]))
    kept = {(min(one, other), max(one, other)) for one, found in best.items() for _, other in sorted(found)[:MAX_KEPT]}
    return [places[ids] for ids in sorted(places) if (min(ids), max(ids)) in kept]


def _foremost(pair: DocumentPair) -> Iterator[tuple[int, int, float]]:
    """The places of claims that are alike at all and among the best of either, with how alike they are."""
    alike = likenesses(pair.first, pair.second)
    if not alike.size:
        return
    chosen = np.zeros(alike.shape, dtype=bool)
    for axis in (0, 1):
        size = min(MAX_KEPT, alike.shape[axis])
        threshold = np.partition(alike, alike.shape[axis] - size, axis=axis).take(alike.shape[axis] - size, axis=axis)
        chosen |= alike >= np.expand_dims(threshold, axis)
    chosen &= alike >= _LEAST_LIKENESS
    for i, j in zip(*np.nonzero(chosen), strict=True):
        yield int(i), int(j), round(float(alike[i, j]) + _SAME_STORY * pair.story, 6)
