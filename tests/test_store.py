import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import Locked, UsageError
from pipeline.records import SourceEntry
from pipeline.sources import load_manifest
from pipeline.store import generation as module
from pipeline.store.articles import add_article
from pipeline.store.intact import damaged
from pipeline.store.lock import lock
from pipeline.tables import load_tables
from tests.samples import TEXTS, commit, generation


def test_a_committed_generation_is_read_back_with_its_texts(tmp_path: Path) -> None:
    folder = commit(tmp_path, generation(), keep=5)
    tables = load_tables(tmp_path)
    assert tables.folder == folder
    assert list(tables.quotes["speaker_name"]) == ["Rome"]
    assert tables.text("b") == TEXTS["b"]
    assert damaged(folder) == []


def test_the_same_tables_are_the_same_generation_and_others_move_the_link(tmp_path: Path) -> None:
    first = commit(tmp_path, generation(), keep=5)
    assert commit(tmp_path, generation(), keep=5) == first
    second = commit(tmp_path, generation("other"), keep=5)
    assert second != first
    assert (tmp_path / "latest").resolve() == second


def test_only_so_many_generations_are_kept(tmp_path: Path) -> None:
    for number in range(4):
        current = commit(tmp_path, generation(str(number)), keep=2)
    assert len(list((tmp_path / "runs").iterdir())) == 2
    assert current.exists()


@pytest.mark.parametrize("broken", ["TableWriter", "_flush", "_write_json"])
def test_a_failed_commit_leaves_the_old_generation_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    old = commit(tmp_path, generation(), keep=5)

    def fail(*args: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(module, broken, fail)
    with pytest.raises(OSError, match="No space"):
        commit(tmp_path, generation("other"), keep=5)
    assert (tmp_path / "latest").resolve() == old
    assert list((tmp_path / "runs").iterdir()) == [old]


def test_what_a_killed_run_left_behind_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / "runs" / ".new-killed").mkdir(parents=True)
    current = commit(tmp_path, generation(), keep=5)
    assert list((tmp_path / "runs").iterdir()) == [current]


def test_a_changed_or_missing_file_is_found(tmp_path: Path) -> None:
    folder = commit(tmp_path, generation(), keep=5)
    (folder / "quotes.csv").write_text("x")
    (folder / "claims.parquet").unlink()
    assert damaged(folder) == ["claims.parquet", "quotes.csv"]


def test_pages_in_a_folder_are_written_and_missed(tmp_path: Path) -> None:
    given = replace(generation(), pages={"report.html": "front", "report/a--b.html": "pair"})
    folder = commit(tmp_path, given, keep=5)
    assert (folder / "report" / "a--b.html").read_text() == "pair"
    assert damaged(folder) == []
    (folder / "report" / "a--b.html").unlink()
    assert damaged(folder) == ["report/a--b.html"]


@pytest.mark.parametrize("manifest", ["{", "{}"])
def test_a_damaged_manifest_is_found(tmp_path: Path, manifest: str) -> None:
    folder = commit(tmp_path, generation(), keep=5)
    (folder / "manifest.json").write_text(manifest)
    assert damaged(folder) == ["manifest.json"]


def test_times_are_kept_apart_from_what_is_compared(tmp_path: Path) -> None:
    folder = commit(tmp_path, generation(), keep=5)
    assert "timings.json" not in json.loads((folder / "manifest.json").read_text())["files"]
    assert json.loads((folder / "timings.json").read_text()) == {"read": 0.1}


def test_a_folder_in_place_of_the_link_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "latest").mkdir()
    with pytest.raises(UsageError, match="move it away"), lock(tmp_path):
        pass


def test_two_runs_never_hold_one_folder(tmp_path: Path) -> None:
    with lock(tmp_path), pytest.raises(Locked), lock(tmp_path):
        pass
    with lock(tmp_path):
        pass


def test_an_article_is_added_with_its_entry_and_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "new.txt"
    file.write_text("Some text.")
    raw = tmp_path / "raw"
    add_article(raw, file, SourceEntry(source='The "Ledger"'))
    assert (raw / "new.txt").read_text() == "Some text."
    assert load_manifest(raw) == {"new.txt": SourceEntry(source='The "Ledger"')}
    with pytest.raises(UsageError, match="already"):
        add_article(raw, file, SourceEntry())


def test_a_generation_that_was_damaged_gives_way_to_a_whole_one(tmp_path: Path) -> None:
    folder = commit(tmp_path, generation(), keep=5)
    for _ in range(3):
        (folder / "claims.csv").write_text("torn")
        folder = commit(tmp_path, generation(), keep=5)
        assert damaged(folder) == []
        assert [path.name for path in (tmp_path / "runs").iterdir()] == [folder.name]
    assert (tmp_path / "latest").resolve() == folder.resolve()
