"""Turn the utterances of a Doc into rows: who said what, a row for each continuous stretch."""

from __future__ import annotations

from typing import Literal, cast

from spacy.tokens import Doc, Span

from pipeline import schema
from pipeline.components.records import Utterance
from pipeline.quotation.cues import lemma_of
from pipeline.quotation.direct import quotations
from pipeline.quotation.speakers import holder_of
from pipeline.records import CleanText, span_id
from pipeline.stages import Stage
from pipeline.stages.annotate import sentence_id

STAGE = Stage("quotes", 1, reads=("doc",), writes=("quotes", "quoted_terms"))

Kind = Literal["direct", "mixed", "indirect"]
Reason = Literal["term", "title", "unattributed", "unclosed"]


def quotes(doc: Doc, clean: CleanText) -> tuple[list[schema.Quote], list[schema.QuotedTerm]]:
    """The rows of the tables quotes and quoted_terms, in reading order."""
    utterances: list[Utterance] = doc._.quotes
    inner = [(q.marked.inner_start, q.marked.inner_end) for q in quotations(doc)] if utterances else []
    named = [m.span for m in doc._.mentions if m.name is not None]
    rows = [_row(doc, clean, utterance, part, inner, named) for utterance in utterances for part in utterance.parts]
    terms = [
        schema.QuotedTerm(
            term_id=span_id(clean.doc_id, "t", term.span.start_char, term.span.end_char),
            doc_id=clean.doc_id,
            sentence_id=sentence_id(doc, clean.doc_id, term.span[0]),
            text=term.span.text,
            reason=cast(Reason, term.reason),
            **clean.span(term.span.start_char, term.span.end_char),
        )
        for term in doc._.quoted_terms
    ]
    return sorted(rows, key=lambda row: (row.start, row.end)), terms


def _row(
    doc: Doc, clean: CleanText, utterance: Utterance, part: Span, inner: list[tuple[int, int]], named: list[Span]
) -> schema.Quote:
    start, end = part.start_char, part.end_char
    speaker, cue = _offsets(clean, utterance.speaker), _offsets(clean, utterance.cue)
    return schema.Quote(
        quote_id=span_id(clean.doc_id, "q", start, end),
        utterance_id=span_id(clean.doc_id, "u", utterance.parts[0].start_char, utterance.parts[-1].end_char),
        doc_id=clean.doc_id,
        sentence_id=sentence_id(doc, clean.doc_id, part[0]),
        kind=cast(Kind, utterance.kind),
        text=part.text,
        verbatim=_verbatim(clean.text, start, end, inner),
        speaker_text=utterance.speaker.text if utterance.speaker else None,
        speaker_name=utterance.speaker_name,
        speaker_entity_id=None,
        speaker_mention_id=_mention_id(clean.doc_id, utterance, named),
        cue_text=utterance.cue.text if utterance.cue else None,
        cue_lemma=lemma_of(utterance.cue.root) if utterance.cue else None,
        rule=utterance.rule,
        confidence=utterance.confidence,
        speaker_start=speaker[0],
        speaker_end=speaker[1],
        speaker_raw_start=speaker[2],
        speaker_raw_end=speaker[3],
        cue_start=cue[0],
        cue_end=cue[1],
        cue_raw_start=cue[2],
        cue_raw_end=cue[3],
        **clean.span(start, end),
    )


def _verbatim(text: str, start: int, end: int, inner: list[tuple[int, int]]) -> str | None:
    """The words of `start:end` that stand inside quotation marks; `inner` are the quotations without their marks."""
    words = [text[first:last].strip() for first, last in inner if start <= first and last <= end]
    return " … ".join(words) if words else None


def _offsets(clean: CleanText, span: Span | None) -> tuple[int | None, int | None, int | None, int | None]:
    if span is None:
        return None, None, None, None
    fields = clean.span(span.start_char, span.end_char)
    return fields["start"], fields["end"], fields["raw_start"], fields["raw_end"]


def _mention_id(doc_id: str, utterance: Utterance, named: list[Span]) -> str | None:
    """The mention that gave the speaker its name: the longest around its head, else the last person within."""
    speaker = utterance.speaker
    if speaker is None or utterance.speaker_name is None:
        return None
    place = holder_of(speaker.root).i
    around = [span for span in named if span.start <= place < span.end]
    best = max(around, key=lambda span: (len(span), -span.start), default=None)
    if best is None:
        people = [s for s in named if s.label_ == "PERSON" and speaker.start <= s.start and s.end <= speaker.end]
        best = people[-1] if people else None
    return span_id(doc_id, "m", best.start_char, best.end_char) if best is not None else None
