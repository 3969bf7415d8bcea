from dataclasses import replace
from pathlib import Path
from typing import Any

import frictionless
import pytest

import pipeline
from pipeline.schema import TABLES
from pipeline.tables import read_csv
from tests.conftest import ROOT
from tests.samples import TEXTS, Generation, commit, generation, rows

Rows = dict[str, list[Any]]


def errors(folder: Path) -> set[tuple[str, str, str]]:
    """What frictionless finds wrong with a generation: table, column where it is one's, kind of error."""
    report = frictionless.validate(folder / "datapackage.json")
    found = {
        (task.name, getattr(error, "field_name", ""), error.type) for task in report.tasks for error in task.errors
    }
    return found | {("datapackage", "", error.type) for error in report.errors}


def committed(out: Path, given: Rows) -> Path:
    """A generation of some rows, which nothing has checked."""
    return commit(out, Generation(given, TEXTS, {}, {}), keep=1)


def change(given: Rows, table: str, place: int = 0, **values: Any) -> None:
    """Put other values into a row."""
    given[table][place] = replace(given[table][place], **values)


def test_the_data_package_of_a_generation_is_valid(tmp_path: Path) -> None:
    assert errors(commit(tmp_path, generation(), keep=1)) == set()


@pytest.mark.slow
def test_the_data_package_of_the_articles_in_raw_is_valid(tmp_path: Path) -> None:
    made = pipeline.run(ROOT / "raw", tmp_path)
    assert len(made.tables.quotes)
    assert errors(made.folder) == set()


def test_the_data_package_tells_every_way_in_which_tables_break(tmp_path: Path) -> None:
    given = rows()
    change(given, "claims", polarity="perhaps", part_of="a:nothing")
    change(given, "entities", name="", wikidata_id="q1")
    change(given, "mentions", start=-1, entity_id="gpe:bonn")
    change(given, "alignments", score=1.5)
    change(given, "documents", published="21 June")
    change(given, "sentences", 1, sentence_id="a:s")
    given["claim_clusters"] *= 2
    assert errors(committed(tmp_path, given)) == {
        ("claims", "polarity", "constraint-error"),
        ("claims", "", "foreign-key"),
        ("entities", "name", "constraint-error"),
        ("entities", "wikidata_id", "constraint-error"),
        ("mentions", "start", "constraint-error"),
        ("mentions", "", "foreign-key"),
        ("quotes", "", "foreign-key"),  # its sentence has another id
        ("alignments", "score", "constraint-error"),
        ("documents", "published", "type-error"),
        ("sentences", "sentence_id", "unique-error"),
        ("claim_clusters", "", "primary-key"),
    }


def test_files_that_were_changed_are_not_what_the_data_package_tells(tmp_path: Path) -> None:
    folder = commit(tmp_path, generation(), keep=1)
    for name in ("claims.csv", "claims.parquet"):
        path = folder / name
        path.write_bytes(path.read_bytes().replace(b"affirmed", b"negated!", 1))
    assert {("claims", "", "hash-count"), ("claims-parquet", "", "hash-count")} <= errors(folder)


def test_texts_and_ids_like_formulas_are_valid_and_ids_are_still_found(tmp_path: Path) -> None:
    given = rows()
    given["entities"] += [
        replace(given["entities"][0], entity_id=f"=gpe:{place}", name=name)
        for place, name in enumerate(("=1+1", "@SUM(A1)\r\n-1", '"', "'=1", "\t+1", "a\n\nb"))
    ]
    change(given, "mentions", entity_id="=gpe:3", text="-1")
    change(given, "documents", doc_id="=a", title="=HYPERLINK(1)", raw_path="@SUM(A1).txt")
    for table, column in (
        ("sentences", "doc_id"),
        ("mentions", "doc_id"),
        ("claims", "doc_id"),
        ("alignments", "doc_a"),
    ):
        change(given, table, **{column: "=a"})
    folder = committed(tmp_path, given)
    assert errors(folder) == set()
    assert "'=1" in set(read_csv(folder / "entities.csv", TABLES["entities"])["name"])
