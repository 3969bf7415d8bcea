"""What each document of a batch speaks of, packed small: all of them are looked at, and only some fit in memory."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache

from pipeline.alignment.documents import Outline
from pipeline.alignment.profiles import Terms
from pipeline.packing import from_bytes, to_bytes

_HELD = 500  # at once, as they are


class Outlines(Mapping[str, Outline]):
    """Outlines by doc_id, packed; some that were looked at last are held as they are."""

    def __init__(self) -> None:
        self._packed: dict[str, bytes] = {}
        self._unpacked = lru_cache(maxsize=_HELD)(lambda doc_id: _unpacked(self._packed[doc_id]))

    def add(self, doc_id: str, outline: bytes) -> None:
        """Take in a document, packed."""
        self._packed[doc_id] = outline

    def __getitem__(self, doc_id: str) -> Outline:
        return self._unpacked(doc_id)

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def packed(outline: Outline) -> bytes:
    """An outline as bytes."""
    claims = [[list(terms.units), list(terms.units.values()), list(terms.meanings)] for terms in outline.claims]
    return zlib.compress(to_bytes([claims, sorted(outline.numbers), outline.begins]), 1)


def _unpacked(data: bytes) -> Outline:
    claims, numbers, begins = from_bytes(zlib.decompress(data))
    return Outline(
        tuple(Terms(dict(zip(units, weights, strict=True)), tuple(rows)) for units, weights, rows in claims),
        frozenset((value, unit) for value, unit in numbers),
        tuple(begins),
    )
