"""Hold the tables against their schema and against the texts: what fails here is never committed."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from pipeline.schema import TABLES, Column, Table

Frames = Mapping[str, pd.DataFrame]
Texts = Mapping[str, str]


def problems(frames: Frames, clean_texts: Texts, raw_texts: Texts) -> list[str]:
    """What is wrong with the tables, a line each; empty where all is well.

    Args:
        frames: A frame for every table of the schema.
        clean_texts: Clean text by doc_id.
        raw_texts: Raw text by doc_id.
    """
    found = [line for name, table in TABLES.items() for line in _against_schema(table, frames[name])]
    found += [line for table in TABLES.values() for line in _references(table, frames)]
    found += [line for name in TABLES for line in _spans(name, frames, clean_texts, raw_texts)]
    return found


def _against_schema(table: Table, frame: pd.DataFrame) -> list[str]:
    columns = {name: _pandera_column(column) for name, column in table.columns.items()}
    schema = pa.DataFrameSchema(columns, strict=True, ordered=True, unique=list(table.key))
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases[["column", "check"]].astype(str).drop_duplicates()
        return [f"{table.name}.{case.column}: {case.check}" for case in cases.itertuples()]
    keys = list(frame[list(table.key)].itertuples(index=False, name=None))
    return [] if keys == sorted(keys) else [f"{table.name}: rows are not sorted by key"]


def _pandera_column(column: Column) -> pa.Column:
    checks = [pa.Check.isin(column.values)] if column.values else []
    if column.type is int:
        checks.append(pa.Check.ge(0))
    return pa.Column(None, checks, nullable=column.nullable)


def _references(table: Table, frames: Frames) -> list[str]:
    found = []
    for column in table.columns.values():
        if column.ref:
            keys = frames[column.ref][TABLES[column.ref].refers]
            lost = ~frames[table.name][column.name].dropna().isin(keys)
            if lost.any():
                found.append(f"{table.name}.{column.name}: {int(lost.sum())} not in {column.ref}")
    return found


def _spans(name: str, frames: Frames, clean_texts: Texts, raw_texts: Texts) -> list[str]:
    """Rows whose text is not the slice of the clean text, or whose raw slice has other characters at its ends."""
    frame = frames[name]
    if not {"text", "start", "end", "raw_start", "raw_end"} <= set(frame.columns) or name == "furniture":
        return []
    doc_ids = frame["doc_id"] if "doc_id" in frame else _doc_of_claims(frames, frame)
    bad = 0
    for doc_id, text, start, end, raw_start, raw_end in zip(
        doc_ids, *(frame[c] for c in ("text", "start", "end", "raw_start", "raw_end")), strict=True
    ):
        raw = raw_texts[doc_id][raw_start:raw_end]
        same_ends = bool(raw) and bool(text) and (raw[0], raw[-1]) == (text[0], text[-1])
        bad += not (same_ends and clean_texts[doc_id][start:end] == text)
    return [f"{name}: {bad} spans do not match their text"] if bad else []


def _doc_of_claims(frames: Frames, frame: pd.DataFrame) -> pd.Series:
    return frame["claim_id"].map(frames["claims"].set_index("claim_id")["doc_id"])
