"""What the cue lexicon knows: which words tell of saying or thinking, and how often each pattern does so."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Token

from pipeline.language.lexicon import rows

_PARTS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective"}
KNOWN, UNKNOWN = "*", "?"  # stand for all words of the lexicon, and for all others, in cue_counts.csv
_IMPERSONAL = frozenset(("it", "this", "that", "which", "what", "there", "they"))
_PRIOR = 4.0  # how many sightings the rate of a whole pattern weighs against those of one word


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that tells of saying, writing or thinking.

    Attributes:
        kind: "speech", "writing" or "thought"; "evidence" for what also things do, as *show*; "semblance" for *seem*;
            "document" for nouns that speak, as *report*.
        stance: "neutral", "claimed", "warned", "praised", ...
        clause: Whether it nearly always governs a clause, as *say* does.
    """

    kind: str
    stance: str
    clause: bool


@lru_cache(maxsize=1)
def cues() -> dict[tuple[str, str], Cue]:
    """The cue lexicon by lemma and part of speech."""
    return {(row["lemma"], row["pos"]): Cue(row["kind"], row["stance"], row["clause"] == "yes") for row in rows("cues")}


def cue_of(token: Token) -> Cue | None:
    """What the lexicon says of a token."""
    return cues().get((lemma_of(token), part_of(token)))


def part_of(token: Token) -> str:
    """The part of speech as the lexicon names it, empty for those that are no cues."""
    return "verb" if token.tag_.startswith("VB") else _PARTS.get(token.pos_, "")


def lemma_of(token: Token) -> str:
    """The lemma in lower case and American spelling, the form where there is none."""
    lemma = (token.lemma_ or token.text).lower()
    return f"{lemma[:-3]}ize" if lemma.endswith("ise") and f"{lemma[:-3]}ize" in _lemmas() else lemma


@lru_cache(maxsize=1)
def _lemmas() -> frozenset[str]:
    return frozenset(lemma for lemma, _ in cues())


def is_document(noun: Token) -> bool:
    """Whether a noun is a text that can say something: *report*, *statement*, *Article 4*; not *the Ulster Post*."""
    known = cues().get((lemma_of(noun), "noun"))
    after = noun.doc[noun.i + 1] if noun.i + 1 < len(noun.doc) else None
    common = noun.pos_ == "NOUN" or (after is not None and after.like_num)
    return common and known is not None and known.kind == "document"


def is_saying(token: Token) -> bool:
    """Whether a token is a verb of speech or writing."""
    cue = cue_of(token)
    return cue is not None and part_of(token) == "verb" and cue.kind in ("speech", "writing")


def may_speak(speaker: Token, head: Token, pattern: str) -> bool:
    """Whether a subject can say or think something; what merely shows it must be a document or a named body."""
    if speaker.dep_ == "expl":
        return False
    cue = cue_of(head)
    if cue is None or cue.kind not in ("evidence", "semblance"):
        return True
    if speaker.lower_ in _IMPERSONAL or pattern in ("np as", "np to"):
        return False
    known = cues().get((lemma_of(speaker), "noun"))
    by_kind = known is not None and known.kind in ("document", "speech")
    return cue.kind == "semblance" or by_kind or speaker.pos_ in ("PROPN", "PRON", "NUM")


@lru_cache(maxsize=1)
def _counts() -> dict[tuple[str, str, str], tuple[int, int]]:
    table = rows("cue_counts")
    return {(row["lemma"], row["pos"], row["pattern"]): (int(row["n"]), int(row["right"])) for row in table}


def rate(token: Token, pattern: str) -> float:
    """How often a word with this pattern of complement attributed something in PolNeAR's train split.

    For words that were seldom seen, the rate over all words of the lexicon with this pattern stands in, and over all
    others for words that are not in the lexicon.
    """
    part = part_of(token)
    n, right = _counts().get((lemma_of(token), part, pattern), (0, 0))
    every, every_right = _counts().get((KNOWN if cue_of(token) else UNKNOWN, part, pattern), (0, 0))
    prior = every_right / every if every else 0.0
    return (right + _PRIOR * prior) / (n + _PRIOR)


@lru_cache(maxsize=1)
def _precisions() -> dict[tuple[bool, str, str], float]:
    return {(row["model"] == "yes", row["rule"], row["kind"]): float(row["precision"]) for row in rows("quote_rules")}


def precision(rule: str, kind: str, *, beside_model: bool) -> float | None:
    """How often a rule was right for a kind of quote on PolNeAR; None where it was seen too seldom to tell.

    Args:
        rule: Its name, as in the column `rule` of quotes.
        kind: "direct", "mixed" or "indirect".
        beside_model: Whether a language model had found attributions before, which leaves less to the rules.
    """
    return _precisions().get((beside_model, rule, kind))
