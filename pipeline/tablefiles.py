"""Tables as Arrow, Parquet and CSV: rows to typed columns, files written part by part, and files read back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as compute
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from pipeline.schema import Column, Table

FORMULA = r"'*[\s\ufeff\u200b-\u200f\u2060]*[=+\-@\t\r\n\0\uff0b\uff0d\uff1d\uff20]"
"""How a text begins that a spreadsheet may take for a formula, or that looks like one that was made harmless."""
_FORMULA = re.compile(rf"\A{FORMULA}")

_ARROW = {str: pa.string(), int: pa.int64(), float: pa.float64()}
PANDAS: dict[type, Any] = {str: "string", int: "Int64", float: "float64"}
"""The types of columns in frames."""


def arrow_schema(table: Table) -> pa.Schema:
    """The columns of a table with their types and meaning."""
    fields = [_field(column) for column in table.columns.values()]
    return pa.schema(fields, metadata={"table": table.name, "about": table.about})


def to_arrow(table: Table, rows: Sequence[Any]) -> pa.Table:
    """Rows as an Arrow table, in their order; empty texts are null wherever null is allowed."""
    cells = {name: list(map(attrgetter(name), rows)) for name in table.columns}
    for name, column in table.columns.items():
        if column.type is str and column.nullable:
            cells[name] = [value or None for value in cells[name]]
    return pa.table(cells, schema=arrow_schema(table))


def by_key(table: Table, found: pa.Table) -> pa.Table:
    """The same rows, sorted by the key of the table."""
    return found.sort_by([(name, "ascending") for name in table.key])


def typed(table: Table, found: pa.Table) -> pd.DataFrame:
    """An Arrow table as a frame with the types of the schema."""
    frame: pd.DataFrame = found.to_pandas()
    return frame.astype({name: PANDAS[table.columns[str(name)].type] for name in frame})


def untyped(table: Table, frame: pd.DataFrame) -> pa.Table:
    """A frame as an Arrow table with its columns and the types of the schema, whether or not they are all there."""
    types = {name: _ARROW[column.type] for name, column in table.columns.items()}
    return pa.table({name: pa.array(frame[name], types.get(name), from_pandas=True) for name in map(str, frame)})


class TableWriter:
    """Writes one table as Parquet and as CSV, part by part; each part is a row group of the Parquet file.

    In the CSV, strings are quoted, since a bare CR in one would split its row; those that a spreadsheet could take for
    a formula get a ' in front, which `read_csv` takes away.

    Args:
        folder: Where the files are made, `NAME.parquet` and `NAME.csv`.
        table: The table.
    """

    def __init__(self, folder: Path, table: Table) -> None:
        self.n_rows = 0
        schema = arrow_schema(table)
        self._parquet = pq.ParquetWriter(folder / f"{table.name}.parquet", schema, compression="zstd")
        try:
            self._csv = arrow_csv.CSVWriter(folder / f"{table.name}.csv", schema)
        except OSError:
            self.abandon()
            raise

    def append(self, part: pa.Table) -> None:
        """Write more rows, which come after all before them by the key of the table."""
        self.n_rows += len(part)
        self._parquet.write_table(part, row_group_size=max(len(part), 1))
        self._csv.write_table(_without_formulas(part))

    def close(self) -> None:
        """Finish both files."""
        self._parquet.close()
        self._csv.close()

    def abandon(self) -> None:
        """Leave both files unfinished, where writing failed: Arrow would try again and complain when this goes away."""
        self._parquet.is_open = False


def read_csv(path: Path, table: Table) -> pd.DataFrame:
    """Read a table that a run wrote as CSV: the same texts and types as in its Parquet file.

    Args:
        path: The CSV file.
        table: The table that it holds, as `pipeline.schema.TABLES["quotes"]`.
    """
    found = arrow_csv.read_csv(
        path,
        arrow_csv.ReadOptions(block_size=path.stat().st_size + 1),  # a row must fit in a block
        arrow_csv.ParseOptions(newlines_in_values=True),
        arrow_csv.ConvertOptions(
            column_types={name: _ARROW[column.type] for name, column in table.columns.items()},
            null_values=[""],
            strings_can_be_null=True,
        ),
    )
    frame = typed(table, found)
    for name, column in table.columns.items():
        if column.type is str:
            texts = frame[name] if column.nullable else frame[name].fillna("")
            frame[name] = texts.map(_unguarded, na_action="ignore").astype("string")
    return frame


def _without_formulas(part: pa.Table) -> pa.Table:
    for place, field in enumerate(part.schema):
        if field.type != pa.string():
            continue
        first = compute.utf8_slice_codeunits(part[field.name], 0, 1)
        some = [
            sign for sign in first.unique().to_pylist() if sign and not sign.isalnum()
        ]  # no formula begins otherwise
        if some:
            perhaps = compute.is_in(first, pa.array(some))
            guarded = pa.array(map(_guarded, part[field.name].filter(perhaps).to_pylist()), pa.string())
            texts = part[field.name].combine_chunks()
            part = part.set_column(place, field, compute.replace_with_mask(texts, perhaps.combine_chunks(), guarded))
    return part


def _guarded(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _field(column: Column) -> pa.Field:
    return pa.field(column.name, _ARROW[column.type], column.nullable, metadata={"meaning": column.meaning})
