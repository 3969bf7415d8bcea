"""Which pairs of claims are read, and what that changes."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.alignment.reading import odds_of_relation
from pipeline.alignment.reranking import FAINT, LEAST, PARTNERS, SETTLED, scored, worth_reading
from pipeline.alignment.scoring import Regression, bundled
from pipeline.language.cross_encoder import LABELS, CrossEncoder, Row
from tests.paired import pair
from tests.test_align import claim

FIRST = [claim("a", 100 * n, f"Ada signed the {what}") for n, what in enumerate(("treaty", "pact", "harbour plan"))]
OTHERS = [
    claim("b", 100 * n, f"Rosa signed a {what}")
    for n, what in enumerate(("contract", "deal", "letter", "bill", "petition"))
]
PAIRS = [pair(one, other) for one, other in product(FIRST, OTHERS)]


class Reader(CrossEncoder):
    """Reads the same in all claims."""

    def __init__(self, none: float) -> None:
        rest = (1 - none) / (len(LABELS) - 1)
        self.told = np.log(np.array([none if label == "none" else rest for label in LABELS], dtype=np.float32))
        self.texts: list[tuple[str, str]] = []

    def log_probabilities(self, first: str, second: str) -> Row:
        """The same for all."""
        self.texts.append((first, second))
        return self.told


@given(st.lists(st.floats(0, 1), min_size=len(PAIRS), max_size=len(PAIRS)))
def test_the_likeliest_of_each_claim_are_read(scores: list[float]) -> None:
    found = set(worth_reading(PAIRS, scores))
    assert all(scores[i] >= LEAST for i in found)
    for i in range(len(PAIRS)):
        better = [sum(scores[j] > scores[i] for j in _with_claim(i, side)) for side in ("first", "second")]
        as_good = [sum(scores[j] >= scores[i] for j in _with_claim(i, side)) for side in ("first", "second")]
        if i in found:
            assert min(better) < PARTNERS
        elif scores[i] >= LEAST:
            assert min(as_good) > PARTNERS or _is_idle(i, scores)


def _is_idle(i: int, scores: list[float]) -> bool:
    """Whether a pair is so unlikely, beside another one of either claim, that reading it would change nothing."""
    rivals = [scores[j] for side in ("first", "second") for j in _with_claim(i, side)]
    return scores[i] < FAINT and max(rivals) > SETTLED


def test_what_cannot_take_the_place_of_a_likely_pair_is_not_read() -> None:
    # the second pair is the likeliest that its contract has, but the treaty has a likelier one
    scores = [0.0] * len(PAIRS)
    scores[0], scores[1] = 0.9, 0.2
    assert worth_reading(PAIRS, scores) == [0]
    scores[0] = 0.5
    assert worth_reading(PAIRS, scores) == [0, 1]


def _with_claim(i: int, side: str) -> list[int]:
    """The pairs that have a claim in common with one."""
    return [j for j, other in enumerate(PAIRS) if getattr(other, side).claim == getattr(PAIRS[i], side).claim]


@given(st.permutations(range(len(PAIRS))), st.lists(st.floats(0, 1), min_size=len(PAIRS), max_size=len(PAIRS)))
def test_what_is_read_does_not_depend_on_the_order(order: list[int], scores: list[float]) -> None:
    turned = worth_reading([PAIRS[i] for i in order], [scores[i] for i in order])
    assert {order[i] for i in turned} == set(worth_reading(PAIRS, scores))


def test_copies_are_not_read() -> None:
    copy = pair(claim("a", 0, "Ada signed the treaty"), claim("b", 0, "Ada Signed the treaty"))
    assert worth_reading([copy], [0.9]) == []


def test_the_surer_a_relation_is_read_the_likelier_is_the_pair() -> None:
    likely = [p for p in PAIRS if bundled().probability(p.values) >= LEAST]
    assert likely
    sure, unsure = Reader(0.01), Reader(0.99)
    scores = [[one.score for one in scored(likely, bundled(), reader)] for reader in (sure, unsure)]
    assert sure.texts == unsure.texts
    moved = [high > low for high, low in zip(*scores, strict=True)]
    assert sum(moved) == len(sure.texts) > 0


def test_claims_left_without_a_partner_get_their_next_likeliest_read() -> None:
    likely = [p for p in PAIRS if bundled().probability(p.values) >= LEAST]
    met, doubting = Reader(0.01), Reader(0.99999)
    scored(likely, bundled(), met)
    scored(likely, bundled(), doubting)
    first = worth_reading(likely, [bundled().probability(p.values) for p in likely])
    assert len(met.texts) == len(first)
    assert doubting.texts[: len(first)] == met.texts
    assert len(set(doubting.texts)) == len(doubting.texts) > len(first)


def test_what_is_not_likely_is_not_read() -> None:
    never = replace(bundled(), claims=Regression(bundled().claims.coefficients, -50.0))
    reader = Reader(0.01)
    assert all(one.score < LEAST for one in scored(PAIRS, never, reader))
    assert reader.texts == []


def test_the_odds_of_a_relation_are_those_of_all_that_is_not_none() -> None:
    assert odds_of_relation(PAIRS[0], Reader(0.5)) == pytest.approx(0, abs=1e-5)
    assert odds_of_relation(PAIRS[0], Reader(0.2)) == pytest.approx(np.log(4), abs=1e-5)
