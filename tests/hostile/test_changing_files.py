"""Files that change, vanish or turn into something else while a run goes on."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import rawfiles
from pipeline.rawfiles import raw_bytes
from pipeline.records import Rejected, SourceEntry
from pipeline.run import Job, process
from pipeline.schema import Quarantined
from tests.hostile.fixture import article


def while_it_is_read(monkeypatch: pytest.MonkeyPatch, change: Callable[[], object]) -> None:
    """Have something happen after the first look at an open file, before the second."""
    look, looks = os.fstat, list[int]()

    def looking(handle: int) -> os.stat_result:
        if looks:
            change()
        looks.append(handle)
        return look(handle)

    monkeypatch.setattr(rawfiles.os, "fstat", looking)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An article under raw/."""
    path = tmp_path / "a.txt"
    path.write_text(article("changes"))
    return path


def reason(folder: Path) -> str:
    """Why the file is refused."""
    with pytest.raises(Rejected) as caught:
        raw_bytes(folder, "a.txt")
    return caught.value.reason


def test_a_file_that_stays_as_it_is_is_read(file: Path) -> None:
    assert raw_bytes(file.parent, "a.txt").decode() == article("changes")


def test_a_file_that_grows_meanwhile_is_refused(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    while_it_is_read(monkeypatch, lambda: os.truncate(file, 5_000))
    assert reason(file.parent) == "changed"


def test_a_file_of_the_same_size_but_another_time_is_refused(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    while_it_is_read(monkeypatch, lambda: os.utime(file, ns=(1, 1)))
    assert reason(file.parent) == "changed"


def test_a_file_that_is_removed_is_refused(file: Path) -> None:
    file.unlink()
    assert reason(file.parent) == "changed"


def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    open_at_once = rawfiles._open_at_once

    def replaced(path: str, flags: int) -> int:
        file.unlink()
        os.mkfifo(file)
        return open_at_once(path, flags)

    monkeypatch.setattr(rawfiles, "_open_at_once", replaced)
    assert reason(file.parent) == "changed"


def test_a_file_that_cannot_be_read_through_is_told_without_its_text(
    monkeypatch: pytest.MonkeyPatch, file: Path
) -> None:
    def fail(path: str, flags: int) -> int:
        raise OSError(5, os.strerror(5), path)

    monkeypatch.setattr(rawfiles, "_open_at_once", fail)
    done = process(Job(file.parent, "a.txt", SourceEntry(), None))
    assert isinstance(done, Quarantined)
    assert (done.reason, done.stage) == ("unreadable", "read")
    assert done.detail.startswith("Input/output error")
