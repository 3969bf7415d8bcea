"""Runs that are killed at any moment: nothing is torn, and the next run makes what an undisturbed one makes."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

from tests.stress.harness import Driver, Run, assert_repaired, assert_whole, litter, rounds


def kill(run: Run) -> int:
    """Kill a run, and say how it ended: it may have been done already."""
    os.kill(run.process, signal.SIGKILL)
    return run.wait()


def assert_recovers(driver: Driver, raw: Path, out: Path, old: dict[str, str], new: dict[str, str]) -> None:
    assert_whole(driver, out, [old, new])
    assert_repaired(driver, raw, out, new)


def test_kills_at_random_times(
    driver: Driver, raw: Path, fresh: Callable[[], Path], old: dict[str, str], new: dict[str, str]
) -> None:
    chance = random.Random(1)  # noqa: S311  # a seed, so that a failure comes back
    out = fresh()
    started = time.monotonic()
    driver.run("run", "--raw", raw, "--out", out)
    lasts = time.monotonic() - started
    killed = 0
    for _ in range(rounds(5, 200)):
        out = fresh()
        run = driver.start("run", "--raw", raw, "--out", out)
        time.sleep(chance.uniform(0, lasts))
        killed += kill(run) == -signal.SIGKILL
        assert_recovers(driver, raw, out, old, new)
    assert killed


def test_kills_while_a_generation_is_committed(
    driver: Driver, raw: Path, fresh: Callable[[], Path], old: dict[str, str], new: dict[str, str]
) -> None:
    chance = random.Random(28)  # noqa: S311  # a seed, so that a failure comes back
    torn = 0
    for _ in range(rounds(3, 100)):
        out = fresh()
        run = driver.start("run", "--raw", raw, "--out", out)
        until = time.monotonic() + 60
        while not litter(out / "runs"):  # which is what a commit looks like while it lasts
            assert time.monotonic() < until
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.05))
        kill(run)
        torn += litter(out / "runs") != []
        assert_recovers(driver, raw, out, old, new)
    assert torn  # or nothing was tested


def test_kills_of_the_first_run_of_all(driver: Driver, raw: Path, tmp_path: Path, new: dict[str, str]) -> None:
    chance = random.Random(3)  # noqa: S311  # a seed, so that a failure comes back
    for number in range(rounds(1, 50)):
        out = tmp_path / str(number)
        run = driver.start("run", "--raw", raw, "--out", out)
        time.sleep(chance.uniform(0, 1))
        kill(run)
        if (out / "latest").exists():
            assert_whole(driver, out, [new])
        assert_repaired(driver, raw, out, new)
