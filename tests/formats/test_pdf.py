from __future__ import annotations

import io
import zlib
from collections.abc import Sequence

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A5
from reportlab.pdfgen.canvas import Canvas

from pipeline.formats.pages import Line, paragraphs, without_furniture
from pipeline.formats.sandbox import extract, found_in
from pipeline.records import RawFile, Rejected
from pipeline.stages.clean import clean
from pipeline.stages.read import read
from tests.formats import files

pytestmark = pytest.mark.usefixtures("in_process")


def rejection(data: bytes) -> str:
    return str(found_in("pipeline.formats.pdf:extract", data)["reason"])


def with_objects(*objects: bytes) -> bytes:
    """A PDF of some objects, numbered from 1, the first of which is the catalogue."""
    file, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return file + end % (len(objects) + 1, table, len(objects) + 1, len(file))


def one_page(content: bytes, described: bytes) -> bytes:
    """A PDF of one page with a stream of content."""
    return with_objects(
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Contents 4 0 R /Resources <</Font <</F1 5 0 R>>>>>>",
        b"<</Length %d %b>>\nstream\n%b\nendstream" % (len(content), described, content),
        b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
    )


@pytest.mark.parametrize("columns", [1, 2])
def test_the_clean_text_is_the_article(columns: int) -> None:
    file = files.pdf(columns=columns, author="Ann Lee")
    raw = read(RawFile("a.pdf", file))
    assert len(PdfReader(io.BytesIO(file)).pages) == 2
    assert "-\n" in raw.text  # words were broken, and so they stand in the raw text
    assert clean(raw).text == files.CLEAN
    assert (raw.format, raw.encoding, raw.encoding_source) == ("pdf", None, None)
    assert (raw.title, raw.authors, raw.source) == (files.HEADLINE, "Ann Lee", "Harbour Gazette")


def test_the_date_of_the_issue_goes_before_that_of_the_file() -> None:
    dated, undated = (read(RawFile("a.pdf", files.pdf(head))) for head in ("Harbour Gazette, 3 May 2024", "Gazette"))
    assert dated.published == "2024-05-03"
    assert undated.published == "2000-01-01"  # when it was made
    assert "Gazette" not in undated.text


@pytest.mark.parametrize(
    ("properties", "title", "authors"),
    [
        ({"title": "Two towns, a boat", "author": "Ann Lee and Jan Novak"}, "Two towns, a boat", "Ann Lee; Jan Novak"),
        ({"title": "Microsoft Word - ferry_v3.docx", "author": "alee"}, files.HEADLINE, None),
        ({"title": "untitled document", "author": "(anonymous)"}, files.HEADLINE, None),
    ],
)  # fmt: skip
def test_what_programs_write_into_properties_is_not_believed(
    properties: dict[str, str], title: str, authors: str | None
) -> None:
    raw = read(RawFile("a.pdf", files.pdf(**properties)))
    assert (raw.title, raw.authors) == (title, authors)


def lines(page: int, *texts: str, leading: float = 14, top: float = 700, x: Sequence[float] = (50,)) -> list[Line]:
    return [Line(text, page, x[i % len(x)], top - i * leading, 12, False) for i, text in enumerate(texts)]


def test_paragraphs_begin_at_gaps_at_indents_and_after_short_last_lines() -> None:
    first = lines(0, "The mayors met on", "Monday. It rained", "all day.", "The talks went on")
    gap = lines(0, "They met again.", "Nobody spoke of it", top=640)
    indent = lines(0, "The ferry sailed on.", "It was late that day", top=612, x=(62, 50))
    assert paragraphs([*first, *gap, *indent]) == [
        "The mayors met on Monday. It rained all day.",
        "The talks went on",
        "They met again. Nobody spoke of it",
        "The ferry sailed on. It was late that day",
    ]


def test_a_paragraph_goes_on_over_columns_and_pages_until_a_sentence_ends() -> None:
    found = [
        *lines(0, "The mayors met in"),
        *lines(0, "Easton in the", x=(300,), top=800),
        *lines(1, "hall. They", "agreed."),
    ]
    assert paragraphs([*found, *lines(2, "Nobody spoke.")]) == [
        "The mayors met in Easton in the hall. They agreed.",
        "Nobody spoke.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("the coopera-", "tion", "the coopera-\ntion"),
        ("the coopera\u00ad", "tion", "the coopera-\ntion"),
        ("the Franco-", "German pact", "the Franco-German pact"),
        ("the pact -", "a good one", "the pact - a good one"),
    ],
)
def test_broken_words(first: str, second: str, joined: str) -> None:
    assert paragraphs(lines(0, first, second)) == [joined]


def test_what_repeats_at_the_edges_of_pages_is_furniture() -> None:
    left = lines(0, "12 | Island Gazette", "The ferry", "sank in", "the harbour", "3 May", "Page 1 of 2")
    right = lines(1, "Island Gazette | 13", "The ferry", "was old and", "rusty", "in May", "Page 2 of 2")
    kept, taken = without_furniture([left, right])
    assert [line.text for line in kept if line.page == 0] == ["sank in", "the harbour", "3 May"]
    assert {line.text for line in taken} >= {left[0].text, right[0].text, left[-1].text, right[-1].text}


def test_what_a_browser_prints_at_the_edges_is_furniture_and_tells_the_address() -> None:
    file = io.BytesIO()
    canvas = Canvas(file, A5, invariant=True)
    for y, words in [(570, "5/3/24, 4:41 PM Ferry"), (20, "https://gazette.example/ferry 1/1")]:
        canvas.drawString(20, y, words)
    for i in range(0, len(files.TERMS), 60):
        canvas.drawString(40, 500 - i / 4, files.TERMS[i : i + 60].strip())
    canvas.save()
    raw = read(RawFile("a.pdf", file.getvalue()))
    assert raw.url == "https://gazette.example/ferry"
    assert "gazette" not in raw.text
    assert "4:41" not in raw.text


def test_a_pdf_that_anybody_may_read_is_read() -> None:
    assert clean(read(RawFile("a.pdf", files.locked_pdf("")))).text == files.CLEAN


def test_pdfs_that_cannot_be_used() -> None:
    pictures, many = PdfWriter(), PdfWriter()
    pictures.add_blank_page(100, 100)
    for _ in range(501):
        many.add_blank_page(100, 100)
    scanned, long = io.BytesIO(), io.BytesIO()
    pictures.write(scanned)
    many.write(long)
    assert rejection(files.locked_pdf("password")) == "encrypted"
    assert rejection(scanned.getvalue()) == "no_text"
    assert rejection(long.getvalue()) == "too_many_pages"
    assert rejection(b"%PDF-1.7\nnothing that a PDF holds") == "parse_failed"
    assert rejection(files.pdf()[:2000]) == "parse_failed"


def test_pages_that_are_their_own_parents() -> None:
    loop = with_objects(
        b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R>>"
    )
    assert rejection(loop) in {"parse_failed", "no_text"}


def test_cross_references_that_lead_back_to_themselves() -> None:
    file = files.pdf()
    start = file.rindex(b"startxref")
    place = int(file[start:].split()[1])
    loop = file[:start].replace(b"/Root", b"/Prev %d /Root" % place) + file[start:]
    assert files.HEADLINE in extract("pipeline.formats.pdf:extract", loop).text


@pytest.mark.slow
def test_a_stream_that_unpacks_beyond_measure() -> None:
    packed = zlib.compress(zlib.compress(b" " * 100_000_000))
    assert len(packed) < 10_000
    with pytest.raises(Rejected, match="parse_failed"):
        extract("pipeline.formats.pdf:extract", one_page(packed, b"/Filter [/FlateDecode /FlateDecode]"))


def test_a_page_made_by_hand_is_read() -> None:  # so that the bomb is one for its size alone
    words = b"The mayors met on Monday and agreed on the pact."
    file = one_page(zlib.compress(b"BT /F1 12 Tf 50 500 Td (%b) Tj ET" % words), b"/Filter /FlateDecode")
    assert read(RawFile("a.pdf", file)).text == words.decode()
