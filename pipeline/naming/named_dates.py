"""Reads dates that name a day, month, season, quarter, year, decade or century."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date

from pipeline.cleaning.dates import find_date
from pipeline.naming.calendar import Days, calendar_unit, months, years
from pipeline.naming.date_words import DateText
from pipeline.naming.numerals import amounts

_DECADE = re.compile(r"((?:1\d|20)\d)0['’]?s")
_SHORT_DECADE = re.compile(r"(?:['’]|\bthe (?:early |mid-?|late )?)(\d)0['’]?s\b", re.IGNORECASE)
_CENTURY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")


def numeric_date(read: DateText) -> Days | None:
    """2024-06-21; 21/06/2024 where it is certain which number is the month."""
    found = None if any(map(str.isalpha, read.text)) else find_date(read.text)
    return Days(date.fromisoformat(found), date.fromisoformat(found)) if found else None


def decade_dates(read: DateText) -> Days | None:
    """The 1990s, '90s."""
    found = next((match for word in read.words if (match := _DECADE.fullmatch(word.text))), None)
    if found:
        return years(10 * int(found[1]), 10 * int(found[1]) + 9)
    short = _SHORT_DECADE.search(read.text)
    if not short or not read.today:
        return None
    century = read.today.year // 100 * 100
    start = century + 10 * int(short[1])
    start -= 100 if start > read.today.year else 0
    return years(start, start + 9)


def century_dates(read: DateText) -> Days | None:
    """The 21st century, the nineteenth century."""
    if not read.first("century"):
        return None
    ordinal = next((int(match[1]) for word in read.words if (match := _CENTURY.fullmatch(word.text))), None)
    spelt = [word for word in read.words if word.kind in ("number", "ordinal")]
    number = ordinal or (int(amounts(spelt)[0]) if spelt and spelt[-1].kind == "ordinal" else None)
    return years(100 * number - 99, 100 * number) if number else None


def quarter_dates(read: DateText) -> Days | None:
    """The third quarter of 2023, Q3 2023, the first half of 2023, last quarter."""
    year, code, ordinal = read.years(), read.values("quartercode"), read.values("ordinal")
    if len(year) == 1 and code:
        return months(year[0], 3 * code[0] - 2, 3)
    if len(year) == 1 and ordinal and read.first("quarter"):
        return months(year[0], 3 * ordinal[0] - 2, 3)
    if len(year) == 1 and ordinal and read.first("fraction"):
        return months(year[0], 6 * ordinal[0] - 5, 6)
    steps = read.steps() if read.first("quarter") and not ordinal else None
    return calendar_unit(read.today, "quarter", steps) if read.today and steps is not None else None


def month_dates(read: DateText) -> Days | None:
    """19 June, June 18-19, 30 May to 2 June 2024, May 2021, last September."""
    if not read.values("month", "maymonth"):
        return None
    given = read.years() or _told_year(read)
    if given:
        return _month_days(read, given)
    if read.today is None:
        return None
    choices = _choices(read, read.today)
    return _stepped(read, choices, read.today) if read.steps() is not None else read.nearest(choices)


def _told_year(read: DateText) -> list[int]:
    """The year of "June 16th of last year", none where no year is told from now."""
    unit, steps = read.first("dateunit"), read.steps()
    is_told = unit is not None and unit.unit is not None and unit.unit.unit == "year" and steps is not None
    return [read.today.year + (steps or 0)] if is_told and read.today else []


def _choices(read: DateText, today: date) -> list[Days]:
    """What a date without a year may mean; in a year where it has the weekday that is named, if there is one."""
    found = list(_in_years_around(read, today.year))
    weekdays = read.values("weekday")
    if fitting := [days for days in found if days.first and days.first.isoweekday() in weekdays]:
        return fitting
    has_begun = not read.days() and read.tense == "past"  # "in September" of what happened
    return [days for days in found if not has_begun or (days.first and days.first <= today)]


def _in_years_around(read: DateText, year: int) -> Iterator[Days]:
    for given in (year - 1, year, year + 1):
        with suppress(ValueError):  # no 29 February
            yield _month_days(read, [given])


def _month_days(read: DateText, given: list[int]) -> Days:
    """One or two days or months, with one or two years."""
    named, days = read.values("month", "maymonth"), read.days()
    last_year, first_year = given[-1], given[0]
    if len(given) == 1 and named[0] > named[-1]:
        first_year -= 1  # December to February 2022
    first, last = months(first_year, named[0]).first, months(last_year, named[-1]).last
    if days and first and last:
        first, last = first.replace(day=days[0]), last.replace(day=days[-1])
    return Days(first, last)


def _stepped(read: DateText, choices: list[Days], today: date) -> Days | None:
    """Last September is the latest that is over, next September the first to come, this September that of the year."""
    steps = read.steps() or 0
    over = [days for days in choices if days.last and days.last < today]
    coming = [days for days in choices if days.first and days.first > today]
    now = [days for days in choices if days not in over and days not in coming]
    this = now or [days for days in choices if days.first and days.first.year == today.year]
    found = {-1: over[-1:], 0: this[:1], 1: coming[:1]}[steps]
    return found[0] if found else None


def season_dates(read: DateText) -> Days | None:
    """The summer of 2022, last winter; as they are north of the equator, so only about."""
    named = read.values("season")
    if not named:
        return None
    given = read.years()
    if given:
        return replace(months(given[0], named[0], 3), about=True)
    if read.today is None:
        return None
    choices = [months(year, named[0], 3) for year in range(read.today.year - 2, read.today.year + 2)]
    found = _stepped(read, choices, read.today) if read.steps() is not None else None
    return replace(found, about=True) if found else None


def year_dates(read: DateText) -> Days | None:
    """2014, 2014-19, between 2014 and 2019; a fiscal year is about the calendar's."""
    given, is_fiscal = read.years(), read.first("fiscal") is not None
    counts = read.first("dateunit", "timeunit", "zone") is not None and not is_fiscal  # "1500 days", "1100 GMT"
    if not given or len(given) > 2 or given[0] > given[-1] or counts:
        return None
    return replace(years(given[0], given[-1]), about=is_fiscal)
