"""The schema in words: the data package of a generation and the page `docs/tables.md`.

`python -m pipeline.describe` prints the page; its examples stand in `docs/examples.json`, see `tests/examples.py`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.schema import TABLES, Column, Table
from pipeline.tablefiles import FORMULA

_TYPES = {str: "string", int: "integer", float: "number"}
_EXAMPLES = Path(__file__).parents[1] / "docs" / "examples.json"
_PROFILE = "https://datapackage.org/profiles/2.0/{}.json"

_HEAD = """# The tables

Made from `pipeline/schema.py` by `make docs`. Each table is written as `NAME.parquet` and `NAME.csv`, rows sorted by
key (in bold). Offsets count Unicode code points, end exclusive: `start` and `end` in the clean text
(`clean/DOC_ID.txt`), `raw_start` and `raw_end` in the raw text (`raw_text/DOC_ID.txt`). In the CSV files an empty cell
is null, and a text that a spreadsheet could take for a formula has a `'` in front, which `pipeline.tables.read_csv`
takes away again; Parquet has the texts as they are. The examples are a row of each table as the articles in `raw/`
give it; no example means null.
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
        "$schema": _PROFILE.format("datapackage"),
        "name": "corroborate",
        "title": "Who is named, who said what, and where the sources agree, add to one another or conflict",
        "description": "Offsets count Unicode code points, end exclusive: start and end in the clean text "
        "(clean/DOC_ID.txt), raw_start and raw_end in the raw text (raw_text/DOC_ID.txt).",
        "version": __version__,
        "keywords": ["news", "named entities", "quotations", "claims", "corroboration"],
        "resources": resources,
    }


def tables_page(examples: Mapping[str, Mapping[str, Any]]) -> str:
    """The page `docs/tables.md`.

    Args:
        examples: A row of each table, by the names of tables and columns.
    """
    lines = (line for table in TABLES.values() for line in _section(table, examples[table.name]))
    return "\n".join([_HEAD, *lines]) + "\n"


def load_examples() -> dict[str, dict[str, Any]]:
    """The examples that the repository holds."""
    found: dict[str, dict[str, Any]] = json.loads(_EXAMPLES.read_text(encoding="utf-8"))
    return found


def _csv(table: Table, file: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "$schema": _PROFILE.format("dataresource"),
        "name": table.name,
        "type": "table",
        "path": f"{table.name}.csv",
        "description": table.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"$schema": _PROFILE.format("tabledialect"), "header": True, "delimiter": ","},
        **file,
        "escapes": {  # no property of the standard, which allows others
            "description": "Texts that match have one more ' in front than in Parquet, lest spreadsheets run them.",
            "pattern": f"^{FORMULA}",
        },
        "schema": _schema(table),
    }


def _parquet(table: Table, file: Mapping[str, Any]) -> dict[str, Any]:
    """The same table as a file, which carries its own types.

    By the format "parquet" frictionless would read it as a table, guess other types than it has, and count no bytes.
    """
    return {
        "$schema": _PROFILE.format("dataresource"),
        "name": f"{table.name}-parquet",
        "path": f"{table.name}.parquet",
        "description": f"{table.about} The same rows as {table.name}.csv.",
        "format": "pq",
        "mediatype": "application/vnd.apache.parquet",
        **file,
    }


def _schema(table: Table) -> dict[str, Any]:
    return {
        "$schema": _PROFILE.format("tableschema"),
        "fields": [_field(column, unique=name == table.other_key) for name, column in table.columns.items()],
        "primaryKey": list(table.key),
        "foreignKeys": list(_foreign_keys(table)),
        "missingValues": [""],
    }


def _field(column: Column, *, unique: bool) -> dict[str, Any]:
    least, greatest = column.bounds
    told = {
        "required": not column.nullable or None,
        "unique": unique or None,
        "enum": list(column.values) or None,
        "pattern": column.pattern,
        "minimum": least,
        "maximum": greatest,
    }
    constraints = {name: value for name, value in told.items() if value is not None}
    return {
        "name": column.name,
        "type": _type(column),
        "description": column.meaning,
        **({"constraints": constraints} if constraints else {}),
    }


def _type(column: Column) -> str:
    return "date" if column.is_date else _TYPES[column.type]


def _foreign_keys(table: Table) -> Iterable[dict[str, Any]]:
    """What columns refer to; a table that refers to itself is not named, as the standard has it."""
    for column in table.columns.values():
        if column.ref:
            resource = {} if column.ref == table.name else {"resource": column.ref}
            yield {"fields": [column.name], "reference": {**resource, "fields": [TABLES[column.ref].refers]}}


def _section(table: Table, example: Mapping[str, Any]) -> Iterable[str]:
    yield from (f"\n## {table.name}\n", f"{table.about}\n")
    yield from ("| column | type | meaning | example |", "| --- | --- | --- | --- |")
    for column in table.columns.values():
        name = f"**{column.name}**" if column.name in table.key else column.name
        kind = " \\| ".join(column.values) or _type(column)
        reference = f" (in [{column.ref}](#{column.ref}))" if column.ref else ""
        meaning = f"{column.meaning}{reference}"
        yield f"| {name} | {kind}{', or null' if column.nullable else ''} | {meaning} | {_cell(example[column.name])} |"


def _cell(value: Any) -> str:
    """A value as it stands in a table of Markdown; nothing where it is null."""
    return "" if value is None else "`" + " ".join(str(value).split()).replace("|", "\\|") + "`"


if __name__ == "__main__":
    sys.stdout.write(tables_page(load_examples()))
