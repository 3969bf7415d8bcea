"""Takes what was made of two documents from a run before, where nothing changed that it was made from."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Protocol

from pipeline.alignment.documents import DocumentProfile
from pipeline.alignment.features import DocumentPair
from pipeline.alignment.joining import Context, Joined, join
from pipeline.alignment.profiles import Profile
from pipeline.packing import from_bytes, rows_from, to_bytes, values_of
from pipeline.schema import Alignment, AlignmentEvidence, OnlyIn


class Memory(Protocol):
    """Keeps bytes by key from run to run; whoever opens it sees to it that all was made by the same code."""

    def get(self, key: str) -> bytes | None:
        """What was kept; None where there is nothing."""

    def put(self, key: str, value: bytes) -> None:
        """Keep something."""


class Joiner:
    """Joins documents as `join` does.

    Args:
        context: What joining needs to know besides the documents.
        memory: What was joined before; None to do all anew.
    """

    def __init__(self, context: Context, memory: Memory | None) -> None:
        self.context, self.memory = context, memory
        self._digests: dict[str, bytes] = {}

    def join(self, documents: DocumentPair, claims: Sequence[tuple[Profile, Profile]]) -> Joined:
        """What the claims of two documents have to do with each other."""
        if self.memory is None:
            return join(documents, claims, self.context)
        key = self._key(documents, claims)
        kept = self.memory.get(key)
        if kept is not None:
            return _unpacked(kept)
        made = join(documents, claims, self.context)
        self.memory.put(key, _packed(made))
        return made

    def _key(self, documents: DocumentPair, claims: Sequence[tuple[Profile, Profile]]) -> str:
        compared = [[first.claim.claim_id, second.claim.claim_id] for first, second in claims]
        found = hashlib.sha256(self._digest(documents.first) + self._digest(documents.second))
        found.update(to_bytes([compared, list(documents.gaps), self.context.threshold]))
        return found.hexdigest()

    def _digest(self, document: DocumentProfile) -> bytes:
        """A hash of all that joining looks at in one document; worked out once."""
        doc_id = document.claims[0].claim.doc_id
        if doc_id not in self._digests:
            source = self.context.documents[doc_id].source if doc_id in self.context.documents else None
            told = [source, [self._told(profile) for profile in document.claims]]
            self._digests[doc_id] = hashlib.sha256(to_bytes(told)).digest()
        return self._digests[doc_id]

    def _told(self, profile: Profile) -> list[object]:
        return [
            values_of(profile.claim),
            dict(profile.units),
            [self.context.names.get(unit) for unit in sorted(profile.entities)],
            [profile.subject, profile.object],
            [values_of(quantity) for quantity in profile.quantities],
            [values_of(stretch) for stretch in profile.stretches],
            self.context.verbatim.get(profile.claim.quote_id or ""),
            self.context.depths.get(profile.claim.claim_id, 0),
        ]


def _packed(made: Joined) -> bytes:
    rows = [[values_of(row) for row in of_table] for of_table in (made.alignments, made.evidence, made.only_in)]
    return to_bytes([*rows, [[*key, score] for key, score in made.scores.items()]])


def _unpacked(data: bytes) -> Joined:
    alignments, evidence, only_in, scores = from_bytes(data)
    return Joined(
        tuple(rows_from(Alignment, alignments)),
        tuple(rows_from(AlignmentEvidence, evidence)),
        tuple(rows_from(OnlyIn, only_in)),
        {(first, second): score for first, second, score in scores},
    )
