"""One invented article as files of every format, made by the libraries that people make such files with."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from typing import Any

import docx
from pypdf import PdfReader, PdfWriter
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

PAGE_SIZE = (420, 430)
HEADLINE = "Two towns sign a pact on the harbour ferry"
OPENING = (
    "EASTON, May 3 (Reuters) - The two towns signed a pact on Thursday that gives the harbour ferry a new operator, "
    "and the mayors were glad that nine years of negotiations and disappointments had come to an end."
)
QUOTE = (
    "“We pay for it until 2050,” said the mayor of Weston, John Roe. He added that the administration had recommended "
    "a smaller boat, which the representatives of Easton rejected in an extraordinarily uncomfortable meeting."
)
HEADING = "What the pact says"
TERMS = (
    "The pact runs for twelve years. It gives the operator three million euros a year, which is about half of what it "
    "had asked for in the spring, and it can be ended by either town. Mary Poe, the mayor of Easton, called that a "
    "good price. Nobody in the council spoke against it."
)
CRITICS = (
    "Critics in the council call the pact a gift. A report by the inspectors, which was published in March, found that "
    "a bridge would be considerably cheaper over thirty years, but nobody has offered to build one."
)
CLOSING = "The mayors meet again in June to talk about the harbour walls, which are two hundred years old."
BODY = (OPENING, QUOTE, TERMS, CRITICS, CLOSING)
CLEAN = "\n\n".join((HEADLINE, OPENING, QUOTE, HEADING, TERMS, CRITICS, CLOSING))

PAGE = f"""<!doctype html><html lang="en"><head><meta charset="CHARSET"><title>{HEADLINE} - Harbour Gazette</title>
<meta property="og:site_name" content="Harbour Gazette">
<link rel="canonical" href="https://gazette.example/ferry">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{HEADLINE}",
"datePublished": "2024-05-03T08:00:00+02:00", "dateModified": "2024-05-09",
"author": [{{"@type": "Person", "name": "Ann Lee"}}, {{"@type": "Person", "name": "Jan Novak"}}]}}</script>
<script>var hidden = "SCRIPTED words that nobody is to read, not even once";</script></head><body>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/w">World affairs</a></li></ul></nav></header>
<main><article><h1>{HEADLINE}</h1><p class="byline">By Ann Lee and Jan Novak</p>
<p>{OPENING}</p><div class="advertisement"><p>Advertisement: buy a boat from us today</p></div>
<p>{QUOTE.replace("John Roe", '<a href="/roe">John <b>Roe</b></a>')}</p>
<aside class="related"><h3>Related stories</h3><ul><li><a href="/a">Bridge closed again</a></li></ul></aside>
<h2>{HEADING}</h2><p>{TERMS}</p><p>{CRITICS}</p><p>{CLOSING}</p></article>
<section id="comments" class="comments"><h2>Comments</h2><p>I never liked this ferry, said a reader.</p></section>
</main><footer><p>© 2024 Harbour Gazette. All rights reserved.</p></footer></body></html>"""


def page(charset: str = "utf-8") -> bytes:
    """The article as a web page."""
    return PAGE.replace("CHARSET", charset).encode(charset)


def pdf(
    head: str = "Harbour Gazette, 3 May 2024", columns: int = 1, body: Sequence[str] = (), **properties: str
) -> bytes:
    """The article as a PDF with running heads, page numbers and words broken at the ends of lines."""
    file = io.BytesIO()
    width, height = PAGE_SIZE
    wide = (width - 80) / columns
    frames = [Frame(40 + i * wide, 50, wide, height - 100) for i in range(columns)]

    def furnish(canvas: Any, document: Any) -> None:
        canvas.setFont("Times-Roman", 10)
        canvas.drawString(46, height - 30, head if document.page % 2 else f"{document.page} {head}")
        canvas.drawString(width / 2, 25, f"Page {document.page} of 3")

    template = PageTemplate(frames=frames, onPage=furnish)
    document = BaseDocTemplate(file, pagesize=PAGE_SIZE, pageTemplates=[template], invariant=True, **properties)
    styles = getSampleStyleSheet()
    text = ParagraphStyle(
        "text", fontName="Times-Roman", fontSize=12, leading=15, spaceAfter=7, alignment=TA_JUSTIFY,
        hyphenationLang="en_GB", hyphenationMinWordLength=6, embeddedHyphenation=1,
    )  # fmt: skip
    parts = [(HEADLINE, styles["Heading1"]), *((words, text) for words in body or BODY)]
    parts[3:3] = [] if body else [(HEADING, styles["Heading2"])]
    document.build([Paragraph(words, style) for words, style in parts])
    return file.getvalue()


def locked_pdf(user_password: str) -> bytes:
    """A PDF that is encrypted; without a password anybody may still read it."""
    writer, file = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf()))), io.BytesIO()
    writer.encrypt(user_password, "owner", algorithm="RC4-128")
    writer.write(file)
    return file.getvalue()


def word() -> Any:
    """The article as a Word document that can still be changed."""
    document = docx.Document()
    said = document.core_properties
    said.title, said.author, said.created = HEADLINE, "Ann Lee; python-docx", datetime.datetime(2024, 5, 4)
    document.sections[0].header.paragraphs[0].text = "Harbour Gazette, draft"
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    document.add_heading(HEADLINE, level=0)
    for words in BODY[:2]:
        document.add_paragraph(words)
    document.add_heading(HEADING, level=2)
    for words in BODY[2:]:
        document.add_paragraph(words)
    return document


def saved(document: Any) -> bytes:
    """The bytes of a Word document."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
