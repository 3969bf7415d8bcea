from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import UsageError
from pipeline.schema import TABLES, EntityAlias, Quantity
from pipeline.tables import load_tables, read_parquet, to_frame, write_csv, write_parquet

TEXT = st.text(st.characters(blacklist_categories=("Cs",)), min_size=1)
ROWS = st.lists(st.builds(EntityAlias, entity_id=TEXT, alias=TEXT, n_mentions=st.integers(0, 10**9)), max_size=5)


@given(rows=ROWS)
@settings(max_examples=100, deadline=None)
def test_csv_and_parquet_give_back_every_text(rows: list[EntityAlias]) -> None:
    table = TABLES["entity_aliases"]
    frame = to_frame(table, rows)
    with TemporaryDirectory() as folder:
        write_parquet(Path(folder, "t.parquet"), table, frame)
        write_csv(Path(folder, "t.csv"), frame)
        parquet = read_parquet(Path(folder, "t.parquet"), table)
        csv = pd.read_csv(
            Path(folder, "t.csv"), dtype={"entity_id": "string", "alias": "string"}, keep_default_na=False
        )
    pd.testing.assert_frame_equal(parquet, frame)
    assert csv.to_numpy().tolist() == frame.to_numpy().tolist()


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
