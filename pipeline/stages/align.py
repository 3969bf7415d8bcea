"""Aligns claims of different documents that tell of the same matter, and tells whether they agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.alignment.candidates import candidates, of_one_story, partners
from pipeline.alignment.clusters import clusters
from pipeline.alignment.documents import DocumentProfile, document_profiles
from pipeline.alignment.evidence import evidence
from pipeline.alignment.features import DocumentPair, compare_claims
from pipeline.alignment.origins import shared_origin, wording
from pipeline.alignment.profiles import Profile, entity_names, profiles
from pipeline.alignment.relations import Relation, relation
from pipeline.alignment.scoring import Scorer, bundled
from pipeline.alignment.selection import Scored, depths, select
from pipeline.alignment.summary import cluster_rows, only_in_rows
from pipeline.schema import (
    Alignment,
    AlignmentEvidence,
    Claim,
    ClaimCluster,
    ClaimEntity,
    ClaimSpan,
    ClusterClaim,
    Document,
    Entity,
    OnlyIn,
    Quantity,
    Quote,
)
from pipeline.stages import Stage

STAGE = Stage(
    "align",
    2,
    reads=("documents", "claims", "claim_entities", "claim_spans", "quantities", "entities", "quotes"),
    writes=("alignments", "alignment_evidence", "claim_clusters", "cluster_claims", "only_in"),
)


@dataclass(frozen=True, slots=True)
class Aligned:
    """What claims of different documents have to do with each other."""

    alignments: list[Alignment]
    alignment_evidence: list[AlignmentEvidence]
    claim_clusters: list[ClaimCluster]
    cluster_claims: list[ClusterClaim]
    only_in: list[OnlyIn]


def align(
    documents: Iterable[Document],
    claims: Iterable[Claim],
    claim_entities: Iterable[ClaimEntity] = (),
    claim_spans: Iterable[ClaimSpan] = (),
    quantities: Iterable[Quantity] = (),
    entities: Iterable[Entity] = (),
    quotes: Iterable[Quote] = (),
    *,
    scorer: Scorer | None = None,
    threshold: float | None = None,
) -> Aligned:
    """The rows of the tables that alignment writes, sorted by key, whatever the order of the input.

    Args:
        documents: The documents that the claims are of.
        claims: All claims, with their entities linked.
        claim_entities: Who takes part in which claim.
        claim_spans: What each claim is made of.
        quantities: Amounts and dates of the claims.
        entities: All entities.
        quotes: The quotes that claims stand in.
        scorer: What tells the probability of a pair; None for the bundled one.
        threshold: Probability from which a pair is shown; None for that of the scorer.
    """
    scorer, entities = scorer or bundled(), list(entities)
    found = profiles(claims, claim_entities, quantities, entities, claim_spans)
    of_document = document_profiles(found)
    scored = score(of_document, scorer)
    kept = select(scored, depths(found), scorer.threshold if threshold is None else threshold)
    sources = {document.doc_id: document for document in documents}
    names = entity_names(entities)
    relations = {one.key: relation(one.pair, names) for one in kept}
    in_cluster = clusters({one.key for one in kept}, {one.key: one.score for one in scored})
    verbatim = {quote.quote_id: quote.verbatim for quote in quotes}
    rows = [_row(one, relations[one.key], sources, names, in_cluster, verbatim) for one in kept]
    return Aligned(
        sorted(rows, key=lambda row: row.alignment_id),
        [row for one in kept for row in evidence(one.pair, relations[one.key], names)],
        *cluster_rows(rows, in_cluster, {p.claim.claim_id: p.claim for p in found}, sources),
        only_in_rows(of_document, scored, kept),
    )


def score(of_document: Mapping[str, DocumentProfile], scorer: Scorer) -> list[Scored]:
    """The candidates among the claims of some documents, with their probabilities."""
    met = {(a, b): DocumentPair.of(of_document[a], of_document[b]) for a, b in partners(of_document)}
    compared = (compare_claims(*one) for one in candidates(of_one_story(scorer.among_others(met))))
    return [Scored(pair, scorer.probability(pair.values)) for pair in compared]


def _row(
    one: Scored,
    told: Relation,
    documents: Mapping[str, Document],
    names: Mapping[str, str],
    in_cluster: Mapping[str, str],
    verbatim: Mapping[str, str | None],
) -> Alignment:
    first, second = one.pair.first, one.pair.second
    shared = sorted({names[unit] for unit in first.entities & second.entities})
    cluster, other = (in_cluster[profile.claim.claim_id] for profile in (first, second))
    return Alignment(
        alignment_id="~".join(one.key),
        claim_a=first.claim.claim_id,
        claim_b=second.claim.claim_id,
        doc_a=first.claim.doc_id,
        doc_b=second.claim.doc_id,
        source_a=_source(first, documents),
        source_b=_source(second, documents),
        relation=told.kind,
        direction=told.direction,
        score=round(one.score, 4),
        similarity=round(one.pair.similarity, 4),
        shared_entities="; ".join(shared) or None,
        conflict=told.cue.words if told.cue is not None else None,
        conflict_kind=told.cue.kind if told.cue is not None else None,
        shared_origin=shared_origin(one.pair),
        verbatim=wording(*(verbatim.get(profile.claim.quote_id or "") for profile in (first, second))),
        cluster_id=cluster if cluster == other else None,
    )


def _source(profile: Profile, documents: Mapping[str, Document]) -> str:
    document = documents.get(profile.claim.doc_id)
    return document.source if document is not None else ""
