"""What the stress tests share: two versions of a tiny raw folder, the driver, and looks at an outputs folder."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

LONG = os.environ.get("STRESS") == "long"
PACT = (
    "Oslo and Rome sign a pact\n\nOslo and Rome signed a pact on trade on Monday. "
    "“It is a good pact,” Prime Minister Ada Berg said. She told reporters that it would last for {years} years.\n"
)
DENIAL = (
    "Pact signed in Oslo\n\nRome and Oslo did not sign a pact on trade, a minister said on Tuesday. "
    "The pact would last for {years} years, Ada Berg denied.\n"
)

Fault = tuple[str, int, int, int]


def rounds(short: int, long: int) -> int:
    """How often to repeat: `make stress` repeats more."""
    return long if LONG else short


def write_raw(folder: Path, years: str) -> Path:
    """A raw folder with two articles that differ in a word from those with other years."""
    folder.mkdir()
    (folder / "pact.txt").write_text(PACT.format(years=years), encoding="utf-8")
    (folder / "denial.txt").write_text(DENIAL.format(years=years), encoding="utf-8")
    return folder


@dataclass
class Run:
    """A run that has been started: where its log goes, and its process."""

    driver: Driver
    process: int
    log: Path

    def wait(self) -> int:
        """Its exit status, once it has ended."""
        return self.driver.ask({"wait": self.process})

    def told(self) -> str:
        """What it wrote on standard error."""
        return self.log.read_text(encoding="utf-8")

    def calls(self) -> int:
        """How many calls were counted, where faults were armed."""
        return int(Path(f"{self.log}.seen").read_text())


class Driver:
    """The process that runs are forked from."""

    def __init__(self, folder: Path, preload: Path | None) -> None:
        self.folder, self.n_runs = folder, 0
        raw = write_raw(folder / "warm-raw", "two")
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
        if preload:
            environment["LD_PRELOAD"] = str(preload)
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.stress.driver", raw, folder / "warm-out"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
            cwd=ROOT,
        )
        assert self._answer() == "ready"

    def ask(self, request: dict[str, Any]) -> int:
        """Send a request and wait for its answer."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return int(self._answer())

    def start(self, *arguments: object, fault: Fault | None = None) -> Run:
        """Start the command."""
        self.n_runs += 1
        log = self.folder / f"log-{self.n_runs}"
        log.touch()
        request = {"arguments": [*map(str, arguments)], "log": str(log), "fault": fault}
        return Run(self, self.ask(request), log)

    def run(self, *arguments: object, fault: Fault | None = None) -> Run:
        """Run the command, which must do well."""
        run = self.start(*arguments, fault=fault)
        assert run.wait() == 0, run.told()
        return run

    def close(self) -> None:
        """End it."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()

    def _answer(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()


def tables_of(out: Path) -> dict[str, str]:
    """A hash of every table and text of the latest generation, which says whether two are the same to the byte."""
    folder = (out / "latest").resolve()
    files = [path for path in sorted(folder.rglob("*")) if path.suffix in (".csv", ".parquet", ".txt", ".html")]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def litter(out: Path) -> list[str]:
    """Files and folders of an unfinished run: all temporary names begin with a dot, and so does the lock."""
    return [str(path) for path in out.rglob(".*") if path != out / ".lock"]


def survivors(session: int) -> list[int]:
    """Processes of a session that are still there, dead ones that nobody has waited for left out."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, *numbers = status.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(numbers[2]) == session and state != "Z":
            found.append(int(status.parent.name))
    return found


def gone(session: int, within: float) -> bool:
    """Whether all processes of a session are gone within some seconds."""
    until = time.monotonic() + within
    while survivors(session):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def assert_whole(driver: Driver, out: Path, allowed: Sequence[dict[str, str]]) -> None:
    """The outputs hold one of the generations allowed, and `verify` finds no fault in it."""
    assert tables_of(out) in allowed
    driver.run("verify", "--out", out)


def assert_repaired(driver: Driver, raw: Path, out: Path, new: dict[str, str]) -> None:
    """The next run makes what an undisturbed one makes, and clears away what was left lying about."""
    driver.run("run", "--raw", raw, "--out", out)
    assert tables_of(out) == new
    assert litter(out) == []
