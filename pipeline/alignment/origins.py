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
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    return max(b.size for b in blocks) >= _RUN or sum(b.size for b in blocks) >= _MOSTLY * fewer


def wording(one: str | None, other: str | None) -> Literal["same", "differs"] | None:
    """Whether two quotes give one utterance in the same words; None where not both give it in quotation marks.

    Args:
        one: The words in quotation marks of a quote.
        other: Those of the other.
    """
    first, second = (_WORD.findall((text or "").lower()) for text in (one, other))
    if min(len(first), len(second)) < _SHORTEST:
        return None
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    common = sum(block.size for block in blocks) / min(len(first), len(second))
    if common < _ONE_UTTERANCE:
        return None
    return (
        "same" if common == 1.0 and max(block.size for block in blocks) == min(len(first), len(second)) else "differs"
    )
