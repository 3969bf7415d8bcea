"""Alignment of claims that stand in DataFrames, as analysts have them."""

from __future__ import annotations

from collections.abc import Mapping

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
        UsageError: A table or a column is missing, or the threshold is no probability.
    """
    frames = tables.frames if isinstance(tables, Tables) else tables
    if threshold is not None and not 0.0 <= threshold <= 1.0:
        raise UsageError(f"the threshold is a probability, 0 to 1, not {threshold}")
    missing = [name for name in STAGE.reads if name not in frames and name not in _OPTIONAL]
    if missing:
        raise UsageError(f"alignment needs the tables {', '.join(missing)}; `load_tables` gives all that it reads")
    given = (to_rows(TABLES[name], frames[name]) if name in frames else [] for name in STAGE.reads)
    aligned = align_rows(*given, threshold=threshold)
    return {name: to_frame(TABLES[name], getattr(aligned, name)) for name in STAGE.writes}
