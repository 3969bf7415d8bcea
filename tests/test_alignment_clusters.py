"""Claims of many documents that tell of one matter, and what is told of them together."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage

from pipeline.alignment import clusters as module
from pipeline.alignment.clusters import clusters
from pipeline.alignment.summary import cluster_rows
from pipeline.schema import Alignment, ClaimCluster
from tests.test_align import claim, document

Scores = dict[tuple[str, str], float]


def grouped(scores: Scores, least: float = 0.5) -> set[frozenset[str]]:
    """The clusters where all pairs from some score on are aligned."""
    found = clusters([pair for pair, score in scores.items() if score >= least], scores)
    groups = {key: frozenset(c for c, k in found.items() if k == key) for key in found.values()}
    assert all(key == min(group) for key, group in groups.items())
    return set(groups.values())


def test_what_is_aligned_with_one_claim_is_in_one_cluster() -> None:
    assert grouped({("a", "b"): 0.9, ("b", "c"): 0.9}) == {frozenset("abc")}


def test_claims_that_hang_together_nowhere_are_apart() -> None:
    assert grouped({("a", "b"): 0.9, ("c", "d"): 0.9, ("b", "c"): 0.1}) == {frozenset("ab"), frozenset("cd")}


@given(st.floats(0.0, 1.0))
@example(0.35)
@example(1 - (1 - 0.35))
def test_two_claims_hang_together_as_linkage_has_it(score: float) -> None:
    alone = linkage([1 - score], "average")
    together = len(set(fcluster(alone, 1 - 0.35, "distance"))) == 1
    for pair in (("a", "b"), ("b", "a")):  # ids of claims sort as those of their documents, but for some signs
        found = clusters([pair], {pair: score})
        assert found == {"a": "a", "b": "a" if together else "b"}


def test_what_one_weak_pair_ties_together_is_cut() -> None:
    tight = {pair: 0.9 for group in ("abc", "def") for pair in combinations(group, 2)}
    assert grouped(tight | {("c", "d"): 0.6}) == {frozenset("abc"), frozenset("def")}


def test_what_was_compared_and_found_unlike_holds_apart() -> None:
    chain = {("a", "b"): 0.55, ("b", "c"): 0.5}
    assert grouped(chain | {("a", "c"): 0.4}) == {frozenset("abc")}
    assert grouped(chain | {("a", "c"): 0.0}) == {frozenset("ab"), frozenset("c")}


def test_too_many_claims_are_cut_where_they_hang_together_least(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LARGEST", 3)
    tight = {pair: 0.9 for group in ("abc", "def") for pair in combinations(group, 2)}
    weak = {(a, b): 0.6 for a in "abc" for b in "def"}
    assert grouped(tight | weak) == {frozenset("abc"), frozenset("def")}


def test_copies_stay_together_however_many_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LARGEST", 3)
    assert grouped(dict.fromkeys(combinations("abcdef", 2), 0.97)) == {frozenset("abcdef")}


SCORES = st.dictionaries(st.sampled_from(list(combinations("abcdefgh", 2))), st.floats(0, 1), max_size=20)


@given(SCORES, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_of_the_pairs_changes_no_cluster(scores: Scores, random: Any) -> None:
    shuffled = list(scores.items())
    random.shuffle(shuffled)
    kept = [pair for pair in scores if scores[pair] >= 0.5]
    found = clusters(kept, scores)
    assert found == clusters(kept[::-1], dict(shuffled))
    assert set(found) == {one for pair in kept for one in pair}


CLAIMS = {
    row.doc_id: row
    for row in (claim(d, 0, f"Ada signed the treaty {'again ' * i}in Oslo") for i, d in enumerate("abcd"))
}
IDS = {doc_id: row.claim_id for doc_id, row in CLAIMS.items()}
DOCUMENTS = {
    d: replace(document(d), source=source, published=published)
    for d, source, published in (
        ("a", "Courier", "2031-05-09"),
        ("b", "Ledger", None),
        ("c", "Gazette", "2031-05-07"),
        ("d", "Courier", "2031-05-08"),
    )
}


def alignment(one: str, other: str, score: float, **fields: Any) -> Alignment:
    first, second = CLAIMS[one], CLAIMS[other]
    row = Alignment(
        alignment_id=f"{first.claim_id}~{second.claim_id}",
        claim_a=first.claim_id,
        claim_b=second.claim_id,
        doc_a=one,
        doc_b=other,
        source_a=DOCUMENTS[one].source,
        source_b=DOCUMENTS[other].source,
        relation="agrees",
        direction=None,
        score=score,
        similarity=0.5,
        shared_entities=None,
        conflict=None,
        conflict_kind=None,
        shared_origin=None,
        verbatim=None,
        cluster_id=IDS["a"],
    )
    return replace(row, **fields)


def told(*rows: Alignment, docs: str = "abc") -> ClaimCluster:
    """The one cluster of some documents' claims, with some alignments inside it."""
    known = {row.claim_id: row.text for row in CLAIMS.values()}
    (found,), belonging = cluster_rows(rows, {IDS[d]: IDS["a"] for d in docs}, known, DOCUMENTS)
    assert [(row.cluster_id, row.claim_id) for row in belonging] == [(IDS["a"], IDS[d]) for d in docs]
    return found


def test_a_cluster_tells_who_tells_it_and_since_when() -> None:
    found = told(alignment("a", "b", 0.9), alignment("b", "c", 0.8))
    assert (found.cluster_id, found.n_claims, found.n_sources, found.n_origins) == (IDS["a"], 3, 3, 3)
    assert (found.first_published, found.agreement) == ("2031-05-07", 1.0)
    assert found.label == CLAIMS["b"].text  # which both others are aligned with


def test_two_articles_of_one_publisher_are_one_source() -> None:
    assert told(alignment("a", "b", 0.9), alignment("b", "d", 0.8), docs="abd").n_sources == 2


@pytest.mark.parametrize(
    ("origins", "n_origins"),
    [((None, None, None), 3), (("words", None, None), 2), (("words", "statement", None), 1), (("words",) * 3, 1)],
)
def test_sources_that_have_it_from_one_another_are_one_origin(origins: tuple[Any, ...], n_origins: int) -> None:
    ties = zip("aba", "bcc", origins, strict=True)
    rows = [alignment(one, other, 0.9, shared_origin=origin) for one, other, origin in ties]
    assert told(*rows).n_origins == n_origins


def test_conflicts_lower_the_agreement() -> None:
    rows = (alignment("a", "b", 0.9), alignment("b", "c", 0.9, relation="conflicts"))
    assert told(*rows).agreement == 0.5


def test_a_cluster_without_dates_has_none() -> None:
    known = {row.claim_id: row.text for row in CLAIMS.values()}
    found, _ = cluster_rows([alignment("a", "b", 0.9)], {IDS[d]: IDS["a"] for d in "ab"}, known, {})
    assert [(row.first_published, row.n_sources) for row in found] == [(None, 2)]
