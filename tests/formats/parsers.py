"""Parsers that go wrong in every way, for the tests of the process that they run in."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from pipeline.formats import Extracted


def say(data: bytes) -> Extracted:
    """Give back what was given, in the text and in the title."""
    words = data.decode(errors="surrogateescape")
    return Extracted(words, title=words)


def chatter(data: bytes) -> Extracted:
    """Print what nobody asked for."""
    print("a warning")  # noqa: T201 -- that is what it is for
    return Extracted("words")


def leave(data: bytes) -> Extracted:
    """End the process as if all were well."""
    sys.exit(0)


def tell_modules(data: bytes) -> Extracted:
    """The modules that the process has imported."""
    return Extracted(" ".join(sorted(sys.modules)))


def hang(data: bytes) -> Extracted:
    """Tell its number in a file, and never come back."""
    Path(data.decode()).write_text(str(os.getpid()))
    time.sleep(30)
    return Extracted("")


def compute(data: bytes) -> Extracted:
    """Never come back, and be busy."""
    while True:
        data = data[::-1]


def eat(data: bytes) -> Extracted:
    """Take ever more memory."""
    held = []
    while True:
        held.append(bytes(100_000_000))


def crash(data: bytes) -> Extracted:
    """End as on a fault in a library in C."""
    os.abort()


def flood(data: bytes) -> Extracted:
    """Give back too much."""
    return Extracted("x" * 1_000_000)


def fail(data: bytes) -> Extracted:
    """Raise an error that holds what was read."""
    raise ValueError(data.decode())


def connect(data: bytes) -> Extracted:
    """Look for the network."""
    with socket.socket() as connection:
        connection.connect(("127.0.0.1", 9))
    return Extracted("")


def start(data: bytes) -> Extracted:
    """Start another process."""
    subprocess.run([sys.executable, "--version"], check=True)
    return Extracted("")
