import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.cluster import Cluster
from pipeline.config import Settings
from pipeline.errors import UsageError
from pipeline.executors import TRIES, Executor, Processes, Serial, executor_for

RAY = pytest.param("ray", marks=[pytest.mark.loopback, pytest.mark.slow])


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def left() -> None:
    os._exit(0)


def crashed() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def aborted_for_memory() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (1 << 31, 1 << 31))
    try:
        bytearray(1 << 32)
    except MemoryError:
        os.abort()


DEATHS: dict[int, Callable[[], None]] = {-1: killed, -2: left, -3: crashed, -4: aborted_for_memory}


def square_or_die(number: int) -> int:
    if number in DEATHS:
        DEATHS[number]()
    return number * number


def note_and_die(path: Path) -> None:
    with path.open("a") as file:
        file.write("x")
    killed()


def die_once(path: Path) -> str:
    if path.exists():
        return "done"
    path.touch()
    killed()
    return "never"


def sleep_for(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def nothing() -> dict[str, str]:
    return {}


def make(name: str, request: pytest.FixtureRequest) -> Executor:
    """An executor by its name, with two workers where it has several."""
    if name == "ray":
        request.getfixturevalue("cluster")
        return Cluster(2, None, nothing)
    return Serial() if name == "serial" else Processes(2)


@pytest.fixture(params=["serial", "processes", RAY])
def executor(request: pytest.FixtureRequest) -> Executor:
    """Each executor."""
    return make(request.param, request)


@pytest.fixture(params=["processes", RAY])
def team(request: pytest.FixtureRequest) -> Executor:
    """Each executor with workers, which may die."""
    return make(request.param, request)


def test_all_give_the_same(executor: Executor) -> None:
    assert sorted(executor.map(square_or_die, [1, 2, 3])) == [(1, 1), (2, 4), (3, 9)]


def test_nothing_to_do_starts_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    for settings in (Settings(workers=2), Settings(executor="ray")):
        assert list(executor_for(settings).map(square_or_die, [])) == []


def threads(name: str) -> str | None:
    return os.environ.get(name)


def test_a_process_takes_one_thread_unless_it_is_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "3")
    found = dict(Processes(2).map(threads, ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"]))
    assert found == {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "3"}


def test_without_ray_it_is_told_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(UsageError, match=r"install corroborate\[ray\]"):
        list(executor_for(Settings(executor="ray")).map(square_or_die, [1]))


@pytest.mark.slow
@pytest.mark.parametrize("death", DEATHS)
def test_an_item_that_kills_its_process_is_lost_alone(team: Executor, death: int) -> None:
    started = time.monotonic()
    results = dict(team.map(square_or_die, [1, death, 2, 3]))
    assert results == {1: 1, 2: 4, 3: 9, death: None}
    assert time.monotonic() - started < (10 if isinstance(team, Processes) else 30)  # Ray takes seconds to start one


@pytest.mark.slow
def test_an_item_is_tried_twice_more_and_no_oftener(team: Executor, tmp_path: Path) -> None:
    file = tmp_path / "tries"
    assert dict(team.map(note_and_die, [file])) == {file: None}
    assert len(file.read_text()) == TRIES == 3


def test_an_item_whose_process_died_once_is_done_after_all(team: Executor, tmp_path: Path) -> None:
    assert dict(team.map(die_once, [tmp_path / "tried"])) == {tmp_path / "tried": "done"}


def test_what_the_function_raises_is_raised(executor: Executor) -> None:
    with pytest.raises(FileNotFoundError):
        list(executor.map(os.stat, ["nowhere"]))


def test_an_item_that_takes_long_keeps_none_of_the_others_waiting(team: Executor) -> None:
    order = [item for item, _ in team.map(sleep_for, [1.5, 0.0, 0.01, 0.02])]
    assert order[-1] == 1.5


def test_who_stops_listening_leaves_no_process_behind(team: Executor) -> None:
    started = time.monotonic()
    results = team.map(sleep_for, [0.0, 60.0])
    assert next(results) == (0.0, 0.0)
    results.close()  # type: ignore[attr-defined]  # it is a generator
    assert time.monotonic() - started < 10


@pytest.mark.slow
def test_a_script_without_a_guard_is_told_what_to_do(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("from pipeline.executors import Processes\nprint(list(Processes(2).map(abs, [1, 2])))\n")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode != 0
    assert "call run under" in done.stderr
