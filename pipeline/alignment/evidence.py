"""The stretches on both sides that decided how two claims stand to each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from pipeline.alignment.features import Pair
from pipeline.alignment.profiles import Profile
from pipeline.alignment.relations import Relation
from pipeline.alignment.vocabulary import canonical, rarity
from pipeline.schema import AlignmentEvidence, ClaimSpan, Quantity

Role = Literal["shared", "added", "conflict"]
_WORD = re.compile(r"[^\W\d_]+|\d[\d.,]*")
_COMMON = 1.0  # rarity of words that say nothing by themselves


class _Part(NamedTuple):
    profile: Profile
    span: ClaimSpan | Quantity
    role: Role


def evidence(pair: Pair, told: Relation, names: Mapping[str, str]) -> list[AlignmentEvidence]:
    """What decided: for a conflict what differs, else what both say and, where one elaborates, what is added.

    Args:
        pair: The claims.
        told: Their relation.
        names: The name of each unit that is an entity.
    """
    parts = list(_conflicting(pair, told) if told.cue is not None else _telling(pair, told, names))
    return [_row(pair, position, part) for position, part in enumerate(parts)]


def _conflicting(pair: Pair, told: Relation) -> Iterator[_Part]:
    if told.cue is not None:
        for profile, span in ((pair.first, told.cue.first), (pair.second, told.cue.second)):
            if span is not None:
                yield _Part(profile, span, "conflict")


def _telling(pair: Pair, told: Relation, names: Mapping[str, str]) -> Iterator[_Part]:
    """The stretches that both share, and those that the fuller claim adds."""
    fuller = {"a": (True, False), "b": (False, True), "both": (True, True), None: (False, False)}[told.direction]
    sides = ((pair.first, pair.second, fuller[0]), (pair.second, pair.first, fuller[1]))
    for profile, other, adds in sides:
        known = other.words | {f"w:{canonical(w)}" for name in _names(other, names) for w in _words(name)}
        for span in profile.stretches:
            telling = {f"w:{canonical(w)}" for w in _words(span.text) if rarity(w) > _COMMON}
            if telling & known:
                yield _Part(profile, span, "shared")
            elif adds and telling:
                yield _Part(profile, span, "added")


def _names(profile: Profile, names: Mapping[str, str]) -> Iterator[str]:
    return (names[unit] for unit in profile.entities if unit in names)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _row(pair: Pair, position: int, part: _Part) -> AlignmentEvidence:
    claim, span = part.profile.claim, part.span
    return AlignmentEvidence(
        alignment_id=f"{pair.first.claim.claim_id}~{pair.second.claim.claim_id}",
        position=position,
        claim_id=claim.claim_id,
        doc_id=claim.doc_id,
        role=part.role,
        text=span.text,
        start=span.start,
        end=span.end,
        raw_start=span.raw_start,
        raw_end=span.raw_end,
    )
