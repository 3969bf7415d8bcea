"""Runs the command in a process of its own, and tells what it took: `measured(raw, out)`.

As a module, `python -m benchmarks.command COMMAND ...`, it runs any command and prints seconds and memory as JSON. That
detour is needed: a process starts with the most memory of the one that starts it, so that one must be small.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Taken:
    """What a run took.

    Attributes:
        seconds: From start to end.
        processor: Seconds of processor time, of all its processes.
        peak_mb: The most memory that any one of its processes held, in megabytes.
        stages: Seconds by stage, of all processes together; empty where the run made nothing new.
    """

    seconds: float
    processor: float
    peak_mb: int
    stages: dict[str, float]


def measured(raw: Path, out: Path, workers: int = 1) -> Taken:
    """Run `corroborate run` on a folder of articles.

    Raises:
        CalledProcessError: It failed.
    """
    command = [sys.executable, "-m", "pipeline.cli", "run", "--quiet", "--raw", str(raw), "--out", str(out)]
    command += ["--workers", str(workers)]
    before = (out / "latest").resolve()
    helper = [sys.executable, "-m", "benchmarks.command", *command]
    done = subprocess.run(helper, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - the project's own command
    taken = json.loads(done.stdout)
    latest = (out / "latest").resolve()
    stages = json.loads((latest / "timings.json").read_text(encoding="utf-8")) if latest != before else {}
    return Taken(**taken, stages=stages)


def run(command: Sequence[str]) -> dict[str, float]:
    """Run a command: seconds, those of processor time, and the most megabytes that any one of its processes held.

    Raises:
        CalledProcessError: It failed.
    """
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - whoever calls this names the command
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    unit = 2**20 if sys.platform == "darwin" else 2**10  # bytes there, kilobytes elsewhere
    processor = round(usage.ru_utime + usage.ru_stime, 3)
    return {"seconds": round(seconds, 3), "processor": processor, "peak_mb": round(usage.ru_maxrss / unit)}


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1:])))
