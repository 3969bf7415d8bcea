"""The fitting of the weights of coreference."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from pipeline.coreference.ranker import WEIGHTS, Ranker, bundled
from training.coref import KINDS, NEVER, SHARE_RIGHT, Choice, regress, threshold


def test_weights_learn_which_signal_is_right() -> None:
    choices = [Choice("he", [["near"], ["far"], ["none"]], {0}) for _ in range(200)]
    ranker = Ranker({"he": regress(choices)}, {"he": 0.5})
    near, far, none = ranker.probabilities("he", [["near"], ["far"], ["none"]])
    assert near > 0.8
    assert near > max(far, none)


def test_signals_that_are_too_rare_have_no_weight() -> None:
    choices = [Choice("he", [["near"], ["none"]], {0}) for _ in range(5)]
    choices.append(Choice("he", [["near", "odd"], ["none"]], {0}))
    assert "odd" not in regress(choices)


def test_a_threshold_leaves_out_what_is_mostly_wrong() -> None:
    answers = [(0.9, True)] * 10 + [(0.6, False)] * 10
    assert 0.6 < threshold(answers) <= 0.9


def test_where_answers_are_wrong_none_are_given() -> None:
    assert threshold([(0.99, False)] * 3) == NEVER


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans())))
def test_what_a_threshold_lets_through_is_mostly_right(answers: list[tuple[float, bool]]) -> None:
    least = threshold(answers)
    shown = [right for sure, right in answers if sure >= least]
    assert least == NEVER or sum(shown) >= SHARE_RIGHT * len(shown)


def test_the_bundled_weights_tell_their_source_and_hold_every_kind() -> None:
    assert "GUM" in json.loads(WEIGHTS.read_text(encoding="utf-8"))["source"]
    assert set(bundled().weights) == set(bundled().thresholds) == set(KINDS)
