"""The stretches that decided how two claims stand to each other."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.alignment.cues import Cue
from pipeline.alignment.evidence import evidence
from pipeline.alignment.features import Pair
from pipeline.alignment.relations import Relation
from pipeline.schema import AlignmentEvidence, ClaimSpan
from tests.paired import TEXTS, entity, names, pair, stretches
from tests.test_align import amount, claim

FIRST = claim("a", 0, "Rosa sold the ferry to Oslo in winter", "sell")
SECOND = claim("b", 40, "Rosa sold the ferry near the old lighthouse", "sell")
SPANS = [
    *stretches(FIRST, subject="Rosa", predicate="sold", object="the ferry", other="to Oslo", when="in winter"),
    *stretches(SECOND, subject="Rosa", predicate="sold", object="the ferry", where="near the old lighthouse"),
]
AGREES = Relation("agrees", None, None)


def told(rows: list[AlignmentEvidence]) -> list[tuple[str, str, str]]:
    return [(row.doc_id, row.role, row.text) for row in rows]


def elaborates(direction: Any) -> list[tuple[str, str, str]]:
    return told(evidence(pair(FIRST, SECOND, (), SPANS), Relation("elaborates", direction, None), names()))


SHARED = [(doc_id, "shared", text) for doc_id in "ab" for text in ("Rosa", "sold", "the ferry")]
ADDED = [("a", "added", "to Oslo"), ("a", "added", "in winter"), ("b", "added", "near the old lighthouse")]


def test_what_both_say_is_shared() -> None:
    assert told(evidence(pair(FIRST, SECOND, (), SPANS), AGREES, names())) == SHARED


def test_what_only_the_fuller_claim_says_is_added() -> None:
    assert elaborates("a") == [*SHARED[:3], *ADDED[:2], *SHARED[3:]]
    assert elaborates("b") == [*SHARED, ADDED[2]]
    assert elaborates("both") == [*SHARED[:3], *ADDED[:2], *SHARED[3:], ADDED[2]]


def test_what_differs_is_a_conflict_and_nothing_else_is_told() -> None:
    first, second = claim("a", 0, "Lima bought seven icebreakers"), claim("b", 0, "Lima bought nine icebreakers")
    seven, nine = amount(first, "seven", 7, "icebreaker"), amount(second, "nine", 9, "icebreaker")
    spans = stretches(first, subject="Lima") + stretches(second, subject="Lima")
    conflict = Relation("conflicts", None, Cue("number", "seven against nine", seven, nine))
    rows = evidence(pair(first, second, (seven, nine), spans), conflict, names())
    assert told(rows) == [("a", "conflict", "seven"), ("b", "conflict", "nine")]
    assert [(row.start, row.end, row.claim_id) for row in rows] == [
        (seven.start, seven.end, first.claim_id),
        (nine.start, nine.end, second.claim_id),
    ]


def test_a_conflict_that_no_words_of_one_claim_tell_is_pointed_at_in_the_other() -> None:
    (sold,) = stretches(SECOND, predicate="sold")
    conflict = Relation("conflicts", None, Cue("polarity", "denied against stated", None, sold))
    assert told(evidence(pair(FIRST, SECOND, (), SPANS), conflict, names())) == [("b", "conflict", "sold")]


def test_synonyms_are_shared() -> None:
    first, second = claim("a", 0, "Rosa ended the treaty"), claim("b", 0, "Rosa ended the pact")
    spans = stretches(first, object="the treaty") + stretches(second, object="the pact")
    assert told(evidence(pair(first, second, (), spans), AGREES, names())) == [
        ("a", "shared", "the treaty"),
        ("b", "shared", "the pact"),
    ]


def test_a_person_is_shared_by_any_part_of_the_name() -> None:
    diaz = entity("Rosa Diaz", "PERSON")
    first, second = claim("a", 0, "Rosa Diaz closed mines"), claim("b", 0, "Diaz opened parks")
    spans = stretches(first, subject="Rosa Diaz") + stretches(second, subject="Diaz")
    rows = evidence(pair(first, second, (), spans, [diaz]), AGREES, names(diaz))
    assert ("b", "shared", "Diaz") in told(rows)


@st.composite
def cut_pairs(draw: st.DrawFn) -> tuple[Pair, list[ClaimSpan]]:
    """Pairs of any claims, each cut into three stretches."""
    claims = [claim(doc_id, 10, draw(TEXTS)) for doc_id in "ab"]
    spans = []
    for row in claims:
        words = row.text.split()
        middle, ends = words[1], " ".join(words[2:])
        spans += stretches(row, subject=words[0], predicate=middle, other=ends)
    return pair(claims[0], claims[1], (), spans), spans


@given(cut_pairs(), st.sampled_from(("a", "b", "both", None)))
@settings(max_examples=60, deadline=None)
def test_every_row_is_a_stretch_of_its_claim(cut: tuple[Pair, list[ClaimSpan]], direction: Any) -> None:
    one, spans = cut
    rows = evidence(one, Relation("elaborates" if direction else "agrees", direction, None), names())
    assert [row.position for row in rows] == list(range(len(rows)))
    assert {row.alignment_id for row in rows} <= {f"{one.first.claim.claim_id}~{one.second.claim.claim_id}"}
    assert [row.doc_id for row in rows] == sorted(row.doc_id for row in rows)
    of = {(span.claim_id, span.start, span.end, span.text) for span in spans}
    assert {(row.claim_id, row.start, row.end, row.text) for row in rows} <= of
