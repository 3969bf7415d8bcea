"""Alignments told by sentences: pairs of annotated sentences of ECB+, and how likely the pipeline aligns them.

A pair of sentences of two articles has the score of its best pair of claims. It is right where both mention the same
two events, and not wrong where they share at least one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import average_precision_score

from pipeline.alignment.selection import Scored
from training.ecb import Article

Place = tuple[str, int]
"""An article and the number of one of its sentences."""


@dataclass(frozen=True)
class Sentences:
    """The annotated sentences of some articles.

    Attributes:
        events: The events that each mentions.
        texts: Their words.
        story: The story of each article.
    """

    events: dict[Place, frozenset[str]]
    texts: dict[Place, str]
    story: dict[str, str]

    def within(self) -> list[tuple[Place, Place]]:
        """All pairs of sentences of two articles of one story."""
        of_story: dict[str, list[Place]] = defaultdict(list)
        for place in sorted(self.events):
            of_story[self.story[place[0]]].append(place)
        return [(a, b) for places in of_story.values() for a, b in combinations(places, 2) if a[0] != b[0]]

    def shared(self, first: Place, second: Place) -> int:
        """How many events two sentences share; none where their articles tell of two stories."""
        if self.story[first[0]] != self.story[second[0]]:
            return 0
        return len(self.events[first] & self.events[second])


def sentences(articles: Iterable[Article]) -> Sentences:
    """The annotated sentences of some articles."""
    events, texts, story = {}, {}, {}
    for article in articles:
        story[article.name] = article.story
        for number in sorted(article.validated):
            start, end = article.sentences[number]
            inside = (m for m in article.mentions if m.is_event and start <= m.start and m.end <= end)
            events[article.name, number] = frozenset(m.instance for m in inside)
            texts[article.name, number] = article.text[start:end]
    return Sentences(events, texts, story)


def by_sentences(
    articles: Sequence[Article], known: Sentences, scored: Iterable[Scored]
) -> dict[tuple[Place, Place], float]:
    """The best score of each pair of annotated sentences that has any, first the article that sorts first."""
    found: dict[tuple[Place, Place], float] = defaultdict(float)
    spans = {article.name: article.sentences for article in articles}
    for one in scored:
        sides = [_places(p.claim.doc_id, p.claim.start, spans) for p in (one.pair.first, one.pair.second)]
        for first, second in product(*sides):
            if first in known.events and second in known.events:
                key = (min(first, second), max(first, second))
                found[key] = max(found[key], one.score)
    return found


def _places(name: str, start: int, spans: dict[str, tuple[tuple[int, int], ...]]) -> list[Place]:
    return [(name, number) for number, (first, end) in enumerate(spans[name]) if first <= start < end]


def figures(
    known: Sentences, scores: dict[tuple[Place, Place], float], shown: set[tuple[Place, Place]]
) -> dict[str, float]:
    """Average precision within stories, and of what is shown how much is found and right.

    Args:
        known: The annotated sentences.
        scores: The best score of pairs of them.
        shown: The pairs that are aligned.
    """
    pairs = known.within()
    labels = np.array([known.shared(*pair) >= 2 for pair in pairs])
    right = {pair for pair, label in zip(pairs, labels, strict=True) if label}
    return {
        "pairs": len(pairs),
        "share_two": round(float(labels.mean()), 4),
        "average_precision": _ap(labels, [scores.get(pair, 0.0) for pair in pairs]),
        "average_precision_tfidf": _ap(labels, _tfidf(known, pairs)),
        "shown": len(shown),
        "found": round(len(right & shown) / max(len(right), 1), 4),
        "sharing_one": round(sum(known.shared(*pair) >= 1 for pair in shown) / max(len(shown), 1), 4),
    }


def _ap(labels: np.ndarray, found: Sequence[float]) -> float:
    return round(float(average_precision_score(labels, found)), 4)


def _tfidf(known: Sentences, pairs: Sequence[tuple[Place, Place]]) -> list[float]:
    """The cosine of the words of the sentences, as a baseline."""
    places = sorted(known.texts)
    rows = {place: i for i, place in enumerate(places)}
    texts = [known.texts[place] for place in places]
    vectors = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform(texts)
    first, second = (vectors[[rows[pair[side]] for pair in pairs]] for side in (0, 1))
    return [float(value) for value in first.multiply(second).sum(axis=1).A1]
