"""Which words are cues, and which others are the source and the content of each: scores, and the likeliest rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.language.biaffine import gelu, with_one

Vectors = NDArray[np.float32]
Integers = NDArray[np.int64]
Range = tuple[int, int]
Weights = Mapping[str, Any]  # arrays by the names of PARAMS
CUE_LABELS = ["O", "B-cue", "I-cue"]
SOURCE, CONTENT = 1, 2  # roles of words; 0 is neither
STEPS = np.array([1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128])  # distances, in words, that are told apart
DISTANCES = 2 * (len(STEPS) + 1)
SEEN = 5  # words that a convolution sees at once
PARAMS = ("W", "b", "roles", "distances", "moves", "begins", "places", "near_W", "near_b", "out_W", "out_b")


@dataclass(frozen=True, slots=True)
class Sides:
    """What the vectors of a Doc's words become, (words, ...) each.

    Attributes:
        cues: Log-probabilities of the labels of cues.
        first: The word as the first one of a cue, for the product.
        last: The word as the last one.
        word: The word as one that may have a role.
        inner: The same for the convolutions.
        first_scale: The word as the first one of a cue, for the convolutions.
        last_scale: The word as the last one.
    """

    cues: Vectors
    first: Vectors
    last: Vectors
    word: Vectors
    inner: Vectors
    first_scale: Vectors
    last_scale: Vectors


def cue_spans(row: Integers) -> Iterator[Range]:
    """The first and last word of each cue in a row of BIO labels."""
    begins = np.flatnonzero(row == CUE_LABELS.index("B-cue")).tolist()
    for first in begins:
        last = first
        while last + 1 < len(row) and row[last + 1] == CUE_LABELS.index("I-cue"):
            last += 1
        yield first, last


def role_scores(weights: Weights, sides: Sides, cue: Range, window: Range) -> Vectors:
    """Score the words of a window (first, one past the last) in each role for a cue (first, last): (words, roles)."""
    asked = with_one(gelu(sides.first[cue[0]] + sides.last[cue[1]])[None])[0]
    products = np.tensordot(weights["roles"], asked, axes=([1], [0]))
    far = distances(np.arange(*window), cue)
    scores: Vectors = sides.word[slice(*window)] @ products.T + weights["distances"][far]
    return scores + _near(weights, sides, cue, window, far)


def _near(weights: Weights, sides: Sides, cue: Range, window: Range, far: Integers) -> Vectors:
    """The part of the scores that depends on what stands around a word, by two convolutions: (words, roles)."""
    scale, shift = np.split(sides.first_scale[cue[0]] + sides.last_scale[cue[1]], 2)
    state = gelu(sides.inner[slice(*window)] * (1 + scale) + shift + weights["places"][far])
    for kernel, bias in zip(weights["near_W"], weights["near_b"], strict=True):
        around = np.pad(state, ((SEEN // 2, SEEN // 2), (0, 0)))
        beside = np.concatenate([around[i : i + len(state)] for i in range(SEEN)], axis=1)
        state = state + gelu(beside @ kernel + bias)
    scores: Vectors = state @ weights["out_W"].T + weights["out_b"]
    return scores


def distances(places: Integers, cue: Range) -> Integers:
    """How far words are from a cue (first and last word), as numbers of rows: 0 is inside, the sides are told apart."""
    after = np.maximum(places - cue[1], 0)
    before = np.maximum(cue[0] - places, 0)
    steps = np.searchsorted(STEPS, after + before, side="right")
    return np.where(before > 0, steps + len(STEPS) + 1, steps)
