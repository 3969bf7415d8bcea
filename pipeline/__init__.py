"""Corroborate: from raw articles to tables of who is named, who said what, and where sources agree or conflict.

`run` makes the tables, `load_tables` gives them as DataFrames, `align` aligns the claims of any such tables, and
`load_model` gives the language pipeline as a spaCy one. They are imported on first use, so that `corroborate --help`
need not wait for spaCy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.language import load_model as load_model
    from pipeline.realign import align as align
    from pipeline.run import run as run
    from pipeline.tables import load_tables as load_tables

__version__ = "0.1.0"
__all__ = ["align", "load_model", "load_tables", "run"]

_HOMES = {
    "align": "pipeline.realign",
    "load_model": "pipeline.language",
    "load_tables": "pipeline.tables",
    "run": "pipeline.run",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
