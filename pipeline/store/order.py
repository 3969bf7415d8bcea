"""Which generation came after which; light to import."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

ORDER = "history.txt"
"""The file among the outputs that names the generations in the order in which they became the latest."""


def in_order(out: Path) -> list[str]:
    """The names of the generations that are there, the one that became the latest last at the end.

    One that is not noted, since its run was killed at the very end, comes first; the next commit notes the latest.
    """
    there = {path.name for path in (out / "runs").iterdir() if path.is_dir() and not path.name.startswith(".")}
    noted = (out / ORDER).read_text(encoding="utf-8").split() if (out / ORDER).is_file() else []
    return ordered(there, noted)


def ordered(there: Collection[str], noted: Sequence[str]) -> list[str]:
    """Names in the order in which they were noted, those that were not first."""
    known = [name for name in noted if name in there]
    return sorted(set(there) - set(known)) + known
