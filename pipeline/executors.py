"""How work on documents is spread; the stages don't know.

An executor maps a function over items and yields a pair for each, in the order of completion. Where the process that
worked on an item died, the item is tried once more by itself; if that dies too, the result is None.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Protocol, TypeVar

from pipeline.errors import UsageError

T = TypeVar("T")
R = TypeVar("R")


class Executor(Protocol):
    """Spreads work."""

    def map(self, function: Callable[[T], R], items: Sequence[T]) -> Iterator[tuple[T, R | None]]:
        """Yield each item with the function's result; None where its process died."""
        ...


class Serial:
    """Works in this process."""

    def map(self, function: Callable[[T], R], items: Sequence[T]) -> Iterator[tuple[T, R | None]]:
        """Yield each item with the function's result."""
        for item in items:
            yield item, function(item)


@dataclass(frozen=True, slots=True)
class Processes:
    """Works in several processes, each started afresh; function and items must pickle."""

    workers: int

    def map(self, function: Callable[[T], R], items: Sequence[T]) -> Iterator[tuple[T, R | None]]:
        """Yield each item with the function's result; None where its process died twice."""
        lost: list[T] = []
        for item, result, died in _in_pool(self.workers, function, items):
            if died:
                lost.append(item)
            else:
                yield item, result
        for item in lost:  # alone, so that one that kills its process takes no other with it
            yield from ((one, result) for one, result, _ in _in_pool(1, function, [item]))


def executor_for(workers: int) -> Executor:
    """The executor for a number of workers."""
    return Serial() if workers == 1 else Processes(workers)


def _in_pool(workers: int, function: Callable[[T], R], items: Sequence[T]) -> Iterator[tuple[T, R | None, bool]]:
    """Yield (item, result, whether its process died); a dead process breaks the whole pool."""
    pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
    try:
        _start(pool)
        futures = {pool.submit(function, item): item for item in items}
        for future in as_completed(futures):
            try:
                yield futures[future], future.result(), False
            except BrokenProcessPool:
                yield futures[future], None, True
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _start(pool: ProcessPoolExecutor) -> None:
    """Make sure that processes can start at all, before any death is blamed on an item.

    Raises:
        UsageError: They cannot.
    """
    try:
        pool.submit(int).result()
    except BrokenProcessPool:
        message = "worker processes cannot start; in a script, call run under `if __name__ == '__main__':`"
        raise UsageError(message) from None
