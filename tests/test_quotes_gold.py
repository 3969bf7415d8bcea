"""Who said what in two whole articles labelled by hand, against floors that the pipeline has reached."""

from __future__ import annotations

from pathlib import Path

import pytest

import pipeline
from benchmarks.quotes import Item
from benchmarks.real_quotes import Found, Judged, Labelled, found_quotes, judge, read_quotes

CONTENT = frozenset(range(10))


def item(content: frozenset[int]) -> Item:
    return Item(content, frozenset(), frozenset(), "direct")


def labelled(content: frozenset[int], speaker: str = "Ada Berg") -> Labelled:
    return Labelled("a", item(content), "core", speaker)


@pytest.mark.slow
def test_nearly_all_that_a_reader_would_call_quoted_is_found(tmp_path: Path, shared: Path) -> None:
    tables = pipeline.run(shared / "raw", tmp_path).tables
    judged = list(judge(read_quotes(shared / "raw"), found_quotes(tables, shared / "raw")))
    core = [one for one in judged if one.gold is not None and one.gold.core == "core"]
    assert sum(one.found is not None for one in core) >= 30
    assert sum(one.speaker_right for one in core) >= 22
    assert sum(one.gold is None for one in judged) <= 10


@pytest.mark.parametrize(
    ("speaker", "right"),
    [("Ada Berg", True), ("Ada Bergh", True), ("", False), ("Oslo", False), ("Ada Berg; Oslo", False)],
)
def test_a_speaker_is_right_where_all_are_named_and_nobody_else(speaker: str, right: bool) -> None:
    assert Judged(labelled(CONTENT), Found(item(CONTENT), speaker, "")).speaker_right is right


def test_what_has_no_partner_is_missed_or_extra() -> None:
    far = frozenset(range(90, 99))
    gold, found = labelled(CONTENT), Found(item(far), "", "")
    assert list(judge([gold], {"a": [found]})) == [Judged(gold, None), Judged(None, found)]
