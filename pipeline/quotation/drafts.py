"""Utterances in the making."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from pipeline.language.attribution import Attribution
from pipeline.quotation.clauses import Candidate
from pipeline.quotation.spans import Range


@dataclass
class Draft:
    """An utterance in the making.

    Attributes:
        candidate: Its attribution.
        parts: Its stretches in reading order.
        rule: What attributed it.
        held: The quotations in it, by their places in the list of all.
        attribution: What the language model found, None where a rule did.
    """

    candidate: Candidate
    parts: list[Range]
    rule: str
    held: list[int] = field(default_factory=list)
    attribution: Attribution | None = None

    def words(self) -> set[int]:
        """The places of its tokens."""
        return {i for part in self.parts for i in range(*part)}

    def telling(self) -> set[int]:
        """The places of the words of its cue and its speaker, which say nothing themselves."""
        return {*range(*self.candidate.cue), *range(*self.candidate.speaker_range or (0, 0))}


def ends_sentence(token: Token) -> bool:
    """Whether a sentence ends with a token, or something is announced by it."""
    return token.text in (".", "!", "?", ":", ";") or "\n" in token.text
