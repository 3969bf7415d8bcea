"""Tells claims that are worded alike but for what they differ in: there a difference is a conflict for certain."""

from __future__ import annotations

from functools import cache

from pipeline.alignment.cues import Cue, denials, openness
from pipeline.alignment.dates import is_date
from pipeline.alignment.features import Pair
from pipeline.alignment.profiles import Profile
from pipeline.alignment.vocabulary import are_opposites, is_light
from pipeline.language.lexicon import rows

_MIN_SHARED = 2  # units
_ALL_OF_IT = 0.8  # share of a claim that a denial must hold to deny it
_ALIKE = 0.5  # of two predicates that tell of one deed, where subject and object are the same
_PLAIN = frozenset(("number", "date", "polarity"))


def plain_conflict(pair: Pair, found: list[Cue]) -> Cue | None:
    """The cue that two claims plainly conflict in: of one predicate and a participant in common; None where none does.

    Args:
        pair: The claims.
        found: What they tell differently.
    """
    first, second = pair.first, pair.second
    if len(pair.shared) < _MIN_SHARED:
        return None
    if _denied_whole(pair):
        return next((cue for cue in found if cue.kind == "polarity"), None)
    if not arguments(first) & arguments(second):
        return None
    usable = [cue for cue in found if cue.kind in _PLAIN and not (cue.kind == "polarity" and _apart_in_modality(pair))]
    if {"number", "date"} <= {cue.kind for cue in usable}:  # seven by Monday, nine by Tuesday
        usable = [cue for cue in usable if cue.kind == "polarity"]
    if _opposed(pair):
        return next((cue for cue in usable if cue.kind == "polarity"), None)
    if not _same_slot(pair):
        return None
    ranked = sorted(usable, key=lambda cue: cue.kind != "polarity")
    return next(
        (cue for cue in ranked if cue.kind != "polarity" or first.claim.polarity != second.claim.polarity), None
    )


def other_toll(pair: Pair, found: list[Cue]) -> Cue | None:
    """The cue that both count whom one thing befell, at no two times, and differ: *killing 14 people*, *eleven died*.

    It may have befallen them elsewhere or years ago, so that this alone is no plain conflict.

    Args:
        pair: The claims.
        found: What they tell differently.
    """
    first, second = pair.first, pair.second
    differing = [a for a, _ in pair.numbers.different]
    if first.claim.polarity != second.claim.polarity or bool(openness(first)) != bool(openness(second)):
        return None
    if not any(a.unit in pair.tolls for a in differing) or any(is_date(a) for a in differing):
        return None
    return next((cue for cue in found if cue.kind == "number"), None)


def _denied_whole(pair: Pair) -> bool:
    """One claim denies what the other states: *Rosa denied that she had sold the ferry*, *Rosa sold the ferry*."""
    sides = ((pair.first, pair.second, pair.coverage[1]), (pair.second, pair.first, pair.coverage[0]))
    return any(
        one.claim.predicate_lemma in _denials() and not denials(other) and not openness(other) and covered >= _ALL_OF_IT
        for one, other, covered in sides
    )


@cache
def _denials() -> frozenset[str]:
    """Verbs of denial."""
    return frozenset(row["lemma"] for row in rows("cues") if row["stance"] == "denied")


def arguments(profile: Profile) -> set[str]:
    """The units of a claim's subject and object."""
    return {unit for unit in (profile.subject, profile.object) if unit is not None}


def _apart_in_modality(pair: Pair) -> bool:
    """Whether only one is left open: *would not have sold* does not conflict with *sold*."""
    open_a, open_b = (p.claim.modality in ("possible", "conditional") for p in (pair.first, pair.second))
    return open_a != open_b


def _opposed(pair: Pair) -> bool:
    """Opposite verbs about the same thing, neither of them negated."""
    first, second = pair.first.claim, pair.second.claim
    opposite = are_opposites(first.predicate_lemma, second.predicate_lemma) and first.polarity == second.polarity
    return opposite and bool(pair.first.words & pair.second.words)


def _same_slot(pair: Pair) -> bool:
    """The same predicate; where it says little by itself (*be*, *have*), with the same subject and object.

    With these, predicates that are alike will do: *Rosa promised 8 million euros*, *Rosa pledged 5 million*.
    """
    first, second = pair.first, pair.second
    same_ends = first.subject == second.subject and first.object is not None and first.object == second.object
    if first.predicate != second.predicate:
        return same_ends and first.subject is not None and pair.value("predicate_meaning") >= _ALIKE
    if is_light(first.claim.predicate_lemma):
        return same_ends
    return bool((first.words & second.words) - {f"w:{first.predicate}"}) or first.object == second.object
