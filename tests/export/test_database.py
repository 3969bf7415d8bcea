import resource
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from pipeline.errors import UsageError
from pipeline.export import ExportFormat, export
from pipeline.export.database import write
from pipeline.schema import TABLES
from pipeline.tables import Tables, load_tables
from tests.conftest import ROOT
from tests.samples import commit, generation


def opened(tables: Tables, path: Path) -> duckdb.DuckDBPyConnection:
    write(tables, path)
    return duckdb.connect(path)


def test_every_table_has_its_columns_types_and_what_they_mean(small: Tables, tmp_path: Path) -> None:
    with opened(small, tmp_path / "t.duckdb") as database:
        about = dict(database.sql("SELECT table_name, comment FROM duckdb_tables()").fetchall())
        sql = "SELECT table_name, column_name, data_type, is_nullable, comment FROM duckdb_columns() WHERE NOT internal"
        columns = {(table, name): rest for table, name, *rest in database.sql(sql).fetchall()}
    assert about == {name: table.about for name, table in TABLES.items()}
    expected = {(t.name, c.name): [c.nullable, c.meaning] for t in TABLES.values() for c in t.columns.values()}
    assert {key: rest[1:] for key, rest in columns.items()} == expected
    assert columns["documents", "published"][0] == "DATE"
    assert columns["quotes", "start"][0] == "BIGINT"
    assert columns["quotes", "confidence"][0] == "DOUBLE"


def test_tables_can_be_joined_and_days_are_compared_as_days(tmp_path: Path) -> None:
    given = generation()
    first, second = given.rows["documents"]
    documents = [replace(first, published="2024-06-21"), replace(second, published=None)]
    dated = commit(tmp_path / "out", replace(given, rows={**given.rows, "documents": documents}), keep=1)
    with opened(load_tables(dated), tmp_path / "t.duckdb") as database:
        days = "SELECT doc_id FROM documents WHERE published < DATE '2024-10-01'"
        assert database.sql(days).fetchall() == [("a",)]
        told = (
            "SELECT q.text, e.name FROM quote_speakers JOIN quotes q USING (quote_id) JOIN entities e USING (entity_id)"
        )
        assert database.sql(told).fetchall() == [("“Oslo signed nothing,”", "Rome")]


@pytest.mark.parametrize(
    "broken",
    [
        "INSERT INTO entities SELECT * FROM entities",
        "UPDATE mentions SET entity_id = 'gpe:bonn'",
        "INSERT INTO sentences SELECT * REPLACE (7 AS position) FROM sentences",
        "UPDATE claims SET polarity = 'perhaps'",
        "UPDATE entities SET name = NULL",
    ],
)
def test_the_database_refuses_what_breaks_the_schema(small: Tables, tmp_path: Path, broken: str) -> None:
    with opened(small, tmp_path / "t.duckdb") as database, pytest.raises(duckdb.ConstraintException):
        database.execute(broken)


@pytest.mark.slow
def test_the_rows_are_those_of_the_tables(made: Tables, tmp_path: Path) -> None:
    with opened(made, tmp_path / "t.duckdb") as database:
        for name, table in TABLES.items():
            rows = database.table(name).fetchall()
            told = [tuple(str(v) if c.is_date and v else v for v, c in zip(row, table.columns.values(), strict=True))
                    for row in rows]  # fmt: skip
            frame = made.frames[name]
            expected = frame.astype(object).where(frame.notna(), None)
            assert told == list(expected.itertuples(index=False, name=None))


def test_without_duckdb_the_extra_is_named_and_nothing_is_left(
    small: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(UsageError, match=r"pip install 'corroborate\[duckdb\]'"):
        export(ExportFormat.DUCKDB, small.folder, tmp_path / "t.duckdb")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.slow
@pytest.mark.parametrize("limit", [0, 30_000, 300_000])
def test_a_disk_that_is_full_sooner_or_later_is_a_failure_of_input_and_output(
    small: Tables, tmp_path: Path, limit: int
) -> None:
    arguments = "-m", "pipeline", "export", "--format", "duckdb", "--out", tmp_path / "out", tmp_path / "t.duckdb"
    done = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        check=False,
    )
    assert done.returncode == 74
    assert done.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_duckdb_cannot_write_is_a_failure_of_input_and_output(small: Tables, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="DuckDB cannot write"):
        write(small, tmp_path / "nowhere" / "t.duckdb")
