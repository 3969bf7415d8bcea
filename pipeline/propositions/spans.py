"""Cuts the stretch of text out that states a clause, without its neighbours."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict

from spacy.tokens import Doc, Span, Token

from pipeline.components.records import Utterance
from pipeline.propositions.clauses import Clause, balanced, behind_with, false_subject, is_mark, noun_phrase, trim
from pipeline.propositions.predicates import Predicate

_LOOSE = frozenset(("cc", "preconj", "mark", "punct"))
_DEEPEST = 8  # brackets in brackets
_BETWEEN = 12  # words between a noun and the clause on it
Edges = tuple[dict[int, list[int]], dict[int, list[int]]]


def edges_of(clauses: list[Clause]) -> Edges:
    """Where clauses that can be cut off begin and end: ends by first token, and beginnings by last token."""
    by_first: dict[int, list[int]] = defaultdict(list)
    by_last: dict[int, list[int]] = defaultdict(list)
    for clause in clauses:
        root = clause.head.head if clause.head.dep_ == "pcomp" else behind_with(clause.head) or clause.head
        first, last = root.left_edge.i, root.right_edge.i
        if clause.head.dep_ not in ("ROOT", "ccomp") and _is_apart(clause, first):
            by_first[first].append(last)
            by_last[last].append(first)
    return {i: sorted(v) for i, v in by_first.items()}, {i: sorted(v) for i, v in by_last.items()}


def _is_apart(clause: Clause, first: int) -> bool:
    """What tells which noun is meant (*the pact signed in May*) belongs to the clause around it."""
    return (
        clause.head.dep_ not in ("relcl", "acl")
        or behind_with(clause.head) is not None
        or (first > 0 and is_mark(clause.head.doc[first - 1]))
    )


def span_of(predicate: Predicate, edges: Edges) -> Span:
    """The stretch of a clause without other clauses, conjunctions and punctuation at its ends."""
    by_first, by_last = edges
    head = predicate.clause.head
    doc = head.doc
    core_first, core_last = min(t.i for t in predicate.chain), max(t.i for t in predicate.chain)
    first, last = head.left_edge.i, head.right_edge.i
    is_cut = False
    while last > core_last:
        cut = _next_above(by_last.get(last, []), core_last)
        if cut is None and not _is_loose(doc[last]) and not _dangles(doc[last], is_cut):
            break
        last, is_cut = (last - 1 if cut is None else cut - 1), cut is not None
    while first < core_first:
        cut = _next_below(by_first.get(first, []), core_first)
        if cut is None and not _is_loose(doc[first]) and doc[first] != false_subject(head):
            break
        first = first + 1 if cut is None else cut + 1
    return balanced(doc, first, last)


def _next_above(places: list[int], place: int) -> int | None:
    """The first of some sorted places that comes after another."""
    index = bisect_right(places, place)
    return places[index] if index < len(places) else None


def _next_below(places: list[int], place: int) -> int | None:
    """The last of some sorted places that comes before another."""
    index = bisect_left(places, place)
    return places[index - 1] if index else None


def _dangles(token: Token, is_cut: bool) -> bool:
    """Whether a preposition has lost what followed it, also where the parser hung that on the verb."""
    return token.dep_ == "prep" and (is_cut or any(True for _ in token.rights))


def enclosed_in(doc: Doc, quotes: list[Utterance]) -> dict[int, tuple[int, int]]:
    """The first and last token of the innermost utterance in quotation marks or bracket that each token stands in."""
    parts = [(part.start, part.end - 1) for quote in quotes if quote.kind == "direct" for part in quote.parts]
    opened: list[int] = []
    for token in doc:
        if token.text in "([" and len(opened) < _DEEPEST:
            opened.append(token.i)
        elif token.text in ")]" and opened:
            parts.append((opened.pop(), token.i))
        elif token.is_space:
            opened.clear()
    widest_first = sorted(parts, key=lambda part: (part[0] - part[1], part))
    return {i: part for part in widest_first for i in range(part[0], part[1] + 1)}


def clip(span: Span, predicate: Predicate, enclosed: dict[int, tuple[int, int]]) -> Span:
    """The span without what lies beyond the utterance or bracket around its predicate, or is half a bracket."""
    core_first, core_last = min(t.i for t in predicate.chain), max(t.i for t in predicate.chain)
    first, last = span.start, span.end - 1
    around = enclosed.get(core_last)
    if around is not None and around[0] < core_first:
        first, last = max(first, around[0]), min(last, around[1])
    half = enclosed.get(last)
    if half is not None and half != around and core_last < half[0] and half[1] > last:
        last = half[0] - 1
    half = enclosed.get(first)
    if half is not None and half != around and half[1] < core_first and half[0] < first:
        first = half[1] + 1
    if (first, last) == (span.start, span.end - 1):
        return span
    trimmed = trim(span.doc, first, last)
    return balanced(span.doc, trimmed.start, trimmed.end - 1)


def without_source(span: Span, predicate: Predicate, utterance: Utterance) -> Span:
    """The span without who says so, where no clause does: *four died*, not *four died, according to the mayor*."""
    cue, said = utterance.cue, utterance.parts
    if cue is None or cue[0].dep_ != "prep" or not span.start <= cue.start < span.end:
        return span
    core_first, core_last = min(t.i for t in predicate.chain), max(t.i for t in predicate.chain)
    if core_last < cue.start and all(part.end <= cue.start for part in said):
        return trim(span.doc, span.start, cue.start - 1)
    begin = min(part.start for part in said)
    return trim(span.doc, max(begin, span.start), span.end - 1) if cue.end <= begin <= core_first else span


def with_antecedent(span: Span, clause: Clause) -> Span:
    """A clause on a noun together with that noun, where it stands not far before: *the pact, which ended the war*."""
    if clause.kind not in ("relative", "participial") or clause.head.dep_ not in ("relcl", "acl"):
        return span
    phrase = noun_phrase(clause.head.head)
    if not phrase.end <= span.start <= phrase.end + _BETWEEN:
        return span
    return balanced(span.doc, phrase.start, span.end - 1)


def _is_loose(token: Token) -> bool:
    return is_mark(token) or token.is_space or token.dep_ in _LOOSE or token.tag_ == "WRB"
