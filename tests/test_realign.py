"""Alignment of tables that analysts have in hand."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

import pipeline
from pipeline.errors import UsageError
from pipeline.run import RunResult
from pipeline.schema import TABLES
from pipeline.stages.align import STAGE
from pipeline.tables import to_frame, to_rows
from tests.conftest import ROOT
from tests.test_align import ENTITIES, NEWS, document, entities_of

ROWS: dict[str, list[Any]] = {
    "documents": [document(doc_id) for doc_id in "abc"],
    "claims": NEWS,
    "claim_entities": entities_of(NEWS),
    "entities": ENTITIES,
}
FRAMES = {name: to_frame(TABLES[name], rows) for name, rows in ROWS.items()}


def keys(frames: dict[str, pd.DataFrame]) -> set[str]:
    return set(frames["alignments"]["alignment_id"])


def test_claims_and_documents_are_enough() -> None:
    found = pipeline.align({name: FRAMES[name] for name in ("documents", "claims")}, threshold=0.0)
    assert set(found) == set(STAGE.writes)
    assert "a:c0-39~b:c0-35" in keys(found)  # Ada signed the harbour treaty, or pact, with Rosa
    assert set(found["alignments"]["source_a"]) <= {"The a", "The b", "The c"}


def test_what_is_written_has_the_columns_and_types_of_a_run() -> None:
    found = pipeline.align(FRAMES, threshold=0.0)
    for name, frame in found.items():
        pd.testing.assert_frame_equal(frame.head(0), to_frame(TABLES[name], []))


def test_no_claims_give_empty_tables() -> None:
    found = pipeline.align(FRAMES | {"claims": FRAMES["claims"].head(0)})
    assert all(frame.empty for frame in found.values())


@pytest.mark.parametrize("name", ["documents", "claims"])
def test_a_missing_table_is_named(name: str) -> None:
    with pytest.raises(UsageError, match=f"needs the tables {name}"):
        pipeline.align({other: frame for other, frame in FRAMES.items() if other != name})


def test_a_missing_column_is_named() -> None:
    with pytest.raises(UsageError, match="claims lacks polarity"):
        pipeline.align(FRAMES | {"claims": FRAMES["claims"].drop(columns="polarity")})


def test_columns_of_ones_own_and_those_that_have_a_default_do_not_matter() -> None:
    claims = FRAMES["claims"].drop(columns=["kind", "tense"]).assign(note="mine")
    assert keys(pipeline.align(FRAMES | {"claims": claims}, threshold=0.0)) == keys(
        pipeline.align(FRAMES, threshold=0.0)
    )


@pytest.mark.parametrize("threshold", [-0.1, 1.5, float("nan")])
def test_a_threshold_is_a_probability(threshold: float) -> None:
    with pytest.raises(UsageError, match="0 to 1"):
        pipeline.align(FRAMES, threshold=threshold)


def test_a_higher_threshold_only_removes_rows() -> None:
    found = [keys(pipeline.align(FRAMES, threshold=threshold)) for threshold in (0.0, 0.2, 0.5, 1.0)]
    assert all(high <= low for low, high in pairwise(found))
    assert len(found[0]) > len(found[-1]) == 0


def test_a_part_of_the_documents_is_aligned_by_itself() -> None:
    part = {name: frame[frame["doc_id"] != "c"] for name, frame in FRAMES.items() if "doc_id" in frame}
    found = pipeline.align(FRAMES | part, threshold=0.0)
    assert keys(found)
    assert {*found["alignments"]["doc_a"], *found["alignments"]["doc_b"]} == {"a", "b"}


def test_the_order_of_rows_changes_nothing() -> None:
    reverse = {name: frame.iloc[::-1] for name, frame in FRAMES.items()}
    for name, frame in pipeline.align(reverse, threshold=0.0).items():
        pd.testing.assert_frame_equal(frame, pipeline.align(FRAMES, threshold=0.0)[name])


def test_an_article_that_two_runs_read_counts_once() -> None:
    twice = {name: pd.concat([frame, frame]) for name, frame in FRAMES.items()}
    for name, frame in pipeline.align(twice, threshold=0.0).items():
        pd.testing.assert_frame_equal(frame, pipeline.align(FRAMES, threshold=0.0)[name])


def test_two_articles_of_one_name_are_refused() -> None:
    documents = pd.concat([FRAMES["documents"], FRAMES["documents"].head(1).assign(clean_sha256="other")])
    with pytest.raises(UsageError, match="two documents are called a;"):
        pipeline.align(FRAMES | {"documents": documents})


def test_rows_survive_a_frame() -> None:
    for name, rows in ROWS.items():
        assert set(to_rows(TABLES[name], FRAMES[name])) == set(rows)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> RunResult:
    """One run over the articles of the project."""
    return pipeline.run(ROOT / "raw", tmp_path_factory.mktemp("out"))


@pytest.mark.slow
def test_the_tables_of_a_run_are_aligned_as_the_run_aligned_them(result: RunResult) -> None:
    for name, frame in pipeline.align(result.tables).items():
        pd.testing.assert_frame_equal(frame, result.tables.frames[name], check_exact=True)
        assert frame.to_csv(index=False) == result.tables.frames[name].to_csv(index=False)


@pytest.mark.slow
def test_the_evidence_of_a_run_stands_in_its_claim_or_is_its_subject(result: RunResult) -> None:
    names = ("claims", "claim_spans", "alignment_evidence")
    claims, spans, rows = (to_rows(TABLES[name], result.tables.frames[name]) for name in names)
    places = {claim.claim_id: (claim.start, claim.end) for claim in claims}
    subjects = {(span.claim_id, span.start, span.end) for span in spans if span.role == "subject"}
    assert rows
    for row in rows:
        start, end = places[row.claim_id]
        assert start <= row.start < row.end <= end or (row.claim_id, row.start, row.end) in subjects
        assert result.tables.text(row.doc_id)[row.start : row.end] == row.text


@pytest.mark.slow
def test_one_document_of_a_run_is_aligned_with_nothing(result: RunResult) -> None:
    claims = result.tables.claims
    alone = result.tables.frames | {"claims": claims[claims["doc_id"] == claims["doc_id"].iloc[0]]}
    assert all(frame.empty for frame in pipeline.align(alone).values())
