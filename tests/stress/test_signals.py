"""Runs that are told to stop do so soon, whole, with the right code, and take their processes with them."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.stress.harness import Driver, assert_repaired, assert_whole, gone, rounds, survivors, tables_of

CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}
SECONDS = 5.0


@pytest.mark.parametrize("number", CODES)
def test_a_run_that_is_told_to_stop(
    driver: Driver,
    raw: Path,
    fresh: Callable[[], Path],
    old: dict[str, str],
    new: dict[str, str],
    number: signal.Signals,
) -> None:
    chance = random.Random(number)  # noqa: S311  # a seed, so that a failure comes back
    stopped = 0
    for _ in range(rounds(2, 100)):
        out = fresh()
        run = driver.start("run", "--raw", raw, "--out", out)
        while "stage" not in run.told():
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.15))
        os.kill(run.process, number)
        told = time.monotonic()
        code = run.wait()
        assert time.monotonic() - told < SECONDS
        assert code in (0, CODES[number]) or "done:" in run.told(), run.told()  # nothing is promised of what is over
        assert "Traceback" not in run.told()
        if code and tables_of(out) == old:
            assert run.told().splitlines()[-1].startswith("corroborate: ")
        stopped += code != 0
        assert_whole(driver, out, [old, new])
    assert stopped
    assert_repaired(driver, raw, out, new)


@pytest.mark.parametrize("number", CODES)
def test_a_run_takes_its_workers_with_it(driver: Driver, raw: Path, tmp_path: Path, number: signal.Signals) -> None:
    chance = random.Random(number)  # noqa: S311  # a seed, so that a failure comes back
    for _ in range(rounds(1, 20)):
        run = driver.start("run", "--quiet", "--raw", raw, "--out", tmp_path / "out", "--workers", 2)
        while len(survivors(run.process)) < 3:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 1))  # the workers need longer than that for their models alone
        os.killpg(run.process, number)  # all of them, as a terminal and systemd do
        told = time.monotonic()
        assert run.wait() == CODES[number], run.told()
        assert gone(run.process, SECONDS - (time.monotonic() - told))
        assert run.told().count("\n") == 1  # no traceback of a worker
        assert not (tmp_path / "out" / "latest").exists()


@pytest.mark.parametrize(("number", "workers"), [(signal.SIGINT, 1), (signal.SIGTERM, 2)])
def test_the_command_itself_is_told_to_stop(raw: Path, tmp_path: Path, number: signal.Signals, workers: int) -> None:
    out = tmp_path / "out"
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", "run", "--raw", raw, "--out", out, "--workers", str(workers)],
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        start_new_session=True,
    )
    while not (out / ".lock").exists():
        time.sleep(0.01)
    time.sleep(0.5)  # what is heavy is being loaded
    process.send_signal(number)
    told = process.communicate(timeout=SECONDS)[1]
    assert process.returncode == CODES[number]
    assert told.splitlines()[-1].startswith("corroborate: ")
    assert "Traceback" not in told
    assert gone(process.pid, SECONDS)
    assert not (out / "latest").exists()


def test_a_worker_that_is_killed_changes_nothing(driver: Driver, raw: Path, tmp_path: Path) -> None:
    alone = tmp_path / "raw"
    alone.mkdir()
    shutil.copy(raw / "pact.txt", alone)
    driver.run("run", "--raw", alone, "--out", tmp_path / "undisturbed")
    out = tmp_path / "out"
    run = driver.start("run", "--raw", alone, "--out", out, "--workers", 2)
    until = time.monotonic() + 60
    while not (at_work := [one for one in survivors(run.process) if one != run.process and _has_model(one)]):
        assert time.monotonic() < until
        time.sleep(0.01)
    os.kill(at_work[0], signal.SIGKILL)
    assert run.wait() == 0, run.told()
    assert "quarantined" not in run.told()
    assert tables_of(out) == tables_of(tmp_path / "undisturbed")


def _has_model(process: int) -> bool:
    """Whether a process is loading the model or has done so: it is working on a document then."""
    try:
        return "onnxruntime" in Path(f"/proc/{process}/maps").read_text()
    except OSError:
        return False


def look(raw: Path) -> dict[str, tuple[str, int, int]]:
    """Bytes, times of change and rights of everything in the raw folder."""
    return {
        str(path): (
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
            path.stat().st_mtime_ns,
            path.stat().st_mode,
        )
        for path in [raw, *raw.rglob("*")]
    }


@pytest.fixture
def read_only(raw: Path, tmp_path: Path) -> Iterator[Path]:
    """The raw folder as nobody may write to it: by a mount where that is allowed, else by its rights."""
    folder = tmp_path / "read-only"
    shutil.copytree(raw, folder)
    for path in (*folder.iterdir(), folder):
        path.chmod(0o555)
    mounts = [["mount", "--bind", folder, folder], ["mount", "-o", "remount,bind,ro", folder]]
    mounted = os.geteuid() == 0 and not subprocess.run(mounts[0], check=False, stderr=subprocess.DEVNULL).returncode
    if mounted:
        subprocess.run(mounts[1], check=True)
    yield folder
    if mounted:
        subprocess.run(["umount", folder], check=True)  # noqa: S607  # where mount is
    folder.chmod(0o755)


def test_the_raw_folder_is_left_as_it_is(driver: Driver, read_only: Path, tmp_path: Path, new: dict[str, str]) -> None:
    before = look(read_only)
    driver.run("run", "--raw", read_only, "--out", tmp_path / "out")
    assert look(read_only) == before
    assert_repaired(driver, read_only, tmp_path / "out", new)
