from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cleaning.edits import Edit, Mapped


def test_an_unedited_text_stands_for_itself() -> None:
    assert Mapped.of("abc").raw_span(1, 3) == (1, 3)


def test_what_is_left_after_a_deletion_keeps_its_place() -> None:
    text = Mapped.of("a--b").edit([Edit(1, 3, "")])
    assert (text.text, text.starts, text.ends) == ("ab", [0, 3], [1, 4])


def test_a_replacement_stands_for_all_that_it_replaces() -> None:
    text = Mapped.of("caf&eacute;s").sub(re.compile("&eacute;"), "é")
    assert text.text == "cafés"
    assert text.raw_span(3, 4) == (3, 11)


def test_as_many_characters_as_before_are_mapped_one_by_one() -> None:
    text = Mapped.of("a\u00a0\u00a0b").sub(re.compile("\u00a0+"), lambda match: " " * len(match[0]))
    assert text.starts == [0, 1, 2, 3]


def test_an_insertion_stands_for_nothing() -> None:
    text = Mapped.of("one.Two").edit([Edit(4, 4, " ")])
    assert text.text == "one. Two"
    assert text.raw_span(4, 5) == (4, 4)
    assert text.raw_span(0, 8) == (0, 7)


def test_keep_takes_away_what_is_around_a_group() -> None:
    text = Mapped.of("see **here** now").keep(re.compile(r"\*\*(\w+)\*\*"), 1)
    assert text.text == "see here now"
    assert text.raw_span(4, 8) == (6, 10)


def test_nothing_found_changes_nothing() -> None:
    text = Mapped.of("abc")
    assert text.sub(re.compile("x"), "y") is text
    assert text.sub(re.compile("b"), lambda match: match[0]) is text


@settings(max_examples=200, deadline=None)
@given(st.text("ab c", max_size=30), st.lists(st.tuples(st.sampled_from("ab "), st.text("xy", max_size=3)), max_size=5))
def test_places_never_fall(raw: str, changes: list[tuple[str, str]]) -> None:
    text = Mapped.of(raw)
    for old, new in changes:
        text = text.sub(re.compile(old), new)
    assert len(text.text) == len(text.starts) == len(text.ends)
    assert text.starts == sorted(text.starts)
    assert text.ends == sorted(text.ends)
    assert all(start <= end for start, end in zip(text.starts, text.ends, strict=True))
    kept = [(char, raw[start]) for char, start in zip(text.text, text.starts, strict=True) if char not in "xy"]
    assert all(char == original for char, original in kept)
