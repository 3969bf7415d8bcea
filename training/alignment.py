"""Fits the weights of alignment on ECB+ and on labelled pairs of claims; writes `pipeline/language/alignment.json`.

Fitted on topics 1 to 30 without 2, 5, 12, 18, 21 and 23, which with 31 to 35 are what the figures are told of, and on
the pairs in `training/pairs`.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from itertools import groupby
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score

import pipeline
from pipeline.alignment.documents import STORY_SIGNALS
from pipeline.alignment.features import FEATURES, Pair
from pipeline.alignment.reading import odds_of_relation
from pipeline.alignment.reranking import worth_reading
from pipeline.alignment.scoring import WEIGHTS, Regression, Scorer
from pipeline.alignment.selection import Scored, select
from pipeline.language.cross_encoder import CrossEncoder, load
from training.claim_pairs import HALVES, half_of
from training.ecb import FITTED, REPORTED, read_articles
from training.labelled import Event, events
from training.labelled import examples as candidates
from training.logistic import Source, constrained, regress
from training.similar import Likeness, read_similar, similar
from training.stories import Example, Meeting, annotated, examples, meetings

_BINS = 10
_THRESHOLD = 0.4  # probability from which a pair is shown; below it, much is loose that other articles tell
_LIKENESSES = 0.3  # weight of all pairs of other sentences together, for 1 of all pairs of ECB+
_SOURCE = (
    "Fitted by training/alignment.py on ECB+ (Cybulska and Vossen 2014; annotation CC BY 3.0) and training/pairs, "
    "signals weighed on STS headlines and STS benchmark too (scores CC BY-SA 4.0)"
)


def fit(met: Sequence[Meeting], likenesses: Sequence[Likeness], labelled: Sequence[Event]) -> Scorer:
    """Fit what tells stories apart, then what tells claims apart, by signals and then by what is read in them too.

    Args:
        met: Pairs of articles of ECB+, which the probabilities are fitted on.
        likenesses: Pairs of other sentences, which the signals are weighed on as well.
        labelled: Articles with labelled pairs, which the signals and the reading are weighed on as well.
    """
    scorer = Scorer(
        fit_story(met),
        Regression((0.0,) * len(FEATURES), 0.0),
        Regression((0.0,) * (len(FEATURES) + 1), 0.0),
        _THRESHOLD,
    )
    made, others = examples(met, scorer), candidates(labelled, scorer)
    own, labels = (Source(*arrays(some)) for some in (made, others))
    alike = np.array([one.alike for one in likenesses], dtype=int)
    sentences = Source(np.array([one.pair.values for one in likenesses]), alike, _LIKENESSES)
    scorer = replace(scorer, claims=_rounded(*regress(own, [labels, sentences])))
    read, read_others = (read_odds(some, scorer, _unprepared) for some in (made, others))
    seen, seen_others = own.some(~np.isnan(read), read), labels.some(~np.isnan(read_others), read_others)
    return replace(scorer, reading=_rounded(*regress(seen, [seen_others])))


def _unprepared(topic: str) -> CrossEncoder:
    """A cross-encoder that has not learned from a topic or event."""
    return load(HALVES[half_of(topic)])


def fit_story(met: Sequence[Meeting]) -> Regression:
    """Fit what tells whether two articles of one topic tell of one event."""
    values = np.array([m.documents.signals for m in met])
    labels = np.array([m.within for m in met], dtype=int)
    return _rounded(*constrained(values, labels, [1] * len(STORY_SIGNALS), np.ones(len(met))))


def _rounded(coefficients: np.ndarray, intercept: float) -> Regression:
    return Regression(tuple(round(float(c), 4) for c in coefficients), round(float(intercept), 4))


def shown(made: Sequence[Example], chances: np.ndarray, threshold: float) -> dict[str, float]:
    """Precision and recall within stories of the pairs that are chosen to be shown.

    Args:
        made: Pairs of claims.
        chances: The probability of each, (pairs,).
        threshold: That from which a pair is shown.
    """
    within = [(example, float(chance)) for example, chance in zip(made, chances, strict=True) if example.within]
    same = {Scored(e.pair, 0.0).key for e, _ in within if e.same}
    chosen = select([Scored(e.pair, chance) for e, chance in within], threshold)
    right = sum(one.key in same for one in chosen)
    return {
        "shown": len(chosen),
        "precision": round(right / max(len(chosen), 1), 4),
        "recall": round(right / max(len(same), 1), 4),
    }


def arrays(made: Sequence[Example]) -> tuple[np.ndarray, np.ndarray]:
    """The signals and the labels of examples."""
    return np.array([e.pair.values for e in made]), np.array([e.same for e in made], dtype=int)


def scores(made: Sequence[Example], scorer: Scorer) -> np.ndarray:
    """The probability of each example by the signals, (examples,)."""
    return np.array([scorer.probability(e.pair.values) for e in made])


def read_odds(made: Sequence[Example], scorer: Scorer, reader_of: Callable[[int], CrossEncoder]) -> np.ndarray:
    """The odds that are read in each example that is worth reading, (examples,), NaN in the others.

    Args:
        made: Examples, those of two articles one after the other.
        scorer: What tells the probability by the signals.
        reader_of: What reads those of a topic.
    """
    found = np.full(len(made), np.nan)
    first = scores(made, scorer)
    for _, places in groupby(range(len(made)), lambda i: _documents(made[i].pair)):
        own = list(places)
        for j in worth_reading([made[i].pair for i in own], first[own]):
            found[own[j]] = odds_of_relation(made[own[j]].pair, reader_of(made[own[j]].topic))
    return found


def _documents(pair: Pair) -> tuple[str, str]:
    return pair.first.claim.doc_id, pair.second.claim.doc_id


def reranked(made: Sequence[Example], read: np.ndarray, scorer: Scorer) -> np.ndarray:
    """The probability of each example, (examples,), by its signals and the odds that were read in it, (examples,)."""
    values = [example.pair.values for example in made]
    found = zip(values, read.tolist(), strict=True)
    return np.array([scorer.probability(v) if math.isnan(odds) else scorer.read(v, odds) for v, odds in found])


def figures(made: Sequence[Example], scorer: Scorer) -> dict[str, float]:
    """Average precision of the scorer and of plain overlaps within stories, and how well it is calibrated."""
    first = scores(made, scorer)
    every = reranked(made, read_odds(made, scorer, lambda topic: load()), scorer)
    within = np.array([example.within for example in made])
    labels, found = np.array([e.same for e in made], dtype=int), every[within]
    of_story = [example for example in made if example.within]
    return {
        "pairs": len(of_story),
        "same": round(float(labels[within].mean()), 4),
        "average_precision": _ap(labels[within], found),
        "average_precision_unread": _ap(labels[within], first[within]),
        "average_precision_jaccard": _ap(labels[within], np.array([e.pair.similarity for e in of_story])),
        "average_precision_tfidf": _ap(labels[within], np.array([_cosine(e.pair) for e in of_story])),
        "average_precision_with_other_stories": _ap(labels, every),
        "calibration_error": round(calibration_error(labels[within], found), 4),
        **shown(made, every, scorer.threshold),
    }


def _cosine(pair: Pair) -> float:
    """The cosine of the weighted words and names of two claims, as a baseline."""
    one, other = pair.first.units, pair.second.units
    lengths = math.sqrt(sum(w * w for w in one.values()) * sum(w * w for w in other.values()))
    return sum(weight * other[unit] for unit, weight in one.items() if unit in other) / (lengths or 1.0)


def _ap(labels: np.ndarray, found: np.ndarray) -> float:
    return round(float(average_precision_score(labels, found)), 4)


def calibration_error(labels: np.ndarray, found: np.ndarray) -> float:
    """Expected calibration error over ten bins of equal width."""
    bins = np.minimum((found * _BINS).astype(int), _BINS - 1)
    gaps = (abs(labels[bins == b].mean() - found[bins == b].mean()) * (bins == b).mean() for b in np.unique(bins))
    return float(sum(gaps))


def main() -> None:
    """Fit, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--model", help="a spaCy model; without it, the bundled one")
    args = parser.parse_args()
    nlp = pipeline.load_model(args.model)
    articles = read_articles(args.corpora / "ecbplus")
    met = meetings(articles, annotated(articles, nlp))
    fitted, reported = ([m for m in met if m.first.topic in topics] for topics in (FITTED, REPORTED))
    scorer = fit(fitted, similar(read_similar(args.corpora), nlp), events(nlp))
    measured = figures(examples(reported, scorer), scorer)
    write(scorer, measured)
    print(json.dumps(measured, indent=1))


def write(scorer: Scorer, measured: dict[str, float]) -> None:
    """Write the weights with what they reach."""
    data = {
        "source": _SOURCE,
        "story": {"signals": STORY_SIGNALS, **asdict(scorer.story)},
        "claims": {"signals": FEATURES, **asdict(scorer.claims)},
        "reading": asdict(scorer.reading),
        "threshold": scorer.threshold,
        "figures": measured,
    }
    WEIGHTS.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
