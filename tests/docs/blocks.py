"""The blocks of code in the pages of the documentation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = tuple(
    path.relative_to(ROOT).as_posix() for path in sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
)
"""All pages, as paths from the root of the project."""

RUN = frozenset({"bash", "console", "python", "pycon"})
"""Languages of blocks that are run; in `console` and `pycon` what comes out stands there too."""

_BLOCK = re.compile(
    r"^(?:<!-- (?P<note>[^\n]+) -->\n)?```(?P<language>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True)
class Block:
    """A block of code.

    Attributes:
        page: The page that it stands on.
        line: The line that it begins in.
        language: As told after the opening marks.
        text: What it holds.
        note: The comment directly above, as "not run: why" or "file: where the text goes"; else empty.
    """

    page: str
    line: int
    language: str
    text: str
    note: str

    def noted(self, what: str) -> str | None:
        """What a comment of some kind tells, None where there is none."""
        kind, _, told = self.note.partition(": ")
        return told if kind == what else None

    @property
    def place(self) -> str:
        """Where it stands."""
        return f"{self.page}, line {self.line}"


def blocks_in(page: str) -> list[Block]:
    """The blocks of a page, in order."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return [
        Block(page, text[: found.start("text")].count("\n"), found["language"], found["text"], found["note"] or "")
        for found in _BLOCK.finditer(text)
    ]


def prose_of(page: str) -> str:
    """A page without its blocks."""
    return _BLOCK.sub("", (ROOT / page).read_text(encoding="utf-8"))
