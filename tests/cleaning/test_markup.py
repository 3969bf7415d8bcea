from __future__ import annotations

import pytest

from pipeline.cleaning.edits import Mapped
from pipeline.cleaning.markup import strip_markup


def stripped(text: str) -> str:
    return strip_markup(Mapped.of(text)).text


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("the *de facto* ruler", "the de facto ruler"),
        ("a **bold *and* more** b", "a bold and more b"),
        ("some __strong__ and _soft_ words", "some strong and soft words"),
        ("~~struck~~ and `code`", "struck and code"),
        ("the [treaty](https://example.org/a_(b)) text", "the treaty text"),
        ('the [treaty](/a "The text") text', "the treaty text"),
        ("![a photo](http://example.org/a.png)Text", "Text"),
        ("see <https://example.org/a>", "see https://example.org/a"),
        (r"\$3 million \*not\* soft", "$3 million *not* soft"),
        ("a <u>line</u> and a<br/>b", "a line and a\n\nb"),
        ('<a href="x">link</a> <!-- hidden --> text', "link  text"),
        ("<script>var a = 1;</script>Text", "Text"),
        ("<h2>Heading</h2><p>Text</p>", "\n\n# Heading\n\n\n\nText\n\n"),
        ("bread &amp; butter&#33;", "bread & butter!"),
        ("it fell.[12] Then it rose.¹", "it fell. Then it rose."),
        ("### Heading ###", "# Heading"),
        ("**A Heading**", "# A Heading\n\n"),
        ("**Effects.** In the harbour", "# Effects.\n\nIn the harbour"),
        ("Title\n=====", "# Title\n"),
        ("> quoted\n> text", "quoted\ntext"),
        ("- one\n- two", "• one\n• two"),
        ("Points:\n* one", "Points:\n• one"),
        ("***", ""),
        ("---\ntitle: A\n---\nText", "\nText"),
    ],
)
def test_markup_is_taken_out(raw: str, plain: str) -> None:
    assert stripped(raw) == plain


@pytest.mark.parametrize(
    "text",
    [
        "5 * 3 * 2 is 30",
        "a < b and c > d",
        "if a <b and c> d",
        "snake_case_name and 2*3*4",
        "the s**t and the f**k",
        "Prices* rose\n\n*Food excluded",
        "they “express[ed] grave concern” [sic]",
        "Article 4 [of the charter] (see below)",
        "AT&T; R&D",
        "an open <!-- comment",
        "the #hashtag is # 1",
        "one clause\n- and another one -\nwent on",
        "**Question:** what now?".replace("*", ""),
        "5 km² of land",
    ],
)
def test_what_only_looks_like_markup_stays(text: str) -> None:
    assert stripped(text) == text


def test_a_paragraph_in_bold_is_no_heading() -> None:
    text = "The whole of this first paragraph is set in bold, and it is a sentence."
    assert stripped(f"**{text}**") == text
