"""From the lines of pages, and where they stand, to paragraphs, without what repeats at the edges of pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.cleaning.dates import find_date
from pipeline.cleaning.lines import ENDS_SENTENCE

EDGE_LINES = 2
"""Lines at the top and at the bottom of a page that may be its head and foot."""
WIDER, INDENT, SHORT, LARGER = 1.2, 0.7, 0.7, 1.15
"""A paragraph begins after so many usual gaps, at an indent of so many sizes of the type, or after a sentence that ends
in less than this share of the usual line; and so much larger than the text is a heading."""
MAX_HEADING_WORDS = 20
# A page number, or what a browser prints at the edges: date and title, address and page number.
PAGE_LINE = re.compile(
    r"(?:page )?[-–—|]? ?\d{1,4} ?[-–—|]?(?: ?(?:/|of) ?\d{1,4})?|\d{1,2}/\d{1,2}/\d{2,4}, \d{1,2}:\d\d.*"
    r"|\S+://\S+ \d{1,4}/\d{1,4}",
    re.IGNORECASE,
)
ITEM = re.compile(r"[•◦▪‣●■]\s*")
BROKEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]$")

Style = tuple[float, bool]
"""Size and weight of type, which the lines of one paragraph have in common."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: its page, where it begins (points, from the lower left), and its type's size and weight."""

    text: str
    page: int
    x: float
    y: float
    size: float
    bold: bool

    @property
    def style(self) -> Style:
        """What the lines of one paragraph have in common."""
        return round(self.size * 2) / 2, self.bold


def without_furniture(pages: Sequence[list[Line]]) -> tuple[list[Line], dict[Line, bool]]:
    """Take out page numbers, and heads and feet that come back on another page.

    Returns:
        The other lines; and what was taken out, each with whether it stood at the top.
    """
    edges = [(line, top) for lines in pages for line, top in _edges(lines)]
    seen = {(line.page, _shape(line.text), top) for line, top in edges}
    n_pages = Counter((shape, top) for _, shape, top in seen)
    taken = {line: top for line, top in edges if _is_furniture(line, n_pages[_shape(line.text), top])}
    return [line for lines in pages for line in lines if line not in taken], taken


def _edges(lines: list[Line]) -> list[tuple[Line, bool]]:
    """The lines at the top of a page, and those at its bottom, each with whether it is at the top."""
    downwards = sorted(lines, key=lambda line: -line.y)
    return [(line, True) for line in downwards[:EDGE_LINES]] + [(line, False) for line in downwards[-EDGE_LINES:]]


def _is_furniture(line: Line, n_pages: int) -> bool:
    return bool(PAGE_LINE.fullmatch(line.text)) or (n_pages > 1 and bool(_shape(line.text)))


def tells_of_issue(text: str) -> bool:
    """Whether a head or foot may tell the publisher or the date of issue."""
    return not PAGE_LINE.fullmatch(text) and ("©" in text or find_date(text) is not None)


def _shape(text: str) -> str:
    """The words of a line in a fixed order, so that left and right pages have the same head."""
    return " ".join(sorted(re.findall(r"[^\W\d_]+", text.casefold())))


def paragraphs(lines: Sequence[Line]) -> list[str]:
    """Lines joined into paragraphs, headings marked."""
    usual = _usual(lines)
    groups = [[line] for line in lines[:1]]
    for line, following in pairwise(lines):
        if _breaks(line, following, *usual[line.style]):
            groups.append([following])
        else:
            groups[-1].append(following)
    letters = Counter[Style]()
    for line in lines:
        letters[line.style] += len(line.text)
    return [_joined(group, max(letters, key=lambda style: letters[style])) for group in groups]


def _usual(lines: Sequence[Line]) -> dict[Style, tuple[float, float]]:
    """For each style, the usual distance of lines in a paragraph, and the usual length of a line in characters."""
    gaps: dict[Style, list[float]] = defaultdict(list)
    for line, following in pairwise(lines):
        gap = line.y - following.y
        if line.style == following.style and line.page == following.page and 0.5 * line.size < gap < 4 * line.size:
            gaps[line.style].append(gap)
    lengths: dict[Style, list[int]] = defaultdict(list)
    for line in lines:
        lengths[line.style].append(len(line.text))
    # Gaps between paragraphs are the wider ones, and fewer than half where paragraphs have several lines.
    return {
        style: (sorted(gaps[style])[len(gaps[style]) // 5] if gaps[style] else style[0] * 1.2, sorted(n)[len(n) // 2])
        for style, n in lengths.items()
    }


def _breaks(line: Line, following: Line, gap: float, length: float) -> bool:
    """Whether a new paragraph begins between two lines."""
    ended = ENDS_SENTENCE.search(line.text[-12:]) is not None
    down = line.y - following.y
    if line.style != following.style or ITEM.match(following.text):
        return True
    if line.page != following.page or down < -line.size / 2:  # a new page or column
        return ended
    if down < line.size / 2:
        return False
    indented = following.x > line.x + INDENT * line.size and not ITEM.match(line.text)
    return down > WIDER * gap or indented or (ended and len(line.text) < SHORT * length)


def _joined(lines: Sequence[Line], body: Style) -> str:
    """A paragraph in one line, but for words that are broken at a line's end: the stage `clean` makes them whole."""
    text = "".join(_with_glue(a.text, b.text) for a, b in pairwise(lines)) + lines[-1].text
    size, bold = lines[0].style
    larger = size > LARGER * body[0] or (bold and not body[1] and size >= body[0])
    return f"# {text}" if larger and 1 < len(text.split()) <= MAX_HEADING_WORDS else ITEM.sub("• ", text, count=1)


def _with_glue(line: str, following: str) -> str:
    """A line with what stands between it and the next one."""
    if not BROKEN.search(line):
        return line + " "
    return BROKEN.sub("-", line) + ("\n" if following[0].islower() else "")
