"""What the document stages make of one file, and the same as bytes, to be kept or sent between processes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pipeline.packing import from_bytes, rows_from, to_bytes, values_of
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
        return to_bytes({"quarantined": values_of(result)})
    rows = {name: [values_of(row) for row in found] for name, found in result.rows.items()}
    return to_bytes({"rows": rows, "raw_text": result.raw_text, "clean_text": result.clean_text})


def unpack(data: bytes) -> DocumentResult | Quarantined:
    """The result that some bytes stand for."""
    found = from_bytes(data)
    if "quarantined" in found:
        return rows_from(Quarantined, [found["quarantined"]])[0]
    rows = {name: rows_from(TABLES[name].row, values) for name, values in found["rows"].items()}
    return DocumentResult(rows, found["raw_text"], found["clean_text"])
