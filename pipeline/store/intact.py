"""Whether the files of a generation are what its manifest says; light to import."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def damaged(folder: Path) -> list[str]:
    """Files of a generation that are missing or do not have the hash that its manifest gives."""
    try:
        files = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError):
        return ["manifest.json"]
    return [name for name, file in sorted(files.items()) if not is_intact(folder / name, file)]


def is_intact(path: Path, file: Mapping[str, Any]) -> bool:
    """Whether a file has the size and hash that a manifest gives."""
    return _described(path) == file


def files_of(folder: Path) -> dict[str, dict[str, Any]]:
    """The size and hash of every file in a folder, by its path there."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): _described(path) for path in files}


def _described(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")  # a part at a time: tables of many articles are large
        return {"bytes": file.tell(), "hash": f"sha256:{digest.hexdigest()}"}
