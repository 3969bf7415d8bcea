"""The tables of a generation as data frames, and rows as data frames and back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from functools import lru_cache, reduce
from operator import and_, attrgetter
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.dataset as arrow_dataset
import pyarrow.parquet as pq

from pipeline.config import is_address
from pipeline.errors import UsageError
from pipeline.schema import TABLES, Table
from pipeline.store.published import fetched
from pipeline.tablefiles import PANDAS, arrow_schema, typed
from pipeline.tablefiles import read_csv as read_csv

CLEAN_FOLDER = "clean"
RAW_FOLDER = "raw_text"
_TEXTS = 1_000  # that are held at once
_IN_TURN = MappingProxyType({"use_threads": False, "batch_readahead": 1, "fragment_readahead": 1})
"""Few parts of a file are in memory together; Arrow would take them all where it can."""


class Tables:
    """The tables of a generation, one DataFrame an attribute (`tables.quotes`), with the texts they refer to.

    A table is read when it is first asked for. Its file is open from the start, so that all tables are of one
    generation, whatever becomes of its folder meanwhile. Tables that outgrow memory have `parts` and `dataset`.

    Args:
        folder: The folder of the generation.
        frames: Tables that are in memory already.

    Raises:
        UsageError: A table or a column is not there, as where another version made the tables.
    """

    def __init__(self, folder: Path, frames: Mapping[str, pd.DataFrame] | None = None) -> None:
        self.folder = folder
        self._frames = dict(frames or {})
        self._files = {name: _file_of(folder, name) for name in TABLES if name not in self._frames}

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name not in TABLES:
            raise AttributeError(f"no table is called {name!r}; there are {', '.join(TABLES)}")
        if name not in self._frames:
            self._frames[name] = typed(TABLES[name], self._files[name].read())
        return self._frames[name]

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *TABLES]

    def __repr__(self) -> str:
        counts = ", ".join(f"{name} {count}" for name, count in self.counts.items())
        return f"<Tables of {self.folder}: {counts}>"

    @property
    def frames(self) -> dict[str, pd.DataFrame]:
        """All tables by name."""
        return {name: getattr(self, name) for name in TABLES}

    @property
    def counts(self) -> dict[str, int]:
        """The number of rows of each table; none is read for it."""
        files = {name: file.metadata.num_rows for name, file in self._files.items()}
        return {name: files[name] if name in files else len(self._frames[name]) for name in TABLES}

    def parts(self) -> Iterator[dict[str, pd.DataFrame]]:
        """All tables in parts that each fit in memory, in the order of their keys: the rows of some hundred documents.

        Rows that belong to one document are in the same part of every table.
        """
        for part in self.arrow_parts():
            yield {name: typed(TABLES[name], found) for name, found in part.items()}

    def arrow_parts(self) -> Iterator[dict[str, pa.Table]]:
        """The same parts as Arrow tables."""
        n_parts = max((file.num_row_groups for file in self._files.values()), default=0)
        for number in range(n_parts):
            yield {name: file.read_row_group(number) for name, file in self._files.items()}

    def read(self, name: str, columns: Sequence[str] | None = None, **where: Collection[str]) -> pd.DataFrame:
        """Some columns and rows of a table; unlike what an attribute gives, they are not kept here.

        Args:
            name: The table.
            columns: The columns; None for all.
            where: By column, the values that rows must have there.

        Raises:
            UsageError: There is no such table.
        """
        chosen = list(columns or self._table(name).columns)
        if name in self._frames:
            found = self._frames[name]
            for column, values in where.items():
                found = found[found[column].isin(values)]
            return found[chosen].reset_index(drop=True)
        types = arrow_schema(self._table(name))
        sets = {column: pa.array(sorted(values), types.field(column).type) for column, values in where.items()}
        conditions = [arrow_dataset.field(column).isin(values) for column, values in sets.items()]
        found = self.dataset(name).to_table(chosen, filter=reduce(and_, conditions) if conditions else None, **_IN_TURN)
        return typed(self._table(name), found)

    def dataset(self, name: str) -> arrow_dataset.Dataset:
        """A table as an Arrow dataset, to be filtered and read in batches, or queried by DuckDB, where it is too large.

        Raises:
            UsageError: There is no such table.
        """
        self._table(name)
        return arrow_dataset.dataset(self.folder / f"{name}.parquet", format="parquet")

    @staticmethod
    def _table(name: str) -> Table:
        if name not in TABLES:
            raise UsageError(f"no table is called {name!r}; there are {', '.join(TABLES)}")
        return TABLES[name]

    @property
    def clean_texts(self) -> Mapping[str, str]:
        """The clean texts by doc_id, each read when it is asked for."""
        return Texts(self.folder / CLEAN_FOLDER)

    @property
    def raw_texts(self) -> Mapping[str, str]:
        """The raw texts by doc_id, each read when it is asked for."""
        return Texts(self.folder / RAW_FOLDER)

    def text(self, doc_id: str, *, raw: bool = False) -> str:
        """The clean text of a document that `start` and `end` index, or the raw text that `raw_start`... index."""
        return (self.raw_texts if raw else self.clean_texts)[doc_id]


class Texts(Mapping[str, str]):
    """The texts in a folder by doc_id; only so many are held at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read = lru_cache(maxsize=_TEXTS)(self._file)

    def __getitem__(self, doc_id: str) -> str:
        return self._read(doc_id)

    def __iter__(self) -> Iterator[str]:
        return (path.stem for path in sorted(self._folder.iterdir()))

    def __len__(self) -> int:
        return sum(1 for _ in self._folder.iterdir())

    def _file(self, doc_id: str) -> str:
        try:
            return (self._folder / f"{doc_id}.txt").read_bytes().decode("utf-8")
        except FileNotFoundError:
            raise KeyError(doc_id) from None


def _file_of(folder: Path, name: str) -> pq.ParquetFile:
    """The file of a table, open, with all columns that this version knows."""
    path, advice = folder / f"{name}.parquet", "made by another version or damaged; run again, or name others"
    if not path.exists():
        raise UsageError(f"{folder} holds no table {name}: {advice}")
    file = pq.ParquetFile(path)
    if missing := [column for column in TABLES[name].columns if column not in file.schema_arrow.names]:
        raise UsageError(f"the table {name} in {folder} lacks {', '.join(missing)}: {advice}")
    return file


def load_tables(path: str | Path = "outputs/latest") -> Tables:
    """Load the tables of a generation.

    Args:
        path: Folder of a generation, or the folder of outputs that holds `latest`; or the address of either.

    Raises:
        UsageError: There is no generation, or not one of this version.
    """
    return Tables(fetched(str(path)) if is_address(path) else generation_folder(Path(path)))


def generation_folder(path: Path) -> Path:
    """The folder of a generation, links resolved: one whole generation, also when `latest` moves while we read.

    Raises:
        UsageError: There is none.
    """
    found = next((folder for folder in (path, path / "latest") if (folder / "manifest.json").exists()), None)
    if found is None:
        raise UsageError(f"{path} holds no tables; make them with `make run` or `corroborate run`")
    return found.resolve()


def to_frame(table: Table, rows: Sequence[Any]) -> pd.DataFrame:
    """Rows as a typed frame, sorted by the key of the table; empty texts are null wherever null is allowed."""
    ordered = sorted(rows, key=attrgetter(*table.key))
    cells = {name: list(map(attrgetter(name), ordered)) for name in table.columns}
    for name, column in table.columns.items():
        if column.type is str and column.nullable:
            cells[name] = [value or None for value in cells[name]]
    return pd.DataFrame({name: pd.Series(cells[name], dtype=PANDAS[c.type]) for name, c in table.columns.items()})


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
