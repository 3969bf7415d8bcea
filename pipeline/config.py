"""Settings: defaults, then `corroborate.toml`, then the command line."""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError

FILE_NAME = "corroborate.toml"
SOURCES = "sources.toml"
"""The manifest of articles, in their folder."""
_OUT = Path("outputs")
EXECUTORS = ("serial", "processes", "ray")
TYPES = {"raw": str, "out": str, "model": str, "workers": int, "max_quarantine": float, "keep": int, "cache_mb": int}
TYPES |= {"executor": str, "address": str}
"""What a settings file may hold."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a run can be told.

    Attributes:
        raw: Folder of the articles; never written to, but for the mirror of an address.
        out: Folder of the generations.
        model: Name or path of a spaCy pipeline; None for the bundled model.
        workers: Processes that work on documents; None for one, or for one for each CPU of a Ray cluster.
        max_quarantine: Share of the files that may be quarantined before the run says so by its exit code.
        keep: Generations that are kept.
        cache_mb: Megabytes that results kept for later runs may take.
        executor: How documents are spread, "serial", "processes" or "ray"; None for processes if workers are several.
        address: Of the Ray cluster; None for the one that RAY_ADDRESS names, else a Ray on this machine.
        raw_address: Of the articles that `raw` mirrors; None where they are in a folder of this machine.
        out_address: Of the outputs that `out` mirrors; None where they are in a folder of this machine.
    """

    raw: Path = Path("raw")
    out: Path = _OUT
    model: str | None = None
    workers: int | None = None
    max_quarantine: float = 0.1
    keep: int = 5
    cache_mb: int = 2_000
    executor: str | None = None
    address: str | None = None
    raw_address: str | None = None
    out_address: str | None = None

    def __post_init__(self) -> None:
        self._check_executor()
        if (self.workers is not None and self.workers < 1) or self.keep < 1:
            raise UsageError("workers and keep must be 1 or more")
        if self.cache_mb < 0:
            raise UsageError("cache_mb must be 0 or more")
        for name, folder in (("raw", str(self.raw)), ("out", str(self.out))):
            if "\0" in folder or "~" in folder.split("/"):
                raise UsageError(f"{name} is no folder: {folder!r}; a ~ is not expanded here, write the path out")
        self._check_places()
        if not 0 <= self.max_quarantine <= 1:
            raise UsageError("max_quarantine is a share between 0 and 1")

    @property
    def out_shown(self) -> str:
        """Where the outputs are, as they were named."""
        return self.out_address or str(self.out)

    def _check_places(self) -> None:
        raw, out = (Path(os.path.realpath(folder)) for folder in (self.raw, self.out))
        out_is_inside, raw_is_inside = out.is_relative_to(raw), raw.is_relative_to(out)
        if self.raw_address and self.out_address:
            raw_at, out_at = f"{self.raw_address}/", f"{self.out_address}/"
            out_is_inside, raw_is_inside = out_at.startswith(raw_at), raw_at.startswith(out_at)
        raw_shown = self.raw_address or str(self.raw)
        if out_is_inside:
            raise UsageError(
                f"{self.out_shown} lies in {raw_shown}: the next run would read it as articles; give another --out"
            )
        if raw_is_inside:
            raise UsageError(
                f"{raw_shown} lies in {self.out_shown}, where runs write and remove; "
                "give another --out, or move the articles"
            )
        if others := next((folder for folder in (out, *out.parents) if (folder / SOURCES).is_file()), None):
            raise UsageError(
                f"{self.out_shown} lies in {others}, which holds articles, as its {SOURCES} tells: "
                "a run over those would read it; give another --out"
            )

    def _check_executor(self) -> None:
        if self.executor not in (None, *EXECUTORS):
            raise UsageError(f"executor must be one of {', '.join(EXECUTORS)}, not {self.executor!r}")
        if self.address and self.executor != "ray":
            raise UsageError("an address is that of a Ray cluster; give --executor ray with it")
        if self.executor == "serial" and self.workers not in (None, 1):
            raise UsageError("serial is one worker in one process; leave out --workers, or choose processes")


def load_settings(path: Path | None = None, **overrides: Any) -> Settings:
    """Read settings.

    Args:
        path: A settings file; without one, `corroborate.toml` in the working folder where there is one.
        overrides: Settings that win over the file; None counts as not given.

    Raises:
        UsageError: The file is missing, is no TOML, holds a key that is no setting, or a value of the wrong type.
    """
    given = {key: value for key, value in overrides.items() if value is not None}
    found = _from_file(path)
    Settings(**located(found))  # what is wrong in the file is told even where it does not count
    return Settings(**located({**found, **given}))


def located(given: Mapping[str, Any]) -> dict[str, Any]:
    """Settings by name in which `raw` and `out` are folders, for those that are addresses the ones that mirror them.

    Articles are mirrored once for each place of outputs, whose lock then holds for the mirror as well.
    """
    found = dict(given)
    out = str(given.get("out", _OUT))
    owner = out.rstrip("/") if is_address(out) else str(Path(out).absolute())
    for name in given.keys() & {"raw", "out"}:
        address = str(given[name]).rstrip("/") if is_address(given[name]) else None
        key = f"{address} {owner}" if name == "raw" else owner
        folder = work_folder(key) / name if address else Path(str(given[name]).removeprefix("file://"))
        found |= {name: folder, f"{name}_address": address}
    return found


def is_address(place: str | Path) -> bool:
    """Whether a place is at an address, as `s3://bucket/folder` is, and in no folder of this machine."""
    return "://" in str(place) and not str(place).startswith("file://")


def work_folder(key: str) -> Path:
    """A folder of this machine for copies of what is remote; it may be removed when nobody uses it.

    Args:
        key: What it is for, as an address; each has a folder of its own.

    Raises:
        UsageError: There is no home folder to put it in.
    """
    try:
        place = os.environ.get("CORROBORATE_WORK") or Path(
            os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "corroborate"
        )
    except RuntimeError:
        raise UsageError("there is no home folder for copies of what is remote; name one in CORROBORATE_WORK") from None
    return Path(place, hashlib.sha256(key.encode(errors="surrogateescape")).hexdigest()[:16])


def _from_file(path: Path | None) -> dict[str, Any]:
    file = path or Path(FILE_NAME)
    if path is None and not file.exists():
        return {}
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"cannot read the settings in {file}: {error}") from error
    return {key: _value(file, key, value) for key, value in found.items()}


def _value(file: Path, key: str, value: Any) -> Any:
    if key not in TYPES:
        raise UsageError(f"{file}: no setting is called {key!r}; there are {', '.join(TYPES)}")
    if key in ("raw", "out") and isinstance(value, str):
        return value if "://" in value else file.parent / value
    wanted = TYPES[key]
    if isinstance(value, bool) or not isinstance(value, (int, float) if wanted is float else wanted):
        kind = {str: "string", int: "whole number", float: "number"}.get(wanted, "string")
        raise UsageError(f"{file}: {key} must be a {kind}, not {value!r}")
    return value
