"""Which amounts and dates can both hold."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.alignment.quantities import compare
from pipeline.naming.dates import days_of
from pipeline.naming.quantities import bound_of, in_base_unit, parse_quantity
from pipeline.schema import Quantity

KINDS = {
    "date": "DATE",
    "time": "TIME",
    "money": "MONEY",
    "percent": "PERCENT",
    "quantity": "QUANTITY",
    "count": "CARDINAL",
    "ordinal": "ORDINAL",
}
FRIDAY = date(2024, 6, 7)


def quantity(text: str, kind: str, unit: str | None = None, published: date | None = None) -> Quantity:
    value, found = parse_quantity(text, KINDS[kind])
    base_value, base_unit = in_base_unit(value, found)
    days = days_of(text, published) if kind in ("date", "time") else None
    return Quantity(
        claim_id="c",
        text=text,
        value=value,
        unit=unit or found,
        kind=kind,  # type: ignore[arg-type]
        bound=("about" if days.about else "exact") if days else bound_of(text),
        base_value=base_value,
        base_unit=base_unit,
        date_from=days.first.isoformat() if days and days.first else None,
        date_to=days.last.isoformat() if days and days.last else None,
        start=0,
        end=len(text),
        raw_start=0,
        raw_end=len(text),
    )


def verdict(first: Quantity, second: Quantity) -> str:
    found = compare([first], [second])
    return "same" if found.same else "different" if found.different else "neither"


@pytest.mark.parametrize(
    ("first", "second", "kind", "told"),
    [
        ("$45 million", "$65 million", "money", "different"),
        ("$45 million", "$45,200,000", "money", "same"),
        ("$45 million", "€45 million", "money", "neither"),
        ("60 percent", "40 percent", "percent", "different"),
        ("60 percent", "60%", "percent", "same"),
        ("at least 10", "12", "count", "neither"),
        ("at least 10", "4", "count", "different"),
        ("up to 90", "70", "count", "neither"),
        ("up to 90", "140", "count", "different"),
        ("up to 15 years", "up to 25 years", "date", "different"),
        ("at least 10", "at least 12", "count", "neither"),
        ("14", "12", "count", "different"),
        ("twelve", "12", "count", "same"),
        ("10", "12", "count", "neither"),
        ("nearly 700", "690", "count", "same"),
        ("about 650", "700", "count", "neither"),
        ("700", "690", "count", "neither"),
        ("third", "fourth", "ordinal", "different"),
        ("430 miles", "690 km", "quantity", "same"),
        ("430 miles", "430 km", "quantity", "different"),
        ("430 miles", "700 km", "quantity", "same"),
        ("430 miles", "430 tonnes", "quantity", "neither"),
        ("30 degrees Celsius", "86 degrees Fahrenheit", "quantity", "same"),
        ("8 p.m.", "8:15 p.m.", "time", "neither"),
        ("8:30 p.m.", "20:30", "time", "same"),
        ("9 a.m.", "4 p.m.", "time", "different"),
        ("two weeks", "14 days", "date", "same"),
        ("two weeks", "ten weeks", "date", "different"),
        ("24 years", "ten years", "date", "different"),
        ("24 years", "24-year-old", "date", "neither"),
        ("24 years", "three weeks", "date", "neither"),
        ("24 years", "a year", "date", "neither"),
        ("two years later", "five years", "date", "neither"),
    ],
)
def test_two_amounts(first: str, second: str, kind: str, told: str) -> None:
    unit = "ship" if kind in ("count", "ordinal") else None
    assert verdict(quantity(first, kind, unit), quantity(second, kind, unit)) == told


def told_by(first: list[Quantity], second: list[Quantity]) -> list[tuple[str, str]]:
    return [(a.text, b.text) for a, b in compare(first, second).different]


def test_what_the_other_claim_tells_of_elsewhere_does_not_differ() -> None:
    # "A tonne fell from 14 dollars to less than four", "a tonne costs 4 dollars": the currency is not said twice
    fell = [quantity("14 dollars", "money"), quantity("less than four", "count")]
    assert told_by(fell, [quantity("4 dollars", "money")]) == []
    assert told_by(fell[:1], [quantity("4 dollars", "money")]) == [("14 dollars", "4 dollars")]


def test_a_date_within_one_of_two_differs_from_neither() -> None:
    built = [quantity("spring 2019", "date"), quantity("summer 2021", "date")]
    assert told_by([quantity("August 2021", "date")], built) == []
    assert told_by([quantity("August 2020", "date")], built) == [
        ("August 2020", "spring 2019"),
        ("August 2020", "summer 2021"),
    ]


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("Tuesday", "4 June", "same"),
        ("Tuesday", "3 June", "different"),
        ("Tuesday night", "4 June", "same"),
        ("19 June 2023", "20 June 2023", "different"),
        ("19 June 2023", "June 2023", "neither"),
        ("19 June 2023", "2023", "neither"),
        ("19 June 2023", "May 2023", "different"),
        ("June 2023", "June 2023", "same"),
        ("3-5 May", "4 May", "same"),
        ("3-5 May", "6-8 May", "different"),
        ("last September", "September 2023", "same"),
        ("last week", "31 May", "same"),
        ("last week", "5 June", "neither"),
        ("last week", "5 May", "different"),
        ("two years ago", "2021", "neither"),
        ("two years ago", "2018", "different"),
        ("since 2017", "3 May 2024", "neither"),
        ("since 2017", "2011", "different"),
        ("since 2017", "since 2014", "different"),
        ("since 2017", "until 2014", "different"),
        ("until 14 June", "until 28 June", "different"),
        ("until 14 June", "until June", "neither"),
        ("until June", "until August", "different"),
        ("by 2030", "by 2031", "neither"),
        ("by 2030", "by 2035", "different"),
        ("after 2035", "before 2030", "different"),
        ("the 1990s", "1995", "neither"),
        ("the 1990s", "the 20th century", "neither"),
        ("2010-2015", "2012-2018", "neither"),
        ("2010-2015", "since 2012", "neither"),
        ("the 1990s", "2005", "different"),
        ("24 years", "2023", "neither"),
    ],
)
def test_two_dates_by_the_days_they_mean(first: str, second: str, told: str) -> None:
    kinds = ["time" if "night" in text else "date" for text in (first, second)]
    a, b = (quantity(text, kind, None, FRIDAY) for text, kind in zip((first, second), kinds, strict=True))
    assert verdict(a, b) == told


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("Tuesday", "Wednesday", "different"),
        ("Tuesday", "tuesday", "same"),
        ("3 May", "4 May", "different"),
        ("3-5 May", "4 May", "same"),
        ("May", "June 2024", "different"),
        ("2023", "2024", "different"),
        ("last week", "next week", "neither"),
        ("two years ago", "five years ago", "neither"),
    ],
)
def test_two_dates_by_their_words_where_no_day_of_publication_is_known(first: str, second: str, told: str) -> None:
    assert verdict(quantity(first, "date"), quantity(second, "date")) == told


def test_tuesday_in_two_papers_is_not_called_two_days() -> None:
    later = quantity("Tuesday", "date", None, date(2024, 6, 14))
    assert verdict(quantity("Tuesday", "date", None, FRIDAY), later) == "neither"


def test_monday_evening_in_one_paper_may_be_monday_in_another() -> None:
    evening = quantity("Monday evening", "time", published=FRIDAY)
    assert verdict(evening, quantity("Monday", "date", published=date(2024, 6, 14))) == "neither"
    assert verdict(evening, quantity("Tuesday", "date", published=FRIDAY)) == "different"


def test_last_monday_is_not_next_monday_in_one_paper() -> None:
    last, following = (
        quantity("last Monday", "date", published=FRIDAY),
        quantity("next Monday", "date", published=FRIDAY),
    )
    assert verdict(last, following) == "different"
    assert verdict(last, quantity("Monday", "date", published=date(2024, 6, 14))) == "neither"


def test_a_day_without_a_year_may_be_that_of_any() -> None:
    opening, games = quantity("10 July", "date", published=FRIDAY), quantity("10 to 25 July 2033", "date")
    assert verdict(opening, games) == "neither"
    assert verdict(quantity("9 July", "date", published=FRIDAY), games) == "different"


TEXTS = ("Tuesday", "4 June", "2023", "since 2017", "two years ago", "the 1990s", "24 years", "two weeks", "by 9999")
AMOUNTS = ("about 650", "700", "nearly 690", "at least 10", "12", "12.4", "0", "up to 11")
ANY = st.one_of(
    st.builds(quantity, st.sampled_from(TEXTS), st.just("date"), st.none(), st.sampled_from((None, FRIDAY))),
    st.builds(quantity, st.sampled_from(AMOUNTS), st.just("count"), st.sampled_from(("ship", "boat"))),
    st.builds(quantity, st.sampled_from(("430 miles", "690 km", "2 lbs")), st.just("quantity")),
)


@given(st.lists(ANY, max_size=4), st.lists(ANY, max_size=4))
def test_it_does_not_matter_which_claim_comes_first(first: list[Quantity], second: list[Quantity]) -> None:
    there, back = compare(first, second), compare(second, first)
    turned = ({(b.text, a.text) for a, b in pairs} for pairs in (back.same, back.different))
    assert [{(a.text, b.text) for a, b in pairs} for pairs in (there.same, there.different)] == list(turned)


@given(ANY)
def test_what_is_known_is_the_same_as_itself(one: Quantity) -> None:
    assert not compare([one], [one]).different
