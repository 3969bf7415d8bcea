"""The page of a generation: one file that opens offline, with all text escaped."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.report.summary import most_quoted, strongest

N_ENTITIES, N_SPEAKERS = 30, 10
N_ARTICLES = 20
"""Articles that the page shows, those with the strongest alignments: one of hundreds would open in no browser."""
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
    articles = _foremost(frames)
    spans = _spans(frames, articles)
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
        shown=articles,
        quarantine=_records(frames["quarantine"]),
        alignments=_alignments(frames, articles),
        quotes=_records(_of(frames["quotes"], articles).sort_values(["doc_id", "start"])),
        speakers=most_quoted(frames, N_SPEAKERS),
        entities=_records(_most_mentioned(frames["entities"])),
        articles=[(doc_id, _paragraphs(clean_texts[doc_id], spans[doc_id])) for doc_id in sorted(articles)],
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


def _paragraphs(text: str, spans: Iterable[tuple[int, int, str, str]]) -> list[list[Piece]]:
    """The pieces of a document, a list a paragraph."""
    paragraphs: list[list[Piece]] = [[]]
    for piece in pieces(text, spans):
        first, *others = piece.text.split("\n\n")
        paragraphs[-1].append(Piece(first, piece.kinds, piece.anchors))
        paragraphs += [[Piece(other, piece.kinds, ())] for other in others]
    return paragraphs


def _foremost(frames: Mapping[str, pd.DataFrame]) -> set[str]:
    """The documents that are shown: all, or of many those with the strongest alignments."""
    doc_ids = list(frames["documents"]["doc_id"])
    if len(doc_ids) <= N_ARTICLES:
        return set(doc_ids)
    ranked = strongest(frames["alignments"], frames["claims"])
    joined = dict.fromkeys(doc_id for pair in zip(ranked["doc_a"], ranked["doc_b"], strict=True) for doc_id in pair)
    return set(islice(dict.fromkeys([*joined, *doc_ids]), N_ARTICLES))


def _of(table: pd.DataFrame, articles: set[str]) -> pd.DataFrame:
    return table[table["doc_id"].isin(articles)]


def _spans(frames: Mapping[str, pd.DataFrame], articles: set[str]) -> dict[str, list[tuple[int, int, str, str]]]:
    """What is marked in each document that is shown: start, end, kind and anchor."""
    aligned = {*frames["alignments"]["claim_a"], *frames["alignments"]["claim_b"]}
    claims = _of(frames["claims"], articles)
    marked = (
        ("name", _of(frames["mentions"], articles).dropna(subset="entity_id"), "mention_id"),
        ("quote", _of(frames["quotes"], articles), "quote_id"),
        ("claim", claims[claims["claim_id"].isin(aligned)], "claim_id"),
    )
    found: dict[str, list[tuple[int, int, str, str]]] = defaultdict(list)
    for kind, table, key in marked:
        for doc_id, start, end, anchor in zip(*(table[c] for c in ("doc_id", "start", "end", key)), strict=True):
            found[doc_id].append((int(start), int(end), kind, anchor))
    return found


def _alignments(frames: Mapping[str, pd.DataFrame], articles: set[str]) -> list[dict[str, Any]]:
    """Alignments of the documents that are shown, with the claims they join, conflicts first, then the strongest."""
    found = frames["alignments"]
    found = found[found["doc_a"].isin(articles) & found["doc_b"].isin(articles)]
    texts = dict(zip(frames["claims"]["claim_id"], frames["claims"]["text"], strict=True))
    ordered = sorted(_records(strongest(found, frames["claims"])), key=lambda row: _ORDER[row["relation"]])
    for row in ordered:
        row["text_a"], row["text_b"] = texts[row["claim_a"]], texts[row["claim_b"]]
    return ordered


def _most_mentioned(entities: pd.DataFrame) -> pd.DataFrame:
    return entities.sort_values(["n_mentions", "entity_id"], ascending=[False, True]).head(N_ENTITIES)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as dictionaries, null as None."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]
