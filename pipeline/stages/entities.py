"""Turn the mentions on a Doc into rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, cast

from spacy.tokens import Doc

from pipeline.components.records import EntityMention
from pipeline.naming.misspelt import corrections
from pipeline.records import CleanText, span_id
from pipeline.schema import Mention
from pipeline.stages import Stage
from pipeline.stages.annotate import sentence_id

Method = Literal["model", "lexicon", "rule", "coref"]
STAGE = Stage("entities", 2, reads=("clean", "doc"), writes=("mentions",))


def entities(doc: Doc, clean: CleanText) -> list[Mention]:
    """The rows of the mentions table, in reading order, one a span; `entity_id` is for `link` to fill in.

    A name is the fullest one in the document; that of a known leader is put right where one letter of it is wrong.
    """
    by_span: dict[tuple[int, int], EntityMention] = {}
    for mention in doc._.mentions:
        span = mention.span
        if span.text.strip() == span.text and span.text:
            by_span.setdefault((span.start_char, span.end_char), mention)
    slips = corrections(doc)
    return [_row(doc, clean, mention, slips) for _, mention in sorted(by_span.items(), key=lambda item: item[0])]


def _row(doc: Doc, clean: CleanText, mention: EntityMention, slips: Mapping[str, str]) -> Mention:
    start, end = mention.span.start_char, mention.span.end_char
    return Mention(
        mention_id=span_id(clean.doc_id, "m", start, end),
        doc_id=clean.doc_id,
        sentence_id=sentence_id(doc, clean.doc_id, mention.span[0]),
        text=mention.span.text,
        label=mention.span.label_,
        name=slips.get(mention.name or "", mention.name),
        entity_id=None,
        method=cast("Method", mention.method),
        **clean.span(start, end),
    )
