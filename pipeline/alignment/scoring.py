"""Turns the signals of a pair into the probability that both claims tell of the same event.

The weights are three logistic regressions, of documents, of claims, and of claims that were read side by side, fitted
on ECB+ and on labelled pairs of claims by `training/alignment.py` and stored in `language/alignment.json`.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pipeline.alignment.documents import STORY_SIGNALS
from pipeline.alignment.features import FEATURES

_SURE = 2.5  # odds from which on two documents tell of one event for sure
_UNSURE = 1e-4  # how far a probability that is taken for odds stays from 0 and 1
_NEVER = -700.0  # odds below which the probability is 0 to any digit
WEIGHTS = Path(__file__).parent.parent / "language" / "alignment.json"


@dataclass(frozen=True)
class Regression:
    """A fitted logistic regression.

    Attributes:
        coefficients: One a signal.
        intercept: Its constant.
    """

    coefficients: tuple[float, ...]
    intercept: float

    def odds(self, values: Sequence[float]) -> float:
        """The logarithm of the odds for some signals."""
        return self.intercept + math.fsum(c * v for c, v in zip(self.coefficients, values, strict=True))

    def probability(self, values: Sequence[float]) -> float:
        """The probability for some signals."""
        return probability(self.odds(values))


class Place(NamedTuple):
    """How a pair of documents stands among all.

    Attributes:
        story: The probability that they tell of one event.
        gaps: How much less they look like one event than either looks with its best partner, the larger gap first; 0
            where each is the other's best, never above.
    """

    story: float
    gaps: tuple[float, float]


@dataclass(frozen=True)
class Scorer:
    """What tells how likely it is that claims tell of one event.

    Attributes:
        story: For `STORY_SIGNALS`: whether two documents tell of one event.
        claims: For `FEATURES`: whether two claims do.
        reading: For `FEATURES` and the odds that a cross-encoder reads.
        threshold: Probability from which a mutually best pair is kept.
    """

    story: Regression
    claims: Regression
    reading: Regression
    threshold: float

    def probability(self, values: Sequence[float]) -> float:
        """The probability for the signals of a pair of claims."""
        return self.claims.probability(values)

    def read(self, values: Sequence[float], odds: float) -> float:
        """The probability for the signals of a pair of claims that was read, and the odds that were read in it."""
        return self.reading.probability((*values, odds))

    def placed(self, odds: Mapping[tuple[str, str], float]) -> dict[tuple[str, str], Place]:
        """How each pair of documents stands beside the best of either document.

        Likeness beyond what makes one event sure does not count, so that copies of one report stand apart from no other
        report.

        Args:
            odds: By pair of documents, the odds that `story` gives for their signals.
        """
        best: dict[str, float] = defaultdict(lambda: -math.inf)
        for key, value in odds.items():
            for doc_id in key:
                best[doc_id] = max(best[doc_id], min(value, _SURE))
        found = {}
        for (one, other), value in odds.items():
            gaps = min(value, _SURE) - best[one], min(value, _SURE) - best[other]
            found[one, other] = Place(probability(value), (min(gaps), max(gaps)))
        return found


def probability(odds: float) -> float:
    """The probability for the logarithm of some odds."""
    return 1 / (1 + math.exp(-odds)) if odds > _NEVER else 0.0


def odds_of(chance: float) -> float:
    """The logarithm of the odds of some probability, within bounds."""
    bounded = min(max(chance, _UNSURE), 1 - _UNSURE)
    return math.log(bounded / (1 - bounded))


@lru_cache(maxsize=1)
def bundled() -> Scorer:
    """The scorer that ships with the project.

    Raises:
        ValueError: It was fitted on other signals.
    """
    data = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    if (tuple(data["story"]["signals"]), tuple(data["claims"]["signals"])) != (STORY_SIGNALS, FEATURES):
        raise ValueError("alignment.json was fitted on other signals; run training/alignment.py")
    story, claims, reading = (
        Regression(tuple(data[name]["coefficients"]), data[name]["intercept"])
        for name in ("story", "claims", "reading")
    )
    return Scorer(story, claims, reading, data["threshold"])
