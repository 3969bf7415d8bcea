"""Ray: three nodes on this machine. What all executors have in common is in test_executors.py."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import pipeline
from pipeline import cluster as ours
from pipeline.cluster import Cluster
from pipeline.errors import UsageError
from pipeline.language import ModelError
from pipeline.progress import Quiet
from pipeline.run import RunResult
from tests.conftest import ROOT
from tests.stress.harness import DENIAL, PACT, tables_of
from tests.test_run import RAW, run_command

pytestmark = [pytest.mark.slow, pytest.mark.loopback, pytest.mark.skipif(sys.platform != "linux", reason="kills nodes")]

N_ARTICLES = 12


def same() -> Mapping[str, Any]:
    return {"code": "1"}


def by_process() -> Mapping[str, Any]:
    return {"code": os.getpid(), "python": "3"}


def nap(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


class Poison:
    """What kills the process that it is sent to."""

    def __call__(self, item: object) -> None:
        """Do nothing."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (1,)


class KillsANode(Quiet):
    """Kills a node of a cluster when the second document is done."""

    def __init__(self, cluster: Any) -> None:
        super().__init__()
        self.cluster, self.node = cluster, cluster.add_node(num_cpus=1)
        self.n_done = 0

    def advance(self) -> None:
        """Kill it."""
        self.n_done += 1
        if self.n_done == 2:
            self.cluster.remove_node(self.node, allow_graceful=False)


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles, and files of every kind that cannot be used."""
    folder = tmp_path_factory.mktemp("raw")
    for number in range(N_ARTICLES // 2):
        (folder / f"pact-{number}.txt").write_text(PACT.format(years=number + 5))
        (folder / f"denial-{number}.txt").write_text(DENIAL.format(years=number + 5))
    for file in RAW.iterdir():
        shutil.copy(file, folder)
    (folder / "empty.txt").write_text("")
    (folder / "link.txt").symlink_to("/etc/hostname")
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    os.mkfifo(folder / "pipe.txt")
    return folder


@pytest.fixture(scope="module")
def serial(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> RunResult:
    """One run in this process."""
    return pipeline.run(raw, tmp_path_factory.mktemp("serial"), max_quarantine=1)


@pytest.fixture(params=["serial", "processes", "ray"])
def executor(request: pytest.FixtureRequest) -> str:
    """Each way to spread documents."""
    if request.param == "ray":
        request.getfixturevalue("cluster")
    return str(request.param)


class TestEveryExecutor:
    """What holds however documents are spread."""

    def test_tables_are_the_same_to_the_byte(self, executor: str, raw: Path, serial: RunResult, tmp_path: Path) -> None:
        workers = None if executor != "processes" else 2
        result = pipeline.run(raw, tmp_path, executor=executor, workers=workers)
        assert tables_of(tmp_path) == tables_of(serial.folder.parents[1])
        assert len(result.tables.documents) == N_ARTICLES + 2
        assert set(result.tables.quarantine["reason"]) == {"empty", "outside", "not_a_file"}
        assert result.folder.name == serial.folder.name  # a hash of the whole manifest

    def test_a_model_that_cannot_be_used_ends_the_run(self, executor: str, raw: Path, tmp_path: Path) -> None:
        import spacy

        spacy.blank("en").to_disk(tmp_path / "blank")
        with pytest.raises(ModelError, match="no ner and no parser"):
            pipeline.run(raw, tmp_path / "out", model=str(tmp_path / "blank"), executor=executor)
        assert not (tmp_path / "out" / "latest").exists()


def test_a_node_that_is_killed_in_the_middle_costs_no_document(
    cluster: Any, raw: Path, serial: RunResult, tmp_path: Path
) -> None:
    killer = KillsANode(cluster)
    result = pipeline.run(raw, tmp_path, executor="ray", workers=4, progress=killer)
    assert killer.n_done > N_ARTICLES
    assert tables_of(tmp_path) == tables_of(serial.folder.parents[1])
    assert result.folder.name == serial.folder.name


def test_a_node_with_another_version_ends_the_run(cluster: object) -> None:
    with pytest.raises(UsageError, match="differs from this machine in code;"):
        list(Cluster(2, None, by_process).map(nap, [0.0, 0.0]))


def test_workers_that_cannot_start_end_the_run(cluster: object) -> None:
    with pytest.raises(UsageError, match="workers cannot start"):
        list(Cluster(2, None, same).map(Poison(), [1, 2]))


def test_a_cluster_without_room_ends_the_run(cluster: object, monkeypatch: pytest.MonkeyPatch) -> None:
    others = Cluster(3, None, same).map(nap, [0.0, 60.0, 60.0, 60.0])
    next(others)
    monkeypatch.setattr(ours, "_PATIENCE", 0.5)
    with pytest.raises(UsageError, match="no node had room"):
        list(Cluster(1, None, same).map(nap, [0.0]))
    others.close()  # type: ignore[attr-defined]  # it is a generator


@pytest.fixture
def elsewhere(cluster: Any, tmp_path: Path, raw: Path) -> tuple[str, ...]:
    """Arguments of a run in another process over the same cluster."""
    return ("run", "--raw", str(raw), "--out", str(tmp_path), "--executor", "ray", "--address", cluster.address)


def test_the_command_reaches_a_cluster_by_its_address(
    elsewhere: tuple[str, ...], serial: RunResult, tmp_path: Path
) -> None:
    done = run_command(*elsewhere)
    assert done.returncode == 3, done.stderr  # four of the files cannot be used
    assert all(
        line.startswith(("quarantined", "documents", "stage", "done", "corroborate:"))
        for line in done.stderr.splitlines()
    )
    assert tables_of(tmp_path) == tables_of(serial.folder.parents[1])


def test_without_the_token_nobody_gets_in(elsewhere: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAY_AUTH_TOKEN", "0" * 64)
    done = run_command(*elsewhere)
    assert done.returncode == 2
    assert "or not with this token" in done.stderr.splitlines()[-1]  # after some lines of Ray's own


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_a_run_as_it_does_without_ray(
    elsewhere: tuple[str, ...], tmp_path: Path, number: signal.Signals, code: int
) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "pipeline", *elsewhere], stderr=subprocess.PIPE, text=True, cwd=ROOT
    ) as running:
        assert running.stderr is not None
        while "stage: stage documents" not in running.stderr.readline():
            assert running.poll() is None
        time.sleep(3)  # somewhere in the work on documents
        running.send_signal(number)
        assert running.wait(20) == code
        assert "the latest tables are whole" in running.stderr.read()
    assert not (tmp_path / "latest").exists()


def test_the_file_for_a_cluster_is_one_that_ray_takes() -> None:
    pytest.importorskip("ray", reason="needs the extra ray")
    import yaml
    from ray.autoscaler._private.util import prepare_config, validate_config

    config = yaml.safe_load((ROOT / "deploy" / "ray" / "cluster.yaml").read_text())
    validate_config(prepare_config(config))
