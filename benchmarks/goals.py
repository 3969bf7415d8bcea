"""What is asked of speed and memory, and how far the figures are from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Results = Mapping[str, Any]
_AT = 1_000  # articles that the shares of the whole are asked at
_LARGEST = 16_000


@dataclass(frozen=True, slots=True)
class Goal:
    """Something asked.

    Attributes:
        what: What is measured.
        bound: The figure that it should reach.
        at_most: Whether it should stay below the bound, rather than reach it.
        unit: What it is told in: "%", "s", "GB", "x" or nothing.
        figure: Finds the figure in the results; None where it was not measured.
    """

    what: str
    bound: float
    at_most: bool
    unit: str
    figure: Callable[[Results], float | None]


@dataclass(frozen=True, slots=True)
class Judged:
    """A goal with its figure, and whether that meets it; None where it was not measured."""

    goal: Goal
    found: float | None

    @property
    def met(self) -> bool | None:
        """Whether the figure is on the right side of the bound."""
        if self.found is None:
            return None
        return self.found <= self.goal.bound if self.goal.at_most else self.found >= self.goal.bound


def judge(results: Results) -> list[Judged]:
    """All goals with what was measured of them."""
    return [Judged(goal, goal.figure(results)) for goal in GOALS]


def _at(n_articles: int, name: str) -> Callable[[Results], float | None]:
    """A figure of the run over some number of articles."""
    return lambda results: next((row[name] for row in results["growth"]["rows"] if row["articles"] == n_articles), None)


def _largest_gigabytes(results: Results) -> float | None:
    megabytes = _at(_LARGEST, "peak_mb")(results)
    return megabytes / 1024 if megabytes is not None else None


def _exponent(results: Results) -> float | None:
    return results["growth"]["exponents"]["time"] if _at(_LARGEST, "seconds")(results) is not None else None


GOALS = (
    Goal(
        "document stages, words a second over those of the language model alone",
        0.6, False, "%", lambda results: results["speed"]["documents_to_model"],
    ),
    Goal("read, clean, start, checks and tables, share of 1,000 articles", 0.1, True, "%", _at(_AT, "around_share")),
    Goal("link and align, share of 1,000 articles with 5 an event", 0.25, True, "%", _at(_AT, "together_share")),
    Goal("two processes, speed over one", 1.7, False, "x", lambda results: results["workers"]["speedup"]),
    Goal("16,000 articles, memory of any one process", 2.0, True, "GB", _largest_gigabytes),
    Goal("growth up to 16,000 articles, exponent of the time", 1.1, True, "", _exponent),
    Goal("the articles that come with the project", 6.0, True, "s", lambda results: results["shipped"]["seconds"]),
)  # fmt: skip
