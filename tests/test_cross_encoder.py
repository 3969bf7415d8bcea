"""What the cross-encoder reads in two claims."""

from __future__ import annotations

import numpy as np
import pytest
import srsly
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.language.cross_encoder import (
    ENCODER,
    LABELS,
    LONGEST,
    NONE,
    cut,
    joined,
    load,
    of_scores,
    parted,
    together,
)
from pipeline.language.encoder import unpacked
from pipeline.language.pieces import Pieces

CONFLICTS = LABELS[3:]


def chances(first: str, second: str) -> dict[str, float]:
    found = np.exp(load().log_probabilities(first, second))
    return dict(zip(LABELS, map(float, found), strict=True))


def conflict(first: str, second: str) -> float:
    found = chances(first, second)
    return sum(found[kind] for kind in CONFLICTS)


@pytest.mark.parametrize(
    ("claim", "same", "opposite", "kind"),
    [
        ("The crew escaped unharmed", "None of the sailors was hurt", "The sailors are in intensive care", "polarity"),
        ("The clinic opens in May", "The hospital is to open in May", "The clinic opens in November", "date"),
        ("The letter was signed by the mayor", "The mayor put his name to the letter",
         "The letter was signed by the bishop", "actor"),
        ("Parliament has approved the loan", "The loan was passed by parliament",
         "Parliament has yet to decide on the loan", "modality"),
        ("The talks were held in Oslo", "Negotiators met in Oslo", "The talks were held in Geneva", "place"),
        ("Forty houses burned down", "40 homes were destroyed by the fire", "Nine houses burned down", "number"),
    ],
)  # fmt: skip
def test_it_tells_what_cannot_both_hold_from_the_same_in_other_words(
    claim: str, same: str, opposite: str, kind: str
) -> None:
    found = chances(claim, opposite)
    assert max(found, key=found.__getitem__) == kind
    assert conflict(claim, opposite) > conflict(claim, same) + 0.2


@given(st.text(max_size=80), st.text(max_size=80))
@settings(max_examples=50, deadline=None)
def test_any_two_texts_have_probabilities_and_the_same_ones_in_either_order(first: str, second: str) -> None:
    found = load().log_probabilities(first, second)
    assert np.exp(found).sum() == pytest.approx(1, abs=1e-4)
    assert np.array_equal(found, load().log_probabilities(second, first))


@given(st.lists(st.floats(-30, 30, width=32), min_size=len(LABELS), max_size=len(LABELS)))
def test_the_score_of_none_is_the_logarithm_of_its_odds_and_the_others_share_what_is_left(scores: list[float]) -> None:
    found = of_scores(np.array(scores, dtype=np.float32)).astype(float)
    none = LABELS.index(NONE)
    assert np.exp(found).sum() == pytest.approx(1, abs=1e-4)
    assert np.exp(found[none]) == pytest.approx(1 / (1 + np.exp(-scores[none])), abs=1e-4)
    others = np.delete(found - np.array(scores), none)
    assert others == pytest.approx(np.full(len(others), others[0]), abs=1e-3)


def test_of_a_long_claim_only_the_beginning_is_read(pieces: Pieces) -> None:
    ids, kinds = together(pieces.opens, cut(pieces, "fog " * 1000), cut(pieces, "rain"))
    assert len(ids) == len(kinds) == LONGEST + 4
    assert ids[0] == pieces.opens
    assert ids[-1] == ids[LONGEST + 1] == pieces.breaks


@given(st.binary(max_size=50), st.binary(min_size=1, max_size=50), st.binary(max_size=50), st.binary(max_size=50))
def test_a_graph_is_put_together_again_with_what_another_one_holds(
    before: bytes, table: bytes, after: bytes, other: bytes
) -> None:
    graph, trunk = before + table + after, other + table
    assert joined(parted(graph, trunk, table), trunk) == graph


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    (packed,) = srsly.msgpack_loads(ENCODER.read_bytes())["shims"][0]
    return Pieces(unpacked(packed)[1])
