"""Claims that are worded alike but for what they differ in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.alignment.cues import Cue, cues
from pipeline.alignment.slots import other_toll, plain_conflict
from pipeline.schema import Claim, Quantity
from tests.paired import compared, names, pair
from tests.test_align import amount, claim


def plainly(
    first: Claim, second: Claim, amounts: tuple[Quantity, ...] = (), told: Callable[..., Cue | None] = plain_conflict
) -> str | None:
    """In what two claims plainly conflict, whichever comes first."""
    given = pair(first, second, amounts)
    swapped = compared(given.second, given.first)
    one, other = (told(of, cues(of, names())) for of in (given, swapped))
    assert (one and one.kind) == (other and other.kind)
    return one.kind if one is not None else None


def test_the_same_done_with_other_numbers() -> None:
    first = claim("a", 0, "Lima bought seven icebreakers", "buy")
    second = claim("b", 0, "Lima bought nine icebreakers", "buy")
    amounts = amount(first, "seven", 7, "icebreaker"), amount(second, "nine", 9, "icebreaker")
    assert plainly(first, second, amounts) == "number"


@pytest.mark.parametrize(
    ("one", "lemma", "other", "other_lemma", "kind"),
    [
        ("blast killed 14 people there", "kill", "eleven died there", "die", "number"),
        ("Lima counts 14 dead", "count", "Oslo counts eleven dead", "count", "number"),
        ("Lima counts 14 dead", "count", "Oslo counts eleven injured", "count", None),  # of something else
        ("Lima counts 14 dead", "count", "reportedly eleven died there", "die", None),  # left open
        ("mill may cut 14 jobs there", "cut", "eleven may lose jobs there", "lose", "number"),  # both leave it open
    ],
)
def test_other_counts_of_whom_one_thing_befell(
    one: str, lemma: str, other: str, other_lemma: str, kind: str | None
) -> None:
    first, second = claim("a", 0, one, lemma), claim("b", 0, other, other_lemma)
    amounts = amount(first, "14", 14, None), amount(second, "eleven", 11, None)
    assert plainly(first, second, amounts, other_toll) == kind


def test_counts_of_two_times_do_not_conflict() -> None:
    first, second = (
        claim("a", 0, "Lima counts 14 dead by Monday", "count"),
        claim("b", 0, "eleven died by Friday", "die"),
    )
    counts = amount(first, "14", 14, None), amount(second, "eleven", 11, None)
    days = amount(first, "Monday", None, None, "date"), amount(second, "Friday", None, None, "date")
    assert plainly(first, second, (*counts, *days), other_toll) is None


def test_the_same_counted_at_two_times_is_no_plain_conflict() -> None:
    first = claim("a", 0, "Lima bought seven icebreakers by Monday", "buy")
    second = claim("b", 0, "Lima bought nine icebreakers by Friday", "buy")
    counts = amount(first, "seven", 7, "icebreaker"), amount(second, "nine", 9, "icebreaker")
    days = amount(first, "Monday", None, None, "date"), amount(second, "Friday", None, None, "date")
    assert plainly(first, second, (*counts, *days)) is None


def test_predicates_that_are_alike_with_the_same_subject_and_object() -> None:
    first, second = (
        claim("a", 0, "Lima promised seven icebreakers", "promise"),
        claim("b", 0, "Lima pledged nine icebreakers", "pledge"),
    )
    amounts = amount(first, "seven", 7, "icebreaker"), amount(second, "nine", 9, "icebreaker")
    assert plainly(first, second, amounts) == "number"
    third = claim("b", 0, "Lima scrapped nine icebreakers", "scrap")
    assert plainly(first, third, (amounts[0], amount(third, "nine", 9, "icebreaker"))) is None


def test_the_same_predicate_stated_and_negated() -> None:
    first = claim("a", 0, "Lima supplied grain", "supply")
    assert plainly(first, claim("b", 0, "Lima supplied grain", "supply", polarity="negated")) == "polarity"


def test_a_denial_outweighs_a_number() -> None:
    first = claim("a", 0, "Lima sold seven icebreakers", "sell")
    second = claim("b", 0, "Lima sold nine icebreakers", "sell", polarity="negated")
    amounts = amount(first, "seven", 7, "icebreaker"), amount(second, "nine", 9, "icebreaker")
    assert plainly(first, second, amounts) == "polarity"


def test_opposite_verbs_about_one_thing() -> None:
    first = claim("a", 0, "Rosa confirmed the sale of grain", "confirm")
    assert plainly(first, claim("b", 0, "Rosa denied the sale of grain", "deny")) == "polarity"
    assert plainly(first, claim("b", 0, "Rosa denied the sale of grain", "deny", polarity="negated")) is None


@pytest.mark.parametrize(
    ("text", "lemma", "fields"),
    [
        ("Oslo supplied wood", "supply", {"polarity": "negated"}),  # others, and something else
        ("Lima wanted grain", "want", {"polarity": "negated"}),  # does something else
        ("Lima supplied grain", "supply", {"polarity": "negated", "modality": "conditional"}),  # would not have
        ("Lima supplied grain", "supply", {"modality": "possible"}),  # may have
        ("Lima supplied grain without Oslo", "supply", {}),  # denies something else
    ],
)
def test_what_can_be_true_beside_the_other_is_no_plain_conflict(text: str, lemma: str, fields: Any) -> None:
    assert plainly(claim("a", 0, "Lima supplied grain", "supply"), claim("b", 0, text, lemma, **fields)) is None


def test_a_verb_that_says_little_conflicts_only_with_the_same_subject_and_object() -> None:
    first = claim("a", 0, "Lima has icebreakers", "have")
    assert plainly(first, claim("b", 0, "Lima has icebreakers", "have", polarity="negated")) == "polarity"
    second = claim("b", 0, "Lima has icebreakers and a harbour", "have", polarity="negated")
    assert plainly(first, second) is None  # whether it has a harbour is another question
