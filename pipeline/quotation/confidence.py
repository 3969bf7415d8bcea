"""How sure an utterance is that the language model finds: its probabilities, calibrated on PolNeAR."""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path

from pipeline.language import attribution
from pipeline.language.attribution import Attribution

WEIGHTS = Path(attribution.__file__).with_name("attribution.json")
EDGE = 1e-4  # how near to 0 and 1 a probability is taken for


def features(found: Attribution, kind: str) -> dict[str, float]:
    """What the calibration looks at: log-odds of cue, content and source, and the kind of utterance."""
    odds = {
        "cue": _log_odds(found.cue_probability),
        "content": _log_odds(found.content_probability),
        "source": _log_odds(found.source_probability) if found.source else 0.0,
    }
    return {"always": 1.0, "sourceless": float(not found.source), kind: 1.0, **odds}


def confidence(found: Attribution, kind: str) -> float:
    """The probability that the utterance is right: half of content and speaker, at least, as annotated."""
    total = sum(weights().get(name, 0.0) * value for name, value in features(found, kind).items())
    return round(1 / (1 + math.exp(-total)), 3)


@cache
def weights() -> dict[str, float]:
    """The fitted weights, by feature."""
    found: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"]
    return found


def _log_odds(probability: float) -> float:
    kept = min(max(probability, EDGE), 1 - EDGE)
    return math.log(kept / (1 - kept))
