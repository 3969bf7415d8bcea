"""British and American words are one to alignment, however a source spells."""

from __future__ import annotations

import pytest

from pipeline.alignment.meaning import likeness
from pipeline.alignment.vocabulary import american, canonical
from pipeline.language.lexicon import rows
from tests.paired import pair
from tests.test_align import claim


@pytest.mark.parametrize(
    ("british", "other"),
    [("aluminium", "aluminum"), ("harbour", "harbor"), ("organisation", "organization"), ("lorry", "truck")],
)
def test_british_and_american_words_are_one(british: str, other: str) -> None:
    assert canonical(british) == canonical(other)


def test_no_spelling_leads_to_another() -> None:
    pairs = [(row["british"], row["american"]) for row in rows("spellings")]
    assert len({british for british, _ in pairs}) == len(pairs)
    assert all(american(found) == found for _, found in pairs)


def test_a_word_means_the_same_in_both_spellings() -> None:
    assert likeness("harbour", "harbor") == likeness("aluminium", "aluminum") == 1


def test_claims_in_two_spellings_share_all_their_words() -> None:
    first, second = (
        claim("a", 0, "Lima centralises the aluminium trade"),
        claim("b", 0, "Lima centralizes aluminum trade"),
    )
    assert pair(first, second).similarity > 0.6
