"""What several test modules share."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from pipeline.language import load_model

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def _no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test open a connection to another machine; and to this one only those that are marked `loopback`."""
    allowed = ("127.0.0.1", "::1", "localhost") if request.node.get_closest_marker("loopback") else ()

    def guarded(connect: Callable[[socket.socket, Any], Any]) -> Callable[[socket.socket, Any], Any]:
        def refuse(self: socket.socket, address: Any) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in allowed:
                raise RuntimeError("no test may open a connection")
            return connect(self, address)

        return refuse

    monkeypatch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
    monkeypatch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The bundled language pipeline with all components."""
    return load_model()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Any]:
    """Three nodes of Ray on this machine, with a CPU each, that this process is connected to."""
    os.environ |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
    ray = pytest.importorskip("ray", reason="needs the extra ray")
    from ray.cluster_utils import Cluster

    nodes = {"num_cpus": 1, "object_store_memory": 80_000_000, "include_dashboard": False}
    cluster = Cluster(initialize_head=True, head_node_args=nodes)
    for _ in range(2):
        cluster.add_node(**nodes)
    ray.init(cluster.address, log_to_driver=False, logging_level="ERROR")
    yield cluster
    ray.shutdown()
    cluster.shutdown()


@pytest.fixture(scope="session")
def shared() -> Path:
    """Articles and corpora that are no part of the project."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs ../shared, which is no part of the project")
    return folder
