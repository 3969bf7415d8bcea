"""The best projective tree of a sentence."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pipeline.language.trees import best_tree, is_projective_tree

SCORES = st.integers(1, 5).flatmap(lambda n: arrays(np.float32, (n, n), elements=st.integers(-50, 50)))


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        ([1, 1, 1], True),  # "Rain stopped play": the verb is its own head
        ([0], True),
        ([0, 1], False),  # two roots
        ([1, 0, 2], False),  # a circle
        ([2, 3, 2, 2], False),  # crossing arcs
        ([2, 1, 1], False),  # an arc over the root
    ],
)
def test_what_a_projective_tree_is(heads: list[int], expected: bool) -> None:
    assert is_projective_tree(np.array(heads)) is expected


@settings(max_examples=100, deadline=None)
@given(SCORES)
def test_no_projective_tree_is_better(scores: np.ndarray) -> None:
    words = np.arange(len(scores))
    rows = map(np.array, product(words, repeat=len(words)))
    best = max(scores[words, row].sum() for row in rows if is_projective_tree(row))
    found = best_tree(scores)
    assert is_projective_tree(found)
    assert scores[words, found].sum() == pytest.approx(best)


def test_long_sentences_have_a_tree() -> None:
    scores = np.random.default_rng(7).normal(size=(120, 120)).astype(np.float32)
    assert is_projective_tree(best_tree(scores))
