"""Words as alignment sees them: spellings, word families, synonyms, opposites, and how rare each is in news.

Rarity comes from a fixed table of document frequencies in news and encyclopedic text, so that a score does not depend
on which other articles are in the batch.
"""

from __future__ import annotations

import csv
import math
from functools import cache
from pathlib import Path

from pipeline.language.lexicon import forms, rows, unit_of

BACKGROUND = Path(__file__).parent.parent / "language" / "background.csv"
_SHORTEST_STEM = 4
_LIGHT = frozenset(("be", "have", "do", "make", "take", "get", "give", "say", "go", "come", "become", "include", "use"))


@cache
def stem(word: str) -> str:
    """The family of a word: *assist* for *assistance*; the word itself where no known ending fits."""
    for ending in _suffixes():
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def american(word: str) -> str:
    """The American spelling of a lemma, itself where there is no other one: *harbor* for *harbour*."""
    return _spellings().get(word, word)


@cache
def canonical(word: str) -> str:
    """One form for all spellings, synonyms and members of a word family."""
    family = stem(american(word))
    in_family = None if word in _look_alikes() else _families().get(family)
    return _synonyms().get(word) or _synonyms().get(american(word)) or in_family or family


@cache
def rarity(word: str) -> float:
    """Inverse document frequency of a lemma, 0 for one in every text, about 7 for one never seen."""
    known = frequencies()
    return math.log((known[""] + 1) / (known.get(word, 0) + 1))


def rarest() -> float:
    """The rarity of a word never seen."""
    return math.log(frequencies()[""] + 1)


@cache
def is_number(word: str) -> bool:
    """Whether a word is a number, in digits or letters."""
    unit = unit_of(word)
    return word[:1].isdigit() or (unit is not None and unit.kind in ("number", "scale"))


def is_light(predicate: str) -> bool:
    """Whether a verb says too little by itself to tell what happened."""
    return predicate in _LIGHT


@cache
def is_wide(predicate: str) -> bool:
    """Whether a verb tells what happened only together with what does it: *move*, *grow*."""
    return is_light(predicate) or predicate in {row["lemma"] for row in rows("wide_verbs")}


@cache
def are_opposites(one: str, other: str) -> bool:
    """Whether two lemmas cannot both hold of one matter."""
    return (one, other) in _opposites() or (other, one) in _opposites()


@cache
def _suffixes() -> tuple[str, ...]:
    return tuple(sorted((row["suffix"] for row in rows("suffixes")), key=lambda s: (-len(s), s)))


@cache
def _groups() -> list[list[str]]:
    return [list(forms(row["words"])) for row in rows("synonyms")]


@cache
def _synonyms() -> dict[str, str]:
    return {word: f"={group[0]}" for group in _groups() for word in group}


@cache
def _spellings() -> dict[str, str]:
    return {row["british"]: row["american"] for row in rows("spellings")}


@cache
def _families() -> dict[str, str]:
    return {stem(american(word)): f"={group[0]}" for group in _groups() for word in group}


@cache
def _look_alikes() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("look_alikes"))


@cache
def _opposites() -> frozenset[tuple[str, str]]:
    return frozenset((row["first"], row["second"]) for row in rows("antonyms"))


@cache
def frequencies() -> dict[str, int]:
    """In how many texts each lemma stands; the number of texts stands under the empty lemma."""
    with BACKGROUND.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        return {row["lemma"]: int(row["documents"]) for row in csv.DictReader(lines)}
