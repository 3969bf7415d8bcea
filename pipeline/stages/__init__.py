"""The stages, one file each, in the order of the way of the data.

A stage is a pure function from records to records: no paths, no clock, no environment, no logging set-up. Each module
declares its `STAGE`, so that the runner knows what it reads and writes and when its results are stale.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stage:
    """What a stage declares of itself.

    Attributes:
        name: The name of its module.
        version: Raised whenever its results can change for the same input.
        reads: Records or tables that it takes.
        writes: Records or tables that it makes.
    """

    name: str
    version: int
    reads: tuple[str, ...]
    writes: tuple[str, ...]
