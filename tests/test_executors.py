import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.executors import Processes, Serial


def square_or_die(number: int) -> int:
    if number < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def test_serial_and_processes_give_the_same() -> None:
    items = [1, 2, 3]
    expected = [(1, 1), (2, 4), (3, 9)]
    assert list(Serial().map(square_or_die, items)) == expected
    assert sorted(Processes(2).map(square_or_die, items)) == expected


@pytest.mark.slow
def test_an_item_that_kills_its_process_is_lost_alone() -> None:
    results = dict(Processes(2).map(square_or_die, [1, -1, 2, 3]))
    assert results == {1: 1, 2: 4, 3: 9, -1: None}


@pytest.mark.slow
def test_a_script_without_a_guard_is_told_what_to_do(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("from pipeline.executors import Processes\nprint(list(Processes(2).map(abs, [1, 2])))\n")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode != 0
    assert "call run under" in done.stderr
