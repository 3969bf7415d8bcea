"""Aligns claims of different documents that tell of the same matter, and tells whether they agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pipeline.alignment.candidates import candidates, of_one_story, partners
from pipeline.alignment.clusters import clusters
from pipeline.alignment.documents import DocumentProfile, document_profiles
from pipeline.alignment.features import DocumentPair
from pipeline.alignment.joining import Context
from pipeline.alignment.memory import Joiner, Memory
from pipeline.alignment.profiles import Profile, entity_names, profiles
from pipeline.alignment.scoring import Scorer, bundled
from pipeline.alignment.selection import depths
from pipeline.alignment.summary import cluster_rows
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
    4,
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
    memory: Memory | None = None,
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
        memory: What was worked out before with the same scorer, so that it need not be done again; None for nothing.
    """
    scorer, entities = scorer or bundled(), list(entities)
    found = profiles(claims, claim_entities, quantities, entities, claim_spans)
    of_document = document_profiles(found)
    context = Context(
        {document.doc_id: document for document in documents},
        entity_names(entities),
        {quote.quote_id: quote.verbatim for quote in quotes},
        depths(found),
        scorer,
        scorer.threshold if threshold is None else threshold,
    )
    joiner = Joiner(context, memory)
    joined = [joiner.join(documents, claims) for documents, claims in met(of_document, scorer)]
    rows = sorted((row for one in joined for row in one.alignments), key=lambda row: row.alignment_id)
    scores = {key: score for one in joined for key, score in one.scores.items()}
    in_cluster = clusters({(row.claim_a, row.claim_b) for row in rows}, scores)
    rows = [replace(row, cluster_id=_common(in_cluster[row.claim_a], in_cluster[row.claim_b])) for row in rows]
    return Aligned(
        rows,
        sorted((row for one in joined for row in one.evidence), key=lambda row: (row.alignment_id, row.position)),
        *cluster_rows(rows, in_cluster, {p.claim.claim_id: p.claim for p in found}, context.documents),
        sorted((row for o in joined for row in o.only_in), key=lambda r: (r.doc_id, r.other_doc_id, r.claim_id)),
    )


def met(
    documents: Mapping[str, DocumentProfile], scorer: Scorer
) -> Iterator[tuple[DocumentPair, list[tuple[Profile, Profile]]]]:
    """The pairs of documents that may tell of one event, each with the pairs of claims that are worth comparing."""
    pairs = {(a, b): DocumentPair.of(documents[a], documents[b]) for a, b in partners(documents)}
    near = of_one_story(scorer.among_others(pairs))
    for key, claims in candidates(near).items():
        yield near[key], claims


def _common(one: str, other: str) -> str | None:
    return one if one == other else None
