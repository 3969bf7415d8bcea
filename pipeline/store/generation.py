"""Writes a generation of tables and commits it, whole or not at all.

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
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from pipeline.describe import datapackage
from pipeline.schema import TABLES
from pipeline.store.earlier import Earlier
from pipeline.store.intact import damaged, files_of
from pipeline.store.order import ORDER, in_order
from pipeline.store.trays import Trays
from pipeline.tablefiles import TableWriter
from pipeline.tables import CLEAN_FOLDER, RAW_FOLDER, Tables, Texts
from pipeline.validate import Checker

_NEW = ".new-"
_FLUSHED_AT_ONCE = 8


@contextmanager
def drafted(out: Path, doc_ids: Sequence[str], before: Earlier | None = None) -> Iterator[Draft]:
    """A new generation, to be filled and committed; what is not committed leaves nothing behind.

    Args:
        out: Folder of the generations; the caller holds its lock.
        doc_ids: The ids of all documents.
        before: The generation before, from which it may take over what was made from the same; None to take nothing.
    """
    runs = out / "runs"
    runs.mkdir(parents=True, exist_ok=True)
    for leftover in runs.glob(f"{_NEW}*"):  # of a run that was killed
        shutil.rmtree(leftover)
    folder, rows = (Path(tempfile.mkdtemp(prefix=_NEW, dir=runs)) for _ in range(2))
    try:
        yield Draft(out, folder, Trays(rows, doc_ids, before), before)
    finally:
        shutil.rmtree(rows, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


class Draft:
    """A generation that is being written.

    Args:
        out: Folder of the generations.
        folder: Where it is written, beside those that are committed.
        trays: Where its rows are put down.
        before: The generation before, if anything may be taken over from it.
    """

    def __init__(self, out: Path, folder: Path, trays: Trays, before: Earlier | None) -> None:
        self.out, self.folder = out, folder
        self._trays, self._before = trays, before
        for subfolder in (CLEAN_FOLDER, RAW_FOLDER):
            (folder / subfolder).mkdir()

    def add(self, rows: Mapping[str, Sequence[Any]]) -> None:
        """Put down rows of any tables, in any order."""
        self._trays.add(rows)

    def take_over(self, doc_id: str, digest: str | None) -> bool:
        """Take the rows and texts of a document from the generation before.

        Args:
            doc_id: The document.
            digest: A hash of all that they are made from; None where that is not known.

        Returns:
            Whether they were made from the same there; if not, they are still to be added.
        """
        if self._before is None or digest is None or self._before.documents.made_from.get(doc_id) != digest:
            return False
        names = [f"{subfolder}/{doc_id}.txt" for subfolder in (RAW_FOLDER, CLEAN_FOLDER)]
        texts = [self._before.file(name) for name in names]
        for name, text in zip(names, texts, strict=True):
            if text is None:
                return False
            (self.folder / name).write_bytes(text)
        return self._before.documents.take([doc_id], digest)

    def take_over_group(self, doc_ids: Collection[str], digest: str | None) -> bool:
        """Take the rows that documents of one group have together from the generation before.

        Args:
            doc_ids: All documents of the group.
            digest: A hash of all that the rows are made from; None where that is not known.

        Returns:
            Whether they were made from the same there; if not, they are still to be added.
        """
        return self._before is not None and self._before.groups.take(doc_ids, digest)

    def add_texts(self, doc_id: str, raw_text: str, clean_text: str) -> None:
        """Write the texts of a document."""
        for subfolder, text in ((RAW_FOLDER, raw_text), (CLEAN_FOLDER, clean_text)):
            (self.folder / subfolder / f"{doc_id}.txt").write_bytes(text.encode("utf-8"))

    def add_pages(self, pages: Mapping[str, str]) -> None:
        """Write other files, such as the report, by their path in the generation."""
        for name, page in pages.items():
            path = self.folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(page, encoding="utf-8", newline="\n")

    def write_tables(self) -> list[str]:
        """Write all rows that were put down, a part at a time.

        Returns:
            What is wrong with the tables, a line each; such a draft must not be committed.
        """
        matched = self._before.documents.taken if self._before else ()
        checker = Checker(Texts(self.folder / CLEAN_FOLDER), Texts(self.folder / RAW_FOLDER), matched)
        with ExitStack() as abandoned:
            writers = {}
            for name, table in TABLES.items():
                writers[name] = TableWriter(self.folder, table)
                abandoned.callback(writers[name].abandon)
            for tray in range(len(self._trays)):
                part = {name: self._trays.take(tray, name) for name in TABLES}
                for name, writer in writers.items():
                    writer.append(part[name])
                checker.check(part)
            for writer in writers.values():
                writer.close()
        return checker.problems()

    def tables(self) -> Tables:
        """The tables, once they are written."""
        return Tables(self.folder)

    def commit(self, manifest: Mapping[str, Any], timings: Mapping[str, float], keep: int) -> Path:
        """Make it the latest generation.

        Args:
            manifest: What made it: settings, versions, inputs; the hashes of the files are added here.
            timings: Seconds by stage; kept apart, since they differ from run to run.
            keep: Generations to keep, this one included.

        Returns:
            The folder of the generation.
        """
        runs, name = self.out / "runs", _described(self.folder, manifest, timings)
        target = runs / name
        _flush(self.folder)
        if target.exists() and damaged(target):
            target = runs / f"{name}-{self.folder.name.removeprefix(_NEW)}"
        if not target.exists():
            self.folder.chmod(0o755)
            self.folder.rename(target)
        _point(self.out / "latest", target)
        for path in runs.glob(f"{name}*"):  # the same, but damaged
            if path != target:
                shutil.rmtree(path)
        _prune(runs, _noted(self.out, target), keep)
        return target


def _described(folder: Path, manifest: Mapping[str, Any], timings: Mapping[str, float]) -> str:
    """Write the files that describe the others; the name of the generation."""
    _write_json(folder / "datapackage.json", datapackage(files_of(folder)))
    _write_json(folder / "manifest.json", {**manifest, "files": files_of(folder)})
    _write_json(folder / "timings.json", timings)
    return hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()[:12]


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


def _flush(folder: Path) -> None:
    """Force files and folders to disk, so that the rename never outruns what it names.

    Many at a time: a disk that is asked for thousands of small files one after the other waits most of the time.
    """
    with ThreadPoolExecutor(_FLUSHED_AT_ONCE) as threads:
        for _ in threads.map(_flush_one, [*folder.rglob("*"), folder, folder.parent]):
            pass  # what a thread raised is raised here


def _flush_one(path: Path) -> None:
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
