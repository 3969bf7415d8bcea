"""Weigh who may be meant: a log-linear model for each kind of pronoun and noun phrase.

The weights are fitted on GUM by `training/coref.py` and stored in `language/coref.json`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

WEIGHTS = Path(__file__).parent.parent / "language" / "coref.json"
Signals = list[str]


@dataclass(frozen=True)
class Ranker:
    """A fitted model.

    Attributes:
        weights: By kind the weight of every signal.
        thresholds: By kind the probability from which an answer is given.
    """

    weights: dict[str, dict[str, float]]
    thresholds: dict[str, float]

    def probabilities(self, kind: str, options: Sequence[Signals]) -> list[float]:
        """How probable each option is; together they make 1."""
        weights = self.weights[kind]
        scores = [sum(weights.get(signal, 0.0) for signal in signals) for signals in options]
        best = max(scores)
        powers = [math.exp(score - best) for score in scores]
        total = math.fsum(powers)
        return [power / total for power in powers]


@lru_cache(maxsize=1)
def bundled() -> Ranker:
    """The model that ships with the project."""
    data = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Ranker(data["weights"], data["thresholds"])
