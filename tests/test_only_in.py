"""What one of two documents on one event tells alone."""

from __future__ import annotations

from hypothesis import given, settings

from pipeline.alignment.documents import document_profiles
from pipeline.alignment.selection import Scored
from pipeline.alignment.summary import only_in_rows
from pipeline.schema import Claim, OnlyIn
from pipeline.stages.align import align
from tests.paired import found_in, pair
from tests.test_align import CLAIMS as ANY_CLAIMS
from tests.test_align import ENTITIES, LENIENT, claim, document, entities_of

TREATY = [
    claim("a", 0, "Ada signed the harbour treaty with Rosa"),
    claim("b", 0, "Ada signed a harbour pact with Rosa"),
]
SWARMS = claim("a", 100, "Beekeepers counted swarms upstream")
ELSEWHERE = claim("c", 0, "Potters fired kilns")


def only_in(claims: list[Claim]) -> list[OnlyIn]:
    documents = [document(doc_id) for doc_id in sorted({c.doc_id for c in claims})]
    return align(documents, claims, entities_of(claims), entities=ENTITIES, scorer=LENIENT).only_in


def places(rows: list[OnlyIn]) -> list[tuple[str, str, str]]:
    return [(row.doc_id, row.other_doc_id, row.claim_id) for row in rows]


def test_a_claim_that_the_other_document_does_not_tell_stands_alone() -> None:
    assert places(only_in([*TREATY, SWARMS])) == [("a", "b", SWARMS.claim_id)]


def test_a_claim_that_both_tell_stands_nowhere_alone() -> None:
    assert only_in(TREATY) == []


def test_documents_without_aligned_claims_are_not_set_against_each_other() -> None:
    assert places(only_in([*TREATY, SWARMS, ELSEWHERE])) == [("a", "b", SWARMS.claim_id)]


def test_a_claim_stands_alone_beside_each_document_that_does_not_tell_it() -> None:
    third = [
        claim("c", 0, "Ada signed the harbour treaty with Rosa"),
        claim("c", 100, "Beekeepers counted swarms upstream"),
    ]
    assert places(only_in([*TREATY, SWARMS, *third])) == [
        ("a", "b", SWARMS.claim_id),
        ("c", "b", third[1].claim_id),
    ]


def test_one_claim_that_tells_it_is_enough() -> None:
    unlike = claim("b", 100, "Rosa sang psalms in Oslo")
    near, far = pair(TREATY[0], TREATY[1]), pair(TREATY[0], unlike)
    scored = [Scored(near, 0.9), Scored(far, 0.1)]
    rows = only_in_rows(document_profiles(found_in([*TREATY, unlike])), scored, scored[:1])
    assert [(row.claim_id, row.nearest) for row in rows] == [(unlike.claim_id, 0.1)]


@given(ANY_CLAIMS)
@settings(max_examples=50, deadline=None)
def test_no_claim_stands_alone_that_is_aligned_there(claims: list[Claim]) -> None:
    documents = [document(doc_id) for doc_id in sorted({c.doc_id for c in claims})]
    found = align(documents, claims, entities_of(claims), entities=ENTITIES, scorer=LENIENT)
    aligned = {(row.doc_a, row.doc_b, row.claim_a) for row in found.alignments}
    aligned |= {(row.doc_b, row.doc_a, row.claim_b) for row in found.alignments}
    met = {place[:2] for place in aligned}
    assert places(found.only_in) == sorted(set(places(found.only_in)))
    assert not aligned & set(places(found.only_in))
    assert {place[:2] for place in places(found.only_in)} <= met
    assert all(0 <= row.nearest < 0.25 for row in found.only_in)
