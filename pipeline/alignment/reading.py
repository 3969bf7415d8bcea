"""What the cross-encoder reads in two claims, as odds that other models weigh."""

from __future__ import annotations

import numpy as np

from pipeline.alignment.features import Pair
from pipeline.alignment.scoring import odds_of
from pipeline.language import cross_encoder
from pipeline.language.cross_encoder import LABELS, NONE, CrossEncoder, Row


def read(pair: Pair, reader: CrossEncoder | None = None) -> Row:
    """What a cross-encoder reads in two claims: the logarithm of the probability of each of its `LABELS`."""
    return (reader or cross_encoder.load()).log_probabilities(pair.first.claim.text, pair.second.claim.text)


def odds_of_relation(pair: Pair, reader: CrossEncoder | None = None) -> float:
    """The odds that two claims tell of one matter, whether they agree on it or not."""
    return -odds_of(float(np.exp(read(pair, reader)[LABELS.index(NONE)])))
