"""What an amount, share, date or time comes to: a value and a unit, its bound, and its size in a base unit."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, cast

from pipeline.language.lexicon import rows
from pipeline.naming.numerals import Word, amounts, words_of

Bound = Literal["exact", "about", "at_least", "at_most"]
DECADE = re.compile(r"(?:(?:1\d|20)\d0)['’]?s")
YEAR = re.compile(r"1\d{3}|20\d{2}")
YEAR_RANGE = re.compile(r"(?:1\d|20)\d{2}[–—-]\d+")
VAGUE = re.compile(r"\b(?:several|many)(?: of)? scale\b")  # kinds of words: a few hundred
CLOCK = re.compile(
    r"(\d{1,2})[:.](\d{2})|\b([01]\d|2[0-4])([0-5]\d) (?:hours|hrs|[A-Z]{2,4})\b"
)  # 17:30, 1730 hours, 1730 GMT
UNIT_KINDS = (
    "currency",
    "currencycode",
    "moneyword",
    "percent",
    "basis",
    "points",
    "unit",
    "dateunit",
    "century",
    "timeunit",
)


def parse_quantity(text: str, label: str) -> tuple[float | None, str | None]:
    """The value and the unit of a date or number.

    Args:
        text: The words of the span, such as "more than $3.6 billion".
        label: Its OntoNotes type, such as "MONEY".

    Returns:
        The value, multiplied out, None where the text gives none ("a few hundred") or more than one (a range); and the
        unit: an ISO 4217 code, "%", a unit of measure or of time in the singular, None where there is none. For a date
        the value is the year and the unit None; a decade gives its first year and "decade". A time of day is in hours
        since midnight, with the unit "clock". Modifiers ("about", "more than") do not count.
    """
    words = words_of(text)
    kinds = {word.kind for word in words}
    if label == "DATE" and (kinds & {"month", "maymonth"} or not kinds & {"dateunit", "century"}):
        return _calendar(text, words)
    if label == "TIME" and (CLOCK.search(text) or not any(word.kind == "timeunit" for word in words)):
        return _clock(text, words)
    unit, factor = _unit(words)
    unit = "%" if label == "PERCENT" else unit
    found = [] if VAGUE.search(" ".join(word.kind for word in words)) else amounts(words)
    if len(found) == 1:
        share = label == "CARDINAL" and words[-1].kind == "ordinal" and found[0] > 1
        return (1 / found[0] if share else _plain(found[0] * factor)), unit
    bare = not found and label in ("DATE", "TIME") and any(word.kind == "a" for word in words)
    return (1.0, unit) if bare else (None, unit)


def _plain(number: float) -> float:
    """Without what multiplying adds behind the digits: 65.4 billion is no 65,400,000,000.00001."""
    return float(f"{number:.12g}")


def _calendar(text: str, words: list[Word]) -> tuple[float | None, str | None]:
    """The year of a date, or the first year of a decade."""
    decade = next((word.text for word in words if DECADE.fullmatch(word.text)), None)
    if decade:
        return float(decade[:4]), "decade"
    if any(YEAR_RANGE.fullmatch(word) for word in text.split()):
        return None, None
    years = [float(word.text) for word in words if YEAR.fullmatch(word.text)]
    return (years[0] if len(years) == 1 else None), None


def _clock(text: str, words: list[Word]) -> tuple[float | None, str | None]:
    """Hours since midnight of a time of day."""
    clock = CLOCK.search(text)
    hours, minutes = (clock[1] or clock[3], clock[2] or clock[4]) if clock else ("", "")
    found = [float(hours) + float(minutes) / 60] if clock else amounts(words)
    if len(found) != 1 or found[0] > 24:
        return None, None
    meridiem = next((word.unit for word in words if word.unit and word.kind == "meridiem"), None)
    told = found[0] % 12 + (meridiem.value or 0.0) if meridiem else found[0]
    return round(told, 4), "clock"


def _unit(words: list[Word]) -> tuple[str | None, float]:
    """The unit and the factor to it ("50 cents" is half a dollar, "50 basis points" half a per cent)."""
    units = [word.unit for word in words if word.unit and word.kind in UNIT_KINDS]
    if not units:
        return None, 1.0
    kinds = [word.unit.unit for word in words if word.unit and word.kind == "moneykind" and word.unit.unit]
    scale = next((word.unit.unit for word in words if word.unit and word.kind == "degreekind"), None)
    if scale:
        return scale, 1.0
    unit = units[-1]
    money = unit.kind == "moneyword"
    shape = next((word.unit.unit + " " for word in words if word.unit and word.kind == "unitkind"), "")
    code = units[0].unit if units[0].kind == "currency" else shape + unit.unit
    if unit.unit == "%":
        return "%", min(unit.value or 1.0 for unit in units)  # 50 basis points are half a point
    return (kinds[0] if money and kinds else code), (unit.value or 1.0) if money else 1.0


def bound_of(text: str, before: str = "", after: str = "") -> Bound:
    """Whether an amount is exact, about what it says, or the least or the most: "at least ten" is at least ten.

    Args:
        text: Its words.
        before: Some words before it.
        after: Some words after it.
    """
    left, here, right = (f" {' '.join(words.lower().split())} " for words in (before, text, after))
    for form, place, bound in _bounds():
        found = here.startswith(form) or left.endswith(form) if place == "before" else right.startswith(form)
        if found:
            return bound
    return "exact"


@cache
def _bounds() -> tuple[tuple[str, str, Bound], ...]:
    """Words by a number, on which side, with what they make of it; longest first: "no more than" is not "more than"."""
    found = [(f" {row['form']} ", row["place"], cast(Bound, row["bound"])) for row in rows("bounds")]
    return tuple(sorted(found, key=lambda item: (-len(item[0]), item[0])))


def in_base_unit(value: float | None, unit: str | None) -> tuple[float | None, str | None]:
    """An amount in the one unit of what it measures: 430 "mile" is 692,017.92 "metre".

    Returns:
        The value and the unit, both None where the unit is none of measure or time, or the value is not known.
    """
    measure = _measures().get(unit or "")
    if value is None or measure is None:
        return None, None
    base, factor, offset = measure
    return _plain(value * factor + offset), base


@cache
def _measures() -> dict[str, tuple[str, float, float]]:
    """Units of measure and time with their base unit, the factor to it and where its scale begins.

    A table of our own, as the units of news are few, and Pint 0.25 reads some of them as something else (a decade as a
    ratio, a barrel as 31.5 gallons, a ton as 2,000 pounds), does not know others (nautical mile, weekend), and takes
    0.24 s to load. Where both know a unit they agree, but for the acre, which it takes from the old survey foot.
    """
    return {row["unit"]: (row["base"], float(row["factor"]), float(row["offset"])) for row in rows("measures")}
