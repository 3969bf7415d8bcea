from __future__ import annotations

from collections import Counter

import pytest

from pipeline.cleaning.lines import count_words, is_one_word, join_lines, split_lines


def paragraphs(text: str) -> list[str]:
    return [block.text for block in join_lines(list(split_lines(text)), count_words(text))]


def test_lines_broken_at_a_width_are_joined() -> None:
    text = (
        "The operator of the four boats said on Monday that\nNobody had been told of it. The mayor of Easton was\nglad."
    )
    assert paragraphs(text) == [text.replace("\n", " ")]


def test_a_line_for_each_paragraph_stays_apart() -> None:
    text = (
        "The bridge opened on Friday, nine years late.\nIts cost had doubled, the council said.\nNobody was surprised."
    )
    assert paragraphs(text) == text.split("\n")


def test_a_title_without_a_blank_line_below_stays_apart() -> None:
    text = "One bridge\nThe bridge between the two towns opened on Friday, and the\nmayor was glad."
    assert paragraphs(text)[0] == "One bridge"


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("Coopera-\ntion is good.", "Cooperation is good."),
        ("The aba-\ncus fell. Where is the abacus?", "The abacus fell. Where is the abacus?"),
        ("A long-\nterm plan, not a long-term hope.", "A long-term plan, not a long-term hope."),
        ("A well-\nknown fact.", "A well-known fact."),
        ("The war—\nand peace.", "The war—and peace."),
    ],
)
def test_broken_words(text: str, joined: str) -> None:
    assert paragraphs(text) == [joined]


def test_the_text_decides_whether_a_word_was_one() -> None:
    assert is_one_word("re", "sign", Counter(["resign"]))
    assert not is_one_word("re", "sign", Counter(["re-sign"]))
    assert not is_one_word("agree", "ment", Counter(["ment"]))
    assert not is_one_word("mil", "lion", Counter(["lion"]))


def test_a_known_word_was_one_and_an_unknown_one_was_not() -> None:
    nothing = Counter[str]()
    assert is_one_word("mil", "lion", nothing)
    assert is_one_word("govern", "ors", nothing)
    assert not is_one_word("long", "term", nothing)
    assert not is_one_word("vice", "president", nothing)


def test_pieces_lead_back_to_the_text() -> None:
    text = "The operator of the four boats said on Monday that\n  Coopera-\ntion was good."
    (block,) = join_lines(list(split_lines(text)), count_words(text))
    assert [text[start:end] for start, end in block.pieces] == [
        "The operator of the four boats said on Monday that",
        "Coopera",
        "tion was good.",
    ]
    assert block.span == (0, len(text))
