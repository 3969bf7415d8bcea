"""What figures were measured on: processor, memory, versions and commit; nothing that names the machine."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[1]
_LIBRARIES = ("spacy", "textacy", "onnxruntime", "pandas", "numpy")


def machine() -> dict[str, str | int | float]:
    """The processor, its cores that may be used, memory in GB, the load before, versions, commit and day (UTC)."""
    return {
        "cpu": _first_value(Path("/proc/cpuinfo"), "model name") or platform.machine(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "load_before": round(os.getloadavg()[0], 1),
        "system": platform.system(),
        "python": platform.python_version(),
        **{name: version(name) for name in _LIBRARIES},
        "commit": commit(),
        "day": datetime.now(UTC).date().isoformat(),
    }


def commit() -> str:
    """The commit that is checked out, and whether files differ from it; "unknown" outside a repository."""
    head = _git("rev-parse", "--short=12", "HEAD")
    changed = _git(
        "status", "--porcelain", "--untracked-files=no", "--", ":!benchmarks/RESULTS.md", ":!benchmarks/*.svg"
    )
    return f"{head} with changes" if head and changed else head or "unknown"


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603, S607 - git is where the user has it
    except FileNotFoundError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _first_value(path: Path, name: str) -> str:
    """The first value of a name in a file of lines like `name : value`."""
    if not path.is_file():
        return ""
    pairs = (line.partition(":") for line in path.read_text(encoding="utf-8").splitlines())
    return next((" ".join(value.split()) for key, _, value in pairs if key.strip() == name), "")
