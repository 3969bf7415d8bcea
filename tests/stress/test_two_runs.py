"""Two runs at once, a lock whose holder was killed, and readers while tables are committed."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.store.lock import lock
from pipeline.tables import load_tables
from tests.conftest import ROOT
from tests.samples import TEXTS, Generation, commit, generation
from tests.stress.harness import Driver, assert_repaired, gone, rounds, tables_of

EXIT_LOCKED = 75
Look = dict[str, tuple[int, int]]


def look(out: Path) -> Look:
    """Size and time of change of everything in a folder."""
    return {str(path): (path.lstat().st_size, path.lstat().st_mtime_ns) for path in out.rglob("*")}


def test_of_two_runs_at_once_one_wins(
    driver: Driver, raw: Path, fresh: Callable[[], Path], new: dict[str, str]
) -> None:
    for _ in range(rounds(3, 50)):
        out = fresh()
        runs = [driver.start("run", "--raw", raw, "--out", out) for _ in range(2)]
        assert sorted(run.wait() for run in runs) == [0, EXIT_LOCKED]
        assert tables_of(out) == new


def test_a_second_run_leaves_at_once_and_writes_nothing(tmp_path: Path, raw: Path) -> None:
    out = tmp_path / "out"
    at_first = resource.getrusage(resource.RUSAGE_CHILDREN)
    with lock(out):
        before = look(out)
        done = subprocess.run(
            [sys.executable, "-m", "pipeline.cli", "run", "--raw", raw, "--out", out],
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
        )
        assert look(out) == before
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = used.ru_utime + used.ru_stime - at_first.ru_utime - at_first.ru_stime
    assert done.returncode == EXIT_LOCKED
    assert "another run" in done.stderr
    assert seconds < 1  # of its own time, start of the interpreter included; machines that run tests are busy


def test_the_lock_of_a_killed_run_is_free_at_once(
    driver: Driver, raw: Path, fresh: Callable[[], Path], new: dict[str, str]
) -> None:
    for _ in range(rounds(2, 50)):
        out = fresh()
        holder = driver.start("run", "--raw", raw, "--out", out)
        while "stage" not in holder.told():  # it holds the lock by then
            time.sleep(0.005)
        assert driver.start("run", "--raw", raw, "--out", out).wait() == EXIT_LOCKED
        os.kill(holder.process, signal.SIGKILL)
        assert holder.wait() == -signal.SIGKILL
        assert_repaired(driver, raw, out, new)


def test_the_lock_is_not_held_by_what_a_killed_run_leaves_behind(
    driver: Driver, raw: Path, tmp_path: Path, new: dict[str, str]
) -> None:
    out = tmp_path / "out"
    holder = driver.start("run", "--raw", raw, "--out", out, "--workers", 2)
    time.sleep(1)  # its processes are starting
    os.kill(holder.process, signal.SIGKILL)
    assert holder.wait() == -signal.SIGKILL
    assert_repaired(driver, raw, out, new)
    assert gone(holder.process, 10)


def marked(mark: str) -> Generation:
    """A generation that carries a mark in two tables and in its texts."""
    plain = generation()
    documents = [replace(row, source=mark) for row in plain.rows["documents"]]
    quotes = [replace(row, speaker_name=mark) for row in plain.rows["quotes"]]
    texts = {doc_id: f"{text} {mark}" for doc_id, text in TEXTS.items()}
    return replace(plain, rows={**plain.rows, "documents": documents, "quotes": quotes}, clean_texts=texts)


def test_a_reader_never_sees_two_generations_mixed(tmp_path: Path) -> None:
    generations = [marked("one"), marked("two")]
    commit(tmp_path, generations[0], keep=5)
    stop = threading.Event()
    commits: list[Path] = []

    def write() -> None:
        while not stop.is_set():
            commits.append(commit(tmp_path, generations[len(commits) % 2], keep=5))

    writer = threading.Thread(target=write)
    writer.start()
    seen = set()
    try:
        n_reads = 0
        while n_reads < rounds(20, 1000) or len(commits) < rounds(4, 50):
            tables = load_tables(tmp_path)
            marks = {*tables.documents["source"], *tables.quotes["speaker_name"], tables.text("a").split()[-1]}
            assert len(marks) == 1
            seen |= marks
            n_reads += 1
    finally:
        stop.set()
        writer.join()
    assert seen == {"one", "two"}


@pytest.mark.parametrize("days", [-3650, 1])
def test_the_latest_is_the_last_committed_whatever_the_clock_says(tmp_path: Path, days: int) -> None:
    first = commit(tmp_path, marked("one"), keep=2)
    when = time.time() + days * 86_400  # the clock stood there then, and has been set since
    os.utime(first, (when, when))
    for mark in ("two", "three", "one"):
        last = commit(tmp_path, marked(mark), keep=2)
        assert (tmp_path / "latest").resolve() == last
        assert set(load_tables(tmp_path).documents["source"]) == {mark}
        assert len([path for path in (tmp_path / "runs").iterdir() if path.is_dir()]) == 2
