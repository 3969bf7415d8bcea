from dataclasses import replace
from typing import Any

import pytest

from pipeline.schema import TABLES
from pipeline.tablefiles import untyped
from pipeline.validate import Checker, problems, problems_of_document
from tests.report.articles import evidence
from tests.samples import TEXTS, frames, rows


def test_sound_tables_have_no_problems() -> None:
    assert problems(frames(), TEXTS, TEXTS) == []


def test_a_value_outside_its_enumeration_is_told() -> None:
    given = rows()
    given["claims"] = [replace(given["claims"][0], polarity="perhaps"), given["claims"][1]]
    assert any("claims.polarity" in line for line in problems(frames(given), TEXTS, TEXTS))


def test_a_double_key_is_told() -> None:
    given = rows()
    given["entities"] *= 2
    assert any(line.startswith("entities") for line in problems(frames(given), TEXTS, TEXTS))


def test_a_null_in_a_column_that_has_none_is_told() -> None:
    given = rows()
    given["entities"] = [replace(given["entities"][0], name=None)]
    assert any("entities.name" in line for line in problems(frames(given), TEXTS, TEXTS))


def test_a_reference_to_nothing_is_told() -> None:
    given = rows()
    given["mentions"][0] = replace(given["mentions"][0], entity_id="gpe:bonn")
    assert problems(frames(given), TEXTS, TEXTS) == ["mentions.entity_id: 1 not in entities"]


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("documents", "published", "21 June 2024"),
        ("documents", "raw_sha256", "A" * 64),
        ("entities", "country_code", "NO"),
        ("entities", "wikidata_id", "Q1\n"),
        ("alignments", "score", 1.01),
        ("alignments", "similarity", -0.01),
        ("quotes", "start", -1),
    ],
)
def test_what_a_column_may_not_hold_is_told(table: str, column: str, value: object) -> None:
    given = rows()
    given[table][0] = replace(given[table][0], **{column: value})
    assert any(line.startswith(f"{table}.{column}: ") for line in problems(frames(given), TEXTS, TEXTS))


def test_a_double_id_that_others_refer_to_is_told() -> None:
    given = rows()
    given["sentences"][1] = replace(given["sentences"][1], sentence_id="a:s")
    assert "sentences.sentence_id: not unique" in problems(frames(given), TEXTS, TEXTS)


def test_rows_out_of_order_are_told() -> None:
    made = frames()
    made["documents"] = made["documents"].iloc[::-1].reset_index(drop=True)
    assert problems(made, TEXTS, TEXTS) == ["documents: rows are not sorted by key"]


def in_parts(*parts: dict[str, list[Any]]) -> list[str]:
    """The problems of tables that are checked part by part."""
    checker = Checker(TEXTS, TEXTS)
    for part in parts:
        checker.check({name: untyped(TABLES[name], frame) for name, frame in frames(part).items()})
    return checker.problems()


def test_a_row_may_refer_to_one_of_another_part() -> None:
    whole = rows()
    entities = {"entities": whole.pop("entities")}
    assert in_parts(whole, entities) == in_parts(entities, whole) == []
    assert "mentions.entity_id: 2 not in entities" in in_parts(whole)


def test_parts_that_overlap_are_told() -> None:
    assert "documents: rows are not sorted by key" in in_parts(rows(), rows())


def test_a_span_that_is_not_its_text_is_told() -> None:
    given = rows()
    given["mentions"][0] = replace(given["mentions"][0], start=1, end=5)
    assert problems(frames(given), TEXTS, TEXTS) == ["mentions: 1 spans do not match their text"]


def test_spans_of_rows_that_were_checked_before_are_not_checked_again() -> None:
    given = rows()
    given["mentions"] = [replace(row, start=1, end=5) for row in given["mentions"]]
    given["alignment_evidence"] = [evidence("a", "Oslo signed", "shared", 0), evidence("b", "Oslo", "shared", 1)]
    given["alignment_evidence"][0] = replace(given["alignment_evidence"][0], start=2)
    part = {name: untyped(TABLES[name], frame) for name, frame in frames(given).items()}
    checker = Checker(TEXTS, TEXTS, matched=["a"])
    checker.check(part)
    told = ["mentions: 1 spans do not match their text", "alignment_evidence: 1 spans do not match their text"]
    assert checker.problems() == told


def test_a_raw_span_with_other_characters_at_its_ends_is_told() -> None:
    given = rows()
    given["quotes"] = [replace(given["quotes"][0], raw_end=given["quotes"][0].raw_end - 1)]
    assert problems(frames(given), TEXTS, TEXTS) == ["quotes: 1 spans do not match their text"]


@pytest.mark.parametrize(
    ("text", "raw", "same"),
    [
        ("José", "Jose\u0301", True),
        ("É", "E\u0301", True),
        ("“Étienne”", "â€œÃ‰tienneâ€\x9d", True),
        ("김정", "\u1100\u1175\u11b7\u110c\u1165\u11bc", True),
        ("José", "Jose", False),
        ("Ada", "Ada,", False),
        ("Ada", "", False),
        ("", "Ada", False),
        ("Ada", "\u200b", False),
    ],
)
def test_raw_and_clean_ends_are_the_same_once_letters_are_repaired(text: str, raw: str, same: bool) -> None:
    made = [replace(rows()["mentions"][0], text=text, start=0, end=len(text), raw_start=0, raw_end=len(raw))]
    assert problems_of_document({"mentions": made}, text, raw) == ([] if same else ["mentions"])


def test_rows_of_a_document_with_one_key_are_told() -> None:
    made = rows()["mentions"][:1]
    assert problems_of_document({"mentions": made}, TEXTS["a"], TEXTS["a"]) == []
    assert problems_of_document({"mentions": made * 2}, TEXTS["a"], TEXTS["a"]) == ["mentions"]
