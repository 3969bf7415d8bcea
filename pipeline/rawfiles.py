"""A file under raw/ and its bytes, with mistrust: it may be a pipe, lead elsewhere, or be written to meanwhile."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from pipeline.records import Rejected
from pipeline.stages.read import MAX_BYTES


def raw_bytes(raw: Path, name: str) -> bytes:
    """The bytes of a file, which must be an ordinary one of a size that can be read, inside the raw folder.

    Raises:
        Rejected: It is not ("bad_name", "not_a_file", "outside", "too_big"), or it changes meanwhile ("changed").
        OSError: It may not be read.
    """
    path = raw / name
    if shown(name) != name:
        raise Rejected("bad_name", "the name of the file or of its folder is not UTF-8: rename it")
    if not os.path.lexists(path):
        raise Rejected("changed", "it was removed while the run went on: run again")
    if path.is_dir() and not path.is_symlink():
        raise Rejected("unreadable", "a folder that may not be looked into: change its permissions")
    if not path.is_file():
        raise Rejected(
            "not_a_file", "a broken link, a link to a folder, a pipe or a device; only ordinary files are read"
        )
    if not path.resolve().is_relative_to(raw.resolve()):
        raise Rejected("outside", "a link that leads out of the raw folder; copy the file itself there")
    return _unchanged_bytes(path)


def shown(name: str) -> str:
    """A path under raw/ as tables tell it: as it is, but where it is not UTF-8 with the odd bytes escaped.

    No other file is shown so: the paths of the others do not begin with "./".
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        doubled = name.replace("\\", "\\\\").encode(errors="surrogateescape")
        return "./" + doubled.decode(errors="backslashreplace")
    return name


def _unchanged_bytes(path: Path) -> bytes:
    """The bytes of a file, read in one piece that nobody wrote to meanwhile."""
    with open(path, "rb", opener=_open_at_once) as file:
        before = os.fstat(file.fileno())
        if not stat.S_ISREG(before.st_mode):
            raise Rejected("changed", "another file took its place while the run went on: run again")
        if before.st_size > MAX_BYTES:
            raise Rejected("too_big", f"larger than {MAX_BYTES:,} bytes; split it")
        data = file.read(MAX_BYTES + 1)
        after = os.fstat(file.fileno())
    if (after.st_size, after.st_mtime_ns, len(data)) != (before.st_size, before.st_mtime_ns, before.st_size):
        raise Rejected("changed", "it was written to while it was read: run again")
    return data


def _open_at_once(path: str, flags: int) -> int:
    """Open a file without waiting, in case it has become a pipe since it was looked at."""
    return os.open(path, flags | os.O_NONBLOCK)
