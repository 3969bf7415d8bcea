"""Gathers claims of many documents that tell of one matter, so that no chain of half-likeness ties all together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

_LEAST = 0.35  # average probability within a cluster
_LARGEST = 2_000  # claims that hang together; more are cut at higher probabilities first
_STEP = 0.1
_SURE = 0.85  # claims that hang together through pairs above this are one, however many: copies of one report


def clusters(kept: Iterable[tuple[str, str]], scores: Mapping[tuple[str, str], float]) -> dict[str, str]:
    """The smallest claim id of its cluster for each aligned claim; average linkage, whatever the order of the pairs.

    Args:
        kept: The pairs that are aligned.
        scores: The probability of all pairs that were compared; what was not compared counts as 0.
    """
    tied = {pair: scores[pair] for pair in kept}
    groups = _connected(tied)
    of_group = {claim: number for number, group in enumerate(groups) for claim in group}
    inside: dict[int, dict[tuple[str, str], float]] = defaultdict(dict)
    for (first, second), score in scores.items():
        if first in of_group and of_group[first] == of_group.get(second):
            inside[of_group[first]][first, second] = score
    return {claim: key for number, group in enumerate(groups) for claim, key in _split(group, inside[number]).items()}


def _connected(scores: Mapping[tuple[str, str], float], least: float = 0.0) -> list[list[str]]:
    """The claims that hang together through pairs of at least some probability, each group sorted."""
    beside: dict[str, list[str]] = defaultdict(list)
    for (first, second), score in scores.items():
        if score >= least:
            beside[first].append(second)
            beside[second].append(first)
    groups, seen = [], set()
    for start in sorted(beside):
        if start in seen:
            continue
        seen.add(start)
        group = [start]
        for claim in group:
            group += [c for c in dict.fromkeys(beside[claim]) if c not in seen]
            seen.update(beside[claim])
        groups.append(sorted(group))
    return groups


def _split(group: Sequence[str], scores: Mapping[tuple[str, str], float], least: float = 0.0) -> dict[str, str]:
    if len(group) > _LARGEST and least > _SURE:
        return dict.fromkeys(group, group[0])
    if len(group) == 2:  # as many are: linkage would tell the same, but slowly
        first, second = group
        score = scores[first, second] if (first, second) in scores else scores[second, first]
        return {first: first, second: first if 1 - score <= 1 - _LEAST else second}
    if len(group) > _LARGEST:
        parts = _connected(scores, least + _STEP)
        alone = {claim: claim for claim in group}
        return alone | {c: first for part in parts for c, first in _split(part, scores, least + _STEP).items()}
    place = {claim: i for i, claim in enumerate(group)}
    distances = np.ones((len(group), len(group)))
    np.fill_diagonal(distances, 0.0)
    for (first, second), score in scores.items():
        if first in place and second in place:
            distances[place[first], place[second]] = distances[place[second], place[first]] = 1 - score
    labels = fcluster(linkage(squareform(distances, checks=False), "average"), 1 - _LEAST, "distance")
    smallest: dict[int, str] = {}
    for claim, label in zip(group, labels, strict=True):
        smallest.setdefault(int(label), claim)
    return {claim: smallest[int(label)] for claim, label in zip(group, labels, strict=True)}
