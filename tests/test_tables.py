import csv
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import UsageError
from pipeline.schema import TABLES, Entity, EntityAlias, Quantity
from pipeline.store import commit
from pipeline.tables import load_tables, read_csv, read_parquet, to_frame, write_csv, write_parquet
from tests.samples import document, generation

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


@given(rows=ROWS)
@settings(max_examples=200, deadline=None)
def test_csv_and_parquet_give_back_every_text_and_no_cell_is_a_formula(rows: list[Entity]) -> None:
    table = TABLES["entities"]
    frame = to_frame(table, rows)
    with TemporaryDirectory() as folder:
        write_parquet(Path(folder, "t.parquet"), table, frame)
        write_csv(Path(folder, "t.csv"), frame)
        pd.testing.assert_frame_equal(read_parquet(Path(folder, "t.parquet"), table), frame)
        pd.testing.assert_frame_equal(read_csv(Path(folder, "t.csv"), table), frame)
        with Path(folder, "t.csv").open(encoding="utf-8", newline="") as file:
            cells = [cell for line in csv.reader(file) for cell in line]
    assert not [cell for cell in cells if cell.strip(" \u200b\ufeff").startswith(RISKY)]


def test_numbers_are_written_as_they_are_and_read_back_exactly(tmp_path: Path) -> None:
    spans = {"start": 0, "end": 4, "raw_start": 0, "raw_end": 4, "kind": "count", "unit": None}
    rows = [Quantity(claim_id=f"c{v}", text="-5", value=v, **spans) for v in (-5.0, 0.1 + 0.2, 1e300, 5e-324)]
    frame = to_frame(TABLES["quantities"], rows)
    write_csv(tmp_path / "t.csv", frame)
    written = (tmp_path / "t.csv").read_text()
    assert ",-5.0," in written
    assert '"\'-5"' in written
    pd.testing.assert_frame_equal(read_csv(tmp_path / "t.csv", TABLES["quantities"]), frame)


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
