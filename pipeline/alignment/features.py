"""The signals that two claims tell of the same matter; all the same whichever claim comes first."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.alignment.profiles import DocumentProfile, Profile
from pipeline.alignment.quantities import Comparison, compare
from pipeline.alignment.vocabulary import is_light, rarest

FEATURES = (
    "jaccard",
    "local_jaccard",
    "containment_high",
    "containment_low",
    "shared_weight",
    "shared_words",
    "entity_overlap",
    "entities_apart",
    "same_subject",
    "same_object",
    "crossed_roles",
    "same_predicate",
    "predicate_within",
    "same_numbers",
    "other_numbers",
    "same_dates",
    "other_dates",
    "length_ratio",
    "length",
    "document_cosine",
)
_MANY = 5


@dataclass(frozen=True)
class Pair:
    """Two claims of two documents, `first` of the document that sorts first, and what they have in common.

    Attributes:
        shared: Units of both with their weight in these two documents.
        containment: Share of the first's weight that is in the second, and the other way round.
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
        """Weighted word overlap, 0 to 1."""
        return self.values[0]


@dataclass(frozen=True)
class DocumentPair:
    """Two documents: how alike they are, and how telling a unit is between them."""

    first: DocumentProfile
    second: DocumentProfile
    cosine: float

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


def compare_claims(first: Profile, second: Profile, documents: DocumentPair) -> Pair:
    """Gather what two claims have in common."""
    local_a = {unit: weight * documents.telling(unit) for unit, weight in first.units.items()}
    local_b = {unit: weight * documents.telling(unit) for unit, weight in second.units.items()}
    shared = {unit: min(weight, local_b[unit]) for unit, weight in local_a.items() if unit in local_b}
    containment = (_part(shared, local_a), _part(shared, local_b))
    numbers = compare(first.quantities, second.quantities)
    values = (
        jaccard(first.units, second.units),
        jaccard(local_a, local_b),
        max(containment),
        min(containment),
        math.log1p(math.fsum(shared.values())),
        min(sum(unit.startswith("w:") for unit in shared), _MANY) / _MANY,
        *_entity_signals(first, second, local_a, local_b),
        *_role_signals(first, second),
        *_number_signals(numbers),
        min(len(first.units), len(second.units)) / max(len(first.units), len(second.units), 1),
        math.log1p(min(len(first.units), len(second.units))),
        documents.cosine,
    )
    return Pair(first, second, shared, containment, numbers, values)


def jaccard(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Weight of what is in both, of the weight of what is in either."""
    both = math.fsum(min(weight, other[unit]) for unit, weight in one.items() if unit in other)
    either = math.fsum(one.values()) + math.fsum(other.values()) - both
    return both / either if either else 0.0


def _part(shared: Mapping[str, float], whole: Mapping[str, float]) -> float:
    total = math.fsum(whole.values())
    return min(math.fsum(shared.values()) / total, 1.0) if total else 0.0


def _entity_signals(
    first: Profile, second: Profile, local_a: Mapping[str, float], local_b: Mapping[str, float]
) -> tuple[float, float]:
    """Share of entities in both, by weight, of the claim with fewer; and whether both name some but none in common."""
    if not first.entities or not second.entities:
        return 0.0, 0.0
    both = math.fsum(min(local_a[unit], local_b[unit]) for unit in first.entities & second.entities)
    least = min(
        math.fsum(local_a[unit] for unit in first.entities), math.fsum(local_b[unit] for unit in second.entities)
    )
    return (min(both / least, 1.0) if least else 0.0), float(not first.entities & second.entities)


def _role_signals(first: Profile, second: Profile) -> tuple[float, float, float, float, float]:
    subject = first.subject is not None and first.subject == second.subject
    target = first.object is not None and first.object == second.object
    crossed = first.subject is not None and first.object is not None and first.subject != first.object
    crossed = crossed and (first.subject, first.object) == (second.object, second.subject)
    within = (f"w:{first.predicate}" in second.units) + (f"w:{second.predicate}" in first.units)
    return float(subject), float(target), float(crossed), same_predicate(first, second), within / 2


def same_predicate(first: Profile, second: Profile) -> float:
    """How rare the predicate is that both have, 0 to 1; 0 for two different or one that says little."""
    if first.predicate != second.predicate or is_light(first.claim.predicate_lemma):
        return 0.0
    return first.units.get(f"w:{first.predicate}", 0.0) / rarest()


def _number_signals(numbers: Comparison) -> tuple[float, float, float, float]:
    return (
        float(any(a.kind != "date" for a, _ in numbers.same)),
        float(any(a.kind != "date" for a, _ in numbers.different)),
        float(any(a.kind == "date" for a, _ in numbers.same)),
        float(any(a.kind == "date" for a, _ in numbers.different)),
    )
