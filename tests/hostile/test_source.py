"""The package neither loads code from data, nor starts a shell, nor opens a connection."""

from __future__ import annotations

import ast
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.hostile.fixture import article
from tests.hostile.patterns import FOLDER

MODULES = """pickle cPickle dill cloudpickle joblib shelve marshal yaml subprocess socket urllib http ftplib smtplib ssl
    requests httpx aiohttp urllib3 asyncio xmlrpc webbrowser ctypes pty"""
NAMES = frozenset(("eval", "exec", "compile", "__import__"))
METHODS = frozenset(("system", "popen", "spawnv", "execv", "execve", "fork", "read_pickle", "to_pickle"))


def unsafe(source: str) -> list[str]:
    """What a source has that none of this package may have."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                found += [name.name for name in names if name.name.split(".")[0] in MODULES.split()]
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] in MODULES.split():
                found.append(module)
            case ast.Call(func=ast.Name(name)) if name in NAMES:
                found.append(name)
            case ast.Call(func=ast.Attribute(attr=name)) if name in METHODS:
                found.append(name)
            case ast.keyword(arg="shell" | "allow_pickle" | "trust_remote_code", value=ast.Constant(True)):
                found.append(str(node.arg))
    return found


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "from yaml import load",
        "eval('1')",
        "os.system('ls')",
        "run('ls', shell=True)",
        "import os, socket",
    ],
)
def test_what_is_unsafe_is_found(source: str) -> None:
    assert unsafe(source)


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.py")), ids=lambda path: str(path.relative_to(FOLDER)))
def test_nothing_unsafe_is_in_the_package(path: Path) -> None:
    assert unsafe(path.read_text(encoding="utf-8")) == []


def test_no_test_can_open_a_connection() -> None:
    with socket.socket() as one, pytest.raises(RuntimeError, match="no test may"):
        one.connect(("127.0.0.1", 9))


WITHOUT_NETWORK = """
import socket, sys

def refuse(*args, **kwargs):
    raise RuntimeError("a connection was asked for")

socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = socket.create_connection = refuse
sys.argv = ["corroborate", *sys.argv[1:]]
from pipeline.cli import main
main()
"""


@pytest.mark.slow
def test_a_run_needs_no_network(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(article("networks"))
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_NETWORK, "run", "--raw", tmp_path / "raw", "--out", tmp_path / "out"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "http_proxy": "", "https_proxy": ""},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "quarantined" not in done.stderr
