"""Many articles from few: varied copies of the project's own labelled ones, for figures on speed and memory.

Five articles tell of each event. Two are whole, the others lack paragraphs. Every event has names, telling words and
numbers of its own, so that copies of one article tell of different events; what they say makes no sense.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from pipeline.alignment.vocabulary import frequencies, rarity
from training.claim_pairs import FITTED, articles

AN_EVENT = 5  # articles
_KEPT = 0.75  # share of the paragraphs of an article that a shortened copy has
_COMMON = 2.0  # rarity up to which a word is any event's
_STEP = 7  # between the numbers of one event and those of the next
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-zà-ÿ]{2,}")
_ENDINGS = ("", "s", "es", "d", "ed", "ing", "ly", "'s")
_WORD = re.compile(r"\b[A-Za-zà-ÿ]{3,}\b|\b\d[\d,.]*\d\b")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LETTERS = re.compile(r"\b[a-zà-ÿ]{3,}\b")
_FEW = 8  # articles up to which a word that the list lacks tells what they are about; *went* is in more


def made(n_articles: int) -> Iterator[tuple[str, str]]:
    """File names and texts of a number of articles, a multiple of five; the same each time."""
    events = list(articles(None, FITTED).items())
    for number in range(n_articles // AN_EVENT):
        name, texts = events[number % len(events)]
        for copy in range(AN_EVENT):
            rng = random.Random(number * AN_EVENT + copy)  # noqa: S311 - varied, and the same each time
            paragraphs = [
                paragraph
                for i, paragraph in enumerate(texts[copy % 2].split("\n\n"))
                if copy < len(texts) or (i != copy and rng.random() < _KEPT)
            ]
            yield f"{name}-{number:05d}-{copy}.txt", _varied("\n\n".join(paragraphs), number)


def _varied(text: str, number: int) -> str:
    """The text with names, telling words and numbers of its own event."""
    names, words = _other_names(number), _other_words(number)

    def other(match: re.Match[str]) -> str:
        word = match[0]
        if word[0].isdigit():
            return other_number(word, number)
        found = names.get(word) or _inflected(word.lower(), words)
        return found.capitalize() if word[0].isupper() else found

    return _WORD.sub(other, text)


def other_number(text: str, number: int) -> str:
    """Another number of as many digits, the same for the same one; years stay."""
    if _YEAR.fullmatch(text):
        return text
    digits = "".join(filter(str.isdigit, text))
    least = 10 ** (len(digits) - 1)
    other = iter(str(least + (int(digits) + number * _STEP) % (9 * least)))
    return "".join(next(other) if sign.isdigit() else sign for sign in text)


def _inflected(word: str, words: Mapping[str, str]) -> str:
    """Another word in the form of one: the word list holds lemmas."""
    for ending in _ENDINGS:
        if word.endswith(ending) and (lemma := words.get(word.removesuffix(ending))):
            return lemma + ending
    return word


@lru_cache(maxsize=1)
def _other_names(number: int) -> Mapping[str, str]:
    """For each name another."""
    names = sorted({n for texts in articles(None, FITTED).values() for text in texts for n in _NAME.findall(text)})
    others = random.Random(number).sample(names, len(names))  # noqa: S311 - varied, and the same each time
    return dict(zip(names, others, strict=True))


@lru_cache(maxsize=1)
def _other_words(number: int) -> Mapping[str, str]:
    """For each word that says something another as rare and with the same ending."""
    rng = random.Random(-number)  # noqa: S311 - as above
    found: dict[str, str] = {}
    for words in _alike():
        found.update(zip(words, rng.sample(words, len(words)), strict=True))
    return found


@cache
def _alike() -> list[list[str]]:
    """Words of lower case in groups of those as rare and with the same ending."""
    groups: dict[tuple[int, str], list[str]] = defaultdict(list)
    texts = [text for pair in articles(None, FITTED).values() for text in pair]
    counts = Counter(word for text in texts for word in set(_LETTERS.findall(text)))
    for word in sorted({*frequencies(), *(word for word, n in counts.items() if n <= _FEW and not _is_known(word))}):
        if rarity(word) > _COMMON:
            groups[round(2 * rarity(word)), word[-2:]].append(word)
    return list(groups.values())


def _is_known(word: str) -> bool:
    return any(word.endswith(ending) and word.removesuffix(ending) in frequencies() for ending in _ENDINGS)
