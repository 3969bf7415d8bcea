"""The documents that are aligned: what all of them speak of, packed small, and the claims of a few at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

from pipeline.alignment.documents import DocumentProfile, document_profiles
from pipeline.alignment.outlines import Outlines, packed
from pipeline.alignment.profiles import Profile, Units, entity_names, profiles, units_of
from pipeline.packing import to_bytes, values_of
from pipeline.schema import Claim, ClaimEntity, ClaimSpan, Document, Entity, Quantity, Quote

_PROFILES = 60  # that are held at once
_DIGEST = 64  # digits of a hash


class Memory(Protocol):
    """Keeps bytes from run to run; whoever opens it sees to it that all was made by the same code."""

    def get(self, doc_id: str, key: str) -> bytes | None:
        """What was kept of a document by a key; None where there is nothing."""

    def put(self, doc_id: str, key: str, value: bytes) -> None:
        """Keep something."""


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
        memory: What was taken in before; None to do all anew.
    """

    def __init__(
        self,
        documents: Iterable[Document],
        entities: Entities,
        source: Callable[[str], Source],
        memory: Memory | None = None,
    ) -> None:
        self.documents = {document.doc_id: document for document in documents}
        self.entities, self.source = entities, source
        self.outlines = Outlines()
        self.digests: dict[str, str] = {}
        self.profile = lru_cache(maxsize=_PROFILES)(self._profile)
        self._memory = memory

    def add(self, doc_id: str, rows: ClaimRows, key: str | None = None) -> None:
        """Take in a document.

        Args:
            doc_id: Its id.
            rows: Its rows.
            key: What `recall` is to find it by in later runs; None for nothing.
        """
        found = self._made(rows)
        made = self._digest(doc_id, found).encode() + packed(document_profiles(found)[doc_id]) if found else b""
        self._take_in(doc_id, made)
        if self._memory and key is not None:
            self._memory.put(_shelf(doc_id), key, made)

    def recall(self, doc_id: str, key: str | None) -> bool:
        """Take in a document without its rows, as it was in a run before.

        Args:
            doc_id: Its id.
            key: What it may have been kept by.

        Returns:
            Whether it was kept.
        """
        made = self._memory.get(_shelf(doc_id), key) if self._memory and key is not None else None
        if made is not None:
            self._take_in(doc_id, made)
        return made is not None

    def key(self, doc_id: str, made_from: str | None, entity_ids: Iterable[str]) -> str | None:
        """A hash of all that is looked at in a document, by which it can be kept.

        Args:
            doc_id: Its id.
            made_from: A hash of all that its rows are made from; None where that is not known.
            entity_ids: All entities that the rows may refer to.
        """
        if made_from is None:
            return None
        return _hash([made_from, self._publisher(doc_id), *self.entities.some(sorted(entity_ids))])

    def _take_in(self, doc_id: str, made: bytes) -> None:
        if made:  # it has claims
            self.digests[doc_id] = made[:_DIGEST].decode()
            self.outlines.add(doc_id, made[_DIGEST:])

    def _profile(self, doc_id: str) -> DocumentProfile:
        """The claims of a document that has some."""
        return document_profiles(self._made(self.source(doc_id).rows()))[doc_id]

    def _made(self, rows: ClaimRows) -> list[Profile]:
        units = self.entities.units
        return profiles(rows.claims, rows.claim_entities, rows.quantities, units, rows.claim_spans, rows.quotes)

    def _digest(self, doc_id: str, found: Iterable[Profile]) -> str:
        """A hash of all that joining looks at in a document."""
        return _hash([self._publisher(doc_id), [self._told(profile) for profile in found]])

    def _publisher(self, doc_id: str) -> str | None:
        return self.documents[doc_id].source if doc_id in self.documents else None

    def _told(self, profile: Profile) -> list[object]:
        return [
            values_of(profile.claim),
            dict(profile.units),
            [self.entities.names.get(unit) for unit in sorted(profile.entities)],
            [profile.subject, profile.object],
            [values_of(quantity) for quantity in profile.quantities],
            [values_of(stretch) for stretch in profile.stretches],
            profile.verbatim,
        ]


def _shelf(doc_id: str) -> str:
    return f"{doc_id}/outline"


def _hash(value: object) -> str:
    return hashlib.sha256(to_bytes(value)).hexdigest()
