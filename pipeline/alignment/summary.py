"""What many sources tell together, and what one of two tells alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from pipeline.alignment.documents import DocumentProfile
from pipeline.alignment.selection import Scored
from pipeline.schema import Alignment, ClaimCluster, ClusterClaim, Document, OnlyIn

_NOT_TOLD = 0.25  # a claim of which no claim of another document is this likely a counterpart stands there alone


def cluster_rows(
    rows: Sequence[Alignment],
    in_cluster: Mapping[str, str],
    texts: Mapping[str, str],
    documents: Mapping[str, Document],
) -> tuple[list[ClaimCluster], list[ClusterClaim]]:
    """The clusters of aligned claims and which claims are in them, sorted by id.

    Args:
        rows: The alignments.
        in_cluster: The cluster of each aligned claim.
        texts: The text of each aligned claim.
        documents: The documents by id.
    """
    members: dict[str, list[str]] = defaultdict(list)
    for claim_id in sorted(in_cluster):
        members[in_cluster[claim_id]].append(claim_id)
    inside: dict[str, list[Alignment]] = defaultdict(list)
    for row in rows:
        if row.cluster_id is not None:
            inside[row.cluster_id].append(row)
    stands_in = {claim: doc for row in rows for claim, doc in ((row.claim_a, row.doc_a), (row.claim_b, row.doc_b))}
    found = [
        _cluster(key, members[key], inside[key], {stands_in[claim_id] for claim_id in members[key]}, texts, documents)
        for key in sorted(inside)
    ]
    belonging = [ClusterClaim(cluster_id=key, claim_id=claim_id) for key in sorted(inside) for claim_id in members[key]]
    return found, belonging


def _cluster(
    cluster_id: str,
    members: Sequence[str],
    rows: Sequence[Alignment],
    doc_ids: Set[str],
    texts: Mapping[str, str],
    documents: Mapping[str, Document],
) -> ClaimCluster:
    of_document = {doc_id: _source(doc_id, documents) for doc_id in doc_ids}
    same_origin = [(of_document[row.doc_a], of_document[row.doc_b]) for row in rows if row.shared_origin is not None]
    published = sorted(d.published for i in doc_ids if (d := documents.get(i)) is not None and d.published is not None)
    return ClaimCluster(
        cluster_id=cluster_id,
        label=texts[_centre(members, rows)],
        n_claims=len(members),
        n_sources=len(set(of_document.values())),
        n_origins=len(set(of_document.values())) - _merged(same_origin),
        first_published=published[0] if published else None,
        agreement=round(1 - sum(row.relation == "conflicts" for row in rows) / len(rows), 4),
    )


def _source(doc_id: str, documents: Mapping[str, Document]) -> str:
    return documents[doc_id].source if doc_id in documents else doc_id


def _centre(members: Sequence[str], rows: Iterable[Alignment]) -> str:
    """The claim that is closest to all others."""
    weight: dict[str, float] = defaultdict(float)
    for row in rows:
        for claim_id in (row.claim_a, row.claim_b):
            weight[claim_id] += row.score or 0.0
    return min(members, key=lambda claim_id: (-round(weight[claim_id], 6), claim_id))


def _merged(pairs: Iterable[tuple[str, str]]) -> int:
    """By how many the count of some things falls where pairs of them are one."""
    group: dict[str, str] = {}

    def root(one: str) -> str:
        while group.setdefault(one, one) != one:
            one = group[one]
        return one

    merged = 0
    for first, second in pairs:
        one, other = root(first), root(second)
        merged += one != other
        group[other] = one
    return merged


def only_in_rows(
    documents: Mapping[str, DocumentProfile], scored: Iterable[Scored], kept: Iterable[Scored]
) -> list[OnlyIn]:
    """The claims that one of two documents tells and the other does not, for documents that have claims aligned.

    Args:
        documents: The documents by id.
        scored: All pairs that were compared.
        kept: Those that are aligned.
    """
    best: dict[tuple[str, str], float] = defaultdict(float)
    for one in scored:
        for claim, other in (
            (one.pair.first.claim, one.pair.second.claim),
            (one.pair.second.claim, one.pair.first.claim),
        ):
            place = (claim.claim_id, other.doc_id)
            best[place] = max(best[place], one.score)
    met = {(a, b) for one in kept for a, b in _both_ways(one.pair.first.claim.doc_id, one.pair.second.claim.doc_id)}
    return [
        OnlyIn(
            claim_id=p.claim.claim_id,
            doc_id=doc_id,
            other_doc_id=other,
            nearest=round(best[p.claim.claim_id, other], 4),
        )
        for doc_id, other in sorted(met)
        for p in sorted(documents[doc_id].claims, key=lambda p: p.claim.claim_id)
        if best[p.claim.claim_id, other] < _NOT_TOLD
    ]


def _both_ways(one: str, other: str) -> Iterator[tuple[str, str]]:
    yield one, other
    yield other, one
