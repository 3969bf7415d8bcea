"""Puts utterances together: what stands beside a quotation first, then what the parse finds, then what is left over."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from pipeline.language.attribution import Attribution
from pipeline.quotation.clauses import Candidate, candidates
from pipeline.quotation.cues import cue_of, is_saying, may_speak, rate
from pipeline.quotation.direct import Quotation, beside
from pipeline.quotation.learned import attributed
from pipeline.quotation.near import near
from pipeline.quotation.order import governs_clauses, is_mistaken_verb, past_quotations
from pipeline.quotation.spans import FINITE, Range, joined, tidy
from pipeline.quotation.speakers import own_subject

_THRESHOLD = 0.35
_THRESHOLD_SPOKEN = 0.25  # words that judge or bind, as *criticise* and *promise*, are mostly spoken
_THRESHOLD_MARKED = 0.2  # a complement that holds a quotation needs less


@dataclass
class Draft:
    """An utterance in the making.

    Attributes:
        candidate: Its attribution.
        parts: Its stretches in reading order.
        rule: What attributed it.
        held: The quotations in it, by their places in the list of all.
        attribution: What the language model found, None where a rule did.
    """

    candidate: Candidate
    parts: list[Range]
    rule: str
    held: list[int] = field(default_factory=list)
    attribution: Attribution | None = None


def find(doc: Doc, marked: list[Quotation]) -> list[Draft]:
    """The utterances of a parsed Doc in reading order; no two of them overlap."""
    inside = frozenset(i for q in marked for i in range(q.first, q.end))
    drafts = _learned(doc, marked)
    drafts += _directs(doc, marked, inside, drafts)
    _chain(marked, drafts)
    if doc._.attributions is None:
        _add_clauses(doc, marked, inside, drafts)
    _inherit(doc, marked, drafts)
    _add_near(doc, marked, inside, drafts)
    sound = (draft for draft in drafts if all(first < end for first, end in draft.parts))
    return sorted(sound, key=lambda draft: draft.parts)


def _learned(doc: Doc, marked: list[Quotation]) -> list[Draft]:
    """What the language model takes for said, where it knows of attributions."""
    at = {i: place for place, quotation in enumerate(marked) for i in range(quotation.first, quotation.end)}
    drafts = []
    for candidate, attribution in attributed(doc, marked):
        held = sorted({at[i] for part in candidate.content for i in range(*part) if i in at})
        drafts.append(Draft(candidate, list(candidate.content), candidate.pattern, held, attribution))
    return drafts


def _directs(doc: Doc, marked: list[Quotation], inside: frozenset[int], known: list[Draft]) -> list[Draft]:
    """Other quotations with an attribution right beside them; those of one cue are one utterance."""
    by_cue: dict[int, Draft] = {}
    held = {place for draft in known for place in draft.held}
    taken = {i for draft in known for part in (*draft.parts, draft.candidate.cue) for i in range(*part)}
    for place, quotation in enumerate(marked):
        candidate = beside(doc, quotation, inside) if place not in held else None
        if candidate is None or candidate.head.i in inside or candidate.head.i in taken:
            continue
        part = _whole_clause(doc, quotation, candidate, inside)
        if not taken.isdisjoint(range(*part)):
            continue
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
        while first > 0 and first - 1 not in inside and not _ends_sentence(doc[first - 1]):
            first -= 1
        first = tidy(doc, first, quotation.end)[0]
    return first, quotation.end


def _reports(verb: Token) -> bool:
    return verb.tag_ in FINITE and governs_clauses(verb) and own_subject(verb) is not None


def _ends_sentence(token: Token) -> bool:
    return token.text in (".", "!", "?", ":", ";") or "\n" in token.text


def _chain(marked: list[Quotation], drafts: list[Draft]) -> None:
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
        if any(i in taken for part in parts for i in range(*part)) or not _attributes(candidate, bool(held)):
            continue
        drafts.append(Draft(candidate, parts, _rule(candidate.pattern), held))
        taken.update(i for part in parts for i in range(*part))
        used.add(head.i)


def _add_near(doc: Doc, marked: list[Quotation], inside: frozenset[int], drafts: list[Draft]) -> None:
    """Give quotations without a speaker to what leads up to them, or to the speaker before them in the sentence."""
    owner = {place: draft for draft in drafts for place in draft.held}
    taken = {i for draft in drafts for part in draft.parts for i in range(*part)}
    for place, quotation in enumerate(marked):
        if place in owner or not quotation.marked.closed:
            continue
        candidate = near(doc, quotation, inside)
        before = owner.get(place - 1)
        if candidate is not None and not any(i in taken for part in candidate.content for i in range(*part)):
            owner[place] = Draft(candidate, list(candidate.content), candidate.pattern, [place])
            drafts.append(owner[place])
        elif before is not None and _coordinated(doc, marked[place - 1], quotation):
            first = tidy(doc, marked[place - 1].end + 1, quotation.end)[0]
            before.parts = joined([*before.parts, (first, quotation.end)])
            before.held.append(place)
            owner[place] = before
        if place in owner:
            taken.update(i for part in owner[place].parts for i in range(*part))


def _coordinated(doc: Doc, one: Quotation, other: Quotation) -> bool:
    """*... “one” and it would “other”*: in one sentence, with nothing said to be said in between."""
    between = doc[one.end : other.first]
    if not between or between[0].lower_ not in ("and", "but", "or") or len(other.words(doc)) < 4:
        return False
    return not any(_ends_sentence(t) or is_saying(t) for t in between)


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
    sure = candidate.pattern == "according to" or is_mistaken_verb(candidate.head)
    return sure or rate(candidate.head, candidate.pattern) >= threshold


def _inherit(doc: Doc, marked: list[Quotation], drafts: list[Draft]) -> None:
    """Whole sentences in marks without a speaker have that of the quotation before."""
    owner = {place: draft for draft in drafts for place in draft.held}
    for place in range(1, len(marked)):
        before = owner.get(place - 1)
        if place in owner or before is None or not _is_sentence(doc, marked[place]):
            continue
        part = marked[place].first, marked[place].end
        if not _paragraphs_between(doc, marked[place - 1], marked[place]):
            before.parts = joined([*before.parts, part])
            before.held.append(place)
            owner[place] = before
        elif _stands_alone(doc, marked[place]) and marked[place - 1].end >= _paragraph_before(doc, part[0]):
            owner[place] = Draft(before.candidate, [part], "floating", [place])
            drafts.append(owner[place])


def _is_sentence(doc: Doc, quotation: Quotation) -> bool:
    before = doc[quotation.first - 1] if quotation.first else None
    starts = before is None or _ends_sentence(before) or before.is_quote
    return starts and quotation.last in ".?!…" and len(quotation.words(doc)) > 1


def _paragraphs_between(doc: Doc, one: Quotation, other: Quotation) -> bool:
    return any("\n" in token.text for token in doc[one.end : other.first])


def _stands_alone(doc: Doc, quotation: Quotation) -> bool:
    """The quotation is a paragraph."""
    before, after = quotation.first == 0, quotation.end >= len(doc)
    return (before or "\n" in doc[quotation.first - 1].text) and (after or "\n" in doc[quotation.end].text)


def _paragraph_before(doc: Doc, first: int) -> int:
    """Where the paragraph before the one that begins at `first` begins."""
    breaks = 0
    for i in range(first - 1, -1, -1):
        breaks += "\n" in doc[i].text
        if breaks == 2:
            return i + 1
    return 0
