"""What counts of people tell of."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.alignment.quantities import compare
from pipeline.alignment.tolls import AGE, told
from pipeline.language.lexicon import forms, rows
from tests.paired import pair
from tests.test_align import amount, claim

Counts = list[tuple[str, float, str | None]]


def units(text: str, counts: Counts) -> list[str | None]:
    """The unit of each count of a claim, once it is known what it tells of."""
    of = claim("a", 100, text)
    return [q.unit for q in told(of, [amount(of, *count) for count in counts])[0]]


@pytest.mark.parametrize(
    ("text", "count", "kind"),
    [
        ("killing 14 people", ("14", 14, "people"), "dead"),
        ("Fourteen miners were killed", ("Fourteen", 14, "miner"), "dead"),
        ("The blast claimed 31 lives", ("31", 31, "life"), "dead"),
        ("Nine guests lost their lives", ("Nine", 9, "guest"), "dead"),
        ("the flood took the lives of six villagers", ("six", 6, "villager"), "dead"),
        ("The death toll has risen to 240", ("240", 240, None), "dead"),
        ("The number of deaths from the heat in the whole north has climbed to 95", ("95", 95, None), "dead"),
        ("a coach crash leaves at least 12 dead", ("at least 12", 12, None), "dead"),
        ("which left 30 workers injured", ("30", 30, "worker"), "injured"),
        ("an avalanche hurt seven climbers", ("seven", 7, "climber"), "injured"),
        ("Four divers are still missing", ("Four", 4, "diver"), "missing"),
        ("Police arrested 17 demonstrators", ("17", 17, "demonstrator"), "arrested"),
        ("took 23 protesters into custody", ("23", 23, "protester"), "arrested"),
        ("The yard will shed 300 jobs", ("300", 300, "job"), "dismissed"),
        ("300 welders will lose their jobs", ("300", 300, "welder"), "dismissed"),
    ],
)
def test_many_wordings_count_whom_one_thing_befell(text: str, count: tuple[str, float, str], kind: str) -> None:
    assert units(text, [count]) == [kind]


@pytest.mark.parametrize(
    ("text", "counts", "kinds"),
    [
        ("killing 14 people and injuring 30", [("14", 14, "people"), ("30", 30, None)], ["dead", "injured"]),
        ("9 dead, 30 injured", [("9", 9, None), ("30", 30, None)], ["dead", "injured"]),
        ("Two bombs killed 14 people", [("Two", 2, "bomb"), ("14", 14, "people")], ["bomb", "dead"]),
        ("Of the 214 aboard, two died", [("214", 214, None), ("two", 2, None)], [None, "dead"]),
        ("It killed 14 people, including two children", [("14", 14, "people"), ("two", 2, "child")], ["dead", "child"]),
        ("Two of the dead were children", [("Two", 2, None)], [None]),
        ("killing nine of the eleven people aboard", [("nine", 9, None), ("eleven", 11, "people")], ["dead", "people"]),
        ("Nine of the 27 men were hurt", [("Nine", 9, None), ("27", 27, "man")], ["injured", "man"]),
        ("Two of those killed 14 people", [("Two", 2, None), ("14", 14, "people")], [None, "dead"]),
        ("Two gunmen killed a guard", [("Two", 2, "gunman")], ["gunman"]),
        ("The families of the dead get 400 sacks of rice", [("400", 400, "sack")], ["sack"]),
        ("A crew of 14 drowned", [("14", 14, None)], ["dead"]),
        ("Eleven lives were changed", [("Eleven", 11, "life")], ["life"]),  # by what, the verb does not say
    ],
)
def test_each_count_tells_of_what_stands_by_it(text: str, counts: Counts, kinds: list[str | None]) -> None:
    assert units(text, counts) == kinds


@pytest.mark.parametrize(
    ("text", "number"),
    [("Ada Berg, 34, was hurt", "34"), ("killing Ada Berg, 34", "34"), ("a driver of 52 died", "52")],
)
def test_an_age_is_no_count(text: str, number: str) -> None:
    assert units(text, [(number, float(number), None)]) == [AGE]


def test_an_age_is_compared_with_nothing() -> None:
    first, second = claim("a", 0, "killing Ada Berg, 34"), claim("b", 0, "killing Rosa Diaz, 71")
    ages = [told(of, [amount(of, n, float(n), None)])[0] for of, n in ((first, "34"), (second, "71"))]
    found = compare(*ages)
    assert (found.same, found.different) == ((), ())


@pytest.mark.parametrize(("number", "tolls"), [(14, {"dead"}), (600_000, set())])
def test_four_dead_are_not_those_of_a_whole_disease(number: int, tolls: set[str]) -> None:
    first, second = claim("a", 0, "Four divers died"), claim("b", 0, f"{number} people died")
    amounts = [amount(first, "Four", 4, "diver"), amount(second, str(number), number, "people")]
    assert pair(first, second, amounts).tolls == tolls


WORDS = sorted({form for row in rows("tolls") for form in forms(row["forms"])} | {"were", "left", "of", "and", "the"})


@given(st.lists(st.sampled_from([*WORDS, "7", "19"]), min_size=1, max_size=9))
def test_any_words_leave_the_quantities_as_they_are_but_for_the_unit(words: list[str]) -> None:
    text, quantities, start = " ".join(words), [], 0
    of = claim("a", 5, f"{text} x x")
    for word in words:
        if word.isdigit():
            place = {"start": 5 + start, "end": 5 + start + len(word)}
            quantities.append(replace(amount(of, word, float(word), None), **place))
        start += len(word) + 1
    found, kinds = told(of, quantities)
    assert [(q.start, q.value, q.kind) for q in found] == [(q.start, q.value, q.kind) for q in quantities]
    assert kinds == {q.unit for q in found if q.unit not in (None, AGE)}
