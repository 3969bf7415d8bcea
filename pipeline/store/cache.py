"""What the document stages made of a file, kept by the hash of all that it was made from.

An entry is written under a temporary name and renamed, and holds its own hash: one that was torn or tampered with
counts as not there. Which entries are removed first is told by when they were last used; nothing else depends on time.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.packing import put_together, taken_apart

_DIGEST = 32  # bytes of a SHA-256
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of entries.

    Attributes:
        folder: Where it lies; made when the first entry is kept.
    """

    folder: Path

    def has(self, key: str) -> bool:
        """Whether there is an entry, whole or not."""
        return self._file(key).is_file()

    def get(self, key: str) -> bytes | None:
        """An entry; None where there is none, or it is damaged."""
        try:
            data = self._file(key).read_bytes()
            found = zlib.decompress(data[_DIGEST:])
        except (FileNotFoundError, zlib.error):
            return None
        return found if hashlib.sha256(found).digest() == data[:_DIGEST] else None

    def put(self, key: str, value: bytes) -> None:
        """Keep an entry."""
        target = self._file(key)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, new = tempfile.mkstemp(prefix=".new-", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(value).digest() + zlib.compress(value, 1))
            Path(new).replace(target)
        except BaseException:
            Path(new).unlink(missing_ok=True)
            raise

    def touch(self, key: str) -> None:
        """Note that an entry is in use."""
        os.utime(self._file(key))

    def size(self) -> tuple[int, int]:
        """How many entries there are, and their bytes."""
        sizes = [path.stat().st_size for path in self._entries()]
        return len(sizes), sum(sizes)

    def prune(self, megabytes: int, in_use: Collection[str] = ()) -> int:
        """Remove the entries that were used longest ago until the rest fits; how many were removed.

        Args:
            megabytes: What the rest may take.
            in_use: Keys of entries that stay in any case.
        """
        for leftover in self.folder.glob("*/.new-*"):  # of a run that was killed
            leftover.unlink()
        found = [(path, path.stat()) for path in self._entries()]
        excess = sum(told.st_size for _, told in found) - megabytes * _MEGABYTE
        removed = 0
        for path, told in sorted(found, key=lambda entry: (entry[1].st_mtime_ns, entry[0].name)):
            if excess <= 0:
                break
            if path.name not in in_use:
                excess -= told.st_size
                path.unlink()
                removed += 1
        return removed

    def _file(self, key: str) -> Path:
        return self.folder / key[:2] / key

    def _entries(self) -> Iterator[Path]:
        return (path for path in self.folder.glob("*/*") if not path.name.startswith("."))


class Shelves:
    """Many small values by document, those of one document as one entry of a cache.

    Of the values of a document that a run asks for at all, those that it does not ask for before it turns to another
    document are let go.

    Args:
        cache: Where the entries are kept.
        key: Gives the key of a document's entry.
        empty: Begin with nothing.
    """

    def __init__(self, cache: Cache, key: Callable[[str], str], *, empty: bool = False) -> None:
        self._cache, self._key, self._empty = cache, key, empty
        self._before: dict[str, bytes] = {}
        self._now: dict[str, bytes] = {}
        self._open: str | None = None
        self.used: set[str] = set()

    def get(self, doc_id: str, key: str) -> bytes | None:
        """A value that was put there, in this run or the one before; None where there is none."""
        self._turn_to(doc_id)
        found = self._now.get(key) or self._before.get(key)
        if found is not None:
            self._now[key] = found
        return found

    def put(self, doc_id: str, key: str, value: bytes) -> None:
        """Keep a value."""
        self._turn_to(doc_id)
        self._now[key] = value

    def save(self) -> None:
        """Write what was asked for or put in of the document that is open."""
        if self._open is not None and self._now != self._before:
            self._cache.put(self._open, put_together(self._now))
            self._before = dict(self._now)

    def _turn_to(self, doc_id: str) -> None:
        entry = self._key(doc_id)
        if entry == self._open:
            return
        self.save()
        kept = None if self._empty and entry not in self.used else self._cache.get(entry)
        self._before = taken_apart(kept) if kept is not None else {}
        self._now = dict(self._before) if entry in self.used else {}
        self._open = entry
        self.used.add(entry)
