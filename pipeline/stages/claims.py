"""Turns the propositions of a Doc into rows of the tables claims and quantities."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Literal, cast

from spacy.tokens import Doc, Span, Token

from pipeline.components.records import EntityMention, Proposition, Utterance
from pipeline.naming.quantities import parse_quantity
from pipeline.propositions.predicates import predicate_lemma
from pipeline.records import CleanText, span_id
from pipeline.schema import Claim, Quantity
from pipeline.stages import Stage
from pipeline.stages.annotate import sentence_id

STAGE = Stage("claims", 1, reads=("doc", "clean"), writes=("claims", "quantities"))

_Modality = Literal["asserted", "possible", "planned", "obliged", "conditional"]
_KINDS = {
    "DATE": "date",
    "TIME": "time",
    "MONEY": "money",
    "PERCENT": "percent",
    "QUANTITY": "quantity",
    "CARDINAL": "count",
    "ORDINAL": "ordinal",
}


def claims(doc: Doc, clean: CleanText) -> tuple[list[Claim], list[Quantity]]:
    """The rows of one document; mention ids are set, entity ids are not yet."""
    mentions: list[EntityMention] = [m for m in doc._.mentions if m.span.label_ not in _KINDS]
    covering = _by_token(m.span for m in mentions)
    named = {t.i for m in mentions if m.name is not None and m.method != "coref" for t in m.span}
    amounts = _amounts(doc)
    claim_rows, quantity_rows = [], []
    utterances: list[Utterance] = doc._.quotes
    for proposition in doc._.claims:
        claim = _claim(proposition, utterances, clean, covering, named)
        claim_rows.append(claim)
        quantity_rows += [_quantity(claim, span, clean) for span in _within(amounts, proposition.span)]
    return claim_rows, quantity_rows


def _claim(
    proposition: Proposition,
    quotes: list[Utterance],
    clean: CleanText,
    covering: dict[int, Span],
    named: set[int],
) -> Claim:
    span = proposition.span
    utterance = quotes[proposition.utterance] if proposition.utterance is not None else None
    return Claim(
        claim_id=_id(clean.doc_id, "c", span),
        doc_id=clean.doc_id,
        sentence_id=sentence_id(span.doc, clean.doc_id, span[0]),
        text=span.text,
        subject=proposition.subject.text if proposition.subject else None,
        predicate=proposition.predicate_text,
        object=proposition.object.text if proposition.object else None,
        subject_entity_id=None,
        object_entity_id=None,
        subject_mention_id=_mention_id(clean.doc_id, proposition.subject, covering),
        object_mention_id=_mention_id(clean.doc_id, proposition.object, covering),
        predicate_lemma=predicate_lemma(proposition.predicate[0]),
        polarity=cast(Literal["affirmed", "negated"], proposition.polarity),
        modality=cast(_Modality, proposition.modality),
        attributed_to=(utterance.speaker_name or _text(utterance.speaker)) if utterance else None,
        attributed_entity_id=None,
        quote_id=_quote_id(clean.doc_id, proposition, utterance) if utterance else None,
        terms=" ".join(_term(token) for token in span if _is_content(token) and token.i not in named),
        confidence=None,
        **clean.span(span.start_char, span.end_char),
    )


def _id(doc_id: str, letter: str, span: Span) -> str:
    return span_id(doc_id, letter, span.start_char, span.end_char)


def _text(span: Span | None) -> str | None:
    return span.text if span is not None else None


def _quote_id(doc_id: str, proposition: Proposition, utterance: Utterance) -> str | None:
    """The part of the utterance that the claim's predicate stands in."""
    place = proposition.predicate.start
    part = next((part for part in utterance.parts if part.start <= place < part.end), None)
    return _id(doc_id, "q", part) if part is not None else None


def _by_token(spans: Iterable[Span]) -> dict[int, Span]:
    """The shortest span that covers each token."""
    ordered = sorted(spans, key=lambda span: (-len(span), span.start))
    return {token.i: span for span in ordered for token in span}


def _mention_id(doc_id: str, phrase: Span | None, covering: dict[int, Span]) -> str | None:
    """The mention that covers the head of a phrase."""
    mention = covering.get(phrase.root.i) if phrase is not None else None
    return _id(doc_id, "m", mention) if mention is not None else None


def _is_content(token: Token) -> bool:
    return not token.is_punct and not token.is_space and (token.like_num or token.pos_ == "PROPN" or not token.is_stop)


def _term(token: Token) -> str:
    return (token.lemma_ or token.text).lower()


def _amounts(doc: Doc) -> list[Span]:
    """The dates, numbers and amounts of a document in reading order, each once."""
    spans = [m.span for m in doc._.mentions] + list(doc.ents)
    found = {(span.start, span.end): span for span in reversed(spans) if span.label_ in _KINDS}
    return [found[key] for key in sorted(found)]


def _within(spans: list[Span], around: Span) -> list[Span]:
    """The spans, sorted by start, that lie inside another."""
    first = bisect_left(spans, around.start, key=lambda span: span.start)
    last = bisect_right(spans, around.end - 1, key=lambda span: span.start)
    inside = [span for span in spans[first:last] if span.end <= around.end]
    return [span for i, span in enumerate(inside) if i == 0 or span.start != inside[i - 1].start]


def _quantity(claim: Claim, span: Span, clean: CleanText) -> Quantity:
    value, unit = parse_quantity(span.text, span.label_)
    return Quantity(
        claim_id=claim.claim_id,
        text=span.text,
        value=value,
        unit=_counted(span) if span.label_ in ("CARDINAL", "ORDINAL") else unit,
        kind=_KINDS[span.label_],  # type: ignore[arg-type]
        **clean.span(span.start_char, span.end_char),
    )


def _counted(span: Span) -> str | None:
    """The noun that a number counts: *agreement* in *10 agreements*."""
    head = span.root.head
    is_noun = head.pos_ in ("NOUN", "PROPN") and head.i >= span.end and span.root.dep_ in ("nummod", "amod", "quantmod")
    return _term(head) if is_noun else None
