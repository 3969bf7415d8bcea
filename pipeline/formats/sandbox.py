"""Extraction in a process of its own, with limits on its time, its memory and the size of what it gives back.

A parser that crashes, hangs or eats memory ends that process and nothing else. The process may open no connection and
start no other. Limits are those that POSIX knows; where a system cannot hold one (macOS: memory), the others remain.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import resource
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from pipeline.formats import Extracted
from pipeline.records import Rejected

ROOT = Path(__file__).parents[2]
MAX_LINE = 500
"""Code points of a title, name or address."""
GRACE = 5  # seconds that the process outlives its limit where nobody is left to end it
UNSOUND = re.compile(r"[\x00\ud800-\udfff]")
FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")
TOO_SLOW = ("timeout", "reading the file takes too long: save the article's text as .txt")
TOO_LARGE = ("too_much_memory", "reading the file takes too much memory: save the article's text as .txt")


@dataclass(frozen=True, slots=True)
class Limits:
    """What an extraction may use: seconds, bytes of memory, bytes of what it gives back."""

    seconds: int = 60
    memory: int = 2 * 1024**3
    answer: int = 16_000_000


LIMITS = Limits()


def extract(function: str, data: bytes, limits: Limits = LIMITS) -> Extracted:
    """Call a function on the bytes of a file, in a process of its own.

    Args:
        function: Module and name, such as "pipeline.formats.pdf:extract".
        data: The bytes.
        limits: What it may use.

    Raises:
        Rejected: As the function does, or "missing_extra", "timeout", "too_much_memory", "too_long", "parse_failed".
    """
    with TemporaryFile() as given, TemporaryFile() as answer:
        given.write(data)
        given.seek(0)
        code = _call(function, given, answer, limits)
        answer.seek(0)
        told = answer.read()
    if code in (-signal.SIGXCPU, -signal.SIGALRM):
        raise Rejected(*TOO_SLOW)
    if code == -signal.SIGKILL:  # nobody but a system that is short of memory
        raise Rejected(*TOO_LARGE)
    if len(told) >= limits.answer:
        raise Rejected("too_long", "the file holds too much text: split it into articles")
    if code or not told:
        raise Rejected("parse_failed", f"the parser broke down (exit code {code}): save the article's text as .txt")
    found = json.loads(told)
    if "reason" in found:
        raise Rejected(**found)
    return Extracted(**found)


def _call(function: str, given: IO[bytes], answer: IO[bytes], limits: Limits) -> int:
    """The exit code of the process; it is dead when this returns or raises."""
    arguments = (function, *map(str, asdict(limits).values()))
    # The folder of this package and not the current one, where a file might bear the name of a library.
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    try:
        return subprocess.run(  # noqa: S603 -- no shell, and all words are our own
            [sys.executable, "-P", "-m", "pipeline.formats.sandbox", *arguments],
            stdin=given,
            stdout=answer,
            stderr=subprocess.DEVNULL,  # parsers put text of the article into their warnings
            env={**os.environ, "PYTHONPATH": path},
            timeout=limits.seconds,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        raise Rejected(*TOO_SLOW) from None


def main(function: str, seconds: str, memory: str, answer: str) -> None:
    """What the process does: read a file from standard input, write what was found to standard output as JSON."""
    _confine(int(seconds), int(memory), int(answer))
    with contextlib.redirect_stdout(sys.stderr):  # where parsers may say what they like
        found = found_in(function, sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(found))
    sys.stdout.flush()


def _confine(seconds: int, memory: int, answer: int) -> None:
    signal.alarm(seconds + GRACE)
    limits = {
        resource.RLIMIT_CPU: (seconds, seconds + GRACE),  # were both one, it would be killed as if memory were short
        resource.RLIMIT_AS: (memory, memory),
        resource.RLIMIT_FSIZE: (answer, answer),
        resource.RLIMIT_CORE: (0, 0),
    }
    for kind, most in limits.items():
        with contextlib.suppress(ValueError, OSError):  # not every system knows each, or lets it be lowered
            resource.setrlimit(kind, most)
    sys.addaudithook(_forbid)


def _forbid(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(FORBIDDEN):
        raise PermissionError(f"{event} is not for parsers")


def found_in(function: str, data: bytes) -> dict[str, Any]:
    """The fields of what was extracted, or of why nothing was."""
    module, _, name = function.partition(":")
    try:
        extracted = asdict(getattr(import_module(module), name)(data))
    except Rejected as rejected:
        return _rejection(rejected)
    except ImportError:
        kind = module.rpartition(".")[2]
        detail = f"an extra is needed to read .{kind} files: pip install 'corroborate[{kind}]'"
        return _rejection(Rejected("missing_extra", detail))
    except MemoryError:
        return _rejection(Rejected(*TOO_LARGE))
    except Exception as error:  # whatever a parser raises; its message may hold text of the article
        detail = f"the file is damaged or unusual ({type(error).__name__}): save the article's text as .txt"
        return _rejection(Rejected("parse_failed", detail))
    text = UNSOUND.sub("\ufffd", extracted.pop("text"))
    return {"text": text} | {name: _line(value) for name, value in extracted.items()}


def _rejection(rejected: Rejected) -> dict[str, str]:
    return {"reason": rejected.reason, "detail": rejected.detail}


def _line(value: str | None) -> str | None:
    """A piece of metadata as one line of bearable length; None where it is empty."""
    return " ".join(UNSOUND.sub("\ufffd", value or "").split())[:MAX_LINE] or None


if __name__ == "__main__":
    main(*sys.argv[1:])
