"""How a run tells what it is doing: a bar on a terminal, log lines otherwise, nothing when asked to be quiet.

Messages carry file names, stages and counts, never text of an article.
"""

from __future__ import annotations

import json
import secrets
import sys
import time
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Protocol, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress

from pipeline.errors import visible

FAILURES = ("quarantined", "too_many_quarantined", "failed", "no_such_file")
"""Events that are told however quiet a run is asked to be."""


class Progress(Protocol):
    """Told of stages as they start and move on, and of what is worth a note."""

    def start(self, stage: str, total: int) -> None:
        """A stage begins, with so many items to do; the one before it is done."""

    def advance(self) -> None:
        """One item of the stage is done."""

    def note(self, event: str, **fields: Any) -> None:
        """Something is worth telling."""


def new_run_id(now: datetime | None = None) -> str:
    """A name for a run: the time in UTC, and chance, so that no two runs share one whatever the clock does."""
    return f"{now or datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(6)}"


class Lines:
    """A line on standard error for each stage and note; as JSON for machines.

    A line of JSON has `time` (UTC), `run_id`, `event` and `stage` (null before the first); `stage_done` has `ms` too.

    Args:
        as_json: Write JSON.
        quiet: Tell of failures alone.
    """

    def __init__(self, *, as_json: bool = False, quiet: bool = False) -> None:
        self.as_json, self.quiet = as_json, quiet
        self.run_id = new_run_id()
        self.stage: str | None = None
        self.began = time.monotonic()

    def start(self, stage: str, total: int) -> None:
        """Tell that a stage begins."""
        self._end()
        self.stage, self.began = stage, time.monotonic()
        self.note("stage", items=total)

    def advance(self) -> None:
        """Tell nothing: a line an article would drown the rest."""

    def note(self, event: str, **fields: Any) -> None:
        """Tell what happened."""
        if event == "done":
            self._end()
        if self.quiet and event not in FAILURES:
            return
        if self.as_json:
            known = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "run_id": self.run_id}
            sys.stderr.write(json.dumps({**known, "event": event, "stage": self.stage, **fields}) + "\n")
        else:
            told = {"stage": self.stage, **fields} if event in ("stage", "stage_done") else fields
            sys.stderr.write(_sentence(event, told) + "\n")

    def _end(self) -> None:
        """Tell how long the stage took that was at work."""
        if self.stage is not None:
            self.note("stage_done", ms=round(1000 * (time.monotonic() - self.began)))
        self.stage = None


class Quiet(Lines):
    """Tells nothing but what went wrong, in words."""

    def __init__(self) -> None:
        super().__init__(quiet=True)


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
        """Write what went wrong above the bar; it shows the rest itself."""
        if event in FAILURES:
            self.bar.console.print(
                _sentence(event, fields), style="yellow", markup=False, highlight=False, soft_wrap=True
            )


def _sentence(event: str, fields: dict[str, Any]) -> str:
    """The note in words; what the run as a whole failed for is told as the command tells everything."""
    if "message" in fields:
        return visible(f"corroborate: {fields['message']}")
    plain = {key: value for key, value in fields.items() if not isinstance(value, dict)}  # the summary has the counts
    return visible(f"{event}: " + ", ".join(f"{key} {value}" for key, value in plain.items()))
