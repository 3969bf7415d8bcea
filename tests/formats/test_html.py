from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.formats.html import MAX_ELEMENTS, decode_page, extract
from pipeline.formats.sandbox import extract as extract_apart
from pipeline.records import RawFile, Rejected, SourceEntry
from pipeline.stages.clean import clean
from pipeline.stages.read import read
from tests.formats import files

pytestmark = pytest.mark.usefixtures("in_process")
ARTICLE = "".join(f"<p>{words}</p>" for words in files.BODY)


def reading(page: str, **entry: str) -> str:
    return clean(read(RawFile("a.html", page.encode(), SourceEntry(**entry)))).text


def test_the_clean_text_is_the_article() -> None:
    raw = read(RawFile("news/a.HTM", files.page()))
    assert clean(raw).text == files.CLEAN
    assert raw.text.startswith(f"# {files.HEADLINE}\n\n")
    assert (raw.source, raw.title, raw.authors) == ("Harbour Gazette", files.HEADLINE, "Ann Lee; Jan Novak")
    assert (raw.published, raw.url) == ("2024-05-03", "https://gazette.example/ferry")
    assert (raw.format, raw.encoding, raw.encoding_source) == ("html", "utf-8", "declared")


def test_the_manifest_speaks_before_the_page() -> None:
    raw = read(RawFile("a.html", files.page(), SourceEntry(source="The Port", published="2024-05-04")))
    assert (raw.source, raw.published, raw.title) == ("The Port", "2024-05-04", files.HEADLINE)


def test_a_page_that_declares_nothing_is_read_like_a_text() -> None:
    raw = read(RawFile("a.html", f"<h1>{files.HEADLINE}</h1><p>By Ann Lee</p>{ARTICLE}".encode()))
    assert (raw.source, raw.title, raw.published, raw.url) == ("Reuters", files.HEADLINE, None, None)
    assert raw.text.count(files.HEADLINE) == 1


def test_the_headline_comes_first_even_where_it_stands_outside_the_article() -> None:
    page = f"<div class='top'><h1>{files.HEADLINE}</h1></div><article>{ARTICLE}</article>"
    assert reading(page) == files.CLEAN.replace(f"{files.HEADING}\n\n", "")


LAYOUTS = {
    "blog": (
        "<div class='site-header'><a href='/'>The Port Blog</a><ul class='menu'><li>Home</li></ul></div>"
        f"<article class='post'><h1 class='entry-title'>{files.HEADLINE}</h1><div class='entry-meta'>Posted on "
        f"<time class='published' datetime='2024-05-03T10:00:00Z'>May 3</time> by <a rel='author'>Ann Lee</a></div>"
        f"<div class='entry-content'>{ARTICLE}<div class='sharedaddy'><h3>Share this:</h3><a>Facebook</a></div>"
        "<div class='jp-relatedposts'><h3>Related</h3><p>Bridge closed for repairs again</p></div></div></article>"
        "<div id='comments'><ol class='comment-list'><li><p>Great news for all of us here!</p></li></ol></div>"
    ),
    "paper": (
        f"<main><h1>{files.HEADLINE}</h1><div class='byline'>By <a href='/lee'>Ann Lee</a></div>"
        f"<div class='article-body'>{ARTICLE}<aside class='pullquote'>“We pay for it”</aside>"
        "<div class='newsletter'><p>Sign up to our newsletter for the news of the day</p></div></div></main>"
    ),
    "blocks": f"<h1>{files.HEADLINE}</h1><div class='story'>{ARTICLE.replace('p>', 'div>')}</div>",
    "breaks": f"<table><tr><td><h1>{files.HEADLINE}</h1><font>{'<br><br>'.join(files.BODY)}</font></td></tr></table>",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts(layout: str) -> None:
    assert reading(f"<html><body>{LAYOUTS[layout]}</body></html>") == files.CLEAN.replace(f"{files.HEADING}\n\n", "")


def test_lists_quotations_tables_and_broken_lines() -> None:
    extra = (
        "<ul><li>The fare stays at <b>four</b> euros.</li><li>The boat sails every hour.</li></ul>"
        "<blockquote>Nobody will build<br>a bridge, the inspectors wrote.</blockquote>"
        "<table><tr><td>Cost in May</td><td>3 million euros &amp; more</td></tr></table>"
    )
    text = extract(f"<article>{ARTICLE}{extra}<p>{files.CLOSING}</p></article>".encode()).text
    for block in (
        "• The fare stays at four euros.",
        "• The boat sails every hour.",
        "Nobody will build\na bridge, the inspectors wrote.",
        "3 million euros & more",
    ):
        assert text.split("\n\n").count(block) == 1


@pytest.mark.parametrize("charset", ["windows-1252", "iso-8859-1", "utf-8", "mac-roman"])
def test_the_declared_encoding_is_believed(charset: str) -> None:
    page = files.PAGE.replace("CHARSET", charset).encode("cp1252" if charset == "iso-8859-1" else charset)
    decoded = decode_page(page)
    assert "“We pay for it until 2050,”" in decoded.text
    assert decoded.source == "declared"


@pytest.mark.parametrize(
    ("page", "encoding", "source"),
    [
        (files.PAGE.replace("CHARSET", "iso-8859-1").encode("utf-8-sig"), "utf-8", "bom"),
        (files.PAGE.replace("CHARSET", "utf-8").encode("cp1252"), "cp1252", "cp1252"),
        (files.PAGE.replace("CHARSET", "utf-16").encode(), "utf-8", "utf8"),
        (files.PAGE.replace("CHARSET", "rot13").encode(), "utf-8", "utf8"),
        (files.PAGE.replace("CHARSET", "no-such-thing").encode(), "utf-8", "utf8"),
    ],
    ids=["mark", "wrong", "impossible", "no encoding", "unknown"],
)
def test_a_declaration_that_is_not_so_is_not_believed(page: bytes, encoding: str, source: str) -> None:
    decoded = decode_page(page)
    assert (decoded.encoding, decoded.source) == (encoding, source)
    assert "“We pay for it until 2050,”" in decoded.text


def test_entities_read_no_files_and_do_not_multiply(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("The secret of the harbour is told to nobody at all.")
    bomb = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    page = (
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY a0 "ha">{bomb}]>'
        f"<html><body><article>{ARTICLE}<p>Now &x; &a9; it ends in the harbour.</p></article></body></html>"
    )
    text = extract_apart("pipeline.formats.html:extract", page.encode()).text
    assert files.CLOSING in text
    assert "secret of" not in text
    assert "haha" not in text


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<div>" * 100_000 + ARTICLE, "no_text"),  # the parser gives up the depths
        ("<b><p>" * 30_000 + ARTICLE, "too_many_elements"),
        ("<p>word</p>" * (MAX_ELEMENTS + 1), "too_many_elements"),
        (" ", "no_text"),
        ("<html><body><script>let words = 'none of these is text';</script></body></html>", "no_text"),
        ("\x89PNG\r\n\x1a\n", "binary"),
    ],
    ids=["deep", "deep and crossed", "many", "empty", "script", "picture"],
)
def test_pages_that_cannot_be_used(page: str, reason: str) -> None:
    with pytest.raises(Rejected) as caught:
        read(RawFile("a.html", page.encode("latin-1", errors="replace")))
    assert caught.value.reason == reason


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 1500))
def test_a_damaged_page_is_read_or_rejected_and_never_tells_its_scripts(noise: bytes, place: int) -> None:
    page = files.page()
    place = page.index(b"</script></head>") + place
    try:
        text = extract(page[:place] + noise + page[place:]).text
    except Rejected:
        return
    assert "SCRIPTED" not in text
