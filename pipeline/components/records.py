"""The typed records that the components leave on a Doc (`doc._.mentions`, `doc._.quotes`, `doc._.claims`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import partial
from typing import Any

from spacy.tokens import Doc, Span


@dataclass(frozen=True, slots=True)
class EntityMention:
    """A name, role or pronoun that stands for an entity, or a date or number.

    Attributes:
        span: Its tokens; `span.label_` is the entity type.
        method: What found it: "model", "lexicon", "rule" or "coref".
        name: The fullest name of the same entity in the document; None for dates and numbers.
    """

    span: Span
    method: str
    name: str | None


@dataclass(frozen=True, slots=True)
class Utterance:
    """What somebody is said to have said, in one or more continuous stretches.

    Attributes:
        parts: Its stretches in reading order, quotation marks included.
        kind: "direct", "mixed" or "indirect".
        speaker: The speaker as named there, None where nobody is.
        speaker_name: Who that is, where `doc._.mentions` tells; several names joined by "; ".
        speakers: The mentions that tell, one an entity.
        cue: The words that tell of the saying.
        cue_kind: "speech", "thought", "writing", "document", or None where the cue does not tell.
        polarity: "affirmed", or "negated" where it was denied or not said.
        stance: How the cue colours it: "neutral", "claimed", "warned", ...
        rule: What attributed it.
        confidence: Probability of being right, calibrated on a dev set, or None.
    """

    parts: tuple[Span, ...]
    kind: str
    speaker: Span | None
    speaker_name: str | None
    speakers: tuple[Span, ...]
    cue: Span | None
    cue_kind: str | None
    polarity: str
    stance: str
    rule: str
    confidence: float | None


@dataclass(frozen=True, slots=True)
class QuotedTerm:
    """Words in quotation marks that nobody is said to have said.

    Attributes:
        span: The words, marks included.
        reason: Why they are no quote: "scare", "term", "title", "nickname", "motto", "unattributed" or "unclosed".
    """

    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Proposition:
    """A clause, a noun phrase or a part of one that asserts something.

    Attributes:
        span: The clause; of a part, from its first word to its last.
        subject: Its subject, also where that stands in another clause.
        predicate: The head of its predicate.
        predicate_text: The predicate with auxiliaries, negation and particle.
        object: Its object, complement or first prepositional argument.
        polarity: "affirmed" or "negated".
        modality: "asserted", "possible", "planned", "obliged" or "conditional".
        utterance: The utterance that it stands in, as an index into `doc._.quotes`.
        kind: "main", "coordinated", "complement", "relative", "adverbial", "participial", "appositive", "nominal",
            "headline" or "part".
        tense: "past", "present", "future" or None where that is not told.
        lemma: Lemma of the predicate, with its particle.
        stretches: What it is made of in reading order, its subject included; each labelled "subject", "predicate",
            "object", "when", "where", "how_much" or "other".
        head: The head of its clause, which predicates like *is expected to visit* begin with.
        part_of: The claim that a part is cut from, as an index into `doc._.claims`.
    """

    span: Span
    subject: Span | None
    predicate: Span
    predicate_text: str
    object: Span | None
    polarity: str
    modality: str
    utterance: int | None
    kind: str = "main"
    tense: str | None = None
    lemma: str = ""
    stretches: tuple[Span, ...] = ()
    head: Span | None = None
    part_of: int | None = None


RECORDS: dict[str, type[EntityMention | Utterance | QuotedTerm | Proposition]] = {
    "mentions": EntityMention,
    "quotes": Utterance,
    "quoted_terms": QuotedTerm,
    "claims": Proposition,
    "claim_parts": Proposition,
}
"""The custom attributes of a Doc, each a list of records."""


def register_extensions() -> None:
    """Declare the custom attributes; safe to call more than once.

    What is kept on the Doc is plain data, so that it can be copied, pickled and put into a DocBin; each look at an
    attribute makes the records anew.
    """
    for name in RECORDS:
        if not Doc.has_extension(name):
            Doc.set_extension(name, getter=partial(_load, name), setter=partial(_keep, name))


def _keep(name: str, doc: Doc, records: Sequence[Any]) -> None:
    names = [field.name for field in fields(RECORDS[name])]
    kept = [{field: _plain(getattr(record, field)) for field in names} for record in records]
    doc.user_data[f"corroborate.{name}"] = {"n_tokens": len(doc), "records": kept}


def _load(name: str, doc: Doc) -> list[Any]:
    kept = doc.user_data.get(f"corroborate.{name}")
    if kept is None or kept["n_tokens"] != len(doc):  # of a longer Doc that this one was cut from
        return []
    record_of = RECORDS[name]
    return [record_of(**{k: _record_value(doc, v) for k, v in record.items()}) for record in kept["records"]]


def _plain(value: Any) -> Any:
    """Spans as their tokens and label, under a key that no other value has."""
    if isinstance(value, Span):
        return {"span": [value.start, value.end, value.label_]}
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


def _record_value(doc: Doc, value: Any) -> Any:
    if isinstance(value, dict):
        start, end, label = value["span"]
        return Span(doc, start, end, label)
    return tuple(_record_value(doc, part) for part in value) if isinstance(value, list | tuple) else value
