"""Adds articles to raw/, where nothing else ever writes."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.records import SourceEntry
from pipeline.sources import MANIFEST, format_entry, load_manifest


def add_article(raw: Path, file: Path, entry: SourceEntry) -> Path:
    """Copy an article into raw/ and write its entry in the manifest.

    Raises:
        UsageError: raw/ has a file of that name already.
    """
    target = raw / file.name
    if target.exists() or file.name in load_manifest(raw):
        raise UsageError(f"{raw} has a file {file.name} already; rename yours, or remove that one first")
    raw.mkdir(parents=True, exist_ok=True)
    manifest = raw / MANIFEST
    written = manifest.read_text(encoding="utf-8").rstrip("\n") + "\n\n" if manifest.exists() else ""
    shutil.copyfile(file, target)
    _replace(manifest, written + format_entry(file.name, entry))
    return target


def _replace(path: Path, text: str) -> None:
    new = path.with_name(f".{path.name}.new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)
