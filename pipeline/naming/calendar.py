"""Stretches of days: the calendar's units, steps between them, and parts of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
DAYS = {"day": 1, "week": 7, "fortnight": 14, "weekend": 7}
_SLACK = {"decade": 2, "century": 10}  # years by which "two decades ago" may be out
_LONG = 300  # days from which on parts are told in months


@dataclass(frozen=True, slots=True)
class Days:
    """The days that a date means.

    Attributes:
        first: The first of them, None where it has no beginning that is known.
        last: The last of them, None where it has no end that is known.
        about: Whether that is only nearly said, as in "two years ago".
    """

    first: date | None
    last: date | None
    about: bool = False


def months(year: int, month: int, count: int = 1) -> Days:
    """Whole months from one on; months count on into other years, so that month 0 is December of the year before."""
    return _months(12 * year + month - 1, count)


def _months(index: int, count: int) -> Days:
    end = index + count
    return Days(date(index // 12, index % 12 + 1, 1), date(end // 12, end % 12 + 1, 1) - timedelta(1))


def years(first: int, last: int) -> Days:
    """Whole years, both included."""
    return Days(date(first, 1, 1), date(last, 12, 31))


def calendar_unit(day: date, unit: str, steps: int = 0) -> Days:
    """The day, week, month or the like that a day is in, or the one that many steps from there.

    A week begins on Monday; a century with its year 1.

    Raises:
        KeyError: The unit is none of the calendar.
    """
    if unit in MONTHS:
        size, offset = MONTHS[unit], 12 if unit == "century" else 0
        index = 12 * day.year + day.month - 1
        return _months(index - (index - offset) % size + steps * size, size)
    moved = day + timedelta(steps * DAYS[unit])
    monday = moved - timedelta(moved.weekday())
    if unit == "day":
        return Days(moved, moved)
    length = 14 if unit == "fortnight" else 7
    return Days(monday + timedelta(5 if unit == "weekend" else 0), monday + timedelta(length - 1))


def moved(day: date, count: float, unit: str) -> date:
    """The day that many units later, or earlier where the count is negative.

    Raises:
        KeyError: The unit is none of the calendar.
    """
    if unit in DAYS:
        return day + timedelta(round(count * DAYS[unit]))
    index = 12 * day.year + day.month - 1 + round(count * MONTHS[unit])
    last = _months(index, 1).last or day
    return last.replace(day=min(day.day, last.day))


def around(day: date, unit: str) -> Days:
    """What "ago" points at: the day, week, month or year that a day is in; with decades some years about it."""
    if unit in _SLACK:
        return replace(years(day.year - _SLACK[unit], day.year + _SLACK[unit]), about=True)
    return replace(calendar_unit(day, unit), about=unit != "day")


def part(days: Days, start: float, end: float) -> Days:
    """A part of a stretch from one fraction of it to another, in whole months where it is a year or longer."""
    if days.first is None or days.last is None:
        return days
    length = (days.last - days.first).days + 1
    if length < _LONG:
        first, last = days.first + timedelta(round(start * length)), days.first + timedelta(round(end * length) - 1)
        return Days(first, max(first, last), True)
    count = 12 * (days.last.year - days.first.year) + days.last.month - days.first.month + 1
    index = 12 * days.first.year + days.first.month - 1
    return replace(_months(index + round(start * count), round(end * count) - round(start * count)), about=True)


def nearest(choices: Iterable[Days], day: date, past: float, future: float) -> Days | None:
    """The stretch nearest to a day, where a day of the past or the future counts as that many."""
    found = [(_distance(days, day, past, future), days) for days in choices]
    return min(found, key=lambda item: item[0])[1] if found else None


def _distance(days: Days, day: date, past: float, future: float) -> float:
    first, last = days.first or day, days.last or day
    if first <= day <= last:
        return 0.0
    return future * (first - day).days if first > day else past * (day - last).days
