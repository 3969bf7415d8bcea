"""Places a file that was exported: the whole file or none, and never one that lies there already unless told to."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import UsageError


@contextmanager
def placed(target: Path, generation: Path, *, force: bool) -> Iterator[Path]:
    """Give a path to write to; what was written there becomes `target` when all went well.

    Args:
        target: The file to make, in a folder that is there.
        generation: The folder that is exported, in which nothing is ever put.
        force: Whether a file that lies there may be replaced.

    Raises:
        UsageError: There is such a file already, or no file can be put there.
    """
    _check(target, generation, force=force)
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))  # some formats write several files
    try:
        new = folder / target.name
        yield new
        _flush(new)
        new.replace(target)
        _flush(target.parent)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _check(target: Path, generation: Path, *, force: bool) -> None:
    if not target.parent.is_dir():
        raise UsageError(f"there is no folder {target.parent}; make it first, or name another file")
    if target.is_dir():
        raise UsageError(f"{target} is a folder; name a file to write to")
    if target.resolve().is_relative_to(generation):
        raise UsageError(f"{target} lies among the tables that are exported; name a file elsewhere")
    if not force and (target.exists() or target.is_symlink()):
        raise UsageError(f"{target} is there already; replace it with --force, or name another file")


def _flush(path: Path) -> None:
    """Force a file or folder to disk, so that the rename never outruns what it names."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
