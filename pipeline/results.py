"""What the document stages make of one file, and the same as bytes, to be kept or sent between processes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pipeline.packing import from_bytes, rows_from, to_bytes, values_of
from pipeline.schema import TABLES, Document, Quarantined

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


def without_doubles(
    results: Iterable[DocumentResult | Quarantined],
) -> tuple[list[DocumentResult], list[Quarantined]]:
    """Keep the first of several files with one id or the same bytes."""
    kept: list[DocumentResult] = []
    quarantined: list[Quarantined] = []
    seen: dict[str, str] = {}
    for result in results:
        if isinstance(result, Quarantined):
            quarantined.append(result)
            continue
        document: Document = result.rows["documents"][0]
        path, same_bytes, same_id = document.raw_path, seen.get(document.raw_sha256), seen.get(document.doc_id)
        if same_bytes or same_id:
            reason = "duplicate" if same_bytes else "same_name"
            detail = f"same {'content' if same_bytes else 'doc_id'} as {same_bytes or same_id}; " + (
                "remove one" if same_bytes else "rename one"
            )
            quarantined.append(Quarantined(raw_path=path, stage="read", reason=reason, detail=detail))
        else:
            kept.append(result)
            seen |= {document.raw_sha256: path, document.doc_id: path}
    return kept, quarantined
