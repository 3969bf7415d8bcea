"""Dates, times and amounts are found whole, names stay whole, and quantities are read."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.components.numbers import numeric_entities
from pipeline.language import lexicon
from pipeline.naming.quantities import parse_quantity
from pipeline.naming.spans import NUMERIC_LABELS, method_of

WORDS = (
    "two",
    "$",
    "5",
    "1998",
    "May",
    "-",
    "to",
    "billion",
    "of",
    "%",
    "years",
    "first",
    ",",
    "next",
    "and",
    "per",
    "cent",
)


@pytest.fixture(scope="module")
def blank() -> Language:
    return spacy.blank("en")


def found(blank: Language, text: str) -> list[tuple[str, str]]:
    return [(span.text, span.label_) for span in numeric_entities(blank(text)).ents]


@pytest.mark.parametrize(
    ("text", "span", "label"),
    [
        ("The fair opens on 7-8 March.", "7-8 March", "DATE"),
        ("They met last October.", "last October", "DATE"),
        ("It will close by the end of 2031.", "the end of 2031", "DATE"),
        ("A vote is due at the start of next month.", "the start of next month", "DATE"),
        ("It fell apart at the close of the 1980s.", "the close of the 1980s", "DATE"),
        ("The first half of 2019 was dry.", "The first half of 2019", "DATE"),
        ("Sales in Q3 2022 fell.", "Q3 2022", "DATE"),
        ("The ferry opens early next year.", "early next year", "DATE"),
        ("It ran from Sept. 19 to 22 in Lima.", "Sept. 19 to 22", "DATE"),
        ("She won on June 16th of last year.", "June 16th of last year", "DATE"),
        ("It was 30 degrees Celsius in the shade.", "30 degrees Celsius", "QUANTITY"),
        ("It was 41°C in the shade.", "41°C", "QUANTITY"),
        ("She swam half a mile.", "half a mile", "QUANTITY"),
        ("It closed in November 2019 for good.", "November 2019", "DATE"),
        ("On 3 July 2021 it rained.", "3 July 2021", "DATE"),
        ("On July 3, 2021 it rained.", "July 3, 2021", "DATE"),
        ("Open since 1998 at least.", "1998", "DATE"),
        ("Fashion of the 1980s is back.", "the 1980s", "DATE"),
        ("He arrived Thursday by boat.", "Thursday", "DATE"),
        ("A ferry after 31 years of service.", "31 years", "DATE"),
        ("She is a 62-year-old baker.", "62-year-old", "DATE"),
        ("Over the past three months it grew.", "the past three months", "DATE"),
        ("The talks begin in May.", "May", "DATE"),
        ("Filed on 2023-11-05.", "2023-11-05", "DATE"),
        ("Doors open at 6.45 p.m. sharp.", "6.45 p.m.", "TIME"),
        ("At 18:20 GMT it struck.", "18:20 GMT", "TIME"),
        ("Two were hurt on Friday night.", "Friday night", "TIME"),
        ("The bridge cost $4.7 billion.", "$4.7 billion", "MONEY"),
        ("Repairs need about €12 million more.", "about €12 million", "MONEY"),
        ("They raised more than £3m yesterday", "more than £3m", "MONEY"),
        ("A fine of 500 Canadian dollars.", "500 Canadian dollars", "MONEY"),
        ("Turnout was 61%.", "61%", "PERCENT"),
        ("Prices rose 7 per cent.", "7 per cent", "PERCENT"),
        ("The rate fell by 50 basis points.", "50 basis points", "PERCENT"),
        ("The rate fell by half a percentage point.", "half a percentage point", "PERCENT"),
        ("A range of 350 miles.", "350 miles", "QUANTITY"),
        ("A plot of five square miles.", "five square miles", "QUANTITY"),
        ("Only two boats came.", "two", "CARDINAL"),
        ("About half of them left.", "About half", "CARDINAL"),
        ("Two-thirds voted for it.", "Two-thirds", "CARDINAL"),
        ("Hundreds of thousands marched.", "Hundreds of thousands", "CARDINAL"),
        ("Half a million guns are held.", "Half a million", "CARDINAL"),
        ("A million and a half guns are held.", "A million and a half", "CARDINAL"),
        ("Nearly a quarter of a million fled.", "Nearly a quarter of a million", "CARDINAL"),
        ("It needs one-and-a-half million euros more.", "one-and-a-half million euros", "MONEY"),
        ("He owes half a billion dollars.", "half a billion dollars", "MONEY"),
        ("It fell by two and a half per cent.", "two and a half per cent", "PERCENT"),
        ("She waited for an hour and a half.", "an hour and a half", "TIME"),
        ("They met for three quarters of an hour.", "three quarters of an hour", "TIME"),
        ("It took a year and a half to build.", "a year and a half", "DATE"),
        ("It closed three and a half years ago.", "three and a half years ago", "DATE"),
        ("It lies 2 1/2 miles off.", "2 1/2 miles", "QUANTITY"),
        ("Some 2½ million came.", "Some 2½ million", "CARDINAL"),
        ("Two hundred and fifty-five thousand came.", "Two hundred and fifty-five thousand", "CARDINAL"),
        ("A hundred and the rest came.", "A hundred", "CARDINAL"),
        ("Some 1.2m people came.", "Some 1.2m", "CARDINAL"),
        ("Tens of thousands marched.", "Tens of thousands", "CARDINAL"),
        ("She drove at 110 km/h through town.", "110 km/h", "QUANTITY"),
        ("The farm made NZ$2.3m in all.", "NZ$2.3m", "MONEY"),
        ("A fund of Rs 500 crore.", "Rs 500 crore", "MONEY"),
        ("Songs of the mid-1990s are back.", "the mid-1990s", "DATE"),
        ("It opens in mid-2031.", "mid-2031", "DATE"),
        ("Sales fell in FY2023 again.", "FY2023", "DATE"),
        ("The 2023/24 season was dry.", "2023/24", "DATE"),
        ("It rained between May and July 2021.", "between May and July 2021", "DATE"),
        ("At 0630 GMT it struck.", "0630 GMT", "TIME"),
        ("Two and a quarter of the loaf", "Two", "CARDINAL"),
        ("Its fifth try.", "fifth", "ORDINAL"),
        ("The 21st attempt.", "21st", "ORDINAL"),
    ],
)
def test_spans_are_whole(blank: Language, text: str, span: str, label: str) -> None:
    assert (span, label) in found(blank, text)


@pytest.mark.parametrize("row", [r for r in lexicon.rows("numeric_patterns") if r["label"] in NUMERIC_LABELS])
def test_every_pattern_finds_its_example(blank: Language, row: dict[str, str]) -> None:
    spans = found(blank, f"on {row['example']}")
    assert any(label == row["label"] for _, label in spans), spans


@pytest.mark.parametrize("text", ["Nobody may march here.", "No one came.", "He won the G7 race.", "Jan Novak fished."])
def test_words_that_only_look_like_numbers_are_left(blank: Language, text: str) -> None:
    assert found(blank, text) == []


def test_a_verb_is_no_currency(blank: Language) -> None:
    doc = Doc(blank.vocab, words=["The", "two", "won", "gold"], tags=["DT", "CD", "VBD", "NN"])
    assert [span.text for span in numeric_entities(doc).ents] == ["two"]


@pytest.mark.parametrize(("tag", "expected"), [("VB", "14 days"), ("JJ", "last 14 days")])
def test_to_last_is_no_part_of_a_date(blank: Language, tag: str, expected: str) -> None:
    doc = Doc(blank.vocab, words=["It", "will", "last", "14", "days"], tags=["PRP", "MD", tag, "CD", "NNS"])
    assert [span.text for span in numeric_entities(doc).ents] == [expected]


def test_a_round_number_before_a_plural_counts(blank: Language) -> None:
    doc = Doc(blank.vocab, words=["Some", "took", "2000", "sheep"], tags=["DT", "VBD", "CD", "NNS"])
    assert [(span.text, span.label_) for span in numeric_entities(doc).ents] == [("2000", "CARDINAL")]


def test_names_around_numbers_stay_whole(blank: Language) -> None:
    doc = blank("The Group of 77 met.")
    doc.ents = (Span(doc, 1, 4, label="ORG"),)
    assert [span.text for span in numeric_entities(doc).ents] == ["Group of 77"]


def test_wrong_guesses_give_way(blank: Language) -> None:
    doc = blank("He left on Tuesday with 40 percent.")
    doc.ents = (Span(doc, 3, 4, label="PERSON"), Span(doc, 5, 6, label="CARDINAL"))
    doc = numeric_entities(doc)
    assert [(span.text, span.label_) for span in doc.ents] == [("Tuesday", "DATE"), ("40 percent", "PERCENT")]
    assert all(method_of(span) == "rule" for span in doc.ents)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.sampled_from([*WORDS, "."]),
        max_size=40,
    )
)
def test_nothing_overlaps_or_raises(words: list[str]) -> None:
    doc = numeric_entities(spacy.blank("en")(" ".join(words)))
    assert {span.label_ for span in doc.ents} <= NUMERIC_LABELS


def test_the_number_of_a_heading_or_an_item_counts_nothing(blank: Language) -> None:
    text = "1. The talks\n\nBoth left 2. June came.\n\n3) The vote"
    assert found(blank, text) == [("2", "CARDINAL"), ("June", "DATE")]


@pytest.mark.parametrize("amount", ["a few hundred", "several thousand", "a couple of dozen", "many hundred thousand"])
def test_a_vague_amount_has_no_value(blank: Language, amount: str) -> None:
    assert found(blank, f"It saw {amount} of them.") == [(amount, "CARDINAL")]
    assert parse_quantity(amount, "CARDINAL") == (None, None)


def test_long_runs_take_linear_time(blank: Language) -> None:
    doc = numeric_entities(blank("million " * 5000 + "of " * 5000))
    assert len(doc.ents) > 0


@pytest.mark.parametrize(
    ("text", "label", "value", "unit"),
    [
        ("$4.7 billion", "MONEY", 4.7e9, "USD"),
        ("more than £3m", "MONEY", 3e6, "GBP"),
        ("$65.4 billion", "MONEY", 65_400_000_000, "USD"),
        ("about €12 million", "MONEY", 1.2e7, "EUR"),
        ("500 Canadian dollars", "MONEY", 500, "CAD"),
        ("50 cents", "MONEY", 0.5, "USD"),
        ("between $3 and $5", "MONEY", None, "USD"),
        ("61%", "PERCENT", 61, "%"),
        ("7 per cent", "PERCENT", 7, "%"),
        ("350 miles", "QUANTITY", 350, "mile"),
        ("five square miles", "QUANTITY", 5, "square mile"),
        ("31 years", "DATE", 31, "year"),
        ("a decade", "DATE", 1, "decade"),
        ("recent years", "DATE", None, "year"),
        ("3 July 2021", "DATE", 2021, None),
        ("7-8 March", "DATE", None, None),
        ("2014-2019", "DATE", None, None),
        ("June 16th of last year", "DATE", None, None),
        ("the 1980s", "DATE", 1980, "decade"),
        ("6.45 p.m.", "TIME", 18.75, "clock"),
        ("18:20 GMT", "TIME", 18.3333, "clock"),
        ("two hours", "TIME", 2, "hour"),
        ("twenty-one", "CARDINAL", 21, None),
        ("about half", "CARDINAL", 0.5, None),
        ("two-thirds", "CARDINAL", pytest.approx(2 / 3), None),
        ("a third", "CARDINAL", pytest.approx(1 / 3), None),
        ("2,397", "CARDINAL", 2397, None),
        ("three dozen", "CARDINAL", 36, None),
        ("half a dozen", "CARDINAL", 6, None),
        ("two hundred and fifty-five thousand", "CARDINAL", 255_000, None),
        ("between one hundred and two hundred", "CARDINAL", None, None),
        ("some 1.2m", "CARDINAL", 1.2e6, None),
        ("Rs 500 crore", "MONEY", 5e9, "INR"),
        ("110 km/h", "QUANTITY", 110, "kilometre per hour"),
        ("0630 GMT", "TIME", 6.5, "clock"),
        ("one and a half million dollars", "MONEY", 1.5e6, "USD"),
        ("a million and a half", "CARDINAL", 1.5e6, None),
        ("three-quarters of a million", "CARDINAL", 750_000, None),
        ("a half-million dollars", "MONEY", 500_000, "USD"),
        ("2 1/2 miles", "QUANTITY", 2.5, "mile"),
        ("2½ million", "CARDINAL", 2.5e6, None),
        ("an hour and a half", "TIME", 1.5, "hour"),
        ("two years and a half", "DATE", 2.5, "year"),
        ("a quarter of a century", "DATE", 0.25, "century"),
        ("two and a half to three", "CARDINAL", None, None),
        ("10 to 20", "CARDINAL", None, None),
        ("thousands", "CARDINAL", None, None),
        ("fifth", "ORDINAL", 5, None),
        ("21st", "ORDINAL", 21, None),
        ("", "CARDINAL", None, None),
        ("quite a few", "DATE", None, None),
    ],
)
def test_quantities_are_read(text: str, label: str, value: float | None, unit: str | None) -> None:
    assert parse_quantity(text, label) == (value, unit)


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60), st.sampled_from(sorted(NUMERIC_LABELS)))
def test_any_text_can_be_asked_for_its_quantity(text: str, label: str) -> None:
    value, unit = parse_quantity(text, label)
    assert value is None or isinstance(value, float)
    assert unit is None or isinstance(unit, str)
