"""A spaCy DocBin: every document as a Doc with tokens, tags, lemmas and parse, and the names, quotes and claims on it.

Plain spaCy opens it. On each Doc:

- `doc.ents`: the names, dates and numbers
- `doc.spans["mentions"]`: these, and the pronouns and descriptions that stand for somebody or something named
- `doc.spans["quotes"]`, `["speakers"]`, `["cues"]`, `["quoted_terms"]`, `["claims"]`
- `doc.user_data`: the row of the document, and under "entities" the entities that are mentioned in it, by id

A claim that is cut from another runs from its first word to its last, as in the tables. Of each span `id_` is the id of
its row (of a speaker or cue that of its quote), `label_` its kind, and `kb_id_` the `entity_id` of who is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, DocBin, Span
from spacy.util import filter_spans

from pipeline.errors import UsageError
from pipeline.export.annotated import annotated
from pipeline.export.rows import by_document, rows_of
from pipeline.schema import Document, Entity, Mention, Quote
from pipeline.tables import Tables

_SPANS = ("mentions", "quotes", "quoted_terms", "claims")


def write(tables: Tables, path: Path) -> None:
    """Write a DocBin.

    Raises:
        UsageError: The model that made the tables is not here.
        OSError: The file cannot be written.
    """
    rows = {name: by_document(tables, name) for name in _SPANS}
    entities = {entity.entity_id: entity for entity in rows_of(tables, "entities")}
    store = DocBin(store_user_data=True)
    for document, doc in annotated(tables):
        _put_on(doc, document, {name: found[document.doc_id] for name, found in rows.items()}, entities)
        store.add(doc)
    store.to_disk(path)


def _put_on(doc: Doc, document: Document, rows: Mapping[str, Sequence[Any]], entities: Mapping[str, Entity]) -> None:
    """Put what the tables hold of a document on its Doc."""
    mentions: Sequence[Mention] = rows["mentions"]
    span = partial(_span, doc)
    named = {row: span(row.start, row.end, row.label, row.mention_id, row.entity_id) for row in mentions}
    doc.ents = filter_spans(one for row, one in named.items() if row.method != "coref")
    doc.spans.clear()
    doc.spans["mentions"] = list(named.values())
    doc.spans["quotes"] = [span(q.start, q.end, q.kind, q.quote_id) for q in rows["quotes"]]
    doc.spans["speakers"] = list(_speakers(doc, rows["quotes"]))
    doc.spans["cues"] = [
        span(q.cue_start, q.cue_end, q.cue_kind, q.quote_id) for q in rows["quotes"] if q.cue_start is not None
    ]
    doc.spans["quoted_terms"] = [span(term.start, term.end, term.reason, term.term_id) for term in rows["quoted_terms"]]
    doc.spans["claims"] = [span(claim.start, claim.end, claim.kind, claim.claim_id) for claim in rows["claims"]]
    meant = sorted({row.entity_id for row in mentions if row.entity_id})
    doc.user_data = {**asdict(document), "entities": {entity_id: asdict(entities[entity_id]) for entity_id in meant}}


def _speakers(doc: Doc, quotes: Iterable[Quote]) -> Iterable[Span]:
    """The speakers as named there; one who speaks in several stretches is there once for each."""
    for quote in quotes:
        if quote.speaker_start is not None and quote.speaker_end is not None:
            place = quote.speaker_start, quote.speaker_end
            yield _span(doc, *place, "speaker", quote.quote_id, quote.speaker_entity_id)


def _span(doc: Doc, start: int, end: int, label: str | None, row_id: str, entity_id: str | None = None) -> Span:
    """The tokens of a row.

    Raises:
        UsageError: It does not begin and end where tokens do.
    """
    found = doc.char_span(start, end, label=label or "", kb_id=entity_id or "", span_id=row_id)
    if found is None:
        raise UsageError(f"{row_id} does not fall on tokens: make the tables anew with `corroborate run`")
    return found
