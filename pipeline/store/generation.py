"""Commits a generation of tables, whole or not at all.

A generation is a folder `OUT/runs/ID`, made under a temporary name, flushed to disk and renamed; `OUT/latest` is a
symbolic link that is replaced last. So a reader of `latest` sees one whole generation at any moment. ID is the hash of
the manifest: the same tables from the same inputs are the same generation, written anew under a name of its own only
where the one that is there was damaged.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.describe import datapackage
from pipeline.schema import TABLES
from pipeline.store.intact import damaged, files_of
from pipeline.store.order import ORDER, in_order
from pipeline.tables import CLEAN_FOLDER, RAW_FOLDER, write_csv, write_parquet

_NEW = ".new-"


@dataclass(frozen=True)
class Generation:
    """What a run leaves behind.

    Attributes:
        frames: A frame for every table.
        clean_texts: Clean text by doc_id.
        raw_texts: Raw text by doc_id.
        pages: Other files by name, such as the report; the name may begin with a folder.
        manifest: What made it: settings, versions, inputs; the hashes of the tables are added here.
        timings: Seconds by stage; kept apart, since they differ from run to run.
    """

    frames: Mapping[str, pd.DataFrame]
    clean_texts: Mapping[str, str]
    raw_texts: Mapping[str, str]
    pages: Mapping[str, str]
    manifest: Mapping[str, Any]
    timings: Mapping[str, float]


def commit(out: Path, generation: Generation, keep: int) -> Path:
    """Write a generation and make it the latest.

    Args:
        out: Folder of the generations; the caller holds its lock.
        generation: What to write.
        keep: Generations to keep, this one included.

    Returns:
        The folder of the generation.
    """
    runs = out / "runs"
    runs.mkdir(parents=True, exist_ok=True)
    for leftover in runs.glob(f"{_NEW}*"):  # of a run that was killed
        shutil.rmtree(leftover)
    folder = Path(tempfile.mkdtemp(prefix=_NEW, dir=runs))
    try:
        name = _write(folder, generation)
        target = runs / name
        _flush(folder)
        if target.exists() and damaged(target):
            target = folder.with_name(f"{target.name}-{folder.name.removeprefix(_NEW)}")
        if target.exists():
            shutil.rmtree(folder)
        else:
            folder.chmod(0o755)
            folder.rename(target)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _point(out / "latest", target)
    for path in runs.glob(f"{name}*"):  # the same, but damaged
        if path != target:
            shutil.rmtree(path)
    _prune(runs, _noted(out, target), keep)
    return target


def _write(folder: Path, generation: Generation) -> str:
    """Write all files of a generation; the name of its folder."""
    for name, table in TABLES.items():
        write_parquet(folder / f"{name}.parquet", table, generation.frames[name])
        write_csv(folder / f"{name}.csv", generation.frames[name])
    for subfolder, texts in ((CLEAN_FOLDER, generation.clean_texts), (RAW_FOLDER, generation.raw_texts)):
        (folder / subfolder).mkdir()
        for doc_id, text in texts.items():
            (folder / subfolder / f"{doc_id}.txt").write_bytes(text.encode("utf-8"))
    for name, page in generation.pages.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(page, encoding="utf-8", newline="\n")
    _write_json(folder / "datapackage.json", datapackage(files_of(folder)))
    body = {**generation.manifest, "files": files_of(folder)}
    _write_json(folder / "manifest.json", body)
    _write_json(folder / "timings.json", generation.timings)
    return hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()[:12]


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


def _flush(folder: Path) -> None:
    """Force files and folders to disk, so that the rename never outruns what it names."""
    for path in [*folder.rglob("*"), folder, folder.parent]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _point(link: Path, target: Path) -> None:
    """Make `link` a symbolic link to `target`, in one step."""
    new = link.with_name(f".{link.name}.new")
    new.unlink(missing_ok=True)
    new.symlink_to(target.relative_to(link.parent), target_is_directory=True)
    new.replace(link)


def _noted(out: Path, target: Path) -> list[str]:
    """The generations in the order in which they became the latest, `target` last; their times may lie."""
    before = [name for name in in_order(out) if name != target.name]
    new = out / f".{ORDER}.new"
    new.write_text("\n".join([*before, target.name]) + "\n", encoding="utf-8")
    new.replace(out / ORDER)
    return [*before, target.name]


def _prune(runs: Path, ordered: Sequence[str], keep: int) -> None:
    """Remove the oldest generations beyond `keep`."""
    for name in ordered[:-keep]:
        shutil.rmtree(runs / name)
