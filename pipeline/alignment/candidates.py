"""Finds the documents worth comparing, and between them the pairs of claims; never all pairs.

Documents meet through the units that tell most of what they are about. Between two documents a first look at their
claims is one product of matrices, of which each claim keeps its best.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from pipeline.alignment.documents import DocumentProfile, likenesses
from pipeline.alignment.features import DocumentPair
from pipeline.alignment.profiles import Profile

MAX_KEPT = 40  # candidates of one claim
_MAX_PARTNERS = 40  # documents that one is compared with
_MAX_DOCUMENTS = 2_000  # a unit in more documents than this brings none together
_LOOKED_AT = 200  # documents of which the nearest are chosen
_AT_ONCE = 500  # documents
_TELLING = 40  # units of a document through which it meets others
_LEAST_COSINE = 0.1  # documents of one event are hardly ever less alike
_WIDEST_GAP = -3.0
_LEAST_LIKENESS = 0.35
_SAME_STORY = 0.5  # how much claims of two documents that surely tell of one event are ahead of others

Claims = tuple[Profile, Profile]
"""A claim of the document that sorts first, and one of the other."""


def partners(documents: Mapping[str, DocumentProfile]) -> list[tuple[str, str]]:
    """Pairs of documents that may tell of one event, each sorted, sorted."""
    doc_ids = sorted(documents)
    columns = {unit: i for i, unit in enumerate(sorted({unit for d in documents.values() for unit in d.vector}))}
    whole = _matrix([documents[doc_id].vector for doc_id in doc_ids], columns)
    telling = _without_common(_matrix([_telling(documents[doc_id]) for doc_id in doc_ids], columns))
    found: set[tuple[int, int]] = set()
    for start in range(0, len(doc_ids), _AT_ONCE):
        met = telling[start : start + _AT_ONCE] @ telling.T
        for place in range(met.shape[0]):
            row = met[[place]]
            nearest = _nearest(start + place, row.indices, row.data, whole)
            found |= {(min(a, b), max(a, b)) for a, b in nearest}
    return sorted((doc_ids[a], doc_ids[b]) for a, b in found)


def _nearest(
    own: int, others: NDArray[np.int32], alike: NDArray[np.float64], whole: csr_array
) -> Iterator[tuple[int, int]]:
    """The documents most like one, among those that share something telling with it; by their places."""
    ranked = sorted(zip(-alike.round(9), others, strict=True))[:_LOOKED_AT]
    near = [int(other) for _, other in ranked if other != own]
    cosines = (whole[near] @ whole[[own]].T).toarray()[:, 0]
    best = sorted((-round(float(value), 9), other) for value, other in zip(cosines, near, strict=True))
    return ((own, other) for value, other in best[:_MAX_PARTNERS] if -value >= _LEAST_COSINE)


def _matrix(vectors: Sequence[Mapping[str, float]], columns: Mapping[str, int]) -> csr_array:
    """Vectors as rows, (vectors, units); the units of a row in their order, so that sums don't depend on the batch."""
    ends = np.cumsum([0, *(len(vector) for vector in vectors)])
    ordered = [sorted((columns[unit], weight) for unit, weight in vector.items()) for vector in vectors]
    places = np.array([place for row in ordered for place, _ in row], dtype=np.int32)
    weights = np.array([weight for row in ordered for _, weight in row], dtype=float)
    return csr_array((weights, places, ends), shape=(len(vectors), len(columns)))


def _telling(document: DocumentProfile) -> dict[str, float]:
    ranked = sorted(document.vector, key=lambda unit: (-document.vector[unit], unit))[:_TELLING]
    return {unit: document.vector[unit] for unit in ranked}


def _without_common(telling: csr_array) -> csr_array:
    """The same without units that so many documents have that they bring none together."""
    counts = np.bincount(telling.indices, minlength=telling.shape[1])
    telling.data[counts[telling.indices] > _MAX_DOCUMENTS] = 0.0
    telling.eliminate_zeros()
    return telling


def of_one_story(documents: Mapping[tuple[str, str], DocumentPair]) -> dict[tuple[str, str], DocumentPair]:
    """The pairs of documents of which at least one has none that looks far more like its own event."""
    return {key: pair for key, pair in documents.items() if pair.gaps[1] >= _WIDEST_GAP}


def candidates(documents: Mapping[tuple[str, str], DocumentPair]) -> dict[tuple[str, str], list[Claims]]:
    """Pairs of claims that one of the two has among its best, by the pair of documents that they are of, sorted."""
    best: dict[tuple[str, int], list[tuple[float, str, int]]] = defaultdict(list)
    places = {key: list(_foremost(documents[key])) for key in sorted(documents)}
    for (one, other), found in places.items():
        for i, j, value in found:
            best[one, i].append((-value, other, j))
            best[other, j].append((-value, one, i))
    kept = {(own, (other, j)) for own, found in best.items() for _, other, j in sorted(found)[:MAX_KEPT]}
    kept_of = {
        (one, other): [(i, j) for i, j, _ in found if ((one, i), (other, j)) in kept or ((other, j), (one, i)) in kept]
        for (one, other), found in places.items()
    }
    return {
        key: [(documents[key].first.claims[i], documents[key].second.claims[j]) for i, j in found]
        for key, found in kept_of.items()
    }


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
