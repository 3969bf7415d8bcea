"""What changed between two generations of tables."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipeline.errors import UsageError
from pipeline.schema import TABLES, Table
from pipeline.tables import Tables


def generations(out: Path) -> tuple[Path, Path]:
    """The generation before the latest, and the latest.

    Raises:
        UsageError: There are no two.
    """
    out = out.resolve()
    latest = (out / "latest").resolve()
    others = [path for path in (out / "runs").glob("*") if path != latest and not path.name.startswith(".")]
    if not others or not latest.exists():
        raise UsageError(f"{out} holds fewer than two generations; name two folders to compare")
    return max(others, key=lambda path: (path.stat().st_mtime, path.name)), latest


def compare(before: Tables, after: Tables) -> str:
    """A line a table that changed, then the conflicts that appeared."""
    lines = [_line(table, before.frames[name], after.frames[name]) for name, table in TABLES.items()]
    old = set(before.alignments["alignment_id"])
    fresh = after.alignments[
        (after.alignments["relation"] == "conflicts") & ~after.alignments["alignment_id"].isin(old)
    ]
    lines += [f"new conflict: {row.source_a} / {row.source_b}: {row.conflict}" for row in fresh.itertuples()]
    return "\n".join(line for line in lines if line) or "nothing changed"


def _line(table: Table, before: pd.DataFrame, after: pd.DataFrame) -> str:
    """Counts of new, gone and changed rows; empty where nothing changed."""
    key = list(table.key)
    old, new = before.set_index(key, drop=False), after.set_index(key, drop=False)
    shared = old.index.intersection(new.index)
    same = old.loc[shared].astype("string").fillna("") == new.loc[shared].astype("string").fillna("")
    changed = int((~same.all(axis=1)).sum())
    fresh, gone = len(new.index.difference(shared)), len(old.index.difference(shared))
    return f"{table.name}: {fresh} new, {gone} gone, {changed} changed" if fresh or gone or changed else ""
