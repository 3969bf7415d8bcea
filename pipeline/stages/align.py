"""Aligns claims of different documents that tell of the same matter, and tells whether they agree."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Literal, cast

from pipeline.alignment.candidates import candidates
from pipeline.alignment.features import DocumentPair, Pair, compare_claims
from pipeline.alignment.profiles import Profile, document_profiles, entity_names, profiles
from pipeline.alignment.relations import relation
from pipeline.alignment.scoring import Scorer, bundled
from pipeline.alignment.selection import Scored, depths, select
from pipeline.schema import Alignment, Claim, ClaimEntity, Document, Entity, Quantity
from pipeline.stages import Stage

STAGE = Stage(
    "align",
    1,
    reads=("documents", "claims", "claim_entities", "quantities", "entities"),
    writes=("alignments",),
)

_MIN_SHARED = 2  # units
_MIN_WORDS = 1.0  # weight of the words in common, about that of one that is not in every other claim


def align(
    documents: Iterable[Document],
    claims: Iterable[Claim],
    claim_entities: Iterable[ClaimEntity],
    quantities: Iterable[Quantity],
    entities: Iterable[Entity],
    scorer: Scorer | None = None,
) -> list[Alignment]:
    """The rows of the alignments table, sorted by key, whatever the order of the input.

    Args:
        documents: The documents that the claims are of.
        claims: All claims, with their entities linked.
        claim_entities: Who takes part in which claim.
        quantities: Amounts and dates of the claims.
        entities: All entities.
        scorer: What tells the probability of a pair; None for the bundled one.
    """
    scorer = scorer or bundled()
    entities = list(entities)
    found = profiles(claims, claim_entities, quantities, entities)
    scored, nesting = _scored(found, scorer), depths(found)
    kept = select(scored, nesting, scorer.threshold)
    sources = {document.doc_id: document.source for document in documents}
    names = entity_names(entities)
    clusters = _clusters([one.key for one in kept])
    rows = (_row(one, sources, names, clusters[one.key[0]]) for one in kept)
    return sorted(rows, key=lambda row: row.alignment_id)


def _scored(found: Sequence[Profile], scorer: Scorer) -> list[Scored]:
    of_document = document_profiles(found)
    between: dict[tuple[str, str], DocumentPair] = {}
    scored = []
    for a, b in candidates(found):
        first, second = found[a], found[b]
        key = (first.claim.doc_id, second.claim.doc_id)
        if key not in between:
            between[key] = DocumentPair.of(of_document[key[0]], of_document[key[1]])
        pair = compare_claims(first, second, between[key])
        if is_comparable(pair):
            scored.append(Scored(pair, scorer.probability(pair.values)))
    return scored


def is_comparable(pair: Pair) -> bool:
    """Whether two claims have more in common than who or where they are about."""
    words = math.fsum(weight for unit, weight in pair.shared.items() if unit.startswith("w:"))
    return len(pair.shared) >= _MIN_SHARED and words >= _MIN_WORDS


def _row(one: Scored, sources: dict[str, str], names: dict[str, str], cluster: str) -> Alignment:
    first, second = one.pair.first, one.pair.second
    kind, differing = relation(one.pair)
    shared = sorted({names[unit] for unit in first.entities & second.entities})
    return Alignment(
        alignment_id=f"{first.claim.claim_id}~{second.claim.claim_id}",
        claim_a=first.claim.claim_id,
        claim_b=second.claim.claim_id,
        doc_a=first.claim.doc_id,
        doc_b=second.claim.doc_id,
        source_a=sources.get(first.claim.doc_id, ""),
        source_b=sources.get(second.claim.doc_id, ""),
        relation=cast(Literal["agrees", "elaborates", "conflicts"], kind),
        score=round(one.score, 4),
        similarity=round(one.pair.similarity, 4),
        shared_entities="; ".join(shared) or None,
        conflict=differing,
        cluster_id=f"x{cluster}",
    )


def _clusters(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The smallest claim id of all that are aligned with one another, for each claim."""
    parents: dict[str, str] = {}
    for first, second in pairs:
        one, other = sorted((_root(parents, first), _root(parents, second)))
        parents[other] = one
        parents.setdefault(one, one)
    return {claim: _root(parents, claim) for claim in parents}


def _root(parents: dict[str, str], claim: str) -> str:
    while parents.setdefault(claim, claim) != claim:
        parents[claim] = parents[parents[claim]]
        claim = parents[claim]
    return claim
