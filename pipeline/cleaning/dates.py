"""Find a date in the usual English forms."""

from __future__ import annotations

import re
from datetime import date

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Long forms first, so that a name is matched whole; spelt out because month names of the locale are not meant.
MONTH = (
    r"(?P<month>january|february|march|april|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?"
)
FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)",
        r"\b(?P<year>(?:19|20)\d\d)/(?P<month>\d\d)/(?P<day>\d\d)(?!\d)",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {MONTH},? (?P<year>(?:19|20)\d\d)\b",
        rf"\b{MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>(?:19|20)\d\d)\b",
        # 06/21/2024 and 21.6.2024: which number is the month is known only where the other is above 12, see `_iso`.
        r"\b(?P<first>\d{1,2})[/.](?P<second>\d{1,2})[/.](?P<year>(?:19|20)\d\d)\b",
    )
)
WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day,? *"
CLOCK = r"(?:,? *(?:at|\||-|–)? *\d{1,2}[:.]\d\d *(?:[ap]\.?m\.?)?(?: *[A-Z]{2,4}\b)?)"
LEADS_TO_DATE = re.compile(rf"(?:(?<![\s,|•·–—-])[\s,|•·–—-]+)?(?:{WEEKDAY})?$", re.IGNORECASE)
ONLY_DATE = re.compile(rf"(?:{WEEKDAY})?\0{CLOCK}?\W*", re.IGNORECASE)


def find_date(text: str) -> str | None:
    """The first date in a text as `YYYY-MM-DD`; None where there is none or it is not certain which is meant."""
    found = [(match.start(), iso) for form in FORMS if (match := form.search(text)) and (iso := _iso(match))]
    return min(found)[1] if found else None


def is_date(text: str) -> bool:
    """Whether a line holds a date and nothing else, weekday and time of day apart."""
    for form in FORMS:
        match = form.search(text)
        if match and ONLY_DATE.fullmatch(text[: match.start()] + "\0" + text[match.end() :]):
            return True
    return False


def before_date(text: str) -> str | None:
    """What a line says before the date that ends it ("The Harbour Courier, 14 May 2024"); None where none does."""
    for form in FORMS:
        match = form.search(text)
        if match and ONLY_DATE.fullmatch("\0" + text[match.end() :]):
            return LEADS_TO_DATE.sub("", text[: match.start()])
    return None


def _iso(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    if "first" in parts:
        day, month = sorted((int(parts["first"]), int(parts["second"])), reverse=True)
        if month > 12 or (day <= 12 and day != month):
            return None
    else:
        name = parts["month"]
        day, month = int(parts["day"]), int(name) if name.isdigit() else MONTHS.index(name[:3].lower()) + 1
    try:
        return date(int(parts["year"]), month, day).isoformat()
    except ValueError:
        return None
