import csv
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyarrow.dataset import field

from pipeline.errors import UsageError
from pipeline.schema import TABLES, Entity, EntityAlias, Quantity, Table
from pipeline.store import trays
from pipeline.tablefiles import TableWriter, by_key, to_arrow, typed
from pipeline.tables import Tables, load_tables, read_csv, to_frame
from tests.samples import commit, document, generation

AWKWARD = (
    "", "NA", "null", "None", "nan", "007", "1E5", "-1", "True", "a\rb", "a\r\nb", "a\nb", "\r", "\n", "\0", "a\0b",
    'say "no"', '"', "a,b", "\u2028", "\x85", "\ufeffx", "👩\u200d🚀", "e\u0301", "\u202eabc", "𝒜", "=1+1", "+1",
    "-1+1", "a=1",
    "@SUM(A1)", "\t=1", "'=1", "''=1", "'", "''", "'tis", " =1", "\u200b=1", "＝1", "\x1a", " a ",
)  # fmt: skip
TEXT = st.one_of(
    st.text(st.characters(blacklist_categories=("Cs",))),
    st.sampled_from(AWKWARD),
    st.text("'=+-@\t\r\n\0＝＋ \"a,", max_size=4),
)
ROWS = st.lists(
    st.builds(
        Entity,
        entity_id=TEXT,
        name=TEXT,
        label=TEXT,
        country_code=st.none() | TEXT,
        wikidata_id=st.none() | TEXT,
        n_mentions=st.integers(0, 2**63 - 1),
        n_documents=st.integers(0, 10**9),
    ),
    max_size=5,
)
RISKY = tuple("=+-@\t\r\n\0＝＋－＠")


def entity(text: str) -> Entity:
    """A row in which every text is this one."""
    return Entity(
        entity_id=text, name=text, label=text, country_code=text, wikidata_id=text, n_mentions=1, n_documents=1
    )


def written(folder: Path, table: Table, rows: list[Any]) -> None:
    """Write rows as files."""
    writer = TableWriter(folder, table)
    writer.append(by_key(table, to_arrow(table, rows)))
    writer.close()


@example(rows=[entity(text) for text in AWKWARD])
@given(rows=ROWS)
@settings(max_examples=100, deadline=None)
def test_csv_and_parquet_give_back_every_text_and_no_cell_is_a_formula(rows: list[Entity]) -> None:
    table = TABLES["entities"]
    frame = to_frame(table, rows)
    with TemporaryDirectory() as folder:
        written(Path(folder), table, rows)
        pd.testing.assert_frame_equal(typed(table, pq.read_table(Path(folder, "entities.parquet"))), frame)
        pd.testing.assert_frame_equal(read_csv(Path(folder, "entities.csv"), table), frame)
        with Path(folder, "entities.csv").open(encoding="utf-8", newline="") as file:
            cells = [cell for line in csv.reader(file) for cell in line]
    assert not [cell for cell in cells if cell.strip(" \u200b\ufeff").startswith(RISKY)]


def test_numbers_are_written_as_they_are_and_read_back_exactly(tmp_path: Path) -> None:
    spans = {"start": 0, "end": 4, "raw_start": 0, "raw_end": 4, "kind": "count", "unit": None}
    rows = [Quantity(claim_id=f"c{v}", text="-5", value=v, **spans) for v in (-5.0, 0.1 + 0.2, 1e300, 5e-324)]
    frame = to_frame(TABLES["quantities"], rows)
    written(tmp_path, TABLES["quantities"], rows)
    told = (tmp_path / "quantities.csv").read_text()
    assert ",-5," in told
    assert '"\'-5"' in told
    pd.testing.assert_frame_equal(read_csv(tmp_path / "quantities.csv", TABLES["quantities"]), frame)


def test_every_table_of_a_generation_is_the_same_as_csv(tmp_path: Path) -> None:
    folder = commit(tmp_path, generation(), keep=1)
    for name, frame in load_tables(tmp_path).frames.items():
        pd.testing.assert_frame_equal(read_csv(folder / f"{name}.csv", TABLES[name]), frame)


def test_no_header_is_a_formula_and_an_empty_text_is_null_where_null_is_allowed() -> None:
    assert all(column.isidentifier() for table in TABLES.values() for column in table.columns)
    frame = to_frame(TABLES["entity_aliases"], [EntityAlias(entity_id="", alias="", n_mentions=1)])
    assert frame.iloc[0].tolist() == ["", "", 1]
    frame = to_frame(TABLES["documents"], [replace(document("a"), title="")])
    assert frame["title"].isna().all()


def test_rows_are_sorted_by_key_and_null_stays_null() -> None:
    spans = {"raw_start": 0, "raw_end": 4, "kind": "count"}
    rows = [
        Quantity(claim_id="b", text="many", value=None, unit=None, start=9, end=13, **spans),
        Quantity(claim_id="a", text="five", value=5.0, unit="ship", start=0, end=4, **spans),
    ]
    frame = to_frame(TABLES["quantities"], rows)
    assert list(frame["claim_id"]) == ["a", "b"]
    assert frame["value"].isna().tolist() == [False, True]
    assert frame["unit"].isna().tolist() == [False, True]


def test_where_there_are_no_tables_the_error_says_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="make run"):
        load_tables(tmp_path)


@pytest.fixture
def small_trays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trays of one document, of which hardly a row is held."""
    monkeypatch.setattr(trays, "SIZE", 1)
    monkeypatch.setattr(trays, "_HELD", 2)


def test_tables_written_in_parts_are_those_written_at_once(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    whole = commit(tmp_path / "whole", generation(), keep=1)
    request.getfixturevalue("small_trays")
    parted = commit(tmp_path / "parted", generation(), keep=1)
    for name, frame in load_tables(whole).frames.items():
        pd.testing.assert_frame_equal(getattr(load_tables(parted), name), frame)
        assert (parted / f"{name}.csv").read_bytes() == (whole / f"{name}.csv").read_bytes()


@pytest.mark.usefixtures("small_trays")
def test_parts_put_together_are_the_tables_and_hold_what_belongs_together(tmp_path: Path) -> None:
    tables = load_tables(commit(tmp_path, generation(), keep=1))
    parts = list(tables.parts())
    assert len(parts) == 2
    for name, frame in tables.frames.items():
        pd.testing.assert_frame_equal(pd.concat([part[name] for part in parts], ignore_index=True), frame)
    for part in parts:
        assert set(part["mentions"]["sentence_id"]) <= set(part["sentences"]["sentence_id"])


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.text("ab-:1", max_size=3)), unique=True, max_size=12))
@settings(max_examples=50, deadline=None)
def test_whatever_the_order_of_rows_trays_give_them_sorted(pairs: list[tuple[str, str]]) -> None:
    rows = [EntityAlias(entity_id=one, alias=other, n_mentions=1) for one, other in pairs]
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(trays, "SIZE", 1)
        patch.setattr(trays, "_HELD", 3)
        found = trays.Trays(Path(folder), ["a", "b", "c"])
        for row in rows:
            found.add({"entity_aliases": [row]})
        parts = [found.take(tray, "entity_aliases") for tray in range(len(found))]
    frame = typed(TABLES["entity_aliases"], pa.concat_tables(parts))
    pd.testing.assert_frame_equal(frame, to_frame(TABLES["entity_aliases"], rows))


def test_tables_stay_those_of_their_generation_when_it_is_removed(tmp_path: Path) -> None:
    tables = load_tables(commit(tmp_path, generation("one"), keep=1))
    commit(tmp_path, generation("two"), keep=1)
    assert not tables.folder.exists()
    assert list(tables.quotes["speaker_name"]) == ["Rome"]
    assert tables.counts["quotes"] == 1


def test_a_table_can_be_queried_where_it_lies(tmp_path: Path) -> None:
    tables = load_tables(commit(tmp_path, generation(), keep=1))
    names = tables.dataset("entities").to_table(columns=["name"], filter=field("country_code") == "ITA")
    assert names["name"].to_pylist() == ["Rome"]
    with pytest.raises(UsageError, match="no table is called 'entity'"):
        tables.dataset("entity")


def test_tables_of_another_version_are_told_in_one_line(tmp_path: Path) -> None:
    folder = commit(tmp_path, generation(), keep=1)
    without = pq.read_table(folder / "claims.parquet").drop_columns(["statement"])
    pq.write_table(without, folder / "claims.parquet")
    with pytest.raises(UsageError, match=r"the table claims in .* lacks statement: .* run again"):
        load_tables(folder)
    (folder / "claims.parquet").unlink()
    with pytest.raises(UsageError, match=r"holds no table claims: .* run again"):
        load_tables(folder)


@pytest.mark.parametrize("in_memory", [True, False])
def test_some_columns_and_rows_can_be_read_alone(tmp_path: Path, in_memory: bool) -> None:
    stored = load_tables(commit(tmp_path, generation(), keep=1))
    tables = Tables(stored.folder, stored.frames) if in_memory else stored
    assert tables.read("entities", ["name"], country_code={"ITA"})["name"].tolist() == ["Rome"]
    assert tables.read("mentions", doc_id={"a", "b"}, entity_id={"gpe:rome"})["doc_id"].tolist() == ["b"]
    assert tables.read("mentions", doc_id=set()).empty
    pd.testing.assert_frame_equal(tables.read("claims"), tables.claims)
    with pytest.raises(UsageError, match="no table is called 'entity'"):
        tables.read("entity")
