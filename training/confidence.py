"""Calibrates how sure learned utterances are, and writes `pipeline/language/attribution.json`.

`python -m training.confidence --corpora ../shared/corpora`. A logistic regression on PolNeAR's dev split, as the model
has learnt the train split by heart. Right is what `training.quote_rules` calls right. Prints the calibration curve and
the expected calibration error of a cross-validation over articles.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from spacy.tokens import Doc

from benchmarks.polnear import Article, read_polnear
from benchmarks.quotes import Score, gold_items, item_of, load
from pipeline.quotation.confidence import WEIGHTS, features
from pipeline.quotation.learned import RULE
from training.quote_rules import is_right

NAMES = ("always", "sourceless", "cue", "content", "source", "direct", "mixed")
RIDGE, FOLDS, BINS = 1.0, 5, 10
SOURCE = "fitted by training/confidence.py on PolNeAR dev (Newell et al. 2018)"
Rows = NDArray[np.float64]


def examples(article: Article, doc: Doc) -> list[tuple[list[float], bool]]:
    """The learned utterances of an article: their features, and whether they are right."""
    found = [utterance for utterance in doc._.quotes if utterance.rule == RULE]
    items = [item_of(doc.text, utterance) for utterance in found]
    by_cue = {i: one for one in doc._.attributions for i in range(*one.cue)}
    rows = []
    for utterance, (item, gold) in zip(found, Score().add(gold_items(article), items), strict=True):
        values = features(by_cue[utterance.cue.start], utterance.kind)
        rows.append(([values.get(name, 0.0) for name in NAMES], gold is not None and is_right(gold, item)))
    return rows


def fit(values: Rows, right: Rows) -> Rows:
    """Fit a logistic regression: (features,) weights for (examples, features)."""

    def loss(weights: Rows) -> tuple[float, Rows]:
        total = values @ weights
        slope = values.T @ (1 / (1 + np.exp(-total)) - right) + RIDGE * weights
        return float(np.logaddexp(0, total).sum() - right @ total + RIDGE / 2 * weights @ weights), slope

    found: Rows = minimize(loss, np.zeros(values.shape[1]), jac=True, method="L-BFGS-B").x
    return found


def cross_validated(articles: Sequence[Sequence[tuple[list[float], bool]]]) -> tuple[Rows, Rows]:
    """Probabilities of examples by weights fitted on other articles, and whether they are right."""
    sure, truth = [], []
    for fold in range(FOLDS):
        values, right = _arrays(one for i, rows in enumerate(articles) if i % FOLDS != fold for one in rows)
        held, held_right = _arrays(one for rows in articles[fold::FOLDS] for one in rows)
        sure.append(1 / (1 + np.exp(-held @ fit(values, right))))
        truth.append(held_right)
    return np.concatenate(sure), np.concatenate(truth)


def _arrays(rows: Iterable[tuple[list[float], bool]]) -> tuple[Rows, Rows]:
    values, right = zip(*rows, strict=True)
    return np.array(values, dtype=float), np.array(right, dtype=float)


def curve(sure: Rows, right: Rows) -> list[tuple[int, float, float]]:
    """Number, mean probability and share of right ones of each tenth of the probabilities."""
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    return [(int((bins == b).sum()), float(sure[bins == b].mean()), float(right[bins == b].mean()))
            for b in range(BINS) if (bins == b).any()]  # fmt: skip


def main() -> None:
    """Parse the arguments, fit, write, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, help="folder that holds polnear/")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    args = parser.parse_args()
    nlp = load(None)
    articles = [examples(article, nlp(article.text)) for article in read_polnear(args.corpora, "dev")]
    sure, right = cross_validated(articles)
    for n, mean, share in curve(sure, right):
        print(f"{n:5} said {mean:.3f} are {share:.3f}")
    print(f"expected calibration error {sum(n * abs(m - s) for n, m, s in curve(sure, right)) / len(sure):.3f}")
    fitted = fit(*_arrays(one for rows in articles for one in rows))
    weights = {name: round(float(weight), 4) for name, weight in zip(NAMES, fitted, strict=True)}
    args.out.write_text(json.dumps({"source": SOURCE, "weights": weights}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
