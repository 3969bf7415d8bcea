"""How long each stage takes, and which one is at work."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar, cast

from pipeline.stages import Stage

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


@dataclass
class Clock:
    """Times stages and remembers which one is at work."""

    stage: str = "read"
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def add(self, seconds: Mapping[str, float]) -> None:
        """Add times that were taken elsewhere."""
        for stage, taken in seconds.items():
            self.seconds[stage] += taken

    def time(self, stage: Stage, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a function as part of a stage."""
        self.stage = stage.name
        started = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            self.seconds[stage.name] += time.perf_counter() - started

    def each(self, stage: Stage, items: Iterable[T]) -> Iterator[T]:
        """The same items; what it takes to make each is time of the stage."""
        coming, end = iter(items), object()
        while (item := self.time(stage, next, coming, end)) is not end:
            yield cast(T, item)
