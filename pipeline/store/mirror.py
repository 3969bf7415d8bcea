"""Articles and outputs at addresses, mirrored in folders of this machine, so that a run works as it always does."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.config import Settings
from pipeline.errors import InvalidOutputs, UsageError
from pipeline.stages.read import MAX_BYTES
from pipeline.store.lease import lease
from pipeline.store.published import LATEST, RUNS, fetch, is_whole, latest_name, publish
from pipeline.store.remote import Remote, has_plain_name

if TYPE_CHECKING:
    from pipeline.progress import Progress

_SEEN = "seen.json"
"""Beside a mirror of articles: a hash of what the store told of each when it was fetched."""


@contextmanager
def mirrored(settings: Settings, progress: Progress) -> Iterator[None]:
    """Bring the mirrors up to date, and publish what is the latest in that of the outputs in the end.

    The caller holds the lock of the mirror; that of the address is held here. Where neither the articles nor the
    outputs are at an address, nothing is done.

    Raises:
        Locked: Another run holds the address.
        UsageError: An address cannot be used, or an object there has a name that no file can have.
        OSError: A store cannot be reached.
    """
    if not settings.out_address:
        bring_here(settings)
        yield
        return
    remote = Remote(settings.out_address)
    with lease(remote, progress) as still_ours:
        bring_here(settings)
        yield
        if (settings.out / LATEST).exists():
            progress.start("publish", 1)
            publish(remote, (settings.out / LATEST).resolve(), settings.keep, still_ours)
            progress.advance()


def bring_here(settings: Settings) -> None:
    """Bring the mirrors up to date; the caller holds the lock of `settings.out`.

    Raises:
        UsageError: An address cannot be used, or an object there has a name that no file can have.
        OSError: A store cannot be reached.
    """
    if settings.raw_address:
        mirror_articles(Remote(settings.raw_address), settings.raw)
    if settings.out_address:
        _mirror_outputs(Remote(settings.out_address), settings.out)


def mirror_articles(remote: Remote, folder: Path) -> None:
    """Make a folder hold what an address holds; what the store tells nothing new of is not fetched again.

    Raises:
        UsageError: There is nothing, or an object has a name that no file can have.
        OSError: The store cannot be reached.
    """
    there = remote.listed()
    if not there:
        raise UsageError(f"{remote.address} holds no articles; put some there, or give another --raw")
    if odd := sorted(name for name in there if not has_plain_name(name, there)):
        raise UsageError(f"{remote.address}: no file can be called {odd[0]!r}; rename the object")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    record, now = folder.parent / _SEEN, {name: _digest(told) for name, told in there.items()}
    before = json.loads(record.read_text(encoding="utf-8")) if record.is_file() else {}
    same = {name for name in now if now[name] == before.get(name)}
    _remove_others(folder, same)
    missing = sorted(name for name in now if not (folder / name).is_file())
    _note(record, {name: now[name] for name in same - set(missing)})  # should the rest fail
    remote.fetch([name for name in missing if there[name]["size"] <= MAX_BYTES], folder)
    for name in missing:
        if there[name]["size"] > MAX_BYTES:  # it will be quarantined for its size, for which a file of holes will do
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).touch()
            os.truncate(folder / name, there[name]["size"])
    _note(record, now)


def _remove_others(folder: Path, kept: set[str]) -> None:
    """Remove files that are not to be kept, and folders that are empty then."""
    for path in sorted(folder.rglob("*"), reverse=True):  # what is in a folder comes before it
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.relative_to(folder).as_posix() not in kept:
            path.unlink()


def _mirror_outputs(remote: Remote, out: Path) -> None:
    """Make `latest` here what is the latest at the address; nothing where it is not whole, so that a run makes it."""
    (out / RUNS).mkdir(parents=True, exist_ok=True, mode=0o700)
    (out / LATEST).unlink(missing_ok=True)
    if remote.read(LATEST) is None:
        return
    name = latest_name(remote)
    try:
        folder = fetch(remote, name, out / RUNS)
    except (InvalidOutputs, FileNotFoundError):
        return
    if is_whole(remote, folder):
        (out / LATEST).symlink_to(Path(RUNS) / name, target_is_directory=True)


def _note(record: Path, seen: Mapping[str, str]) -> None:
    new = record.with_name(f".{record.name}.new")
    new.write_text(json.dumps(seen, sort_keys=True), encoding="utf-8")
    new.replace(record)


def _digest(told: Mapping[str, Any]) -> str:
    """A hash of all that a store tells of an object: its size, tag and times, whatever they are called there."""
    return hashlib.sha256(repr(sorted(told.items())).encode()).hexdigest()
