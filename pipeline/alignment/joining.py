"""Joins the claims of two documents: which tell of one matter, how they stand to each other, and what stands alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.alignment.evidence import evidence
from pipeline.alignment.features import DocumentPair, compare_claims
from pipeline.alignment.origins import shared_origin, wording
from pipeline.alignment.profiles import Profile
from pipeline.alignment.relations import Relation, relation
from pipeline.alignment.reranking import scored
from pipeline.alignment.scoring import Scorer
from pipeline.alignment.selection import Scored, select
from pipeline.alignment.summary import only_in_rows
from pipeline.schema import Alignment, AlignmentEvidence, Document, OnlyIn

_NEXT_TO_NOTHING = 0.05
_LEAST_CONFLICT = 0.4  # probability that two claims are of one matter and conflict; below it, half are none


@dataclass(frozen=True)
class Context:
    """What joining needs to know besides the two documents.

    Attributes:
        documents: The documents by id.
        names: The name of each unit that is an entity.
        scorer: What tells the probability of a pair.
        threshold: Probability from which a pair is shown.
    """

    documents: Mapping[str, Document]
    names: Mapping[str, str]
    scorer: Scorer
    threshold: float


@dataclass(frozen=True, slots=True)
class Joined:
    """What the claims of two documents have to do with each other.

    Attributes:
        alignments: The rows, without a cluster.
        evidence: The rows.
        only_in: The rows; none where nothing is aligned.
        scores: The probability of each pair of claims that is aligned, or was compared and is not next to nothing.
        texts: The text of each claim that is aligned.
    """

    alignments: tuple[Alignment, ...]
    evidence: tuple[AlignmentEvidence, ...]
    only_in: tuple[OnlyIn, ...]
    scores: Mapping[tuple[str, str], float]
    texts: Mapping[str, str]


def join(documents: DocumentPair, claims: Iterable[tuple[Profile, Profile]], context: Context) -> Joined:
    """Compare some pairs of claims of two documents, and choose and describe those that tell of one matter."""
    compared = score(documents, claims, context.scorer)
    told = chosen(compared, context.threshold, context.names)
    kept = [one for one, _ in told]
    keys = {one.key for one in kept}
    of_document = {profiles.claims[0].claim.doc_id: profiles for profiles in (documents.first, documents.second)}
    return Joined(
        tuple(_row(one, how, context) for one, how in told),
        tuple(row for one, how in told for row in evidence(one.pair, how, context.names)),
        tuple(only_in_rows(of_document, compared, kept)),
        {one.key: one.score for one in compared if one.score >= _NEXT_TO_NOTHING or one.key in keys},
        {p.claim.claim_id: p.claim.text for one in kept for p in (one.pair.first, one.pair.second)},
    )


def chosen(compared: Iterable[Scored], threshold: float, names: Mapping[str, str]) -> list[tuple[Scored, Relation]]:
    """The pairs to show, with how they stand to each other.

    Args:
        compared: Pairs of claims of any documents.
        threshold: Probability from which a pair is shown.
        names: The name of each unit that is an entity.
    """
    told = [(one, relation(one.pair, names)) for one in select(compared, threshold)]
    return [(one, how) for one, how in told if how.kind != "conflicts" or one.score * how.chance >= _LEAST_CONFLICT]


def score(documents: DocumentPair, claims: Iterable[tuple[Profile, Profile]], scorer: Scorer) -> list[Scored]:
    """Some pairs of claims of two documents with their probabilities."""
    return scored([compare_claims(first, second, documents) for first, second in claims], scorer)


def _row(one: Scored, told: Relation, context: Context) -> Alignment:
    first, second = one.pair.first, one.pair.second
    shared = sorted({context.names[unit] for unit in first.entities & second.entities})
    return Alignment(
        alignment_id="~".join(one.key),
        claim_a=first.claim.claim_id,
        claim_b=second.claim.claim_id,
        doc_a=first.claim.doc_id,
        doc_b=second.claim.doc_id,
        source_a=_source(first, context.documents),
        source_b=_source(second, context.documents),
        relation=told.kind,
        direction=told.direction,
        score=round(one.score, 4),
        similarity=round(one.pair.similarity, 4),
        shared_entities="; ".join(shared) or None,
        conflict=told.cue.words if told.cue is not None else None,
        conflict_kind=told.cue.kind if told.cue is not None else None,
        shared_origin=shared_origin(one.pair),
        verbatim=wording(first.verbatim, second.verbatim),
        cluster_id=None,
    )


def _source(profile: Profile, documents: Mapping[str, Document]) -> str:
    document = documents.get(profile.claim.doc_id)
    return document.source if document is not None else ""
