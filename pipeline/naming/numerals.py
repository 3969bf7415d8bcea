"""The words of an amount, share, date or time, with what the lexicon knows of each, and the numbers they make."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

from pipeline.language.lexicon import Unit, unit_of

_WORDS = re.compile(
    r"\d+(?:st|nd|rd|th)\b|\d0['’]?s\b|\d{2}\d0['’]?s\b"  # 21st, 1990s
    r"|(?<=\d )[123]/[234](?![\d/])"  # 2 1/2
    r"|\d{1,2}:\d{2}|\d+(?:,\d{3})*(?:\.\d+)?|\.\d+"  # 17:30, 2,397.5
    r"|km/h\b|Q[1-4]\b|U\.S\.\$|[A-Z]{1,2}[$¥]|°[CF]\b|[^\W\d_]+(?:[.'’][^\W\d_]+)*\.?|\S"  # Q3, US$, p.m., %
)
_DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?|\.\d+")
_NUMBER_KINDS = ("number", "fraction", "quarter", "ordinal", "vulgar")
_PART_KINDS = ("fraction", "quarter")
_HUNDRED = 100.0
_KEEPING = ("hyphen", "a")  # kinds of words that stand inside an amount
_SCALE_KINDS = ("scale", "suffix")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of an amount or date.

    Attributes:
        text: As it stands there.
        unit: What the lexicon knows of it, None where it is not there.
    """

    text: str
    unit: Unit | None

    @property
    def kind(self) -> str:
        """Its class in the lexicon, empty where it has none."""
        return self.unit.kind if self.unit else ""

    @property
    def value(self) -> float | None:
        """What the lexicon gives as its number, factor or steps, None where it gives none."""
        return self.unit.value if self.unit else None

    @property
    def number(self) -> float | None:
        """The number that it stands for, in digits or letters, None where it is none."""
        if self.unit:
            return self.value if self.kind in _NUMBER_KINDS else None
        digits = _DIGITS.match(self.text)
        return float(digits[0].replace(",", "")) if digits else None


def words_of(text: str) -> list[Word]:
    """The words of a date or amount in reading order, signs and marks each one of their own."""
    return [Word(word, unit_of(word)) for word in _WORDS.findall(text)]


def amounts(words: Iterable[Word]) -> list[float]:
    """The amounts in reading order: numbers that stand together make one, and scales multiply."""
    found: list[float] = []
    last = ""  # kind of the word before that counted towards an amount
    scale, is_joined = 1.0, False
    words = list(words)
    for word, after in zip_longest(words, words[1:]):
        number = word.number
        if number is not None and is_joined and word.kind in _PART_KINDS and (not found or found[-1] >= 1):
            found[-1:] = [(found[-1] if found else 1.0) + number * scale]  # "one and a half", "an hour and a half"
            last = word.kind
        elif is_joined and scale == _HUNDRED and word.kind == "number" and (after is None or after.value != scale):
            found[-1] += number or 0.0  # "two hundred and fifty", but not "one hundred and two hundred"
            last, scale = word.kind, 1.0
        elif number is not None:
            last, scale = _add(found, number, word.kind, last), 1.0
        elif word.kind in _SCALE_KINDS and word.value:
            found[-1:] = [found[-1] * word.value] if last else [*found[-1:], word.value]
            last, scale = "scale", scale * word.value
        elif word.kind not in _KEEPING and not (word.kind == "of" and last in _PART_KINDS):
            last = ""
        is_joined = word.text.lower() == "and" or (is_joined and word.kind in _KEEPING)
    return found


def _add(found: list[float], number: float, kind: str, last: str) -> str:
    """Put a number to the amounts and say what it counts as: "twenty-one", "two-thirds", "2 1/2"."""
    tens = bool(found) and found[-1] % 10 == 0 and 20 <= found[-1] % 100 <= 90
    if last and (kind == "vulgar" or (last == "number" and kind in ("number", "ordinal") and tens and number < 10)):
        found[-1] += number
    elif last and kind in (*_PART_KINDS, "ordinal"):
        found[-1] *= 1 / number if kind == "ordinal" else number
    else:
        found.append(number)
    return kind or "digits"
