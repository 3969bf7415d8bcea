"""What alignment knows of a claim and of a document, gathered once."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

from pipeline.alignment.vocabulary import canonical, rarest, rarity
from pipeline.language.lexicon import rows
from pipeline.schema import Claim, ClaimEntity, Entity, Quantity

_COMMON = 1.0  # rarity of a word that is in more than a third of all texts


@dataclass(frozen=True)
class Profile:
    """A claim as alignment compares it.

    Attributes:
        claim: The row.
        units: What it speaks of with how rare that is: "w:" and a word family, "e:" and an entity.
        subject: The unit of its subject, None where it has none.
        object: The unit of its object, None where it has none.
        predicate: The word family of its predicate.
        quantities: Its amounts and dates.
        order: Its place in its document.
    """

    claim: Claim
    units: Mapping[str, float]
    subject: str | None
    object: str | None
    predicate: str
    quantities: tuple[Quantity, ...]

    @cached_property
    def words(self) -> frozenset[str]:
        """Its units that are words."""
        return frozenset(unit for unit in self.units if unit.startswith("w:"))

    @cached_property
    def entities(self) -> frozenset[str]:
        """Its units that are entities."""
        return frozenset(unit for unit in self.units if unit.startswith("e:"))


@dataclass(frozen=True)
class DocumentProfile:
    """How often each unit occurs in the claims of a document."""

    counts: Mapping[str, int]
    n_claims: int
    vector: Mapping[str, float] = field(repr=False)


def profiles(
    claims: Iterable[Claim],
    claim_entities: Iterable[ClaimEntity],
    quantities: Iterable[Quantity],
    entities: Iterable[Entity],
) -> list[Profile]:
    """The profiles of all claims, sorted by document and place."""
    units = {entity.entity_id: (_entity_unit(entity), _name_rarity(entity.name)) for entity in entities}
    taking_part: dict[str, set[str]] = defaultdict(set)
    for row in claim_entities:
        taking_part[row.claim_id].add(row.entity_id)
    amounts: dict[str, list[Quantity]] = defaultdict(list)
    for quantity in sorted(quantities, key=lambda row: (row.claim_id, row.start, row.end)):
        amounts[quantity.claim_id].append(quantity)
    ordered = sorted(claims, key=lambda claim: (claim.doc_id, claim.start, -claim.end, claim.claim_id))
    return [_profile(claim, taking_part[claim.claim_id], amounts[claim.claim_id], units) for claim in ordered]


_Units = Mapping[str, tuple[str, float]]


def _entity_unit(entity: Entity) -> str:
    """A country, its people and its capital, which stands for its government, are one: *Peru*, *Peruvians*, *Lima*."""
    is_country = entity.label == "NORP" or (entity.label == "GPE" and entity.name in _countries_and_capitals())
    return f"e:{entity.country_code}" if is_country and entity.country_code else f"e:{entity.entity_id}"


@cache
def _countries_and_capitals() -> frozenset[str]:
    return frozenset(row[column] for row in rows("countries") for column in ("name", "capital"))


@cache
def _countries() -> frozenset[str]:
    return frozenset(row["name"] for row in rows("countries"))


def entity_names(entities: Iterable[Entity]) -> dict[str, str]:
    """The name of each entity unit, that of the country rather than of its people or capital."""
    ordered = sorted(entities, key=lambda entity: (entity.name in _countries(), entity.entity_id))
    return {_entity_unit(entity): entity.name for entity in ordered}


def _profile(claim: Claim, taking_part: set[str], amounts: list[Quantity], known: _Units) -> Profile:
    involved = taking_part | {e for e in (claim.subject_entity_id, claim.object_entity_id) if e}
    units = dict(sorted(known[entity] for entity in involved if entity in known))
    for term in claim.terms.split() + _elsewhere(claim):
        unit = f"w:{canonical(term)}"
        units[unit] = max(units.get(unit, 0.0), rarity(term))
    return Profile(
        claim=claim,
        units=units,
        subject=_argument(claim.subject_entity_id, claim.subject, known),
        object=_argument(claim.object_entity_id, claim.object, known),
        predicate=canonical(claim.predicate_lemma.split()[0]) if claim.predicate_lemma else "",
        quantities=tuple(amounts),
    )


def _elsewhere(claim: Claim) -> list[str]:
    """The telling words of a subject or object that stands in another clause and is no entity."""
    arguments = ((claim.subject, claim.subject_entity_id), (claim.object, claim.object_entity_id))
    outside = [text for text, entity in arguments if text and not entity and text not in claim.text]
    return [word for text in outside for word in text.lower().split() if word.isalpha() and rarity(word) > _COMMON]


def _name_rarity(name: str) -> float:
    return max((rarity(word) for word in name.lower().split()), default=rarest())


def _argument(entity: str | None, text: str | None, known: _Units) -> str | None:
    """The unit of a subject or object: its entity, else the word before its first *of*."""
    if entity is not None and entity in known:
        return known[entity][0]
    words = (text or "").lower().split(" of ")[0].split()
    return f"w:{canonical(words[-1])}" if words else None


def document_profiles(found: Iterable[Profile]) -> dict[str, DocumentProfile]:
    """The documents of the claims."""
    by_document: dict[str, list[Profile]] = defaultdict(list)
    for profile in found:
        by_document[profile.claim.doc_id].append(profile)
    return {doc_id: _document(group) for doc_id, group in by_document.items()}


def _document(group: list[Profile]) -> DocumentProfile:
    counts = Counter(unit for profile in group for unit in profile.units)
    rarities = {unit: weight for profile in group for unit, weight in profile.units.items()}
    weights = {unit: (1 + math.log(count)) * rarities[unit] for unit, count in counts.items()}
    length = math.sqrt(math.fsum(weight * weight for weight in weights.values())) or 1.0
    return DocumentProfile(counts, len(group), {unit: weight / length for unit, weight in sorted(weights.items())})
