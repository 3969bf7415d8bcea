"""Which documents meet, which of their claims are compared, and how two documents stand among all."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings

from pipeline.alignment import candidates as module
from pipeline.alignment.candidates import Candidates, Key, of_one_story, partners
from pipeline.alignment.documents import STORY_SIGNALS, document_profiles, likenesses, story_signals
from pipeline.alignment.features import DocumentPair
from pipeline.alignment.profiles import Profile
from pipeline.alignment.scoring import Place
from pipeline.schema import Claim
from tests.paired import found_in
from tests.test_align import CLAIMS, LENIENT, NEWS, aligned, amount, claim

NEAR = [claim("a", 0, "Rosa sold the ferry to Oslo"), claim("b", 0, "Rosa sold the old ferry to Oslo")]
FAR = claim("c", 0, "Rosa reopened the lighthouse museum")
OTHER = claim("z", 0, "Beekeepers counted swarms")


def pairs_of(claims: list[Claim], intercept: float = -6.0) -> dict[tuple[str, str], DocumentPair]:
    """The documents that meet, placed among all; the higher the constant, the surer that they tell of one event."""
    documents = document_profiles(found_in(claims))
    scorer = replace(LENIENT, story=replace(LENIENT.story, intercept=intercept))
    pairs = {(a, b): DocumentPair(documents[a], documents[b]) for a, b in partners(documents)}
    places = scorer.placed({key: scorer.story.odds(pair.signals) for key, pair in pairs.items()})
    return {key: DocumentPair(pair.first, pair.second, *places[key]) for key, pair in pairs.items()}


def candidates(pairs: dict[Key, DocumentPair]) -> dict[Key, list[tuple[Profile, Profile]]]:
    """The pairs of claims that are worth comparing."""
    documents = {one: d for key, pair in pairs.items() for one, d in zip(key, (pair.first, pair.second), strict=True)}
    found = Candidates(documents, {key: Place(pair.story, pair.gaps) for key, pair in pairs.items()})
    return {
        key: [(pair.first.claims[i], pair.second.claims[j]) for i, j in found.of(key)] for key, pair in pairs.items()
    }


def test_documents_that_share_nothing_never_meet() -> None:
    assert list(pairs_of([*NEAR, OTHER])) == [("a", "b")]


def test_documents_that_share_next_to_nothing_never_meet() -> None:
    herders = ("Herders drove reindeer", "Snow closed passes", "Wolves stalked flocks", "Skiers carried salt")
    potters = ("Potters fired kilns", "Glazes cracked overnight", "Clay froze in sheds", "Buyers wanted bowls")
    told = [claim(d, 100 * i, text) for d, texts in (("a", herders), ("b", potters)) for i, text in enumerate(texts)]
    last = {"a": "Grandmothers waited a year", "b": "Apprentices left last year"}
    assert list(pairs_of([*told, *(claim(doc_id, 900, text) for doc_id, text in last.items())])) == []


@pytest.mark.parametrize(
    ("value", "unit", "kind", "tells"),
    [
        (340.0, "ferry", "count", True),
        (340.0, None, "count", True),
        (3.0, "ferry", "count", True),
        (3.0, None, "count", False),  # most articles hold *three*
        (1.0, "hour", "time", False),
        (2024.0, None, "date", False),
    ],
)
def test_amounts_that_most_articles_hold_bring_none_together(
    value: float, unit: str | None, kind: str, *, tells: bool
) -> None:
    one = claim("a", 0, "Rosa sold 340 ferries")
    documents = document_profiles(found_in([one], [amount(one, "340", value, unit, kind)]))
    assert bool(documents["a"].numbers) is tells


@given(CLAIMS)
@settings(max_examples=50, deadline=None)
def test_documents_that_meet_have_something_in_common(claims: list[Claim]) -> None:
    documents = document_profiles(found_in(claims))
    met = partners(documents)
    assert met == sorted(set(met))
    for one, other in met:
        assert one < other
        assert documents[one].counts.keys() & documents[other].counts.keys()


def test_an_unrelated_document_changes_no_pair() -> None:
    alone, beside = pairs_of(NEAR), pairs_of([*NEAR, OTHER])
    assert {key: (pair.story, pair.gaps) for key, pair in alone.items()} == {
        key: (pair.story, pair.gaps) for key, pair in beside.items()
    }
    assert aligned([*NEWS, OTHER]) == aligned(NEWS)


def test_only_the_nearest_documents_are_partners(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MAX_PARTNERS", 1)
    claims = [*NEAR, claim("c", 0, "Rosa sold the old ferry"), FAR, *NEWS]
    documents = document_profiles(found_in(claims))
    met = partners(documents)
    assert 0 < len(met) < len(list(combinations(documents, 2)))
    assert len(met) <= len(documents)


def test_what_all_documents_share_brings_none_together(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = document_profiles(found_in([*NEAR, FAR]))
    assert ("a", "b") in partners(documents)
    monkeypatch.setattr(module, "_MAX_DOCUMENTS", 1)
    assert partners(documents) == []


def test_documents_are_looked_at_in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = document_profiles(found_in([*NEAR, FAR, *NEWS]))
    whole = partners(documents)
    monkeypatch.setattr(module, "_AT_ONCE", 2)
    assert partners(documents) == whole != []


def test_the_only_pair_has_no_gap_and_a_worse_one_has() -> None:
    assert pairs_of(NEAR)["a", "b"].gaps == (0.0, 0.0)
    among = pairs_of([*NEAR, FAR])
    assert among["a", "b"].gaps == (0.0, 0.0)
    least, most = among["a", "c"].gaps
    assert least < 0
    assert least <= most <= 0
    assert among["a", "c"].story < among["a", "b"].story


def test_copies_of_one_report_stand_apart_from_no_other_report() -> None:
    copies = [replace(NEAR[0], doc_id="c", claim_id="c:c0"), *NEAR]
    assert {pair.gaps for pair in pairs_of(copies, intercept=9.0).values()} == {(0.0, 0.0)}


def test_documents_that_both_look_far_more_like_others_are_of_two_stories() -> None:
    for gaps, stays in (((0.0, 0.0), True), ((-9.0, 0.0), True), ((-9.0, -9.0), False)):
        assert (("a", "b") in of_one_story({("a", "b"): Place(0.5, gaps)})) is stays


@given(CLAIMS)
@settings(max_examples=50, deadline=None)
def test_of_each_document_one_pair_is_the_best(claims: list[Claim]) -> None:
    found = pairs_of(claims)
    for pair in found.values():
        assert pair.gaps[0] <= pair.gaps[1] <= 0
        assert 0 <= pair.story <= 1
    for doc_id in {one for key in found for one in key}:
        assert max(pair.gaps[1] for key, pair in found.items() if doc_id in key) == 0


@given(CLAIMS)
@settings(max_examples=50, deadline=None)
def test_signals_of_a_story_are_the_same_both_ways(claims: list[Claim]) -> None:
    amounts = [amount(c, c.text.split()[0], float(c.start % 50), "tug") for c in claims if c.start % 30]
    documents = document_profiles(found_in(claims, amounts))
    for one, other in combinations(documents.values(), 2):
        alike = likenesses(one, other)
        assert alike == pytest.approx(likenesses(other, one).T, abs=1e-6)
        found = story_signals(one, other, alike)
        assert len(found) == len(STORY_SIGNALS)
        assert found == pytest.approx(story_signals(other, one, alike.T), abs=1e-6)


def test_each_claim_keeps_its_best_candidates_of_all_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_KEPT", 2)
    texts = ("Rosa sold the ferry", "Rosa sold the harbour", "Lima bought icebreakers", "Ada signed a treaty")
    seasons = {"a": "winter", "b": "spring", "c": "autumn"}
    claims = [claim(d, 100 * i, f"{text} in {season}") for d, season in seasons.items() for i, text in enumerate(texts)]
    met = pairs_of(claims)
    kept = {(one.claim.claim_id, other.claim.claim_id) for pairs in candidates(met).values() for one, other in pairs}
    assert kept == {tuple(sorted(pair)) for ids in best(met).values() for pair in ids}


def best(met: dict[tuple[str, str], DocumentPair]) -> dict[str, list[tuple[str, str]]]:
    """The two best counterparts of each claim, by looking at all pairs."""
    found = defaultdict(list)
    for pair in met.values():
        alike = likenesses(pair.first, pair.second)
        for i, j in np.argwhere(alike >= 0.1):
            ids = [document.claims[k].claim.claim_id for document, k in ((pair.first, i), (pair.second, j))]
            value = round(float(alike[i, j]) + pair.story / 2, 6)
            for own, other in (ids, ids[::-1]):
                found[own].append((-value, other))
    return {own: [(own, other) for _, other in sorted(ranked)[:2]] for own, ranked in found.items()}


def test_claims_within_one_sentence_do_not_crowd_out_another_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_KEPT", 2)
    alike = np.array([[0.9, 0.85, 0.8, 0.6], [0.4, 0.4, 0.4, 0.7], [0.4, 0.4, 0.4, 0.7]])
    monkeypatch.setattr(module, "likenesses", lambda one, other: alike)
    claims = [claim("a", 100 * i, "Rosa sold the ferry") for i in range(3)]
    sentences = ("b:s0-90", "b:s0-90", "b:s0-90", "b:s100-190")
    claims += [replace(claim("b", 9 * i, "Rosa sold it"), sentence_id=one) for i, one in enumerate(sentences)]
    found = Candidates(document_profiles(found_in(claims)), {("a", "b"): Place(0.5, (0.0, 0.0))})
    assert {j for i, j in found.of(("a", "b")) if i == 0} == {0, 3}


@given(CLAIMS)
@settings(max_examples=50, deadline=None)
def test_candidates_are_of_two_documents_and_none_comes_twice(claims: list[Claim]) -> None:
    found = candidates(pairs_of(claims))
    assert list(found) == sorted(found)
    for key, pairs in found.items():
        ids = [(one.claim.claim_id, other.claim.claim_id) for one, other in pairs]
        assert len(ids) == len(set(ids))
        assert all((one.claim.doc_id, other.claim.doc_id) == key for one, other in pairs)
