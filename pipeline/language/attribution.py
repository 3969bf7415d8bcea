"""Component `attribution`: who is said to have said, thought or written what, from the encoder's vectors alone.

Cues come first, as the likeliest row of BIO labels. Then every word around a cue is scored as part of its source, of
its content, or of neither, and the likeliest row of these is taken; so one attribution may stand inside another, and a
content may be in pieces. The weights are made together with the encoder's, by `make model`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from itertools import groupby
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab
from thinc.api import Model, chain
from thinc.types import Floats2d

from pipeline.language.biaffine import gelu, with_one
from pipeline.language.roles import (
    CONTENT,
    CUE_LABELS,
    PARAMS,
    SOURCE,
    Integers,
    Range,
    Sides,
    Vectors,
    Weights,
    cue_spans,
    role_scores,
)
from pipeline.language.rows import best_path, best_row, may_follow, normalised

KEPT = "corroborate.attributions"
REACH = 120  # words on either side of a cue that may be its source or content
CONFIG = {
    "model": {
        "@architectures": "corroborate.Attribution.v1",
        "tok2vec": {"@architectures": "spacy.Tok2VecListener.v1", "width": 384},
        "width": 128,
        "inner": 64,
    }
}


@dataclass(frozen=True, slots=True)
class Attribution:
    """A cue with its source and content, as ranges of tokens.

    Attributes:
        cue: The words that tell of the saying.
        source: Who or what is said to have said it, none or more stretches.
        content: What is said, one or more stretches.
        cue_probability: How sure the words are a cue: the geometric mean over them.
        content_probability: How sure the content is one, likewise.
        source_probability: How sure the source is one, likewise; 1 where there is none.
    """

    cue: Range
    source: tuple[Range, ...]
    content: tuple[Range, ...]
    cue_probability: float
    content_probability: float
    source_probability: float


def _keep(doc: Doc, found: Sequence[Attribution]) -> None:
    """Keep plain data on the Doc, so that it can be copied, pickled and put into a DocBin."""
    doc.user_data[KEPT] = {"n_tokens": len(doc), "found": [list(astuple(one)) for one in found]}


def _load(doc: Doc) -> list[Attribution] | None:
    kept = doc.user_data.get(KEPT)
    if kept is None or kept["n_tokens"] != len(doc):  # of a longer Doc that this one was cut from
        return None
    return [_record(*one) for one in kept["found"]]


def _record(cue: Any, source: Any, content: Any, *sure: float) -> Attribution:
    return Attribution(tuple(cue), tuple(map(tuple, source)), tuple(map(tuple, content)), *sure)


if not Doc.has_extension("attributions"):
    Doc.set_extension("attributions", getter=_load, setter=_keep)


@registry.architectures("corroborate.Attribution.v1")  # type: ignore[untyped-decorator]  # spaCy's are untyped
def attribution_model(
    tok2vec: Model[list[Doc], list[Floats2d]], width: int, inner: int
) -> Model[list[Doc], list[Sides]]:
    """Build the model; its weights come with a trained pipeline.

    Args:
        tok2vec: What gives the vectors of words.
        width: How wide words are in the product of cue and word.
        inner: How wide they are in the convolutions.
    """
    layer: Model[list[Floats2d], list[Sides]] = Model(
        "attribution", _forward, dims={"width": width, "inner": inner}, params=dict.fromkeys(PARAMS)
    )
    model: Model[list[Doc], list[Sides]] = chain(tok2vec, layer)
    model.set_ref("attribution", layer)
    return model


def _forward(
    model: Model[list[Floats2d], list[Sides]], inputs: list[Floats2d], is_train: bool
) -> tuple[list[Sides], Callable[[Any], Any]]:
    width, inner = model.get_dim("width"), model.get_dim("inner")
    ends = np.cumsum([3, width, width, width, inner, 2 * inner])
    found = []
    for vectors in inputs:
        products = vectors @ model.get_param("W").T + model.get_param("b")
        cues, first, last, word, *scales = np.split(products, ends, axis=1)
        found.append(Sides(normalised(cues), first, last, with_one(gelu(word)), *scales))
    return found, lambda _: inputs


class Attributor(TrainablePipe):  # type: ignore[misc]  # compiled, without types
    """Sets `doc._.attributions`, a list of `Attribution` in reading order of the cues."""

    def __init__(self, vocab: Vocab, model: Model[Any, Any], name: str = "attribution") -> None:
        self.vocab, self.model, self.name = vocab, model, name
        self.cfg: dict[str, Any] = {}

    def predict(self, docs: Iterable[Doc]) -> list[list[Attribution]]:
        """Give the attributions of each Doc."""
        layer = self.model.get_ref("attribution")
        weights = {name: layer.get_param(name) for name in PARAMS}
        return [list(_attributions(weights, sides)) for sides in self.model.predict(list(docs))]

    def set_annotations(self, docs: Iterable[Doc], scores: Sequence[list[Attribution]]) -> None:
        """Write what `predict` gave."""
        for doc, found in zip(docs, scores, strict=True):
            doc._.attributions = found


def _attributions(weights: Weights, sides: Sides) -> Iterator[Attribution]:
    """The attributions of a Doc; a cue without any content is none."""
    row = best_row(sides.cues, may_follow(CUE_LABELS))
    for first, last in cue_spans(row):
        begin, end = max(0, first - REACH), min(len(row), last + 1 + REACH)
        scores = role_scores(weights, sides, (first, last), (begin, end))
        logs = normalised(scores)
        roles = best_path(scores, weights["begins"], weights["moves"])
        roles[first - begin : last + 1 - begin] = 0
        content = tuple(_stretches(roles, CONTENT, begin))
        if content:
            yield Attribution(
                (first, last + 1),
                tuple(_stretches(roles, SOURCE, begin)),
                content,
                _mean(sides.cues[range(first, last + 1), row[first : last + 1]]),
                _mean(logs[roles == CONTENT, CONTENT]),
                _mean(logs[roles == SOURCE, SOURCE]),
            )


def _stretches(roles: Integers, role: int, begin: int) -> Iterator[Range]:
    for is_role, places in groupby(range(len(roles)), key=lambda i: roles[i] == role):
        if is_role:
            inside = list(places)
            yield begin + inside[0], begin + inside[-1] + 1


def _mean(logs: Vectors) -> float:
    return float(np.exp(logs.mean())) if len(logs) else 1.0


@Language.factory("attribution", assigns=["doc._.attributions"], default_config=CONFIG)
def make_attribution(nlp: Language, name: str, model: Model[Any, Any]) -> Attributor:
    """Make the component."""
    return Attributor(nlp.vocab, model, name)
