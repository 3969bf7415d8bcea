"""From rows to typed tables and back: data frames, Arrow tables, CSV, and the tables of a generation as one object."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import UsageError
from pipeline.schema import TABLES, Column, Table

CLEAN_FOLDER = "clean"
RAW_FOLDER = "raw_text"

_ARROW = {str: pa.string(), int: pa.int64(), float: pa.float64()}
_PANDAS: dict[type, Any] = {str: "string", int: "Int64", float: "float64"}


class Tables:
    """The tables of a generation, one DataFrame an attribute (`tables.quotes`), with the texts they refer to."""

    def __init__(self, frames: Mapping[str, pd.DataFrame], folder: Path) -> None:
        self.frames = dict(frames)
        self.folder = folder

    def __getattr__(self, name: str) -> pd.DataFrame:
        frames: dict[str, pd.DataFrame] = self.__dict__.get("frames", {})
        if name not in frames:
            raise AttributeError(f"no table is called {name!r}; there are {', '.join(TABLES)}")
        return frames[name]

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.frames]

    def __repr__(self) -> str:
        counts = ", ".join(f"{name} {len(frame)}" for name, frame in self.frames.items())
        return f"<Tables of {self.folder}: {counts}>"

    def text(self, doc_id: str, *, raw: bool = False) -> str:
        """The clean text of a document that `start` and `end` index, or the raw text that `raw_start`... index."""
        path = self.folder / (RAW_FOLDER if raw else CLEAN_FOLDER) / f"{doc_id}.txt"
        return path.read_bytes().decode("utf-8")


def load_tables(path: str | Path = "outputs/latest") -> Tables:
    """Load the tables of a generation.

    Args:
        path: Folder of a generation, or the folder of outputs that holds `latest`.

    Raises:
        UsageError: There is no generation.
    """
    folder = generation_folder(Path(path))
    return Tables({name: read_parquet(folder / f"{name}.parquet", table) for name, table in TABLES.items()}, folder)


def generation_folder(path: Path) -> Path:
    """The folder of a generation, links resolved: one whole generation, also when `latest` moves while we read.

    Raises:
        UsageError: There is none.
    """
    found = next((folder for folder in (path, path / "latest") if (folder / "manifest.json").exists()), None)
    if found is None:
        raise UsageError(f"{path} holds no tables; make them with `make run` or `corroborate run`")
    return found.resolve()


def read_parquet(path: Path, table: Table) -> pd.DataFrame:
    """Read a table with the types of its schema."""
    frame: pd.DataFrame = pq.read_table(path).to_pandas()
    return frame.astype({name: _PANDAS[column.type] for name, column in table.columns.items()})


def to_frame(table: Table, rows: Sequence[Any]) -> pd.DataFrame:
    """Rows as a typed frame, sorted by the key of the table."""
    ordered = sorted(rows, key=lambda row: tuple(getattr(row, column) for column in table.key))
    values = {name: [getattr(row, name) for row in ordered] for name in table.columns}
    return pd.DataFrame({name: pd.Series(values[name], dtype=_PANDAS[c.type]) for name, c in table.columns.items()})


def to_rows(table: Table, frame: pd.DataFrame) -> list[Any]:
    """The rows of a frame, checked against the schema; columns that the table does not know are left out.

    Raises:
        UsageError: A column is missing that has no default.
    """
    defaults = {field.name for field in fields(table.row) if field.default is not MISSING}
    missing = [name for name in table.columns if name not in frame and name not in defaults]
    if missing:
        raise UsageError(f"the table {table.name} lacks {', '.join(missing)}; see docs/tables.md for its columns")
    names = [name for name in table.columns if name in frame]
    plain = frame[names].astype(object).where(frame[names].notna(), None)
    return [table.row(**dict(zip(names, values, strict=True))) for values in plain.itertuples(index=False, name=None)]


def to_arrow(table: Table, frame: pd.DataFrame) -> pa.Table:
    """A frame as an Arrow table that carries the meaning of its columns."""
    fields = [_field(column) for column in table.columns.values()]
    schema = pa.schema(fields, metadata={"table": table.name, "about": table.about})
    return pa.Table.from_pandas(frame, schema=schema, preserve_index=False).replace_schema_metadata(schema.metadata)


def write_parquet(path: Path, table: Table, frame: pd.DataFrame) -> None:
    """Write a table as Parquet."""
    pq.write_table(to_arrow(table, frame), path, compression="zstd")


def write_csv(path: Path, frame: pd.DataFrame) -> None:
    """Write a frame as CSV; strings are quoted, since a bare CR in one would split its row."""
    frame.to_csv(path, index=False, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n", encoding="utf-8")


def _field(column: Column) -> pa.Field:
    return pa.field(column.name, _ARROW[column.type], column.nullable, metadata={"meaning": column.meaning})
