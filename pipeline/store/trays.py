"""Rows of all tables, put down in any order and taken up sorted, without any table ever being held whole.

Rows are parted by the first column of their key into trays, each of which fits in memory. The ids of rows begin with
the id of their document, so a tray holds what belongs to some hundred documents.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pipeline.schema import TABLES
from pipeline.tablefiles import arrow_schema, by_key, to_arrow

if TYPE_CHECKING:
    from pipeline.store.earlier import Earlier

SIZE = 200
"""Documents of a tray."""
_HELD = 50_000  # rows, until they go to disk


def bounds_of(doc_ids: Iterable[str]) -> list[str]:
    """Where all trays but the first begin, by the first column of the key."""
    return sorted(doc_ids)[SIZE::SIZE]


class Trays:
    """Trays of rows.

    Args:
        folder: Where rows are put that are too many to hold; it must exist.
        doc_ids: The ids of all documents.
        before: The generation that rows of documents may be taken from.
    """

    def __init__(self, folder: Path, doc_ids: Sequence[str], before: Earlier | None = None) -> None:
        self._folder, self._bounds = folder, bounds_of(doc_ids)
        self._before = before
        self._held: dict[tuple[int, str], list[Any]] = defaultdict(list)
        self._n_held = 0

    def __len__(self) -> int:
        return len(self._bounds) + 1

    def add(self, rows: Mapping[str, Sequence[Any]]) -> None:
        """Put down rows of any tables."""
        for name, of_table in rows.items():
            first = attrgetter(TABLES[name].key[0])
            for row in of_table:
                self._held[bisect_right(self._bounds, first(row)), name].append(row)
            self._n_held += len(of_table)
        if self._n_held > _HELD:
            self._put_away()

    def take(self, tray: int, name: str) -> pa.Table:
        """The rows of a table in one tray, sorted by its key; all of them come after those of the tray before."""
        table = TABLES[name]
        held = to_arrow(table, self._held.pop((tray, name), []))
        parts = [*self._from_before(tray, name), *self._put_away_before(tray, name), held]
        return by_key(table, pa.concat_tables(parts))

    def _put_away(self) -> None:
        for (tray, name), rows in self._held.items():
            found = to_arrow(TABLES[name], rows)
            with self._file(tray, name).open("ab") as file, pa.ipc.new_stream(file, found.schema) as stream:
                stream.write_table(found)
        self._held.clear()
        self._n_held = 0

    def _from_before(self, tray: int, name: str) -> Iterator[pa.Table]:
        if self._before is not None:
            low, high = [None, *self._bounds][tray], [*self._bounds, None][tray]
            for found in self._before.rows(name, low, high):
                yield found.cast(arrow_schema(TABLES[name]))

    def _put_away_before(self, tray: int, name: str) -> Iterator[pa.Table]:
        path = self._file(tray, name)
        if not path.exists():
            return
        schema = arrow_schema(TABLES[name])
        with path.open("rb") as file:
            while file.peek(1):
                with pa.ipc.open_stream(file) as stream:
                    yield stream.read_all().cast(schema)

    def _file(self, tray: int, name: str) -> Path:
        return self._folder / f"{tray}.{name}.arrow"
