"""Aligns claims of different documents that tell of the same matter, and tells whether they agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from pipeline.alignment.blocks import is_aligned, unpacked
from pipeline.alignment.candidates import Candidates, Key, in_reach, in_turn, near, of_one_story, partners
from pipeline.alignment.clusters import clusters
from pipeline.alignment.documents import DocumentProfile
from pipeline.alignment.features import DocumentPair
from pipeline.alignment.joining import Context, Joined
from pipeline.alignment.library import ClaimRows, Entities, Library, Memory
from pipeline.alignment.memory import Joins, odds_of
from pipeline.alignment.profiles import Profile
from pipeline.alignment.scoring import Scorer, bundled
from pipeline.alignment.spread import join_groups
from pipeline.alignment.summary import cluster_rows
from pipeline.executors import Executor
from pipeline.schema import (
    TABLES,
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

Group = Mapping[Key, bytes]
"""What was made of each two of some documents that alignments tie together."""


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
    rows = _by_document(claims, claim_entities, claim_spans, quantities, quotes)
    library = Library(documents, Entities.of(list(entities)), rows.__getitem__)
    for doc_id in sorted(rows):
        library.add(doc_id, rows[doc_id])
    groups = list(align_library(library, scorer=scorer, threshold=threshold, memory=memory))
    return Aligned(*(_sorted(name, [row for one in groups for row in getattr(one, name)]) for name in STAGE.writes))


def align_library(
    library: Library,
    *,
    scorer: Scorer | None = None,
    threshold: float | None = None,
    memory: Memory | None = None,
    executor: Executor | None = None,
    is_known: Callable[[Group], bool] = lambda group: False,
) -> Iterator[Aligned]:
    """What `align` gives, a part at a time: of documents that have nothing to do with those of any other part.

    Args:
        library: The documents.
        scorer: As in `align`.
        threshold: As in `align`.
        memory: As in `align`.
        executor: Spreads the comparing of claims where there is much of it; None to do all in this process.
        is_known: Tells of the documents of a part, by what was made of each two, whether its rows are known already;
            these parts are left out.

    Raises:
        UsageError: Every process that was given some of the documents was killed.
    """
    scorer = scorer or bundled()
    threshold = scorer.threshold if threshold is None else threshold
    context = Context(library.documents, library.entities.names, scorer, threshold)
    odds = odds_of(in_turn(partners(library.outlines)), library, scorer, memory)
    together = of_one_story(scorer.placed(odds))
    joins = Joins(library, context, together, memory)
    for joined in join_groups(in_reach(together), joins, executor):
        for part in _parts(joined):
            if not is_known(part):
                yield _aligned([unpacked(made) for made in part.values()], library)


def _parts(joined: Mapping[Key, bytes]) -> Iterator[Group]:
    """What was joined, a part at a time: of documents that no alignment ties to those of any other part."""
    parts = in_reach(key for key, packed in joined.items() if is_aligned(packed))
    part_of = {doc_id: number for number, part in enumerate(parts) for key in part for doc_id in key}
    keys: dict[int, list[Key]] = defaultdict(list)
    for one, other in joined:
        if one in part_of and part_of[one] == part_of.get(other):
            keys[part_of[one]].append((one, other))
    for number in sorted(keys):
        yield {key: joined[key] for key in keys[number]}


def _aligned(joined: Sequence[Joined], library: Library) -> Aligned:
    """The rows of documents that were joined."""
    rows = [row for one in joined for row in one.alignments]
    scores = {key: score for one in joined for key, score in one.scores.items()}
    in_cluster = clusters({(row.claim_a, row.claim_b) for row in rows}, scores)
    rows = [replace(row, cluster_id=_common(in_cluster[row.claim_a], in_cluster[row.claim_b])) for row in rows]
    texts = {claim_id: text for one in joined for claim_id, text in one.texts.items()}
    evidence, only_in = ([row for one in joined for row in getattr(one, name)] for name in ("evidence", "only_in"))
    return Aligned(rows, evidence, *cluster_rows(rows, in_cluster, texts, library.documents), only_in)


def met(
    documents: Mapping[str, DocumentProfile], scorer: Scorer
) -> Iterator[tuple[DocumentPair, list[tuple[Profile, Profile]]]]:
    """The pairs of documents that may tell of one event, each with the pairs of claims that are worth comparing."""
    together = near(documents, scorer)
    candidates = Candidates(documents, together)
    for key, place in together.items():
        first, second = (documents[doc_id] for doc_id in key)
        claims = [(first.claims[i], second.claims[j]) for i, j in candidates.of(key)]
        yield DocumentPair(first, second, *place), claims


def _by_document(
    claims: Iterable[Claim],
    claim_entities: Iterable[ClaimEntity],
    claim_spans: Iterable[ClaimSpan],
    quantities: Iterable[Quantity],
    quotes: Iterable[Quote],
) -> dict[str, ClaimRows]:
    """The rows of each document that has claims."""
    found: dict[str, ClaimRows] = {}
    of_claim: dict[str, ClaimRows] = {}
    for claim in claims:
        of_claim[claim.claim_id] = found.setdefault(claim.doc_id, ClaimRows([], [], [], [], []))
        of_claim[claim.claim_id].claims.append(claim)
    for name, rows in (("claim_entities", claim_entities), ("claim_spans", claim_spans), ("quantities", quantities)):
        for row in rows:
            if row.claim_id in of_claim:
                getattr(of_claim[row.claim_id], name).append(row)
    for quote in quotes:
        if quote.doc_id in found:
            found[quote.doc_id].quotes.append(quote)
    return found


def _sorted(name: str, rows: list[Any]) -> list[Any]:
    return sorted(rows, key=attrgetter(*TABLES[name].key))


def _common(one: str, other: str) -> str | None:
    return one if one == other else None
