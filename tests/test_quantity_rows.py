"""Amounts and dates as rows: a date is told from the day on which the article was published."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc

from pipeline.components.claims import propositions
from pipeline.components.records import EntityMention
from pipeline.records import CleanText, OffsetMap, RawFile, SourceEntry
from pipeline.schema import Quantity
from pipeline.stages.claims import claims
from pipeline.stages.clean import clean
from pipeline.stages.read import read
from tests.parsed import parse

SINCE = """
Rosa Rosa PROPN NNP nsubj 1
grew grow VERB VBD ROOT 1
tulips tulip NOUN NNS dobj 1
since since ADP IN prep 1
May May PROPN NNP pobj 3
_. . PUNCT . punct 1
"""
ACRES = """
Rosa Rosa PROPN NNP nsubj 1
sold sell VERB VBD ROOT 1
two two NUM CD nummod 3
acres acre NOUN NNS dobj 1
or or CCONJ CC cc 3
more more ADJ JJR conj 3
_. . PUNCT . punct 1
"""
SOME = """
Rosa Rosa PROPN NNP nsubj 1
sold sell VERB VBD ROOT 1
some some DET DT det 4
40 40 NUM CD nummod 4
acres acre NOUN NNS dobj 1
_. . PUNCT . punct 1
"""
PLANNED = """
Rosa Rosa PROPN NNP nsubj 2
will will AUX MD aux 2
sail sail VERB VB ROOT 2
Tuesday Tuesday PROPN NNP npadvmod 2
_. . PUNCT . punct 2
"""

EVENING = """
Rosa Rosa PROPN NNP nsubj 1
sailed sail VERB VBD ROOT 1
on on ADP IN prep 1
a a DET DT det 5
Friday Friday PROPN NNP compound 5
evening evening NOUN NN pobj 2
_. . PUNCT . punct 1
"""


def row(rows: str, text: str, label: str, published: str | None) -> Quantity:
    """The row of the one amount of a sentence."""
    doc: Doc = parse(rows)
    start = doc.text.index(text)
    span = doc.char_span(start, start + len(text), label)
    assert span is not None
    doc._.mentions = [EntityMention(span, "rule", None)]
    doc._.claims = propositions(doc)
    length = range(len(doc.text))
    offsets = OffsetMap(tuple(length), tuple(i + 1 for i in length))
    (quantity,) = claims(doc, CleanText("news", doc.text, offsets, (), published)).quantities
    return quantity


def test_since_may_goes_on_to_the_day_of_publication() -> None:
    """Rosa grew tulips since May."""
    quantity = row(SINCE, "May", "DATE", "2021-06-30")
    assert (quantity.date_from, quantity.date_to, quantity.bound) == ("2021-05-01", "2021-06-30", "exact")


def test_without_a_day_of_publication_the_days_are_null() -> None:
    quantity = row(SINCE, "May", "DATE", None)
    assert (quantity.date_from, quantity.date_to, quantity.bound) == (None, None, None)


@pytest.mark.parametrize(("published", "day"), [("2021-06-30", "2021-07-06"), ("2021-06-29", "2021-06-29")])
def test_a_day_of_what_will_happen_is_to_come(published: str, day: str) -> None:
    """Rosa will sail Tuesday."""
    quantity = row(PLANNED, "Tuesday", "DATE", published)
    assert (quantity.date_from, quantity.date_to) == (day, day)


def test_one_of_many_fridays_is_no_day() -> None:
    """Rosa sailed on a Friday evening."""
    quantity = row(EVENING, "Friday evening", "TIME", "2021-06-30")
    assert (quantity.date_from, quantity.date_to) == (None, None)


def test_a_measure_has_its_bound_and_base_unit() -> None:
    """Rosa sold two acres or more."""
    quantity = row(ACRES, "two acres", "QUANTITY", None)
    assert (quantity.bound, quantity.base_value, quantity.base_unit) == ("at_least", 8093.7128448, "square metre")


def test_cleaning_hands_on_the_day_of_publication() -> None:
    file = RawFile("news.txt", b"Rosa sailed to Lima, and nobody saw her leave.", SourceEntry(published="2021-06-30"))
    assert clean(read(file)).published == "2021-06-30"


@pytest.mark.parametrize(("rows", "text"), [(ACRES, "two"), (SOME, "some 40"), (SOME, "40")])
def test_a_number_counts_the_noun_that_it_stands_before(rows: str, text: str) -> None:
    """Rosa sold some 40 acres."""
    assert row(rows, text, "CARDINAL", None).unit == "acre"
