"""The rows of a generation as typed records, for the exports that go through them one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.schema import TABLES
from pipeline.tables import Tables, to_rows


def rows_of(tables: Tables, name: str) -> list[Any]:
    """The rows of a table."""
    return to_rows(TABLES[name], getattr(tables, name))


def by_document(tables: Tables, name: str) -> Mapping[str, Sequence[Any]]:
    """The rows of a table by doc_id; none for a document that has none."""
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows_of(tables, name):
        found[row.doc_id].append(row)
    return found
