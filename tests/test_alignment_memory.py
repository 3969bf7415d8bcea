"""What was made of two documents before is taken up again, and only where nothing changed that it was made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.alignment import blocks as module
from pipeline.alignment import memory
from pipeline.alignment.candidates import Candidates
from pipeline.alignment.features import DocumentPair
from pipeline.schema import Claim, ClaimEntity
from pipeline.stages.align import Aligned, align
from tests.paired import stretches
from tests.test_align import CLAIMS, ENTITIES, LENIENT, NEWS, amount, document, entities_of

BOTH = [c for c in NEWS if c.doc_id in "ab"]


class Kept:
    """A memory that lives as long as a test."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], bytes] = {}

    def get(self, doc_id: str, key: str) -> bytes | None:
        return self.values.get((doc_id, key))

    def put(self, doc_id: str, key: str, value: bytes) -> None:
        self.values[doc_id, key] = value


def run(claims: Sequence[Claim], kept: Kept | None, **other: Any) -> Aligned:
    documents = [document(doc_id) for doc_id in sorted({c.doc_id for c in claims})]
    given = {
        "documents": documents,
        "claim_entities": entities_of(claims),
        "entities": ENTITIES,
        "claim_spans": [span for c in claims for span in stretches(c, subject=c.text.split()[0])],
    }
    return align(claims=claims, scorer=LENIENT, memory=kept, **{**given, **other})


@pytest.fixture
def joined(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The pairs of documents that were joined anew, as they are."""
    found: list[tuple[str, str]] = []
    join = module.join

    def noted(documents: DocumentPair, *rest: Any) -> Any:
        found.append((documents.first.claims[0].claim.doc_id, documents.second.claims[0].claim.doc_id))
        return join(documents, *rest)

    monkeypatch.setattr(module, "join", noted)
    return found


@given(CLAIMS)
@settings(max_examples=50, deadline=None)
def test_memory_changes_no_row(claims: list[Claim]) -> None:
    kept = Kept()
    plain = run(claims, None)
    assert run(claims, kept) == plain
    assert run(claims, kept) == plain


@given(CLAIMS, st.lists(st.integers(0, 13), max_size=2))
@settings(max_examples=20, deadline=None)
def test_memory_of_articles_before_an_edit_changes_no_row(claims: list[Claim], cut: list[int]) -> None:
    kept = Kept()
    run(claims, kept)
    for place in cut:
        claims = claims[:place] + claims[place + 1 :]
        assert run(claims, kept) == run(claims, None)


def test_nothing_is_joined_twice(joined: list[tuple[str, str]]) -> None:
    kept = Kept()
    first = run(NEWS, kept)
    assert first.alignments
    assert joined
    joined.clear()
    assert run(NEWS, kept) == first
    assert joined == []


def test_a_document_that_changed_is_joined_anew_alone(joined: list[tuple[str, str]]) -> None:
    kept = Kept()
    run(NEWS, kept)
    assert ("a", "b") in joined
    joined.clear()
    edited = [replace(c, polarity="negated") if c.claim_id.startswith("c:c100") else c for c in NEWS]
    found = run(edited, kept)
    assert joined
    assert all("c" in pair for pair in joined)
    assert found == run(edited, None)


def test_documents_that_did_not_change_are_not_compared_again(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[Any, ...]] = []
    odds = memory.story_odds
    monkeypatch.setattr(memory, "story_odds", lambda *given: compared.append(given) or odds(*given))
    kept = Kept()
    first = run(NEWS, kept)
    n_pairs = len(compared)
    assert n_pairs > 1
    assert run(NEWS, kept) == first
    assert len(compared) == n_pairs
    edited = [replace(c, polarity="negated") if c.claim_id.startswith("c:c100") else c for c in NEWS]
    assert run(edited, kept) == run(edited, None)
    assert n_pairs < len(compared) < 3 * n_pairs  # a run without memory compares all


def test_claims_are_looked_through_again_only_beside_what_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[tuple[str, str]] = []
    of = Candidates.of
    monkeypatch.setattr(Candidates, "of", lambda self, key: looked.append(key) or of(self, key))
    kept = Kept()
    first = run(NEWS, kept)
    assert looked
    looked.clear()
    assert run(NEWS, kept) == first
    assert looked == []
    edited = [replace(c, polarity="negated") if c.claim_id.startswith("c:c100") else c for c in NEWS]
    assert run(edited, kept) == run(edited, None)
    assert looked


@pytest.mark.parametrize(
    "change",
    [
        {"documents": [replace(document("a"), source="Another"), document("b")]},
        {"entities": [replace(e, name=f"{e.name} the Elder") for e in ENTITIES]},
        {
            "claim_entities": [
                ClaimEntity(claim_id=claim_id, entity_id="e-oslo", role="other")
                for claim_id in ("a:c200-229", "b:c100-131")
            ]
        },
        {"claim_spans": []},
        {"quantities": [amount(BOTH[2], "seven", 7.0, "icebreaker"), amount(BOTH[4], "nine", 9.0, "icebreaker")]},
        {"threshold": 0.9},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_a_row_is_made_from_counts(change: dict[str, Any]) -> None:
    kept = Kept()
    before = run(BOTH, kept)
    after = run(BOTH, kept, **change)
    assert after == run(BOTH, None, **change)
    assert after != before
