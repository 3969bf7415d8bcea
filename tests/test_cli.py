"""The command: what it prints, and its exit codes."""

from __future__ import annotations

import fcntl
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app, main
from pipeline.records import RawFile
from tests.conftest import ROOT
from tests.samples import commit, generation

ARTICLE = (
    "Oslo and Rome sign a pact\n\nOslo and Rome signed a pact on trade on Monday. "
    "“It is a good pact,” Prime Minister Ada Berg said. She told reporters that it would last for ten years.\n"
)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A folder with one article."""
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "pact.txt").write_text(ARTICLE)
    return folder


def exit_code(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    """The exit code of the command in this process."""
    monkeypatch.setattr(sys, "argv", ["corroborate", *map(str, arguments)])
    with pytest.raises(SystemExit) as left:
        main()
    return int(left.value.code or 0)


def test_help_names_every_command_in_under_half_a_second() -> None:
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "--help"], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert time.perf_counter() - started < 1.5  # the budget is 0.5 s; machines that run tests are busy
    assert all(name in done.stdout for name in ("run", "add", "verify", "diff", "report"))


def test_help_loads_no_heavy_library() -> None:
    code = "import sys, pipeline.cli; print([m for m in ('spacy', 'pandas', 'textacy', 'pyarrow') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--raw", "nowhere"), "there is no folder nowhere"),
        (("--model", "no_such_model"), "no_such_model"),
        (("--workers", "0"), "workers"),
        (("--config", "none.toml"), "none.toml"),
    ],
)
def test_bad_usage_is_one_line_and_exit_code_2(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    raw: Path,
    arguments: tuple[str, ...],
    told: str,
) -> None:
    given = arguments if "--raw" in arguments else ("--raw", str(raw), *arguments)
    assert exit_code(monkeypatch, "run", *given, "--out", raw.parent / "out") == 2
    message = capsys.readouterr().err
    assert told in message
    assert message.count("\n") == 1


def test_an_empty_folder_is_exit_code_2(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert exit_code(monkeypatch, "run", "--raw", tmp_path, "--out", tmp_path / "out") == 2


def test_a_run_prints_counts_speakers_and_the_place(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], raw: Path
) -> None:
    out = raw.parent / "out"
    assert exit_code(monkeypatch, "run", "--raw", raw, "--out", out, "--log", "json") == 0
    printed = capsys.readouterr()
    assert "Ada Berg" in printed.out
    assert str(out / "latest") in printed.out
    told = [json.loads(line) for line in printed.err.splitlines()]
    stages = [line["stage"] for line in told if line["event"] == "stage"]
    assert stages == ["documents", "link", "align", "commit"]
    assert told[-1]["event"] == "done"


def test_too_many_in_quarantine_is_exit_code_3_and_quiet_still_names_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], raw: Path
) -> None:
    (raw / "empty.txt").write_text("")
    assert exit_code(monkeypatch, "run", "--raw", raw, "--out", raw.parent / "out", "--quiet") == 3
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "empty.txt" in printed.err


def test_an_unreadable_file_is_quarantined(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], raw: Path
) -> None:
    def refuse(job: object) -> RawFile:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pipeline.run._raw_file", refuse)
    assert exit_code(monkeypatch, "run", "--raw", raw, "--out", raw.parent / "out") == 3
    assert "reason unreadable, detail Permission denied" in capsys.readouterr().err


def test_an_output_folder_that_cannot_be_made_is_exit_code_74(monkeypatch: pytest.MonkeyPatch, raw: Path) -> None:
    (raw.parent / "file").write_text("")
    assert exit_code(monkeypatch, "run", "--raw", raw, "--out", raw.parent / "file" / "out") == 74


def test_a_second_run_is_exit_code_75(monkeypatch: pytest.MonkeyPatch, raw: Path) -> None:
    out = raw.parent / "out"
    out.mkdir()
    with (out / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        assert exit_code(monkeypatch, "run", "--raw", raw, "--out", out) == 75


def test_verify_passes_a_sound_generation_and_finds_a_changed_file(tmp_path: Path) -> None:
    folder = commit(tmp_path, generation(), keep=1)
    assert CliRunner().invoke(app, ["verify", "--out", str(tmp_path)]).exit_code == 0
    (folder / "claims.csv").write_text("")
    found = CliRunner().invoke(app, ["verify", "--out", str(tmp_path)])
    assert found.exit_code == 4
    assert "claims.csv" in found.output


def test_diff_compares_the_last_two_generations_by_default(tmp_path: Path) -> None:
    commit(tmp_path, generation("one"), keep=5)
    commit(tmp_path, generation("two"), keep=5)
    assert CliRunner().invoke(app, ["diff", "--out", str(tmp_path)]).output == "nothing changed\n"


def test_report_tells_where_the_page_is(tmp_path: Path) -> None:
    folder = commit(tmp_path, generation(), keep=1)
    assert CliRunner().invoke(app, ["report", "--out", str(tmp_path)]).output.strip() == str(folder / "report.html")


def test_add_copies_the_article_and_sniffs_its_title(tmp_path: Path) -> None:
    file = tmp_path / "pact.txt"
    file.write_text(ARTICLE)
    raw = tmp_path / "raw"
    done = CliRunner().invoke(app, ["add", str(file), "--raw", str(raw), "--source", "The Ledger"])
    assert done.exit_code == 0
    manifest = (raw / "sources.toml").read_text()
    assert 'source = "The Ledger"' in manifest
    assert 'title = "Oslo and Rome sign a pact"' in manifest
