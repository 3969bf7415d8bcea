"""Generations at an address, where nothing can be renamed: fetched to this machine, and published from it.

`runs/ID/` holds a generation, as on this machine, and the small object `latest` names one. A generation is published in
this order: its files, its `manifest.json`, `latest`, `history.txt`. So whoever goes by `latest` sees one whole
generation or the one before, whatever fails in between; and each file is checked by its hash when it is fetched.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.config import work_folder
from pipeline.errors import InvalidOutputs, UsageError
from pipeline.store.intact import damaged
from pipeline.store.order import ORDER, ordered
from pipeline.store.remote import Remote, has_plain_name

LATEST, RUNS, MANIFEST = "latest", "runs", "manifest.json"
_TRIES = 3
_COPIES = 5
"""Generations that are kept on this machine for readers."""
_NAME = re.compile(r"[0-9a-f]{12}(?:-\w+)?")
"""What a run calls a generation; what anybody else has put beside them is not touched."""


def fetched(address: str, *, anew: bool = False) -> Path:
    """A copy on this machine of a generation.

    Args:
        address: Of a generation, of outputs, for the latest there, or of `latest` in them.
        anew: Fetch it even where there is a copy.

    Raises:
        UsageError: There is none.
        InvalidOutputs: It is damaged.
        OSError: The store cannot be reached.
    """
    remote, named = _parts(address)
    for attempt in range(_TRIES):
        name = named or latest_name(remote)
        try:
            found = fetch(remote, name, work_folder(remote.address) / "read", anew=anew)
            _keep_few(found.parent, found)
            return found
        except FileNotFoundError:  # it was removed while it was fetched, since there are later ones
            if named or attempt == _TRIES - 1:
                raise
    raise AssertionError("the last attempt returns or raises")


def _keep_few(folder: Path, used: Path) -> None:
    """Remove the copies that were fetched longest ago."""
    others = [path for path in folder.iterdir() if path != used and _NAME.fullmatch(path.name)]
    for path in sorted(others, key=lambda path: path.stat().st_mtime_ns)[: -(_COPIES - 1)]:
        shutil.rmtree(path, ignore_errors=True)  # somebody else may do so at the same time


def last_two(address: str) -> tuple[str, str]:
    """The addresses of the generation before the latest, and of the latest.

    Raises:
        UsageError: There are no two.
    """
    remote, _ = _parts(address)
    latest = latest_name(remote)
    others = [name for name in _in_order(remote) if name != latest]
    if not others:
        raise UsageError(f"{remote.address} holds fewer than two generations; name two to compare")
    return f"{remote.address}/{RUNS}/{others[-1]}", f"{remote.address}/{RUNS}/{latest}"


def latest_name(remote: Remote) -> str:
    """The name of the latest generation.

    Raises:
        UsageError: There is none.
    """
    found = (remote.read(LATEST) or b"").decode("ascii", errors="replace").strip()
    if not _NAME.fullmatch(found):
        raise UsageError(f"{remote.address} holds no tables; make them with `corroborate run --out {remote.address}`")
    return found


def fetch(remote: Remote, name: str, folder: Path, *, anew: bool = False) -> Path:
    """A generation as a folder of its name in another; fetched unless it is there, and checked by its manifest.

    Raises:
        FileNotFoundError: It is not at the address.
        InvalidOutputs: It is not what its manifest says.
    """
    target, place = folder / name, remote.folder(f"{RUNS}/{name}")
    if not anew and target.is_dir() and not damaged(target):
        return target
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    files = place.listed()
    if MANIFEST not in files:
        raise FileNotFoundError(2, "no generation", place.address)
    new = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
    try:
        place.fetch([file for file in files if has_plain_name(file, files)], new)
        if wrong := damaged(new):
            raise InvalidOutputs(
                f"{place.address}: {', '.join(wrong)} missing or changed; remove it there and run again"
            )
        shutil.rmtree(target, ignore_errors=True)
        new.rename(target)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return target


def publish(remote: Remote, folder: Path, keep: int, still_ours: Callable[[], None]) -> None:
    """Make a generation the latest at an address, and remove those that are older than the ones to keep.

    Args:
        remote: The outputs; the caller holds their lock.
        folder: The generation.
        keep: Generations to keep, this one included.
        still_ours: Raises where the lock was lost.
    """
    if not is_whole(remote, folder):
        place, files = remote.folder(f"{RUNS}/{folder.name}"), [p for p in folder.rglob("*") if p.is_file()]
        names = sorted(path.relative_to(folder).as_posix() for path in files)
        place.send(folder, [name for name in names if name != MANIFEST])
        place.send(folder, [MANIFEST])
    still_ours()
    _write_changed(remote, LATEST, [folder.name])
    names = [name for name in _in_order(remote) if name != folder.name] + [folder.name]
    _write_changed(remote, ORDER, names)
    _prune(remote, names[-keep:])


def is_whole(remote: Remote, folder: Path) -> bool:
    """Whether a generation is at an address with all its files, by their sizes."""
    there = {name: told["size"] for name, told in remote.folder(f"{RUNS}/{folder.name}").listed().items()}
    files = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    sizes = {name: file["bytes"] for name, file in files.items()} | {MANIFEST: (folder / MANIFEST).stat().st_size}
    return there.items() >= sizes.items()


def _parts(address: str) -> tuple[Remote, str | None]:
    """The outputs that an address is of, and the generation that it names."""
    address = address.rstrip("/").removesuffix(f"/{LATEST}")
    out, _, name = address.rpartition(f"/{RUNS}/")
    return (Remote(out), name) if _NAME.fullmatch(name) else (Remote(address), None)


def _in_order(remote: Remote) -> list[str]:
    """The names of the generations that are there, the one that became the latest last at the end."""
    there = {name.removesuffix(f"/{MANIFEST}") for name in remote.folder(RUNS).listed() if name.endswith(MANIFEST)}
    noted = (remote.read(ORDER) or b"").decode("ascii", errors="replace").split()
    return ordered({name for name in there if _NAME.fullmatch(name)}, noted)


def _write_changed(remote: Remote, name: str, lines: Sequence[str]) -> None:
    """Write an object unless it says so already: a run with nothing to do changes nothing."""
    text = "".join(f"{line}\n" for line in lines).encode("ascii")
    if remote.read(name) != text:
        remote.write(name, text)


def _prune(remote: Remote, kept: Sequence[str]) -> None:
    """Remove all other generations, and what runs that were killed have left; the manifests go first."""
    runs = remote.folder(RUNS)
    owners = {name: name.split("/")[0] for name in runs.listed()}
    others = [name for name, owner in owners.items() if owner not in kept and _NAME.fullmatch(owner)]
    manifests = [name for name in others if name.endswith(f"/{MANIFEST}")]
    for some in (manifests, [name for name in others if name not in manifests]):
        if some:
            runs.remove(some)
