"""What changed between two generations of tables."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.errors import UsageError, visible
from pipeline.schema import TABLES, Table
from pipeline.store.order import in_order
from pipeline.tables import Tables

COLUMNS = ("table", "change", "key", "columns", "before", "after", "about")
_CHANGES = ("new", "gone", "changed")
_ABOUT = {
    "documents": "title",
    "quarantine": "reason",
    "sentences": "text",
    "mentions": "text",
    "entities": "name",
    "quotes": "text",
    "claims": "text",
    "alignments": "relation",
    "claim_clusters": "label",
}
"""The column of a table by which people know its rows."""


def generations(out: Path) -> tuple[Path, Path]:
    """The generation before the latest, and the latest.

    Raises:
        UsageError: There are no two.
    """
    runs, latest = (out / "runs").resolve(), (out / "latest").resolve()
    others = [name for name in in_order(out) if name != latest.name] if latest.exists() else []
    if not others:
        raise UsageError(f"{out} holds fewer than two generations; name two folders to compare")
    return runs / others[-1], latest


def changes(before: Tables, after: Tables) -> pd.DataFrame:
    """A row for each row of a table that is new, gone or changed.

    Returns:
        `table`; `change` ("new", "gone" or "changed"); `key`, the values of its key joined by spaces; `columns`, those
        that changed, joined by spaces; `before` and `after`, their values as JSON; `about`, what the row is known by.
        In the order of the tables.
    """
    found = [row for name, table in TABLES.items() for row in _changes(table, before.frames[name], after.frames[name])]
    return pd.DataFrame(found, columns=list(COLUMNS), dtype="string")


def told(before: Tables, after: Tables) -> str:
    """What changed, in lines: articles one by one, rows of each table by their number, conflicts that came or went."""
    found = changes(before, after)
    lines = [line for row in found[found["table"] == "documents"].to_dict("records") for line in _article(row)]
    lines += [
        f"in quarantine: {row['key']}: {row['about']}"
        for row in found[(found["table"] == "quarantine") & (found["change"] != "gone")].to_dict("records")
    ]
    counts = Counter(zip(found["table"], found["change"], strict=True))
    for name in found["table"].unique():
        lines.append(f"{name}: " + ", ".join(f"{counts[name, change]} {change}" for change in _CHANGES))
    lines += [*_conflicts("new conflict", after, before), *_conflicts("conflict gone", before, after)]
    lines += _other_conflicts(before, after)
    return "\n".join(lines) or "nothing changed"


def _article(row: Mapping[Hashable, Any]) -> Iterator[str]:
    """An article, and what is told of it now and was before, but for hashes, which tell nobody anything."""
    yield f"article {row['change']}: {row['key']}{' (' + row['columns'] + ')' if row['columns'] else ''}"
    if row["columns"]:
        before, after = json.loads(row["before"]), json.loads(row["after"])
        for name in before:
            if not name.endswith("sha256"):
                yield f"    {name}: {_shown(before[name])} -> {_shown(after[name])}"


def _shown(value: object) -> str:
    return "nothing" if value is None else visible(str(value))


def _other_conflicts(before: Tables, after: Tables) -> Iterator[str]:
    """The conflicts that both generations have, in which something else differs now."""
    old, new = (t.alignments[t.alignments["relation"] == "conflicts"] for t in (before, after))
    both = new.merge(old[["alignment_id", "conflict"]], on="alignment_id", suffixes=("", "_before"))
    for row in both[both["conflict"] != both["conflict_before"]].to_dict("records"):
        yield f"conflict changed: {row['conflict']}, before {row['conflict_before']}"
        yield f"    {row['source_a']} and {row['source_b']}"


def _conflicts(what: str, here: Tables, there: Tables) -> Iterator[str]:
    """The conflicts of one generation that the other does not have."""
    conflicts, others = (t.alignments[t.alignments["relation"] == "conflicts"] for t in (here, there))
    texts = dict(zip(here.claims["claim_id"], here.claims["text"], strict=True))
    for row in conflicts[~conflicts["alignment_id"].isin(others["alignment_id"])].to_dict("records"):
        yield f"{what}: {row['conflict']}"
        yield f"    {row['source_a']}: {texts[row['claim_a']]}"
        yield f"    {row['source_b']}: {texts[row['claim_b']]}"


def _changes(table: Table, before: pd.DataFrame, after: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    """The values of `COLUMNS` for each row that differs."""
    old, new = (_by_key(table, frame) for frame in (before, after))
    names = list(table.columns)
    place = names.index(_ABOUT[table.name]) if table.name in _ABOUT else None

    def row(change: str, key: tuple[Any, ...], values: tuple[Any, ...], *differing: str) -> tuple[str, ...]:
        about = str(values[place] or "") if place is not None else ""
        return table.name, change, " ".join(map(str, key)), *(differing or ("", "", "")), about

    yield from (row("new", key, values) for key, values in new.items() if key not in old)
    yield from (row("gone", key, values) for key, values in old.items() if key not in new)
    for key, values in new.items():
        if key in old and values != old[key]:
            differing = [n for n, a, b in zip(names, values, old[key], strict=True) if a != b]
            sides = (dict(zip(names, side, strict=True)) for side in (old[key], values))
            told = (json.dumps({n: side[n] for n in differing}, ensure_ascii=False) for side in sides)
            yield row("changed", key, values, " ".join(differing), *told)


def _by_key(table: Table, frame: pd.DataFrame) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """The values of each row, None where there is none, by its key."""
    values = {name: frame[name].astype(object).where(frame[name].notna(), None) for name in table.columns}
    keys = zip(*(values[name] for name in table.key), strict=True)
    return dict(zip(keys, zip(*values.values(), strict=True), strict=True))
