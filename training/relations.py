"""Fits what tells how two claims stand to each other and writes `pipeline/language/relations.json`.

`python -m training.relations --corpora DIR` fits a logistic regression on the labelled pairs in `training/pairs` and
`tests/gold/pairs`. What it reaches is told of the latter, five-fold by event: of no pair has the judge seen the event.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, precision_recall_curve
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

import pipeline
from pipeline.alignment.cues import cues
from pipeline.alignment.relations import RELATIONS, SIGNALS, WEIGHTS, Judge, signals
from training.claim_pairs import FITTED, GOLD, Found, find

_FOLDS = 5
_PENALTY = 0.05
_FOUND = 0.5  # overlap from which a claim found is the labelled one
_SURE = 0.75  # share of the conflicts told that must be some, among claims that are aligned rightly
_CONFLICTS = RELATIONS.index("conflicts")


def fit(values: np.ndarray, labels: np.ndarray, overlaps: np.ndarray) -> Judge:
    """Fit a judge; each relation counts the same, however often it occurs.

    Which of two claims says more is learned from claims alone that are the labelled ones: one that was found with more
    or fewer words around it says something else.

    Args:
        values: The signals, (pairs, signals).
        labels: The relations, (pairs,).
        overlaps: How alike the claims found are to the labelled ones, (pairs,).
    """
    apart = (overlaps > _FOUND) & (labels != "conflicts")
    return Judge(_regression(values, labels), _regression(values[apart], labels[apart])[0], 0.0)


def _regression(values: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The weights of a logistic regression, (classes in the order of `RELATIONS`, signals + 1); one row for two."""
    scale = StandardScaler().fit(values)
    model = LogisticRegression(C=_PENALTY, class_weight="balanced", max_iter=2000)
    model.fit(scale.transform(values), labels)
    classes = list(model.classes_)
    places = [classes.index(kind) for kind in RELATIONS] if len(classes) > 2 else [0]
    weights = model.coef_[places] / scale.scale_
    constants = model.intercept_[places] - weights @ scale.mean_
    return np.round(np.column_stack([weights, constants]), 4)


def five_fold(values: np.ndarray, labels: np.ndarray, overlaps: np.ndarray, events: Sequence[str]) -> np.ndarray:
    """The probability of each relation for each pair, (pairs, relations), by judges that have not seen its event."""
    found = np.zeros((len(labels), len(RELATIONS)))
    for train, test in GroupKFold(_FOLDS).split(values, groups=list(events)):
        judge = fit(values[train], labels[train], overlaps[train])
        found[test] = [judge.probabilities(row) for row in values[test]]
    return found


def arrays(found: Sequence[Found]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The signals, the relations and whether there is a cue to a conflict, of some pairs."""
    told = [cues(one.pair, one.names) for one in found]
    values = np.array([signals(one.pair, cue) for one, cue in zip(found, told, strict=True)])
    return values, np.array([one.label.relation for one in found]), np.array([bool(cue) for cue in told])


def surely(labels: np.ndarray, conflicts: np.ndarray) -> float:
    """The lowest probability from which most of the conflicts told are some.

    Args:
        labels: The relations.
        conflicts: The probability of a conflict, 0 where there is no cue to one.
    """
    precision, _, thresholds = precision_recall_curve(labels == "conflicts", conflicts)
    return float(min((t for p, t in zip(precision, thresholds, strict=False) if p >= _SURE), default=1.0))


def figures(labels: np.ndarray, probabilities: np.ndarray, cued: np.ndarray, least_conflict: float) -> dict[str, float]:
    """How often the relation is told rightly, and the conflict.

    Args:
        labels: The relations.
        probabilities: The probability of each, (pairs, relations).
        cued: Whether there is a cue to a conflict.
        least_conflict: Probability from which a conflict is told.
    """
    conflict = cued & (probabilities[:, _CONFLICTS] >= least_conflict)
    other = np.array(RELATIONS)[probabilities[:, :_CONFLICTS].argmax(axis=1)]
    told = np.where(conflict, "conflicts", other)
    right = conflict & (labels == "conflicts")
    each = f1_score(labels, told, average=None, labels=list(RELATIONS), zero_division=0.0)
    return {
        "pairs": len(labels),
        "macro_f1": round(float(each.mean()), 4),
        **{f"f1_{kind}": round(float(value), 4) for kind, value in zip(RELATIONS, each, strict=True)},
        "conflict_precision": round(float(right.sum() / max(conflict.sum(), 1)), 4),
        "conflict_recall": round(float(right.sum() / max((labels == "conflicts").sum(), 1)), 4),
    }


def main() -> None:
    """Fit, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    args = parser.parse_args()
    judge, measured = judged(related_pairs(args.corpora))
    data = {
        "source": "Fitted by training/relations.py on the labelled pairs of claims of this project",
        "signals": SIGNALS,
        "weights": judge.weights.tolist(),
        "more": judge.more.tolist(),
        "least_conflict": judge.least_conflict,
        "figures": measured,
    }
    WEIGHTS.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(measured, indent=1))


def related_pairs(corpora: Path) -> list[Found]:
    """The labelled pairs that have a relation, with the claims found for them."""
    nlp = pipeline.load_model()
    found = find(nlp, GOLD, corpora) + find(nlp, FITTED)
    return [one for one in found if one.label.relation != "none"]


def judged(related: Sequence[Found]) -> tuple[Judge, dict[str, float]]:
    """A judge fitted on all pairs, and what five-fold ones reach on those that were labelled twice."""
    values, labels, cued = arrays(related)
    overlaps = np.array([one.overlap for one in related])
    probabilities = five_fold(values, labels, overlaps, [one.label.event for one in related])
    sure = surely(labels, probabilities[:, _CONFLICTS] * cued)
    least = math.floor(sure * 10_000) / 10_000  # rounded up, it would leave out the pair that it was set by
    gold = np.array([bool(one.label.passes) for one in related])
    measured = figures(labels[gold], probabilities[gold], cued[gold], least)
    return replace(fit(values, labels, overlaps), least_conflict=least), measured


if __name__ == "__main__":
    main()
