"""What pages tell of all documents together is made from few columns; the rest of large tables is not read for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import pandas as pd

from pipeline.schema import TABLES
from pipeline.tables import Tables

_COLUMNS = MappingProxyType(
    {
        "mentions": ("mention_id", "doc_id", "entity_id"),
        "quotes": ("quote_id", "utterance_id", "doc_id", "cue_kind"),
        "claims": ("claim_id", "doc_id", "part_of", "start", "text", "statement"),
        "alignments": (
            *("alignment_id", "claim_a", "claim_b", "doc_a", "doc_b", "source_a", "source_b", "relation", "score"),
            *("conflict", "shared_origin", "cluster_id"),
        ),
    }
)


class Overview(Mapping[str, pd.DataFrame]):
    """A frame for every table, of large ones with few columns; read when it is asked for, and not kept.

    Args:
        tables: The tables.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self._tables.read(name, _COLUMNS.get(name))

    def __iter__(self) -> Iterator[str]:
        return iter(TABLES)

    def __len__(self) -> int:
        return len(TABLES)
