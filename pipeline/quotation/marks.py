"""Pairs quotation marks by direction and glyph, paragraph by paragraph.

Any string may be given; nothing raises, and a stray mark harms at most the paragraph it stands in. Double marks of all
glyphs pair with one another (“ with " is common in the wild), single marks are paired by themselves and kept where they
cross no double pair. Apostrophes, decades (’90s), feet and inches are never marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import starmap

_PARAGRAPH = re.compile(r"[^\n]+")
_MEASURE = re.compile(r"\d\s?['’]\s?\d{1,2}(?:\"|”|''|’’)")
_DOUBLE = re.compile(r"``|''|[“”„‟«»\"＂]")
_SINGLE = re.compile(r"(?<!\w)[‘’‚‛'`‹›]|[‘’‚‛'`‹›](?!\w)")
_DECADE = re.compile(r"\d\ds?\b")
_SENTENCE_END = re.compile(r"(?<![\s.][A-Z])[.!?…]['’”\"»)\]]*(?=\s+[^\sa-z]|\s*$)")

_OPENERS = frozenset(["“", "„", "‟", "«", "``", "‘", "‚", "‛", "`", "‹"])
_CLOSERS = frozenset(["”", "»", "’", "›"])
_DEEPEST = 8  # quotations inside one another; more is noise, and would cost quadratic time
_CLOSING_PUNCTUATION = frozenset(")]},;:!?")
_AFTER_CLOSING = _CLOSING_PUNCTUATION | frozenset(".—–…/-‐‑‒―")


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of one paragraph in quotation marks.

    Attributes:
        start: First character, the opening mark.
        end: One past the last character, the closing mark where there is one.
        inner_start: First character after the opening mark.
        inner_end: One past the last character before the closing mark.
        closed: Whether it ends with a mark, be it one shared with a quotation inside it.
        continued: Whether it goes on in the next paragraph, which opens with a mark again.
        depth: How many quotations it stands in.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool = True
    continued: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True)
class _Mark:
    """A mark of a paragraph, and whether what stands around it lets it open or close a quotation."""

    start: int
    end: int
    opens: bool
    closes: bool


def pair_marks(text: str) -> list[Marked]:
    """The quotations of a text in reading order, outer before inner; takes linear time.

    A quotation that goes on over several paragraphs is one `Marked` a paragraph, all but the last `continued`. An
    opening mark without a closing one gives a `Marked` that is not `closed` and reaches to the end of its sentence.
    """
    found: list[Marked] = []
    paragraphs = list(_PARAGRAPH.finditer(text))
    for place, paragraph in enumerate(paragraphs):
        following = paragraphs[place + 1].start() if place + 1 < len(paragraphs) else len(text)
        found.extend(_with_depth(_paragraph(text, paragraph.start(), paragraph.end(), following)))
    return found


def _paragraph(text: str, start: int, end: int, following: int) -> list[Marked]:
    skip = {i for match in _MEASURE.finditer(text, start, end) for i in range(*match.span())}
    pairs, unclosed = _pair_doubles(_marks(_DOUBLE, text, start, end, skip))
    doubles = list(starmap(_marked, pairs))
    doubles += _unclosed(text, unclosed, doubles, end, following)
    doubled = {i for match in _DOUBLE.finditer(text, start, end) for i in range(*match.span())}
    singles = starmap(_marked, _pair_singles(text, _marks(_SINGLE, text, start, end, skip | doubled)))
    found = [pair for pair in doubles if _has_word(text, pair)]
    return found + _without_crossings([pair for pair in singles if _has_word(text, pair)], found)


def _marks(glyphs: re.Pattern[str], text: str, start: int, end: int, skip: set[int]) -> Iterator[_Mark]:
    for match in glyphs.finditer(text, start, end):
        if match.start() in skip:
            continue
        before = text[match.start() - 1] if match.start() > start else " "
        after = text[match.end()] if match.end() < end else " "
        yield _mark(match, before, after)


def _mark(match: re.Match[str], before: str, after: str) -> _Mark:
    """Tell the direction by what stands around a mark, and by its glyph where that leaves it open."""
    glyph = match.group()
    may_open = not after.isspace() and after not in _CLOSING_PUNCTUATION and not before.isalnum()
    may_close = not before.isspace() and not after.isalnum()
    if may_open == may_close:
        plain = glyph not in _OPENERS and glyph not in _CLOSERS
        may_open = plain or glyph in _OPENERS
        may_close = plain or glyph in _CLOSERS
        if plain and before in _AFTER_CLOSING and after in _AFTER_CLOSING:
            may_open = False
    return _Mark(match.start(), match.end(), may_open, may_close)


def _pair_doubles(marks: Iterator[_Mark]) -> tuple[list[tuple[_Mark, _Mark]], list[_Mark]]:
    """Pairs, and the opening marks that found no partner."""
    stack: list[_Mark] = []
    pairs: list[tuple[_Mark, _Mark]] = []
    for mark in marks:
        if mark.closes and stack:
            pairs.append((stack.pop(), mark))
        elif mark.opens and len(stack) < _DEEPEST:
            stack.append(mark)
    return pairs, stack


def _unclosed(text: str, marks: list[_Mark], pairs: list[Marked], end: int, following: int) -> Iterator[Marked]:
    """What to make of opening marks without a partner; only the outermost can go on in the next paragraph."""
    ends = {pair.end: pair for pair in pairs}
    starts = [pair.start for pair in pairs] + [mark.start for mark in marks[1:]] + [end]
    for mark in marks:
        match = _SENTENCE_END.search(text, mark.end, end)
        stop = match.end() if match else end
        last = ends.get(stop) or ends.get(match.start() if match else end)
        if mark is marks[0] and _opens(text, following):
            yield Marked(mark.start, end, mark.end, end, closed=False, continued=True)
        elif last and last.start > mark.start:
            # one closing mark for two: “go by “any means” to bring “help.”
            yield Marked(mark.start, last.end, mark.end, last.inner_end)
        elif text[mark.start] != "»":  # which is a bullet then
            stop = min([stop, *(start for start in starts if start > mark.start)])
            stop = mark.end + len(text[mark.end : stop].rstrip())
            yield Marked(mark.start, stop, mark.end, stop, closed=False)


def _opens(text: str, start: int) -> bool:
    """Whether the paragraph at `start` begins with an opening double mark."""
    match = _DOUBLE.match(text, start)
    return match is not None and _mark(match, " ", text[match.end() : match.end() + 1] or " ").opens


def _pair_singles(text: str, marks: Iterator[_Mark]) -> Iterator[tuple[_Mark, _Mark]]:
    """Pairs of single marks; an opening one without a partner is taken for an apostrophe."""
    opening: _Mark | None = None
    unsure: _Mark | None = None
    for mark in marks:
        if mark.opens and not mark.closes and text[mark.start] != "’" and not _DECADE.match(text, mark.end):
            if opening and unsure:
                yield opening, unsure
            opening, unsure = mark, None
        elif opening and mark.closes and not mark.opens:
            if _may_be_possessive(text, mark):
                unsure = unsure or mark
            elif text[mark.start - 1] in ",.?!…" or not unsure:
                yield opening, mark
                opening = unsure = None
            else:
                yield opening, unsure
                opening = unsure = None
    if opening and unsure:
        yield opening, unsure


def _may_be_possessive(text: str, mark: _Mark) -> bool:
    """The mark of *the ministers’ decision* could close a quotation as well."""
    return text[mark.start - 1] in "sSzx" and text[mark.end : mark.end + 1] == " "


def _without_crossings(singles: list[Marked], doubles: list[Marked]) -> list[Marked]:
    """Single pairs that lie wholly inside, outside or around every double pair."""
    edges = sorted({pair.start for pair in doubles} | {pair.end - 1 for pair in doubles})
    partner = {pair.start: pair.end - 1 for pair in doubles} | {pair.end - 1: pair.start for pair in doubles}
    kept, place = [], 0
    for single in singles:
        while place < len(edges) and edges[place] < single.start:
            place += 1
        inside = []
        while place < len(edges) and edges[place] < single.end:
            inside.append(edges[place])
            place += 1
        if all(single.start < partner[edge] < single.end for edge in inside):
            kept.append(single)
    return kept


def _with_depth(found: list[Marked]) -> Iterator[Marked]:
    """The same in reading order, outer before inner, each with its depth."""
    around: list[Marked] = []
    for marked in sorted(found, key=lambda pair: (pair.start, -pair.end)):
        while around and around[-1].end <= marked.start:
            around.pop()
        yield replace(marked, depth=len(around))
        around.append(marked)


def _marked(opening: _Mark, closing: _Mark) -> Marked:
    return Marked(opening.start, closing.end, opening.end, closing.start)


def _has_word(text: str, marked: Marked) -> bool:
    """A letter alone is no quotation: *rock 'n' roll*."""
    return sum(char.isalnum() for char in text[marked.inner_start : marked.inner_end]) > 1
