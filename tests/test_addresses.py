"""Articles and outputs at addresses, with the store of fsspec that keeps all in memory."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import pipeline
from pipeline.cli import app
from pipeline.config import Settings, is_address, load_settings, located
from pipeline.errors import InvalidOutputs, Locked, UsageError
from pipeline.progress import Quiet
from pipeline.stages.read import MAX_BYTES
from pipeline.store import lease as leases
from pipeline.store.lease import LOCK, STALE_AFTER, lease
from pipeline.store.mirror import mirror_articles, mirrored
from pipeline.store.published import fetched, last_two, publish
from pipeline.store.remote import Remote
from tests.addresses import FailingWrites, assert_every_failure_leaves_a_whole_generation, made, publish_held, whole
from tests.stress.harness import write_raw

OUT = "memory://out"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A store with nothing in it, and a folder for copies."""
    fsspec = pytest.importorskip("fsspec", reason="needs the extra s3 or gcs")
    monkeypatch.setenv("CORROBORATE_WORK", str(tmp_path / "work"))
    memory = fsspec.filesystem("memory")
    memory.store.clear()
    yield memory
    memory.store.clear()


def files(folder: Path) -> dict[str, bytes]:
    """The bytes of every file in a folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


class TestArticles:
    """The mirror of the articles."""

    def test_only_what_changed_is_fetched(self, store: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        raw, told = Remote("memory://raw"), list[str]()
        fetch = Remote.fetch
        monkeypatch.setattr(Remote, "fetch", lambda self, names, to: (told.extend(names), fetch(self, names, to)))
        for name in ("a.txt", "b.txt", "deep/c.txt"):
            raw.write(name, name.encode())
        mirror_articles(raw, tmp_path / "raw")
        raw.write("b.txt", b"B.txt")
        raw.remove(["deep/c.txt"])
        mirror_articles(raw, tmp_path / "raw")
        mirror_articles(raw, tmp_path / "raw")
        assert told == ["a.txt", "b.txt", "deep/c.txt", "b.txt"]
        assert files(tmp_path / "raw") == {"a.txt": b"a.txt", "b.txt": b"B.txt"}
        assert not (tmp_path / "raw" / "deep").exists()

    @settings(max_examples=30, deadline=None)
    @given(st.lists(st.dictionaries(st.sampled_from(["a", "b", "c/a", "c/b", "d"]), st.binary(max_size=3), min_size=1)))
    def test_whatever_happens_there_the_mirror_follows(self, states: list[dict[str, bytes]]) -> None:
        pytest.importorskip("fsspec", reason="needs the extra s3 or gcs")
        raw = Remote("memory://changing")
        with tempfile.TemporaryDirectory() as folder:
            for state in states:
                if gone := sorted(raw.listed().keys() - state.keys()):
                    raw.remove(gone)
                for name, data in state.items():
                    raw.write(name, data)
                mirror_articles(raw, Path(folder, "raw"))
                assert files(Path(folder, "raw")) == state
            if there := list(raw.listed()):
                raw.remove(there)

    def test_a_file_may_become_a_folder(self, store: Any, tmp_path: Path) -> None:
        raw = Remote("memory://raw")
        raw.write("a", b"1")
        mirror_articles(raw, tmp_path / "raw")
        raw.remove(["a"])
        raw.write("a/b", b"2")
        mirror_articles(raw, tmp_path / "raw")
        assert files(tmp_path / "raw") == {"a/b": b"2"}

    def test_what_fails_in_the_middle_is_done_the_next_time(
        self, store: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        raw = Remote("memory://raw")
        raw.write("a", b"1")
        mirror_articles(raw, tmp_path / "raw")
        raw.write("a", b"2")
        with monkeypatch.context() as patch:
            FailingWrites(patch, Remote, ("fetch",), lambda *_: True).arm(1)
            with pytest.raises(OSError, match="the store is gone"):
                mirror_articles(raw, tmp_path / "raw")
        mirror_articles(raw, tmp_path / "raw")
        assert files(tmp_path / "raw") == {"a": b"2"}

    def test_what_is_too_big_is_not_fetched(self, store: Any, tmp_path: Path) -> None:
        raw = Remote("memory://raw")
        raw.write("big.txt", b"x" * (MAX_BYTES + 1))
        mirror_articles(raw, tmp_path / "raw")
        assert (tmp_path / "raw" / "big.txt").stat().st_size == MAX_BYTES + 1
        assert b"x" not in (tmp_path / "raw" / "big.txt").read_bytes()

    @pytest.mark.parametrize("names", [["../a"], ["a//b"], ["a", "a/b"], ["./a"], ["a\0b"]])
    def test_a_name_that_no_file_can_have_is_told(
        self, store: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: list[str]
    ) -> None:
        monkeypatch.setattr(Remote, "listed", lambda self: {name: {"size": 1} for name in names})
        with pytest.raises(UsageError, match="no file can be called"):
            mirror_articles(Remote("memory://raw"), tmp_path / "raw")
        assert not (tmp_path / "raw").exists()

    def test_no_articles_are_told(self, store: Any, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="holds no articles"):
            mirror_articles(Remote("memory://raw"), tmp_path / "raw")


class TestGenerations:
    """What is published, and fetched."""

    def test_the_latest_is_what_was_published_last(self, store: Any, tmp_path: Path) -> None:
        one, two = made(tmp_path / "one", "one"), made(tmp_path / "two", "two")
        for folder in (one, two, two):
            publish_held(OUT, folder)
            assert files(fetched(OUT)) == files(folder)
            assert files(fetched(f"{OUT}/latest/")) == files(folder)
        assert files(fetched(f"{OUT}/runs/{one.name}")) == files(one)
        assert last_two(OUT) == (f"{OUT}/runs/{one.name}", f"{OUT}/runs/{two.name}")
        assert Remote(OUT).read("history.txt") == f"{one.name}\n{two.name}\n".encode()
        assert Remote(OUT).read(LOCK) is None
        assert pipeline.load_tables(OUT).claims.equals(pipeline.load_tables(two).claims)

    def test_older_ones_are_removed_and_nothing_else(self, store: Any, tmp_path: Path) -> None:
        remote = Remote(OUT)
        remote.write("runs/mine.txt", b"")
        remote.write("runs/0123456789ab/claims.csv", b"")  # of a run that was killed
        folders = [made(tmp_path / note, note) for note in ("one", "two", "three")]
        for folder in folders:
            publish_held(OUT, folder, keep=2)
        there = {name.split("/")[1] for name in remote.listed() if name.startswith("runs/")}
        assert there == {"mine.txt", folders[1].name, folders[2].name}

    def test_every_write_that_fails_leaves_a_whole_generation(
        self, store: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        writes = FailingWrites(monkeypatch, type(store), ("put_file", "pipe_file", "rm"), lambda *_: True)
        assert_every_failure_leaves_a_whole_generation(OUT, writes, tmp_path)

    def test_few_copies_are_kept_here(self, store: Any, tmp_path: Path) -> None:
        folders = [made(tmp_path / str(number), str(number)) for number in range(7)]
        for folder in folders:
            publish_held(OUT, folder)
            copy = fetched(OUT)
        assert {path.name for path in copy.parent.iterdir()} == {folder.name for folder in folders[-5:]}

    def test_nothing_there_is_told(self, store: Any) -> None:
        with pytest.raises(UsageError, match="holds no tables; make them with"):
            fetched(OUT)
        with pytest.raises(FileNotFoundError):
            fetched(f"{OUT}/runs/0123456789ab")

    def test_one_that_is_removed_while_it_is_fetched_gives_way_to_the_latest(
        self, store: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one, two = made(tmp_path / "one", "one"), made(tmp_path / "two", "two")
        publish_held(OUT, one)
        fetch = Remote.fetch

        def prune_meanwhile(self: Remote, names: Any, folder: Path) -> None:
            monkeypatch.setattr(Remote, "fetch", fetch)
            publish_held(OUT, two, keep=1)
            self.fetch(names, folder)

        monkeypatch.setattr(Remote, "fetch", prune_meanwhile)
        assert fetched(OUT).name == two.name


class TestLock:
    """One run at a time."""

    def test_a_second_run_is_told_who_holds_it(self, store: Any) -> None:
        with (
            lease(Remote(OUT), Quiet()),
            pytest.raises(Locked, match=r"another run is writing to memory://out: .*wait"),
        ):
            lease(Remote(OUT), Quiet()).__enter__()
        with lease(Remote(OUT), Quiet()):
            pass

    @pytest.mark.parametrize("age", [0, STALE_AFTER - 60, STALE_AFTER + 60])
    def test_one_left_behind_is_taken_over_when_it_is_old(self, store: Any, age: float) -> None:
        renewed = datetime.now(UTC) - timedelta(seconds=age)
        Remote(OUT).write(LOCK, json.dumps({"owner": "gone", "renewed": renewed.isoformat()}).encode())
        if age < STALE_AFTER:
            with pytest.raises(Locked, match="gone"):
                lease(Remote(OUT), Quiet()).__enter__()
        else:
            with lease(Remote(OUT), Quiet()) as still_ours:
                still_ours()

    @pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"owner": "x", "renewed": "now"}', b"\xff"])
    def test_one_that_cannot_be_read_is_taken_over(self, store: Any, data: bytes) -> None:
        Remote(OUT).write(LOCK, data)
        with lease(Remote(OUT), Quiet()) as still_ours:
            still_ours()

    def test_it_is_renewed(self, store: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(leases, "RENEWED_EVERY", 0.01)
        with lease(Remote(OUT), Quiet()):
            first, until = Remote(OUT).read(LOCK), time.monotonic() + 10
            while Remote(OUT).read(LOCK) == first:
                assert time.monotonic() < until
                time.sleep(0.01)

    def test_a_run_that_lost_it_makes_nothing_the_latest_and_leaves_it_alone(self, store: Any, tmp_path: Path) -> None:
        one, two = made(tmp_path / "one", "one"), made(tmp_path / "two", "two")
        publish_held(OUT, one)
        theirs = json.dumps({"owner": "another", "renewed": datetime.now(UTC).isoformat()}).encode()
        with lease(Remote(OUT), Quiet()) as still_ours:
            Remote(OUT).write(LOCK, theirs)
            with pytest.raises(Locked, match="another"):
                publish(Remote(OUT), two, 5, still_ours)
        assert whole(OUT) == one.name
        assert Remote(OUT).read(LOCK) == theirs


class TestRuns:
    """Whole runs."""

    @pytest.mark.slow
    def test_a_run_gives_what_it_gives_on_this_machine(self, store: Any, tmp_path: Path) -> None:
        raw = write_raw(tmp_path / "raw", "ten")
        here = pipeline.run(raw, tmp_path / "out")
        for name, data in files(raw).items():
            Remote("memory://raw").write(name, data)
        there = pipeline.run("memory://raw", OUT)
        assert there.folder.name == here.folder.name == whole(OUT)
        written = {name: told["created"] for name, told in Remote(OUT).listed().items()}
        again = pipeline.run("memory://raw", OUT)
        assert not again.changed
        assert {name: told["created"] for name, told in Remote(OUT).listed().items()} == written

    def test_a_run_that_fails_publishes_nothing(self, store: Any, tmp_path: Path) -> None:
        publish_held(OUT, made(tmp_path / "one", "one"))
        places = Settings(**located({"raw": tmp_path / "raw", "out": OUT}))

        def fail() -> None:
            with mirrored(places, Quiet()):
                made(places.out, "two")
                raise InvalidOutputs("unsound")

        with pytest.raises(InvalidOutputs, match="unsound"):
            fail()
        assert whole(OUT) == fetched(OUT).name == made(tmp_path / "again", "one").name

    @pytest.mark.parametrize("damage", ["claims.csv", "manifest.json"])
    def test_outputs_that_are_not_whole_are_made_again(self, store: Any, tmp_path: Path, damage: str) -> None:
        one = made(tmp_path / "one", "one")
        publish_held(OUT, one)
        Remote(OUT).remove([f"runs/{one.name}/{damage}"])
        places = Settings(**located({"raw": tmp_path / "raw", "out": OUT}))
        with mirrored(places, Quiet()):
            assert not (places.out / "latest").exists()
            made(places.out, "one")
        assert whole(OUT) == one.name

    def test_damage_is_told(self, store: Any, tmp_path: Path) -> None:
        one = made(tmp_path / "one", "one")
        publish_held(OUT, one)
        Remote(OUT).write(f"runs/{one.name}/claims.csv", b"x")
        with pytest.raises(InvalidOutputs, match=r"claims.csv missing or changed; remove it there and run again"):
            fetched(OUT)


class TestSettings:
    """Addresses among the settings."""

    def test_what_is_remote_is_worked_on_in_folders_of_its_own(self, store: Any, tmp_path: Path) -> None:
        file = tmp_path / "corroborate.toml"
        file.write_text('raw = "s3://news/raw/"\nout = "tables"\n')
        places = load_settings(file)
        assert (places.raw_address, places.out_address) == ("s3://news/raw", None)
        assert places.raw.is_relative_to(tmp_path / "work")
        assert places.out == tmp_path / "tables"
        assert load_settings(file, out="s3://news/out").out_shown == "s3://news/out"
        assert load_settings(file, raw="here").raw_address is None
        assert load_settings(file, raw="file:///here").raw == Path("/here")

    @pytest.mark.parametrize("out", ["memory://raw", "memory://raw/out", "memory://raw/"])
    def test_outputs_are_no_articles(self, store: Any, out: str) -> None:
        with pytest.raises(UsageError, match="read it as articles"):
            Settings(**located({"raw": "memory://raw", "out": out}))
        assert Settings(**located({"raw": "memory://raw", "out": "memory://raw-out"}))

    def test_what_cannot_be_used_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(UsageError, match=r"needs corroborate\[s3\]"):
            Remote("nonsense://news")
        monkeypatch.setitem(sys.modules, "fsspec.core", None)
        with pytest.raises(UsageError, match=r"needs corroborate\[s3\]"):
            Remote("s3://news")

    def test_articles_are_added_to_folders_alone(self, store: Any, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("x")
        with pytest.raises(UsageError, match="copy yours to memory://raw by other means"):
            CliRunner().invoke(app, ["add", "--raw", "memory://raw", str(tmp_path / "a.txt")], catch_exceptions=False)

    @pytest.mark.parametrize(("place", "expected"), [("s3://a", True), ("file:///a", False), (Path("a:b"), False)])
    def test_addresses_are_told_from_folders(self, place: str | Path, expected: bool) -> None:
        assert is_address(place) is expected
