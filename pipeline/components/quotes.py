"""Finds who is said to have said what: direct, mixed and indirect quotations (spaCy component `quotes`).

Quotations in marks are attributed by what stands beside them, then by the clause that they stand in; a sentence without
marks is a quotation where the parse finds a cue with its complement. What is in marks and has no speaker is kept apart,
with the reason: nothing in quotation marks is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc, Token

from pipeline.components.quote_clauses import Candidate, candidates
from pipeline.components.quote_cues import is_saying, may_speak, rate, rules
from pipeline.components.quote_direct import Quotation, beside, quotations
from pipeline.components.quote_near import near
from pipeline.components.quote_spans import Range, joined, tidy
from pipeline.components.quote_speakers import holder_of
from pipeline.components.records import EntityMention, QuotedTerm, Utterance, register_extensions

register_extensions()

_THRESHOLD = 0.35
_THRESHOLD_MARKED = 0.2  # a complement that holds a quotation needs less


@dataclass
class Draft:
    """An utterance in the making."""

    candidate: Candidate
    parts: list[Range]
    rule: str
    held: list[int] = field(default_factory=list)  # quotations in it, by their places in the list


@Language.factory("quotes", assigns=["doc._.quotes", "doc._.quoted_terms"], requires=["token.dep", "token.tag"])
def make_quotes(nlp: Language, name: str) -> QuoteFinder:
    """The component for a pipeline."""
    return QuoteFinder()


class QuoteFinder:
    """Sets `doc._.quotes` (utterances), `doc.spans["quotes"]` (all their parts) and `doc._.quoted_terms`."""

    def __call__(self, doc: Doc) -> Doc:
        """Annotate a Doc; without sentence boundaries or a parse it finds nothing."""
        utterances: list[Utterance] = []
        terms: list[QuotedTerm] = []
        if doc.has_annotation("DEP") and len(doc):
            marked = quotations(doc)
            drafts = find(doc, marked)
            utterances = [_utterance(doc, draft, marked) for draft in drafts]
            terms = list(_terms(doc, marked, drafts))
        doc._.quotes = utterances
        doc._.quoted_terms = terms
        doc.spans["quotes"] = [part for utterance in utterances for part in utterance.parts]
        return doc


def find(doc: Doc, marked: list[Quotation]) -> list[Draft]:
    """The utterances of a parsed Doc in reading order; no two of them overlap."""
    inside = frozenset(i for q in marked for i in range(q.first, q.end))
    drafts = _directs(doc, marked, inside)
    _chain(marked, drafts)
    _add_clauses(doc, marked, inside, drafts)
    _inherit(doc, marked, drafts)
    _add_near(doc, marked, inside, drafts)
    return sorted(drafts, key=lambda draft: draft.parts)


def _directs(doc: Doc, marked: list[Quotation], inside: frozenset[int]) -> list[Draft]:
    """Quotations with an attribution right beside them; those of one cue are one utterance."""
    by_cue: dict[int, Draft] = {}
    for place, quotation in enumerate(marked):
        candidate = beside(doc, quotation, inside)
        if candidate is None or candidate.head.i in inside:
            continue
        part = _whole_clause(doc, quotation, candidate, inside)
        if quotation.is_title(doc) and candidate.pattern == "after" and part[0] < quotation.first:
            continue
        draft = by_cue.setdefault(candidate.head.i, Draft(candidate, [], candidate.pattern))
        draft.parts = joined([*draft.parts, part])
        draft.held.append(place)
    return list(by_cue.values())


def _whole_clause(doc: Doc, quotation: Quotation, candidate: Candidate, inside: frozenset[int]) -> Range:
    """The quotation with the words before it in its sentence: *It was “idle,” she said*."""
    first = candidate.content[0][0]
    if candidate.pattern == "after":
        while first > 0 and first - 1 not in inside and not _ends_sentence(doc[first - 1]):
            first -= 1
        first = tidy(doc, first, quotation.end)[0]
    return first, quotation.end


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
    for candidate in candidates(doc):
        head = candidate.head
        if head.i in inside or head.i in taken or head.i in used:
            continue
        held = sorted({at[i] for part in candidate.content for i in range(*part) if i in at})
        parts = joined([*candidate.content, *((marked[p].first, marked[p].end) for p in held)])
        if any(i in taken for part in parts for i in range(*part)) or not _attributes(candidate, bool(held)):
            continue
        drafts.append(Draft(candidate, parts, candidate.pattern, held))
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


def _attributes(candidate: Candidate, marked: bool) -> bool:
    if candidate.speaker is None or not may_speak(candidate.speaker, candidate.head):
        return False
    threshold = _THRESHOLD_MARKED if marked else _THRESHOLD
    return candidate.pattern == "according to" or rate(candidate.head, candidate.pattern) >= threshold


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
    return starts and doc.text[quotation.marked.inner_end - 1] in ".?!…" and len(quotation.words(doc)) > 1


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


def _utterance(doc: Doc, draft: Draft, marked: list[Quotation]) -> Utterance:
    candidate = draft.candidate
    named = candidate.speaker_range
    return Utterance(
        parts=tuple(doc[first:end] for first, end in draft.parts),
        kind=_kind(doc, draft, marked),
        speaker=doc[named[0] : named[1]] if named else None,
        speaker_name=_name(doc, candidate.speaker, named) if candidate.speaker is not None and named else None,
        cue=doc[candidate.cue[0] : candidate.cue[1]],
        rule=draft.rule,
        confidence=rules().get(draft.rule),
    )


def _kind(doc: Doc, draft: Draft, marked: list[Quotation]) -> str:
    quoted = {i for p in draft.held for i in range(marked[p].first, marked[p].end)}
    words = [t.i for part in draft.parts for t in doc[part[0] : part[1]] if any(c.isalnum() for c in t.text)]
    if not quoted:
        return "indirect"
    return "direct" if all(i in quoted for i in words) else "mixed"


def _name(doc: Doc, speaker: Token, named: Range) -> str | None:
    """Who that is: the name of the mention that the speaker's head stands in, or of the one person named there."""
    mentions: list[EntityMention] = [m for m in doc._.mentions if m.name is not None]
    place = holder_of(speaker).i
    around = [m for m in mentions if m.span.start <= place < m.span.end]
    best = max(around, key=lambda m: (len(m.span), -m.span.start), default=None)
    within = [m for m in mentions if named[0] <= m.span.start and m.span.end <= named[1]]
    if best is None and all(t.is_title or t.lower_ in ("the", "of", "for", "and") for t in doc[named[0] : named[1]]):
        people = [m for m in within if m.span.label_ == "PERSON"]
        best = people[-1] if people else None
    if best is None or _is_several(doc, named, best, within):
        return None
    return best.name


def _is_several(doc: Doc, named: Range, best: EntityMention, within: list[EntityMention]) -> bool:
    """Coordinated speakers are no one entity."""
    outside = [t for t in doc[named[0] : named[1]] if not best.span.start <= t.i < best.span.end]
    return any(t.lower_ == "and" for t in outside) and any(
        m.span.end <= best.span.start or best.span.end <= m.span.start for m in within
    )


def _terms(doc: Doc, marked: list[Quotation], drafts: list[Draft]) -> Iterator[QuotedTerm]:
    """The quotations that are in no utterance."""
    held = {place for draft in drafts for place in draft.held}
    for place, quotation in enumerate(marked):
        if place not in held:
            yield QuotedTerm(doc[quotation.first : quotation.end], _reason(doc, quotation))


def _reason(doc: Doc, quotation: Quotation) -> str:
    words = quotation.words(doc)
    if not quotation.marked.closed and not quotation.marked.continued:
        return "unclosed"
    if quotation.is_title(doc):
        return "title"
    return "term" if len(words) <= 4 else "unattributed"
