"""What stands in brackets is said of the words before them: *Lima (9 million inhabitants; founded in 1535)*."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from pipeline.propositions.clauses import is_mark
from pipeline.propositions.tokensets import Sentence

_BESIDE = frozenset(("compound", "case", "punct", "nummod"))
_NEAR = 6  # words from a bracket to the head of what it is about
_LEAST = 2


def bracketed(sentence: Sentence) -> Iterator[tuple[Token, int, float, str]]:
    """Each bracket: the head of what it is about, its tokens with that, a cost, and "all" or the mark it is cut at."""
    opened: list[int] = []
    doc = sentence.span.doc
    for token in sentence.span:
        if token.text in "([":
            opened.append(token.i)
        elif token.text in ")]" and opened:
            first = opened.pop()
            if first > sentence.start and token.i - first >= _LEAST and not is_mark(doc[first - 1]):
                yield from _said(sentence, first, token.i)


def _said(sentence: Sentence, opening: int, closing: int) -> Iterator[tuple[Token, int, float, str]]:
    doc = sentence.span.doc
    host = _host(doc[opening - 1], opening)
    first = min([host.i, *(c.left_edge.i for c in host.lefts if c.dep_ in ("compound", "det"))])
    about = sentence.set_of(doc[max(first, sentence.start) : opening])
    yield host, about | sentence.set_of(doc[opening + 1 : closing]), 0.0, "all"
    by_semicolon = _cut_at(doc[opening + 1 : closing], ";")
    by_comma = _cut_at(doc[opening + 1 : closing], ";,")
    for parts, cost, mark in ((by_semicolon, 0.5, "semicolon"), (by_comma, 1.0, "comma")):
        if len(parts) > 1 and not (mark == "comma" and len(by_comma) == len(by_semicolon)):
            for part in parts:
                yield host, about | sentence.set_of(part), cost, mark


def _host(token: Token, opening: int) -> Token:
    """The head of the name or noun that ends with a word."""
    last = token.i
    while token.dep_ in _BESIDE and token.head != token and last - _NEAR < token.head.i < opening:
        token = token.head
    return token


def _cut_at(words: Span, marks: str) -> list[list[Token]]:
    parts: list[list[Token]] = [[]]
    for token in words:
        if token.text in marks:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]
