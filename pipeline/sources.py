"""What lies under raw/: the files, in a fixed order, and what `raw/sources.toml` says of them."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.errors import UsageError
from pipeline.records import RawFile, Rejected, SourceEntry
from pipeline.stages.read import KNOWN, read

MANIFEST = "sources.toml"
_KEYS = ("source", "title", "authors", "published", "url")


def raw_paths(raw: Path) -> list[str]:
    """Paths of the articles under `raw`, relative, with forward slashes, sorted; hidden files are not articles.

    Raises:
        UsageError: The folder is missing or holds no article.
    """
    if not raw.is_dir():
        raise UsageError(f"there is no folder {raw}; give one with --raw, or make it and put articles there")
    found = (path.relative_to(raw) for path in raw.rglob("*") if path.is_symlink() or not path.is_dir())
    names = [path.as_posix() for path in found if not any(part.startswith(".") for part in path.parts)]
    articles = sorted(name for name in names if name != MANIFEST)
    if not articles:
        raise UsageError(f"{raw} holds no articles; put {KNOWN} files there, or use `corroborate add FILE`")
    return articles


def load_manifest(raw: Path) -> dict[str, SourceEntry]:
    """What `raw/sources.toml` says, by path of the file; empty where there is no manifest.

    Raises:
        UsageError: The manifest is no TOML, names a file outside the folder, or has an unknown key.
    """
    path = raw / MANIFEST
    if not path.exists():
        return {}
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
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


def _entry(path: Path, name: str, values: Any) -> SourceEntry:
    inside = PurePosixPath(name)
    if inside.is_absolute() or ".." in inside.parts or "\\" in name or "\0" in name:
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
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _quoted(value: str) -> str:
    """A TOML basic string."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'
