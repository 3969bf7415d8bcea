"""The schema in words: the data package of a generation and the page `docs/tables.md`.

`python -m pipeline.describe` prints the page.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.schema import TABLES, Column, Table
from pipeline.tablefiles import FORMULA

_TYPES = {str: "string", int: "integer", float: "number"}

_HEAD = """# The tables

Made from `pipeline/schema.py` by `make docs`. Each table is written as `NAME.parquet` and `NAME.csv`, rows sorted by
key (in bold). Offsets count Unicode code points, end exclusive: `start` and `end` in the clean text
(`clean/DOC_ID.txt`), `raw_start` and `raw_end` in the raw text (`raw_text/DOC_ID.txt`). In the CSV files an empty cell
is null, and a text that a spreadsheet could take for a formula has a `'` in front, which `pipeline.tables.read_csv`
takes away again; Parquet has the texts as they are.
"""


def datapackage(files: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The description of a generation after Data Package v2.

    Args:
        files: `bytes` and `hash` by file name, such as "quotes.csv".
    """
    resources = [
        resource(table, files[f"{table.name}.{suffix}"])
        for table in TABLES.values()
        for suffix, resource in (("csv", _csv), ("parquet", _parquet))
    ]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "corroborate",
        "title": "Who is named, who said what, and where the sources agree, add to one another or conflict",
        "resources": resources,
    }


def tables_page() -> str:
    """The page `docs/tables.md`."""
    return "\n".join([_HEAD, *(line for table in TABLES.values() for line in _section(table))])


def _csv(table: Table, file: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": table.name,
        "type": "table",
        "path": f"{table.name}.csv",
        "description": table.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"header": True},
        **file,
        "escapes": {  # no property of the standard, which allows others
            "description": "Texts that match have one more ' in front than in Parquet, lest spreadsheets run them.",
            "pattern": f"^{FORMULA}",
        },
        "schema": {
            "fields": [_field(column) for column in table.columns.values()],
            "primaryKey": list(table.key),
            "foreignKeys": list(_foreign_keys(table)),
            "missingValues": [""],
        },
    }


def _parquet(table: Table, _: Mapping[str, Any]) -> dict[str, Any]:
    """The same table as a file: Parquet carries its own types, and validators count no bytes of it."""
    return {
        "name": f"{table.name}-parquet",
        "path": f"{table.name}.parquet",
        "description": f"{table.about} The same rows as {table.name}.csv.",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {} if column.nullable else {"required": True}
    if column.values:
        constraints["enum"] = list(column.values)
    return {
        "name": column.name,
        "type": _TYPES[column.type],
        "description": column.meaning,
        **({"constraints": constraints} if constraints else {}),
    }


def _foreign_keys(table: Table) -> Iterable[dict[str, Any]]:
    for column in table.columns.values():
        if column.ref:
            reference = {"resource": column.ref, "fields": [TABLES[column.ref].refers]}
            yield {"fields": [column.name], "reference": reference}


def _section(table: Table) -> Iterable[str]:
    yield from (f"\n## {table.name}\n", f"{table.about}\n", "| column | type | meaning |", "| --- | --- | --- |")
    for column in table.columns.values():
        name = f"**{column.name}**" if column.name in table.key else column.name
        kind = " \\| ".join(column.values) or _TYPES[column.type]
        reference = f" (in [{column.ref}](#{column.ref}))" if column.ref else ""
        yield f"| {name} | {kind}{', or null' if column.nullable else ''} | {column.meaning}{reference} |"


if __name__ == "__main__":
    sys.stdout.write(tables_page())
