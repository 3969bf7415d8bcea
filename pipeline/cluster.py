"""Work on documents spread over a Ray cluster: the only code that knows Ray.

It is spread as over processes. Each worker is an actor with one item at a time, so one that dies, or whose node dies,
takes no other item with it: another takes its place, wherever there is room, and the item is tried again. Items bring
along what they need, so the nodes share no folder; all they need is the same Corroborate, which is checked.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Generic

from pipeline.errors import UsageError
from pipeline.executors import TRIES, R, T, Task

_FALSE_STARTS = 5
"""Workers in a row that may die before they have done anything; then, if nobody is at work, the run is given up."""
_PATIENCE = 600
"""Seconds to wait for room in the cluster while nobody is at work: a cloud takes minutes to start a node."""
_STORE = 100_000_000
"""Bytes of shared memory of a Ray that is started here: results are small and fetched at once."""
_LACKING = "Ray is not installed: install corroborate[ray], or choose another executor than ray"
_NO_START = "workers cannot start in the cluster; is Corroborate installed on each node, and memory enough?"
_NO_ROOM = f"for {_PATIENCE} seconds no node had room for a worker, which takes one CPU; look at `ray status`"


@dataclass(frozen=True, slots=True)
class Cluster:
    """Works in the processes of a Ray cluster; function and items must pickle.

    Attributes:
        workers: How many; None for one for each CPU that the cluster has when the work begins.
        address: Of the cluster, as Ray has it; None for the one that RAY_ADDRESS names, else a Ray that is started on
            this machine and ended with the work.
        made_by: Gives what makes the results; must give the same on the nodes as here.
    """

    workers: int | None
    address: str | None
    made_by: Callable[[], Mapping[str, Any]]

    def map(
        self, function: Callable[[Any], R], items: Sequence[T], carry: Callable[[T], Any] | None = None
    ) -> Iterator[tuple[T, R | None]]:
        """Yield each item with the function's result; None where it killed every worker that it was given to.

        Raises:
            UsageError: Ray is missing, the cluster cannot be reached, its nodes have another Corroborate than this
                machine, or workers cannot start there.
            Exception: What the function raises.
        """
        todo = deque(Task(item) for item in items)
        if not todo:
            return
        with _connected(self.address, self.workers) as ray:
            size = self.workers or int(ray.cluster_resources().get("CPU", 1))
            team = _Team(ray, ray.remote(max_restarts=0)(_Actor), function, self.made_by, carry)
            try:
                while todo or team.at_work():
                    team.fill(min(size, len(todo) + team.at_work()))
                    team.give(todo)
                    for task, died, result in team.hear():
                        if died and task.tries < TRIES:
                            todo.append(Task(task.item, task.tries + 1))
                        else:
                            yield task.item, result
            finally:
                team.stop()


class _Actor(Generic[R]):
    """What a worker is on its node."""

    def __init__(self, function: Callable[[Any], R]) -> None:
        self.function = function

    def made_by(self, found: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
        """What makes its results."""
        return found()

    def work(self, item: Any) -> tuple[R | None, Exception | None]:
        """The result of an item, or what the function raised, as it is: Ray would wrap it."""
        try:
            return self.function(item), None
        except Exception as error:  # whatever it is, the run raises it
            return None, error


@dataclass(eq=False, slots=True)
class _Worker(Generic[T]):
    """An actor, and the item that it works on."""

    actor: Any
    task: Task[T] | None = None


@dataclass
class _Team(Generic[T, R]):
    """The workers of a run: those that are free, and the others by the answer that is awaited of them."""

    ray: Any
    kind: Any
    function: Callable[[Any], R]
    made_by: Callable[[], Mapping[str, Any]]
    carry: Callable[[T], Any] | None
    free: list[_Worker[T]] = field(default_factory=list)
    asked: dict[Future[Any], _Worker[T]] = field(default_factory=dict)
    false_starts: int = 0

    def at_work(self) -> int:
        """How many have an item."""
        return sum(worker.task is not None for worker in self.asked.values())

    def fill(self, size: int) -> None:
        """Start workers up to a number; each is first asked what it is made by."""
        for _ in range(size - len(self.free) - len(self.asked)):
            actor = self.kind.options(num_cpus=1, scheduling_strategy="SPREAD").remote(self.function)
            self.asked[actor.made_by.remote(self.made_by).future()] = _Worker(actor)

    def give(self, todo: deque[Task[T]]) -> None:
        """Have items worked on, as many as workers are free."""
        while todo and self.free:
            worker, worker.task = (self.free.pop(), todo.popleft())
            item = self.carry(worker.task.item) if self.carry else worker.task.item
            self.asked[worker.actor.work.remote(item).future()] = worker

    def hear(self) -> Iterator[tuple[Task[T], bool, R | None]]:
        """Wait for an answer: each item that was worked on, whether its worker died, and the result.

        Raises:
            UsageError: Nobody can work, or a node has another Corroborate.
            Exception: What the function has raised.
        """
        answers, _ = wait(self.asked, _PATIENCE, FIRST_COMPLETED)  # that of Ray would lose what a signal raises
        if not answers and not self.at_work():
            raise UsageError(_NO_ROOM)
        for answer in answers:
            worker = self.asked.pop(answer)
            task, worker.task = worker.task, None
            try:
                found = answer.result()
            except self.ray.exceptions.RayError:
                self._lost(worker, started=task is not None)
                if task is not None:
                    yield task, True, None
                continue
            self.free.append(worker)
            if task is None:
                self._welcome(found)
            else:
                yield task, False, _result(found)

    def stop(self) -> None:
        """End all, whatever they are doing: they hold nothing that could be left half done."""
        for worker in [*self.free, *self.asked.values()]:
            self._end(worker)

    def _welcome(self, theirs: Mapping[str, Any]) -> None:
        ours, self.false_starts = self.made_by(), 0
        if other := sorted(name for name in {*ours, *theirs} if ours.get(name) != theirs.get(name)):
            raise UsageError(f"a node differs from this machine in {' and '.join(other)}; install the same there")

    def _lost(self, worker: _Worker[T], *, started: bool) -> None:
        """Let go of a worker that died, or that cannot be reached and might come back."""
        self._end(worker)
        self.false_starts += not started
        if self.false_starts >= _FALSE_STARTS and not self.at_work():
            raise UsageError(_NO_START)

    def _end(self, worker: _Worker[T]) -> None:
        with suppress(self.ray.exceptions.RayError):  # it is gone already
            self.ray.kill(worker.actor)


def _result(answer: tuple[R | None, Exception | None]) -> R | None:
    result, error = answer
    if error is not None:
        raise error
    return result


@contextmanager
def _connected(address: str | None, workers: int | None) -> Iterator[Any]:
    """Ray, with the cluster reached; one that the caller is connected to already is used, and stays."""
    os.environ.setdefault("RAY_AUTH_MODE", "token")  # nobody without the token gets code to run there
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        ray = import_module("ray")
    except ImportError:
        raise UsageError(_LACKING) from None
    if ray.is_initialized():
        yield ray
        return
    address = address or os.environ.get("RAY_ADDRESS")
    local = {"num_cpus": workers, "object_store_memory": _STORE, "include_dashboard": False}
    before = signal.getsignal(signal.SIGTERM)
    try:
        ray.init(address or "local", log_to_driver=False, logging_level="ERROR", **({} if address else local))
    except (OSError, RuntimeError, ValueError, ray.exceptions.RayError) as error:
        told = str(error).strip().split("\n")[0]
        raise UsageError(f"no Ray at {address or 'this machine'}, or not with this token: {told}") from error
    finally:
        if signal.getsignal(signal.SIGTERM) is not before:  # Ray takes it, but the command says how a run ends
            signal.signal(signal.SIGTERM, before)
    try:
        yield ray
    finally:
        ray.shutdown()
