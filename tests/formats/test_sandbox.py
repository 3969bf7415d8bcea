from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.formats import Extracted
from pipeline.formats.sandbox import LIMITS, Limits, extract
from pipeline.records import Rejected
from tests.conftest import ROOT
from tests.formats import files

GIGABYTE = 2**30


def call(name: str, data: bytes = b"", limits: Limits = LIMITS) -> Extracted:
    return extract(f"tests.formats.parsers:{name}", data, limits)


def rejection(name: str, data: bytes = b"", limits: Limits = LIMITS) -> tuple[str, str]:
    with pytest.raises(Rejected) as caught:
        call(name, data, limits)
    assert "\n" not in caught.value.detail
    return caught.value.reason, caught.value.detail


def test_what_is_found_comes_back_without_what_is_no_text() -> None:
    found = call("say", "“Où?”\n\n\0 x".encode() + b"\xff")
    assert found == Extracted("“Où?”\n\n\ufffd x\ufffd", title="“Où?” \ufffd x\ufffd")


def test_what_a_parser_prints_is_not_taken_for_what_it_found() -> None:
    assert call("chatter") == Extracted("words")


def test_the_process_imports_little() -> None:
    modules = set(call("tell_modules").text.split())
    assert "pipeline.formats.sandbox" not in modules  # it is the main module
    assert "pipeline.records" in modules
    assert not modules & {"spacy", "numpy", "pandas", "pypdf", "docx", "trafilatura"}


@pytest.mark.slow
def test_what_hangs_is_ended_and_leaves_no_process(tmp_path: Path) -> None:
    told = tmp_path / "number"
    assert rejection("hang", str(told).encode(), Limits(seconds=1))[0] == "timeout"
    assert not is_alive(int(told.read_text()))


@pytest.mark.slow
def test_what_hangs_ends_by_itself_where_its_caller_was_killed(tmp_path: Path) -> None:
    told = tmp_path / "number"
    code = (
        "from pipeline.formats.sandbox import Limits, extract\n"
        f"extract('tests.formats.parsers:hang', {str(told).encode()!r}, Limits(seconds=2))"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT) as caller:
        wait_for(lambda: told.exists() and bool(told.read_text()))
        caller.kill()
    wait_for(lambda: not is_alive(int(told.read_text())))


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until something is so, for as long as a busy machine may take."""
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def is_alive(number: int) -> bool:
    """Whether there is a process of a number that has not ended; one that nobody has waited for has."""
    state = Path("/proc", str(number), "stat")
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")


@pytest.mark.parametrize(
    ("name", "limits", "reason"),
    [
        pytest.param("compute", Limits(seconds=1), "timeout", marks=pytest.mark.slow),
        ("eat", Limits(memory=GIGABYTE // 2), "too_much_memory"),
        ("crash", Limits(), "parse_failed"),
        ("leave", Limits(), "parse_failed"),
        ("flood", Limits(answer=100_000), "too_long"),
        ("connect", Limits(), "parse_failed"),
        ("start", Limits(), "parse_failed"),
    ],
)
def test_limits(name: str, limits: Limits, reason: str) -> None:
    assert rejection(name, b"abc", limits)[0] == reason


@pytest.mark.parametrize("name", ["connect", "start"])
def test_network_and_other_processes_are_refused_and_not_merely_missing(name: str) -> None:
    assert "PermissionError" in rejection(name)[1]


def test_errors_tell_nothing_of_the_article() -> None:
    reason, detail = rejection("fail", b"secret words")
    assert reason == "parse_failed"
    assert "ValueError" in detail
    assert "secret" not in detail


@pytest.mark.parametrize(("kind", "library"), [("html", "trafilatura"), ("pdf", "pypdf"), ("docx", "docx")])
def test_a_missing_library_is_told_with_the_command(
    kind: str, library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / f"{library}.py").write_text(f"raise ModuleNotFoundError('No module named {library}')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(Rejected) as caught:
        extract(f"pipeline.formats.{kind}:extract", files.page())
    assert caught.value.reason == "missing_extra"
    assert f"pip install 'corroborate[{kind}]'" in caught.value.detail


def test_a_file_in_the_current_folder_is_not_taken_for_a_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "trafilatura.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    assert files.HEADLINE in extract("pipeline.formats.html:extract", files.page()).text
