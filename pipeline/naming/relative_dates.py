"""Reads dates that are told from the day of publication: "yesterday", "Tuesday", "two years ago", "last week"."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from pipeline.naming.calendar import Days, around, calendar_unit, moved
from pipeline.naming.date_words import DateText
from pipeline.naming.numerals import Word, amounts


def near_days(read: DateText) -> Days | None:
    """Yesterday, tonight, this morning, last night."""
    steps = read.values("nearday", "timeword") or ([read.steps() or 0] if _is_part_of_today(read) else [])
    return calendar_unit(read.today, "day", steps[0]) if steps and read.today else None


def _is_part_of_today(read: DateText) -> bool:
    return read.first("daypart") is not None and not read.first("weekday") and read.steps() in (-1, 0)


def weekday_date(read: DateText) -> Days | None:
    """Tuesday, last Tuesday, next Tuesday; not *every Tuesday* nor *that Tuesday*."""
    named, pointer = read.values("weekday"), read.first("this", "last")
    if not named or read.today is None or (pointer is not None and pointer.value is None):
        return None
    ahead = (named[0] - read.today.isoweekday()) % 7
    steps = read.steps()
    if steps == -1 or steps == 1:
        days = ahead - 7 if steps < 0 else ahead or 7
    else:
        days = ahead if read.tense == "future" or not ahead else ahead - 7
    return calendar_unit(read.today + timedelta(days), "day")


def days_ago(read: DateText) -> Days | None:
    """Two years ago, a week ago, two to three weeks ago, half a century ago."""
    word, unit, today = read.first("ago"), read.first("dateunit", "century"), read.today
    if not word or word.value is None or not unit or not unit.unit or not today:
        return None
    counts = amounts(read.words) or ([1.0] if read.first("a") else [])
    if not counts or len(counts) > 2:
        return None
    first, last = (around(moved(today, -count, unit.unit.unit), unit.unit.unit) for count in (max(counts), min(counts)))
    return Days(first.first, last.last, first.about or len(counts) > 1)


def calendar_days(read: DateText) -> Days | None:
    """Last week, this year, the past two years, the end of next month."""
    word, unit, steps = read.pointer(), read.first("dateunit", "century"), read.steps()
    if not word or not word.unit or not unit or not unit.unit or steps is None or read.today is None:
        return None
    counts, name = amounts(read.words), unit.unit.unit
    is_stretch = bool(counts) or (word.unit.unit == "stretch" and name != "weekend")
    if name == "weekend" and steps == 0:
        return read.nearest([calendar_unit(read.today, name, -1), calendar_unit(read.today, name)])
    if not is_stretch and not _is_plural(unit) and not _hangs_on_text(read, steps):
        return replace(calendar_unit(read.today, name, steps), about=name == "week")
    if not is_stretch or (_is_plural(unit) and not counts) or steps == 0 or len(counts) > 1:
        return None
    other = moved(read.today, steps * (counts[0] if counts else 1), name)
    return Days(min(other, read.today), max(other, read.today), True)


def _is_plural(word: Word) -> bool:
    return word.text.lower().endswith("s")


def _hangs_on_text(read: DateText, steps: int) -> bool:
    """Whether it is not from now: "the next day" follows what was told, "the last week" may be of anything."""
    return steps != 0 and read.words[0].text.lower() == "the" and not read.first("datepart", "early")
