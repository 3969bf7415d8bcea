"""Alignment of claims that stand in DataFrames, as analysts have them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pandas as pd

from pipeline.errors import UsageError
from pipeline.schema import TABLES
from pipeline.stages.align import STAGE
from pipeline.stages.align import align as align_rows
from pipeline.tables import Tables, to_frame, to_rows

_OPTIONAL = ("claim_spans", "quotes", "quantities", "claim_entities", "entities")


def align(tables: Tables | Mapping[str, pd.DataFrame], *, threshold: float | None = None) -> dict[str, pd.DataFrame]:
    """Align the claims of some tables: those of a run, a part of them, or of two runs put together.

    Args:
        tables: What `load_tables` gives, or DataFrames by name. `documents` and `claims` must be there; what else
            alignment reads makes it better where it is there.
        threshold: Probability from which a pair is shown; None for the one that runs use.

    Returns:
        The tables that alignment writes, by name: alignments, alignment_evidence, claim_clusters, cluster_claims and
        only_in.

    Raises:
        UsageError: A table or a column is missing, two documents have one id, or the threshold is no probability.
    """
    frames = tables.frames if isinstance(tables, Tables) else tables
    if threshold is not None and not 0.0 <= threshold <= 1.0:
        raise UsageError(f"the threshold is a probability, 0 to 1, not {threshold}")
    missing = [name for name in STAGE.reads if name not in frames and name not in _OPTIONAL]
    if missing:
        raise UsageError(f"alignment needs the tables {', '.join(missing)}; `load_tables` gives all that it reads")
    aligned = align_rows(*(_rows(name, frames) for name in STAGE.reads), threshold=threshold)
    return {name: to_frame(TABLES[name], getattr(aligned, name)) for name in STAGE.writes}


def _rows(name: str, frames: Mapping[str, pd.DataFrame]) -> list[Any]:
    """The rows of a table, each once: two runs that are put together may have read the same article."""
    if name not in frames:
        return []
    table, rows = TABLES[name], to_rows(TABLES[name], frames[name])
    if name == "documents":
        _refuse_namesakes({(row.doc_id, row.clean_sha256) for row in rows})
    return list({tuple(getattr(row, column) for column in table.key): row for row in rows}.values())


def _refuse_namesakes(documents: set[tuple[str, str]]) -> None:
    """Refuse two texts under one id, whose claims could not be told apart."""
    ids = [doc_id for doc_id, _ in sorted(documents)]
    twice = sorted({one for one, other in pairwise(ids) if one == other})
    if twice:
        raise UsageError(f"two documents are called {', '.join(twice)}; rename a file and run again")
