"""Finds the pairs of claims worth comparing, through what is rare in them; never all pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipeline.alignment.profiles import Profile

_MAX_CLAIMS = 200  # a unit in more claims than this finds nothing
_MAX_KEPT = 40  # candidates of one claim
_MIN_RARITY = 1.0  # a unit in more than a third of all news finds nothing


def candidates(profiles: Sequence[Profile]) -> list[tuple[int, int]]:
    """Pairs of places in `profiles`, of two documents each, first the smaller; sorted."""
    index: dict[str, list[int]] = defaultdict(list)
    for place, profile in enumerate(profiles):
        for unit, weight in profile.units.items():
            if weight >= _MIN_RARITY:
                index[unit].append(place)
    usable = {unit: places for unit, places in index.items() if 1 < len(places) <= _MAX_CLAIMS}
    found = {pair for place in range(len(profiles)) for pair in _best(place, profiles, usable)}
    return sorted(found)


def _best(place: int, profiles: Sequence[Profile], index: dict[str, list[int]]) -> list[tuple[int, int]]:
    """The claims of other documents that share most, by how rare it is, with the one at `place`."""
    profile = profiles[place]
    shared: dict[int, float] = defaultdict(float)
    for unit, weight in profile.units.items():
        for other in index.get(unit, ()):
            shared[other] += weight
    doc_id = profile.claim.doc_id
    others = [other for other in shared if profiles[other].claim.doc_id != doc_id]
    others.sort(key=lambda other: (-round(shared[other], 9), profiles[other].claim.claim_id))
    return [(min(place, other), max(place, other)) for other in others[:_MAX_KEPT]]
