"""What the components that write `doc.ents` share: numbers' labels, what found a span, and how to trim it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from pipeline.language import lexicon

NUMERIC_LABELS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})
EDGES = frozenset({"the", "a", "an", "'s", "’s", "'", "’", "this", "that", "its", "his", "her", "their"})
JOINING_TAGS = ("CC", "IN", "PRP", "MD", "RB", "W")  # words at a sentence start that a guess took in
RANK = {"lexicon": 0, "rule": 1, "model": 2}

if not Span.has_extension("label_shares"):  # another's model may not bring it
    Span.set_extension("label_shares", default=None)
if not Span.has_extension("method"):
    Span.set_extension("method", default="model")


class Found(NamedTuple):
    """A name, what found it ("model", "lexicon" or "rule"), and the model's probability of each type, if it tells."""

    span: Span
    method: str
    shares: Mapping[str, float] = MappingProxyType({})


def shares_of(span: Span) -> Mapping[str, float]:
    """The model's probability of each type for a name that it found; another's model tells the type alone."""
    return span._.label_shares or {span.label_: 1.0}


def method_of(span: Span) -> str:
    """What found an entity: "model", "lexicon" or "rule"."""
    return str(span._.method)


def set_method(span: Span, method: str) -> None:
    """Note what found an entity; it holds for every span over the same tokens."""
    span._.method = method


def tokens_of(spans: Iterable[Span]) -> set[int]:
    """The positions of all tokens of the spans."""
    return {i for span in spans for i in range(span.start, span.end)}


def is_upper(token: Token) -> bool:
    """Whether a token begins with a capital letter."""
    return token.text[:1].isupper()


def _is_outside(token: Token) -> bool:
    """Whether a token may not begin or end a name: articles, possessives, marks, and words that join."""
    return token.lower_ in EDGES or token.is_punct or token.is_space or token.tag_.startswith(JOINING_TAGS)


def _is_edge(token: Token) -> bool:
    """Whether a token may not begin or end a name that has capitals: words in small letters too."""
    return _is_outside(token) or (token.text.islower() and lexicon.name_words().get(token.text) != "particle")


def trimmed(doc: Doc, start: int, end: int, label: str, outside: Callable[[Token], bool] = _is_edge) -> Span | None:
    """The tokens `start:end` without articles, possessives and other tokens at their edges that no name has there."""
    while start < end and outside(doc[start]):
        start += 1
    while start < end and outside(doc[end - 1]):
        end -= 1
    return Span(doc, start, end, label=label) if start < end else None


def pieces(span: Span, cuts: set[int]) -> Iterator[Span]:
    """A span cut at the tokens in `cuts`, its pieces trimmed but for small letters; empty ones are left out."""
    start = span.start
    for i in range(span.start, span.end + 1):
        if i == span.end or i in cuts:
            if piece := trimmed(span.doc, start, i, span.label_, _is_outside):
                yield piece
            start = i + 1


def longest_first(found: Iterable[Found]) -> list[Found]:
    """Names that do not overlap, in reading order: the longer wins, then lexicon, rule and model in this order."""
    taken: set[int] = set()
    kept = []
    for item in sorted(found, key=lambda item: (-len(item.span), RANK[item.method], item.span.start)):
        if taken.isdisjoint(range(item.span.start, item.span.end)):
            taken.update(range(item.span.start, item.span.end))
            kept.append(item)
    return sorted(kept, key=lambda item: item.span.start)
