"""How work on documents is spread; the stages don't know.

An executor maps a function over items and yields a pair for each, in the order of completion. Each process has one item
at a time, so one that dies takes no other item with it: it is replaced, and the item is tried again; where it has
killed as many processes as it may, its result is None.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, Protocol, TypeVar, cast

from pipeline.config import Settings
from pipeline.errors import UsageError

T = TypeVar("T")
R = TypeVar("R")

TRIES = 3
"""Processes that an item may kill: it is tried twice more."""
CANNOT_START = (
    "worker processes cannot start; is memory short? In a script, call run under `if __name__ == '__main__':`"
)


_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def one_thread_each() -> None:
    """Have numeric libraries take one thread, in processes started from now on and in this one if they are not loaded.

    Each would take as many as there are cores, and two workers on two cores would spend their time waiting for each
    other: half as fast as one. What the environment says already stays.
    """
    for name in _THREADS:
        os.environ.setdefault(name, "1")


class Executor(Protocol):
    """Spreads work."""

    def map(
        self, function: Callable[[Any], R], items: Sequence[T], carry: Callable[[T], Any] | None = None
    ) -> Iterator[tuple[T, R | None]]:
        """Yield each item with the function's result; None where its process died.

        Args:
            function: What to do; must not depend on the order of the items.
            items: What to do it with.
            carry: Gives what is sent to another process in place of an item, when its turn comes: workers don't see
                the files of this machine, and what all items need together may be too much to hold.
        """
        ...


class Serial:
    """Works in this process."""

    def map(
        self, function: Callable[[Any], R], items: Sequence[T], carry: Callable[[T], Any] | None = None
    ) -> Iterator[tuple[T, R | None]]:
        """Yield each item with the function's result."""
        for item in items:
            yield item, function(item)


@dataclass(frozen=True, slots=True)
class Processes:
    """Works in several processes, each started afresh; function and items must pickle."""

    workers: int

    def map(
        self, function: Callable[[Any], R], items: Sequence[T], carry: Callable[[T], Any] | None = None
    ) -> Iterator[tuple[T, R | None]]:
        """Yield each item with the function's result; None where it killed every process that it was given to.

        Raises:
            UsageError: Processes cannot start.
            Exception: What the function raises.
        """
        todo = deque(Task(item) for item in items)
        team: list[_Worker[T, R]] = []
        try:
            while todo or any(worker.task for worker in team):
                team.extend(_Worker(function, carry) for _ in range(min(self.workers - len(team), len(todo))))
                for worker in _heard(team):
                    died, task, result = worker.hear()
                    if died:
                        team.remove(worker)
                    if task and died and task.tries < TRIES:
                        todo.append(Task(task.item, task.tries + 1))
                    elif task:
                        yield task.item, result
                    if todo and not died:
                        worker.give(todo.popleft())
        finally:
            for worker in team:
                worker.stop()


def executor_for(settings: Settings) -> Executor:
    """The executor that the settings ask for."""
    return team_for(settings) or Serial()


def team_for(settings: Settings) -> Executor | None:
    """The executor that the settings ask for; None where that is this process alone."""
    workers = settings.workers or 1
    if settings.executor == "ray":
        from pipeline.cluster import Cluster  # which needs this module
        from pipeline.fingerprint import environment

        return Cluster(settings.workers, settings.address, partial(environment, settings.model))
    return None if workers == 1 and settings.executor != "processes" else Processes(workers)


@dataclass(frozen=True, slots=True)
class Task(Generic[T]):
    """An item, and how often it has been given to a worker."""

    item: T
    tries: int = 1


class _Worker(Generic[T, R]):
    """A process with at most one item, and the line to it."""

    def __init__(self, function: Callable[[Any], R], carry: Callable[[T], Any] | None) -> None:
        one_thread_each()
        context = multiprocessing.get_context("spawn")
        self.line, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, function), daemon=True)
        self.carry, self.started, self.task = carry, False, cast(Task[T] | None, None)
        with _signals_held():
            self.process.start()
        theirs.close()

    def give(self, task: Task[T]) -> None:
        """Have an item worked on."""
        self.task = task
        item = self.carry(task.item) if self.carry else task.item
        with suppress(OSError):  # it has just died, which is what `hear` finds
            self.line.send(item)

    def hear(self) -> tuple[bool, Task[T] | None, R | None]:
        """Whether it has died, what it was working on, and the result; to be called when there is something to hear.

        Raises:
            UsageError: It died before it was given anything.
            Exception: What the function has raised.
        """
        task, self.task = self.task, None
        try:
            result, error = self.line.recv()
        except (EOFError, OSError):
            self.stop()
            if not self.started:
                raise UsageError(CANNOT_START) from None
            return True, task, None
        if error:
            raise error
        self.started = True
        return False, task, result

    def stop(self) -> None:
        """End it, whatever it is doing: it holds nothing that could be left half done."""
        self.process.kill()
        self.process.join()
        self.line.close()


def _heard(team: Sequence[_Worker[T, R]]) -> list[_Worker[T, R]]:
    """The workers that have said something or died; waits until there are some."""
    speaking = wait([worker.line for worker in team])
    return [worker for worker in team if worker.line in speaking]


def _work(line: Connection, function: Callable[[Any], R]) -> None:
    """What a process does: say that it has started, then answer items until the parent is gone."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGTERM,))  # an interrupt stays held: a terminal sends it to all
    answer: tuple[R | None, Exception | None] = None, None
    while True:
        try:
            line.send(answer)
            item = line.recv()
        except (EOFError, OSError):
            return
        try:
            answer = function(item), None
        except Exception as error:  # whatever it is, the parent raises it
            answer = None, error


@contextmanager
def _signals_held() -> Iterator[None]:
    """Hold signals back, for a process started meanwhile too, since the parent alone says how a run ends."""
    resource_tracker.ensure_running()  # to start it later would let the signals through
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
