"""All tables in one DuckDB file, with their types, keys, references and what each column means.

The bytes of the file differ from one export to the next, since DuckDB writes them as it likes; the rows do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.schema import TABLES, Column, Table
from pipeline.tables import Tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_BLOCK = 16_384  # bytes, the least that DuckDB takes: short tables are the rule, and each column takes blocks
_TYPES = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE"}


def write(tables: Tables, path: Path) -> None:
    """Write a DuckDB file.

    Raises:
        UsageError: DuckDB is not installed.
        OSError: The file cannot be written.
    """
    try:
        import duckdb
    except ImportError as error:
        raise UsageError("an extra is needed to write DuckDB files: pip install 'corroborate[duckdb]'") from error
    try:
        with duckdb.connect() as connection:
            connection.execute(f"ATTACH {_quoted(str(path))} AS exported (BLOCK_SIZE {_BLOCK})")
            connection.execute("USE exported")
            for name in _ordered():
                _write_table(connection, tables, TABLES[name])
            connection.execute("CHECKPOINT exported")  # at the end of the connection it would fail in silence
    except (duckdb.IOException, duckdb.TransactionException) as error:  # a full disk is the one or the other
        raise OSError(f"DuckDB cannot write the file ({str(error).splitlines()[0]})") from error


def _ordered() -> Iterable[str]:
    """The tables, each after those that it refers to."""
    return TopologicalSorter(
        {name: sorted({column.ref for column in _referring(table)}) for name, table in TABLES.items()}
    ).static_order()


def _referring(table: Table) -> Iterator[Column]:
    """The columns that refer to another table.

    DuckDB looks at each row for what it refers to before the rows beside it are there, so that no table can refer to
    itself.
    """
    return (column for column in table.columns.values() if column.ref not in ("", table.name))


def _write_table(connection: DuckDBPyConnection, tables: Tables, table: Table) -> None:
    connection.execute(f"CREATE TABLE {table.name} ({', '.join(_definition(table))})")
    connection.execute(f"COMMENT ON TABLE {table.name} IS {_quoted(table.about)}")
    for name, column in table.columns.items():
        connection.execute(f"COMMENT ON COLUMN {table.name}.{_name(name)} IS {_quoted(column.meaning)}")
    connection.register("rows", tables.dataset(table.name))
    order = ", ".join(map(_name, table.key))
    connection.execute(f"INSERT INTO {table.name} SELECT * FROM rows ORDER BY {order}")  # noqa: S608  # names of ours
    connection.unregister("rows")


def _definition(table: Table) -> Iterator[str]:
    yield from map(_column, table.columns.values())
    yield f"PRIMARY KEY ({', '.join(map(_name, table.key))})"
    if table.other_key:
        yield f"UNIQUE ({_name(table.other_key)})"
    for column in _referring(table):
        yield f"FOREIGN KEY ({_name(column.name)}) REFERENCES {column.ref} ({_name(TABLES[column.ref].refers)})"


def _column(column: Column) -> str:
    kind = "DATE" if column.is_date else _TYPES[column.type]
    values = f" CHECK ({_name(column.name)} IN ({', '.join(map(_quoted, column.values))}))" if column.values else ""
    return f"{_name(column.name)} {kind}{'' if column.nullable else ' NOT NULL'}{values}"


def _name(name: str) -> str:
    """A column as SQL names it; "end" is a word of SQL."""
    return f'"{name}"'


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
