"""The best projective tree over the words of a sentence, given a score for every pair of words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Heads = NDArray[np.int64]


def best_tree(scores: Scores) -> Heads:
    """Find the head of each word; the root is its own head.

    Args:
        scores: (words, words) How well a word (row) goes under another (column), on the diagonal how well as the root.

    Returns:
        (words,) The heads of the projective tree with the highest sum of scores.
    """
    # mostly the best heads, each for itself, form a tree, and then no other tree is better
    heads: Heads = scores.argmax(axis=1)
    return heads if is_projective_tree(heads) else _eisner(scores.astype(np.float64))


def is_projective_tree(heads: Heads) -> bool:
    """Whether there is one root, all words lead to it, and no two arcs cross or reach over the root."""
    words = np.arange(len(heads))
    roots = words[heads == words]
    if len(roots) != 1:
        return False
    above = heads
    for _ in range(len(heads).bit_length()):
        above = above[above]
    left, right = np.minimum(words, heads), np.maximum(words, heads)
    crossing = (left[:, None] < left) & (left < right[:, None]) & (right[:, None] < right)
    covering = (left < roots[0]) & (roots[0] < right)
    return bool((above == roots[0]).all() and not crossing.any() and not covering.any())


def _eisner(scores: NDArray[np.float64]) -> Heads:
    """Eisner's algorithm (1996, "Three new probabilistic models for dependency parsing"), spans of one length at once.

    `whole` holds the best score of a span below its left (0) or right (1) end, `open_` that of one with an arc between
    its ends; `splits` holds where each was put together.
    """
    n = len(scores)
    whole, open_ = np.zeros((2, n, n)), np.zeros((2, n, n))
    whole_splits, open_splits = np.zeros((2, n, n), dtype=np.int64), np.zeros((n, n), dtype=np.int64)
    for size in range(1, n):
        i = np.arange(n - size)
        j = i + size
        near, far = i[:, None] + np.arange(size), i[:, None] + np.arange(1, size + 1)
        joined = whole[0, i[:, None], near] + whole[1, far, j[:, None]]
        best = joined.argmax(axis=1)
        top = joined[i, best]
        open_splits[i, j] = i + best
        open_[0, i, j] = top + scores[j, i]
        open_[1, i, j] = top + scores[i, j]
        rightward = open_[0, i[:, None], far] + whole[0, far, j[:, None]]
        leftward = whole[1, i[:, None], near] + open_[1, near, j[:, None]]
        for side, sums, first in ((0, rightward, i + 1), (1, leftward, i)):
            best = sums.argmax(axis=1)
            whole[side, i, j] = sums[i, best]
            whole_splits[side, i, j] = first + best
    root = int((whole[1, 0, :] + whole[0, :, n - 1] + scores.diagonal()).argmax())
    return _read_off(n, root, whole_splits, open_splits)


def _read_off(n: int, root: int, whole: NDArray[np.int64], open_: NDArray[np.int64]) -> Heads:
    heads = np.arange(n)
    spans = [(1, 0, root), (0, root, n - 1)]
    while spans:
        side, i, j = spans.pop()
        if i == j:
            continue
        split = int(whole[side, i, j])
        left, right = (i, split) if side == 0 else (split, j)
        heads[right if side == 0 else left] = left if side == 0 else right
        middle = int(open_[left, right])
        spans += [(0, left, middle), (1, middle + 1, right)]
        spans.append((0, split, j) if side == 0 else (1, i, split))
    return heads
