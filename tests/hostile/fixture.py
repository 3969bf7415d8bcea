"""What a hostile fixture is, and articles that differ from one another so that none is a duplicate."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

DOCUMENT = "documents"
IN_A_BATCH = frozenset({"duplicate", "same_name"})
"""Reasons that only the run over all files can tell."""


@dataclass(frozen=True, slots=True)
class Hostile:
    """Something hostile that is put into a folder of its own, and what must come of it.

    Attributes:
        name: Name of the fixture and of its folder under raw/.
        write: Puts it into that folder; a PermissionError means that it cannot be made here.
        becomes: By path in that folder, as the tables tell it: "documents", or the reason in the quarantine.
    """

    name: str
    write: Callable[[Path], object]
    becomes: Mapping[str, str]


def article(about: str) -> str:
    """A short English article; another subject makes another one."""
    return (
        f"The council of the town spoke about {about} on Monday.\n\n"
        f"“We have seen {about} and we were not afraid of it,” the clerk said. She told the people that it would be "
        "looked at by those who know what to do with such a thing.\n"
    )


def text(name: str, data: str | bytes, becomes: str) -> Hostile:
    """One file with such content."""
    content = data.encode() if isinstance(data, str) else data
    return Hostile(name, lambda folder: (folder / "a.txt").write_bytes(content), {"a.txt": becomes})


def inside(name: str, data: str) -> Hostile:
    """An article with something hostile in it, which is read all the same."""
    return text(name, f"{article(name)}\n{data}\n", DOCUMENT)


def named(name: str, *files: str, becomes: str = DOCUMENT) -> Hostile:
    """Articles with hostile names."""

    def write(folder: Path) -> None:
        for number, file in enumerate(files):
            (folder / file).write_text(article(f"{name} {number}"))

    return Hostile(name, write, dict.fromkeys(files, becomes))


def written(hostile: Hostile, raw: Path) -> dict[str, str]:
    """What must come of a fixture that is put into raw/, by path there.

    Raises:
        pytest.skip.Exception: It cannot be made here.
    """
    folder = raw / hostile.name
    folder.mkdir(parents=True)
    try:
        hostile.write(folder)
    except PermissionError:
        pytest.skip(f"{hostile.name} cannot be made here")
    if hostile.name == "unreadable" and os.geteuid() == 0:
        pytest.skip("the superuser may read everything")
    return {_told(hostile.name, path): becomes for path, becomes in hostile.becomes.items()}


def _told(folder: str, path: str) -> str:
    """Paths that are not UTF-8 are told with "./" in front."""
    return f"./{folder}/{path[2:]}" if path.startswith("./") else f"{folder}/{path}"
