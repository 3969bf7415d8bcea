"""A date that is to be read: its words by what they are, and the day and tense that it is read against."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipeline.naming.calendar import Days, nearest
from pipeline.naming.numerals import Word

Tense = Literal["past", "present", "future"]
_YEAR = re.compile(r"1\d{3}|20\d{2}")
_LONG_YEARS = re.compile(r"\b(\d{4}) ?[–—/-] ?(\d{2})\b(?!-)")
_DAY = re.compile(r"(0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?")
_PAST = {"past": 1.0, "present": 1.0, "future": 4.0}  # how many days a day of the past counts as, by the clause's tense
_FUTURE = {"past": 4.0, "present": 1.0, "future": 1.0}
_UNSURE = 3.0  # where the clause has no tense, a day of the future: news is of the past


@dataclass(frozen=True, slots=True)
class DateText:
    """A date to be read, with what it is read against."""

    text: str
    words: list[Word]
    today: date | None
    tense: Tense | None

    def first(self, *kinds: str) -> Word | None:
        """The first word of some classes."""
        return next((word for word in self.words if word.kind in kinds), None)

    def values(self, *kinds: str) -> list[int]:
        """The values of the words of some classes."""
        return [int(word.value) for word in self.words if word.kind in kinds and word.value is not None]

    def years(self) -> list[int]:
        """The years, the second in full in "1950-53"."""
        if short := _LONG_YEARS.search(self.text):
            return [int(short[1]), int(short[1][:2] + short[2])]
        return [int(word.text) for word in self.words if _YEAR.fullmatch(word.text)]

    def days(self) -> list[int]:
        """The days of a month."""
        return [int(match[1]) for word in self.words if (match := _DAY.fullmatch(word.text))]

    def pointer(self) -> Word | None:
        """What says which week, month or the like it is: "last", "this", "past" in "this past weekend"."""
        return self.first("last") or self.first("this")

    def steps(self) -> int | None:
        """How many weeks, months or the like from now: -1 for "last", 0 for "this", None where it does not say."""
        word = self.pointer()
        return int(word.value) if word and word.value is not None else None

    def nearest(self, choices: Iterable[Days]) -> Days | None:
        """The choice that is most likely meant: near today, on the side of it that the clause tells of."""
        if self.today is None:
            return None
        past, future = (_PAST[self.tense], _FUTURE[self.tense]) if self.tense else (1.0, _UNSURE)
        return nearest(choices, self.today, past, future)
