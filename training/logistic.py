"""Logistic regressions over the signals of alignment, from several sources of labelled pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from pipeline.alignment.features import CONTEXT, FEATURES, SIGNS

_RIDGE = 2.0
_READ = 1  # the sign of the odds that are read
_BOUNDS = {1: (0.0, None), -1: (None, 0.0), 0: (None, None)}


@dataclass(frozen=True)
class Source:
    """What signals are weighed on.

    Attributes:
        values: The signals, (pairs, signals).
        labels: Whether each pair tells of one event, (pairs,).
        weight: What all pairs count together, for 1 of all of the first source.
    """

    values: np.ndarray
    labels: np.ndarray
    weight: float = 1.0

    def some(self, chosen: np.ndarray, more: np.ndarray) -> Source:
        """Some of the pairs, (pairs,), with one more signal, (pairs,)."""
        return Source(np.column_stack([self.values, more])[chosen], self.labels[chosen], self.weight)


def regress(own: Source, others: Sequence[Source]) -> tuple[np.ndarray, float]:
    """A logistic regression in two steps: first what the claims tell, then what their documents add.

    Fitted at once, the likeness of the documents would stand in for names and places: in ECB+ it tells the stories of
    a topic apart. In an article that tells of several events it cannot. The second step also makes the probabilities
    right.

    Args:
        own: ECB+.
        others: What the first step is fitted on too.

    Returns:
        The coefficients, (signals,), and the constant.
    """
    signs = [*SIGNS.values(), _READ][: own.values.shape[1]]
    of_claims = np.array([name not in CONTEXT for name in (*FEATURES, "read")])[: len(signs)]
    values = np.concatenate([own.values, *(one.values for one in others)])[:, of_claims]
    labels = np.concatenate([own.labels, *(one.labels for one in others)])
    shares = [np.full(len(one.labels), one.weight * len(own.labels) / max(len(one.labels), 1)) for one in others]
    weights = np.concatenate([np.ones(len(own.labels)), *shares])
    coefficients = np.zeros(len(signs))
    told = [sign for sign, chosen in zip(signs, of_claims, strict=True) if chosen]
    coefficients[of_claims], intercept = constrained(values, labels, told, weights)
    both = np.column_stack([own.values @ coefficients + intercept, own.values[:, ~of_claims]])
    (scale, *context), constant = constrained(both, own.labels, [1] * both.shape[1], np.ones(len(both)))
    coefficients *= scale
    coefficients[~of_claims] = context
    return coefficients, float(intercept * scale + constant)


def constrained(
    values: np.ndarray, labels: np.ndarray, signs: Sequence[int], weights: np.ndarray
) -> tuple[np.ndarray, float]:
    """A logistic regression in which no signal may count the wrong way, so that it holds in other texts too.

    Args:
        values: The signals, (pairs, signals).
        labels: 0 or 1, (pairs,).
        signs: For each signal whether its coefficient may be above 0 (1), below (-1) or either (0).
        weights: What each pair counts, (pairs,).

    Returns:
        The coefficients, (signals,), and the constant.
    """
    centre, scale = values.mean(axis=0), values.std(axis=0) + 1e-9
    inputs, sides = (values - centre) / scale, np.where(labels == 1, 1.0, -1.0)

    def loss(parameters: np.ndarray) -> tuple[float, np.ndarray]:
        margins = sides * (inputs @ parameters[1:] + parameters[0])
        pull = -sides * weights * expit(-margins)
        gradient = np.concatenate([[pull.sum()], inputs.T @ pull + _RIDGE * parameters[1:]])
        return float((weights * np.logaddexp(0, -margins)).sum() + _RIDGE / 2 * (parameters[1:] ** 2).sum()), gradient

    bounds = [(None, None)] + [_BOUNDS[sign] for sign in signs]
    found = minimize(loss, np.zeros(len(signs) + 1), jac=True, bounds=bounds, method="L-BFGS-B").x
    coefficients = found[1:] / scale
    return coefficients, float(found[0] - coefficients @ centre)
