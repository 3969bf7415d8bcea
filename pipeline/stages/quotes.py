"""Turn the utterances of a Doc into rows: who said what, a row for each continuous stretch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from spacy.tokens import Doc, Span

from pipeline import schema
from pipeline.components.records import Utterance
from pipeline.quotation.cues import lemma_of
from pipeline.quotation.direct import quotations
from pipeline.quotation.stance import head_of
from pipeline.records import CleanText, span_id
from pipeline.stages import Stage
from pipeline.stages.annotate import sentence_id

STAGE = Stage("quotes", 3, reads=("doc",), writes=("quotes", "quote_speakers", "quoted_terms"))

Kind = Literal["direct", "mixed", "indirect"]
CueKind = Literal["speech", "thought", "writing", "document"]
Polarity = Literal["affirmed", "negated"]


@dataclass(frozen=True, slots=True)
class Quoted:
    """The rows of an article, in reading order; link fills the entities of `quote_speakers` in."""

    quotes: list[schema.Quote]
    quote_speakers: list[schema.QuoteSpeaker]
    quoted_terms: list[schema.QuotedTerm]


def quotes(doc: Doc, clean: CleanText) -> Quoted:
    """Make the rows of an annotated Doc."""
    utterances: list[Utterance] = doc._.quotes
    inner = [(q.marked.inner_start, q.marked.inner_end) for q in quotations(doc)] if utterances else []
    rows, speakers = [], []
    for utterance in utterances:
        ids = _mention_ids(clean.doc_id, utterance)
        for part in utterance.parts:
            row = _row(doc, clean, utterance, part, inner)
            rows.append(row)
            speakers += [schema.QuoteSpeaker(quote_id=row.quote_id, entity_id="", mention_id=i) for i in ids]
    terms = [
        schema.QuotedTerm(
            term_id=span_id(clean.doc_id, "t", term.span.start_char, term.span.end_char),
            doc_id=clean.doc_id,
            sentence_id=sentence_id(doc, clean.doc_id, term.span[0]),
            text=term.span.text,
            reason=cast(schema.Reason, term.reason),
            **clean.span(term.span.start_char, term.span.end_char),
        )
        for term in doc._.quoted_terms
    ]
    return Quoted(sorted(rows, key=lambda row: (row.start, row.end)), speakers, terms)


def _mention_ids(doc_id: str, utterance: Utterance) -> list[str]:
    return [span_id(doc_id, "m", mention.start_char, mention.end_char) for mention in utterance.speakers]


def _row(doc: Doc, clean: CleanText, utterance: Utterance, part: Span, inner: list[tuple[int, int]]) -> schema.Quote:
    start, end = part.start_char, part.end_char
    ids = _mention_ids(clean.doc_id, utterance)
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
        speaker_mention_id=ids[0] if len(ids) == 1 else None,
        cue_text=utterance.cue.text if utterance.cue else None,
        cue_lemma=lemma_of(head_of(utterance.cue)) if utterance.cue else None,
        cue_kind=cast(CueKind | None, utterance.cue_kind),
        polarity=cast(Polarity, utterance.polarity),
        stance=cast(schema.Stance, utterance.stance),
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
