"""Takes what was made of two documents from a run before, where nothing changed that it was made from."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from typing import Protocol

from pipeline.alignment.candidates import Key
from pipeline.alignment.features import DocumentPair
from pipeline.alignment.joining import Context, Joined, join
from pipeline.alignment.library import Library
from pipeline.alignment.scoring import Place
from pipeline.packing import from_bytes, rows_from, to_bytes, values_of
from pipeline.schema import Alignment, AlignmentEvidence, OnlyIn


class Memory(Protocol):
    """Keeps bytes from run to run; whoever opens it sees to it that all was made by the same code."""

    def get(self, doc_id: str, key: str) -> bytes | None:
        """What was kept of a document by a key; None where there is nothing."""

    def put(self, doc_id: str, key: str, value: bytes) -> None:
        """Keep something."""


class Joiner:
    """Joins documents as `join` does.

    Args:
        library: The documents.
        context: What joining needs to know besides.
        memory: What was joined before; None to do all anew.
    """

    def __init__(self, library: Library, context: Context, memory: Memory | None) -> None:
        self.library, self.context, self.memory = library, context, memory

    def join(self, documents: Key, place: Place, claims: Sequence[tuple[int, int]]) -> bytes:
        """What the claims of two documents have to do with each other, packed.

        Args:
            documents: The two.
            place: How they stand among all documents.
            claims: The places of claims that are compared, in the first document and in the second.
        """
        if self.memory is None:
            return self._made(documents, place, claims)
        key = self._key(documents, place, claims)
        kept = self.memory.get(documents[0], key)
        if kept is None:
            kept = self._made(documents, place, claims)
            self.memory.put(documents[0], key, kept)
        return kept

    def _made(self, documents: Key, place: Place, claims: Sequence[tuple[int, int]]) -> bytes:
        first, second = (self.library.profile(doc_id) for doc_id in documents)
        compared = [(first.claims[i], second.claims[j]) for i, j in claims]
        return _packed(join(DocumentPair(first, second, *place), compared, self.context))

    def _key(self, documents: Key, place: Place, claims: Sequence[tuple[int, int]]) -> str:
        digests = [self.library.outlines[doc_id].digest for doc_id in documents]
        return hashlib.sha256(to_bytes([digests, place.gaps, claims, self.context.threshold])).hexdigest()


_NOTHING = b"0"
_SOMETHING = b"1"


def _packed(made: Joined) -> bytes:
    rows = [[values_of(row) for row in of_table] for of_table in (made.alignments, made.evidence, made.only_in)]
    values = to_bytes([*rows, [[*key, score] for key, score in made.scores.items()], dict(made.texts)])
    return (_SOMETHING if made.alignments else _NOTHING) + zlib.compress(values, 1)


def is_aligned(data: bytes) -> bool:
    """Whether any claims are aligned in what `Joiner.join` gave."""
    return data.startswith(_SOMETHING)


def unpacked(data: bytes) -> Joined:
    """What `Joiner.join` gave."""
    alignments, evidence, only_in, scores, texts = from_bytes(zlib.decompress(data[1:]))
    return Joined(
        tuple(rows_from(Alignment, alignments)),
        tuple(rows_from(AlignmentEvidence, evidence)),
        tuple(rows_from(OnlyIn, only_in)),
        {(first, second): score for first, second, score in scores},
        texts,
    )
