"""Puts utterances together: what model, marks and parse tell of first, then what is left over."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from pipeline.components.datelines import datelines
from pipeline.quotation.cues import is_saying
from pipeline.quotation.direct import Quotation
from pipeline.quotation.drafts import Draft, ends_sentence
from pipeline.quotation.learned import learned, merged
from pipeline.quotation.near import near
from pipeline.quotation.parsed import chain, parsed
from pipeline.quotation.spans import joined, tidy


def find(doc: Doc, marked: list[Quotation]) -> list[Draft]:
    """The utterances of a parsed Doc in reading order; no two of them overlap."""
    inside = frozenset(i for q in marked for i in range(q.first, q.end))
    drafts = parsed(doc, marked, inside)
    if doc._.attributions is not None:
        drafts = merged(learned(doc, marked), drafts)
        chain(marked, drafts)
    drafts = list(_behind(datelines(doc), drafts))
    _inherit(doc, marked, drafts)
    _add_near(doc, marked, inside, drafts)
    return sorted(_apart(drafts, marked), key=lambda draft: draft.parts)


def _behind(lines: list[tuple[int, int]], drafts: list[Draft]) -> Iterator[Draft]:
    """The utterances without the datelines that they begin with; the place of a dateline says nothing."""
    for draft in drafts:
        speaker = draft.candidate.speaker_range
        if speaker is not None and any(start <= speaker[0] < end for start, end in lines):
            continue
        for start, end in lines:
            draft.parts = [(end, part[1]) if start <= part[0] < end < part[1] else part for part in draft.parts]
        yield draft


def _apart(drafts: list[Draft], marked: list[Quotation]) -> Iterator[Draft]:
    """The utterances with those of their parts that no earlier one has words of."""
    taken: set[int] = set()
    for draft in drafts:
        draft.parts = [part for part in draft.parts if part[0] < part[1] and taken.isdisjoint(range(*part))]
        words = draft.words()
        draft.held = [place for place in draft.held if words.issuperset(range(marked[place].first, marked[place].end))]
        taken |= words
        if draft.parts:
            yield draft


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
    return not any(ends_sentence(t) or is_saying(t) for t in between)


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
    starts = before is None or ends_sentence(before) or before.is_quote
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
