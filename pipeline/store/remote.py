"""A folder at an address (`s3://`, `gs://` and what else fsspec knows): its objects listed, read and written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.errors import CorroborateError, UsageError, visible

_AT_ONCE = 64
"""Objects that are copied in one call."""


class Remote:
    """A folder at an address; its files are objects, known by their path in it.

    Args:
        address: With its protocol, as `s3://bucket/folder`.

    Raises:
        UsageError: No installed library knows the protocol.
    """

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        try:
            from fsspec.core import url_to_fs

            self.fs, self.root = url_to_fs(self.address)
        except (ImportError, ValueError) as error:
            raise UsageError(
                f"{address} cannot be used: {error}; s3:// needs corroborate[s3], gs:// corroborate[gcs]"
            ) from None

    def folder(self, name: str) -> Remote:
        """A folder in this one."""
        return Remote(f"{self.address}/{name}")

    def listed(self) -> dict[str, Mapping[str, Any]]:
        """What the store tells of each object: `size` in bytes, and more that changes where the object does."""
        with self._reached():
            self.fs.invalidate_cache()
            found = self.fs.find(self.root, detail=True)
        ours = {path.removeprefix(f"{self.root}/"): told for path, told in found.items() if told["type"] == "file"}
        return {name: told for name, told in ours.items() if not name.endswith("/")}  # those stand for folders

    def read(self, name: str) -> bytes | None:
        """The bytes of an object; None where there is none."""
        with self._reached():
            try:
                data: bytes = self.fs.cat_file(f"{self.root}/{name}")
            except FileNotFoundError:
                return None
        return data

    def write(self, name: str, data: bytes, *, new: bool = False) -> None:
        """Write an object in one step.

        Raises:
            FileExistsError: It is there and was to be new; stores that know no such condition write over it.
        """
        with self._reached():
            self.fs.pipe_file(f"{self.root}/{name}", data, mode="create" if new else "overwrite")

    def remove(self, names: Sequence[str]) -> None:
        """Remove objects."""
        with self._reached():
            self.fs.rm([f"{self.root}/{name}" for name in names])

    def fetch(self, names: Sequence[str], folder: Path) -> None:
        """Copy objects to files of the same names."""
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
        for some in _portions(names):
            with self._reached():
                self.fs.get([f"{self.root}/{name}" for name in some], [str(folder / name) for name in some])

    def send(self, folder: Path, names: Sequence[str]) -> None:
        """Copy files to objects of the same names."""
        for some in _portions(names):
            with self._reached():
                self.fs.put([str(folder / name) for name in some], [f"{self.root}/{name}" for name in some])

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """Turn what the libraries of stores raise, each something else, into an input or output error."""
        try:
            yield
        except (OSError, CorroborateError):
            raise
        except Exception as error:  # of botocore, aiohttp or google: they have no base that all share
            told = visible(str(error).split("\n")[0])
            raise OSError(f"{self.address} cannot be read or written: {type(error).__name__}: {told}") from error


def has_plain_name(name: str, others: Mapping[str, object]) -> bool:
    """Whether an object can be a file under its name, inside the folder and not where the others need a folder."""
    path = PurePosixPath(name)
    plain = str(path) == name and ".." not in path.parts and not path.is_absolute() and "\0" not in name
    return plain and not any(str(parent) in others for parent in path.parents)


def _portions(names: Sequence[str]) -> Iterator[Sequence[str]]:
    return (names[start : start + _AT_ONCE] for start in range(0, len(names), _AT_ONCE))
