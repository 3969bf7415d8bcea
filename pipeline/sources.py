"""What lies under raw/: the files, in a fixed order, and what `raw/sources.toml` says of them."""

from __future__ import annotations

import datetime
import os
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from rapidfuzz import process

from pipeline.config import SOURCES
from pipeline.errors import UsageError
from pipeline.rawfiles import raw_bytes
from pipeline.records import RawFile, Rejected, SourceEntry
from pipeline.stages.read import KNOWN, read

MANIFEST = SOURCES
LIKE = 70
"""Likeness, of 100, from which a file may be the one that a misspelt name means."""
_KEYS = ("source", "title", "authors", "published", "url")


def raw_paths(raw: Path) -> list[str]:
    """Paths of the articles under `raw`, relative, with forward slashes, sorted; hidden files are not articles.

    Raises:
        UsageError: The folder is missing or holds no article.
        OSError: The folder may not be looked into.
    """
    if not raw.is_dir():
        raise UsageError(f"there is no folder {raw}; give one with --raw, or make it and put articles there")
    articles = sorted(name for name in _names(raw) if name != MANIFEST)
    if not articles:
        raise UsageError(f"{raw} holds no articles; put {KNOWN} files there, or use `corroborate add FILE`")
    return articles


def nearest_names(manifest: Mapping[str, SourceEntry], paths: Sequence[str]) -> dict[str, str | None]:
    """For each name in the manifest that is no file under raw/, the file that is perhaps meant."""
    found = {name: process.extractOne(name, paths, score_cutoff=LIKE) for name in sorted(set(manifest) - set(paths))}
    return {name: nearest[0] if nearest else None for name, nearest in found.items()}


def load_manifest(raw: Path) -> dict[str, SourceEntry]:
    """What `raw/sources.toml` says, by path of the file; empty where there is no manifest.

    Raises:
        UsageError: The manifest is no TOML, names a file outside the folder, or has an unknown key.
    """
    path = raw / MANIFEST
    if not os.path.lexists(path):
        return {}
    try:
        found = tomllib.loads(raw_bytes(raw, MANIFEST).decode("utf-8"))
    except Rejected as rejected:
        raise UsageError(f"cannot read {path}: {rejected.detail}") from rejected
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"cannot read {path}: {error}") from error
    return {name: _entry(path, name, values) for name, values in found.items()}


def describe_article(file: Path, given: SourceEntry) -> SourceEntry:
    """The manifest entry of an article: what is given, and what its text tells where nothing is.

    Raises:
        UsageError: The file cannot be read as an article, or what is given is no date.
    """
    if not file.is_file():
        raise UsageError(f"there is no file {file}")
    if given.published is not None and not _is_date(given.published):
        raise UsageError(f"the date of publication must be like 2024-06-21, not {given.published!r}")
    try:
        found = read(RawFile(file.name, file.read_bytes(), given))
    except Rejected as rejected:
        raise UsageError(f"{file} cannot be used ({rejected.reason}): {rejected.detail}") from rejected
    return SourceEntry(found.source, found.title, found.authors, found.published, found.url)


def format_entry(name: str, entry: SourceEntry) -> str:
    """The manifest entry of a file, as TOML."""
    values = {key: getattr(entry, key) for key in _KEYS}
    lines = [f"{key} = {_quoted(value)}" for key, value in values.items() if value is not None]
    return "\n".join([f"[{_quoted(name)}]", *lines, ""])


def _names(raw: Path) -> Iterator[str]:
    """Whatever under raw/ is no folder, and folders that may not be looked into, so that nothing is lost in silence."""
    folders = [raw]
    while folders:
        folder = folders.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError:
            if folder == raw:
                raise
            yield folder.relative_to(raw).as_posix()
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(folder / entry.name)
            else:
                yield (folder / entry.name).relative_to(raw).as_posix()


def _entry(path: Path, name: str, values: Any) -> SourceEntry:
    inside = PurePosixPath(name)
    elsewhere = inside.is_absolute() or name.startswith("~/") or PureWindowsPath(name).drive
    if elsewhere or ".." in inside.parts or "\\" in name or "\0" in name:
        raise UsageError(f"{path}: {name!r} is no path inside the folder")
    unknown = sorted(set(values) - set(_KEYS)) if isinstance(values, Mapping) else [name]
    if unknown:
        raise UsageError(f"{path}: {unknown[0]!r} is not known; the entry of a file may hold {', '.join(_KEYS)}")
    return SourceEntry(**{key: _text(path, name, key, value) for key, value in values.items()})


def _text(path: Path, name: str, key: str, value: Any) -> str:
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()[:10]
    if key == "authors" and isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "; ".join(value)
    if isinstance(value, str) and (key != "published" or _is_date(value)):
        return value
    raise UsageError(f"{path}: {key} of {name!r} must be a {'date (2024-06-21)' if key == 'published' else 'string'}")


def _is_date(value: str) -> bool:
    """Whether a text is a day in the one form that the tables have, and none of the others of ISO 8601."""
    try:
        return datetime.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _quoted(value: str) -> str:
    """A TOML basic string."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'
