"""Read the lexicons: plain CSV files beside this module, each opened by a comment on its contents and its source."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "lexicons"


@lru_cache(maxsize=None)
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a lexicon, such as `rows("countries")`, by column name.

    Raises:
        FileNotFoundError: There is no such lexicon.
    """
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        return tuple(dict(row) for row in csv.DictReader(lines))


def forms(cell: str) -> tuple[str, ...]:
    """The forms in a cell, which are parted by `|`."""
    return tuple(form.strip() for form in cell.split("|") if form.strip())


@dataclass(frozen=True, slots=True)
class Unit:
    """A word of dates, times and amounts.

    Attributes:
        kind: Its class, such as "month", "scale" or "moneyword".
        unit: ISO 4217 code or unit of measure, empty where it has none.
        value: Its number or factor, None where it has none.
    """

    kind: str
    unit: str
    value: float | None


@lru_cache(maxsize=None)
def units() -> dict[str, Unit]:
    """The words of dates, times and amounts by form."""
    found: dict[str, Unit] = {}
    for row in rows("units"):
        unit = Unit(row["kind"], row["unit"], float(row["value"]) if row["value"] else None)
        found.update((form, unit) for form in forms(row["forms"]))
    return found


def unit_of(word: str) -> Unit | None:
    """What a word of dates, times or amounts means; capitals count only where they tell words apart ("May")."""
    table = units()
    return table.get(word) or table.get(word.lower()) or (table.get(word.title()) if word.isupper() else None)
