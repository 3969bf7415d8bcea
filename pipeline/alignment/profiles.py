"""What alignment knows of a claim and of a document, gathered once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from pipeline.alignment.meaning import UNKNOWN, Vectors, meaning_of, row_of, table
from pipeline.alignment.tolls import told
from pipeline.alignment.vocabulary import canonical, is_number, rarest, rarity
from pipeline.language.lexicon import rows
from pipeline.schema import Claim, ClaimEntity, ClaimSpan, Entity, Quantity, Quote

_BEHIND_HEAD = re.compile(
    r"(?<=\w)[ ,]+(?:of|in|at|on|off|near|from|for|with|to|by|between|against|about|over|that|which|who)\b"
)
_COMMON = 1.0  # rarity of a word that is in more than a third of all texts


@dataclass(frozen=True)
class Terms:
    """What a claim speaks of, without its text.

    Attributes:
        units: What it speaks of with how rare that is: "e:" and an entity, "w:" and a word family.
        meanings: The row of each unit in the table of meanings, in the order of `units`; 0 for entities.
    """

    units: Mapping[str, float]
    meanings: tuple[int, ...]

    @cached_property
    def words(self) -> frozenset[str]:
        """Its units that are words."""
        return frozenset(unit for unit in self.units if unit.startswith("w:"))

    @cached_property
    def entities(self) -> frozenset[str]:
        """Its units that are entities."""
        return frozenset(unit for unit in self.units if unit.startswith("e:"))

    @cached_property
    def persons(self) -> frozenset[str]:
        """Its units that are persons."""
        return frozenset(unit for unit in self.units if unit.startswith("e:person:"))

    @cached_property
    def weights(self) -> NDArray[np.float64]:
        """How rare each of its units is."""
        return np.fromiter(self.units.values(), dtype=float, count=len(self.units))

    @cached_property
    def meaning(self) -> Vectors:
        """What its words mean together, at length 1."""
        return meaning_of(self.meanings)

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each of its units among all."""
        return {unit: i for i, unit in enumerate(self.units)}

    @cached_property
    def directions(self) -> Vectors:
        """The meaning of each unit, (units, width), at length 1; zeros for entities and unknown words."""
        return table().directions[list(self.meanings)]


@dataclass(frozen=True)
class Profile(Terms):
    """A claim as alignment compares it.

    Attributes:
        claim: The row.
        subject: The unit of its subject, None where it has none.
        object: The unit of its object, None where it has none.
        predicate: The word family of its predicate.
        quantities: Its amounts and dates; the unit of a count of people is what befell them, where that is told.
        stretches: The stretches that it is made of.
        verbatim: The words inside the quotation marks of the quote that it stands in, None where there are none.
        tolls: What befell those whom its counts are of, such as "dead".
    """

    claim: Claim
    subject: str | None
    object: str | None
    predicate: str
    quantities: tuple[Quantity, ...]
    stretches: tuple[ClaimSpan, ...] = ()
    verbatim: str | None = None
    tolls: frozenset[str] = frozenset()


Units = Mapping[str, tuple[str, float]]
"""By entity, its unit and how rare its name is."""


def units_of(entities: Iterable[Entity]) -> Units:
    """The units of entities."""
    return {entity.entity_id: (entity_unit(entity), _name_rarity(entity.name)) for entity in entities}


def profiles(
    claims: Iterable[Claim],
    claim_entities: Iterable[ClaimEntity],
    quantities: Iterable[Quantity],
    units: Units,
    claim_spans: Iterable[ClaimSpan] = (),
    quotes: Iterable[Quote] = (),
) -> list[Profile]:
    """The profiles of all claims that are no part of another, sorted by document and place."""
    taking_part: dict[str, set[str]] = defaultdict(set)
    for row in claim_entities:
        taking_part[row.claim_id].add(row.entity_id)
    amounts: dict[str, list[Quantity]] = defaultdict(list)
    for quantity in sorted(quantities, key=lambda row: (row.claim_id, row.start, row.end)):
        amounts[quantity.claim_id].append(quantity)
    stretches: dict[str, list[ClaimSpan]] = defaultdict(list)
    for span in sorted(claim_spans, key=lambda row: (row.claim_id, row.position)):
        stretches[span.claim_id].append(span)
    verbatim = {quote.quote_id: quote.verbatim for quote in quotes}
    whole = (claim for claim in claims if claim.part_of is None)
    ordered = sorted(whole, key=lambda claim: (claim.doc_id, claim.start, -claim.end, claim.claim_id))
    return [
        _profile(
            claim,
            taking_part[claim.claim_id],
            units,
            amounts[claim.claim_id],
            tuple(stretches[claim.claim_id]),
            verbatim.get(claim.quote_id or ""),
        )
        for claim in ordered
    ]


def entity_unit(entity: Entity) -> str:
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
    return {entity_unit(entity): entity.name for entity in ordered}


def _profile(
    claim: Claim,
    taking_part: set[str],
    known: Units,
    amounts: Sequence[Quantity],
    stretches: tuple[ClaimSpan, ...],
    verbatim: str | None,
) -> Profile:
    involved = taking_part | {e for e in (claim.subject_entity_id, claim.object_entity_id) if e}
    units = dict(sorted(known[entity] for entity in involved if entity in known))
    meanings = dict.fromkeys(units, UNKNOWN)
    counted = _numbers(amounts)
    quantities, tolls = told(claim, amounts)
    for term in [term for term in (claim.terms or "").split() if term not in counted] + _elsewhere(claim):
        unit = f"w:{canonical(term)}"
        units[unit] = max(units.get(unit, 0.0), rarity(term))
        meanings[unit] = meanings.get(unit) or row_of(term)
    return Profile(
        claim=claim,
        units=units,
        meanings=tuple(meanings[unit] for unit in units),
        subject=_argument(claim.subject_entity_id, claim.subject, known),
        object=_argument(claim.object_entity_id, claim.object, known),
        predicate=canonical(claim.predicate_lemma.split()[0]) if claim.predicate_lemma else "",
        quantities=quantities,
        stretches=stretches,
        verbatim=verbatim,
        tolls=tolls,
    )


def _numbers(amounts: Iterable[Quantity]) -> set[str]:
    """The numbers of amounts, which are compared as such: as words, too, *14* and *eleven* would count twice."""
    words = {word.strip("$€£,.%").lower() for amount in amounts for word in re.split(r"[\s-]", amount.text)}
    return {word for word in words if is_number(word)}


def _elsewhere(claim: Claim) -> list[str]:
    """The telling words of a subject or object that stands in another clause and is no entity."""
    arguments = ((claim.subject, claim.subject_entity_id), (claim.object, claim.object_entity_id))
    outside = [text for text, entity in arguments if text and not entity and text not in claim.text]
    return [word for text in outside for word in text.lower().split() if word.isalpha() and rarity(word) > _COMMON]


def _name_rarity(name: str) -> float:
    return max((rarity(word) for word in name.lower().split()), default=rarest())


def _argument(entity: str | None, text: str | None, known: Units) -> str | None:
    """The unit of a subject or object: its entity, else the word before its first preposition: *fire in a hotel*."""
    if entity is not None and entity in known:
        return known[entity][0]
    words = _BEHIND_HEAD.split(text or "")[0].lower().split()
    return f"w:{canonical(words[-1])}" if words else None
