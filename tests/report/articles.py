"""Tables of articles for tests of their pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pipeline.schema import AlignmentEvidence, ClusterClaim, OnlyIn
from pipeline.tables import Tables
from tests.samples import TEXTS, document, rows, span, tables

Given = tuple[Tables, dict[str, str], dict[str, str]]


def evidence(doc_id: str, text: str, role: str, position: int) -> AlignmentEvidence:
    """A stretch that decided how the two claims of the sample stand to each other."""
    where = {"alignment_id": "a:c~b:c", "claim_id": f"{doc_id}:c", "doc_id": doc_id}
    return AlignmentEvidence(position=position, role=role, **where, **span(doc_id, text))  # type: ignore[arg-type]


def two_rows() -> dict[str, list[Any]]:
    """The rows of two articles that conflict, with the words that decided and a claim that one tells alone."""
    given = rows()
    alone = replace(given["claims"][0], claim_id="a:alone", **span("a", "the accord"), statement="the accord is there")
    given["claims"].append(alone)
    given["alignment_evidence"] = [
        evidence("a", "signed the accord", "conflict", 0),
        evidence("b", "Rome", "shared", 1),
    ]
    given["only_in"] = [OnlyIn(doc_id="a", other_doc_id="b", claim_id="a:alone", nearest=0.1)]
    given["cluster_claims"] = [ClusterClaim(cluster_id="x", claim_id=f"{doc_id}:c") for doc_id in ("a", "b")]
    return given


def two() -> Given:
    """The tables of these, with clean and raw texts; the raw ones begin with other words."""
    return tables(two_rows()), dict(TEXTS), dict(TEXTS)


def many(n: int) -> Given:
    """The tables of these and of articles that meet no other, n in all."""
    given = two_rows()
    others = [replace(document("a"), doc_id=f"c{i:03}", title=f"Title {i}") for i in range(n - 2)]
    given["documents"] += others
    texts = TEXTS | {row.doc_id: f"Text of {row.doc_id}." for row in others}
    return tables(given), texts, dict(texts)
