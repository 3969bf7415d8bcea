"""The rows that pages are made of, taken from the tables once and kept by document, claim or alignment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from pipeline.tables import Tables

Row = dict[str, Any]
Pair = tuple[str, str]
RELATIONS = ("conflicts", "agrees", "elaborates")
"""In the order in which people want to see them."""
ENTITY = ("entity_id", "name", "label", "country_code", "wikidata_id")
"""What pages of some documents tell of entities: nothing that changes where other documents do."""


@dataclass(frozen=True)
class Rows:
    """Rows of the documents that are shown, null as None.

    Attributes:
        documents: By doc_id, in the order of the ids.
        headings: Titles and headings in the clean text, by doc_id.
        mentions: Of entities, by doc_id.
        quotes: By doc_id.
        quote_entities: Entity ids of the speakers, by quote_id.
        claims: By claim_id.
        claim_entities: Entity ids, by claim_id.
        entities: By entity_id.
        alignments: By the two documents.
        evidence: By alignment_id.
        only_in: By the document that tells it and the one that does not.
    """

    documents: Mapping[str, Row]
    headings: Mapping[str, list[Row]]
    mentions: Mapping[str, list[Row]]
    quotes: Mapping[str, list[Row]]
    quote_entities: Mapping[str, list[str]]
    claims: Mapping[str, Row]
    claim_entities: Mapping[str, list[str]]
    entities: Mapping[str, Row]
    alignments: Mapping[Pair, list[Row]]
    evidence: Mapping[str, list[Row]]
    only_in: Mapping[Pair, list[Row]]


def rows_of(tables: Tables, doc_ids: Collection[str]) -> Rows:
    """The rows of some documents.

    Args:
        tables: The tables.
        doc_ids: The documents.
    """
    wanted = set(doc_ids)
    furniture = tables.read("furniture", doc_id=wanted).dropna(subset="start")
    mentions = tables.read("mentions", doc_id=wanted).dropna(subset="entity_id")
    quotes, claims = (tables.read(name, doc_id=wanted) for name in ("quotes", "claims"))
    alignments = tables.read("alignments", doc_a=wanted, doc_b=wanted)
    only_in = tables.read("only_in", doc_id=wanted, other_doc_id=wanted)
    evidence = tables.read("alignment_evidence", alignment_id=set(alignments["alignment_id"]))
    said = tables.read("quote_speakers", quote_id=set(quotes["quote_id"]))
    about = tables.read("claim_entities", claim_id=set(claims["claim_id"]))
    named = {*mentions["entity_id"], *said["entity_id"], *about["entity_id"]}
    return Rows(
        documents=_keyed(tables.read("documents", doc_id=wanted), "doc_id"),
        headings=_grouped(furniture, "doc_id"),
        mentions=_grouped(mentions, "doc_id"),
        quotes=_grouped(quotes, "doc_id"),
        quote_entities={key: [row["entity_id"] for row in rows] for key, rows in _grouped(said, "quote_id").items()},
        claims=_keyed(claims, "claim_id"),
        claim_entities={
            key: list(dict.fromkeys(row["entity_id"] for row in rows))
            for key, rows in _grouped(about, "claim_id").items()
        },
        entities=_keyed(tables.read("entities", ENTITY, entity_id=named), "entity_id"),
        alignments=_by_pair(records(alignments), "doc_a", "doc_b"),
        evidence=_grouped(evidence, "alignment_id"),
        only_in=_by_pair(records(only_in), "doc_id", "other_doc_id"),
    )


def in_order(alignments: Iterable[Row]) -> list[Row]:
    """Alignments with conflicts first, then agreements, each by score."""
    return sorted(
        alignments, key=lambda row: (RELATIONS.index(row["relation"]), -(row["score"] or 0), row["alignment_id"])
    )


def narrowed(rows: Rows, doc_ids: Collection[str]) -> Rows:
    """The rows of some documents out of those of more."""
    wanted = set(doc_ids)
    return replace(
        rows,
        documents={key: row for key, row in rows.documents.items() if key in wanted},
        mentions={key: found for key, found in rows.mentions.items() if key in wanted},
        quotes={key: found for key, found in rows.quotes.items() if key in wanted},
        claims={key: row for key, row in rows.claims.items() if row["doc_id"] in wanted},
        alignments={pair: found for pair, found in rows.alignments.items() if wanted.issuperset(pair)},
        only_in={pair: found for pair, found in rows.only_in.items() if wanted.issuperset(pair)},
    )


def records(frame: pd.DataFrame) -> list[Row]:
    """Rows as dictionaries, null as None."""
    columns = {
        str(name): [None if missing else value for value, missing in zip(column.tolist(), column.isna(), strict=True)]
        for name, column in frame.items()
    }
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _keyed(frame: pd.DataFrame, key: str) -> dict[str, Row]:
    return {row[key]: row for row in records(frame)}


def _grouped(frame: pd.DataFrame, column: str) -> dict[str, list[Row]]:
    found = defaultdict(list)
    for row in records(frame):
        found[row[column]].append(row)
    return dict(found)


def _by_pair(rows: list[Row], first: str, second: str) -> dict[Pair, list[Row]]:
    found = defaultdict(list)
    for row in rows:
        found[row[first], row[second]].append(row)
    return dict(found)
