"""Compares the dates of two claims: by the days they mean, or by their words where these are not known."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from pipeline.language.lexicon import unit_of
from pipeline.schema import Quantity

_WORD = re.compile(r"[^\W\d_]+|\d+")
_LAST_DAY = 31
_MONTHS, _WEEKDAYS, _POINTERS = ("month", "maymonth"), ("weekday",), ("last", "this")
_CLOSE = 7  # days up to which two stretches that share a day are one date
_MONTH, _YEAR = 31, 366  # days by which a date may be off that names a month or a year alone


def is_date(quantity: Quantity) -> bool:
    """Whether a quantity says when: a date, not a stretch of time such as "24 years"."""
    return _range(quantity) is not None or (quantity.kind == "date" and quantity.unit is None)


def same_date(a: Quantity, b: Quantity) -> bool:
    """Whether two dates are one: they mean the same days, or share one and neither is longer than a week."""
    first, second = _range(a), _range(b)
    if first is None or second is None:
        return a.text.lower() == b.text.lower() or _days(a) & _days(b) != frozenset()
    return first == second or (_meet(first, second) and max(_length(first), _length(second)) <= _CLOSE)


def dates_differ(a: Quantity, b: Quantity) -> bool:
    """Whether two dates exclude each other; a year does not exclude a day in it, nor one *Tuesday* another.

    One that is only about right excludes none that is nearer to it than its own length. *10 July* is not excluded by
    *10 to 25 July 2033*: the year of the one was taken from when its article was published.
    """
    first, second = _range(a), _range(b)
    if first is None or second is None:
        return _words_differ(a, b)
    if _are_named_alike(a, b):
        return False
    if _is_open(a) and _is_open(b):
        return _ends_differ(a, b)
    slack = max((_length(days) for days, row in ((first, a), (second, b)) if row.bound == "about"), default=0)
    return not _meet((first[0] - slack, first[1] + slack), second)


def holds_date(around: Quantity, date_: Quantity) -> bool:
    """Whether one date is the other or, a year long at the most, shares days with it: *summer 2021*, *August 2021*."""
    days = _range(around)
    if days is None or _range(date_) is None:
        return same_date(around, date_)
    return _length(days) <= _YEAR and not dates_differ(around, date_)


def _are_named_alike(a: Quantity, b: Quantity) -> bool:
    """Whether two dates are one but for what each takes from its article: *Monday*, *Monday evening*."""
    if a.text.lower() == b.text.lower():
        return True
    weekdays, months, pointers = ({_named(q, kinds) for q in (a, b)} for kinds in (_WEEKDAYS, _MONTHS, _POINTERS))
    if len(pointers - {None}) == 2:  # *last Monday*, *next Monday*
        return False
    if months == {None}:
        return len(weekdays) == 1 and None not in weekdays
    is_yearless = (_year(a) is None) != (_year(b) is None)
    return is_yearless and len(months) == 1 and (not _days(a) or not _days(b) or bool(_days(a) & _days(b)))


def _is_open(quantity: Quantity) -> bool:
    """Whether a date says from when or until when, but not both; *since 2014* goes on to the day of publication.

    That day ends no month, but for chance; *the 1990s*, *2010-2015* and *May to July* do.
    """
    if (quantity.date_from is None) != (quantity.date_to is None):
        return True
    days = _range(quantity)
    if days is None or quantity.unit is not None:
        return False
    last = date.fromordinal(days[1])
    ends_month = last.day == monthrange(last.year, last.month)[1]
    return not ends_month and _length(days) > 2 * _room(quantity) + _CLOSE


def _ends_differ(a: Quantity, b: Quantity) -> bool:
    """Whether two times begin, or end, on days that are further apart than their dates leave open."""
    if (a.date_from is None) != (b.date_from is None):
        return not _meet(*(r for r in (_range(a), _range(b)) if r is not None))
    first, second = (date.fromisoformat(q.date_from or q.date_to or "").toordinal() for q in (a, b))
    return abs(first - second) > max(_room(a), _room(b))


def _room(quantity: Quantity) -> int:
    """Days by which a date may be off: none for a day, those of a month or a year where it names no more."""
    words = _WORD.findall(quantity.text)
    if any(word.isdigit() and int(word) <= _LAST_DAY for word in words) or _named(quantity, _WEEKDAYS) is not None:
        return _CLOSE if quantity.bound == "about" else 0
    return _MONTH if _named(quantity, _MONTHS) is not None else _YEAR


def _range(quantity: Quantity) -> tuple[int, int] | None:
    """First and last day, the ends of the calendar where it has no beginning or end; None where no day is known."""
    if quantity.date_from is None and quantity.date_to is None:
        return None
    first = date.fromisoformat(quantity.date_from) if quantity.date_from else date.min
    last = date.fromisoformat(quantity.date_to) if quantity.date_to else date.max
    return first.toordinal(), last.toordinal()


def _length(days: tuple[int, int]) -> int:
    return days[1] - days[0] + 1


def _meet(first: tuple[int, int], second: tuple[int, int]) -> bool:
    return first[0] <= second[1] and second[0] <= first[1]


def _words_differ(a: Quantity, b: Quantity) -> bool:
    """Dates differ where they name two years, months or weekdays, or days of a month of which none is in both."""
    if None not in (years := (_year(a), _year(b))) and years[0] != years[1]:
        return True
    if _days(a) and _days(b):
        return not _days(a) & _days(b)
    named = [(_named(a, kinds), _named(b, kinds)) for kinds in (_MONTHS, _WEEKDAYS)]
    return any(None not in pair and pair[0] != pair[1] for pair in named)


def _year(quantity: Quantity) -> float | None:
    return quantity.value if quantity.unit is None else None


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
