"""Where the parts of a quotation begin and end, as ranges of token places: `(first, end)`, end exclusive.

The conventions are PolNeAR's: a cue has its auxiliaries, negation and adverbs with it.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Token

Range = tuple[int, int]

FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_BESIDE_VERB = frozenset(("aux", "auxpass", "neg", "advmod"))


def tidy(doc: Doc, first: int, end: int) -> Range:
    """The range without white space and punctuation at its ends, quotation marks and brackets spared."""
    while first < end and _is_edge(doc[first], opening=True):
        first += 1
    while end > first and _is_edge(doc[end - 1], opening=False):
        end -= 1
    return first, end


def _is_edge(token: Token, opening: bool) -> bool:
    if token.is_space:
        return True
    spared = token.is_quote or token.text in ("``", "''") or token.text in ("([$£€#" if opening else ")]%")
    return token.is_punct and not spared


def subtree(token: Token) -> Range:
    """From the leftmost to the rightmost descendant."""
    return token.left_edge.i, token.right_edge.i + 1


def without(ranges: Iterable[Range], cut: Range | None) -> list[Range]:
    """What is left of the ranges when `cut` is taken out."""
    if cut is None:
        return [r for r in ranges if r[0] < r[1]]
    pieces = [piece for first, end in ranges for piece in ((first, min(end, cut[0])), (max(first, cut[1]), end))]
    return [(first, end) for first, end in pieces if first < end]


def joined(ranges: Iterable[Range]) -> list[Range]:
    """The ranges in order, those that touch or overlap made one."""
    out: list[Range] = []
    for first, end in sorted(ranges):
        if out and first <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((first, end))
    return out


def cue_range(verb: Token) -> Range:
    """A verb with the auxiliaries, negation and adverbs right before it, and its particle right after it."""
    beside = {child.i for child in verb.children if child.dep_ in _BESIDE_VERB}
    beside |= {t.i for i in sorted(beside) for t in verb.doc[i].subtree}
    first, end = verb.i, verb.i + 1
    while first - 1 in beside and not verb.doc[first - 1].is_punct:
        first -= 1
    while end < len(verb.doc) and verb.doc[end].head == verb and verb.doc[end].dep_ == "prt":
        end += 1
    return first, end
