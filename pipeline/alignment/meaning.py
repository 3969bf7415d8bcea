"""What words mean, as vectors: two words are alike where they stand in sentences that tell of like things.

The table was made from sentences by `training/meaning.py`; it holds numbers and single words, no text.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.alignment.vocabulary import american

MEANING = Path(__file__).parent.parent / "language" / "meaning.npz"
UNKNOWN = 0  # row of a word that the table does not know

Vectors = NDArray[np.float32]


class Table(NamedTuple):
    """The rows of words, from 1 on, and their vectors; row 0 is all zeros."""

    rows: dict[str, int]
    vectors: Vectors
    directions: Vectors


@lru_cache(maxsize=1)
def table() -> Table:
    """The table that ships with the project: vectors, and the same at length 1, (words + 1, width)."""
    with np.load(MEANING, allow_pickle=False) as data:
        words = str(data["words"]).split("\n")
        known = data["vectors"].astype(np.float32) * data["scales"].astype(np.float32)[:, None]
    vectors = np.vstack([np.zeros((1, known.shape[1]), dtype=np.float32), known])
    return Table({word: i for i, word in enumerate(words, 1)}, vectors, unit(vectors))


def row_of(word: str) -> int:
    """The row of a lemma, in its American spelling if need be; 0 where the table does not know it."""
    known = table().rows
    return known.get(word) or known.get(american(word), UNKNOWN)


def meaning_of(rows: Iterable[int]) -> Vectors:
    """The meaning of several words together, (width,), at length 1; all zeros where none is known."""
    total: Vectors = table().vectors[list(rows)].sum(axis=0)
    return unit(total)


def unit(vectors: Vectors) -> Vectors:
    """The same directions at length 1; zeros stay zeros."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    shortened: Vectors = vectors / np.maximum(lengths, 1e-9)
    return shortened


def likeness(one: str, other: str) -> float:
    """How alike two lemmas are, -1 to 1; 0 where one is not known, 1 where they are one word."""
    if american(one) == american(other):
        return 1.0
    directions = table().directions
    return float(directions[row_of(one)] @ directions[row_of(other)])
