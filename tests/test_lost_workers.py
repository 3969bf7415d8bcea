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
from pipeline.config import Settings
from pipeline.executors import executor_for
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

    settings: Settings

    def map(self, function: object, items: Sequence[Any], carry: Callable[[Any], Any]) -> Iterator[tuple[Any, Any]]:
        """Work in processes, with another function than is given."""
        return executor_for(self.settings).map(process_or_die, items, carry)


@pytest.mark.slow
@pytest.mark.parametrize("executor", ["processes", pytest.param("ray", marks=pytest.mark.loopback)])
def test_a_file_that_kills_its_workers_is_quarantined_alone(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, executor: str
) -> None:
    if executor == "ray":
        request.getfixturevalue("cluster")
    monkeypatch.setattr("pipeline.run.executor_for", Deadly)
    result = pipeline.run(write_raw(tmp_path / "raw", "ten"), tmp_path / "out", workers=2, executor=executor)
    lost = result.tables.quarantine
    assert list(zip(lost["raw_path"], lost["reason"], strict=True)) == [("denial.txt", "worker_died")]
    assert list(result.tables.documents["raw_path"]) == ["pact.txt"]
    assert result.too_many_quarantined
