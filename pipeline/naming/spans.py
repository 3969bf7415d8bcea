"""What the components that write `doc.ents` share: numbers' labels, what found a span, and how to trim it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from pipeline.language import lexicon

NUMERIC_LABELS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})
EDGES = frozenset({"the", "a", "an", "'s", "’s", "'", "’", "this", "that", "its", "his", "her", "their"})
JOINING_TAGS = ("CC", "IN", "PRP", "MD", "RB", "W")  # words at a sentence start that a guess took in
RANK = {"lexicon": 0, "rule": 1, "model": 2}

if not Span.has_extension("method"):
    Span.set_extension("method", default="model")


class Found(NamedTuple):
    """A name and what found it: "model", "lexicon" or "rule"."""

    span: Span
    method: str


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


def _is_edge(token: Token) -> bool:
    """Whether a token may not begin or end a name: articles, possessives, marks, and words in small letters."""
    if token.lower_ in EDGES or token.is_punct or token.is_space or token.tag_.startswith(JOINING_TAGS):
        return True
    return token.text.islower() and lexicon.name_words().get(token.text) != "particle"


def trimmed(doc: Doc, start: int, end: int, label: str) -> Span | None:
    """The tokens `start:end` without articles, possessives and other tokens at their edges that no name has there."""
    while start < end and _is_edge(doc[start]):
        start += 1
    while start < end and _is_edge(doc[end - 1]):
        end -= 1
    return Span(doc, start, end, label=label) if start < end else None


def pieces(span: Span, cuts: set[int]) -> Iterator[Span]:
    """A span cut at the tokens in `cuts`, its pieces without articles and marks at their edges."""
    start = span.start
    for i in range(span.start, span.end + 1):
        if i == span.end or i in cuts:
            end = i
            while start < end and _is_outside(span.doc[start]):
                start += 1
            while start < end and _is_outside(span.doc[end - 1]):
                end -= 1
            if start < end:
                yield Span(span.doc, start, end, label=span.label_)
            start = i + 1


def _is_outside(token: Token) -> bool:
    return token.lower_ in EDGES or token.is_punct or token.is_space or token.tag_.startswith(JOINING_TAGS)


def longest_first(found: Iterable[Found]) -> list[Found]:
    """Names that do not overlap, in reading order: the longer wins, then lexicon, rule and model in this order."""
    taken: set[int] = set()
    kept = []
    for item in sorted(found, key=lambda item: (-len(item.span), RANK[item.method], item.span.start)):
        if taken.isdisjoint(range(item.span.start, item.span.end)):
            taken.update(range(item.span.start, item.span.end))
            kept.append(item)
    return sorted(kept, key=lambda item: item.span.start)
