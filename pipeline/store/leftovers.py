"""Clears away what killed runs left lying about: what is not finished has a name of its own until it is."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipeline.plan import CACHE
from pipeline.store.order import ORDER

_UNFINISHED = (".latest.new", f".{ORDER}.new", "runs/.new-*", f"{CACHE}/*/.new-*")


def clear(out: Path) -> None:
    """Remove all that is unfinished.

    Args:
        out: Folder of the generations; the caller holds its lock, so that nobody is at work there.
    """
    for path in (path for pattern in _UNFINISHED for path in out.glob(pattern)):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
