"""How the time that linking takes grows with the number of documents."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from random import Random

from pipeline.language import lexicon
from pipeline.schema import Mention
from pipeline.stages.link import link

SIZES = (100, 1000, 10_000)
SPEED = 3400  # words a second that the language model annotates
WORDS = 600  # in an article
SYLLABLES = ("ba", "de", "ki", "lo", "mu", "ra", "se", "ti", "vo", "zan", "berg", "sen", "dal", "nov", "ric", "tor")
KEPT = 0.3  # share of the names that every article has in common with the one that it is made from


def batch(documents: Sequence[Sequence[Mention]], size: int) -> list[Mention]:
    """Mentions of `size` documents, made from real ones with the letters of names changed in each copy."""
    made = []
    for number in range(size):
        doc_id = f"d{number:06}"
        change = partial(_changed, words={}, random=Random(number))  # noqa: S311 - names, not secrets
        for m in documents[number % len(documents)]:
            known = m.name is None or lexicon.name_of(m.name, m.label) is not None
            made.append(
                replace(
                    m,
                    doc_id=doc_id,
                    mention_id=f"{doc_id}:{m.start}-{m.end}",
                    text=m.text if known else change(m.text),
                    name=m.name if known else change(m.name or ""),
                )
            )
    return made


def _changed(text: str, words: dict[str, str], random: Random) -> str:
    """A name with some of its words made up; the same word always alike."""

    def other(match: re.Match[str]) -> str:
        word = match[0]
        if word not in words:
            made = word[:2] + "".join(random.choices(SYLLABLES, k=2))
            words[word] = word if random.random() < KEPT or word in lexicon.name_words() else made
        return words[word]

    return re.sub(r"[A-Z][a-z]{2,}", other, text)


def growth(documents: Sequence[Sequence[Mention]]) -> None:
    """Print the seconds by size of the batch, and their share of the time that annotating takes.

    The exponent tells how time grows from the last size: 1 is linear in the mentions, 2 quadratic.
    """
    print(f"\n{'documents':>10}{'mentions':>10}{'entities':>10}{'seconds':>9}{'exponent':>10}{'share of annotate':>19}")
    before: tuple[int, float] | None = None
    for size in SIZES:
        mentions = batch(documents, size)
        started = time.perf_counter()
        linked = link(mentions, [], [], [])
        seconds = time.perf_counter() - started
        exponent = math.log(seconds / before[1]) / math.log(len(mentions) / before[0]) if before else math.nan
        share = seconds / (size * WORDS / SPEED)
        print(f"{size:10}{len(mentions):10}{len(linked.entities):10}{seconds:9.2f}{exponent:10.2f}{share:19.1%}")
        before = len(mentions), seconds
