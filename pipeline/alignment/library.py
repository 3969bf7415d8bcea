"""The documents that are aligned: what all of them speak of, packed small, and the claims of a few at a time."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.alignment.documents import DocumentProfile, Outline, document_profiles
from pipeline.alignment.profiles import Profile, Terms, entity_names, profiles, units_of
from pipeline.packing import from_bytes, to_bytes, values_of
from pipeline.schema import Claim, ClaimEntity, ClaimSpan, Document, Entity, Quantity, Quote

_OUTLINES, _PROFILES = 500, 60  # that are held at once


class ClaimRows(NamedTuple):
    """The rows of one document that alignment looks at."""

    claims: list[Claim]
    claim_entities: list[ClaimEntity]
    claim_spans: list[ClaimSpan]
    quantities: list[Quantity]
    quotes: list[Quote]


class Library:
    """The documents that are aligned.

    Attributes:
        documents: The documents by id.
        names: The name of each unit that is an entity.
        outlines: What each document with claims speaks of.

    Args:
        documents: The documents.
        entities: All entities.
        load: Gives the rows of a document that was added, when they are needed again.
    """

    def __init__(
        self, documents: Iterable[Document], entities: Sequence[Entity], load: Callable[[str], ClaimRows]
    ) -> None:
        self.documents = {document.doc_id: document for document in documents}
        self.names = entity_names(entities)
        self.outlines = Outlines()
        self.profile = lru_cache(maxsize=_PROFILES)(self._profile)
        self._units, self._load = units_of(entities), load

    def add(self, doc_id: str, rows: ClaimRows) -> None:
        """Take in a document."""
        found = self._made(rows)
        if found:
            document = document_profiles(found)[doc_id]
            self.outlines.add(doc_id, Outline(document.claims, document.numbers, self._digest(doc_id, found)))

    def _profile(self, doc_id: str) -> DocumentProfile:
        """The claims of a document that has some."""
        return document_profiles(self._made(self._load(doc_id)))[doc_id]

    def _made(self, rows: ClaimRows) -> list[Profile]:
        return profiles(rows.claims, rows.claim_entities, rows.quantities, self._units, rows.claim_spans, rows.quotes)

    def _digest(self, doc_id: str, found: Iterable[Profile]) -> str:
        """A hash of all that joining looks at in a document."""
        source = self.documents[doc_id].source if doc_id in self.documents else None
        told = [source, [self._told(profile) for profile in found]]
        return hashlib.sha256(to_bytes(told)).hexdigest()

    def _told(self, profile: Profile) -> list[object]:
        return [
            values_of(profile.claim),
            dict(profile.units),
            [self.names.get(unit) for unit in sorted(profile.entities)],
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
    return zlib.compress(to_bytes([claims, sorted(outline.numbers), outline.digest]), 1)


def _unpacked(data: bytes) -> Outline:
    claims, numbers, digest = from_bytes(zlib.decompress(data))
    return Outline(
        tuple(Terms(dict(zip(units, weights, strict=True)), tuple(rows)) for units, weights, rows in claims),
        frozenset((value, unit) for value, unit in numbers),
        digest,
    )
