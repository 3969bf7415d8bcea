"""Turns the signals of a pair into the probability that both claims tell of the same event.

The weights are a logistic regression, fitted on ECB+ by `training/alignment.py` and stored in
`language/alignment.json`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.alignment.features import FEATURES

WEIGHTS = Path(__file__).parent.parent / "language" / "alignment.json"


@dataclass(frozen=True)
class Scorer:
    """A fitted logistic regression.

    Attributes:
        coefficients: One for each of `FEATURES`.
        intercept: Its constant.
        threshold: Probability from which a mutually best pair is kept.
    """

    coefficients: tuple[float, ...]
    intercept: float
    threshold: float

    def probability(self, values: Sequence[float]) -> float:
        """The probability for the signals of a pair."""
        total = self.intercept + math.fsum(c * v for c, v in zip(self.coefficients, values, strict=True))
        return 1 / (1 + math.exp(-total)) if total > -700 else 0.0


@lru_cache(maxsize=1)
def bundled() -> Scorer:
    """The scorer that ships with the project.

    Raises:
        ValueError: It was fitted on other features.
    """
    data = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    if tuple(data["features"]) != FEATURES:
        raise ValueError("alignment.json was fitted on other features; run training/alignment.py")
    return Scorer(tuple(data["coefficients"]), data["intercept"], data["threshold"])
