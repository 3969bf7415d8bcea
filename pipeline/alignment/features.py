"""The signals that two claims tell of the same matter; all the same whichever claim comes first."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.alignment.dates import is_date
from pipeline.alignment.documents import DocumentProfile, cosine, likenesses, story_signals
from pipeline.alignment.meaning import likeness
from pipeline.alignment.profiles import Profile
from pipeline.alignment.quantities import Comparison, compare
from pipeline.alignment.vocabulary import rarest

# with the sign that each must have: more of it speaks for one event (1), against it (-1), or either (0)
SIGNS = {
    "jaccard": 1,
    "containment": 1,
    "coverage_least": 1,
    "coverage_most": 1,
    "meaning": 1,
    "shared_words": 1,
    "shared_entities": 1,
    "entities_apart": -1,
    "entities_unknown": -1,
    "persons_apart": -1,
    "subject_unknown": -1,
    "same_subject": 1,
    "same_object": 1,
    "subjects_apart": -1,
    "crossed_roles": 1,
    "predicate_within": 1,
    "predicate_meaning": 1,
    "same_numbers": 1,
    "other_numbers": -1,
    "same_dates": 1,
    "other_dates": -1,
    "length": 0,
    "same_toll": 1,
    "document_cosine": 1,
    "story_gap_most": 1,
    "story_gap_least": 1,
}
FEATURES = tuple(SIGNS)
CONTEXT = ("same_toll", "document_cosine", "story_gap_most", "story_gap_least")
"""Signals of the two documents rather than of the two claims."""

_ORDER = 20  # how many times as many victims reports of one event may count
_ALIKE_FROM = 0.3  # two words are alike to no degree up to this cosine of their meanings


@dataclass(frozen=True)
class Pair:
    """Two claims of two documents, `first` of the document that sorts first, and what they have in common.

    Attributes:
        alike: How alike each unit of the first is to each of the second, 0 to 1; (units, units).
        shared: Units of both with their weight in these two documents.
        coverage: Share of the first's weight that is in the second in the same or like words, and the other way round.
        numbers: What they have in amounts and dates.
        known: The entities of either that the other one's document names, in whatever claim.
        tolls: What befell those whom both count, in numbers of one order; see `tolls.told`.
        values: The signals, in the order of `FEATURES`.
    """

    first: Profile
    second: Profile
    alike: NDArray[np.float64] = field(repr=False)
    shared: Mapping[str, float]
    coverage: tuple[float, float]
    numbers: Comparison
    known: frozenset[str]
    tolls: frozenset[str]
    values: tuple[float, ...]

    def value(self, name: str) -> float:
        """One of the signals."""
        return self.values[FEATURES.index(name)]

    @property
    def similarity(self) -> float:
        """Weighted word overlap, 0 to 1, the same in any two documents."""
        return jaccard(self.first.units, self.second.units)


class Standing(NamedTuple):
    """How a claim of one document stands to another document.

    Attributes:
        values: How much its units weigh between the two, in their order, (units,).
        weights: The same by unit.
        total: Their sum.
        unknown: The share of its entities that the other document never names.
        unknown_subject: Whether its subject is one of them.
    """

    values: NDArray[np.float64]
    weights: Mapping[str, float]
    total: float
    unknown: float
    unknown_subject: bool


@dataclass(frozen=True)
class DocumentPair:
    """Two documents: how alike they are, and how telling a unit is between them.

    Attributes:
        story: The probability that they tell of one event; 0 until it is worked out.
        gaps: How much less they look like one event than either looks with its best partner, for the one of which that
            is most and the one of which it is least; 0 where each is the other's best, never above.
    """

    first: DocumentProfile
    second: DocumentProfile
    story: float = 0.0
    gaps: tuple[float, float] = (0.0, 0.0)
    _known: dict[str, Standing] = field(default_factory=dict, repr=False)

    @cached_property
    def cosine(self) -> float:
        """How alike they are in their units, each as rare as it is."""
        return cosine(self.first.vector, self.second.vector)

    @cached_property
    def signals(self) -> tuple[float, ...]:
        """The signals that they tell of one event."""
        return story_signals(self.first, self.second, likenesses(self.first, self.second))

    def telling(self, unit: str) -> float:
        """How telling a unit is, from near 0 where every claim has it to 1 where one claim of each document has it."""
        claims = len(self.first.claims) + len(self.second.claims)
        found = max(self.first.counts.get(unit, 0) + self.second.counts.get(unit, 0) - 1, 1)
        return math.log((claims + 1) / found) / math.log(claims + 1)

    def standing(self, profile: Profile, other: DocumentProfile) -> Standing:
        """How a claim of one of them stands to the other one; worked out once."""
        known = self._known.get(profile.claim.claim_id)
        if known is None:
            values = profile.weights * np.array([self.telling(unit) for unit in profile.units])
            weights = dict(zip(profile.units, values.tolist(), strict=True))
            apart = {unit for unit in profile.entities if unit not in other.counts}
            unknown, subject = len(apart) / max(len(profile.entities), 1), profile.subject or ""
            is_unknown = subject.startswith("e:") and subject not in other.counts
            known = Standing(values, weights, float(values.sum()), unknown, is_unknown)
            self._known[profile.claim.claim_id] = known
        return known


def compare_claims(first: Profile, second: Profile, documents: DocumentPair) -> Pair:
    """Gather what two claims have in common."""
    one, other = documents.standing(first, documents.second), documents.standing(second, documents.first)
    shared = {unit: min(weight, other.weights[unit]) for unit, weight in one.weights.items() if unit in other.weights}
    both = math.fsum(shared.values())
    alike = unit_likenesses(first, second)
    coverage = (_covered(one, alike), _covered(other, alike.T))
    numbers, tolls = compare(first.quantities, second.quantities), _tolls_of_both(first, second)
    same_subject, same_object, crossed = _role_signals(first, second)
    values = (
        _part(both, one.total + other.total - both),
        max(_part(both, one.total), _part(both, other.total)),
        min(coverage),
        max(coverage),
        float(first.meaning @ second.meaning),
        math.log1p(math.fsum(weight for unit, weight in shared.items() if unit.startswith("w:"))),
        math.log1p(math.fsum(weight for unit, weight in shared.items() if unit.startswith("e:"))),
        float(_are_apart(first.entities, second.entities)),
        max(one.unknown, other.unknown),
        float(_are_apart(first.persons, second.persons)),
        float(one.unknown_subject or other.unknown_subject),
        same_subject,
        same_object,
        min(_alone(first, alike), _alone(second, alike.T)),
        crossed,
        _predicate_within(first, other) / 2 + _predicate_within(second, one) / 2,
        likeness(_verb(first), _verb(second)),
        *_number_signals(numbers, 1 - max(coverage), tolls),
        math.log1p(min(len(first.units), len(second.units))),
        documents.story * bool(tolls),
        documents.cosine,
        *documents.gaps,
    )
    known = first.entities & documents.second.counts.keys() | second.entities & documents.first.counts.keys()
    return Pair(first, second, alike, shared, coverage, numbers, known, tolls, values)


def unit_likenesses(first: Profile, second: Profile) -> NDArray[np.float64]:
    """How alike each unit of one claim is to each of another, 0 to 1; 1 for the same one."""
    cosines = first.directions @ second.directions.T
    above: NDArray[np.float64] = ((cosines - _ALIKE_FROM) / (1 - _ALIKE_FROM)).astype(float)
    alike = np.minimum(np.maximum(above, 0.0), 1.0)  # np.clip takes three times as long on arrays this small
    for unit in first.places.keys() & second.places.keys():
        alike[first.places[unit], second.places[unit]] = 1.0
    return alike


def _alone(one: Profile, alike: NDArray[np.float64]) -> float:
    """How far nothing in another claim is like the subject of one, 0 to 1; 0 for a subject that says nothing."""
    place = one.places.get(one.subject or "")
    return 0.0 if place is None or not alike.size else float(1 - alike[place].max())


def _covered(one: Standing, alike: NDArray[np.float64]) -> float:
    """The share of the weight of a claim's units that another claim holds too, as far as what it says is like them."""
    return _part(float((one.values * alike.max(axis=1)).sum()), one.total) if alike.size else 0.0


def _part(some: float, whole: float) -> float:
    return min(some / whole, 1.0) if whole else 0.0


def _verb(profile: Profile) -> str:
    return profile.claim.predicate_lemma.split()[0] if profile.claim.predicate_lemma else ""


def _predicate_within(one: Profile, other: Standing) -> float:
    """How telling it is that another claim speaks of what the predicate of one says, 0 to 1."""
    return other.weights.get(f"w:{one.predicate}", 0.0) / rarest()


def jaccard(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Weight of what is in both, of the weight of what is in either."""
    both = math.fsum(min(weight, other[unit]) for unit, weight in one.items() if unit in other)
    either = math.fsum(one.values()) + math.fsum(other.values()) - both
    return both / either if either else 0.0


def _are_apart(some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two claims name only different ones."""
    return bool(some and others) and some.isdisjoint(others)


def _role_signals(first: Profile, second: Profile) -> tuple[float, float, float]:
    subject = first.subject is not None and first.subject == second.subject
    target = first.object is not None and first.object == second.object
    crossed = first.subject is not None and first.object is not None and first.subject != first.object
    crossed = crossed and (first.subject, first.object) == (second.object, second.subject)
    return float(subject), float(target), float(crossed)


def _tolls_of_both(first: Profile, second: Profile) -> frozenset[str]:
    """What both count the victims of; not *four died* and *a disease of which 600,000 die each year*."""
    kinds = first.tolls & second.tolls
    counts = {kind: [[q.value or 0 for q in p.quantities if q.unit == kind] for p in (first, second)] for kind in kinds}
    near = (
        kind for kind, (ours, theirs) in counts.items() for a in ours for b in theirs if max(a, b) <= _ORDER * min(a, b)
    )
    return frozenset(near)


def _number_signals(numbers: Comparison, left: float, tolls: frozenset[str]) -> tuple[float, float, float, float]:
    """Amounts and dates that are the same, and others by how much is left that the claims do not share.

    *Killed 14 people* and *eleven died* tell of one matter, for all that they disagree on it.
    """
    if not numbers.same and not numbers.different:
        return 0.0, 0.0, 0.0, 0.0
    return (
        float(any(not is_date(a) for a, _ in numbers.same)),
        left * any(not is_date(a) and a.unit not in tolls for a, _ in numbers.different),
        float(any(is_date(a) for a, _ in numbers.same)),
        left * any(is_date(a) for a, _ in numbers.different),
    )
