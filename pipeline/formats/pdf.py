"""The text of a PDF, which knows glyphs and places only.

The order of the text is that in which the file draws it, which for columns is mostly the order of reading.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import hypot
from typing import Any

from pypdf import PageObject, PdfReader, mult
from pypdf.errors import DependencyError

from pipeline.cleaning.dates import find_date
from pipeline.formats import Extracted
from pipeline.formats.pages import Line, paragraphs, tells_of_issue, without_furniture
from pipeline.formats.properties import believable_authors, believable_title
from pipeline.records import Rejected

MAX_PAGES = 500
PRINTED_ADDRESS = re.compile(r"(https?://[^\s…]+) \d{1,4}/\d{1,4}")
MADE = re.compile(r"D:(\d{4})(\d\d)(\d\d)")


@dataclass
class Collector:
    """Gathers the lines of a page from the pieces that pypdf finds."""

    page: int
    lines: list[Line] = field(default_factory=list)
    text: str = ""
    places: list[tuple[float, float, float, bool]] = field(default_factory=list)

    def visit(self, text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        """Take a piece of text with its matrices, font and size; a line feed in it ends a line."""
        place = mult(tm, cm)
        bold = "bold" in str((font or {}).get("/BaseFont", "")).lower()
        for i, part in enumerate(text.split("\n")):
            if i:
                self.end_line()
            if part.strip():
                self.places.append((place[4], place[5], size * hypot(place[2], place[3]), bold))
            self.text += part

    def end_line(self) -> None:
        """Keep the line that was gathered, if it shows anything."""
        if self.places:
            x, y, size, _ = self.places[0]
            bold = all(place[3] for place in self.places)
            self.lines.append(Line(" ".join(self.text.split()), self.page, x, y, size, bold))
        self.text, self.places = "", []


def extract(data: bytes) -> Extracted:
    """Take the text from a PDF.

    Raises:
        Rejected: It is locked ("encrypted"), has too many pages ("too_many_pages"), or shows no text ("no_text").
    """
    reader = open_file(data)
    pages = [page_lines(page, number) for number, page in enumerate(reader.pages)]
    if not any(pages):
        raise Rejected("no_text", "the pages are pictures: make them text with a program for OCR")
    lines, furniture = without_furniture(pages)
    first = {line.text: top for line, top in furniture.items() if line.page == 0 and tells_of_issue(line.text)}
    heads, feet = ([text for text, top in first.items() if top is wanted] for wanted in (True, False))
    said: Mapping[str, Any] = reader.metadata or {}
    made = MADE.match(str(said.get("/CreationDate", "")))
    address = next(filter(None, (PRINTED_ADDRESS.fullmatch(line.text) for line in furniture)), None)
    return Extracted(
        text="\n\n".join([*heads, *paragraphs(lines), *feet]),
        title=believable_title(str(said.get("/Title", ""))),
        authors=believable_authors(str(said.get("/Author", ""))),
        made=find_date("-".join(made.groups())) if made else None,
        url=address[1] if address else None,
    )


def open_file(data: bytes) -> PdfReader:
    """Open a PDF.

    Raises:
        Rejected: See `extract`.
    """
    reader = PdfReader(io.BytesIO(data))
    try:
        locked = reader.is_encrypted and not reader.decrypt("")
    except DependencyError:  # a cipher that pypdf knows only with the help of another library
        locked = True
    if locked:
        raise Rejected("encrypted", "the PDF is locked: save it without a password and restrictions")
    if len(reader.pages) > MAX_PAGES:
        raise Rejected("too_many_pages", f"the PDF has more than {MAX_PAGES} pages: split it into articles")
    return reader


def page_lines(page: PageObject, number: int) -> list[Line]:
    """The lines of a page in the order in which it draws them."""
    collector = Collector(number)
    page.extract_text(visitor_text=collector.visit)
    collector.end_line()
    return collector.lines
