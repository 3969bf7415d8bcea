"""Turns the propositions of a Doc into rows of the tables claims, claim_spans and quantities."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from spacy.tokens import Doc, Span, Token

from pipeline.components.records import EntityMention, Proposition, Utterance
from pipeline.language.lexicon import unit_of
from pipeline.naming.calendar import Days
from pipeline.naming.dates import days_of
from pipeline.naming.quantities import bound_of, in_base_unit, parse_quantity
from pipeline.records import CleanText, span_id
from pipeline.schema import Claim, ClaimKind, ClaimSpan, Quantity
from pipeline.stages import Stage
from pipeline.stages.annotate import sentence_id

STAGE = Stage("claims", 3, reads=("doc", "clean"), writes=("claims", "claim_spans", "quantities"))

_Modality = Literal["asserted", "possible", "planned", "obliged", "conditional"]
_ANY = frozenset(("a", "an", "one", "some"))
_KINDS = {
    "DATE": "date",
    "TIME": "time",
    "MONEY": "money",
    "PERCENT": "percent",
    "QUANTITY": "quantity",
    "CARDINAL": "count",
    "ORDINAL": "ordinal",
}


@dataclass(frozen=True, slots=True)
class Claimed:
    """The rows of an article: its claims, then their parts; mention ids are set, entity ids are not yet."""

    claims: list[Claim]
    claim_spans: list[ClaimSpan]
    quantities: list[Quantity]


def claims(doc: Doc, clean: CleanText) -> Claimed:
    """Make the rows of an annotated Doc, in the order of its claims."""
    mentions: list[EntityMention] = doc._.mentions
    covering = _by_token(m.span for m in mentions if m.span.label_ not in _KINDS)
    named = {t.i for m in mentions if m.span.label_ not in _KINDS and _by_name(m) for t in m.span}
    amounts = _amounts([m.span for m in mentions] + list(doc.ents))
    utterances: list[Utterance] = doc._.quotes
    propositions: list[Proposition] = [*doc._.claims, *doc._.claim_parts]
    ids = _claim_ids(propositions, clean.doc_id)
    made = Claimed([], [], [])
    for claim_id, proposition in zip(ids, propositions, strict=True):
        part_of = ids[proposition.part_of] if proposition.part_of is not None else None
        claim = _claim(claim_id, part_of, proposition, utterances, clean, covering, named)
        made.claims.append(claim)
        made.claim_spans.extend(_claim_spans(claim_id, proposition, clean))
        own = {token.i for token in _words(proposition)}
        inside = _within(amounts, proposition.span)
        made.quantities.extend(_quantity(claim, span, clean) for span in inside if span.root.i in own)
    return made


def _by_name(mention: EntityMention) -> bool:
    return mention.name is not None and mention.method != "coref"


def _claim_spans(claim_id: str, proposition: Proposition, clean: CleanText) -> Iterator[ClaimSpan]:
    """The stretches that a claim is made of."""
    for position, span in enumerate(proposition.stretches):
        place = clean.span(span.start_char, span.end_char)
        yield ClaimSpan(claim_id=claim_id, position=position, role=span.label_, text=span.text, **place)  # type: ignore[arg-type]


def _claim_ids(propositions: Iterable[Proposition], doc_id: str) -> list[str]:
    """The ids of all claims, then of their parts, which are numbered where a claim has their span."""
    seen: Counter[str] = Counter()
    ids = []
    for proposition in propositions:
        plain = _id(doc_id, "c", proposition.span)
        ids.append(f"{plain}.{seen[plain]}" if seen[plain] else plain)
        seen[plain] += 1
    return ids


def _words(proposition: Proposition) -> list[Token]:
    """The words of a part; of any other claim all of its clause."""
    if proposition.part_of is None:
        return list(proposition.span)
    return [token for span in proposition.stretches for token in span]


def _claim(
    claim_id: str,
    part_of: str | None,
    proposition: Proposition,
    quotes: list[Utterance],
    clean: CleanText,
    covering: dict[int, Span],
    named: set[int],
) -> Claim:
    span = proposition.span
    utterance = quotes[proposition.utterance] if proposition.utterance is not None else None
    return Claim(
        claim_id=claim_id,
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
        predicate_lemma=proposition.lemma,
        polarity=cast(Literal["affirmed", "negated"], proposition.polarity),
        modality=cast(_Modality, proposition.modality),
        attributed_to=(utterance.speaker_name or _text(utterance.speaker)) if utterance else None,
        attributed_entity_id=None,
        quote_id=_quote_id(clean.doc_id, proposition, utterance) if utterance else None,
        terms=" ".join(content_lemmas(t for t in _words(proposition) if t.i not in named)) or None,
        confidence=None,
        statement=" ".join(stretch.text for stretch in proposition.stretches),
        kind=cast(ClaimKind, proposition.kind),
        part_of=part_of,
        tense=cast(Literal["past", "present", "future"] | None, proposition.tense),
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


def content_lemmas(tokens: Iterable[Token]) -> list[str]:
    """The lemmas of the words that say something by themselves, in lower case."""
    return [_term(token) for token in tokens if _is_content(token)]


def _is_content(token: Token) -> bool:
    return not token.is_punct and not token.is_space and (token.like_num or token.pos_ == "PROPN" or not token.is_stop)


def _term(token: Token) -> str:
    return (token.lemma_ or token.text).lower()


def _amounts(spans: list[Span]) -> list[Span]:
    """The dates, numbers and amounts among some spans in reading order, each once."""
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
    base_value, base_unit = in_base_unit(value, unit)
    doc = span.doc
    days = _days(span, claim, clean)
    bound = bound_of(span.text, doc[max(span.start - 3, 0) : span.start].text, doc[span.end : span.end + 2].text)
    return Quantity(
        claim_id=claim.claim_id,
        text=span.text,
        value=value,
        unit=_counted(span) if span.label_ in ("CARDINAL", "ORDINAL") else unit,
        kind=_KINDS[span.label_],  # type: ignore[arg-type]
        bound=("about" if days.about else "exact") if days else bound if value is not None else None,
        base_value=base_value,
        base_unit=base_unit,
        date_from=days.first.isoformat() if days and days.first else None,
        date_to=days.last.isoformat() if days and days.last else None,
        **clean.span(span.start_char, span.end_char),
    )


def _days(span: Span, claim: Claim, clean: CleanText) -> Days | None:
    """The days that a date means in the clause of a claim."""
    if span.label_ not in ("DATE", "TIME") or _is_any_day(span):
        return None
    published = date.fromisoformat(clean.published) if clean.published else None
    governor = span.root.head if span.root.dep_ == "pobj" else None
    return days_of(span.text, published, claim.tense, governor.text if governor is not None else "")


def _is_any_day(span: Span) -> bool:
    """Whether it is one of many days: *on a Friday evening*."""
    unit = unit_of(span[0].text)
    return unit is not None and unit.kind == "weekday" and span.start > 0 and span.doc[span.start - 1].lower_ in _ANY


def _counted(span: Span) -> str | None:
    """The noun that a number counts: *agreement* in *10 agreements*, *person* in *some 40 people*."""
    number = next((token for token in reversed(span) if token.head.i >= span.end), span.root)
    is_noun = number.head.pos_ in ("NOUN", "PROPN") and number.head.i >= span.end
    return _term(number.head) if is_noun and number.dep_ in ("nummod", "amod", "quantmod") else None
