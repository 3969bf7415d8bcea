"""Runs the command in forks of a process that has loaded everything, so that thousands of runs take minutes.

Reads a request a line from standard input, as JSON, and answers with one:
    {"arguments": [...], "log": FILE, "fault": null or [FOLDER, N, ERRNO, FULL]}  ->  the id of the process
    {"wait": ID}  ->  its exit status as Python has it, negative for a signal
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

import pipeline
from pipeline.cli import main


def start(request: dict[str, Any]) -> int:
    """Fork a process that runs the command."""
    if process := os.fork():
        return process
    os.setsid()  # so that what it leaves behind can be found
    for name, number in ((os.devnull, 0), (os.devnull, 1), (request["log"], 2)):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT | os.O_TRUNC), number)
    if request["fault"]:
        folder, *rest = request["fault"]
        ctypes.CDLL(None).faults_arm(folder.encode(), *rest)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # which is ignored in the background of a shell
    sys.argv = ["corroborate", *request["arguments"]]
    code: Any = 0
    try:
        main()
    except SystemExit as left:
        code = left.code or 0
    except Exception:
        traceback.print_exc()
        code = 1
    if request["fault"]:
        Path(request["log"] + ".seen").write_text(str(ctypes.CDLL(None).faults_seen()))
    sys.stderr.flush()
    os._exit(code)  # a fork lacks the threads that the shutdown of the interpreter waits for


def wait(process: int) -> int:
    """The exit status of a process."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def serve(raw: str, out: str) -> None:
    """Load everything, by a whole run, then answer requests."""
    pipeline.run(raw, out)
    answer("ready")
    for line in sys.stdin:
        request = json.loads(line)
        answer(wait(request["wait"]) if "wait" in request else start(request))


def answer(value: object) -> None:
    """Write a line to whoever asks."""
    sys.stdout.write(f"{value}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    serve(*sys.argv[1:])
