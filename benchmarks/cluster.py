"""What a Ray cluster costs and bears: `python -m benchmarks.cluster [--articles 300]`; needs the extra `ray`.

Runs the command over varied copies of the project's own labelled articles, each time from nothing: with two processes;
on three nodes of Ray with a CPU each, all on this machine; and on three of which one is killed in the middle. Tells
seconds, the CPU seconds of all processes that took part, and whether the tables are the same to the byte.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from benchmarks.articles import made

N_NODES = 3
_MARK = "CORROBORATE_BENCHMARK"
_TICKS = os.sysconf("SC_CLK_TCK")


class CpuSeconds(threading.Thread):
    """Adds up what the processes that inherit a mark use, looking twice a second, so that those that die count too."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.mark = f"{_MARK}={secrets.token_hex(8)}".encode()
        name, _, value = self.mark.decode().partition("=")
        os.environ[name] = value
        self.seen: dict[str, float] = {}
        self.ended = threading.Event()

    def run(self) -> None:
        """Look until told to end."""
        while not self.ended.wait(0.5):
            for folder in Path("/proc").glob("[0-9]*"):
                try:
                    if self.mark in (folder / "environ").read_bytes():
                        fields = (folder / "stat").read_text().rpartition(")")[2].split()
                        self.seen[folder.name] = (int(fields[11]) + int(fields[12])) / _TICKS
                except OSError:  # it has ended, or is not ours
                    continue

    def total(self) -> float:
        """Seconds up to now, user and system."""
        return sum(self.seen.values())


def start_cluster() -> Any:
    """Three nodes on this machine; the command joins the first."""
    os.environ.setdefault("RAY_AUTH_MODE", "token")
    os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
    from ray.cluster_utils import Cluster

    node = {"num_cpus": 1, "object_store_memory": 80_000_000, "include_dashboard": False}
    cluster = Cluster(initialize_head=True, head_node_args=node)
    for _ in range(N_NODES - 1):
        cluster.add_node(**node)
    return cluster


def run(raw: Path, out: Path, *arguments: str, meanwhile: tuple[float, Any] | None = None) -> dict[str, Any]:
    """One run of the command.

    Args:
        raw: Folder of the articles.
        out: Folder for the outputs; must be new.
        arguments: More of them.
        meanwhile: Seconds after which to do something, and what.

    Raises:
        CalledProcessError: It failed.
    """
    command = [sys.executable, "-m", "pipeline.cli", "run", "--quiet", "--raw", str(raw), "--out", str(out)]
    started = time.perf_counter()
    process = subprocess.Popen([*command, *arguments])  # noqa: S603 - the project's own command
    if meanwhile:
        time.sleep(meanwhile[0])
        meanwhile[1]()
    if process.wait():
        raise subprocess.CalledProcessError(process.returncode, command)
    seconds = round(time.perf_counter() - started, 1)
    files = json.loads((out / "latest" / "manifest.json").read_text(encoding="utf-8"))["files"]
    return {"seconds": seconds, "tables": hashlib.sha256(json.dumps(files).encode()).hexdigest()[:12]}


def figures(folder: Path, n_articles: int) -> dict[str, dict[str, Any]]:
    """The figures of each way."""
    raw, found = folder / "raw", {}
    raw.mkdir()
    for name, text in made(n_articles):
        (raw / name).write_text(text, encoding="utf-8")
    cpu = CpuSeconds()
    cpu.start()
    found["two processes"] = run(raw, folder / "processes", "--workers", "2")
    found["two processes"]["cpu_seconds"] = round(cpu.total())
    for name, kill in (("three nodes", False), ("three nodes, one killed", True)):
        before, started = cpu.total(), time.perf_counter()
        cluster = start_cluster()
        start = round(time.perf_counter() - started, 1)
        node = sorted(cluster.worker_nodes, key=id)[0]
        half = found["three nodes"]["seconds"] / 2 if kill else 0.0
        meanwhile = (half, lambda cluster=cluster, node=node: cluster.remove_node(node, allow_graceful=False))
        out = folder / name.replace(" ", "-")
        ray = ("--executor", "ray", "--address", cluster.address)
        found[name] = run(raw, out, *ray, meanwhile=meanwhile if kill else None) | {"start_of_cluster": start}
        found[name]["cpu_seconds"] = round(cpu.total() - before)
        cluster.shutdown()
    cpu.ended.set()
    return found


def main() -> None:
    """Print the figures, a line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=300, help="a multiple of five")
    n_articles = parser.parse_args().articles
    with tempfile.TemporaryDirectory() as folder:
        found = figures(Path(folder), n_articles)
    for name, row in found.items():
        print(json.dumps({name: row}), flush=True)
    print(json.dumps({"same_tables": len({row["tables"] for row in found.values()}) == 1}))


if __name__ == "__main__":
    main()
