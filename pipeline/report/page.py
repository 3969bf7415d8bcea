"""The page of a generation: one file that opens offline, with all text escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.report.summary import most_quoted, strongest

N_ENTITIES, N_SPEAKERS = 30, 10
# Control characters, and what turns the direction of writing around.
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_ORDER = {"conflicts": 0, "agrees": 1, "elaborates": 2}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text with the kinds of span that cover it."""

    text: str
    kinds: str
    anchors: tuple[str, ...]


def render(frames: Mapping[str, pd.DataFrame], clean_texts: Mapping[str, str]) -> str:
    """The page.

    Args:
        frames: A frame for every table.
        clean_texts: Clean text by doc_id.
    """
    environment = Environment(
        loader=PackageLoader("pipeline.report", "."),
        autoescape=True,
        finalize=shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html").render(
        documents=_records(frames["documents"]),
        quarantine=_records(frames["quarantine"]),
        alignments=_alignments(frames),
        quotes=_records(frames["quotes"].sort_values(["doc_id", "start"])),
        speakers=most_quoted(frames, N_SPEAKERS),
        entities=_records(_most_mentioned(frames["entities"])),
        articles=[(doc_id, _paragraphs(doc_id, text, frames)) for doc_id, text in sorted(clean_texts.items())],
        titles=dict(zip(frames["documents"]["doc_id"], frames["documents"]["title"].fillna(""), strict=True)),
    )


def shown(value: object) -> object:
    """A value as the page shows it: what would turn or hide the text around it is told by its code point."""
    return UNSEEN.sub(lambda match: f"[U+{ord(match[0]):04X}]", value) if isinstance(value, str) else value


def pieces(text: str, spans: Iterable[tuple[int, int, str, str]]) -> list[Piece]:
    """Cut a text where spans begin and end.

    Args:
        text: The text.
        spans: (start, end, kind, anchor) each; they may overlap.
    """
    ordered = sorted(spans)
    cuts = sorted({0, len(text), *(s for s, *_ in ordered), *(e for _, e, *_ in ordered)})
    found, active, coming = [], list[tuple[int, int, str, str]](), 0
    for start, end in pairwise(cuts):
        active = [span for span in active if span[1] > start]
        fresh = []
        while coming < len(ordered) and ordered[coming][0] == start:
            fresh.append(ordered[coming])
            coming += 1
        active += fresh
        kinds = " ".join(sorted({kind for _, _, kind, _ in active}))
        found.append(Piece(text[start:end], kinds, tuple(anchor for *_, anchor in fresh)))
    return found


def _paragraphs(doc_id: str, text: str, frames: Mapping[str, pd.DataFrame]) -> list[list[Piece]]:
    """The pieces of a document, a list a paragraph."""
    spans = [
        span for kind, table, key in _marked(frames) for span in _spans(table[table["doc_id"] == doc_id], kind, key)
    ]
    paragraphs: list[list[Piece]] = [[]]
    for piece in pieces(text, spans):
        first, *others = piece.text.split("\n\n")
        paragraphs[-1].append(Piece(first, piece.kinds, piece.anchors))
        paragraphs += [[Piece(other, piece.kinds, ())] for other in others]
    return paragraphs


def _marked(frames: Mapping[str, pd.DataFrame]) -> list[tuple[str, pd.DataFrame, str]]:
    """What is marked in the articles: a kind, the rows, and the column of their anchor."""
    aligned = {*frames["alignments"]["claim_a"], *frames["alignments"]["claim_b"]}
    return [
        ("name", frames["mentions"].dropna(subset="entity_id"), "mention_id"),
        ("quote", frames["quotes"], "quote_id"),
        ("claim", frames["claims"][frames["claims"]["claim_id"].isin(aligned)], "claim_id"),
    ]


def _spans(table: pd.DataFrame, kind: str, key: str) -> list[tuple[int, int, str, str]]:
    return [(int(s), int(e), kind, a) for s, e, a in zip(table["start"], table["end"], table[key], strict=True)]


def _alignments(frames: Mapping[str, pd.DataFrame]) -> list[dict[str, Any]]:
    """Alignments with the claims they join, conflicts first, then by score."""
    claims = frames["claims"].set_index("claim_id")
    ordered = sorted(_records(strongest(frames["alignments"])), key=lambda row: _ORDER[row["relation"]])
    for row in ordered:
        row["text_a"], row["text_b"] = claims.at[row["claim_a"], "text"], claims.at[row["claim_b"], "text"]
    return ordered


def _most_mentioned(entities: pd.DataFrame) -> pd.DataFrame:
    return entities.sort_values(["n_mentions", "entity_id"], ascending=[False, True]).head(N_ENTITIES)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as dictionaries, null as None."""
    return [{str(k): None if pd.isna(v) else v for k, v in row.items()} for row in frame.to_dict("records")]
