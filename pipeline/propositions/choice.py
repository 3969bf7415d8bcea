"""Chooses among the cuts of a sentence: what people would mark as claims, no two of them nearly the same.

How much a cut would gain is the sum of the probabilities, over all cuts that are nearly the same, of being the one that
people mark: these are gained but once. What resembles a chosen cut gains less.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.propositions.linear import Segmenter, Signals
from pipeline.propositions.tokensets import likeness

SAME = 0.8  # likeness from which two cuts are nearly the same
_RELATED = 0.5  # likeness from which a cut gains less beside a chosen one
_TRUST = 0.6  # weight of the gain beside the probability that a cut is right
_MOST = 40


def choose(tokens: Sequence[int], signals: Sequence[Signals], segmenter: Segmenter) -> list[int]:
    """The indexes of the cuts that are chosen, best first."""
    best = [segmenter.best.probability(one) for one in signals]
    near = alike(tokens)
    least = segmenter.threshold ** (1 / _TRUST)  # who gains less is not chosen, however right
    right = [
        segmenter.right.probability(one) if sum(best[j] for j in group) >= least else 0.0
        for one, group in zip(signals, near, strict=True)
    ]
    return pick(near, best, right, tokens, segmenter.threshold)


def alike(tokens: Sequence[int]) -> list[list[int]]:
    """For each cut those that are nearly the same, itself first."""
    sizes = [one.bit_count() for one in tokens]
    order = sorted(range(len(tokens)), key=sizes.__getitem__)
    found = [[index] for index in range(len(tokens))]
    for place, i in enumerate(order):
        for j in order[place + 1 :]:
            if sizes[i] < SAME * sizes[j]:
                break
            shared = (tokens[i] & tokens[j]).bit_count()
            if shared >= SAME * (sizes[i] + sizes[j] - shared):
                found[i].append(j)
                found[j].append(i)
    return found


def pick(
    neighbours: Sequence[Sequence[int]],
    best: Sequence[float],
    right: Sequence[float],
    tokens: Sequence[int],
    threshold: float,
) -> list[int]:
    """Take the cut that gains most, again and again, while that is no less than the threshold.

    Args:
        neighbours: For each cut those that are nearly the same, itself included.
        best: The probability that it is the nearest to what somebody marked.
        right: The probability that it is near to something marked.
        tokens: Its tokens.
        threshold: The least gain.
    """
    left = list(best)
    whole = [sum(best[j] for j in near) for near in neighbours]
    gains, factors = list(whole), [1.0] * len(left)
    chosen: list[int] = []
    while len(chosen) < _MOST:
        scores = [
            (gain**_TRUST * (p * gain / all_) ** (1 - _TRUST) * factor if gain > 0 else 0.0)
            for gain, p, all_, factor in zip(gains, right, whole, factors, strict=True)
        ]
        taken = max(range(len(scores)), key=scores.__getitem__, default=-1)
        if taken < 0 or scores[taken] < threshold:
            break
        chosen.append(taken)
        for j in neighbours[taken]:
            for k in neighbours[j] if left[j] else ():
                gains[k] -= left[j]
            left[j] = 0.0
        gains[taken] = 0.0
        beside = (1 - max(0.0, likeness(tokens[taken], one) - _RELATED) for one in tokens)
        factors = [min(pair) for pair in zip(factors, beside, strict=True)]
    return chosen
