"""From rows to typed tables and back: data frames, Arrow tables, CSV, and the tables of a generation as one object."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields
from operator import attrgetter
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from pipeline.config import is_address
from pipeline.errors import UsageError
from pipeline.schema import TABLES, Column, Table
from pipeline.store.published import fetched

CLEAN_FOLDER = "clean"
RAW_FOLDER = "raw_text"

FORMULA = r"'*[\s\ufeff\u200b-\u200f\u2060]*[=+\-@\t\r\n\0\uff0b\uff0d\uff1d\uff20]"
"""How a text begins that a spreadsheet may take for a formula, or that looks like one that was made harmless."""
_FORMULA = re.compile(rf"\A{FORMULA}")

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
        path: Folder of a generation, or the folder of outputs that holds `latest`; or the address of either.

    Raises:
        UsageError: There is no generation.
    """
    folder = fetched(str(path)) if is_address(path) else generation_folder(Path(path))
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
    return _typed(table, pq.read_table(path))


def to_frame(table: Table, rows: Sequence[Any]) -> pd.DataFrame:
    """Rows as a typed frame, sorted by the key of the table; empty texts are null wherever null is allowed."""
    ordered = sorted(rows, key=attrgetter(*table.key))
    cells = {name: list(map(attrgetter(name), ordered)) for name in table.columns}
    for name, column in table.columns.items():
        if column.type is str and column.nullable:
            cells[name] = [value or None for value in cells[name]]
    return pd.DataFrame({name: pd.Series(cells[name], dtype=_PANDAS[c.type]) for name, c in table.columns.items()})


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
    """Write a frame as CSV.

    Strings are quoted, since a bare CR in one would split its row; those that a spreadsheet could take for a formula
    get a ' in front, which `read_csv` takes away.
    """
    found = pa.Table.from_pandas(frame, preserve_index=False)
    for name in _texts(frame):
        texts = found[name].to_pylist()
        if any(text and _FORMULA.match(text) for text in texts):
            guarded = pa.array([text and _guarded(text) for text in texts], pa.string())
            found = found.set_column(found.column_names.index(name), name, guarded)
    arrow_csv.write_csv(found, path)


def read_csv(path: Path, table: Table) -> pd.DataFrame:
    """Read a table that `write_csv` wrote: the same texts and types as in its Parquet file."""
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
    frame = _typed(table, found)
    for name in _texts(frame):
        texts = frame[name] if table.columns[name].nullable else frame[name].fillna("")
        frame[name] = texts.map(_unguarded, na_action="ignore").astype("string")
    return frame


def _typed(table: Table, found: pa.Table) -> pd.DataFrame:
    """A frame with the types of the schema."""
    frame: pd.DataFrame = found.to_pandas()
    return frame.astype({name: _PANDAS[column.type] for name, column in table.columns.items()})


def _texts(frame: pd.DataFrame) -> list[str]:
    """The columns that hold text."""
    return [str(name) for name, kind in frame.dtypes.items() if kind == "string"]


def _guarded(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _field(column: Column) -> pa.Field:
    return pa.field(column.name, _ARROW[column.type], column.nullable, metadata={"meaning": column.meaning})
