"""Pieces of inline SVG. All text is escaped; looks come from classes in plots.css, since the page allows no others."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import chain

from markupsafe import Markup

from pipeline.report.unseen import shown

WIDTH = 360
"""Units across: about the pixels of a phone, so that text is as large there as the style sheet says."""
FONT = 12  # units, as in plots.css
_WIDE, _CAPITAL, _OTHER = 1.0, 0.72, 0.54  # widths of characters in ems, on the safe side


def picture(name: str, title: str, told: str, height: int, parts: Iterable[Markup]) -> Markup:
    """A picture.

    Args:
        name: What its ids begin with; no other picture of the page has it.
        title: What it is.
        told: What it shows, for those who cannot see it.
        height: Units from top to bottom.
        parts: What it is made of, from back to front.
    """
    return Markup(
        '<svg class="plot" viewBox="0 0 {0} {1}" role="img" aria-labelledby="{2}-title {2}-desc">'
        '<title id="{2}-title">{3}</title><desc id="{2}-desc">{4}</desc>{5}</svg>'
    ).format(WIDTH, height, name, shown(title), shown(told), Markup("").join(parts))


def words(x: int, y: int, text: str, kind: str = "") -> Markup:
    """A line of text that begins at x, or ends there if its kind is `end`; y is its base line."""
    return Markup('<text x="{}" y="{}" class="{}">{}</text>').format(x, y, kind, text)


def box(x: float, y: int, width: float, kind: str, told: str = "") -> Markup:
    """A filled box, with what a pointer over it tells."""
    return Markup('<rect x="{:.1f}" y="{}" width="{:.1f}" height="10" class="{}">{}</rect>').format(
        x, y, width, kind, hint(told)
    )


def hint(told: str) -> Markup:
    """What a pointer over a part tells."""
    return Markup("<title>{}</title>").format(shown(told)) if told else Markup("")


def wrapped(text: str, width: int, most: int = 1) -> list[str]:
    """A text as lines of at most some units, so many at most; the last one ends in … where there is more.

    A word that no line can hold is broken.
    """
    lines, line = [], ""
    for piece in chain.from_iterable(_broken(word, width) for word in str(shown(text)).split()):
        joined = f"{line} {piece}".lstrip()
        if line and _across(joined) > width:
            lines.append(line)
            joined = piece
        line = joined
    lines.append(line)
    return lines if len(lines) <= most else [*lines[: most - 1], _cut(f"{lines[most - 1]} …", width)]


def shortened(text: str, width: int) -> str:
    """A text as one line of at most some units."""
    return wrapped(text, width)[0]


def _broken(word: str, width: int) -> Iterable[str]:
    while len(word) > 1 and _across(word) > width:
        head = _head(word, width)
        yield head
        word = word[len(head) :]
    yield word


def _cut(line: str, width: int) -> str:
    """A line that ends in …, cut before it where it is too long."""
    return line if _across(line) <= width else _head(line.removesuffix(" …"), width - FONT).rstrip() + "…"


def _head(text: str, width: int) -> str:
    """As many characters as fit, at least one."""
    size = 1
    while size < len(text) and _across(text[: size + 1]) <= width:
        size += 1
    return text[:size]


def _across(text: str) -> float:
    """About how many units a text is wide."""
    return FONT * sum(map(_ems, text))


def _ems(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return _WIDE
    return _CAPITAL if character.isupper() or character in "mw%@&—" else _OTHER
