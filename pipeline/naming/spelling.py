"""How names are compared: accents and articles off, spellings and short forms of one word made one."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from pipeline.coreference.names import SKIPPED, family_name, name_words
from pipeline.language import lexicon

MIN_FUZZY = 5  # letters: shorter words may not differ in a vowel
MIN_FAMILY = 4  # letters: shorter family names, and words of other names, must be equal
SAME_GIVEN = 85.0  # rapidfuzz ratio of two spellings of one given name
FOLDS = (
    ("sch", "sh"),
    ("tch", "ch"),
    ("ck", "k"),
    ("kh", "h"),
    ("ph", "f"),
    ("gh", "g"),
    ("w", "v"),
    ("y", "i"),
    ("j", "i"),
    ("q", "k"),
    ("ou", "u"),
)
VOWELS = re.compile(r"[aeiouh]")
KINDS_OF_NAMES = ("ORG", "FAC", "LOC")
BY_ORDER = frozenset({"ministry", "department"})
PLURAL = re.compile(r"(?<=[a-rt-z]{4})s$")


@cache
def _forms(kind: str) -> dict[str, frozenset[str]]:
    """The forms of a kind of `name_variants`, each with the words that it can stand for."""
    found: dict[str, frozenset[str]] = {}
    for row in lexicon.rows("name_variants"):
        if row["kind"] == kind:
            for form in (row["name"], *lexicon.forms(row["forms"])):
                key = " ".join(name_words(form))
                found[key] = found.get(key, frozenset()) | {row["name"].casefold()}
    return found


def is_transliterated(one: str, other: str) -> bool:
    """Whether two given names are equal, or spellings of one name of another language."""
    return one == other or not _forms("given").get(one, frozenset()).isdisjoint(_forms("given").get(other, frozenset()))


def given_names_of(word: str) -> frozenset[str]:
    """The given names that a spelling or a pet form can stand for: "mo" for "maurice" and "mohammed"."""
    return _forms("given").get(word, frozenset()) | _forms("pet").get(word, frozenset())


@lru_cache(maxsize=20_000)
def person_words(name: str) -> tuple[str, ...]:
    """The words of a person's name, without Arabic articles: "bashar", "assad"."""
    articles = _forms("particle")
    hyphened = re.sub(r"\b(\w\w)-(?=\w)", lambda match: "" if match[1].casefold() in articles else match[0], name)
    words = name_words(hyphened)
    return tuple(word for i, word in enumerate(words) if not (i and i < len(words) - 1 and word in articles))


@lru_cache(maxsize=20_000)
def folded(word: str) -> str:
    """A word with the spellings that transliterations differ in made one: "Sergey", "Sergei"."""
    for spelling, plain in FOLDS:
        word = word.replace(spelling, plain)
    word = re.sub(r"c(?!h)", "k", word)
    return re.sub(r"(.)\1+", r"\1", word)


@lru_cache(maxsize=20_000)
def _coarse(word: str) -> str:
    """A word with the consonants that transliterations waver between made one: "Qaddafi", "Gadhafi"."""
    return folded(word.replace("kh", "k").replace("dh", "d").replace("g", "k"))


@lru_cache(maxsize=20_000)
def consonants(word: str) -> str:
    """The consonants of a word, those made one that transliterations waver between."""
    return VOWELS.sub("", _coarse(word)) or word


def alike(one: str, other: str) -> bool:
    """Whether two words may be spellings of one: the same consonants, and one vowel more, less or, if long, changed."""
    shortest = min(len(one), len(other))
    if shortest < MIN_FAMILY or consonants(one) != consonants(other):
        return False
    if shortest < MIN_FUZZY and len(_coarse(one)) == len(_coarse(other)):
        return _coarse(one) == _coarse(other)
    return OSA.distance(_coarse(one), _coarse(other), score_cutoff=1) <= 1


def same_given(one: str, other: str) -> bool:
    """Whether two given names agree: equal, one an initial, or forms of one name."""
    if folded(one) == folded(other) or (min(len(one), len(other)) == 1 and one[0] == other[0]):
        return True
    first, second = given_names_of(one), given_names_of(other)
    if first and second:
        return not first.isdisjoint(second)
    return (
        min(len(one), len(other)) >= MIN_FUZZY
        and consonants(one) == consonants(other)
        and fuzz.ratio(folded(one), folded(other)) >= SAME_GIVEN
    )


def family_of(name: str) -> str:
    """The family name of a person's name, for comparing."""
    words = person_words(name)
    family = family_name(name)
    return family if family in words or not words else words[-1]


def given_of(name: str) -> tuple[str, ...]:
    """The given names of a person's full name, for comparing."""
    family = family_of(name)
    return tuple(word for word in person_words(name) if word != family and word not in lexicon.suffixes())


@cache
def _word_forms(is_last: bool) -> dict[str, frozenset[str]]:
    """The words of institutions and places by form; "St." is a saint, and at the end of a name a street."""
    return _forms("word") | _forms("last") if is_last else _forms("word")


@lru_cache(maxsize=20_000)
def key_words(name: str, label: str) -> tuple[str, ...]:
    """The words that the spellings of one name of a place, an institution or the like have in common.

    British and American spellings, abbreviations, plurals, small words, legal forms of firms and the order of words in
    the name of a ministry make no difference.
    """
    words = list(name_words(name))
    words = [min(_word_forms(0 < i == len(words) - 1).get(word, {word})) for i, word in enumerate(words)]
    if label == "ORG":
        while len(words) > 1 and words[-1] in _forms("legal"):
            words.pop()
    words = [PLURAL.sub("", word) for word in words if word not in SKIPPED] or words
    if not BY_ORDER.isdisjoint(words):
        words.sort()
    return tuple(words)


def name_key(name: str, label: str) -> str:
    """The words that the spellings of one name have in common, gaps left out: "Trail Riders", "Trailriders"."""
    return "".join(key_words(name, label))


def one_slip(one: str, other: str, label: str) -> bool:
    """Whether two names differ in one word by a transliteration, or, if they have more words, by a vowel."""
    first, second = key_words(one, label), key_words(other, label)
    differing = [pair for pair in zip(first, second, strict=False) if pair[0] != pair[1]]
    if len(first) != len(second) or len(differing) != 1 or min(map(len, differing[0])) < MIN_FAMILY:
        return False
    word, match = differing[0]
    return word[0] == match[0] and (folded(word) == folded(match) or (len(first) > 1 and alike(word, match)))


def is_vague(name: str) -> bool:
    """Whether a name alone says what kind of institution or place is meant, and not which: "Court", "Government"."""
    words = [word for word in name_words(name) if word not in SKIPPED]
    return all(
        word in _forms("vague") or lexicon.name_words().get(word.capitalize(), "").startswith(KINDS_OF_NAMES)
        for word in words
    )


def without_legal_form(name: str) -> str:
    """A firm's name without "Inc." or "Ltd" at its end."""
    words = name.replace(",", " ").split()
    while len(words) > 1 and " ".join(name_words(words[-1])) in _forms("legal"):
        words.pop()
    return " ".join(words)
