"""Pairs of sentences that people scored for likeness, as pairs of claims: what tells claims apart beyond one story.

Sources: STS headlines of 2013 and 2014, STS benchmark (train). Scores CC BY-SA 4.0. Nothing of the texts is kept.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language

from pipeline.alignment.documents import document_profiles
from pipeline.alignment.features import DocumentPair, Pair, compare_claims
from pipeline.alignment.profiles import Profile
from training.ecb import Article
from training.stories import annotated

_ALIKE = 3.0  # from "roughly equivalent, but some important information differs" on


@dataclass(frozen=True)
class Likeness:
    """The main claims of two sentences, and whether people found the sentences alike."""

    pair: Pair
    alike: bool


def read_similar(corpora: Path) -> list[tuple[str, str, float]]:
    """Pairs of sentences with their scores, 0 to 5."""
    found = list(_headlines(corpora / "sts-headlines"))
    with (corpora / "sts-b" / "train.csv").open(encoding="utf-8", newline="") as file:
        found += [(first, second, float(score)) for first, second, score in csv.reader(file)]
    return found


def _headlines(folder: Path) -> Iterator[tuple[str, str, float]]:
    for year in sorted(folder.iterdir()):
        scores = (year / "STS.gs.headlines.txt").read_text(encoding="utf-8").splitlines()
        texts = (year / "STS.input.headlines.txt").read_text(encoding="utf-8").splitlines()
        for text, score in zip(texts, scores, strict=True):
            first, second = text.split("\t")[:2]
            yield first, second, float(score)


def similar(scored: Sequence[tuple[str, str, float]], nlp: Language) -> list[Likeness]:
    """The pairs of which both sentences hold a claim: the longest of each."""
    articles = [
        Article(f"{number}-{side}", number, "", text, ((0, len(text)),), frozenset((0,)), ())
        for number, row in enumerate(scored)
        for side, text in enumerate(row[:2])
    ]
    by_sentence: dict[str, list[Profile]] = defaultdict(list)
    for profile in annotated(articles, nlp):
        by_sentence[profile.claim.doc_id].append(profile)
    made = []
    for number, (_, _, score) in enumerate(scored):
        first, second = by_sentence[f"{number}-0"], by_sentence[f"{number}-1"]
        if first and second:
            made.append(Likeness(_main_pair(first, second), score >= _ALIKE))
    return made


def _main_pair(first: list[Profile], second: list[Profile]) -> Pair:
    longest = [max(found, key=lambda profile: len(profile.claim.text)) for found in (first, second)]
    documents = document_profiles(longest)
    one, other = longest
    return compare_claims(one, other, DocumentPair(documents[one.claim.doc_id], documents[other.claim.doc_id]))
