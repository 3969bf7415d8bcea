"""Finds who is said to have said what: direct, mixed and indirect quotations (spaCy component `quotes`).

Marks tell what stands in quotation marks. Who says it, and what is said without marks, is told by the language model
where it has a component `attribution`, with the help of word order and parse; where it has none, by these alone. What
is in marks and has no speaker is kept apart, with the reason: nothing in quotation marks is lost.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components.records import QuotedTerm, Utterance, register_extensions
from pipeline.quotation.confidence import confidence
from pipeline.quotation.cues import precision
from pipeline.quotation.direct import Quotation, quotations
from pipeline.quotation.drafts import Draft
from pipeline.quotation.finding import find
from pipeline.quotation.names import Named, named, speakers_of
from pipeline.quotation.stance import kind_of, polarity_of, stance_of
from pipeline.quotation.terms import reason_of

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
        known = named(doc._.mentions)
        quoted = frozenset(i for quotation in marked for i in range(quotation.first, quotation.end))
        utterances = [_utterance(doc, draft, quoted, known) for draft in drafts]
        doc._.quotes = utterances
        doc._.quoted_terms = list(_terms(doc, marked, drafts))
        doc.spans["quotes"] = [part for utterance in utterances for part in utterance.parts]
        return doc


def _utterance(doc: Doc, draft: Draft, quoted: frozenset[int], known: Named) -> Utterance:
    candidate, kind = draft.candidate, _kind(doc, draft, quoted)
    speaker = doc[slice(*candidate.speaker_range)] if candidate.speaker_range else None
    cue = doc[slice(*candidate.cue)]
    speakers = speakers_of(speaker, known) if speaker is not None else []
    return Utterance(
        parts=tuple(doc[first:end] for first, end in draft.parts),
        kind=kind,
        speaker=speaker,
        speaker_name="; ".join(mention.name for mention in speakers if mention.name) or None,
        speakers=tuple(mention.span for mention in speakers),
        cue=cue,
        cue_kind=kind_of(cue, speaker, kind),
        polarity=polarity_of(cue, speaker),
        stance=stance_of(cue),
        rule=draft.rule,
        confidence=confidence(draft.attribution, kind)
        if draft.attribution
        else precision(draft.rule, kind, beside_model=doc._.attributions is not None),
    )


def _kind(doc: Doc, draft: Draft, quoted: frozenset[int]) -> str:
    words = {t.i for part in draft.parts for t in doc[part[0] : part[1]] if any(c.isalnum() for c in t.text)}
    if quoted.isdisjoint(words):
        return "indirect"
    return "direct" if quoted.issuperset(words) else "mixed"


def _terms(doc: Doc, marked: list[Quotation], drafts: list[Draft]) -> Iterator[QuotedTerm]:
    """The quotations that are in no utterance."""
    held = {place for draft in drafts for place in draft.held}
    for place, quotation in enumerate(marked):
        if place not in held:
            yield QuotedTerm(doc[quotation.first : quotation.end], reason_of(doc, quotation))
