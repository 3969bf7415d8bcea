"""Compares the amounts and dates of two claims: which are the same, and which cannot both hold."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pipeline.alignment.vocabulary import canonical
from pipeline.language.lexicon import rows, unit_of
from pipeline.schema import Quantity

_WORD = re.compile(r"[^\W\d_]+|\d+")
_LAST_DAY = 31
_MONTHS, _WEEKDAYS = ("month", "maymonth"), ("weekday",)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two claims have in amounts and dates.

    Attributes:
        same: Pairs that are equal.
        different: Pairs of one unit that differ beyond rounding, or of dates that share no day; only units and kinds
            of which no pair is the same.
    """

    same: tuple[tuple[Quantity, Quantity], ...]
    different: tuple[tuple[Quantity, Quantity], ...]


def compare(first: Iterable[Quantity], second: Iterable[Quantity]) -> Comparison:
    """Compare the amounts of two claims, like with like."""
    pairs = [(a, b) for a in first for b in second if _slot(a) is not None and _slot(a) == _slot(b)]
    same = tuple((a, b) for a, b in pairs if _equal(a, b))
    settled = {_slot(a) for a, _ in same}
    different = tuple((a, b) for a, b in pairs if _slot(a) not in settled and _differ(a, b))
    return Comparison(same, different)


def _slot(quantity: Quantity) -> tuple[str, str] | None:
    """What a quantity measures; None where that is unknown, so that it cannot be compared."""
    if quantity.kind == "date" and quantity.unit is None:
        return ("date", "")
    if quantity.kind == "percent":
        return ("percent", "%")
    if quantity.unit is None or quantity.value is None:
        return None
    return (quantity.kind, canonical(quantity.unit) if quantity.kind in ("count", "ordinal") else quantity.unit)


def _equal(a: Quantity, b: Quantity) -> bool:
    if a.kind == "date" and a.unit is None:
        return a.text.lower() == b.text.lower() or _days(a) & _days(b) != frozenset()
    return a.value is not None and b.value is not None and math.isclose(a.value, b.value, rel_tol=1e-9)


def _differ(a: Quantity, b: Quantity) -> bool:
    if a.kind == "date" and a.unit is None:
        return _dates_differ(a, b)
    if a.value is None or b.value is None or _rounds_to(a.value, b.value):
        return False
    low, high = (a, b) if a.value < b.value else (b, a)
    return _bound(low) != "lower" and _bound(high) != "upper"


def _bound(quantity: Quantity) -> str | None:
    """Whether a number is a lower or upper bound: *at least ten* and *twelve* go together."""
    text = quantity.text.lower()
    return next((row["bound"] for row in _bounds() if text.startswith(f"{row['form']} ")), None)


@cache
def _bounds() -> tuple[dict[str, str], ...]:
    return tuple(sorted(rows("bounds"), key=lambda row: (-len(row["form"]), row["form"])))


def _rounds_to(a: float, b: float) -> bool:
    """Whether one number is the other, rounded to the digits that it shows."""
    digits = min(_digits(a), _digits(b))
    return math.isclose(_significant(a, digits), _significant(b, digits), rel_tol=1e-9)


def _digits(number: float) -> int:
    return max(1, len(f"{abs(number):.10g}".replace(".", "").strip("0")))


def _significant(number: float, digits: int) -> float:
    return float(f"{number:.{digits}g}")


def _days(quantity: Quantity) -> frozenset[tuple[float, int]]:
    """The days that a date names, as month and day; empty where it names none."""
    month = _named(quantity, _MONTHS)
    if month is None:
        return frozenset()
    numbers = [int(word) for word in _WORD.findall(quantity.text) if word.isdigit() and 0 < int(word) <= _LAST_DAY]
    spread = range(numbers[0], numbers[-1] + 1) if len(numbers) == 2 and numbers[0] < numbers[1] else numbers
    return frozenset((month, day) for day in spread)


def _named(quantity: Quantity, kinds: tuple[str, ...]) -> float | None:
    """The number of the month or weekday that a date names, None where it names none."""
    named = (unit_of(word) for word in _WORD.findall(quantity.text) if not word.isdigit())
    return next((unit.value for unit in named if unit is not None and unit.kind in kinds), None)


def _dates_differ(a: Quantity, b: Quantity) -> bool:
    """Dates differ where they name two years, months or weekdays, or days of a month of which none is in both."""
    if a.value is not None and b.value is not None and a.value != b.value:
        return True
    if _days(a) and _days(b):
        return not _days(a) & _days(b)
    named = [(_named(a, kinds), _named(b, kinds)) for kinds in (_MONTHS, _WEEKDAYS)]
    return any(None not in pair and pair[0] != pair[1] for pair in named)
