"""Amounts are read with their bound, and measures are brought to one unit."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.lexicon import rows, units
from pipeline.naming.quantities import bound_of, in_base_unit, parse_quantity


@pytest.mark.parametrize(
    ("text", "label", "value", "unit", "bound"),
    [
        ("14", "CARDINAL", 14, None, "exact"),
        ("about 430", "CARDINAL", 430, None, "about"),
        ("around 1,200", "CARDINAL", 1200, None, "about"),
        ("some 40", "CARDINAL", 40, None, "about"),
        ("roughly half", "CARDINAL", 0.5, None, "about"),
        ("at least ten", "CARDINAL", 10, None, "at_least"),
        ("more than 500", "CARDINAL", 500, None, "at_least"),
        ("over 20", "CARDINAL", 20, None, "at_least"),
        ("no fewer than 12", "CARDINAL", 12, None, "at_least"),
        ("exceeding 3,000", "CARDINAL", 3000, None, "at_least"),
        ("fewer than 30", "CARDINAL", 30, None, "at_most"),
        ("no more than 8", "CARDINAL", 8, None, "at_most"),
        ("up to 90", "CARDINAL", 90, None, "at_most"),
        ("as many as 60", "CARDINAL", 60, None, "at_most"),
        ("nearly 700", "CARDINAL", 700, None, "at_most"),
        ("almost 2 million", "CARDINAL", 2e6, None, "at_most"),
        ("twenty-three", "CARDINAL", 23, None, "exact"),
        ("1.4 million", "CARDINAL", 1.4e6, None, "exact"),
        ("$4.7 billion", "MONEY", 4.7e9, "USD", "exact"),
        ("about €12 million", "MONEY", 1.2e7, "EUR", "about"),
        ("less than $750", "MONEY", 750, "USD", "at_most"),
        ("at least 3bn roubles", "MONEY", 3e9, "RUB", "at_least"),
        ("40 per cent", "PERCENT", 40, "%", "exact"),
        ("nearly 10%", "PERCENT", 10, "%", "at_most"),
        ("two percentage points", "PERCENT", 2, "%", "exact"),
        ("about 50 basis points", "PERCENT", 0.5, "%", "about"),
        ("25 bps", "PERCENT", 0.25, "%", "exact"),
        ("a quarter of a percentage point", "PERCENT", 0.25, "%", "exact"),
        ("30 degrees Celsius", "QUANTITY", 30, "degree Celsius", "exact"),
        ("86 °F", "QUANTITY", 86, "degree Fahrenheit", "exact"),
        ("about 40°C", "QUANTITY", 40, "degree Celsius", "about"),
        ("500 GB", "QUANTITY", 500, "gigabyte", "exact"),
        ("half a mile", "QUANTITY", 0.5, "mile", "exact"),
        ("1730 hours", "TIME", 17.5, "clock", "exact"),
        ("48 hours", "TIME", 48, "hour", "exact"),
    ],
)
def test_an_amount_has_a_value_a_unit_and_a_bound(
    text: str, label: str, value: float, unit: str | None, bound: str
) -> None:
    assert (*parse_quantity(text, label), bound_of(text)) == (value, unit, bound)


@pytest.mark.parametrize(
    ("before", "text", "after", "bound"),
    [
        ("incomes above", "$200", "a month", "at_least"),
        ("rates as high as", "39 percent", "are", "at_most"),
        ("it came close to", "50", "votes", "about"),
        ("families earning", "$90,000", "or more", "at_least"),
        ("a child of", "six", "or less", "at_most"),
        ("it took", "ten minutes", "or so", "about"),
        ("she moved over", "40", "boxes", "at_least"),
        ("nothing more", "20", "than that", "exact"),
    ],
)
def test_words_beside_an_amount_bound_it(before: str, text: str, after: str, bound: str) -> None:
    assert bound_of(text, before, after) == bound


@pytest.mark.parametrize(
    ("value", "unit", "base_value", "base_unit"),
    [
        (430, "mile", 692017.92, "metre"),
        (690, "kilometre", 690000, "metre"),
        (3200, "nautical mile", 5926400, "metre"),
        (6, "foot", 1.8288, "metre"),
        (2, "inch", 0.0508, "metre"),
        (5, "square mile", 12949940.55, "square metre"),
        (3, "hectare", 30000, "square metre"),
        (1, "acre", 4046.8564224, "square metre"),
        (2, "gallon", 7.570823568, "litre"),
        (1, "barrel", 158.987294928, "litre"),
        (4, "cubic metre", 4000, "litre"),
        (12, "tonne", 12000, "kilogram"),
        (10, "pound", 4.5359237, "kilogram"),
        (2, "week", 1209600, "second"),
        (14, "day", 1209600, "second"),
        (3, "decade", 946728000, "second"),
        (30, "year", 946728000, "second"),
        (48, "hour", 172800, "second"),
        (86, "degree Fahrenheit", 30, "degree Celsius"),
        (-40, "degree Celsius", -40, "degree Celsius"),
        (2, "gigawatt", 2e9, "watt"),
        (90, "kilometre per hour", 25, "metre per second"),
        (5, "USD", None, None),
        (5, "%", None, None),
        (30, "degree", None, None),
        (2, "weekend", None, None),
        (7, None, None, None),
        (None, "mile", None, None),
    ],
)
def test_measures_are_brought_to_one_unit(
    value: float | None, unit: str | None, base_value: float | None, base_unit: str | None
) -> None:
    found, name = in_base_unit(value, unit)
    assert name == base_unit
    assert found == base_value if base_value is None else math.isclose(found or 0, base_value, rel_tol=1e-6)


def test_a_base_unit_is_its_own() -> None:
    assert all(in_base_unit(1, row["base"]) == (1, row["base"]) for row in rows("measures"))


def test_every_unit_of_measure_and_time_has_a_size_but_those_that_have_none() -> None:
    kinds = ("unit", "dateunit", "century", "timeunit")
    without = {unit.unit for unit in units().values() if unit.kind in kinds and in_base_unit(1, unit.unit)[1] is None}
    assert without == {"degree", "weekend", "kiloton", "megaton"}


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_any_text_has_a_bound(text: str, before: str, after: str) -> None:
    assert bound_of(text, before, after) in ("exact", "about", "at_least", "at_most")
