"""What an amount, share, date or time comes to: a value and a unit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.language.lexicon import Unit, unit_of

WORDS = re.compile(
    r"\d+(?:st|nd|rd|th)\b|\d0['’]?s\b|\d{2}\d0['’]?s\b"  # 21st, 1990s
    r"|\d{1,2}:\d{2}|\d+(?:,\d{3})*(?:\.\d+)?|\.\d+"  # 17:30, 2,397.5
    r"|U\.S\.\$|[A-Z]{1,2}[$¥]|[^\W\d_]+(?:[.'’][^\W\d_]+)*\.?|\S"  # US$, p.m., %
)
DECADE = re.compile(r"(?:(?:1\d|20)\d0)['’]?s")
YEAR = re.compile(r"1\d{3}|20\d{2}")
YEAR_RANGE = re.compile(r"(?:1\d|20)\d{2}[–—-]\d+")
CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})")
UNIT_KINDS = ("currency", "currencycode", "moneyword", "percent", "points", "unit", "dateunit", "century", "timeunit")
NUMBER_KINDS = ("number", "fraction", "quarter", "ordinal")
SCALE_KINDS = ("scale", "suffix")


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    unit: Unit | None

    @property
    def kind(self) -> str:
        return self.unit.kind if self.unit else ""


def parse_quantity(text: str, label: str) -> tuple[float | None, str | None]:
    """The value and the unit of a date or number.

    Args:
        text: The words of the span, such as "more than $3.6 billion".
        label: Its OntoNotes type, such as "MONEY".

    Returns:
        The value, multiplied out, None where the text gives none or more than one (a range); and the unit: an ISO 4217
        code, "%", a unit of measure or of time in the singular, None where there is none. For a date the value is the
        year and the unit None; a decade gives its first year and "decade". A time of day is in hours since midnight,
        with the unit "clock". Modifiers ("about", "more than") do not count.
    """
    words = [_Word(word, unit_of(word)) for word in WORDS.findall(text)]
    if label == "DATE" and not any(word.kind in ("dateunit", "century") for word in words):
        return _calendar(text, words)
    if label == "TIME" and not any(word.kind == "timeunit" for word in words):
        return _clock(text, words)
    unit, factor = _unit(words)
    unit = "%" if label == "PERCENT" else unit
    amounts = _amounts(words)
    if len(amounts) == 1:
        share = label == "CARDINAL" and words[-1].kind == "ordinal" and amounts[0] > 1
        return (1 / amounts[0] if share else amounts[0] * factor), unit
    bare = not amounts and label in ("DATE", "TIME") and any(word.kind == "a" for word in words)
    return (1.0, unit) if bare else (None, unit)


def _calendar(text: str, words: list[_Word]) -> tuple[float | None, str | None]:
    """The year of a date, or the first year of a decade."""
    decade = next((word.text for word in words if DECADE.fullmatch(word.text)), None)
    if decade:
        return float(decade[:4]), "decade"
    if any(YEAR_RANGE.fullmatch(word) for word in text.split()):
        return None, None
    years = [float(word.text) for word in words if YEAR.fullmatch(word.text)]
    return (years[0] if len(years) == 1 else None), None


def _clock(text: str, words: list[_Word]) -> tuple[float | None, str | None]:
    """Hours since midnight of a time of day."""
    clock = CLOCK.search(text)
    amounts = [float(clock[1]) + float(clock[2]) / 60] if clock else _amounts(words)
    if len(amounts) != 1 or amounts[0] > 24:
        return None, None
    meridiem = next((word.unit for word in words if word.unit and word.kind == "meridiem"), None)
    hours = amounts[0] % 12 + (meridiem.value or 0.0) if meridiem else amounts[0]
    return round(hours, 4), "clock"


def _unit(words: list[_Word]) -> tuple[str | None, float]:
    """The unit and the factor to it ("50 cents" is half a dollar)."""
    units = [word.unit for word in words if word.unit and word.kind in UNIT_KINDS]
    if not units:
        return None, 1.0
    kinds = [word.unit.unit for word in words if word.unit and word.kind == "moneykind" and word.unit.unit]
    unit = units[-1]
    money = unit.kind == "moneyword"
    shape = next((word.unit.unit + " " for word in words if word.unit and word.kind == "unitkind"), "")
    code = units[0].unit if units[0].kind == "currency" else shape + unit.unit
    return (kinds[0] if money and kinds else code), (unit.value or 1.0) if money else 1.0


def _number(word: _Word) -> float | None:
    """The number that a word stands for, None where it is none."""
    if word.unit:
        return word.unit.value if word.kind in NUMBER_KINDS else None
    digits = re.match(r"\d+(?:,\d{3})*(?:\.\d+)?|\.\d+", word.text)
    return float(digits[0].replace(",", "")) if digits else None


def _amounts(words: list[_Word]) -> list[float]:
    """The amounts in reading order: numbers that stand together make one, and scales multiply."""
    found: list[float] = []
    last = ""  # kind of the word before that counted towards an amount
    for word in words:
        number = _number(word)
        if number is not None:
            last = _add(found, number, word.kind, last)
        elif word.kind in SCALE_KINDS and word.unit and word.unit.value:
            found[-1:] = [found[-1] * word.unit.value] if last else [*found[-1:], word.unit.value]
            last = "scale"
        elif word.kind not in ("hyphen", "a"):
            last = ""
    return found


def _add(found: list[float], number: float, kind: str, last: str) -> str:
    """Put a number to the amounts and say what it counts as: "twenty-one", "two-thirds", "one and a half"."""
    tens = bool(found) and found[-1] % 10 == 0 and 20 <= found[-1] <= 90
    if last == "number" and kind in ("number", "ordinal") and tens and number < 10:
        found[-1] += number
    elif last and kind in ("fraction", "quarter", "ordinal"):
        found[-1] *= 1 / number if kind == "ordinal" else number
    else:
        found.append(number)
    return kind or "digits"
