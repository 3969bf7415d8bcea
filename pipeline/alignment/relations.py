"""Tells how two claims of one matter stand to each other, and in words what differs where they conflict.

A conflict needs the same slot: predicates that are the same, synonyms or opposites, and a participant in common. Only
then do a negation, an opposite, an amount or a date count.
"""

from __future__ import annotations

from pipeline.alignment.features import Pair
from pipeline.alignment.profiles import Profile
from pipeline.alignment.vocabulary import are_opposites, is_light
from pipeline.schema import Quantity

_MOSTLY = 0.6
_ONE_SIDED = 0.3  # a claim that says so much more than the other elaborates it
_MIN_SHARED = 2


def relation(pair: Pair) -> tuple[str, str | None]:
    """The relation of a pair, "agrees", "elaborates" or "conflicts", and what differs."""
    differing = conflict(pair)
    if differing is not None:
        return "conflicts", differing
    return ("agrees" if _agree(pair) else "elaborates"), None


def conflict(pair: Pair) -> str | None:
    """What two claims disagree on, in words; None where they don't."""
    first, second = pair.first, pair.second
    if not _share_participant(first, second) or len(pair.shared) < _MIN_SHARED:
        return None
    if _opposed(pair):
        return f"{first.claim.predicate} against {second.claim.predicate}"
    if not _same_slot(pair):
        return None
    if first.claim.polarity != second.claim.polarity and _alike_in_modality(first, second):
        return f"{first.claim.polarity} against {second.claim.polarity}: {_predicates(pair)}"
    differing = sorted(pair.numbers.different, key=lambda ab: sorted((ab[0].text, ab[1].text)))
    return next((_amounts(a, b) for a, b in differing), None)


def _amounts(first: Quantity, second: Quantity) -> str:
    counted = f" ({first.unit})" if first.kind in ("count", "ordinal") else ""
    return f"{first.text} against {second.text}{counted}"


def _predicates(pair: Pair) -> str:
    return f"{pair.first.claim.predicate} against {pair.second.claim.predicate}"


def _alike_in_modality(first: Profile, second: Profile) -> bool:
    """Whether both are stated, or both left open: *would not have sold* does not conflict with *sold*."""
    open_a, open_b = (p.claim.modality in ("possible", "conditional") for p in (first, second))
    return open_a == open_b


def _share_participant(first: Profile, second: Profile) -> bool:
    """Whether the same one takes part as subject or object of both."""
    return bool(_arguments(first) & _arguments(second))


def _arguments(profile: Profile) -> set[str]:
    return {unit for unit in (profile.subject, profile.object) if unit is not None}


def _opposed(pair: Pair) -> bool:
    """Opposite verbs about the same thing, neither of them negated."""
    first, second = pair.first.claim, pair.second.claim
    content = pair.first.words & pair.second.words
    return (
        are_opposites(first.predicate_lemma, second.predicate_lemma)
        and first.polarity == second.polarity
        and bool(content)
    )


def _same_slot(pair: Pair) -> bool:
    """The same predicate; where it says little by itself (*be*, *have*), with the same subject and object."""
    first, second = pair.first, pair.second
    if first.predicate != second.predicate:
        return False
    if is_light(first.claim.predicate_lemma):
        return first.subject == second.subject and first.object is not None and first.object == second.object
    return bool((pair.first.words & pair.second.words) - {f"w:{first.predicate}"}) or first.object == second.object


def _agree(pair: Pair) -> bool:
    first, second = pair.first, pair.second
    least, most = sorted(pair.containment)
    if least >= _MOSTLY and most - least < _ONE_SIDED:
        return True
    same_arguments = first.subject == second.subject and first.object == second.object
    return first.predicate == second.predicate and same_arguments and first.object is not None
