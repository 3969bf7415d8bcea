"""Tells claims apart that two sources have from one origin: the same statement, or the same words."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal

from pipeline.alignment.features import Pair

Origin = Literal["words", "statement"]
_WORD = re.compile(r"\w+")
_RUN = 8  # words in a row that two writers hardly choose alike
_MOSTLY = 0.85  # share of the words of the shorter claim that stand in the same order in the other
_FEWEST = 6  # words of a claim that is told by its words
_SHORTEST = 4  # words of a quote that can be told to be the same utterance as another
_ONE_UTTERANCE = 0.6  # share of the words of the shorter quote that the other has in the same order
_ALIKE = 0.5  # from where two claims of one speaker are of one occasion


def shared_origin(pair: Pair) -> Origin | None:
    """What two claims have in common that shows one origin, None where nothing does.

    "words" where they are worded alike beyond chance, "statement" where both give what one speaker said.
    """
    if _worded_alike(pair.first.claim.text, pair.second.claim.text):
        return "words"
    speakers = (pair.first.claim.attributed_entity_id, pair.second.claim.attributed_entity_id)
    if speakers[0] is not None and speakers[0] == speakers[1] and max(pair.coverage) >= _ALIKE:
        return "statement"
    return None


def _worded_alike(one: str, other: str) -> bool:
    first, second = (_WORD.findall(text.lower()) for text in (one, other))
    fewer = min(len(first), len(second))
    if fewer < _FEWEST:
        return False
    runs = _common_runs(first, second)
    return max(runs) >= _RUN or sum(runs) >= _MOSTLY * fewer


def _common_runs(first: list[str], second: list[str]) -> list[int]:
    """How many words in a row two texts have in common, in the same order; the same whichever comes first."""
    one, other = sorted((first, second))
    return [block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()]


def wording(one: str | None, other: str | None) -> Literal["same", "differs"] | None:
    """Whether two quotes give one utterance in the same words; None where not both give it in quotation marks.

    Args:
        one: The words in quotation marks of a quote.
        other: Those of the other.
    """
    first, second = (_WORD.findall((text or "").lower()) for text in (one, other))
    fewer = min(len(first), len(second))
    if fewer < _SHORTEST:
        return None
    runs = _common_runs(first, second)
    if sum(runs) < _ONE_UTTERANCE * fewer:
        return None
    return "same" if max(runs) == fewer else "differs"
