"""Scheduled runs as they are documented: in a bare environment, by cron's line, under systemd, with every exit code."""

from __future__ import annotations

import fcntl
import json
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.reference.failures import EXIT_CODES
from tests.conftest import ROOT
from tests.samples import commit, generation
from tests.stress.harness import write_raw

DOCS = (ROOT / "docs" / "scheduling.md").read_text(encoding="utf-8")
DEPLOY = ROOT / "deploy"
BARE = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LANG": "C", "PYTHONPATH": str(ROOT)}  # may be not installed
COMMAND = (sys.executable, "-m", "pipeline.cli")


def run(*arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the command as cron does, with next to no environment."""
    command = [*COMMAND, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=BARE, cwd=cwd, check=False)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A folder with two articles."""
    return write_raw(tmp_path / "raw", "ten")


@pytest.fixture
def place(tmp_path: Path) -> Callable[[str], str]:
    """Puts places of this test for those that the documentation names."""
    python = tmp_path / "home" / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    shutil.copytree(DEPLOY, tmp_path / "home" / "deploy")

    def placed(text: str) -> str:
        mine = {"/opt/corroborate": "home", "/srv/news/raw": "raw", "/srv/news/outputs": "out"}
        for documented, name in mine.items():
            text = text.replace(documented, str(tmp_path / name))
        return text

    return placed


def cron_commands() -> list[str]:
    """The commands of the lines for cron, without the five fields of the time."""
    lines = re.findall(r"```cron\n(.+)\n```", DOCS)
    return [line.split(" ", 5)[5] for line in lines]


@pytest.mark.slow
def test_a_quiet_run_of_a_bare_environment_prints_nothing(raw: Path, tmp_path: Path) -> None:
    done = run("run", "--quiet", "--raw", raw, "--out", tmp_path / "out", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "out" / "latest" / "quotes.csv").exists()


@pytest.mark.slow
def test_the_line_for_cron_does_what_it_should(raw: Path, tmp_path: Path, place: Callable[[str], str]) -> None:
    command = cron_commands()[0]
    assert command in (DEPLOY / "corroborate.cron").read_text(encoding="utf-8")
    assert "%" not in command  # which cron takes for a new line
    done = subprocess.run(
        ["/bin/sh", "-c", place(command)], capture_output=True, text=True, env=BARE, cwd=tmp_path, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "out" / "latest" / "quotes.csv").exists()


@pytest.mark.slow
def test_new_conflicts_are_told_once(raw: Path, tmp_path: Path, place: Callable[[str], str]) -> None:
    def told() -> str:
        environment = {**BARE, "PYTHON": sys.executable}
        command = ["/bin/sh", "-c", place(cron_commands()[1])]
        return subprocess.run(command, capture_output=True, text=True, env=environment, check=True).stdout

    denial = (raw / "denial.txt").read_text(encoding="utf-8")
    (raw / "denial.txt").write_text(denial.replace("did not sign", "did sign"), encoding="utf-8")
    assert told() == ""  # the first run: nothing to compare with
    (raw / "denial.txt").write_text(denial, encoding="utf-8")
    conflict = told().splitlines()
    assert conflict[0].startswith("new conflict: ")
    assert {line.split()[0] for line in conflict[1:3]} == {"denial:", "pact:"}
    assert told() == ""


@pytest.mark.parametrize("unit", ["corroborate.service", "corroborate.timer"])
def test_systemd_takes_the_units(tmp_path: Path, unit: str) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("needs systemd-analyze")
    for file in DEPLOY.glob("corroborate.*"):
        text = file.read_text(encoding="utf-8").replace("/opt/corroborate/.venv/bin/python", sys.executable)
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", tmp_path / unit],  # noqa: S607  # wherever it is
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in done.stderr.splitlines() if "corroborate" in line]
    assert ours == []


def stopped(number: signal.Signals) -> Callable[[Path, Path], tuple[int, str]]:
    """A run that is sent a signal when it has begun."""

    def stop(raw: Path, out: Path) -> tuple[int, str]:
        command = [*COMMAND, "run", "--log", "json", "--raw", raw, "--out", out]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=BARE, cwd=ROOT)
        while not (out / ".lock").exists():
            time.sleep(0.01)
        time.sleep(0.2)
        process.send_signal(number)
        told = process.communicate(timeout=5)[1]
        return process.returncode, told

    return stop


def ran(*options: str) -> Callable[[Path, Path], tuple[int, str]]:
    """A run with options."""

    def done(raw: Path, out: Path) -> tuple[int, str]:
        result = run("run", "--log", "json", "--raw", raw, "--out", out, *options)
        return result.returncode, result.stderr

    return done


def with_a_useless_file(raw: Path, out: Path) -> tuple[int, str]:
    (raw / "empty.txt").write_text("")
    return ran("--quiet")(raw, out)


def with_outputs_that_are_a_file(raw: Path, out: Path) -> tuple[int, str]:
    out.write_text("")
    return ran()(raw, out)


def with_outputs_that_are_locked(raw: Path, out: Path) -> tuple[int, str]:
    out.mkdir()
    with (out / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        return ran()(raw, out)


def with_tables_that_break_the_schema(raw: Path, out: Path) -> tuple[int, str]:
    """A run of which a stage makes rows that refer to nothing, as a defect would."""
    broken = (
        "import sys, pipeline.cli, pipeline.validate as v; v.Checker.problems = lambda *a: ['claims: made up']; "
        "sys.argv[0] = 'corroborate'; pipeline.cli.main()"
    )
    command = [sys.executable, "-c", broken, "run", "--log", "json", "--raw", raw, "--out", out]
    done = subprocess.run(command, capture_output=True, text=True, env=BARE, cwd=ROOT, check=False)
    assert not (out / "latest").exists()
    return done.returncode, done.stderr


REACHED: dict[int, Callable[[Path, Path], tuple[int, str]]] = {
    0: ran(),
    2: ran("--model", "no_such_model"),
    3: with_a_useless_file,
    4: with_tables_that_break_the_schema,
    74: with_outputs_that_are_a_file,
    75: with_outputs_that_are_locked,
    130: stopped(signal.SIGINT),
    143: stopped(signal.SIGTERM),
}


@pytest.mark.slow
@pytest.mark.parametrize("code", REACHED)
def test_every_exit_code_is_reached_and_every_line_of_the_log_is_json(code: int, raw: Path, tmp_path: Path) -> None:
    reached, told = REACHED[code](raw, tmp_path / "out")
    assert reached == code, told
    lines = [json.loads(line) for line in told.splitlines()]
    assert all({"time", "run_id", "event", "stage"} <= set(line) for line in lines)
    assert len({line["run_id"] for line in lines}) == 1
    last = lines[-1]
    if code == 0:
        assert last["event"] == "done"
        assert last["rows"]["documents"] == 2
        assert last["seconds"] > 0
    else:
        assert last["event"] == ("too_many_quarantined" if code == 3 else "failed")
        assert last["exit_code"] == code
        assert last["message"]


DEAF = """
import time, pipeline.cli
class Deaf:
    def __del__(self):
        print("now", flush=True)
        time.sleep(1)
def app():
    Deaf()
    time.sleep(60)
pipeline.cli.app = app
pipeline.cli.main()
"""


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_is_heard_though_python_loses_what_its_handler_raises(number: signal.Signals, code: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", DEAF], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=BARE, cwd=ROOT
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "now\n"
    process.send_signal(number)
    assert process.communicate(timeout=5)[1] == ""
    assert process.returncode == code


def test_every_exit_code_is_documented() -> None:
    assert list(EXIT_CODES) == list(REACHED)


@pytest.mark.slow
def test_verify_of_damaged_tables_is_exit_code_4(tmp_path: Path) -> None:
    (commit(tmp_path, generation(), keep=1) / "claims.csv").write_text("")
    assert run("verify", "--out", tmp_path).returncode == 4


def test_every_event_of_the_log_is_documented() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "pipeline").glob("*.py"))
    events = set(re.findall(r'\.note\(\s*"(\w+)"', source))
    assert events >= {"stage", "stage_done", "quarantined", "done", "failed"}
    assert all(f"`{event}`" in DOCS for event in events)
