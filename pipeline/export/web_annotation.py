"""W3C Web Annotations in JSON-LD: an AnnotationCollection of mentions, quotes, claims and alignments.

Each annotation selects characters of the raw text by their position and by themselves with what stands around them. The
source that they count in is named by its hash (RFC 6920): the collection tells which document that is, and the bytes
are those of `raw_text/DOC_ID.txt`. The ids of annotations depend on files and row alone: the same row of another run is
the same annotation. `dcterms:identifier` is the id of the row in the tables.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from pipeline import __version__
from pipeline.export.rows import rows_of
from pipeline.schema import Alignment, Claim, Document, Entity, Mention, Quote
from pipeline.tables import Tables

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32  # characters before and after
Json = dict[str, Any]


def write(tables: Tables, path: Path) -> None:
    """Write the collection, an annotation a line.

    Raises:
        OSError: The file cannot be written.
    """
    writer = _Writer.of(tables)
    annotations = list(writer.annotations(tables))
    collection: Json = {
        "@context": CONTEXT,
        "id": _urn(*sorted(source.id for source in writer.sources.values())),
        "type": "AnnotationCollection",
        "label": "Mentions, quotes, claims and alignments",
        "generator": {"type": "Software", "name": f"Corroborate {__version__}"},
        "dcterms:source": [source.described() for source in writer.sources.values()],
        "total": len(annotations),
    }
    page: Json = {"id": _urn(collection["id"], "page"), "type": "AnnotationPage", "startIndex": 0}
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{_json(collection)[:-1]}, "first": {_json(page)[:-1]}, "items": [\n')
        file.write(",\n".join(map(_json, annotations)))
        file.write("\n]}}\n")


@dataclass(frozen=True)
class _Source:
    """A document and its raw text."""

    document: Document
    text: str
    id: str

    @classmethod
    def of(cls, document: Document, text: str) -> _Source:
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
        return cls(document, text, f"ni:///sha-256;{digest}")

    def described(self) -> Json:
        """The document as the collection tells of it."""
        known = {
            "label": self.document.title,
            "dcterms:publisher": self.document.source,
            "dcterms:issued": self.document.published,
            "schema:url": self.document.url,
        }
        told = {name: value for name, value in known.items() if value is not None}
        fixed = {"type": "Text", "format": "text/plain", "language": self.document.lang}
        return {"id": self.id, **fixed, "dcterms:identifier": self.document.doc_id, **told}

    def selected(self, start: int, end: int) -> Json:
        """Characters of the raw text as the target of an annotation."""
        quote = {
            "type": "TextQuoteSelector",
            "exact": self.text[start:end],
            "prefix": self.text[max(0, start - _AROUND) : start],
            "suffix": self.text[end : end + _AROUND],
        }
        position = {"type": "TextPositionSelector", "start": start, "end": end}
        return {"type": "SpecificResource", "source": self.id, "selector": [position, quote]}


@dataclass(frozen=True)
class _Writer:
    """Makes annotations of rows; knows the documents and entities that they name by id."""

    sources: Mapping[str, _Source]
    entities: Mapping[str, Entity]

    @classmethod
    def of(cls, tables: Tables) -> _Writer:
        documents: list[Document] = rows_of(tables, "documents")
        sources = {row.doc_id: _Source.of(row, tables.text(row.doc_id, raw=True)) for row in documents}
        return cls(sources, {entity.entity_id: entity for entity in rows_of(tables, "entities")})

    def annotations(self, tables: Tables) -> Iterator[Json]:
        """All annotations: mentions, quotes, claims, alignments, each in the order of its table."""
        claims = {claim.claim_id: claim for claim in rows_of(tables, "claims")}
        yield from map(self._mention, rows_of(tables, "mentions"))
        yield from map(self._quote, rows_of(tables, "quotes"))
        yield from map(self._claim, claims.values())
        for alignment in rows_of(tables, "alignments"):
            yield self._alignment(alignment, claims[alignment.claim_a], claims[alignment.claim_b])

    def _mention(self, row: Mention) -> Json:
        body = [_tag(row.label)]
        if entity := self._entity(row.entity_id):
            body.append({"type": "SpecificResource", "purpose": "identifying", "source": entity})
        return self._annotation(row.mention_id, "identifying" if entity else "tagging", row, body)

    def _quote(self, row: Quote) -> Json:
        speaker = self._entity(row.speaker_entity_id) or _named(row.speaker_name or row.speaker_text)
        quotation = _resource("Quotation", text=row.verbatim or row.text, spokenByCharacter=speaker)
        tags = [
            _tag(tag)
            for tag in ("quote", row.kind, *_unless("affirmed", row.polarity), *_unless("neutral", row.stance))
        ]
        told = [_description(f"{speaker['label']}: {row.cue_text or 'says'}")] if speaker else []
        return self._annotation(row.quote_id, "tagging", row, [*tags, *told, quotation])

    def _claim(self, row: Claim) -> Json:
        about = [entity for one in (row.subject_entity_id, row.object_entity_id) if (entity := self._entity(one))]
        author = self._entity(row.attributed_entity_id) or _named(row.attributed_to)
        claim = _resource("Claim", text=row.statement, about=about, author=author)
        tags = [_tag(tag) for tag in ("claim", row.kind, row.polarity, row.modality)]
        return self._annotation(row.claim_id, "tagging", row, [*tags, claim])

    def _alignment(self, row: Alignment, one: Claim, other: Claim) -> Json:
        other_span = self.sources[other.doc_id].selected(other.raw_start, other.raw_end)
        linked = {**other_span, "purpose": "linking", "dcterms:identifier": other.claim_id}
        told = [_description(row.conflict)] if row.conflict else []
        body = [_tag(row.relation), *told, linked]
        return self._annotation(row.alignment_id, "linking", one, body, self.sources[other.doc_id])

    def _annotation(
        self, row_id: str, motivation: str, span: Mention | Quote | Claim, body: list[Json], *others: _Source
    ) -> Json:
        source = self.sources[span.doc_id]
        return {
            "id": _urn(*(one.document.raw_sha256 for one in (source, *others)), row_id),
            "type": "Annotation",
            "motivation": motivation,
            "dcterms:identifier": row_id,
            "body": body,
            "target": source.selected(span.raw_start, span.raw_end),
        }

    def _entity(self, entity_id: str | None) -> Json | None:
        """An entity by its Wikidata item where that is known."""
        if entity_id is None:
            return None
        entity = self.entities[entity_id]
        item = entity.wikidata_id
        iri = f"http://www.wikidata.org/entity/{item}" if item else _urn("entity", entity_id)
        return {"id": iri, "label": entity.name, "dcterms:identifier": entity_id}


def _tag(value: str) -> Json:
    return {"type": "TextualBody", "purpose": "tagging", "value": value}


def _description(value: str) -> Json:
    return {"type": "TextualBody", "purpose": "describing", "value": value, "format": "text/plain"}


def _resource(kind: str, **properties: Any) -> Json:
    """Something in the words of schema.org; what is not known of it is left out."""
    return {"type": f"schema:{kind}", **{f"schema:{name}": value for name, value in properties.items() if value}}


def _named(name: str | None) -> Json | None:
    return {"label": name} if name else None


def _unless(usual: str, value: str) -> tuple[str, ...]:
    return () if value == usual else (value,)


def _urn(*parts: str) -> str:
    """An IRI that the same parts always give."""
    return f"urn:uuid:{uuid5(NAMESPACE_OID, chr(0).join(parts))}"


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
