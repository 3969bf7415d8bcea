"""What a run tells on the terminal when it is done."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.errors import visible
from pipeline.tables import Tables

N_SPEAKERS, N_ALIGNMENTS = 3, 5
SAID = ("speech", "writing", "document")  # not what is thought
_WIDTH = 100


def summary(tables: Tables, latest: str | Path) -> str:
    """Counts a table, the most quoted speakers, the strongest alignments, and where the files are."""
    width = max(map(len, tables.counts))
    counts = [f"  {name:<{width}}{count:>7,}" for name, count in tables.counts.items()]
    return "\n".join(
        [
            "Tables",
            *counts,
            *_section("Most quoted", [f"  {n:>3}  {name}" for name, n in most_quoted(tables)]),
            *_section("Strongest alignments", _alignments(tables)),
            "",
            f"Files: {latest} (report.html, NAME.csv, NAME.parquet, datapackage.json)",
        ]
    )


def most_quoted(tables: Tables, n: int = N_SPEAKERS) -> list[tuple[str, int]]:
    """The entities with most utterances that are said or written, most first, then by name."""
    said = tables.read("quotes", ("quote_id", "utterance_id"), cue_kind=SAID)
    speakers = said.merge(tables.read("quote_speakers", ("quote_id", "entity_id")), on="quote_id")
    spoken = speakers.merge(tables.read("entities", ("entity_id", "name")), on="entity_id")
    counts = spoken.groupby(["entity_id", "name"])["utterance_id"].nunique().reset_index()
    ordered = counts.sort_values(["utterance_id", "name"], ascending=[False, True]).head(n)
    return list(zip(map(str, ordered["name"]), map(int, ordered["utterance_id"]), strict=True))


def strongest(alignments: pd.DataFrame, claims: pd.DataFrame, n: int | None = None) -> pd.DataFrame:
    """Alignments by score, highest first, then by id; those that tell no more than who somebody is come last.

    That *Ada Berg, the mayor* stands in both articles is true and sure, and news to nobody.

    Args:
        alignments: The table.
        claims: The table of their claims, at least `claim_id` and `kind`.
        n: How many; None for all.
    """
    identifying = claims.loc[claims["kind"] == "appositive", "claim_id"]
    is_plain = alignments["claim_a"].isin(identifying) | alignments["claim_b"].isin(identifying)
    ordered = alignments.assign(is_plain=is_plain).sort_values("alignment_id")  # all keys at once would copy the ids
    ranked = ordered.sort_values(["is_plain", "score"], ascending=[True, False])  # stable where keys are several
    return ranked.drop(columns="is_plain").head(len(alignments) if n is None else n)


def _alignments(tables: Tables) -> list[str]:
    rows = strongest(tables.read("alignments"), tables.read("claims", ("claim_id", "kind")), N_ALIGNMENTS)
    claims = tables.read("claims", ("claim_id", "text"), claim_id={*rows["claim_a"], *rows["claim_b"]})
    texts: dict[str, str] = dict(zip(claims["claim_id"], claims["text"], strict=True))
    return [line for row in rows.itertuples() for line in _alignment(row, texts)]


def _alignment(row: Any, texts: dict[str, str]) -> list[str]:
    score = "" if pd.isna(row.score) else f" {row.score:.2f}"
    differs = "" if pd.isna(row.conflict) else f": {row.conflict}"
    return [
        f"  {row.relation}{score}{differs}",
        _shortened(row.source_a, texts[row.claim_a]),
        _shortened(row.source_b, texts[row.claim_b]),
    ]


def _shortened(source: str, text: str) -> str:
    return "    " + textwrap.shorten(f"{source}: {text}", _WIDTH - 4, placeholder=" ...")


def _section(title: str, lines: list[str]) -> list[str]:
    return ["", title, *(map(visible, lines) if lines else ["  none"])]
