"""What can be pointed at in a text: names, quotations and claims, each with its row and the facts told of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pipeline.report.marks import Mark
from pipeline.report.meetings import Meeting
from pipeline.report.rows import RELATIONS, Row, Rows

UNKNOWN = "nobody named"
"""Stands for the speaker where none is known."""
SURE = 0.5
"""Confidence of a quotation under which it is shown paler."""
Facts = tuple[tuple[str, str], ...]
_LABELS = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place"}


@dataclass(frozen=True, slots=True)
class Item:
    """A name, quotation or claim in a text.

    Attributes:
        number: Its number on the page.
        doc_id: The document that it stands in.
        kind: The class that it is styled by.
        table: The table of its row.
        row_id: The key of its row.
        row: Its row.
        facts: What is told of it: names and values.
        speakers: Names of those who are said to have said it.
        entities: Ids of the entities that it is about.
        meetings: Those that a claim takes part in.
    """

    number: int
    doc_id: str
    kind: str
    table: str
    row_id: str
    row: Row = field(repr=False)
    facts: Facts
    speakers: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    meetings: tuple[Meeting, ...] = ()

    @property
    def first_speaker(self) -> str:
        """The first who is said to have said it."""
        return self.speakers[0] if self.speakers else UNKNOWN

    @property
    def mark(self) -> Mark:
        """Where it is marked in the clean text."""
        chips = tuple(met.number for met in self.meetings)
        label = "; ".join(self.speakers) if self.table == "quotes" else ""
        return Mark(self.row["start"], self.row["end"], self.kind, self.number, chips, label)


def items(rows: Rows, meetings: Iterable[Meeting], only: Iterable[str]) -> list[Item]:
    """All items of the documents that are shown, in reading order.

    Args:
        rows: The rows of the documents.
        meetings: The alignments that are shown.
        only: Ids of claims that but one article tells.
    """
    met: dict[str, list[Meeting]] = {}
    for one in meetings:
        for side in one.sides:
            met.setdefault(side.claim_id, []).append(one)
    spoken = {quote["quote_id"]: _names(quote["speaker_name"]) for of in rows.quotes.values() for quote in of}
    found = [*_mentions(rows), *_quotes(rows, spoken), *_claims(rows, met, spoken, set(only))]
    found.sort(key=lambda item: (item.doc_id, item.row["start"], -item.row["end"], item.table, item.row_id))
    return [_numbered(item, number) for number, item in enumerate(found)]


def kind_of_name(entity: Row) -> str:
    """Whether an entity is a person, a place, an organisation or something else; a people counts as its country."""
    if entity["label"] == "NORP" and entity["country_code"]:
        return "place"
    return _LABELS.get(entity["label"], "name")


def _numbered(item: Item, number: int) -> Item:
    return replace(item, number=number)


def _mentions(rows: Rows) -> Iterator[Item]:
    for doc_id, of_document in rows.mentions.items():
        for row in of_document:
            entity = rows.entities[row["entity_id"]]
            facts = _facts(
                name=entity["name"],
                type=entity["label"],
                country=entity["country_code"],
                wikidata=entity["wikidata_id"],
                found_by=row["method"],
            )
            kind = "reference" if row["method"] == "coref" else kind_of_name(entity)
            key = row["mention_id"]
            yield Item(0, doc_id, kind, "mentions", key, row, facts, entities=(row["entity_id"],))


def _quotes(rows: Rows, spoken: Mapping[str, tuple[str, ...]]) -> Iterator[Item]:
    for doc_id, of_document in rows.quotes.items():
        for row in of_document:
            key = row["quote_id"]
            facts = _facts(
                speaker=row["speaker_name"],
                named_there=row["speaker_text"],
                said_with=row["cue_text"],
                kind=row["kind"],
                stance=_unless("neutral", row["stance"]),
                polarity=_unless("affirmed", row["polarity"]),
                confidence=_score(row["confidence"]),
            )
            entities = tuple(rows.quote_entities.get(key, ()))
            is_sure = row["confidence"] is None or row["confidence"] >= SURE
            yield Item(0, doc_id, "quote" if is_sure else "unsure", "quotes", key, row, facts, spoken[key], entities)


def _claims(
    rows: Rows, met: Mapping[str, list[Meeting]], spoken: Mapping[str, tuple[str, ...]], only: set[str]
) -> Iterator[Item]:
    for key, row in rows.claims.items():
        if key not in met and key not in only:
            continue
        facts = _facts(
            claim=row["statement"],
            subject=row["subject"],
            predicate=row["predicate"],
            object=row["object"],
            said_by=row["attributed_to"],
            polarity=_unless("affirmed", row["polarity"]),
            modality=_unless("asserted", row["modality"]),
            kind=row["kind"],
            confidence=_score(row["confidence"]),
        )
        meetings = tuple(met.get(key, ()))
        relations = [one.relation for one in meetings]
        kind = min(relations, key=RELATIONS.index) if relations else "only"
        speakers = spoken.get(row["quote_id"] or "", ()) or _names(row["attributed_to"])
        entities = tuple(rows.claim_entities.get(key, ()))
        yield Item(0, row["doc_id"], kind, "claims", key, row, facts, speakers, entities, meetings)


def _facts(**values: str | None) -> Facts:
    return tuple((name.replace("_", " "), value) for name, value in values.items() if value)


def _unless(usual: str, value: str) -> str | None:
    return None if value == usual else value


def _score(value: float | None) -> str | None:
    return None if value is None else f"{value:.2f}"


def _names(joined: str | None) -> tuple[str, ...]:
    return tuple(joined.split("; ")) if joined else ()
