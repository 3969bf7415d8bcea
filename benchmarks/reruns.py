"""What reruns cost: `python -m benchmarks.reruns [--articles 1000] [--workers 1]`.

Runs the command, each time in a process of its own, over varied copies of the project's own labelled articles: all of
them, then with nothing changed, then with one of them edited, and tells seconds and the most memory that it took.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.articles import made


def run(raw: Path, out: Path, workers: int) -> dict[str, float]:
    """One run of the command: seconds, and the most megabytes that its main process held.

    Raises:
        CalledProcessError: It failed.
    """
    command = [sys.executable, "-m", "pipeline.cli", "run", "--quiet", "--raw", str(raw), "--out", str(out)]
    started = time.perf_counter()
    process = subprocess.Popen([*command, "--workers", str(workers)])  # noqa: S603 - the project's own command
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return {"seconds": round(time.perf_counter() - started, 1), "peak_mb": round(usage.ru_maxrss / 1024)}


def figures(folder: Path, n_articles: int, workers: int) -> dict[str, dict[str, float]]:
    """The figures of a full run, of one with nothing changed, and of one with an edited article."""
    raw, out = folder / "raw", folder / "out"
    raw.mkdir()
    n_words = 0
    for name, text in made(n_articles):
        (raw / name).write_text(text, encoding="utf-8")
        n_words += len(text.split())
    full = run(raw, out, workers)
    nothing = run(raw, out, workers)
    edited = sorted(raw.iterdir())[n_articles // 2]
    edited.write_text(
        edited.read_text(encoding="utf-8") + "\n\nThe mayor said that nobody was hurt.\n", encoding="utf-8"
    )
    one = run(raw, out, workers)
    one["share"] = round(one["seconds"] / full["seconds"], 3)
    return {"input": {"articles": n_articles, "words": n_words}, "full": full, "nothing": nothing, "one_edited": one}


def main() -> None:
    """Print the figures, a line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000, help="a multiple of five")
    parser.add_argument("--workers", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name, row in figures(Path(folder), args.articles, args.workers).items():
            print(json.dumps({name: row}), flush=True)


if __name__ == "__main__":
    main()
