"""What several test modules share."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from pipeline.language import load_model

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test open a connection to another machine, or to this one."""
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            raise RuntimeError("no test may open a connection")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The bundled language pipeline with all components."""
    return load_model()


@pytest.fixture(scope="session")
def shared() -> Path:
    """Articles and corpora that are no part of the project."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs ../shared, which is no part of the project")
    return folder
