"""The documents that are aligned: what all of them speak of, packed small, and the claims of a few at a time."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

from pipeline.alignment.documents import DocumentProfile, Outline, document_profiles
from pipeline.alignment.profiles import Profile, Terms, Units, entity_names, profiles, units_of
from pipeline.packing import from_bytes, to_bytes, values_of
from pipeline.schema import Claim, ClaimEntity, ClaimSpan, Document, Entity, Quantity, Quote

_OUTLINES, _PROFILES = 500, 60  # that are held at once


class Source(Protocol):
    """What the rows of a document can be made of anywhere; it pickles."""

    def entity_ids(self) -> Iterable[str]:
        """All entities that the rows may refer to."""

    def rows(self) -> ClaimRows:
        """The rows that alignment looks at."""


class ClaimRows(NamedTuple):
    """The rows of one document that alignment looks at."""

    claims: list[Claim]
    claim_entities: list[ClaimEntity]
    claim_spans: list[ClaimSpan]
    quantities: list[Quantity]
    quotes: list[Quote]

    def entity_ids(self) -> Iterable[str]:
        """All entities that the rows refer to."""
        ends = (e for claim in self.claims for e in (claim.subject_entity_id, claim.object_entity_id) if e)
        return {*ends, *(row.entity_id for row in self.claim_entities)}

    def rows(self) -> ClaimRows:
        """The rows themselves."""
        return self


class Entities(NamedTuple):
    """What alignment knows of entities.

    Attributes:
        units: By entity, its unit and how rare its name is.
        names: The name of each unit.
    """

    units: Units
    names: Mapping[str, str]

    @classmethod
    def of(cls, rows: Sequence[Entity]) -> Entities:
        """What is known of all entities."""
        return cls(units_of(rows), entity_names(rows))

    def some(self, entity_ids: Iterable[str]) -> Entities:
        """The same of some entities alone."""
        units = {entity_id: self.units[entity_id] for entity_id in entity_ids if entity_id in self.units}
        return Entities(units, {unit: self.names[unit] for unit, _ in units.values()})


class Library:
    """The documents that are aligned.

    Attributes:
        documents: The documents by id.
        entities: Their entities.
        outlines: What each document with claims speaks of.
        digests: A hash of all that joining looks at in each of these.
        source: Gives what the rows of a document are made of.

    Args:
        documents: The documents.
        entities: All entities that they name.
        source: As the attribute.
    """

    def __init__(self, documents: Iterable[Document], entities: Entities, source: Callable[[str], Source]) -> None:
        self.documents = {document.doc_id: document for document in documents}
        self.entities, self.source = entities, source
        self.outlines = Outlines()
        self.digests: dict[str, str] = {}
        self.profile = lru_cache(maxsize=_PROFILES)(self._profile)

    def add(self, doc_id: str, rows: ClaimRows) -> None:
        """Take in a document."""
        found = self._made(rows)
        if found:
            document = document_profiles(found)[doc_id]
            self.outlines.add(doc_id, document)
            self.digests[doc_id] = self._digest(doc_id, found)

    def _profile(self, doc_id: str) -> DocumentProfile:
        """The claims of a document that has some."""
        return document_profiles(self._made(self.source(doc_id).rows()))[doc_id]

    def _made(self, rows: ClaimRows) -> list[Profile]:
        units = self.entities.units
        return profiles(rows.claims, rows.claim_entities, rows.quantities, units, rows.claim_spans, rows.quotes)

    def _digest(self, doc_id: str, found: Iterable[Profile]) -> str:
        """A hash of all that joining looks at in a document."""
        source = self.documents[doc_id].source if doc_id in self.documents else None
        told = [source, [self._told(profile) for profile in found]]
        return hashlib.sha256(to_bytes(told)).hexdigest()

    def _told(self, profile: Profile) -> list[object]:
        return [
            values_of(profile.claim),
            dict(profile.units),
            [self.entities.names.get(unit) for unit in sorted(profile.entities)],
            [profile.subject, profile.object],
            [values_of(quantity) for quantity in profile.quantities],
            [values_of(stretch) for stretch in profile.stretches],
            [profile.verbatim, profile.depth],
        ]


class Outlines(Mapping[str, Outline]):
    """Outlines by doc_id, packed; some that were looked at last are held as they are."""

    def __init__(self) -> None:
        self._packed: dict[str, bytes] = {}
        self._unpacked = lru_cache(maxsize=_OUTLINES)(lambda doc_id: _unpacked(self._packed[doc_id]))

    def add(self, doc_id: str, outline: Outline) -> None:
        """Take in a document."""
        self._packed[doc_id] = _packed(outline)

    def __getitem__(self, doc_id: str) -> Outline:
        return self._unpacked(doc_id)

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def _packed(outline: Outline) -> bytes:
    claims = [[list(terms.units), list(terms.units.values()), list(terms.meanings)] for terms in outline.claims]
    return zlib.compress(to_bytes([claims, sorted(outline.numbers)]), 1)


def _unpacked(data: bytes) -> Outline:
    claims, numbers = from_bytes(zlib.decompress(data))
    return Outline(
        tuple(Terms(dict(zip(units, weights, strict=True)), tuple(rows)) for units, weights, rows in claims),
        frozenset((value, unit) for value, unit in numbers),
    )
