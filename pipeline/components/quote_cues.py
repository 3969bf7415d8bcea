"""What the cue lexicon knows: which words tell of saying or thinking, and how often each pattern does so."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Token

from pipeline.language.lexicon import rows

_PARTS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective"}
_PRIOR = 4.0  # how many sightings the rate of a whole pattern weighs against those of one word


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that tells of saying, writing or thinking.

    Attributes:
        kind: "speech", "writing", "thought" or "document".
        stance: "neutral", "claimed", "warned", "praised", ...
    """

    kind: str
    stance: str


@lru_cache(maxsize=1)
def cues() -> dict[tuple[str, str], Cue]:
    """The cue lexicon by lemma and part of speech."""
    return {(row["lemma"], row["pos"]): Cue(row["kind"], row["stance"]) for row in rows("cues")}


def cue_of(token: Token) -> Cue | None:
    """What the lexicon says of a token."""
    return cues().get((lemma_of(token), part_of(token)))


def part_of(token: Token) -> str:
    """The part of speech as the lexicon names it, empty for those that are no cues."""
    return "verb" if token.tag_.startswith("VB") else _PARTS.get(token.pos_, "")


def lemma_of(token: Token) -> str:
    """The lemma in lower case, the form where there is none."""
    return (token.lemma_ or token.text).lower()


def is_saying(token: Token) -> bool:
    """Whether a token is a verb of speech or writing."""
    cue = cue_of(token)
    return cue is not None and part_of(token) == "verb" and cue.kind != "thought"


@lru_cache(maxsize=1)
def _counts() -> dict[tuple[str, str, str], tuple[int, int]]:
    table = rows("cue_counts")
    return {(row["lemma"], row["pos"], row["pattern"]): (int(row["n"]), int(row["right"])) for row in table}


def rate(token: Token, pattern: str) -> float:
    """How often a word with this pattern of complement attributed something in PolNeAR's train split.

    The rate of the pattern over all words stands in for words that were seldom seen.
    """
    n, right = _counts().get((lemma_of(token), part_of(token), pattern), (0, 0))
    every, every_right = _counts().get(("", part_of(token), pattern), (0, 0))
    prior = every_right / every if every else 0.0
    return (right + _PRIOR * prior) / (n + _PRIOR)


@lru_cache(maxsize=1)
def rules() -> dict[str, float]:
    """How often each rule was right on PolNeAR's dev split: content found and speaker right."""
    return {row["rule"]: float(row["precision"]) for row in rows("quote_rules")}
