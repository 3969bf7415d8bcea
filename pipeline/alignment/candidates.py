"""Finds the documents worth comparing, and between them the pairs of claims; never all pairs.

Documents meet through the units that tell most of what they are about. Between two documents a first look at their
claims is one product of matrices, of which each claim keeps its best.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components, reverse_cuthill_mckee

from pipeline.alignment.documents import Outline, likenesses, likenesses_of_sentences, story_signals
from pipeline.alignment.scoring import Place, Scorer

MAX_KEPT = 40  # candidates of one claim
_MAX_PARTNERS = 40  # documents that one is compared with
_MAX_DOCUMENTS = 2_000  # a unit in more documents than this brings none together
_LOOKED_AT = 200  # documents of which the nearest are chosen
_AT_ONCE = 500  # documents
_TELLING = 40  # units of a document through which it meets others
_LEAST_COSINE = 0.1  # documents of one event are hardly ever less alike
_WIDEST_GAP = -3.0
_LEAST_LIKENESS = 0.25
_SAME_STORY = 0.8  # how much claims of two documents that surely tell of one event are ahead of others
_SECOND = 1.0  # how much a claim is behind that is less like another one than a claim of its own sentence is
_PAIRS_HELD = 500

Key = tuple[str, str]
"""Two documents, sorted."""


class Alike(NamedTuple):
    """Claims of two documents that are alike: their places in the first and the second, and how alike they are."""

    first: NDArray[np.intp]
    second: NDArray[np.intp]
    value: NDArray[np.float64]


def near(documents: Mapping[str, Outline], scorer: Scorer) -> dict[Key, Place]:
    """The pairs of documents that may tell of one event, in an order in which each is needed for a short while only."""
    odds = {(a, b): story_odds(documents[a], documents[b], scorer) for a, b in in_turn(partners(documents))}
    return of_one_story(scorer.placed(odds))


def in_turn(pairs: Iterable[Key]) -> Iterator[Key]:
    """The pairs in an order in which each document is needed for a short while only."""
    return (key for group in in_reach(pairs) for key in group)


def story_odds(first: Outline, second: Outline, scorer: Scorer) -> float:
    """The odds that two documents tell of one event, whatever else is in the batch."""
    return scorer.story.odds(story_signals(first, second, likenesses(first, second)))


def partners(documents: Mapping[str, Outline]) -> list[Key]:
    """Pairs of documents that share what tells most of what they are about, each sorted, sorted."""
    doc_ids = sorted(documents)
    whole, telling = _matrices(documents[doc_id].vector for doc_id in doc_ids)
    telling = _without_common(telling)
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
    near = others[np.lexsort((others, -alike.round(9)))[:_LOOKED_AT]]
    near = near[near != own]
    cosines = (whole[near] @ whole[[own]].T).toarray()[:, 0].tolist()
    best = sorted((-round(value, 9), other) for value, other in zip(cosines, near.tolist(), strict=True))
    return ((own, other) for value, other in best[:_MAX_PARTNERS] if -value >= _LEAST_COSINE)


def _matrices(vectors: Iterable[Mapping[str, float]]) -> tuple[csr_array, csr_array]:
    """Vectors as rows, (vectors, units), whole and with the most telling units of each alone.

    The units of a row stand in their order, so that no sum depends on what else is in the batch.
    """
    numbers: dict[str, int] = {}
    rows = []
    for vector in vectors:
        units = np.fromiter((numbers.setdefault(unit, len(numbers)) for unit in vector), np.int32, len(vector))
        rows.append((units, np.fromiter(vector.values(), float, len(vector))))
    columns = np.empty(len(numbers), dtype=np.int32)
    columns[[numbers[unit] for unit in sorted(numbers)]] = np.arange(len(numbers))
    rows = [(columns[units], weights) for units, weights in rows]
    foremost = [np.lexsort((units, -weights))[:_TELLING] for units, weights in rows]
    telling = [(units[chosen], weights[chosen]) for (units, weights), chosen in zip(rows, foremost, strict=True)]
    return _matrix(rows, len(numbers)), _matrix(telling, len(numbers))


def _matrix(rows: list[tuple[NDArray[np.int32], NDArray[np.float64]]], width: int) -> csr_array:
    ends = np.cumsum([0, *(len(units) for units, _ in rows)])
    units = np.concatenate([np.empty(0, np.int32), *(units for units, _ in rows)])
    weights = np.concatenate([np.empty(0), *(weights for _, weights in rows)])
    made = csr_array((weights, units, ends), shape=(len(rows), width))
    made.sort_indices()
    return made


def _without_common(telling: csr_array) -> csr_array:
    """The same without units that so many documents have that they bring none together."""
    counts = np.bincount(telling.indices, minlength=telling.shape[1])
    telling.data[counts[telling.indices] > _MAX_DOCUMENTS] = 0.0
    telling.eliminate_zeros()
    return telling


def in_reach(pairs: Iterable[Key]) -> list[list[Key]]:
    """The pairs in groups that share no document, in an order in which each document comes up in one go, or nearly."""
    pairs = sorted(pairs)
    doc_ids = sorted({doc_id for pair in pairs for doc_id in pair})
    place = {doc_id: i for i, doc_id in enumerate(doc_ids)}
    ends = [[place[pair[side]] for pair in pairs] for side in (0, 1)]
    beside = coo_array((np.ones(2 * len(pairs)), (ends[0] + ends[1], ends[1] + ends[0])), shape=(len(doc_ids),) * 2)
    if not pairs:
        return []
    _, group = connected_components(beside.tocsr(), directed=False)
    rank = np.empty(len(doc_ids), dtype=int)
    rank[reverse_cuthill_mckee(beside.tocsr(), symmetric_mode=True)] = np.arange(len(doc_ids))
    found: dict[int, list[Key]] = defaultdict(list)
    for pair in sorted(pairs, key=lambda pair: (rank[place[pair[0]]], rank[place[pair[1]]])):
        found[int(group[place[pair[0]]])].append(pair)
    return [found[number] for number in sorted(found)]


def of_one_story(places: Mapping[Key, Place]) -> dict[Key, Place]:
    """The pairs of documents of which at least one has none that looks far more like its own event."""
    return {key: place for key, place in places.items() if place.gaps[1] >= _WIDEST_GAP}


class Candidates:
    """The pairs of claims that are worth comparing: those that one of the two has among its best.

    Args:
        documents: The documents.
        near: The pairs of documents whose claims may be compared.
    """

    def __init__(self, documents: Mapping[str, Outline], near: Mapping[Key, Place]) -> None:
        self._documents, self._near = documents, near
        self._beside: dict[str, list[Key]] = defaultdict(list)
        for key in near:
            for doc_id in key:
                self._beside[doc_id].append(key)
        self._alike = lru_cache(maxsize=_PAIRS_HELD)(self._compared)
        self._least = lru_cache(maxsize=_PAIRS_HELD)(self._worst)

    def of(self, key: Key) -> list[tuple[int, int]]:
        """The places of the claims that are worth comparing in the first document and in the second, sorted."""
        alike, (least_of_first, least_of_second) = self._alike(key), (self._least(doc_id) for doc_id in key)
        kept = (alike.value >= least_of_first[alike.first]) | (alike.value >= least_of_second[alike.second])
        return list(zip(alike.first[kept].tolist(), alike.second[kept].tolist(), strict=True))

    def _worst(self, doc_id: str) -> NDArray[np.float64]:
        """How alike the last of the best is that each claim of a document has in all others; (claims,)."""
        found = [(self._alike(key), key.index(doc_id)) for key in sorted(self._beside[doc_id])]
        claims = np.concatenate([alike[side] for alike, side in found])
        values = np.concatenate([alike.value for alike, _ in found])
        least = np.zeros(len(self._documents[doc_id].claims))
        for claim in np.nonzero(np.bincount(claims, minlength=len(least)) > MAX_KEPT)[0]:
            least[claim] = np.sort(values[claims == claim])[-MAX_KEPT]
        return least

    def _compared(self, key: Key) -> Alike:
        """The claims that are alike at all and among the best of either.

        A sentence often holds several claims, one within another, that say much the same: the best of them comes first,
        so that the others don't crowd out what other sentences say. What else their sentences say counts too: sentences
        that tell of one event have more in common than any two of their claims.
        """
        one, other = (self._documents[doc_id] for doc_id in key)
        alike = likenesses(one, other)
        if not alike.size:
            return Alike(np.empty(0, np.intp), np.empty(0, np.intp), np.empty(0))
        foremost = _foremost(alike, other) & _foremost(alike.T, one).T
        value = alike + likenesses_of_sentences(one, other) - np.where(foremost, 0.0, _SECOND)
        value += _SAME_STORY * self._near[key].story
        chosen = _best(value, axis=0) | _best(value, axis=1)
        first, second = np.nonzero(chosen & (alike >= _LEAST_LIKENESS))
        return Alike(first, second, np.round(value[first, second], 6))


def _best(value: NDArray[np.float64], axis: int) -> NDArray[np.bool_]:
    """Which values are among the highest that may be kept along an axis, of the shape of the values."""
    place = max(value.shape[axis] - MAX_KEPT, 0)
    least = np.partition(value, place, axis=axis).take(place, axis=axis)
    best: NDArray[np.bool_] = value >= np.expand_dims(least, axis)
    return best


def _foremost(alike: NDArray[np.float64], other: Outline) -> NDArray[np.bool_]:
    """Which claims of another document are of their sentence the most alike to a claim, of the shape of the values."""
    best: NDArray[np.bool_] = alike >= np.maximum.reduceat(alike, other.begins, axis=1).repeat(other.sizes, axis=1)
    return best
