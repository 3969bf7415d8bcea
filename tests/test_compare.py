"""What changed between two generations."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.compare import changes, generations, told
from pipeline.errors import UsageError
from pipeline.tables import Tables
from tests.samples import commit, document, frames, generation, rows


def tables(**other: list[Any]) -> Tables:
    """The sample tables, some with other rows."""
    return Tables(Path(), frames(rows() | other))


def without(name: str, *places: int) -> Tables:
    return tables(**{name: [row for i, row in enumerate(rows()[name]) if i not in places]})


def test_the_same_tables_have_no_changes() -> None:
    assert changes(tables(), tables()).empty
    assert told(tables(), tables()) == "nothing changed"


def test_new_gone_and_changed_rows_are_told_by_key() -> None:
    edited = [replace(document("a"), title="Accord signed", n_chars=9), document("b")]
    found = changes(without("claims", 1), tables(documents=edited, quotes=[]))
    assert found.values.tolist() == [
        [
            *("documents", "changed", "a", "title n_chars"),
            *('{"title": null, "n_chars": 23}', '{"title": "Accord signed", "n_chars": 9}', "Accord signed"),
        ],
        ["quotes", "gone", "b:q", "", "", "", "“Oslo signed nothing,”"],
        ["claims", "new", "b:c", "", "", "", "Oslo signed nothing"],
    ]


def test_a_key_of_several_columns_is_joined() -> None:
    found = changes(without("quote_speakers", 0), tables())
    assert found.values.tolist() == [["quote_speakers", "new", "b:q gpe:rome", "", "", "", ""]]


def test_articles_counts_and_conflicts_are_told_in_lines() -> None:
    before = without("alignments", 0)
    after = tables(documents=[replace(document("a"), title="Accord signed"), document("b")])
    assert told(before, after).split("\n") == [
        "article changed: a (title)",
        "    title: nothing -> Accord signed",
        "documents: 0 new, 0 gone, 1 changed",
        "alignments: 1 new, 0 gone, 0 changed",
        "new conflict: signed against signed nothing",
        "    Paper a: Oslo signed the accord",
        "    Paper b: Oslo signed nothing",
    ]
    assert "conflict gone: signed against signed nothing" in told(after, before)


def test_a_pair_that_becomes_a_conflict_is_a_new_conflict() -> None:
    agreeing = [replace(rows()["alignments"][0], relation="agrees", conflict=None)]
    assert "new conflict: signed against signed nothing" in told(tables(alignments=agreeing), tables())


def test_a_conflict_that_differs_is_told_as_it_is_and_was() -> None:
    other = [replace(rows()["alignments"][0], conflict="signed against denied")]
    assert told(tables(), tables(alignments=other)).split("\n")[1:] == [
        "conflict changed: signed against denied, before signed against signed nothing",
        "    Paper a and Paper b",
    ]


@given(st.sets(st.integers(0, 1)), st.sets(st.integers(0, 1)))
@settings(max_examples=6, deadline=None)
def test_what_is_new_one_way_is_gone_the_other(some: set[int], others: set[int]) -> None:
    one, other = without("mentions", *some), without("mentions", *others)
    there, back = changes(one, other), changes(other, one)
    assert set(there[there["change"] == "new"]["key"]) == set(back[back["change"] == "gone"]["key"])
    assert len(there) == len(some ^ others)


def test_the_generation_before_the_latest_is_the_one_that_was_latest_before(tmp_path: Path) -> None:
    first = commit(tmp_path, generation("one"), keep=5)
    with pytest.raises(UsageError, match="fewer than two"):
        generations(tmp_path)
    second = commit(tmp_path, generation("two"), keep=5)
    os.utime(first, (2**31, 2**31))  # as if the clock had been set back
    assert generations(tmp_path) == (first.resolve(), second.resolve())
    assert commit(tmp_path, generation("one"), keep=5) == first  # what there was before is there again
    assert generations(tmp_path) == (second.resolve(), first.resolve())
    third = commit(tmp_path, generation("three"), keep=2)
    assert generations(tmp_path) == (first.resolve(), third.resolve())
    assert not second.exists()
