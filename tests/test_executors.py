import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.executors import TRIES, Executor, Processes, Serial


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


def test_serial_and_processes_give_the_same() -> None:
    items = [1, 2, 3]
    expected = [(1, 1), (2, 4), (3, 9)]
    assert list(Serial().map(square_or_die, items)) == expected
    assert sorted(Processes(2).map(square_or_die, items)) == expected


def test_nothing_to_do_starts_no_process() -> None:
    assert list(Processes(2).map(square_or_die, [])) == []


@pytest.mark.slow
@pytest.mark.parametrize("death", DEATHS)
def test_an_item_that_kills_its_process_is_lost_alone(death: int) -> None:
    started = time.monotonic()
    results = dict(Processes(2).map(square_or_die, [1, death, 2, 3]))
    assert results == {1: 1, 2: 4, 3: 9, death: None}
    assert time.monotonic() - started < 10


@pytest.mark.slow
def test_an_item_is_tried_twice_more_and_no_oftener(tmp_path: Path) -> None:
    file = tmp_path / "tries"
    assert dict(Processes(1).map(note_and_die, [file])) == {file: None}
    assert len(file.read_text()) == TRIES == 3


def test_an_item_whose_process_died_once_is_done_after_all(tmp_path: Path) -> None:
    assert dict(Processes(2).map(die_once, [tmp_path / "tried"])) == {tmp_path / "tried": "done"}


@pytest.mark.parametrize("executor", [Serial(), Processes(2)])
def test_what_the_function_raises_is_raised(executor: Executor) -> None:
    with pytest.raises(FileNotFoundError):
        list(executor.map(os.stat, ["nowhere"]))


def test_an_item_that_takes_long_keeps_none_of_the_others_waiting() -> None:
    order = [item for item, _ in Processes(2).map(sleep_for, [1.5, 0.0, 0.01, 0.02])]
    assert order[-1] == 1.5


def test_who_stops_listening_leaves_no_process_behind() -> None:
    started = time.monotonic()
    results = Processes(2).map(sleep_for, [0.0, 60.0])
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
