"""What the document stages make of one file, and the same as bytes, to be kept or sent between processes."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from errno import EIO
from functools import cached_property
from typing import Any

from pipeline.clock import Clock
from pipeline.naming.batch import Key, Named
from pipeline.naming.identity import Identity
from pipeline.packing import from_bytes, put_together, rows_from, taken_apart, to_bytes, values_of
from pipeline.schema import TABLES, Document, Quarantined
from pipeline.stages.link import named

Rows = Mapping[str, list[Any]]
_TEXTS = ("raw_text", "clean_text")


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """The rows of one document, with the texts that they refer to and the seconds each stage took."""

    rows: Rows
    raw_text: str
    clean_text: str
    seconds: dict[str, float] = field(default_factory=dict, compare=False)


def pack(result: DocumentResult | Quarantined) -> bytes:
    """A result as bytes, without its times; tables and texts by themselves, since few who take it need them all."""
    if isinstance(result, Quarantined):
        return put_together({"quarantined": to_bytes(values_of(result))})
    rows = {name: to_bytes([values_of(row) for row in found]) for name, found in result.rows.items()}
    return put_together({**rows, **{name: to_bytes(getattr(result, name)) for name in _TEXTS}})


def unpack(data: bytes) -> DocumentResult | Quarantined:
    """The result that some bytes stand for."""
    found = taken_apart(data)
    if "quarantined" in found:
        return rows_from(Quarantined, [from_bytes(found["quarantined"])])[0]
    texts = [from_bytes(found.pop(name)) for name in _TEXTS]
    return DocumentResult(_PackedRows(found), *texts)


def document_from(data: bytes) -> DocumentResult:
    """The result of a document that was used when the run began.

    Raises:
        OSError: What was kept of it has been damaged since, and it cannot be made again.
    """
    found = unpack(data)
    if isinstance(found, Quarantined):
        raise OSError(EIO, f"the result kept for {found.raw_path} is damaged; run again")
    return found


class _PackedRows(Mapping[str, list[Any]]):
    """Rows by table, made of their bytes when a table is first asked for."""

    def __init__(self, packed: Mapping[str, bytes]) -> None:
        self._packed = packed
        self._rows: dict[str, list[Any]] = {}

    def __getitem__(self, name: str) -> list[Any]:
        if name not in self._rows:
            self._rows[name] = rows_from(TABLES[name].row, from_bytes(self._packed[name]))
        return self._rows[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)

    def __eq__(self, other: object) -> bool:
        return dict(self) == other


class Results(Mapping[str, DocumentResult]):
    """Results by doc_id, sorted, each unpacked anew when it is asked for: those of many documents don't fit in memory.

    Args:
        packed: What gives the bytes of a result, by doc_id.
    """

    def __init__(self, packed: Mapping[str, Callable[[], bytes]]) -> None:
        self._packed = {doc_id: packed[doc_id] for doc_id in sorted(packed)}

    def packed(self, doc_id: str) -> bytes:
        """A result as bytes."""
        return self._packed[doc_id]()

    def __getitem__(self, doc_id: str) -> DocumentResult:
        return document_from(self.packed(doc_id))

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def double(document: Document, seen: dict[str, str]) -> Quarantined | None:
    """Why a document is not used that has the id or the bytes of one before.

    Args:
        document: The document.
        seen: The paths of those before by what they have; a document that is used is added.
    """
    path, same_bytes, same_id = document.raw_path, seen.get(document.raw_sha256), seen.get(document.doc_id)
    if not same_bytes and not same_id:
        seen |= {document.raw_sha256: path, document.doc_id: path}
        return None
    reason = "duplicate" if same_bytes else "same_name"
    detail = f"same {'content' if same_bytes else 'doc_id'} as {same_bytes or same_id}; " + (
        "remove one" if same_bytes else "rename one"
    )
    return Quarantined(raw_path=path, stage="read", reason=reason, detail=detail)


@dataclass
class Found:
    """What the document stages left: results by doc_id, and of all documents what is needed at once.

    Attributes:
        clock: The time that each stage took.
        packed: What gives the bytes of each result.
        keys: The key that each result is kept by, a hash of all that it was made from; None where it is not kept.
        documents: The rows of the documents.
        names: The mentions that stand for something with a name.
        quarantined: Files that could not be used.
    """

    clock: Clock
    packed: dict[str, Callable[[], bytes]] = field(default_factory=dict)
    keys: dict[str, str | None] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    names: list[Named] = field(default_factory=list)
    quarantined: list[Quarantined] = field(default_factory=list)
    _seen: dict[str, str] = field(default_factory=dict)

    @cached_property
    def results(self) -> Results:
        """The results, sorted by doc_id."""
        return Results(self.packed)

    def add(self, packed: Callable[[], bytes], key: str | None) -> None:
        """Add the result of the next file.

        Args:
            packed: What gives its bytes.
            key: What it is kept by, if it is.
        """
        result = unpack(packed())
        if isinstance(result, Quarantined):
            self.quarantined.append(result)
            return
        document: Document = result.rows["documents"][0]
        if same := double(document, self._seen):
            self.quarantined.append(same)
            return
        self.packed[document.doc_id], self.keys[document.doc_id] = packed, key
        self.documents.append(document)
        self.names += named(result.rows["mentions"])

    def digests(self, known: Mapping[Key, Identity]) -> dict[str, str | None]:
        """By doc_id, a hash of all that the rows of a document are made from; None where its result is not kept.

        What is told of the entities in it, how often they are named apart, is made from the same.

        Args:
            known: What every name in a document stands for, which is filled into its rows.
        """
        filled: dict[str, list[list[Any]]] = defaultdict(list)
        for (doc_id, name, label), one in known.items():
            filled[doc_id].append([name, label, *values_of(one)])
        return {doc_id: key and _digest([key, sorted(filled[doc_id], key=_name)]) for doc_id, key in self.keys.items()}

    def timings(self) -> dict[str, float]:
        """Seconds by stage."""
        return {name: round(value, 3) for name, value in sorted(self.clock.seconds.items())}


def _name(filled: list[Any]) -> list[Any]:
    return filled[:2]  # the rest may be None, which has no place in an order


def _digest(value: Any) -> str:
    return hashlib.sha256(to_bytes(value)).hexdigest()
