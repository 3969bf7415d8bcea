"""Finds who is said to have said what: direct, mixed and indirect quotations (spaCy component `quotes`).

Quotations in marks are attributed by what stands beside them, then by the clause that they stand in; a sentence without
marks is a quotation where the parse finds a cue with its complement. What is in marks and has no speaker is kept apart,
with the reason: nothing in quotation marks is lost.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Token

from pipeline.components.records import EntityMention, QuotedTerm, Utterance, register_extensions
from pipeline.quotation.confidence import confidence
from pipeline.quotation.cues import precision
from pipeline.quotation.direct import Quotation, quotations
from pipeline.quotation.drafts import Draft, find
from pipeline.quotation.spans import Range
from pipeline.quotation.speakers import holder_of

register_extensions()


@Language.factory("quotes", assigns=["doc._.quotes", "doc._.quoted_terms"], requires=["token.dep", "token.tag"])
def make_quotes(nlp: Language, name: str) -> QuoteFinder:
    """The component for a pipeline."""
    return QuoteFinder()


class QuoteFinder:
    """Sets `doc._.quotes` (utterances), `doc.spans["quotes"]` (all their parts) and `doc._.quoted_terms`."""

    def __call__(self, doc: Doc) -> Doc:
        """Annotate a Doc; without a parse nothing has a speaker, so that all in marks is a term."""
        marked = quotations(doc)
        drafts = find(doc, marked) if doc.has_annotation("DEP") and len(doc) else []
        mentions = [mention for mention in doc._.mentions if mention.name is not None]
        utterances = [_utterance(doc, draft, marked, mentions) for draft in drafts]
        doc._.quotes = utterances
        doc._.quoted_terms = list(_terms(doc, marked, drafts))
        doc.spans["quotes"] = [part for utterance in utterances for part in utterance.parts]
        return doc


def _utterance(doc: Doc, draft: Draft, marked: list[Quotation], mentions: list[EntityMention]) -> Utterance:
    candidate = draft.candidate
    speaker, named, kind = candidate.speaker, candidate.speaker_range, _kind(doc, draft, marked)
    return Utterance(
        parts=tuple(doc[first:end] for first, end in draft.parts),
        kind=kind,
        speaker=doc[named[0] : named[1]] if named else None,
        speaker_name=_name(doc, speaker, named, mentions) if speaker is not None and named else None,
        cue=doc[candidate.cue[0] : candidate.cue[1]],
        rule=draft.rule,
        confidence=confidence(draft.attribution, kind) if draft.attribution else precision(draft.rule, kind),
    )


def _kind(doc: Doc, draft: Draft, marked: list[Quotation]) -> str:
    quoted = {i for p in draft.held for i in range(marked[p].first, marked[p].end)}
    words = [t.i for part in draft.parts for t in doc[part[0] : part[1]] if any(c.isalnum() for c in t.text)]
    if not quoted:
        return "indirect"
    return "direct" if all(i in quoted for i in words) else "mixed"


def _name(doc: Doc, speaker: Token, named: Range, mentions: list[EntityMention]) -> str | None:
    """Who that is: the name of the mention that the speaker's head stands in, or of the one person named there."""
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
