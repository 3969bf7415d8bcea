"""The lock of an outputs folder; light to import, so that it is tried before anything that takes long is loaded."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import Locked, UsageError


@contextmanager
def lock(out: Path) -> Iterator[None]:
    """Hold the output folder for one run; the kernel lets go of it when the process ends, however it ends.

    Raises:
        Locked: Another run holds it.
        UsageError: `latest` in it is something else than a link.
    """
    out.mkdir(parents=True, exist_ok=True)
    _is_ours(out / "latest")
    with (out / ".lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Locked(f"another run is writing to {out}; wait for it, or give another folder with --out") from None
        yield


def _is_ours(link: Path) -> None:
    if link.exists() and not link.is_symlink():
        raise UsageError(f"{link} is not a link made by a run; move it away, or give another folder with --out")
