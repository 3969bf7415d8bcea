"""Compares the amounts and dates of two claims: which are the same, and which cannot both hold."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.alignment.dates import dates_differ, holds_date, is_date, same_date
from pipeline.alignment.meaning import likeness
from pipeline.alignment.tolls import AGE
from pipeline.alignment.vocabulary import canonical
from pipeline.naming.numerals import words_of
from pipeline.schema import Quantity

_NEAR = 0.05  # amounts further apart than that are not one, rounded
_ABOUT = 0.1  # and nearer than that not two, where one is told as about right
_APART = 10  # times by which measures in two units differ where they are of two things: a 30-year career, seven minutes
_ROUND = 2  # digits from which a rounded amount stands for the exact one by itself: 45 million for 45.2 million


_ONE_THING = 0.3  # two counted nouns from this likeness on may name one thing


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two claims have in amounts and dates.

    Attributes:
        same: Pairs that are equal.
        different: Pairs of one unit that differ beyond rounding, or of dates that share no day; only units and kinds
            of which no pair is the same, and of neither of which the other claim tells elsewhere.
    """

    same: tuple[tuple[Quantity, Quantity], ...]
    different: tuple[tuple[Quantity, Quantity], ...]


def compare(first: Iterable[Quantity], second: Iterable[Quantity]) -> Comparison:
    """Compare the amounts of two claims, like with like."""
    first, second = tuple(first), tuple(second)
    slots = [(b, _slot(b)) for b in second]
    pairs = [(a, b) for a in first if slots and (own := _slot(a)) is not None for b, slot in slots if slot == own]
    same = tuple((a, b) for a, b in pairs if _equal(a, b))
    settled = {_slot(a) for a, _ in same}
    different = [(a, b) for a, b in pairs if _slot(a) not in settled and _differ(a, b)]
    if not different:
        return Comparison(same, ())
    return Comparison(same, tuple((a, b) for a, b in different if not (_is_in(a, second) or _is_in(b, first))))


def _is_in(quantity: Quantity, others: Iterable[Quantity]) -> bool:
    """Whether a claim tells of it too: *14 dollars*, *from 20 dollars to 14*; *in May 2021*, *from 2019 to 2021*."""
    if is_date(quantity):
        return any(is_date(other) and holds_date(other, quantity) for other in others)
    return any(None in (quantity.unit, other.unit) and _equal(quantity, other) for other in others)


def counts_apart(first: Iterable[Quantity], second: Iterable[Quantity]) -> list[tuple[Quantity, Quantity]]:
    """The counts of two claims of one matter that differ, of things that may be called differently.

    *Eighteen thousand households*, *some 11,000 customers*: to be asked of claims that tell of one matter alone. Empty
    where any count of one is in the other.
    """
    second = tuple(second)
    pairs = [(a, b) for a in first for b in second if _is_count(a) and _is_count(b)]
    if any(_equal(a, b) for a, b in pairs):
        return []
    alike = ((_named_alike(a.unit, b.unit), a, b) for a, b in pairs if _differ(a, b))
    ranked = sorted(alike, key=lambda found: (-found[0], found[1].start, found[2].start))
    return [(a, b) for value, a, b in ranked if value >= _ONE_THING]


def _is_count(quantity: Quantity) -> bool:
    """Whether it tells how many; an age does not, nor does *the first half*."""
    return quantity.kind == "count" and quantity.unit != AGE and quantity.value is not None and quantity.value >= 1


def _named_alike(one: str | None, other: str | None) -> float:
    """How alike two counted nouns are; a number that stands alone may count what the other one counts."""
    return likeness(one, other) if one and other else _ONE_THING


def _slot(quantity: Quantity) -> tuple[str, str] | None:
    """What a quantity measures; None where that is unknown, so that it cannot be compared."""
    if is_date(quantity):
        return ("date", "")
    if quantity.kind == "percent":
        return ("percent", "%")
    if quantity.unit in (None, AGE) or quantity.value is None:
        return None
    if quantity.kind in ("count", "ordinal"):
        return (quantity.kind, canonical(quantity.unit))
    if quantity.base_unit == "second":
        return _stretch(quantity)
    return ("measure", quantity.base_unit) if quantity.base_unit else (quantity.kind, quantity.unit)


def _stretch(quantity: Quantity) -> tuple[str, str] | None:
    """An age is none of the other stretches of time; *a year* is mostly a rate, and *a week later* a date unknown."""
    kinds = [word.kind for word in words_of(quantity.text)]
    if "ago" in kinds or kinds[:1] == ["a"]:
        return None
    return ("age" if "old" in kinds else "measure", "second")


def _equal(a: Quantity, b: Quantity) -> bool:
    if is_date(a):
        return same_date(a, b)
    if a.value is None or b.value is None:
        return False
    (x, y), digits = _amounts(a, b), min(_digits(a.value), _digits(b.value))
    if math.isclose(x, y, rel_tol=1e-9):
        return True
    is_loose = _in_two_units(a, b) or digits >= _ROUND or {a.bound, b.bound} & {"about", "at_most"}  # "nearly 700"
    is_near = _rounds_to(x, y, digits) and math.isclose(x, y, rel_tol=_NEAR)
    return bool(is_loose) and is_near and a.kind != "ordinal" and a.unit != "clock"


def _differ(a: Quantity, b: Quantity) -> bool:
    if is_date(a):
        return dates_differ(a, b)
    if a.value is None or b.value is None:
        return False
    x, y = _amounts(a, b)
    if _rounds_to(x, y, min(_digits(a.value), _digits(b.value))):
        return False
    is_near = "about" in (a.bound, b.bound) and math.isclose(x, y, rel_tol=_ABOUT)
    if is_near or (_in_two_units(a, b) and max(abs(x), abs(y)) >= _APART * min(abs(x), abs(y))):
        return False
    if a.bound == b.bound == "at_most":  # "up to 15 years", "up to 25 years"
        return True
    low, high = (a, b) if x < y else (b, a)
    return low.bound != "at_least" and high.bound != "at_most"


def _in_two_units(a: Quantity, b: Quantity) -> bool:
    """Whether two measures of one kind are told in two units: miles and kilometres, weeks and days."""
    return a.unit != b.unit and a.base_unit is not None and a.base_unit == b.base_unit


def _amounts(a: Quantity, b: Quantity) -> tuple[float, float]:
    """Two amounts of one kind in one unit."""
    x, y = (a.base_value, b.base_value) if _in_two_units(a, b) else (a.value, b.value)
    return x or 0.0, y or 0.0


def _rounds_to(a: float, b: float, digits: int) -> bool:
    """Whether one number is the other, rounded to some digits."""
    return math.isclose(_significant(a, digits), _significant(b, digits), rel_tol=1e-9)


def _digits(number: float) -> int:
    """The digits that a number shows, without the noughts around them."""
    return max(1, len(f"{abs(number):.10g}".replace(".", "").strip("0")))


def _significant(number: float, digits: int) -> float:
    return float(f"{number:.{digits}g}")
