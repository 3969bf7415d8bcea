"""Tells how two claims of one matter stand to each other: they agree, one elaborates the other, or they conflict.

A model weighs how much of each claim the other holds, what they tell differently, and what the cross-encoder reads in
them. Claims that are worded alike but for what they differ in need no model. The weights were fitted on labelled pairs
of claims by `training/relations.py`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pipeline.alignment.cues import KINDS, Cue, contrast, cues, denials, openness
from pipeline.alignment.dates import is_date
from pipeline.alignment.features import Pair
from pipeline.alignment.meaning import Vectors, unit
from pipeline.alignment.profiles import Profile
from pipeline.alignment.reading import read
from pipeline.alignment.scoring import odds_of
from pipeline.alignment.slots import other_toll, plain_conflict
from pipeline.language.cross_encoder import LABELS, NONE, CrossEncoder, Row

RelationKind = Literal["agrees", "elaborates", "conflicts"]
RELATIONS: tuple[RelationKind, ...] = ("agrees", "elaborates", "conflicts")
Direction = Literal["a", "b", "both"]
WEIGHTS = Path(__file__).parent.parent / "language" / "relations.json"

_RELATED = tuple(label for label in LABELS if label != NONE)
_OF_PAIR = ("subjects_apart", "entities_unknown", "containment", "predicate_within", "other_numbers", "other_dates")
SIGNALS = (
    "coverage_least",
    "coverage_most",
    "coverage_gap",
    "meaning",
    "jaccard",
    "predicate_meaning",
    "same_subject",
    "same_object",
    "shared_entities",
    "left_least",
    "left_most",
    "left_meaning",
    "shorter",
    "longer",
    "same_numbers",
    "same_dates",
    "unmatched_numbers",
    "unmatched_dates",
    "numbers_one_sided",
    "dates_one_sided",
    *KINDS,
    *(f"{kind}_alike" for kind in KINDS),
    "any_cue",
    "number_and_date",
    "denials_apart",
    "openness_apart",
    "one_open",
    "both_open",
    *_OF_PAIR,
    "same_toll",
    "read_conflict",
    "read_more",
    "read_none",
)
_LEAST_COMMON = 0.3  # share of one of two claims that the other must hold in like words to agree with it
_LIKELY = math.log(0.5)  # or how surely they read as the same
_OPEN = 2  # degree of openness from which a claim is not settled
_EVEN_CHANCE = 0.5
_EVEN = 0.15  # claims of which each holds as much of the other add something to each other


@dataclass(frozen=True, slots=True)
class Relation:
    """How two claims stand to each other.

    Attributes:
        kind: The relation.
        direction: Which claim says more; None but for "elaborates".
        cue: What they conflict in; None but for "conflicts".
        chance: How likely a conflict is, by what was learned from labelled pairs, where claims are not worded so alike
            that it is plain; else 1.
    """

    kind: RelationKind
    direction: Direction | None
    cue: Cue | None
    chance: float = 1.0


@dataclass(frozen=True)
class Judge:
    """Two fitted logistic regressions over `SIGNALS`: of each of `RELATIONS`, and of claims that do not conflict.

    Attributes:
        weights: (relations, signals + 1), the constants last; they tell how likely a conflict is.
        more: (signals + 1,), the constant last; how likely it is that one of two claims says more.
        least_conflict: Probability from which a conflict is told.
    """

    weights: Vectors
    more: Vectors
    least_conflict: float

    def probabilities(self, values: Sequence[float]) -> Vectors:
        """The probability of each relation, (relations,)."""
        odds = self.weights[:, :-1] @ np.asarray(values) + self.weights[:, -1]
        powers = np.exp(odds - odds.max())
        conflict = float(powers[-1] / powers.sum())
        more = float(1 / (1 + np.exp(-(self.more[:-1] @ np.asarray(values) + self.more[-1]))))
        return np.array([(1 - conflict) * (1 - more), (1 - conflict) * more, conflict])


@lru_cache(maxsize=1)
def bundled() -> Judge:
    """The judge that ships with the project.

    Raises:
        ValueError: It was fitted on other signals.
    """
    data = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    if tuple(data["signals"]) != SIGNALS:
        raise ValueError("relations.json was fitted on other signals; run training/relations.py")
    return Judge(np.array(data["weights"]), np.array(data["more"]), data["least_conflict"])


def relation(
    pair: Pair, names: Mapping[str, str], judge: Judge | None = None, reader: CrossEncoder | None = None
) -> Relation:
    """The relation of two claims of one matter.

    Args:
        pair: The claims.
        names: The name of each unit that is an entity.
        judge: What tells the probabilities; None for the bundled one.
        reader: What reads the claims; None for the bundled one.
    """
    judge = judge or bundled()
    found = cues(pair, names)
    plain = plain_conflict(pair, found)
    if plain is not None:
        return Relation("conflicts", None, plain)
    if pair.first.claim.text.lower() == pair.second.claim.text.lower():
        return Relation("agrees", None, None)
    reading = read(pair, reader)
    agrees, elaborates, conflicts = map(float, judge.probabilities(signals(pair, found, reading)))
    toll = other_toll(pair, found)
    if toll is not None:
        return Relation("conflicts", None, toll, conflicts)
    if conflicts >= judge.least_conflict and has_ground(found, reading):
        likely = {kind: float(reading[LABELS.index(kind)]) for kind in KINDS}
        kind = max(likely, key=likely.__getitem__)
        cue = max(found, key=lambda cue: likely[cue.kind], default=contrast(pair, kind))
        return Relation("conflicts", None, cue, conflicts)
    is_alike = max(pair.coverage) >= _LEAST_COMMON or reading[LABELS.index("agrees")] >= _LIKELY
    if agrees >= elaborates and is_alike:
        return Relation("agrees", None, None)
    return Relation("elaborates", _direction(pair), None)


def _direction(pair: Pair) -> Direction:
    """The claim that says more is the one of which the other holds less."""
    of_first, of_second = pair.coverage
    if abs(of_first - of_second) < _EVEN:
        return "both"
    return "a" if of_first < of_second else "b"


def has_ground(found: Sequence[Cue], reading: Row) -> bool:
    """Whether there is something to base a conflict on: a cue, or a reading that takes it for likelier than not.

    A reading counts for what cues miss; amounts and days are compared better than they are read.
    """
    unseen = [LABELS.index(kind) for kind in KINDS if kind not in ("number", "date")]
    return bool(found) or float(np.exp(reading[unseen]).sum()) > _EVEN_CHANCE


def signals(pair: Pair, found: Sequence[Cue], reading: Row) -> tuple[float, ...]:
    """The signals of a pair, in the order of `SIGNALS`, the same whichever claim comes first.

    Args:
        pair: The claims.
        found: What they tell differently.
        reading: What `read` gives for them.
    """
    first, second = pair.first, pair.second
    left = sorted(_left(pair), key=lambda part: part[0])
    least, most = sorted(pair.coverage)
    kinds = {cue.kind for cue in found}
    sizes = sorted((len(first.units), len(second.units)))
    return (
        least,
        most,
        most - least,
        pair.value("meaning"),
        pair.value("jaccard"),
        pair.value("predicate_meaning"),
        pair.value("same_subject"),
        pair.value("same_object"),
        float(len(first.entities & second.entities)),
        left[0][0],
        left[1][0],
        float(left[0][1] @ left[1][1]),
        float(sizes[0]),
        float(sizes[1]),
        pair.value("same_numbers"),
        pair.value("same_dates"),
        *_unmatched(pair),
        *(float(kind in kinds) for kind in KINDS),
        *(float(kind in kinds) * (least + most) for kind in KINDS),
        float(bool(kinds)),
        float({"number", "date"} <= kinds),
        float(denials(first) % 2 != denials(second) % 2),
        *_openness(first, second),
        *map(pair.value, _OF_PAIR),
        float(bool(pair.tolls)),
        *_readings(reading),
    )


def _readings(reading: Row) -> tuple[float, float, float]:
    """The odds of a conflict if there is a relation, that one claim says more and not the same, and of no relation."""
    chances = dict(zip(LABELS, np.exp(reading.astype(float)), strict=True))
    conflict, related = (sum(chances[name] for name in names) for names in (KINDS, _RELATED))
    more = float(np.log(chances["elaborates"] / chances["agrees"]))
    return odds_of(conflict / related), more, odds_of(chances[NONE])


def _openness(first: Profile, second: Profile) -> tuple[float, float, float]:
    """How much firmer one claim is than the other, and whether one, or each, is left open."""
    least, most = sorted((openness(first), openness(second)))
    return float(most - least), float(least < _OPEN <= most), float(least >= _OPEN)


def _left(pair: Pair) -> tuple[tuple[float, Vectors], tuple[float, Vectors]]:
    """What each claim holds that the other does not: its weight, and what it means."""
    first = _residue(pair.first.weights, pair.alike, pair.first.directions)
    return first, _residue(pair.second.weights, pair.alike.T, pair.second.directions)


def _residue(weights: NDArray[np.float64], alike: NDArray[np.float64], directions: Vectors) -> tuple[float, Vectors]:
    best = alike.max(axis=1) if alike.size else np.zeros(len(weights))
    rest = weights * (1 - best)
    return float(rest.sum()), unit((rest @ directions).astype(np.float32))


def _unmatched(pair: Pair) -> tuple[float, float, float, float]:
    """Amounts and dates in both claims of which none is the same, and in one alone."""
    dated = [any(is_date(q) for q in p.quantities) for p in (pair.first, pair.second)]
    counted = [any(not is_date(q) for q in p.quantities) for p in (pair.first, pair.second)]
    return (
        float(all(counted) and not pair.value("same_numbers")),
        float(all(dated) and not pair.value("same_dates")),
        float(counted[0] != counted[1]),
        float(dated[0] != dated[1]),
    )
