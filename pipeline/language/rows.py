"""The likeliest row of labels for a row of words, by Viterbi's algorithm."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

OUTSIDE = "O"


def normalised(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Turn the scores of labels (words, labels) into log-probabilities."""
    return scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)


def best_row(scores: NDArray[np.float32], allowed: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Find the row of labels with the highest sum of log-probabilities.

    Args:
        scores: (words, labels) Log-probabilities.
        allowed: (labels + 1, labels) Whether a label may follow another; the last row is for the first word.
    """
    steps = np.where(allowed, 0.0, -np.inf)
    return best_path(scores, steps[-1], steps[:-1])


def best_path(
    scores: NDArray[np.float32], begins: NDArray[np.float64], moves: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Find the row of labels with the highest sum of scores and moves.

    Args:
        scores: (words, labels) Scores of the labels of each word.
        begins: (labels,) What a label at the beginning adds.
        moves: (labels, labels) What a label adds after another: from, to.
    """
    if not len(scores):
        return np.zeros(0, dtype=np.int64)
    best = scores[0] + begins
    pointers = np.zeros(scores.shape, dtype=np.int64)
    for i in range(1, len(scores)):
        sums = best[:, None] + moves
        pointers[i] = sums.argmax(axis=0)
        best = sums.max(axis=0) + scores[i]
    row = np.zeros(len(scores), dtype=np.int64)
    row[-1] = best.argmax()
    for i in range(len(scores) - 1, 0, -1):
        row[i - 1] = pointers[i, row[i]]
    return row


def may_follow(labels: Sequence[str]) -> NDArray[np.bool_]:
    """Give the table that `best_row` takes: a name goes on only after its own beginning."""
    before = [*labels, OUTSIDE]
    return np.array([[not label.startswith("I-") or old[2:] == label[2:] for label in labels] for old in before])
