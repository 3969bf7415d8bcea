"""Fits how claims are cut into parts on PropSegmEnt and writes `pipeline/language/segmentation.json`.

`python -m training.segmentation --corpora ../shared/corpora` first prints the figures of five models, each fitted on
four fifths of the texts and measured on the rest; what is written is fitted on all of the dev split.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix, vstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from spacy.tokens import Doc, Token

import pipeline
from pipeline.components.records import Proposition
from pipeline.propositions.branches import branch_signals
from pipeline.propositions.choice import SAME
from pipeline.propositions.linear import WEIGHTS, Linear, Segmenter, Signals
from pipeline.propositions.parts import cut_claims, parts_of, tokens_of
from pipeline.propositions.tokensets import likeness
from pipeline.propositions.traits import traits
from training.propsegment import Marked, read_propsegment

_FOLDS = 5
_REFERENCE = 0.5  # weight of the rater that is measured against; the others share the rest
_OTHER_RATER = 0.6  # weight of another rater's propositions for what is kept
_KEPT_STRENGTH, _CHOICE_STRENGTH = 0.1, 0.6  # inverse strengths of regularisation
_RARE = 8  # cuts: signals seen in fewer are left out
_THRESHOLD = 0.19
_APART = frozenset(("punct", "cc", "preconj", "mark"))
_SOURCE = "Fitted by training/segmentation.py on the dev split of PropSegmEnt (Chen et al. 2023; texts CC BY-SA 3.0)"


Rating = Callable[[Sequence[int], Sequence[int]], NDArray[np.float64]]


@dataclass(frozen=True)
class Figures:
    """How well claims match what people marked."""

    precision: float
    recall: float
    f1: float


def fit(docs: Sequence[Doc], marked: Sequence[Marked]) -> Segmenter:
    """Fit all three models."""
    kept = _fit_kept(docs, marked)
    signals: list[Signals] = []
    best: list[float] = []
    right: list[float] = []
    for doc, sentence in zip(docs, marked, strict=True):
        for within, cuts in cut_claims(doc, doc._.claims, kept):
            found = [sentence.projected(within.tokens(cut.tokens)) for cut in cuts]
            signals += traits(cuts, within)
            best += _shares(found, sentence, _nearest)
            right += _shares(found, sentence, _near)
    return Segmenter(kept, _regress(signals, best), _regress(signals, right), _THRESHOLD)


def cross_validated(docs: Sequence[Doc], marked: Sequence[Marked]) -> list[list[Proposition]]:
    """The parts of each Doc, by a model fitted on texts of other subjects."""
    found: list[list[Proposition]] = [[] for _ in docs]
    folds = GroupKFold(_FOLDS).split(docs, groups=[sentence.cluster for sentence in marked])
    for fitted, held in folds:
        segmenter = fit([docs[i] for i in fitted], [marked[i] for i in fitted])
        for i in held:
            found[i] = parts_of(docs[i], docs[i]._.claims, segmenter)
    return found


def finest(claims: Sequence[Proposition], parts: Sequence[Proposition]) -> list[Proposition]:
    """The parts, and the claims that have none."""
    cut = {part.part_of for part in parts}
    return [*parts, *(claim for index, claim in enumerate(claims) if index not in cut)]


def figures(found: Sequence[Sequence[list[Token]]], marked: Sequence[Marked]) -> Figures:
    """Precision, recall and F1 of claims, given by their words, against what the reference rater marked."""
    right = n_found = expected = 0
    for claims, sentence in zip(found, marked, strict=True):
        sets = [sentence.projected(tokens) for tokens in claims]
        right += matched(sets, sentence.reference)
        n_found += len(sets)
        expected += len(sentence.reference)
    precision, recall = right / max(n_found, 1), right / max(expected, 1)
    return Figures(
        round(precision, 4), round(recall, 4), round(2 * precision * recall / max(precision + recall, 1e-9), 4)
    )


def words(claims: Sequence[Proposition]) -> list[list[Token]]:
    """The words of each claim."""
    return [tokens_of(claim) for claim in claims]


def matched(claims: Sequence[int], propositions: Sequence[int]) -> int:
    """How many claims match a proposition, each at most one."""
    if not claims or not propositions:
        return 0
    good = np.array([[likeness(claim, one) >= SAME for one in propositions] for claim in claims], dtype=float)
    rows, columns = linear_sum_assignment(-good)
    return int(good[rows, columns].sum())


def _fit_kept(docs: Sequence[Doc], marked: Sequence[Marked]) -> Linear:
    """Whether a proposition that holds a word holds what hangs on it."""
    signals: list[Signals] = []
    kept: list[float] = []
    weights: list[float] = []
    for doc, sentence in zip(docs, marked, strict=True):
        places = [sentence.projected([token]) for token in doc]
        raters = [(1.0, sentence.reference), *((_OTHER_RATER, other) for other in sentence.others)]
        for weight, proposition in ((weight, one) for weight, marks in raters for one in marks):
            held = {token.i for token, place in zip(doc, places, strict=True) if place & proposition}
            for token in (doc[i] for i in held):
                outermost = token.head.i not in held or token.head == token
                for c in token.children:
                    if c.dep_ not in _APART and not c.is_space:
                        signals.append(branch_signals(c, outermost))
                        kept.append(float(c.i in held))
                        weights.append(weight)
    return _regress(signals, kept, np.array(weights), _KEPT_STRENGTH)


def _shares(found: Sequence[int], sentence: Marked, rate: Rating) -> list[float]:
    """How much of the raters' weight rates each cut as good."""
    other = (1 - _REFERENCE) / max(len(sentence.others), 1)
    raters = [(_REFERENCE, sentence.reference), *((other, marks) for marks in sentence.others)]
    total = np.zeros(len(found))
    for weight, marks in raters:
        total += weight * rate(found, marks)
    return [min(float(value), 1.0) for value in total]


def _nearest(found: Sequence[int], marks: Sequence[int]) -> NDArray[np.float64]:
    """Of the cuts near a proposition the nearest; several that are as near share it."""
    rated = np.zeros(len(found))
    for mark in marks:
        near = np.array([likeness(one, mark) for one in found])
        if near.max(initial=0.0) >= SAME:
            chosen = near >= near.max() - 1e-9
            rated[chosen] += 1 / chosen.sum()
    return rated


def _near(found: Sequence[int], marks: Sequence[int]) -> NDArray[np.float64]:
    """Whether a cut is near any proposition."""
    return np.array([float(any(likeness(one, mark) >= SAME for mark in marks)) for one in found])


def _regress(
    signals: Sequence[Signals],
    shares: Sequence[float],
    weights: NDArray[np.float64] | None = None,
    strength: float = _CHOICE_STRENGTH,
) -> Linear:
    """A logistic regression on signals scaled to 1 at most, whose outcomes are shares between 0 and 1."""
    vectorizer = DictVectorizer()
    values: csr_matrix = vectorizer.fit_transform(signals)
    common = np.asarray((values != 0).sum(axis=0)).ravel() >= _RARE
    scale = np.where(common, np.maximum(np.asarray(abs(values).max(axis=0).todense()).ravel(), 1e-9), np.inf)
    scaled = values.multiply(1 / scale).tocsr()
    wanted = np.array(shares)
    weight = np.ones(len(wanted)) if weights is None else weights
    both = np.concatenate([weight * wanted, weight * (1 - wanted)])
    outcomes = np.repeat([1, 0], len(wanted))
    used = both > 0
    model = LogisticRegression(C=strength, max_iter=3000)
    model.fit(vstack([scaled, scaled]).tocsr()[used], outcomes[used], sample_weight=both[used])
    coefficients = model.coef_[0] / scale
    named = zip(vectorizer.get_feature_names_out(), coefficients, strict=True)
    return Linear(round(float(model.intercept_[0]), 4), {n: round(float(c), 4) for n, c in named if round(c, 4)})


def _written(segmenter: Segmenter) -> str:
    models = {"kept": segmenter.kept, "best": segmenter.best, "right": segmenter.right}
    data = {name: {"intercept": one.intercept, "weights": one.weights} for name, one in models.items()}
    return (
        json.dumps({"source": _SOURCE, "threshold": segmenter.threshold, **data}, indent=0, ensure_ascii=False) + "\n"
    )


def main() -> None:
    """Measure, fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    args = parser.parse_args()
    marked = read_propsegment(args.corpora / "propsegment")
    docs = list(pipeline.load_model().pipe([sentence.text for sentence in marked]))
    held = cross_validated(docs, marked)
    sets = [words(finest(doc._.claims, parts)) for doc, parts in zip(docs, held, strict=True)]
    print("five-fold, finest claims:", figures(sets, marked))
    WEIGHTS.write_text(_written(fit(docs, marked)), encoding="utf-8")


if __name__ == "__main__":
    main()
