"""The biaffine parser: sentence starts that are set before it, white space, and one root a sentence."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language.parser import sentences


def starts(preset: list[bool | None], odds: list[float]) -> list[tuple[int, int]]:
    doc = Doc(spacy.blank("en").vocab, words=["Rain"] * len(odds), sent_starts=preset)  # type: ignore[arg-type]
    return list(sentences(doc, np.array(odds, dtype=np.float32)))


def test_a_sentence_starts_where_the_odds_say_so() -> None:
    assert starts([None] * 4, [-3.0, -1.0, 2.0, -1.0]) == [(0, 2), (2, 4)]


def test_what_is_set_before_wins_over_the_odds() -> None:
    assert starts([None, True, False], [1.0, -9.0, 9.0]) == [(0, 1), (1, 3)]


def test_a_text_without_words_has_no_sentence() -> None:
    assert starts([], []) == []


@pytest.mark.parametrize(
    "text",
    [
        "Rain fell.\n\nThe mayor, who had waited, left for Oslo. Nobody slept.",
        "\n\n Fog.",
        "  ",
        "?? ...",
        "Go!\n\n\n\n",
    ],
)
def test_every_sentence_has_one_root_and_all_words_lead_to_it(nlp: Language, text: str) -> None:
    for sentence in nlp(text).sents:
        roots = [token for token in sentence if token.head == token]
        assert roots == [sentence.root]
        assert roots[0].dep_ == "ROOT"
        assert all(token.head in sentence for token in sentence)


def test_white_space_hangs_on_the_word_before_it(nlp: Language) -> None:
    doc = nlp("Rain fell.\n\nFog came.")
    space = next(token for token in doc if token.is_space)
    assert (space.dep_, space.head.text) == ("dep", ".")
