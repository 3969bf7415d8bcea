"""Fits what tells how two claims stand to each other: `python -m training.relations`.

Fits logistic regressions on the labelled pairs in `training/pairs`, as cross-encoders read them that did not see their
event, and writes `pipeline/language/relations.json`. From which probability a conflict is told is set by judges that
have not seen the event either. The pairs in `tests/gold/pairs`, which figures are told of, are not looked at.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, precision_recall_curve
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

import pipeline
from pipeline.alignment.cues import cues
from pipeline.alignment.reading import read
from pipeline.alignment.relations import RELATIONS, SIGNALS, WEIGHTS, Judge, has_ground, relation, signals
from pipeline.language.cross_encoder import CrossEncoder, load
from training.claim_pairs import FITTED, HALVES, Found, apart, find, half_of

_FOLDS = 5
_PENALTY = 0.01
_TRUST = 3.0  # how many times lighter the penalty is on what the cross-encoder reads, which is little and tells much
_FOUND = 0.5  # overlap from which a claim found is the labelled one
_SURE = 0.8  # share of the conflicts told that must be some, among claims that are aligned rightly
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
    trust = np.array([_TRUST if name.startswith("read_") else 1.0 for name in SIGNALS])
    model = LogisticRegression(C=_PENALTY, class_weight="balanced", max_iter=2000)
    model.fit(scale.transform(values) * trust, labels)
    classes = list(model.classes_)
    places = [classes.index(kind) for kind in RELATIONS] if len(classes) > 2 else [0]
    weights = model.coef_[places] * trust / scale.scale_
    constants = model.intercept_[places] - weights @ scale.mean_
    return np.round(np.column_stack([weights, constants]), 4)


def five_fold(
    values: np.ndarray, labels: np.ndarray, overlaps: np.ndarray, events: Sequence[str]
) -> tuple[list[Judge], np.ndarray]:
    """A judge for each pair that has not seen its event, and the probability of each relation, (pairs, relations)."""
    judges: list[Judge] = [Judge(np.zeros(0), np.zeros(0), 1.0)] * len(labels)
    found = np.zeros((len(labels), len(RELATIONS)))
    for train, test in GroupKFold(_FOLDS).split(values, groups=list(events)):
        judge = fit(values[train], labels[train], overlaps[train])
        for i in test:
            judges[i], found[i] = judge, judge.probabilities(values[i])
    return judges, found


@dataclass(frozen=True)
class Arrays:
    """Some pairs.

    Attributes:
        values: Their signals, (pairs, signals).
        labels: Their relations.
        overlaps: How alike their claims are to the labelled ones.
        grounded: Whether there is something to base a conflict on.
    """

    values: np.ndarray
    labels: np.ndarray
    overlaps: np.ndarray
    grounded: np.ndarray


def arrays(found: Sequence[Found]) -> Arrays:
    """What judges are fitted on."""
    told = [(cues(one.pair, one.names), read(one.pair, _unprepared(one))) for one in found]
    return Arrays(
        np.array([signals(one.pair, *seen) for one, seen in zip(found, told, strict=True)]),
        np.array([one.label.relation for one in found]),
        np.array([one.overlap for one in found]),
        np.array([has_ground(*seen) for seen in told]),
    )


def _unprepared(one: Found) -> CrossEncoder:
    """A cross-encoder that has not learned from the event."""
    return load(HALVES[half_of(one.label.event)])


def surely(labels: np.ndarray, conflicts: np.ndarray) -> float:
    """The lowest probability from which most of the conflicts told are some.

    Args:
        labels: The relations.
        conflicts: The probability of a conflict.
    """
    precision, _, thresholds = precision_recall_curve(labels == "conflicts", conflicts)
    return float(min((t for p, t in zip(precision, thresholds, strict=False) if p >= _SURE), default=1.0))


def figures(labels: np.ndarray, told: np.ndarray) -> dict[str, float]:
    """How often the relation is told rightly, and the conflict.

    Args:
        labels: The relations.
        told: Those that were told.
    """
    conflict = told == "conflicts"
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
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    judge, measured = judged(related_pairs(FITTED))
    data = {
        "source": "Fitted by training/relations.py on the labelled pairs of claims in training/pairs",
        "signals": SIGNALS,
        "weights": judge.weights.tolist(),
        "more": judge.more.tolist(),
        "least_conflict": judge.least_conflict,
        "figures": measured,
    }
    WEIGHTS.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(measured, indent=1))


def related_pairs(folder: Path, corpora: Path | None = None) -> list[Found]:
    """The labelled pairs of a folder that have a relation, with the claims found for them."""
    found = find(pipeline.load_model(), folder, corpora)
    return apart([one for one in found if one.label.relation != "none"])


def judged(related: Sequence[Found]) -> tuple[Judge, dict[str, float]]:
    """A judge fitted on some pairs, and what judges reach on them that have not seen their event."""
    found = arrays(related)
    events = [one.label.event for one in related]
    judges, probabilities = five_fold(found.values, found.labels, found.overlaps, events)
    sure = surely(found.labels, probabilities[:, _CONFLICTS] * found.grounded)
    least = math.floor(sure * 10_000) / 10_000  # rounded up, it would leave out the pair that it was set by
    told = [
        relation(one.pair, one.names, replace(judge, least_conflict=least), _unprepared(one)).kind
        for one, judge in zip(related, judges, strict=True)
    ]
    judge = replace(fit(found.values, found.labels, found.overlaps), least_conflict=least)
    return judge, figures(found.labels, np.array(told))


if __name__ == "__main__":
    main()
