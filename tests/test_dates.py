"""What days a date means, against the day of publication."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.naming.date_words import Tense
from pipeline.naming.dates import days_of

FRIDAY = date(2024, 6, 21)
SATURDAY = date(2025, 3, 15)
SUNDAY = date(2022, 1, 2)


def told(
    text: str, published: date | None = FRIDAY, tense: Tense | None = None, preposition: str = ""
) -> tuple[str, str] | None:
    """First and last day, "" for an open end; None for no date."""
    days = days_of(text, published, tense, preposition)
    return (str(days.first or ""), str(days.last or "")) if days else None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("19 June 2023", "2023-06-19", "2023-06-19"),
        ("June 19, 2023", "2023-06-19", "2023-06-19"),
        ("Monday, June 19, 2023", "2023-06-19", "2023-06-19"),
        ("the 4th of July 1999", "1999-07-04", "1999-07-04"),
        ("Sept. 3, 2021", "2021-09-03", "2021-09-03"),
        ("2021-09-03", "2021-09-03", "2021-09-03"),
        ("21/06/2019", "2019-06-21", "2019-06-21"),
        ("18-19 June 2023", "2023-06-18", "2023-06-19"),
        ("June 18–19, 2023", "2023-06-18", "2023-06-19"),
        ("18 and 19 June 2023", "2023-06-18", "2023-06-19"),
        ("18, 19 and 20 June 2023", "2023-06-18", "2023-06-20"),
        ("30 May to 2 June 2023", "2023-05-30", "2023-06-02"),
        ("28 December - 3 January 2023", "2022-12-28", "2023-01-03"),
        ("30 December 2022 to 2 January 2023", "2022-12-30", "2023-01-02"),
        ("May 2021", "2021-05-01", "2021-05-31"),
        ("February 2020", "2020-02-01", "2020-02-29"),
        ("March to May 2021", "2021-03-01", "2021-05-31"),
        ("December to February 2022", "2021-12-01", "2022-02-28"),
        ("2014", "2014-01-01", "2014-12-31"),
        ("1950-53", "1950-01-01", "1953-12-31"),
        ("2014–2019", "2014-01-01", "2019-12-31"),
        ("between 2014 and 2019", "2014-01-01", "2019-12-31"),
        ("the 1990s", "1990-01-01", "1999-12-31"),
        ("the early 1990s", "1990-01-01", "1993-04-30"),
        ("the late 1990s", "1996-09-01", "1999-12-31"),
        ("the 21st century", "2001-01-01", "2100-12-31"),
        ("the nineteenth century", "1801-01-01", "1900-12-31"),
        ("the late 19th century", "1867-09-01", "1900-12-31"),
        ("the third quarter of 2023", "2023-07-01", "2023-09-30"),
        ("Q3 2022", "2022-07-01", "2022-09-30"),
        ("the first half of 2023", "2023-01-01", "2023-06-30"),
        ("the end of 2023", "2023-11-01", "2023-12-31"),
        ("the beginning of 2023", "2023-01-01", "2023-02-28"),
        ("late 2021", "2021-09-01", "2021-12-31"),
        ("mid-2021", "2021-05-01", "2021-08-31"),
        ("early May 2021", "2021-05-01", "2021-05-10"),
        ("the end of April 2021", "2021-04-26", "2021-04-30"),
        ("the summer of 2022", "2022-06-01", "2022-08-31"),
        ("winter 2021", "2021-12-01", "2022-02-28"),
        ("FY2024", "2024-01-01", "2024-12-31"),
        ("since 2014", "2014-01-01", ""),
        ("by 2030", "", "2030-12-31"),
        ("before 1998", "", "1997-12-31"),
    ],
)
def test_dates_with_a_year_are_known_without_a_day_of_publication(text: str, first: str, last: str) -> None:
    assert told(text, None) == (first, last)


@pytest.mark.parametrize(
    ("text", "published", "first", "last"),
    [
        ("today", FRIDAY, "2024-06-21", "2024-06-21"),
        ("yesterday", FRIDAY, "2024-06-20", "2024-06-20"),
        ("yesterday", date(2024, 3, 1), "2024-02-29", "2024-02-29"),
        ("tomorrow", FRIDAY, "2024-06-22", "2024-06-22"),
        ("this morning", FRIDAY, "2024-06-21", "2024-06-21"),
        ("tonight", FRIDAY, "2024-06-21", "2024-06-21"),
        ("last night", FRIDAY, "2024-06-20", "2024-06-20"),
        ("Tuesday", FRIDAY, "2024-06-18", "2024-06-18"),
        ("Friday", FRIDAY, "2024-06-21", "2024-06-21"),
        ("late Tuesday night", FRIDAY, "2024-06-18", "2024-06-18"),
        ("last Tuesday", FRIDAY, "2024-06-18", "2024-06-18"),
        ("last Friday", FRIDAY, "2024-06-14", "2024-06-14"),
        ("next Tuesday", FRIDAY, "2024-06-25", "2024-06-25"),
        ("next Friday", FRIDAY, "2024-06-28", "2024-06-28"),
        ("19 June", FRIDAY, "2024-06-19", "2024-06-19"),
        ("19-20 June", FRIDAY, "2024-06-19", "2024-06-20"),
        ("30 December", SUNDAY, "2021-12-30", "2021-12-30"),
        ("28 December to 1 January", SUNDAY, "2021-12-28", "2022-01-01"),
        ("Wednesday, June 19", FRIDAY, "2024-06-19", "2024-06-19"),
        ("Monday, June 19", FRIDAY, "2023-06-19", "2023-06-19"),
        ("May", FRIDAY, "2024-05-01", "2024-05-31"),
        ("early May", FRIDAY, "2024-05-01", "2024-05-10"),
        ("mid-May", FRIDAY, "2024-05-11", "2024-05-21"),
        ("last September", FRIDAY, "2023-09-01", "2023-09-30"),
        ("last June", FRIDAY, "2023-06-01", "2023-06-30"),
        ("next May", FRIDAY, "2025-05-01", "2025-05-31"),
        ("this May", FRIDAY, "2024-05-01", "2024-05-31"),
        ("last November", SATURDAY, "2024-11-01", "2024-11-30"),
        ("this summer", FRIDAY, "2024-06-01", "2024-08-31"),
        ("this winter", SUNDAY, "2021-12-01", "2022-02-28"),
        ("last winter", FRIDAY, "2023-12-01", "2024-02-29"),
        ("next spring", FRIDAY, "2025-03-01", "2025-05-31"),
        ("last week", FRIDAY, "2024-06-10", "2024-06-16"),
        ("this week", FRIDAY, "2024-06-17", "2024-06-23"),
        ("next week", FRIDAY, "2024-06-24", "2024-06-30"),
        ("June 16th of last year", FRIDAY, "2023-06-16", "2023-06-16"),
        ("September this year", FRIDAY, "2024-09-01", "2024-09-30"),
        ("this weekend", FRIDAY, "2024-06-22", "2024-06-23"),
        ("this weekend", date(2024, 6, 17), "2024-06-15", "2024-06-16"),
        ("last weekend", FRIDAY, "2024-06-15", "2024-06-16"),
        ("this past weekend", FRIDAY, "2024-06-15", "2024-06-16"),
        ("last month", SATURDAY, "2025-02-01", "2025-02-28"),
        ("next month", FRIDAY, "2024-07-01", "2024-07-31"),
        ("this year", FRIDAY, "2024-01-01", "2024-12-31"),
        ("last year", SUNDAY, "2021-01-01", "2021-12-31"),
        ("early next year", FRIDAY, "2025-01-01", "2025-04-30"),
        ("the end of last year", FRIDAY, "2023-11-01", "2023-12-31"),
        ("last quarter", FRIDAY, "2024-01-01", "2024-03-31"),
        ("this decade", FRIDAY, "2020-01-01", "2029-12-31"),
        ("last century", FRIDAY, "1901-01-01", "2000-12-31"),
        ("the '90s", FRIDAY, "1990-01-01", "1999-12-31"),
        ("three days ago", FRIDAY, "2024-06-18", "2024-06-18"),
        ("a week ago", FRIDAY, "2024-06-10", "2024-06-16"),
        ("two to three weeks ago", FRIDAY, "2024-05-27", "2024-06-09"),
        ("two months ago", date(2024, 4, 30), "2024-02-01", "2024-02-29"),
        ("two years ago", FRIDAY, "2022-01-01", "2022-12-31"),
        ("more than 24 years ago", FRIDAY, "2000-01-01", "2000-12-31"),
        ("nearly two decades ago", FRIDAY, "2002-01-01", "2006-12-31"),
        ("half a century ago", FRIDAY, "1964-01-01", "1984-12-31"),
        ("the past two years", FRIDAY, "2022-06-21", "2024-06-21"),
        ("the past year", date(2024, 2, 29), "2023-02-28", "2024-02-29"),
        ("the next five years", FRIDAY, "2024-06-21", "2029-06-21"),
        ("since 2014", FRIDAY, "2014-01-01", "2024-06-21"),
        ("since last September", FRIDAY, "2023-09-01", "2024-06-21"),
        ("until next Tuesday", FRIDAY, "", "2024-06-25"),
        ("before the end of July", FRIDAY, "", "2024-07-26"),
        ("after 3 June", FRIDAY, "2024-06-04", ""),
    ],
)
def test_other_dates_are_told_from_the_day_of_publication(text: str, published: date, first: str, last: str) -> None:
    assert told(text, published) == (first, last)


@pytest.mark.parametrize(
    ("text", "tense", "first"),
    [
        ("Tuesday", "past", "2024-06-18"),
        ("Tuesday", "future", "2024-06-25"),
        ("Friday", "future", "2024-06-21"),
        ("28 June", "past", "2024-06-28"),
        ("10 January", "future", "2025-01-10"),
        ("10 January", "past", "2024-01-10"),
        ("September", "past", "2023-09-01"),
        ("September", "future", "2024-09-01"),
        ("July", "past", "2023-07-01"),
        ("July", None, "2024-07-01"),
    ],
)
def test_the_tense_tells_the_nearest_date_of_that_name(text: str, tense: Tense, first: str) -> None:
    days = days_of(text, FRIDAY, tense)
    assert days is not None
    assert str(days.first) == first


@pytest.mark.parametrize(
    "text",
    [
        "24 years",
        "for 24 years",
        "recent years",
        "the coming weeks",
        "40-year-old",
        "five-year",
        "a year",
        "1500 days",
        "1100 hours",
        "1730 GMT",
        "every week",
        "every Tuesday",
        "that Tuesday",
        "the following Tuesday",
        "her 40s",
        "the next day",
        "the previous year",
        "that day",
        "a week later",
        "the next morning",
        "two hours",
        "the first quarter",
        "31 April",
        "30 February 2023",
        "2019 to 2014",
        "31-30 May 2020",
        "5,000 years ago",
        "noon",
        "",
    ],
)
def test_stretches_and_dates_told_from_another_are_no_days(text: str) -> None:
    assert told(text) is None


@pytest.mark.parametrize("text", ["Tuesday", "last week", "19 June", "May", "two years ago", "last summer", "the 90s"])
def test_without_a_day_of_publication_they_are_not_known(text: str) -> None:
    assert told(text, None) is None


@pytest.mark.parametrize("text", ["about 1990", "two years ago", "last week", "this summer", "early May", "circa 1750"])
def test_some_dates_are_only_about_right(text: str) -> None:
    days = days_of(text, FRIDAY)
    assert days is not None
    assert days.about


def test_a_preposition_before_the_date_counts_like_one_in_it() -> None:
    assert told("2014", preposition="Since") == told("since 2014")


WORDS = (
    "last",
    "next",
    "the",
    "past",
    "two",
    "30",
    "31",
    "5th",
    "1999",
    "2024",
    "-",
    "to",
    "May",
    "February",
    "Tuesday",
)
WORDS += ("week", "years", "century", "decade", "ago", "summer", "end", "of", "early", "since", "before", "1990s", "Q3")


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.text(max_size=30), st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)),
    st.one_of(st.none(), st.dates()),
    st.sampled_from(("past", "present", "future", None)),
)
def test_any_words_are_read_and_no_date_ends_before_it_begins(
    text: str, published: date | None, tense: Tense | None
) -> None:
    days = days_of(text, published, tense)
    assert days is None or days.first is None or days.last is None or days.first <= days.last
