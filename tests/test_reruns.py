"""A rerun does only what changed, and gives what a full run would give."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

import pipeline
from pipeline.run import Job, Outcome, process
from pipeline.stages import claims
from pipeline.store.earlier import Earlier
from pipeline.store.intact import damaged
from tests.test_run import tables_of

pytestmark = pytest.mark.slow

ARTICLES = {
    "courier.txt": "The ferry to Oslo sank on Monday. Rosa Lind, the harbour master, said that nobody was hurt.",
    "ledger.txt": "A ferry sank on Monday on its way to Oslo. Two people were hurt, the harbour master said.",
    "gazette.txt": "Beekeepers counted swarms along the river on Friday. The club said that the swarms had grown.",
}


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Three short articles."""
    folder = tmp_path / "raw"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def worked_on(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that document stages worked on, as they do."""
    done: list[str] = []

    def noted(job: Job) -> Outcome:
        done.append(job.file.path)
        return process(job)

    monkeypatch.setattr(sys.modules["pipeline.run"], "process", noted)
    return done


def state(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of every file but the lock."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in files}


def same_as_a_full_run(raw: Path, out: Path) -> bool:
    full = pipeline.run(raw, out.parent / "full")
    same = tables_of(full.folder) == tables_of(out / "latest") and full.folder.name == (out / "latest").resolve().name
    shutil.rmtree(out.parent / "full")
    return same


def test_nothing_changed_touches_nothing(raw: Path, tmp_path: Path, worked_on: list[str]) -> None:
    out = tmp_path / "out"
    first = pipeline.run(raw, out)
    assert sorted(worked_on) == sorted(ARTICLES)
    before = state(out)
    again = pipeline.run(raw, out)
    assert len(worked_on) == 3
    assert (first.changed, again.changed) == (True, False)
    assert again.folder == first.folder
    assert state(out) == before
    assert all(frame.equals(again.tables.frames[name]) for name, frame in first.tables.frames.items())


def test_one_edited_article_is_done_alone(raw: Path, tmp_path: Path, worked_on: list[str]) -> None:
    out = tmp_path / "out"
    pipeline.run(raw, out)
    worked_on.clear()
    (raw / "ledger.txt").write_text(ARTICLES["ledger.txt"].replace("Two", "Three"))
    pipeline.run(raw, out)
    assert worked_on == ["ledger.txt"]
    assert same_as_a_full_run(raw, out)


def test_removed_renamed_and_added_articles(raw: Path, tmp_path: Path, worked_on: list[str]) -> None:
    out = tmp_path / "out"
    pipeline.run(raw, out)
    worked_on.clear()
    (raw / "gazette.txt").unlink()
    (raw / "ledger.txt").rename(raw / "daily.txt")
    (raw / "empty.txt").write_text("")
    tables = pipeline.run(raw, out).tables
    assert sorted(worked_on) == ["daily.txt", "empty.txt"]
    assert list(tables.documents["doc_id"]) == ["courier", "daily"]
    assert list(tables.quarantine["raw_path"]) == ["empty.txt"]
    assert not any(
        frame.astype("string").isin(["ledger", "gazette"]).any(axis=None) for frame in tables.frames.values()
    )
    worked_on.clear()
    (raw / "gazette.txt").write_text(ARTICLES["gazette.txt"])
    pipeline.run(raw, out)
    assert worked_on == []  # what was made of it before the run that went without it is still there
    assert same_as_a_full_run(raw, out)


def test_force_does_everything_anew(
    raw: Path, tmp_path: Path, worked_on: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = pipeline.run(raw, tmp_path / "out")
    monkeypatch.setattr(Earlier, "file", lambda *_: pytest.fail("something was taken over"))
    again = pipeline.run(raw, tmp_path / "out", force=True)
    assert sorted(worked_on) == sorted([*ARTICLES, *ARTICLES])
    assert again.folder == first.folder


def test_damage_is_mended(raw: Path, tmp_path: Path, worked_on: list[str]) -> None:
    out = tmp_path / "out"
    first = pipeline.run(raw, out)
    worked_on.clear()
    good = tables_of(first.folder)
    (first.folder / "claims.csv").write_bytes(b"torn")
    (first.folder / "claims.parquet").unlink()
    mended = pipeline.run(raw, out)
    assert worked_on == []
    assert tables_of(out / "latest") == good
    assert damaged(mended.folder) == []
    entry = next(path for path in (out / "cache").glob("*/*"))
    entry.write_bytes(entry.read_bytes()[:-9])
    (raw / "sources.toml").write_text('["courier.txt"]\nsource = "Courier"\n')
    pipeline.run(raw, out)
    assert 1 <= len(worked_on) <= 2
    assert same_as_a_full_run(raw, out)


def test_a_small_cache_keeps_what_the_run_needs(raw: Path, tmp_path: Path, worked_on: list[str]) -> None:
    pipeline.run(raw, tmp_path / "out", cache_mb=0)
    assert len(list((tmp_path / "out" / "cache").glob("*/*"))) == 3 + 3 + 3  # what alignment made, and what from
    (raw / "gazette.txt").unlink()
    pipeline.run(raw, tmp_path / "out", cache_mb=0)
    assert len(list((tmp_path / "out" / "cache").glob("*/*"))) == 2 + 2 + 3


def test_a_file_that_changes_during_the_run_is_told(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def meanwhile(job: Job) -> Outcome:
        (raw / "gazette.txt").write_text(ARTICLES["gazette.txt"] + " More swarms came.")
        return process(job)

    monkeypatch.setattr(sys.modules["pipeline.run"], "process", meanwhile)
    tables = pipeline.run(raw, tmp_path / "out").tables
    assert dict(zip(tables.quarantine["raw_path"], tables.quarantine["reason"], strict=True)) == {
        "gazette.txt": "changed"
    }
    monkeypatch.undo()
    assert pipeline.run(raw, tmp_path / "out").tables.quarantine.empty


def test_a_failure_that_may_pass_is_tried_again(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(claims, "claims", fail)
    assert set(pipeline.run(raw, tmp_path / "out").tables.quarantine["reason"]) == {"error"}
    monkeypatch.undo()
    assert pipeline.run(raw, tmp_path / "out").tables.quarantine.empty


def test_what_a_run_left_that_was_killed_after_its_commit_is_cleared_away(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    pipeline.run(raw, out)
    whole = state(out)
    (shelf,) = list((out / "cache").iterdir())[:1]
    left = [shelf / ".new-entry", out / ".history.txt.new"]
    for path in left:
        path.write_text("half")
    (out / "runs" / ".new-rows").mkdir()
    assert not pipeline.run(raw, out).changed
    assert state(out) == whole
    assert not any(path.exists() for path in (*left, out / "runs" / ".new-rows"))
