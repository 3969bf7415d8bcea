"""Turns the signals of a pair into the probability that both claims tell of the same event.

The weights are two logistic regressions, of documents and of claims, fitted on ECB+ by `training/alignment.py` and
stored in `language/alignment.json`.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.alignment.documents import STORY_SIGNALS
from pipeline.alignment.features import FEATURES, DocumentPair

_SURE = 2.5  # odds from which on two documents tell of one event for sure
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
        odds = self.odds(values)
        return 1 / (1 + math.exp(-odds)) if odds > _NEVER else 0.0


@dataclass(frozen=True)
class Scorer:
    """What tells how likely it is that claims tell of one event.

    Attributes:
        story: For `STORY_SIGNALS`: whether two documents tell of one event.
        claims: For `FEATURES`: whether two claims do.
        threshold: Probability from which a mutually best pair is kept.
    """

    story: Regression
    claims: Regression
    threshold: float

    def probability(self, values: Sequence[float]) -> float:
        """The probability for the signals of a pair of claims."""
        return self.claims.probability(values)

    def among_others(self, pairs: Mapping[tuple[str, str], DocumentPair]) -> dict[tuple[str, str], DocumentPair]:
        """The pairs of documents, each knowing how it stands beside the best of either document.

        Likeness beyond what makes one event sure does not count, so that copies of one report stand apart from no other
        report.
        """
        odds = {key: min(self.story.odds(pair.signals), _SURE) for key, pair in pairs.items()}
        best: dict[str, float] = defaultdict(lambda: -math.inf)
        for key, value in odds.items():
            for doc_id in key:
                best[doc_id] = max(best[doc_id], value)
        return {
            key: pair.among_others(
                self.story.probability(pair.signals), (odds[key] - best[key[0]], odds[key] - best[key[1]])
            )
            for key, pair in pairs.items()
        }


@lru_cache(maxsize=1)
def bundled() -> Scorer:
    """The scorer that ships with the project.

    Raises:
        ValueError: It was fitted on other signals.
    """
    data = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    if (tuple(data["story"]["signals"]), tuple(data["claims"]["signals"])) != (STORY_SIGNALS, FEATURES):
        raise ValueError("alignment.json was fitted on other signals; run training/alignment.py")
    story, claims = (Regression(tuple(data[n]["coefficients"]), data[n]["intercept"]) for n in ("story", "claims"))
    return Scorer(story, claims, data["threshold"])
