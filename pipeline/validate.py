"""Hold the tables against their schema and against the texts: what fails here is never committed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
from numpy.typing import NDArray
from pandera.errors import SchemaErrors

from pipeline.cleaning.characters import repair_characters
from pipeline.cleaning.edits import Mapped
from pipeline.schema import TABLES, Column, Span, Table

DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]*")

Frames = Mapping[str, pd.DataFrame]
Texts = Mapping[str, str]
Hashes = NDArray[np.uint64]

_REFERRED = {column.ref for table in TABLES.values() for column in table.columns.values() if column.ref}


def problems(frames: Frames, clean_texts: Texts, raw_texts: Texts) -> list[str]:
    """What is wrong with the tables, a line each; empty where all is well.

    Args:
        frames: A frame for every table of the schema.
        clean_texts: Clean text by doc_id.
        raw_texts: Raw text by doc_id.
    """
    checker = Checker(clean_texts, raw_texts)
    checker.check(frames)
    return checker.problems()


class Checker:
    """Checks tables part by part; of the parts before, only the hashes of keys and references stay in memory.

    Args:
        clean_texts: Clean text by doc_id.
        raw_texts: Raw text by doc_id.
    """

    def __init__(self, clean_texts: Texts, raw_texts: Texts) -> None:
        self._clean_texts, self._raw_texts = clean_texts, raw_texts
        self._lines: dict[str, None] = {}
        self._misplaced: Counter[str] = Counter()
        self._last: dict[str, list[tuple[Any, ...]]] = {}
        self._keys: dict[str, list[Hashes]] = defaultdict(list)
        self._wanted: dict[tuple[str, str, str], list[Hashes]] = defaultdict(list)

    def check(self, frames: Frames) -> None:
        """Check a part: rows that come after those of all parts before, with all that belongs to their documents."""
        for name, table in TABLES.items():
            lines = _against_schema(table, frames[name]) or self._out_of_order(table, frames[name])
            self._lines |= dict.fromkeys(lines)
            self._note_references(table, frames[name])
            self._misplaced[name] += _misplaced(name, frames, self._clean_texts, self._raw_texts)

    def problems(self) -> list[str]:
        """What is wrong with all that was checked, a line each."""
        lost = (self._lost(*place) for place in self._wanted)
        misplaced = (f"{name}: {n} spans do not match their text" for name, n in self._misplaced.items() if n)
        return [*self._lines, *filter(None, lost), *misplaced]

    def _out_of_order(self, table: Table, frame: pd.DataFrame) -> list[str]:
        keys = [*self._last.get(table.name, []), *zip(*(frame[name].tolist() for name in table.key), strict=True)]
        self._last[table.name] = keys[-1:]
        rising = all(one < other for one, other in pairwise(keys))
        return [] if rising else [f"{table.name}: rows are not sorted by key"]

    def _note_references(self, table: Table, frame: pd.DataFrame) -> None:
        if table.name in _REFERRED:
            self._keys[table.name].append(_hashes(frame[table.refers]))
        for column in table.columns.values():
            if column.ref:
                self._wanted[table.name, column.name, column.ref].append(_hashes(frame[column.name].dropna()))

    def _lost(self, name: str, column: str, ref: str) -> str | None:
        wanted = np.concatenate(self._wanted[name, column, ref])
        n_lost = int((~np.isin(wanted, np.concatenate(self._keys[ref]))).sum())
        return f"{name}.{column}: {n_lost} not in {ref}" if n_lost else None


def problems_of_document(rows: Mapping[str, Sequence[Any]], clean_text: str, raw_text: str) -> list[str]:
    """What is wrong with the rows of one document, before they stand beside those of others."""
    found = []
    for name, of_table in rows.items():
        spans = [row for row in of_table if isinstance(row, Span)]  # the others get their keys when names are linked
        keys = {tuple(getattr(row, column) for column in TABLES[name].key) for row in spans}
        if len(keys) < len(spans) or not all(_in_place(row, clean_text, raw_text) for row in spans):
            found.append(name)
    return found


def _in_place(row: Any, clean_text: str, raw_text: str) -> bool:
    same = clean_text[row.start : row.end] == row.text
    return same and _same_ends(row.text, raw_text[row.raw_start : row.raw_end])


def _against_schema(table: Table, frame: pd.DataFrame) -> list[str]:
    columns = {name: _pandera_column(column) for name, column in table.columns.items()}
    schema = pa.DataFrameSchema(columns, strict=True, ordered=True, unique=list(table.key))
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases[["column", "check"]].astype(str).drop_duplicates()
        return [f"{table.name}.{case.column}: {case.check}" for case in cases.itertuples()]
    if table.other_key and frame[table.other_key].duplicated().any():
        return [f"{table.name}.{table.other_key}: not unique"]
    return []


def _pandera_column(column: Column) -> pa.Column:
    checks = [pa.Check.isin(column.values)] if column.values else []
    least, greatest = column.bounds
    if least is not None:
        checks.append(pa.Check.ge(least))
    if greatest is not None:
        checks.append(pa.Check.le(greatest))
    if pattern := DAY if column.is_date else column.pattern:
        checks.append(pa.Check.str_matches(rf"(?:{pattern})\Z"))
    return pa.Column(None, checks, nullable=column.nullable)


def _hashes(column: pd.Series) -> Hashes:
    """A number for each value, by which keys are told apart: as good as certain, and small."""
    found: Hashes = pd.util.hash_array(column.to_numpy(dtype=object), categorize=False)
    return found


def _misplaced(name: str, frames: Frames, clean_texts: Texts, raw_texts: Texts) -> int:
    """How many rows have a text that is not the slice of the clean text, or a raw slice with other ends."""
    frame = frames[name]
    if not {"text", "start", "end", "raw_start", "raw_end"} <= set(frame.columns) or name == "furniture":
        return 0
    doc_ids = frame["doc_id"] if "doc_id" in frame else _doc_of_claims(frames, frame)
    columns = [frame[c].tolist() for c in ("text", "start", "end", "raw_start", "raw_end")]
    places = zip(doc_ids.tolist(), *columns, strict=True)
    return sum(
        clean_texts.get(doc_id, "")[start:end] != text
        or not _same_ends(text, raw_texts.get(doc_id, "")[raw_start:raw_end])
        for doc_id, text, start, end, raw_start, raw_end in places
    )


def _same_ends(text: str, raw: str) -> bool:
    """Whether a stretch of the raw text begins and ends on the characters that the clean one does.

    Where cleaning put letters and their marks together, or undid a wrong decoding, it does so once it is repaired; a
    run of characters beyond ASCII that had to be repaired as one counts as one character.
    """
    if not text or not raw:
        return False
    if (text[0], text[-1]) == (raw[0], raw[-1]):
        return True
    repaired = repair_characters(Mapped.of(raw)).text.strip()
    return bool(repaired) and text[0] in _edge(repaired) and text[-1] in _edge(repaired[::-1])


def _edge(text: str) -> str:
    """The first character, or all at the beginning that are beyond ASCII."""
    return BEYOND_ASCII.match(text)[0] or text[0]  # type: ignore[index]  # matches the empty string as well


def _doc_of_claims(frames: Frames, frame: pd.DataFrame) -> pd.Series:
    return frame["claim_id"].map(frames["claims"].set_index("claim_id")["doc_id"])
