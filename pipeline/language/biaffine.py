"""Biaffine scores of pairs of words (Dozat and Manning 2017, arXiv:1611.01734), as a layer on the encoder's vectors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import Model, chain
from thinc.types import Floats2d

Vectors = NDArray[np.float32]
PARAMS = ("W", "b", "arcs", "relations")
SIDES = ("arc_head", "arc_child", "relation_head", "relation_child")


@dataclass(frozen=True, slots=True)
class Sides:
    """Each word of a Doc as a child and as a head, (words, width + 1), and the log-odds that it starts a sentence."""

    starts: Vectors
    arc_head: Vectors
    arc_child: Vectors
    relation_head: Vectors
    relation_child: Vectors


@registry.architectures("corroborate.BiaffineParser.v1")  # type: ignore[untyped-decorator]  # spaCy's are untyped
def biaffine_parser(
    tok2vec: Model[list[Doc], list[Floats2d]], arc_width: int, relation_width: int
) -> Model[list[Doc], list[Sides]]:
    """Build the parser's model; its weights come with a trained pipeline.

    Args:
        tok2vec: What gives the vectors of words.
        arc_width: How wide the words are in the product that finds heads.
        relation_width: How wide they are in the product that labels arcs.
    """
    layer: Model[list[Floats2d], list[Sides]] = Model(
        "biaffine", _forward, dims={"arc": arc_width, "relation": relation_width}, params=dict.fromkeys(PARAMS)
    )
    model: Model[list[Doc], list[Sides]] = chain(tok2vec, layer)
    model.set_ref("biaffine", layer)
    return model


def _forward(
    model: Model[list[Floats2d], list[Sides]], inputs: list[Floats2d], is_train: bool
) -> tuple[list[Sides], Callable[[Any], Any]]:
    arc, relation = model.get_dim("arc"), model.get_dim("relation")
    ends = np.cumsum([1, arc, arc, relation, relation])
    found = []
    for vectors in inputs:
        products = vectors @ model.get_param("W").T + model.get_param("b")
        parts = np.split(products, ends[:-1], axis=1)
        found.append(Sides(parts[0][:, 0], *(with_one(gelu(part)) for part in parts[1:])))
    return found, lambda _: inputs


def gelu(x: Vectors) -> Vectors:
    """The activation of the encoder's own layers, by its usual approximation (Hendrycks and Gimpel 2016)."""
    found: Vectors = 0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x * x * x)))
    return found


def with_one(x: Vectors) -> Vectors:
    """Add a column of ones, so that a product with it also holds what a word is worth by itself."""
    return np.concatenate([x, np.ones((len(x), 1), dtype=x.dtype)], axis=1)


def arc_scores(model: Model[Any, Any], sides: Sides, words: NDArray[np.int64]) -> Vectors:
    """Score the words of a sentence as heads of one another: (words, words), rows are children."""
    scores: Vectors = sides.arc_child[words] @ model.get_param("arcs") @ sides.arc_head[words].T
    return scores


def relation_scores(
    model: Model[Any, Any], sides: Sides, words: NDArray[np.int64], heads: NDArray[np.int64]
) -> Vectors:
    """Score the labels of arcs from `words` to `heads`: (words, labels)."""
    weights: Any = model.get_param("relations")
    labels, width, _ = weights.shape
    left = (sides.relation_child[words] @ weights.transpose(1, 0, 2).reshape(width, -1)).reshape(-1, labels, width)
    scores: Vectors = np.einsum("wlj,wj->wl", left, sides.relation_head[heads])
    return scores
