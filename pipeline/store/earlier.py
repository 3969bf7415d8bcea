"""What the latest generation holds that a new one can take over: rows, texts and pages made from the very same.

What they were made from is kept in the cache, by the name of the generation, as a hash for each document and page. No
file is taken over that is not what the manifest says. Files are copied, never linked: each generation stands alone,
whoever edits or removes another.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.packing import from_bytes, to_bytes
from pipeline.schema import OF_DOCUMENTS, OF_GROUPS, TABLES
from pipeline.store.cache import Cache
from pipeline.store.intact import is_intact
from pipeline.store.trays import bounds_of

Digests = Mapping[str, str | None]


def key_of(name: str) -> str:
    """The key by which the cache holds what a generation was made from."""
    return hashlib.sha256(f"documents, groups and pages of generation {name}".encode()).hexdigest()


def note(cache: Cache, name: str, documents: Digests, groups: Digests, pages: Digests) -> None:
    """Keep what a generation was made from.

    Args:
        cache: Where it is kept.
        name: The name of the generation.
        documents: By doc_id, a hash of all that the rows and texts of a document were made from; None where that is
            not known.
        groups: By doc_id, the same of all rows of the group of documents that it is in, if it is in one.
        pages: The same by the names of pages.
    """
    cache.put(key_of(name), to_bytes([dict(documents), dict(groups), dict(pages)]))


def earlier(out: Path, cache: Cache) -> Earlier | None:
    """The latest generation, as far as it can be taken over; None where it is damaged or nobody knows what made it.

    Args:
        out: Folder of the generations.
        cache: Where it is kept what they were made from.
    """
    folder = (out / "latest").resolve()
    packed = cache.get(key_of(folder.name))
    try:
        manifest = (folder / "manifest.json").read_bytes()
        files = json.loads(manifest)["files"]
    except (OSError, ValueError, KeyError):
        return None
    if packed is None or not folder.name.startswith(hashlib.sha256(manifest).hexdigest()[:12]):
        return None
    found = Earlier(folder, files, *from_bytes(packed))
    return found if all(found.holds(f"{name}.parquet") for name in (*OF_DOCUMENTS, *OF_GROUPS)) else None


@dataclass(frozen=True, slots=True)
class Share:
    """The tables of a generation that are taken over by the same documents.

    Attributes:
        made_from: By doc_id, what the rows were made from.
        taken: The documents whose rows are taken over.
    """

    made_from: Digests
    taken: set[str] = field(default_factory=set)

    def take(self, doc_ids: Collection[str], digest: str | None) -> bool:
        """Take over the rows of some documents, if they were made from what has this hash; whether they were."""
        if digest is None or any(self.made_from.get(doc_id) != digest for doc_id in doc_ids):
            return False
        self.taken.update(doc_ids)
        return True

    def left(self, by_document: bool) -> list[tuple[str, str]]:
        """Between which keys the rows are that are not taken over.

        Args:
            by_document: Whether the key begins with the id of a document alone; ids of rows go on with a colon.
        """
        left = self.made_from.keys() - self.taken
        return sorted((doc_id, f"{doc_id}\0") if by_document else (f"{doc_id}:", f"{doc_id};") for doc_id in left)


class Earlier:
    """A generation that is to be taken over in part.

    Attributes:
        documents: The tables whose rows are made from one document.
        groups: Those whose rows are made from a group of documents.
        pages: What its pages were made from.

    Args:
        folder: Its folder.
        files: Size and hash of each file, as its manifest has them.
        documents: What its documents were made from.
        groups: What the groups of documents were made from, by doc_id.
        pages: What its pages were made from.
    """

    def __init__(
        self, folder: Path, files: Mapping[str, Any], documents: Digests, groups: Digests, pages: Digests
    ) -> None:
        self.documents, self.groups, self.pages = Share(documents), Share(groups), pages
        self._folder, self._files = folder, files
        self._bounds = bounds_of(documents)
        self._table = cache(self._open)

    def holds(self, name: str) -> bool:
        """Whether a file is there, as it was written."""
        return name in self._files and is_intact(self._folder / name, self._files[name])

    def file(self, name: str) -> bytes | None:
        """A file; None where it is not there as it was written."""
        return (self._folder / name).read_bytes() if self.holds(name) else None

    def page(self, name: str, digest: str) -> str | None:
        """A page, if it was made from what has this hash."""
        page = self.file(name) if self.pages.get(name) == digest else None
        return None if page is None else page.decode("utf-8")

    def rows(self, name: str, low: str | None, high: str | None) -> Iterator[pa.Table]:
        """The rows of the documents that are taken.

        Args:
            name: The table; those that are made neither from documents nor from groups of them give none.
            low: The least that the first column of the key may be; None for no limit.
            high: What it must be less than; None for no limit.
        """
        share = self._share(name)
        if share is None or not share.taken:
            return
        key = TABLES[name].key[0]
        left = share.left(key == "doc_id")
        first = 0 if low is None else bisect_right(self._bounds, low)
        last = len(self._bounds) if high is None else bisect_left(self._bounds, high)
        for number in range(first, last + 1):
            found = self._table(name).read_row_group(number)
            keys = found[key].to_pylist()
            least = 0 if low is None else bisect_left(keys, low)
            beyond = len(keys) if high is None else bisect_left(keys, high)
            for start, end in _without(left, keys, least, beyond):
                yield found.slice(start, end - start)

    def _share(self, name: str) -> Share | None:
        if name in OF_DOCUMENTS:
            return self.documents
        return self.groups if name in OF_GROUPS else None

    def _open(self, name: str) -> pq.ParquetFile:
        return pq.ParquetFile(self._folder / f"{name}.parquet")


def _without(left: Sequence[tuple[str, str]], keys: Sequence[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches from one place to another of sorted keys that hold none of those left."""
    if start < end:
        first, last = max(bisect_left(left, (keys[start], "")) - 1, 0), bisect_right(left, (f"{keys[end - 1]}\0", ""))
        for least, beyond in left[first:last]:
            gap = bisect_left(keys, least, start, end)
            yield start, gap
            start = bisect_left(keys, beyond, gap, end)
        yield start, end
