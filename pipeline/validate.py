"""Hold the tables against their schema and against the texts: what fails here is never committed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as compute
from numpy.typing import NDArray

from pipeline.cleaning.characters import repair_characters
from pipeline.cleaning.edits import Mapped
from pipeline.schema import OF_DOCUMENTS, TABLES, Column, Span, Table
from pipeline.tablefiles import untyped

DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]*")
SPAN = ("start", "end", "raw_start", "raw_end")
_PLACED = ("doc_id", "text", *SPAN)

Part = Mapping[str, pa.Table]
Texts = Mapping[str, str]
Counted = tuple[NDArray[np.uint64], NDArray[np.int64]]
"""Values by their hash, by which they are told apart: as good as certain, and small; and how often each is there."""

_REFERRED = {column.ref for table in TABLES.values() for column in table.columns.values() if column.ref}


def problems(frames: Mapping[str, pd.DataFrame], clean_texts: Texts, raw_texts: Texts) -> list[str]:
    """What is wrong with the tables, a line each; empty where all is well.

    Args:
        frames: A frame for every table of the schema.
        clean_texts: Clean text by doc_id.
        raw_texts: Raw text by doc_id.
    """
    checker = Checker(clean_texts, raw_texts)
    checker.check({name: untyped(table, frames[name]) for name, table in TABLES.items()})
    return checker.problems()


class Checker:
    """Checks tables part by part; of the parts before, only the hashes of keys and references stay in memory.

    Args:
        clean_texts: Clean text by doc_id.
        raw_texts: Raw text by doc_id.
        matched: Documents whose rows `OF_DOCUMENTS` are known to match their texts, since these very rows and texts
            were checked before; all else is checked of them too.
    """

    def __init__(self, clean_texts: Texts, raw_texts: Texts, matched: Collection[str] = ()) -> None:
        self._clean_texts, self._raw_texts, self._matched = clean_texts, raw_texts, sorted(matched)
        self._lines: dict[str, None] = {}
        self._misplaced: Counter[str] = Counter()
        self._last: dict[str, pa.Table] = {}
        self._keys: dict[str, list[Counted]] = defaultdict(list)
        self._wanted: dict[tuple[str, str, str], list[Counted]] = defaultdict(list)

    def check(self, part: Part) -> None:
        """Check a part: rows that come after those of all parts before, with all that belongs to their documents.

        Args:
            part: A table for every one of the schema, with its types.
        """
        for name, table in TABLES.items():
            if part[name].column_names != list(table.columns):
                self._lines[f"{name}: its columns are not those of the schema"] = None
                continue
            lines = _against_schema(table, part[name]) or self._out_of_order(table, part[name])
            self._lines |= dict.fromkeys(lines)
            self._note_references(table, part[name])
            matched = self._matched if name in OF_DOCUMENTS else []
            self._misplaced[name] += _misplaced(_spans(name, part, matched), self._clean_texts, self._raw_texts)

    def problems(self) -> list[str]:
        """What is wrong with all that was checked, a line each."""
        lost = (self._lost(*place) for place in self._wanted)
        misplaced = (f"{name}: {n} spans do not match their text" for name, n in self._misplaced.items() if n)
        return [*self._lines, *filter(None, lost), *misplaced]

    def _out_of_order(self, table: Table, found: pa.Table) -> list[str]:
        keys = found.select(table.key)
        if table.name in self._last:
            keys = pa.concat_tables([self._last[table.name], keys])
        self._last[table.name] = keys.slice(max(len(keys) - 1, 0))
        rising, same = _steps(keys.combine_chunks())
        if same.any():
            return [f"{table.name}: {' and '.join(table.key)} not unique"]
        return [] if rising.all() else [f"{table.name}: rows are not sorted by key"]

    def _note_references(self, table: Table, found: pa.Table) -> None:
        if table.name in _REFERRED:
            self._keys[table.name].append(_counted(found[table.refers]))
        for column in table.columns.values():
            if column.ref:
                self._wanted[table.name, column.name, column.ref].append(_counted(found[column.name].drop_null()))

    def _lost(self, name: str, column: str, ref: str) -> str | None:
        wanted, counts = (np.concatenate(of_parts) for of_parts in zip(*self._wanted[name, column, ref], strict=True))
        known = np.concatenate([keys for keys, _ in self._keys[ref]])
        n_lost = int(counts[~np.isin(wanted, known)].sum())
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


def _against_schema(table: Table, found: pa.Table) -> list[str]:
    """What breaks the types and constraints of columns, a line each."""
    wrong = {
        f"{table.name}.{column.name}: {what}": None
        for column in table.columns.values()
        for what in _against_column(column, found[column.name])
    }
    if not wrong and table.other_key and len(found[table.other_key].unique()) < len(found):
        return [f"{table.name}.{table.other_key}: not unique"]
    return list(wrong)


def _against_column(column: Column, found: pa.ChunkedArray) -> list[str]:
    least, greatest = column.bounds
    pattern = DAY if column.is_date else column.pattern
    values = found.drop_null()
    told = {
        "null": not column.nullable and compute.any(compute.is_null(found, nan_is_null=True)).as_py(),
        f"not of {column.values}": column.values and not set(values.unique().to_pylist()) <= set(column.values),
        f"less than {least}": least is not None and compute.any(compute.less(values, least)).as_py(),
        f"greater than {greatest}": greatest is not None and compute.any(compute.greater(values, greatest)).as_py(),
        f"not like {pattern}": pattern and not _all_match(pattern, values),
    }
    return [what for what, is_wrong in told.items() if is_wrong]


def _all_match(pattern: str, values: pa.ChunkedArray) -> bool:
    return all(re.fullmatch(pattern, value) for value in values.unique().to_pylist())


def _steps(keys: pa.Table) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Of each row but the first, whether its key comes after that of the row before, and whether it is the same."""
    later, same = (np.full(max(len(keys) - 1, 0), fill_value=value) for value in (False, True))
    for column in keys.columns:
        before, after = column.slice(0, len(later)), column.slice(1)
        later |= same & compute.greater(after, before).to_numpy()
        same &= compute.equal(after, before).to_numpy()
    return later, same


def _counted(column: pa.ChunkedArray) -> Counted:
    found = column.value_counts()
    values = found.field("values").to_numpy(zero_copy_only=False).astype(object)
    return pd.util.hash_array(values, categorize=False), found.field("counts").to_numpy()


def _spans(name: str, part: Part, matched: Sequence[str]) -> pa.Table:
    """The texts of a table with their documents and offsets; none where it has none, or they are known to match."""
    found = part[name]
    if not {"text", *SPAN} <= set(found.column_names) or name == "furniture":
        return pa.table([[] for _ in _PLACED], names=_PLACED)
    doc_ids = found["doc_id"] if "doc_id" in found.column_names else _doc_of_claims(part["claims"], found["claim_id"])
    placed = pa.table([doc_ids, *(found[column] for column in _PLACED[1:])], names=_PLACED)
    return placed.filter(compute.invert(compute.is_in(doc_ids, pa.array(matched, pa.string())))) if matched else placed


def _misplaced(spans: pa.Table, clean_texts: Texts, raw_texts: Texts) -> int:
    """How many rows have a text that is not the slice of the clean text, or a raw slice with other ends."""
    columns = (column.to_pandas().tolist() for column in spans.columns)
    n_lost, last, clean, raw = 0, None, "", ""
    for doc_id, text, start, end, raw_start, raw_end in zip(*columns, strict=True):
        if doc_id != last:
            last, clean, raw = doc_id, clean_texts.get(doc_id, ""), raw_texts.get(doc_id, "")
        if clean[start:end] != text or not _same_ends(text, raw[raw_start:raw_end]):
            n_lost += 1
    return n_lost


def _doc_of_claims(claims: pa.Table, claim_ids: pa.ChunkedArray) -> pa.ChunkedArray:
    return claims["doc_id"].take(compute.index_in(claim_ids, claims["claim_id"]))


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
