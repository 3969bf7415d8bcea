"""The signals that two claims tell of the same matter; all the same whichever claim comes first."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.alignment.profiles import DocumentProfile, Profile
from pipeline.alignment.quantities import Comparison, compare
from pipeline.alignment.vocabulary import rarest

# with the sign that each must have: more of it speaks for one event (1), against it (-1), or either (0)
SIGNS = {
    "jaccard": 1,
    "containment": 1,
    "shared_words": 1,
    "shared_entities": 1,
    "entities_apart": -1,
    "entities_unknown": -1,
    "subject_unknown": -1,
    "same_subject": 1,
    "same_object": 1,
    "crossed_roles": 1,
    "predicate_within": 1,
    "same_numbers": 1,
    "other_numbers": -1,
    "same_dates": 1,
    "other_dates": -1,
    "length": 0,
    "document_cosine": 1,
}
FEATURES = tuple(SIGNS)


@dataclass(frozen=True)
class Pair:
    """Two claims of two documents, `first` of the document that sorts first, and what they have in common.

    Attributes:
        shared: Units of both with their weight in these two documents.
        containment: Share of the first's weight that is in the second, and the other way round.
        numbers: What they have in amounts and dates.
        values: The signals, in the order of `FEATURES`.
    """

    first: Profile
    second: Profile
    shared: Mapping[str, float]
    containment: tuple[float, float]
    numbers: Comparison
    values: tuple[float, ...]

    @property
    def similarity(self) -> float:
        """Weighted word overlap, 0 to 1, the same in any two documents."""
        return jaccard(self.first.units, self.second.units)


@dataclass(frozen=True)
class _Local:
    """The units of a claim weighted by how telling they are between two documents, with their sum."""

    weights: Mapping[str, float]
    total: float


@dataclass(frozen=True)
class DocumentPair:
    """Two documents: how alike they are, and how telling a unit is between them."""

    first: DocumentProfile
    second: DocumentProfile
    cosine: float
    _known: dict[str, _Local] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, first: DocumentProfile, second: DocumentProfile) -> DocumentPair:
        """Compare two documents by the weighted words and entities of their claims."""
        cosine = math.fsum(weight * second.vector.get(unit, 0.0) for unit, weight in first.vector.items())
        return cls(first, second, min(cosine, 1.0))

    def telling(self, unit: str) -> float:
        """How telling a unit is, from near 0 where every claim has it to 1 where one claim of each document has it."""
        claims = self.first.n_claims + self.second.n_claims
        found = max(self.first.counts.get(unit, 0) + self.second.counts.get(unit, 0) - 1, 1)
        return math.log((claims + 1) / found) / math.log(claims + 1)

    def local(self, profile: Profile) -> _Local:
        """The weights of a claim's units between these documents; worked out once."""
        known = self._known.get(profile.claim.claim_id)
        if known is None:
            weights = {unit: weight * self.telling(unit) for unit, weight in profile.units.items()}
            known = self._known[profile.claim.claim_id] = _Local(weights, math.fsum(weights.values()))
        return known


def compare_claims(first: Profile, second: Profile, documents: DocumentPair) -> Pair:
    """Gather what two claims have in common."""
    local_a, local_b = documents.local(first), documents.local(second)
    shared = {u: min(weight, local_b.weights[u]) for u, weight in local_a.weights.items() if u in local_b.weights}
    both = math.fsum(shared.values())
    containment = (_part(both, local_a.total), _part(both, local_b.total))
    numbers = compare(first.quantities, second.quantities)
    values = (
        _part(both, local_a.total + local_b.total - both),
        max(containment),
        math.log1p(math.fsum(weight for unit, weight in shared.items() if unit.startswith("w:"))),
        math.log1p(math.fsum(weight for unit, weight in shared.items() if unit.startswith("e:"))),
        float(bool(first.entities and second.entities) and not first.entities & second.entities),
        *_unknown(first, second, documents),
        *_role_signals(first, second),
        _predicate_within(first, second, local_b) / 2 + _predicate_within(second, first, local_a) / 2,
        *_number_signals(numbers),
        math.log1p(min(len(first.units), len(second.units))),
        documents.cosine,
    )
    return Pair(first, second, shared, containment, numbers, values)


def _part(some: float, whole: float) -> float:
    return min(some / whole, 1.0) if whole else 0.0


def _predicate_within(one: Profile, other: Profile, local: _Local) -> float:
    """How telling it is that the other claim speaks of what the predicate of one says, 0 to 1."""
    unit = f"w:{one.predicate}"
    return local.weights[unit] / rarest() if unit in other.units else 0.0


def jaccard(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Weight of what is in both, of the weight of what is in either."""
    both = math.fsum(min(weight, other[unit]) for unit, weight in one.items() if unit in other)
    either = math.fsum(one.values()) + math.fsum(other.values()) - both
    return both / either if either else 0.0


def _unknown(first: Profile, second: Profile, documents: DocumentPair) -> tuple[float, float]:
    """What a claim is about that the other document never names: the share of its entities, and whether its subject."""
    sides = ((first, documents.second), (second, documents.first))
    shares = [len([e for e in p.entities if e not in other.counts]) / max(len(p.entities), 1) for p, other in sides]
    subjects = [p.subject is not None and p.subject.startswith("e:") and p.subject not in o.counts for p, o in sides]
    return max(shares), float(any(subjects))


def _role_signals(first: Profile, second: Profile) -> tuple[float, float, float]:
    subject = first.subject is not None and first.subject == second.subject
    target = first.object is not None and first.object == second.object
    crossed = first.subject is not None and first.object is not None and first.subject != first.object
    crossed = crossed and (first.subject, first.object) == (second.object, second.subject)
    return float(subject), float(target), float(crossed)


def _number_signals(numbers: Comparison) -> tuple[float, float, float, float]:
    return (
        float(any(a.kind != "date" for a, _ in numbers.same)),
        float(any(a.kind != "date" for a, _ in numbers.different)),
        float(any(a.kind == "date" for a, _ in numbers.same)),
        float(any(a.kind == "date" for a, _ in numbers.different)),
    )
