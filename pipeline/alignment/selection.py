"""Chooses which of the scored pairs to show: few, the most specific, and the same ones in any order of input."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.alignment.features import Pair
from pipeline.alignment.profiles import Profile
from pipeline.alignment.vocabulary import is_wide

_MAX_PAIRS = 5  # of one claim with one other document
_MAX_OF_NOUN = 1  # of a claim without a clause: *the visit of the queen* would go with all that tells of the visit
_PHRASES = ("nominal", "appositive")
_LEAST_UNITS = 3  # and amounts, of a phrase that says enough to be aligned: *their meeting in Russia* does not
_APART = 0.7  # of a subject from all that the other claim speaks of
_EXTRA = 0.1  # how far above the threshold a pair must be that is not the best of both its claims


@dataclass(frozen=True)
class Scored:
    """A pair with its probability."""

    pair: Pair
    score: float

    @property
    def key(self) -> tuple[str, str]:
        """The ids of its claims."""
        return self.pair.first.claim.claim_id, self.pair.second.claim.claim_id


def select(scored: Iterable[Scored], threshold: float) -> list[Scored]:
    """The pairs to show, sorted by the ids of their claims; a higher threshold only takes some away.

    Args:
        scored: Pairs of any documents.
        threshold: Probability from which a pair is shown.
    """
    ranked = sorted((s for s in scored if _says_enough(s.pair)), key=lambda s: (-s.score, s.key))
    kept: list[Scored] = []
    partners: dict[tuple[str, str], list[Profile]] = defaultdict(list)
    for one in ranked:
        first, second = one.pair.first, one.pair.second
        of_first = partners[first.claim.claim_id, second.claim.doc_id]
        of_second = partners[second.claim.claim_id, first.claim.doc_id]
        if _nested(second, of_first) or _nested(first, of_second):
            continue
        best = not of_first and not of_second
        of_first.append(second)
        of_second.append(first)
        if (
            len(of_first) <= _most(first)
            and len(of_second) <= _most(second)
            and one.score >= threshold + (0.0 if best else _EXTRA)
        ):
            kept.append(one)
    return sorted(kept, key=lambda s: s.key)


def _says_enough(pair: Pair) -> bool:
    """Whether claims say enough of one thing to be aligned.

    A phrase, which is no clause, must tell more than a name or two, and not just who did what the other claim tells.
    """
    sides = (pair.first, pair.second)
    phrases = [profile for profile in sides if profile.claim.kind in _PHRASES]
    if any(len(profile.units) + len(profile.quantities) < _LEAST_UNITS for profile in phrases):
        return False
    is_who = any(profile.claim.kind == "appositive" for profile in phrases)  # *Ada Berg, the mayor*
    return not (is_who and pair.first.predicate != pair.second.predicate) and not _of_two_things(pair)


def _of_two_things(pair: Pair) -> bool:
    """Whether different things do what much else does too: *the herring moved north*, *the cold moved north*.

    Not where one speaker says both, who may well call a *schedule* a *timetable* in the next sentence.
    """
    first, second = pair.first, pair.second
    speaker = first.claim.attributed_entity_id
    if speaker is not None and speaker == second.claim.attributed_entity_id:
        return False
    is_wide_verb = first.predicate == second.predicate and is_wide(first.claim.predicate_lemma)
    if not is_wide_verb or pair.value("subjects_apart") < _APART or first.entities & second.entities:
        return False
    did_one_thing = pair.value("same_object") and _has_direct_object(first) and _has_direct_object(second)
    return not (did_one_thing or pair.value("same_numbers"))


def _has_direct_object(profile: Profile) -> bool:
    """Whether the object stands right after the verb, so that it is none after a preposition: *in spring*."""
    return f"{profile.claim.predicate} {profile.claim.object}" in profile.claim.text


def _most(profile: Profile) -> int:
    return _MAX_OF_NOUN if profile.claim.kind in _PHRASES else _MAX_PAIRS


def _nested(profile: Profile, others: list[Profile]) -> bool:
    """Whether a claim overlaps one that the same claim is already paired with."""
    claim = profile.claim
    return any(claim.start < other.claim.end and other.claim.start < claim.end for other in others)
