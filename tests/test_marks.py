"""Quotation marks: which belong together, whatever the glyphs and however careless the typing."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.quotation.marks import Marked, pair_marks


def outer(text: str) -> list[str]:
    return [text[m.start : m.end] for m in pair_marks(text) if m.depth == 0 and m.closed]


def inner(text: str) -> list[str]:
    return [text[m.start : m.end] for m in pair_marks(text) if m.depth and m.closed]


QUOTATIONS = ["“Rain,”", '"Rain,"', "``Rain,''", "''Rain,''", "„Rain,“", "„Rain,”", "«Rain,»", "« Rain, »", "»Rain,«"]


@pytest.mark.parametrize("quotation", [*QUOTATIONS, '“Rain,"', '"Rain,”', "“Rain,“"])
def test_every_pair_of_glyphs_counts(quotation: str) -> None:
    assert outer(f"Well, {quotation} he wrote.") == [quotation]


def test_two_quotations_of_one_sentence() -> None:
    assert outer('"Rain," he wrote, "and wind."') == ['"Rain,"', '"and wind."']


@pytest.mark.parametrize(
    "text",
    [
        "The ministers’ plan of the ’90s won’t do.",
        "The ministers' plan of the '90s won't do, y'all.",
        'A 6\'2" man with a 12" pipe and a 5’10” son.',
        "» Read this\n\n» And that",
        "They love rock 'n' roll and the states' rights.",
        "Stray ” and stray » here.",
    ],
)
def test_apostrophes_decades_measures_and_bullets_are_no_marks(text: str) -> None:
    assert pair_marks(text) == []


def test_single_marks_are_primary_in_british_style() -> None:
    text = "‘The ministers’ plan is “dead”, isn’t it?’ she asked. 'It's over.'"
    assert outer(text) == ["‘The ministers’ plan is “dead”, isn’t it?’", "'It's over.'"]
    assert inner(text) == ["“dead”"]


def test_single_marks_inside_double_ones() -> None:
    text = "“They call it ‘the wall’, I don’t,” he wrote."
    assert outer(text) == ["“They call it ‘the wall’, I don’t,”"]
    assert inner(text) == ["‘the wall’"]


def test_double_marks_inside_double_ones_may_share_the_last() -> None:
    text = "It says that “if one is hit, the other sends “all it has” to give “aid of any kind.” Nothing else."
    assert outer(text) == ["“if one is hit, the other sends “all it has” to give “aid of any kind.”"]
    assert inner(text) == ["“all it has”", "“aid of any kind.”"]


def test_a_change_in_brackets_is_part_of_the_quotation() -> None:
    assert outer("It “express[ed] doubts” today.") == ["“express[ed] doubts”"]


def test_a_quotation_over_several_paragraphs() -> None:
    text = "He wrote:\n\n“It rains.\n\n“It pours.\n\n“It stops.” Then he left.\n\nNothing."
    found = pair_marks(text)
    assert [text[m.start : m.end] for m in found] == ["“It rains.", "“It pours.", "“It stops.”"]
    assert [m.continued for m in found] == [True, True, False]


def test_an_unclosed_mark_harms_its_own_paragraph_only() -> None:
    text = "“It rains, he wrote. It pours.\n\nShe wrote: “It stops.”"
    assert [(text[m.start : m.end], m.closed) for m in pair_marks(text)] == [
        ("“It rains, he wrote.", False),
        ("“It stops.”", True),
    ]


def test_an_unclosed_mark_ends_before_the_next_quotation() -> None:
    text = '"It rains, he wrote and "pours," he added.'
    assert [(text[m.start : m.end], m.closed) for m in pair_marks(text)] == [
        ('"It rains, he wrote and', False),
        ('"pours,"', True),
    ]


MARKS = st.text(alphabet="“”„«»\"‘’'`‹› ab.,S9\n", max_size=200)


@given(MARKS)
@settings(max_examples=200, deadline=None)
def test_pairs_are_nested_ordered_and_inside_the_text(text: str) -> None:
    found = pair_marks(text)
    for m in found:
        assert 0 <= m.start < m.inner_start <= m.inner_end <= m.end <= len(text)
        assert "\n" not in text[m.start : m.end]
    for one, other in ((a, b) for a in found for b in found if a is not b):
        assert one.end <= other.start or other.end <= one.start or _inside(one, other) or _inside(other, one)
    assert [m.start for m in found] == sorted(m.start for m in found)


def _inside(one: Marked, other: Marked) -> bool:
    return other.start <= one.start and one.end <= other.end and one.depth > other.depth


@given(st.lists(MARKS.map(lambda text: text.replace("\n", " ")), max_size=4), MARKS)
@settings(max_examples=200, deadline=None)
def test_a_paragraph_more_changes_nothing_before_it(paragraphs: list[str], more: str) -> None:
    text = "\n\n".join([*paragraphs, "End here."])
    assert pair_marks(f"{text}\n\n{more}")[: len(pair_marks(text))] == pair_marks(text)


@given(st.lists(st.sampled_from(["“It’s so,” he wrote.", "She “agrees” with it.", "Nobody did."]), max_size=6))
@settings(max_examples=50, deadline=None)
def test_straight_marks_pair_like_curly_ones(sentences: list[str]) -> None:
    curly = " ".join(sentences)
    straight = curly.translate(str.maketrans("“”’", '""\''))
    assert pair_marks(straight) == pair_marks(curly)


@pytest.mark.parametrize(
    "unit", ["“", '"', "“a", "“a” ", '"a ', "'a' ", "‘a ", "s' ", "“a “b” c. ", '"\n', "''", "a.'''"]
)
def test_ten_thousand_marks_take_no_time(unit: str) -> None:
    started = time.perf_counter()
    pair_marks(unit * 10_000)
    assert time.perf_counter() - started < 2
