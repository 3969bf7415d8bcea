"""What the document stages make of one file, and the same as bytes, to be kept or sent between processes."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

import srsly

from pipeline.schema import TABLES, Quarantined

Rows = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """The rows of one document, with the texts that they refer to and the seconds each stage took."""

    rows: Rows
    raw_text: str
    clean_text: str
    seconds: dict[str, float] = field(default_factory=dict, compare=False)


def pack(result: DocumentResult | Quarantined) -> bytes:
    """A result as bytes, without its times."""
    if isinstance(result, Quarantined):
        return _bytes({"quarantined": _values(result)})
    rows = {name: [_values(row) for row in found] for name, found in result.rows.items()}
    return _bytes({"rows": rows, "raw_text": result.raw_text, "clean_text": result.clean_text})


def unpack(data: bytes) -> DocumentResult | Quarantined:
    """The result that some bytes stand for."""
    found = srsly.msgpack_loads(data)
    if "quarantined" in found:
        return Quarantined(**_fields(Quarantined, found["quarantined"]))
    rows = {
        name: [TABLES[name].row(**_fields(TABLES[name].row, values)) for values in of_table]
        for name, of_table in found["rows"].items()
    }
    return DocumentResult(rows, found["raw_text"], found["clean_text"])


def _bytes(value: Any) -> bytes:
    packed: bytes = srsly.msgpack_dumps(value)
    return packed


def _values(row: Any) -> list[Any]:
    return [getattr(row, one.name) for one in fields(row)]


def _fields(row: type[Any], values: list[Any]) -> dict[str, Any]:
    return dict(zip((one.name for one in fields(row)), values, strict=True))
