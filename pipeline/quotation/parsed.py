"""Utterances by rules: what stands beside a quotation first, then what the parse finds."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from pipeline.quotation.clauses import Candidate, candidates
from pipeline.quotation.cues import cue_of, may_speak, rate
from pipeline.quotation.direct import Quotation, beside
from pipeline.quotation.drafts import Draft, ends_sentence
from pipeline.quotation.order import governs_clauses, is_mistaken_verb, past_quotations
from pipeline.quotation.spans import FINITE, Range, joined, tidy
from pipeline.quotation.speakers import own_subject

_THRESHOLD = 0.35
_THRESHOLD_SPOKEN = 0.25  # words that judge or bind, as *criticise* and *promise*, are mostly spoken
_THRESHOLD_MARKED = 0.2  # a complement that holds a quotation needs less


def parsed(doc: Doc, marked: list[Quotation], inside: frozenset[int]) -> list[Draft]:
    """The utterances that word order and the parse tell of; `inside` are the tokens inside quotations."""
    drafts = _directs(doc, marked, inside)
    chain(marked, drafts)
    _add_clauses(doc, marked, inside, drafts)
    return drafts


def is_sure(candidate: Candidate) -> bool:
    """Whether a cue hardly ever does anything but attribute."""
    return candidate.pattern == "according to" or is_mistaken_verb(candidate.head)


def _directs(doc: Doc, marked: list[Quotation], inside: frozenset[int]) -> list[Draft]:
    """The quotations with an attribution right beside them; those of one cue are one utterance."""
    by_cue: dict[int, Draft] = {}
    for place, quotation in enumerate(marked):
        candidate = beside(doc, quotation, inside)
        if candidate is None or candidate.head.i in inside:
            continue
        part = _whole_clause(doc, quotation, candidate, inside)
        lead = doc[part[0] : quotation.first]
        if candidate.pattern == "after" and lead and (quotation.is_title(doc) or any(map(_reports, lead))):
            continue
        draft = by_cue.setdefault(candidate.head.i, Draft(candidate, [], candidate.pattern))
        draft.parts = joined([*draft.parts, *candidate.content[:-1], part])
        draft.held.append(place)
    return list(by_cue.values())


def _whole_clause(doc: Doc, quotation: Quotation, candidate: Candidate, inside: frozenset[int]) -> Range:
    """The quotation with the words before it in its sentence: *It was “idle,” she said*."""
    first = candidate.content[-1][0]
    if candidate.pattern == "after":
        while first > 0 and first - 1 not in inside and not ends_sentence(doc[first - 1]):
            first -= 1
        first = tidy(doc, first, quotation.end)[0]
    return first, quotation.end


def _reports(verb: Token) -> bool:
    return verb.tag_ in FINITE and governs_clauses(verb) and own_subject(verb) is not None


def chain(marked: list[Quotation], drafts: list[Draft]) -> None:
    """Give the paragraphs of one quotation to the utterance that one of them belongs to."""
    owner = {place: draft for draft in drafts for place in draft.held}
    chain: list[int] = []
    for place, quotation in enumerate(marked):
        chain.append(place)
        if quotation.marked.continued and place + 1 < len(marked):
            continue
        draft = next((owner[p] for p in chain if p in owner), None)
        if draft is not None and len(chain) > 1:
            free = [p for p in chain if p not in owner]
            draft.parts = joined([*draft.parts, *((marked[p].first, marked[p].end) for p in free)])
            draft.held.extend(free)
        chain = []


def _add_clauses(doc: Doc, marked: list[Quotation], inside: frozenset[int], drafts: list[Draft]) -> None:
    """Add what the parse finds, governing cues first, where nothing is said to be said yet."""
    at = {i: place for place, q in enumerate(marked) for i in range(q.first, q.end)}
    taken = {i for draft in drafts for part in draft.parts for i in range(*part)}
    used = {draft.candidate.head.i for draft in drafts}
    ends = {quotation.first: quotation.end for quotation in marked}
    closed = {i: marked[place].end for i, place in at.items()}
    for candidate in candidates(doc):
        head = candidate.head
        if head.i in inside or head.i in taken or head.i in used:
            continue
        content = _rounded(doc, candidate, closed, ends)
        held = sorted({at[i] for part in content for i in range(*part) if i in at})
        parts = joined([*content, *((marked[p].first, marked[p].end) for p in held)])
        words = {i for part in parts for i in range(*part)}
        if words & taken or not _attributes(candidate, bool(held)):
            continue
        drafts.append(Draft(candidate, parts, _rule(candidate.pattern), held))
        taken |= words
        used.add(head.i)


def _rule(pattern: str) -> str:
    """The name of the rule: patterns of one sort go by the name of the sort."""
    sort = pattern.partition(" ")[0]
    return sort if sort in ("prep", "passive") else pattern


def _rounded(doc: Doc, candidate: Candidate, closed: dict[int, int], ends: dict[int, int]) -> list[Range]:
    """The content; where it ends with a quotation in the middle of a phrase, with the rest of the phrase.

    Args:
        doc: A parsed Doc.
        candidate: An attribution.
        closed: One past the closing mark of the quotation that a token stands in.
        ends: The same by the place of the opening mark.
    """
    *before, (first, end) = candidate.content
    if first > candidate.head.i and end - 1 in closed:
        end = past_quotations(doc, max(end, closed[end - 1]), ends)
    return [*before, tidy(doc, first, end)]


def _attributes(candidate: Candidate, marked: bool) -> bool:
    if candidate.speaker is None or not may_speak(candidate.speaker, candidate.head, candidate.pattern):
        return False
    cue = cue_of(candidate.head)
    spoken = cue is not None and cue.kind == "speech" and cue.stance != "neutral"
    threshold = _THRESHOLD_MARKED if marked else _THRESHOLD_SPOKEN if spoken else _THRESHOLD
    return is_sure(candidate) or rate(candidate.head, candidate.pattern) >= threshold
