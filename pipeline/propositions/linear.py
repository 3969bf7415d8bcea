"""The weights that choose how claims are cut, fitted by `training/segmentation.py`: three logistic regressions."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

WEIGHTS = Path(__file__).parent.parent / "language" / "segmentation.json"
Signals = dict[str, float]


@dataclass(frozen=True)
class Linear:
    """A fitted logistic regression.

    Attributes:
        intercept: Its constant.
        weights: By signal; signals that it does not know count nothing.
    """

    intercept: float
    weights: dict[str, float]

    def probability(self, signals: Mapping[str, float]) -> float:
        """The probability for some signals."""
        weights = self.weights
        total = self.intercept + math.fsum(
            [weights[name] * value for name, value in signals.items() if name in weights]
        )
        return 1 / (1 + math.exp(-max(total, -700)))


@dataclass(frozen=True)
class Segmenter:
    """What the parts of a claim are chosen by.

    Attributes:
        kept: Whether a part that holds a word holds what hangs on it too.
        best: Whether a cut is the nearest to what somebody marked.
        right: Whether a cut is near to something that somebody marked.
        threshold: The score from which cuts are chosen.
    """

    kept: Linear
    best: Linear
    right: Linear
    threshold: float


@lru_cache(maxsize=1)
def bundled() -> Segmenter:
    """The weights that ship with the project."""
    data = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Segmenter(_linear(data["kept"]), _linear(data["best"]), _linear(data["right"]), data["threshold"])


def _linear(data: Mapping[str, Any]) -> Linear:
    return Linear(data["intercept"], data["weights"])
