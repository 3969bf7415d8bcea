"""How a run tells what it is doing: a bar on a terminal, log lines otherwise, nothing when asked to be quiet.

Messages carry file names, stages and counts, never text of an article.
"""

from __future__ import annotations

import json
import sys
from types import TracebackType
from typing import Any, Protocol, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress

from pipeline.errors import visible


class Progress(Protocol):
    """Told of stages as they start and move on, and of what is worth a note."""

    def start(self, stage: str, total: int) -> None:
        """A stage begins, with so many items to do."""

    def advance(self) -> None:
        """One item of the stage is done."""

    def note(self, event: str, **fields: Any) -> None:
        """Something is worth telling."""


class Quiet:
    """Tells nothing but what went wrong with a file."""

    def start(self, stage: str, total: int) -> None:
        """Tell nothing."""

    def advance(self) -> None:
        """Tell nothing."""

    def note(self, event: str, **fields: Any) -> None:
        """Tell of files that were quarantined or are not there."""
        if event in ("quarantined", "no_such_file"):
            _line(event, fields)


class Lines:
    """A line on standard error for each stage and note; as JSON for machines."""

    def __init__(self, *, as_json: bool = False) -> None:
        self.as_json = as_json

    def start(self, stage: str, total: int) -> None:
        """Tell that a stage begins."""
        self.note("stage", stage=stage, items=total)

    def advance(self) -> None:
        """Tell nothing: a line an article would drown the rest."""

    def note(self, event: str, **fields: Any) -> None:
        """Tell what happened."""
        if self.as_json:
            sys.stderr.write(json.dumps({"event": event, **fields}) + "\n")
        else:
            _line(event, fields)


class Bar:
    """A bar on a terminal; a context manager, since it must give the terminal back."""

    def __init__(self) -> None:
        columns = (TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self.bar = RichProgress(*columns, console=Console(stderr=True))
        self.task = self.bar.add_task("", visible=False)

    def __enter__(self) -> Self:
        self.bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bar.stop()

    def start(self, stage: str, total: int) -> None:
        """Show a stage with its items."""
        self.task = self.bar.add_task(stage, total=total)

    def advance(self) -> None:
        """Move the bar on."""
        self.bar.advance(self.task)

    def note(self, event: str, **fields: Any) -> None:
        """Write a line above the bar."""
        self.bar.console.print(_sentence(event, fields), style="yellow", markup=False, highlight=False)


def _line(event: str, fields: dict[str, Any]) -> None:
    sys.stderr.write(_sentence(event, fields) + "\n")


def _sentence(event: str, fields: dict[str, Any]) -> str:
    return visible(f"{event}: " + ", ".join(f"{key} {value}" for key, value in fields.items()))
