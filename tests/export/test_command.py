import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.errors import UsageError
from pipeline.export import ExportFormat, export, web_annotation
from pipeline.fingerprint import PACKAGE
from pipeline.store.intact import damaged, files_of
from pipeline.tables import Tables
from tests.conftest import ROOT


def exit_code(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    """The exit code of the command in this process."""
    monkeypatch.setattr(sys, "argv", ["corroborate", "export", *map(str, arguments)])
    with pytest.raises(SystemExit) as left:
        main()
    return int(left.value.code or 0)


def test_an_export_leaves_the_generation_as_it_was_and_nothing_beside_its_file(
    small: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before, target = files_of(small.folder), tmp_path / "tables.duckdb"
    assert exit_code(monkeypatch, "--format", "duckdb", "--out", tmp_path / "out", target) == 0
    assert capsys.readouterr().out == f"{target}\n"
    assert files_of(small.folder) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "tables.duckdb"]


def test_a_file_that_is_there_is_replaced_by_force_alone(
    small: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "a.jsonld"
    target.write_text("mine")
    given = ("--format", "webannotation", "--out", tmp_path / "out", target)
    assert exit_code(monkeypatch, *given) == 2
    assert target.read_text() == "mine"
    assert "--force" in capsys.readouterr().err
    assert exit_code(monkeypatch, *given, "--force") == 0
    assert target.read_text().startswith("{")


@pytest.mark.parametrize(
    ("target", "told"),
    [("nowhere/a.jsonld", "no folder"), ("out", "is a folder"), ("out/latest/a.jsonld", "lies among the tables")],
)
def test_a_place_that_cannot_be_is_bad_usage(
    small: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], target: str,
    told: str,
) -> None:  # fmt: skip
    given = ("--format", "webannotation", "--out", tmp_path / "out", tmp_path / target)
    assert exit_code(monkeypatch, *given, "--force") == 2
    message = capsys.readouterr().err
    assert told in message
    assert message.count("\n") == 1
    assert damaged(small.folder) == []


@pytest.mark.parametrize("given", [("--format", "rdf"), ("--format", "duckdb", "--out", "nowhere"), ()])
def test_a_format_that_is_not_there_and_tables_that_are_not_are_bad_usage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: tuple[str, ...]
) -> None:
    assert exit_code(monkeypatch, *given, tmp_path / "x") == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", [ExportFormat.WEBANNOTATION, ExportFormat.DUCKDB])
def test_a_full_disk_is_exit_code_74_and_leaves_the_old_file(
    small: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: ExportFormat
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    target = tmp_path / "kept"
    target.write_text("old")
    monkeypatch.setattr("pipeline.store.exported._flush", fail)
    assert exit_code(monkeypatch, "--format", form, "--out", tmp_path / "out", "--force", target) == 74
    assert target.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept", "out"]


def test_a_failure_while_writing_leaves_nothing(small: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(tables: Tables, path: Path) -> None:
        path.write_text("half")
        raise KeyboardInterrupt

    monkeypatch.setattr(web_annotation, "write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        export(ExportFormat.WEBANNOTATION, small.folder, tmp_path / "x")
    assert [found.name for found in tmp_path.iterdir()] == ["out"]


def test_a_link_that_leads_nowhere_is_not_replaced_unasked(small: Tables, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("gone")
    with pytest.raises(UsageError, match="there already"):
        export(ExportFormat.WEBANNOTATION, small.folder, tmp_path / "link")


def test_help_names_the_formats_and_loads_no_heavy_library() -> None:
    code = (
        "import sys, pipeline.cli; sys.argv = ['corroborate', 'export', '--help']\n"
        "try: pipeline.cli.main()\n"
        "except SystemExit: print([m for m in ('spacy', 'pandas', 'duckdb', 'pyarrow') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert all(f"{form}:" in done.stdout for form in ExportFormat)
    assert done.stdout.splitlines()[-1] == "[]"


def test_what_is_exported_changes_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (PACKAGE / "export").is_dir()  # so that its name in the list of what makes no results means it
    from pipeline import fingerprint

    before = fingerprint.code.__wrapped__()
    monkeypatch.setattr(fingerprint, "_OUTSIDE", ("cli.py", "progress.py", "report"))
    assert fingerprint.code.__wrapped__() != before
