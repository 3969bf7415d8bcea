"""Finds datelines, which are no part of the sentence behind them: *TORVIK, May 3 (Courier) - The port is shut*."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.language.lexicon import name_of, unit_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_DAY = r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?"  # Sept. 9, 2030
_LINE = re.compile(
    r"\A(?P<where>[^()\n–—:;!?“”\"]{0,80}?)\s{0,3}"
    rf"(?:(?P<agency>\([A-Z][\w ./&'’-]{{1,30}}\))(?:,? {_DAY}(?= )|(?<=\))))?"
    r"(?:\s{1,3}|(?<=\)))(?:--?|[–—])\s{0,3}(?=\S)"
)
_COLON = re.compile(r"(?P<where>[A-Z][A-Z .'’-]{2,30}):\s+(?=\S)")
_WORD = re.compile(r"[^\s,/]+")
_SMALL = frozenset(("of", "the", "de", "la", "le", "al", "el", "du", "and", "by"))
_DATES = frozenset(("month", "maymonth", "weekday"))
_SENTENCE = re.compile(r"[^.!?\n]*")
_DASH = re.compile(r"\s(?:--?|[–—])\s")
_LOOKED_AT = 400  # characters of a paragraph that may begin with a dateline
_FEWEST_CAPITALS = 3  # letters


def datelines(doc: Doc) -> list[tuple[int, int]]:
    """The first token of the dateline of each paragraph that has one, and the token behind it; needs no parse."""
    text, found = doc.text, []
    for token in doc:
        if token.is_space or (token.i and not _ends_paragraph(doc[token.i - 1])):
            continue
        length = dateline(text[token.idx : token.idx + _LOOKED_AT].partition("\n")[0])
        if length:
            end = next((t.i for t in doc[token.i :] if t.idx >= token.idx + length), len(doc))
            found.append((token.i, end))
    return found


def _ends_paragraph(token: Token) -> bool:
    return token.is_space and "\n" in token.text


def dateline(paragraph: str) -> int:
    """The length of the dateline that a paragraph begins with, its dash or colon and the space behind it included.

    Where a place in capitals or a name is all there is, a second dash in the sentence shows an insertion instead.

    Args:
        paragraph: Its text, or as much of it as a first sentence may take.

    Returns:
        The number of characters, 0 where there is none.
    """
    colon = _COLON.match(paragraph)
    if colon is not None and _is_place(colon["where"]):
        return colon.end()
    line = _LINE.match(paragraph)
    if line is None:
        return 0
    words = _WORD.findall(line["where"])
    if not all(word[0].isupper() or word[0].isdigit() or word.lower() in _SMALL for word in words):
        return 0
    return line.end() if line["agency"] or _has_date(words) or _is_alone(line["where"], paragraph[line.end() :]) else 0


def _has_date(words: list[str]) -> bool:
    """Whether a place is followed by a day or a month: *Torvik, 3 May*."""
    kinds = [unit.kind if (unit := unit_of(word.rstrip("."))) is not None else "" for word in words]
    return bool(words) and not kinds[0] and not words[0].isdigit() and bool(_DATES & set(kinds))


def _is_alone(where: str, rest: str) -> bool:
    """Whether what stands before a dash is a place in capitals, and no insertion follows: *NATO - ... - has grown*."""
    first = where.split(",")[0].strip()
    in_capitals = first.isupper() and sum(map(str.isalpha, first)) >= _FEWEST_CAPITALS
    sentence = _SENTENCE.match(rest)
    return in_capitals and not _is_other(first) and not _DASH.search(sentence[0] if sentence else "")


def _is_place(where: str) -> bool:
    known = name_of(where) or name_of(where.title())
    return known is not None and known.label == "GPE"


def _is_other(where: str) -> bool:
    known = name_of(where)
    return known is not None and known.label != "GPE"
