from __future__ import annotations

import re
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import CleanText, Rejected
from pipeline.stages.clean import clean
from tests.cleaning.articles import BULLETIN, LINE_A_PARAGRAPH, MARKDOWN, WIRE, WRAPPED, raw_text

LINES = [line for text in (BULLETIN, LINE_A_PARAGRAPH, MARKDOWN, WIRE, WRAPPED) for line in text.split("\n")]
SIGNS = [
    *(
        "# ",
        "## ",
        "**",
        "*",
        "_",
        "__",
        "\n",
        "\n\n",
        " ",
        "- ",
        "• ",
        "> ",
        "<b>",
        "</b>",
        "<p>",
        "&amp;",
        "&lt;b&gt;",
    ),
    *("[a](http://x.y)", "[1]", "\\$", "\\", "`", "~~", "coopera-", "tion", "“", "”", '"', "'", "’", "â€™", "e\u0301"),
    *(
        "\u00ad",
        "\u200b",
        "\u200d",
        "\t",
        "\x0c",
        "&nbsp;",
        "\u1100\u1161",
        "日本",
        "ﬁ",
        "🙂",
        "4 states",
        "currency.The",
    ),
    *("---", "===", "___.", "|", "7", "<!--", "-->", "1. one"),
]
PART = st.one_of(st.sampled_from(SIGNS), st.sampled_from(LINES), st.text(max_size=8))
TEXTS = st.one_of(
    st.lists(PART, max_size=30).map("".join),
    st.lists(PART, max_size=20).map("\n".join),
    st.lists(st.sampled_from(LINES), max_size=30).map("\n".join),
    st.text(max_size=200),
)


def cleaned(text: str) -> CleanText | None:
    """The clean text, None where nothing is left; whatever else is raised is a fault."""
    try:
        return clean(raw_text(text))
    except Rejected:
        return None


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_the_form_of_a_clean_text(text: str) -> None:
    result = cleaned(text)
    for paragraph in result.text.split("\n\n") if result else ():
        assert paragraph
        assert paragraph == paragraph.strip()
        assert not re.search(r"\s\s|[^\S ]", paragraph)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_a_clean_text_is_cleaned_to_itself(text: str) -> None:
    result = cleaned(text)
    if result:
        again = cleaned(result.text)
        assert again
        assert again.text == result.text


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_every_character_leads_back(text: str) -> None:
    result = cleaned(text)
    if not result:
        return
    starts, ends = result.offsets.starts, result.offsets.ends
    assert len(starts) == len(ends) == len(result.text)
    assert list(starts) == sorted(starts)
    assert list(ends) == sorted(ends)
    for i, (start, end) in enumerate(zip(starts, ends, strict=True)):
        assert 0 <= start <= end <= len(text)
        if end > start:
            span = result.offsets.to_clean(start, end)
            assert span
            assert span[0] <= i < span[1]


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_furniture_is_what_stands_in_the_raw_text(text: str) -> None:
    result = cleaned(text)
    for row in result.furniture if result else ():
        assert row.text
        assert text[row.raw_start : row.raw_end] == row.text
        assert (row.start is None) == (row.label not in ("title", "heading"))


@settings(max_examples=200, deadline=None)
@given(TEXTS.filter(lambda text: "\r" not in text))
def test_line_ends_make_no_difference(text: str) -> None:
    one, other = cleaned(text), cleaned(text.replace("\n", "\r\n"))
    assert (one and one.text) == (other and other.text)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_composition_makes_no_difference(text: str) -> None:
    one, other = (cleaned(unicodedata.normalize(form, text)) for form in ("NFC", "NFD"))
    assert (one and one.text) == (other and other.text)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from("abcé 日.,“”\"’'"), max_size=60).map("".join))
def test_visible_characters_of_plain_text_all_stay(text: str) -> None:
    result = cleaned(text)
    if result and not result.furniture:
        assert [char for char in result.text if char != " "] == [char for char in text if char != " "]


BAITS = [
    *(
        "a",
        " ",
        "*",
        "*a ",
        "_a ",
        "#",
        "# ",
        "<",
        "<p ",
        '<a href="x" ',
        "&",
        "&a",
        "[",
        "[a](",
        "![a](http",
        "`a ",
        "~~a",
    ),
    *(
        "\n",
        "a\n",
        "-",
        "- a\n",
        "> ",
        ". ",
        "a. . ",
        "“",
        "<!--",
        "\\",
        "\u0301",
        "â€™",
        "Ã",
        "A",
        "Abc ",
        "Jane Doe, ",
    ),
    *(
        "© ",
        "copyright 2018 by ",
        "1",
        "1.",
        "May ",
        "http://",
        "share this ",
        "page 1 ",
        "abc def\n\n",
        "coopera-\ntion ",
    ),
    *("Jane Doe is ", "Abcd Efgh. Ijkl ", "\u200d", "\u1161", "<b>", "&amp;", "**Ab.** Cd\n\n", "Same head line\n\n"),
    *("a@", "follow us on ", "(", "a.B", "_", "~", "2018-", "\u00a0", "—\n", "|", "| "),
]


@pytest.mark.parametrize("bait", BAITS, ids=ascii)
def test_time_grows_with_the_length_and_no_faster(bait: str) -> None:
    def seconds(size: int) -> float:
        text = "The bridge was opened.\n\n" + (bait * size)[:size] + "\n\nThe end of it."
        begun = time.process_time()
        cleaned(text)
        return time.process_time() - begun

    seconds(100)
    # Eight times the length should take eight times as long; 64 times would be quadratic.
    assert min(seconds(16_000), seconds(16_000)) < max(0.5, 24 * min(seconds(2_000), seconds(2_000)))
