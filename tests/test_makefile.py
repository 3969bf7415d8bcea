"""The targets of make, without running what they run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = re.findall(r"^([a-z-]+):.*## ", MAKEFILE, flags=re.MULTILINE)
SET_UP = (".venv/python", ".venv/run", ".venv/dev", ".venv/cluster", ".venv/notebook", ".venv/train")

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="needs make")


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Call make in a folder."""
    command = ["make", "--no-print-directory", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)


@pytest.fixture
def spaced(tmp_path: Path) -> Path:
    """A copy of the Makefile in a folder with spaces, set up with commands that print what they are called with."""
    folder = tmp_path / "my news' folder"
    (folder / ".venv" / "bin").mkdir(parents=True)
    for name in ("Makefile", "constraints.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    for name in SET_UP:
        (folder / name).touch()
    for name in ("python", "corroborate"):
        command = folder / ".venv" / "bin" / name
        command.write_text(f'#!/bin/sh\nprintf "{name}"\nprintf " [%s]" "$@"\n')
        command.chmod(0o755)
    return folder


def test_every_target_is_phony_and_in_the_help() -> None:
    phony = re.search(r"^\.PHONY: (.+)$", MAKEFILE, flags=re.MULTILINE)
    assert phony is not None
    assert set(phony[1].split()) == set(TARGETS)
    told = make(ROOT, "help").stdout
    assert [line.split()[0] for line in told.splitlines()] == TARGETS


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_knows_what_to_do(spaced: Path, target: str) -> None:
    done = make(spaced, "-n", target)
    assert done.returncode == 0, done.stderr
    assert done.stdout
    assert done.stderr == ""


def test_all_targets_at_once_are_set_up_once(spaced: Path) -> None:
    (spaced / ".venv" / "dev").unlink()
    done = make(spaced, "-n", "-j4", "test", "lint", "gate", "stress")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("[dev]") == 1


def test_folders_with_spaces_reach_the_command_whole(spaced: Path) -> None:
    done = make(spaced, "run", "RAW=my articles", "OUT=my outputs", "WORKERS=2")
    assert done.returncode == 0, done.stderr
    assert "corroborate [run] [--raw] [my articles] [--out] [my outputs] [--workers] [2]" in done.stdout


def test_the_notebook_is_made_where_it_is_new_and_finds_the_outputs(spaced: Path) -> None:
    for name in ("jupytext", "jupyter"):
        command = spaced / ".venv" / "bin" / name
        command.write_text(f'#!/bin/sh\necho "{name} in $OUT"\ntouch notebooks/explore.ipynb\n')
        command.chmod(0o755)
    (spaced / "notebooks").mkdir()
    (spaced / "my outputs").mkdir()
    (spaced / "notebooks" / "explore.py").touch()
    os.utime(spaced / "notebooks" / "explore.py", (0, 0))
    first, second = (make(spaced, "-s", "notebook", "OUT=my outputs").stdout.splitlines() for _ in range(2))
    assert first == ["jupytext in my outputs", f"jupyter in {spaced / 'my outputs'}"]
    assert second == first[1:]
    assert make(spaced, "notebook", "OUT=nowhere").returncode != 0


def test_stress_asks_for_the_long_version(spaced: Path) -> None:
    assert "STRESS=long .venv/bin/python -m pytest tests/stress" in make(spaced, "-n", "stress").stdout


def test_a_python_that_is_too_old_is_told_in_one_line(spaced: Path) -> None:
    (spaced / ".venv" / "python").unlink()
    done = make(spaced, "setup", "PYTHON=")
    assert done.returncode == 2
    assert "Python 3.11 or 3.12 is needed" in done.stderr


def test_clean_leaves_the_articles_alone(spaced: Path) -> None:
    for name in ("raw", "outputs/runs"):
        (spaced / name).mkdir(parents=True)
    (spaced / "raw" / "article.txt").write_text("text")
    assert make(spaced, "clean").returncode == 0
    assert (spaced / "raw" / "article.txt").read_text() == "text"
    assert not (spaced / "outputs" / "runs").exists()
