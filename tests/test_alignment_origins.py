"""Claims that two sources have from one origin, and quotes that give one utterance."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.alignment.origins import shared_origin, wording
from tests.paired import compared, pair
from tests.test_align import claim

WIRE = "The old ferry to Skarholm ran aground near the northern pier early on Monday"


@pytest.mark.parametrize(
    ("other", "origin"),
    [
        (WIRE, "words"),
        ("Officials said the old ferry to Skarholm ran aground near the northern pier", "words"),
        ("The old ferry to Skarholm ran ashore near the pier early on Monday", "words"),
        ("Early on Monday a ferry that was bound for Skarholm hit the northern pier", None),
    ],
)
def test_the_same_words_beyond_chance_are_of_one_origin(other: str, origin: str | None) -> None:
    assert shared_origin(pair(claim("a", 0, WIRE), claim("b", 0, other))) == origin
    assert shared_origin(pair(claim("a", 0, other), claim("b", 0, WIRE))) == origin


def test_a_few_words_alike_are_chance() -> None:
    assert shared_origin(pair(claim("a", 0, "Rosa sold the ferry"), claim("b", 0, "Rosa sold the ferry"))) is None


@pytest.mark.parametrize(("speakers", "origin"), [(("ada", "ada"), "statement"), (("ada", "bo"), None)])
def test_what_one_speaker_said_is_of_one_origin(speakers: tuple[str, str], origin: str | None) -> None:
    texts = ("the ferry will sail again", "the ferry will sail soon")
    first, second = (
        claim(doc, 0, text, attributed_entity_id=f"person:{speaker}")
        for doc, text, speaker in zip("ab", texts, speakers, strict=True)
    )
    assert shared_origin(pair(first, second)) == origin


def test_what_nobody_is_said_to_have_said_is_no_statement() -> None:
    assert shared_origin(pair(claim("a", 0, "the ferry will sail again"), claim("b", 0, "the ferry will sail"))) is None


def test_one_speaker_can_say_two_things() -> None:
    first = claim("a", 0, "the ferry will sail again", attributed_entity_id="person:ada")
    second = claim("b", 0, "taxes on beekeepers must fall", attributed_entity_id="person:ada")
    assert shared_origin(pair(first, second)) is None


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("we will sail again by winter,", "We will sail again by winter", "same"),
        ("we will sail again", "I promise that we will sail again by winter", "same"),  # one gives only a part
        ("we will sail again by winter", "we shall sail again by winter", "differs"),
        ("we will sail again by winter", "nobody asked the islanders about it", None),  # two utterances
        ("sail again", "we will sail again", None),  # too short to tell
        ("we will sail again by winter", None, None),
        (None, None, None),
    ],
)
def test_quotes_of_one_utterance_are_told_by_their_words(one: str | None, other: str | None, told: str | None) -> None:
    assert wording(one, other) == told
    assert wording(other, one) == told


SAID = st.lists(st.sampled_from(("we", "will", "sail", "again", "never", "home")), max_size=12).map(" ".join)


@given(SAID, SAID)
@example("we again will we", "will we we again we")
def test_quotes_and_claims_are_compared_the_same_whichever_comes_first(one: str, other: str) -> None:
    assert wording(one, other) == wording(other, one)
    assert wording(one, one) == ("same" if len(one.split()) >= 4 else None)
    if one and other:
        rows = [claim(doc, 0, f"Rosa said {text}") for doc, text in (("a", one), ("b", other))]
        given_pair = pair(rows[0], rows[1])
        assert shared_origin(given_pair) == shared_origin(compared(given_pair.second, given_pair.first))
