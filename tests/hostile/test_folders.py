"""No manifest and no setting leads out of the folders that were given, or hangs a run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import pipeline
from pipeline import cli
from pipeline.config import Settings
from pipeline.errors import UsageError
from pipeline.plan import make_plan
from pipeline.sources import load_manifest, nearest_names
from tests.hostile.fixture import article

PATHS = (
    "../a.txt", "a/../../a.txt", "..", "/etc/passwd", "//server/share", "~/a.txt", "~/../a.txt", "C:/a.txt", "c:a.txt",
    "..\\\\a.txt", "\\\\\\\\server\\\\share", "a\\u0000.txt", "sub/../../a.txt", "/",
)  # fmt: skip


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A folder with an article."""
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "a.txt").write_text(article("folders"))
    return folder


def tree(folder: Path) -> list[str]:
    """All paths under a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """What the command says in one line when it refuses with exit code 2."""
    monkeypatch.setattr("sys.argv", ["corroborate", "run", *map(str, arguments)])
    with pytest.raises(SystemExit) as left:
        cli.main()
    told = capsys.readouterr().err
    assert (left.value.code, told.count("\n")) == (2, 1)
    return told


@pytest.mark.parametrize("path", PATHS)
def test_a_manifest_that_names_a_file_elsewhere_is_refused_and_nothing_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], raw: Path, path: str
) -> None:
    (raw / "sources.toml").write_text(f'["{path}"]\nsource = "S"\n')
    before = tree(raw.parent)
    assert "no path inside the folder" in refused(monkeypatch, capsys, "--raw", raw, "--out", raw.parent / "out")
    assert [name for name in tree(raw.parent) if name not in ("out", "out/.lock")] == before


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (os.mkfifo, "not_a_file|only ordinary files"),
        (lambda path: path.symlink_to("/etc/passwd"), "leads out"),
        (lambda path: path.symlink_to("sources.toml"), "broken link"),
        (lambda path: path.write_text("a = " + "[" * 5_000 + "]" * 5_000), "cannot read"),
        (lambda path: path.write_bytes(b"\xff\xfe"), "cannot read"),
        (lambda path: path.write_bytes(b"\n" * 20_000_001), "larger than"),
    ],
    ids=["pipe", "link out", "loop", "nested", "not utf-8", "huge"],
)
def test_a_manifest_that_is_no_plain_file_of_toml_is_refused(raw: Path, make: object, told: str) -> None:
    make(raw / "sources.toml")  # type: ignore[operator]
    with pytest.raises(UsageError, match=told):
        load_manifest(raw)


@pytest.mark.parametrize(
    "setting", ['out = "~/outputs"', 'raw = "~/raw"', 'out = "a\\u0000b"', "out = 3", 'home = "/"']
)
def test_a_setting_that_is_no_folder_is_refused_and_nothing_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], raw: Path, setting: str
) -> None:
    (raw.parent / "c.toml").write_text(setting)
    before = tree(raw.parent)
    refused(monkeypatch, capsys, "--raw", raw, "--config", raw.parent / "c.toml")
    assert tree(raw.parent) == before


def test_a_tilde_that_the_shell_left_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], raw: Path
) -> None:
    monkeypatch.chdir(raw.parent)
    assert "write the path out" in refused(monkeypatch, capsys, "--raw", raw, "--out", "~/outputs")
    assert tree(raw.parent) == ["raw", "raw/a.txt"]


def test_a_misspelt_name_in_the_manifest_is_told_with_the_file_that_is_meant(
    capsys: pytest.CaptureFixture[str], raw: Path
) -> None:
    (raw / "sources.toml").write_text('["b.txt"]\nsource = "S"\n["artcle-on-ports.txt"]\nsource = "S"\n')
    names = nearest_names(load_manifest(raw), ["a.txt", "article-on-ports.txt"])
    assert names["artcle-on-ports.txt"] == "article-on-ports.txt"
    assert nearest_names(load_manifest(raw), ["zzz.md"]) == {"artcle-on-ports.txt": None, "b.txt": None}
    assert nearest_names({}, ["a.txt"]) == {}


@pytest.mark.slow
def test_a_run_tells_of_names_without_a_file(capsys: pytest.CaptureFixture[str], raw: Path) -> None:
    (raw / "sources.toml").write_text('["A.text"]\nsource = "S"\n["nothing-like-it.md"]\nsource = "S"\n')
    assert make_plan(Settings(raw)).unknown == {"A.text": "a.txt", "nothing-like-it.md": None}
    pipeline.run(raw, raw.parent / "out")
    assert capsys.readouterr().err.splitlines() == [
        "no_such_file: file A.text, where sources.toml, did_you_mean a.txt",
        "no_such_file: file nothing-like-it.md, where sources.toml, did_you_mean no file is called like it",
    ]


def test_an_odd_name_in_a_message_stays_in_its_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    told = refused(monkeypatch, capsys, "--raw", tmp_path / "no\nwhere\x1b[2J", "--out", tmp_path / "out")
    assert "no\\nwhere\\x1b[2J" in told
