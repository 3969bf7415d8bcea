"""A file that kills every process it is given to: it is quarantined, and the others are kept."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import pipeline
from pipeline.executors import Processes
from pipeline.run import Job, Outcome, process
from tests.stress.harness import write_raw


def process_or_die(job: Job) -> Outcome:
    """Work on a file as a run does, but die of the denial."""
    if job.file.path == "denial.txt":
        os.kill(os.getpid(), signal.SIGKILL)
    return process(job)


@dataclass(frozen=True)
class Deadly:
    """Processes in which the denial is deadly."""

    workers: int

    def map(self, function: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
        """Work in processes, with another function than is given."""
        return Processes(self.workers).map(process_or_die, items)


@pytest.mark.slow
def test_a_file_that_kills_its_workers_is_quarantined_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.run.executor_for", Deadly)
    result = pipeline.run(write_raw(tmp_path / "raw", "ten"), tmp_path / "out", workers=2)
    lost = result.tables.quarantine
    assert list(zip(lost["raw_path"], lost["reason"], strict=True)) == [("denial.txt", "worker_died")]
    assert list(result.tables.documents["raw_path"]) == ["pact.txt"]
    assert result.too_many_quarantined
