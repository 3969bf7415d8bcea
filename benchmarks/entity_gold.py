"""Mentions as they were annotated by hand, and as a run of the pipeline found them, in one shape for scoring.

Gold mentions stand in `tests/gold/real/mentions.tsv`, which holds offsets in the raw texts and none of the texts.
"""

from __future__ import annotations

import csv
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from spacy.tokens import Doc

from pipeline.language import lexicon
from pipeline.naming.spans import NUMERIC_LABELS
from pipeline.tables import Tables

GOLD = Path("tests/gold/real/mentions.tsv")
LABELS = frozenset({"PERSON", "GPE", "ORG", "LOC", "NORP", "LAW", "PRODUCT", "FAC", "EVENT"})
KINDS = frozenset({"name", "role", "pronoun"})
STATUSES = frozenset({"must", "may"})
PLACES = frozenset({"body", "title", "byline", "issue_line", "running_head", "biography", "copyright", "footer"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention, gold or found.

    Attributes:
        doc: File name.
        start: First character in the raw text.
        end: One past the last character in the raw text.
        label: OntoNotes entity type.
        kind: "name", "role" or "pronoun".
        entity: Whom it means: an id of the gold list, or of the table of entities; empty where nobody.
        country: ISO 3166-1 alpha-3 code of the state that the entity is or belongs to, as far as it is annotated.
        status: "may" where readers differ or a finer reading is as good, so that it is not counted; else "must".
        place: "body", or the furniture that it stands in.
    """

    doc: str
    start: int
    end: int
    label: str
    kind: str
    entity: str
    country: str = ""
    status: str = "must"
    place: str = "body"


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity that a run found."""

    name: str
    label: str
    country: str
    wikidata: str


def read_mentions(path: Path = GOLD) -> list[Mention]:
    """Read the gold list.

    Raises:
        ValueError: A row has a value that the columns do not know.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [_gold(row, f"{path.name}:{number}") for number, row in enumerate(rows, start=2)]


def _gold(row: dict[str, str], place: str) -> Mention:
    mention = Mention(
        row["file"], int(row["start"]), int(row["end"]), row["label"], row["kind"], row["entity"],
        row["country"], row["status"], row["place"],
    )  # fmt: skip
    for value, known in (
        (mention.label, LABELS),
        (mention.kind, KINDS),
        (mention.status, STATUSES),
        (mention.place, PLACES),
    ):
        if value not in known:
            raise ValueError(f"{place}: unknown {value!r}")
    return mention


def gold_entities(gold: Iterable[Mention]) -> dict[str, Entity]:
    """The entities of the gold list; they have no names, and a Wikidata item where the id is one."""
    return {
        m.entity: Entity("", m.label, m.country, m.entity if m.entity.startswith("Q") else "")
        for m in gold
        if m.kind == "name"
    }


def found_mentions(tables: Tables) -> list[Mention]:
    """The mentions of a run, but for dates and numbers."""
    files = _files(tables)
    return [
        Mention(
            files[row["doc_id"]], row["raw_start"], row["raw_end"], row["label"], _kind(row), _text(row["entity_id"])
        )
        for row in _rows(tables.mentions)
        if row["label"] not in NUMERIC_LABELS
    ]


def found_entities(tables: Tables) -> dict[str, Entity]:
    """The entities of a run by their id."""
    return {
        row["entity_id"]: Entity(row["name"], row["label"], _text(row["country_code"]), _text(row["wikidata_id"]))
        for row in _rows(tables.entities)
    }


def in_clean_text(gold: Iterable[Mention], tables: Tables) -> list[Mention]:
    """Gold mentions without those in furniture that the run has taken out."""
    files = _files(tables)
    taken_out = tables.furniture[tables.furniture["start"].isna()]
    gone = [(files[row["doc_id"]], row["raw_start"], row["raw_end"]) for row in _rows(taken_out)]
    return [
        m
        for m in gold
        if m.place == "body" or not any(doc == m.doc and start <= m.start and m.end <= end for doc, start, end in gone)
    ]


def mentions_of(doc: Doc, name: str) -> list[Mention]:
    """The names of a Doc by their offsets in its text, without entities."""
    spans = [span for span in doc.ents if span.label_ not in NUMERIC_LABELS]
    return [Mention(name, span.start_char, span.end_char, span.label_, "name", "") for span in spans]


def _files(tables: Tables) -> dict[str, str]:
    """The file name of each document."""
    return dict(zip(tables.documents["doc_id"], tables.documents["raw_path"], strict=True))


def _rows(frame: pd.DataFrame) -> list[dict[Hashable, Any]]:
    return frame.to_dict("records")


def _kind(row: Mapping[Hashable, Any]) -> str:
    if row["method"] != "coref":
        return "name"
    return "pronoun" if row["text"].lower() in lexicon.pronouns() else "role"


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)
