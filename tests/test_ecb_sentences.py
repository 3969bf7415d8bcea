"""Alignments told by sentences, on articles made up."""

from __future__ import annotations

import pytest

pytest.importorskip("sklearn")

from benchmarks.ecb_sentences import by_sentences, figures, sentences
from pipeline.alignment.selection import Scored
from tests.paired import pair
from tests.test_align import claim
from training.ecb import Article, Mention


def article(name: str, story: str, *told: tuple[str, str]) -> Article:
    """An article of sentences, each with the events that its words mention, one letter a word; "." is none."""
    spans: list[tuple[int, int]] = []
    mentions = []
    for text, events in told:
        start = spans[-1][1] + 2 if spans else 0
        spans.append((start, start + len(text)))
        at = start
        for word, event in zip(text.split(), events, strict=True):
            mentions += [Mention(at, at + len(word), event, event.isupper())] if event != "." else []
            at += len(word) + 1
    text = "\n\n".join(text for text, _ in told)
    return Article(name, 1, story, text, tuple(spans), frozenset(range(len(told) - 1)), tuple(mentions))


FIRST = article("a", "one", ("Rosa sold ferry quickly", "rS.Q"), ("Fog grounded barges", ".GB"), ("Unread", "U"))
SECOND = article("b", "one", ("Quick sale of ferry", "QS.."), ("Boats waited", "B."), ("Unread", "U"))
OTHER = article("c", "two", ("Rosa sold ferry quickly", "rS.Q"), ("Unread", "U"))
ARTICLES = (FIRST, SECOND, OTHER)
KNOWN = sentences(ARTICLES)


def scored(first: tuple[str, int], second: tuple[str, int], score: float) -> Scored:
    """A pair of claims by where each begins."""
    rows = [claim(doc, start, "Rosa sold ferry") for doc, start in (first, second)]
    return Scored(pair(rows[0], rows[1]), score)


def test_only_annotated_sentences_and_their_events_count() -> None:
    assert KNOWN.events == {
        ("a", 0): frozenset("SQ"),
        ("a", 1): frozenset("GB"),
        ("b", 0): frozenset("SQ"),
        ("b", 1): frozenset("B"),
        ("c", 0): frozenset("SQ"),
    }
    assert KNOWN.texts["b", 1] == "Boats waited"
    assert KNOWN.story == {"a": "one", "b": "one", "c": "two"}


def test_pairs_are_of_two_articles_of_one_story() -> None:
    assert KNOWN.within() == [((a, i), (b, j)) for a, b in ("ab",) for i in (0, 1) for j in (0, 1)]


def test_what_two_sentences_share_counts_within_a_story_alone() -> None:
    assert KNOWN.shared(("a", 0), ("b", 0)) == 2
    assert KNOWN.shared(("a", 1), ("b", 1)) == 1
    assert KNOWN.shared(("a", 0), ("b", 1)) == 0
    assert KNOWN.shared(("a", 0), ("c", 0)) == 0


def test_a_pair_of_sentences_has_the_score_of_its_best_claims() -> None:
    given = [
        scored(("a", 0), ("b", 0), 0.8),
        scored(("a", 5), ("b", 6), 0.3),  # other claims of the same sentences
        scored(("b", 0), ("c", 0), 0.5),
        scored(("a", FIRST.sentences[2][0]), ("b", 0), 0.9),  # in no annotated sentence
    ]
    assert by_sentences(ARTICLES, KNOWN, given) == {(("a", 0), ("b", 0)): 0.8, (("b", 0), ("c", 0)): 0.5}


RIGHT, HALF, WRONG = (("a", 0), ("b", 0)), (("a", 1), ("b", 1)), (("a", 0), ("b", 1))


def test_figures_of_a_perfect_ranking() -> None:
    found = figures(KNOWN, {RIGHT: 0.9, HALF: 0.4}, {RIGHT})
    assert (found["pairs"], found["share_two"], found["shown"]) == (4, 0.25, 1)
    assert (found["average_precision"], found["found"], found["sharing_one"]) == (1.0, 1.0, 1.0)


def test_figures_of_a_poor_ranking() -> None:
    found = figures(KNOWN, {WRONG: 0.9, RIGHT: 0.5}, {WRONG, HALF})
    assert (found["average_precision"], found["found"], found["sharing_one"]) == (0.5, 0.0, 0.5)


def test_words_in_common_are_the_baseline() -> None:
    assert figures(KNOWN, {}, set())["average_precision_tfidf"] == 1.0  # ferry stands in the right pair alone
    assert figures(KNOWN, {}, set())["average_precision"] == 0.25
