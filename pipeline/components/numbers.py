"""Dates, times, money, shares, measures and numbers, found by patterns over classes of tokens.

Every token gets one letter for its class, so that a pattern of `lexicons/numeric_patterns.csv` becomes a regular
expression over one string, whose matches are spans of tokens.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from pipeline.language import lexicon
from pipeline.naming.spans import NUMERIC_LABELS, method_of, set_method

OTHER = "\ue000"  # the class of all other tokens; the classes proper take the private code points after it
SHAPES = {
    "day": re.compile(r"0?[1-9]|[12]\d|3[01]"),
    "year": re.compile(r"1\d{3}|20\d{2}"),
    "digits": re.compile(r"\d{1,3}(?:,\d{3})+|\d+"),
    "decimal": re.compile(r"\d{1,3}(?:,\d{3})*\.\d+|\.\d+"),
    "ordnum": re.compile(r"\d+(?:st|nd|rd|th)"),
    "partyear": re.compile(r"(?:early|mid|late)-(?:1\d{3}|20\d{2})", re.IGNORECASE),
    "fiscalyear": re.compile(r"FY(?:20)?\d{2}"),
    "yearrange": re.compile(r"(?:1\d{3}|20\d{2})[–—/-]\d{2}(?:\d{2})?"),
    "range": re.compile(r"\d+(?:\.\d+)?[–—-]\d+(?:\.\d+)?"),
    "decade": re.compile(r"(?:(?:[Ee]arly|[Mm]id|[Ll]ate)-)?(?:1\d|20)\d0['’]?s|['’]?\d0s"),
    "clock": re.compile(r"(?:[01]?\d|2[0-4])[:.][0-5]\d(?:[ap]\.?m\.?)|(?:[01]?\d|2[0-4]):[0-5]\d"),
    "hourmeridiem": re.compile(r"1?\d[ap]\.?m\.?"),
    "slashdate": re.compile(r"\d{1,2}/\d{1,2}/(?:\d{2}|\d{4})"),
    "priced": re.compile(r"[A-Z]{1,3}[$€£¥]\d+(?:[.,]\d+)*"),
    "mixed": re.compile(r"\d{1,3}[½¼¾⅓⅔⅛]"),
    "amount": re.compile(r"\d+(?:[.,]\d+)*-?(?:k|m|mn|mln|bn|b|tn|trn|million|billion|trillion)"),
}
NOT_COUNTED_AFTER = frozenset({"no", "any", "every", "each", "this", "that", "which", "another"})  # "no one"
SPAN = re.compile(r"\d+(?:[.,]\d+)*-([a-z]+)")
SPAN_CLASSES = {"dateunit": "spandate", "century": "spandate", "timeunit": "spantime", "unit": "spanunit"}


@cache
def _letters() -> dict[str, str]:
    """One letter a class."""
    kinds = [row["kind"] for row in lexicon.rows("units")]
    classes = dict.fromkeys([*kinds, "hundred", *SHAPES, *SPAN_CLASSES.values()])
    return {name: chr(ord(OTHER) + i) for i, name in enumerate(classes, start=1)}


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Labels with their patterns, in the order of the lexicon, macros filled in."""
    macros: dict[str, str] = {}
    found = []
    for row in lexicon.rows("numeric_patterns"):
        source = re.sub(r"<(\w+)>", lambda match: macros[match[1]], row["pattern"])
        source = re.sub(r"\{(\w+)\}", lambda match: _letters()[match[1]], source)
        if row["label"] in NUMERIC_LABELS:
            found.append((row["label"], re.compile(source)))
        else:
            macros[row["label"]] = source
    return tuple(found)


def _class(token: Token) -> str:
    """The class of a token, empty where it has none."""
    text = token.text
    if _enumerates(token):
        return ""
    unit = lexicon.unit_of(text)
    if _goes_on(token):
        return "hundred"
    if unit and not _means_something_else(token, unit.kind):
        return unit.kind
    shape = next((name for name, pattern in SHAPES.items() if pattern.fullmatch(text)), "")
    if shape == "year" and _counts(token):
        return "digits"
    if not shape and (span := SPAN.fullmatch(text)):
        after = lexicon.unit_of(span[1])
        return SPAN_CLASSES.get(after.kind, "") if after else ""
    return shape


def _goes_on(token: Token) -> bool:
    """Whether a hundred is not all: "two hundred and fifty", but not "from one hundred and two hundred"."""
    if token.lower_ != "hundred" or token.i + 2 >= len(token.doc) or token.nbor(1).lower_ != "and":
        return False
    unit, after = lexicon.unit_of(token.nbor(2).text), token.doc[token.i + 3 : token.i + 4].text
    return unit is not None and unit.kind == "number" and after.lower() != "hundred"


def _means_something_else(token: Token, kind: str) -> bool:
    """Whether a word is not of its class here: "no one", "May I", "will last 14 days", "$ 5 m" against "5 m tall"."""
    before = token.nbor(-1) if token.i else None
    if kind in {"moneyword", "maymonth", "last"}:
        return token.tag_.startswith(("VB", "MD"))
    if kind == "suffix":
        return before is None or bool(before.whitespace_) or not before.text[-1].isdigit()
    if kind == "number" and token.lower_ == "one":
        return before is not None and before.lower_ in NOT_COUNTED_AFTER
    return False


def _enumerates(token: Token) -> bool:
    """Whether a number stands before a heading or an item and counts nothing: "2. The talks" at the start of a line."""
    before = token.nbor(-1) if token.i else None
    starts_line = before is None or "\n" in before.text
    after = token.nbor(1) if token.i + 1 < len(token.doc) else None
    return starts_line and len(token) < 3 and token.is_digit and after is not None and after.text in (".", ")")


def _counts(token: Token) -> bool:
    """Whether four digits that could be a year count things: "2000 soldiers"."""
    after = token.nbor(1) if token.i + 1 < len(token.doc) else None
    return token.text.endswith("00") and after is not None and after.tag_ == "NNS"


def _matches(doc: Doc) -> Iterator[tuple[Span, int]]:
    """All matches with the rank of their pattern."""
    letters = _letters()
    classes = "".join(letters.get(_class(token), OTHER) for token in doc)
    for rank, (label, pattern) in enumerate(_patterns()):
        for match in pattern.finditer(classes):
            yield Span(doc, match.start(), match.end(), label=label), rank


def numeric_spans(doc: Doc) -> list[Span]:
    """Dates, times and amounts in reading order; of two that overlap the longer, then the earlier pattern."""
    taken: set[int] = set()
    chosen = []
    for span, _ in sorted(_matches(doc), key=lambda item: (-len(item[0]), item[1], item[0].start)):
        if taken.isdisjoint(range(span.start, span.end)):
            taken.update(range(span.start, span.end))
            chosen.append(span)
    return sorted(chosen, key=lambda span: span.start)


def _is_name_around(name: Span, numbers: set[int]) -> bool:
    """Whether a name has a word of its own beside the numbers that it overlaps."""
    return any(token.i not in numbers and any(map(str.isalpha, token.text)) for token in name)


def _keep_names(names: Iterable[Span], numeric: list[Span]) -> tuple[list[Span], list[Span]]:
    """Part names and numbers that overlap: a name wins where it holds more than the number."""
    numbers = {i for span in numeric for i in range(span.start, span.end)}
    names = [name for name in names if _is_name_around(name, numbers)]
    named = {i for name in names for i in range(name.start, name.end)}
    return names, [span for span in numeric if named.isdisjoint(range(span.start, span.end))]


@Language.factory("numeric_entities", assigns=["doc.ents"])
def make_numeric_entities(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """The component for a pipeline."""
    return numeric_entities


def numeric_entities(doc: Doc) -> Doc:
    """Put exact dates, times and amounts in the place of the model's guesses at them; names stay whole."""
    guesses = [(span, method_of(span)) for span in doc.ents]
    names = [span for span, _ in guesses if span.label_ not in NUMERIC_LABELS]
    names, numeric = _keep_names(names, numeric_spans(doc))
    doc.ents = tuple(filter_spans([*names, *numeric]))
    for span in numeric:
        set_method(span, "rule")
    return doc
