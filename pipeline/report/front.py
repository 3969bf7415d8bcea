"""What stands on the front page of many articles: counts, the strongest meetings, clusters, speakers, pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.report.meetings import Meeting, meeting
from pipeline.report.pairs import Joined
from pipeline.report.rows import RELATIONS, Row, Rows, records
from pipeline.report.summary import most_quoted, strongest
from pipeline.tables import Tables

SHOWN = RELATIONS[:2]
"""The relations of which the front page shows the foremost alignments."""
N_MEETINGS, N_CLUSTERS, N_SPEAKERS, N_ENTITIES = 10, 12, 15, 20
N_ARTICLES = 1_000
"""Articles that are listed by name; a list of more serves nobody."""


_FOREMOST = ("alignment_id", "claim_a", "claim_b", "doc_a", "doc_b", "score", "shared_origin", "cluster_id")


@dataclass(frozen=True, slots=True)
class Cluster:
    """A matter that several sources tell of, with the claims that tell it."""

    row: Row
    claims: Sequence[Row]


def front(
    tables: Tables,
    rows: Rows,
    clean_texts: Mapping[str, str],
    pages: Sequence[Joined],
    n_pairs: int,
    told: Mapping[str, Sequence[Row]],
) -> dict[str, Any]:
    """What the front page shows.

    Args:
        tables: The tables.
        rows: The rows at least of the documents of those alignments.
        clean_texts: Clean text by doc_id.
        pages: The pairs that have a page, which are at least those that the front page tells of.
        n_pairs: How many pairs of documents meet.
        told: The foremost alignments of each relation.

    Returns:
        Values by their names in the template.
    """
    documents = records(tables.read("documents"))
    named = {row["doc_id"]: row for row in documents}
    return {
        "documents": documents[:N_ARTICLES],
        "named": named,
        "counts": _counts(tables, documents),
        "meetings": {relation: _meetings(foremost, rows, clean_texts) for relation, foremost in told.items()},
        "clusters": _clusters(tables, named),
        "speakers": most_quoted(tables, N_SPEAKERS),
        "entities": records(
            tables.read("entities").sort_values(["n_mentions", "entity_id"], ascending=[False, True]).head(N_ENTITIES)
        ),
        "pages": pages,
        "n_pairs": n_pairs,
        "page_of": {pair.documents: pair.name for pair in pages},
    }


def foremost(tables: Tables, relation: str) -> list[Row]:
    """The alignments of one relation that the front page shows: one a matter and pair of documents, by score.

    Those come first that do not have it from one origin: a copy corroborates nothing.
    """
    alignments = tables.read("alignments", _FOREMOST, relation=(relation,))
    found = strongest(alignments, tables.read("claims", ("claim_id", "kind"), kind=("appositive",)))
    independent = found["shared_origin"].isna()
    ordered = pd.concat([found[independent], found[~independent]])
    matter = ordered["cluster_id"].fillna(ordered["alignment_id"])
    return records(ordered[~matter.duplicated()].drop_duplicates(["doc_a", "doc_b"]).head(N_MEETINGS))


def _counts(tables: Tables, documents: Sequence[Row]) -> dict[str, int]:
    """The figures at the head of the page."""
    relations = tables.read("alignments", ("relation",))["relation"].value_counts()
    return {
        "articles": len(documents),
        "sources": len({row["source"] for row in documents}),
        "quotations": int(tables.read("quotes", ("utterance_id",))["utterance_id"].nunique()),
        "claims": int(tables.read("claims", ("part_of",))["part_of"].isna().sum()),
        **{relation: int(relations.get(relation, 0)) for relation in RELATIONS},
    }


def _meetings(foremost: Sequence[Row], rows: Rows, texts: Mapping[str, str]) -> list[Meeting]:
    """Alignments as they are shown; sources stand in place of letters."""
    sources = {doc_id: row["source"] for doc_id, row in rows.documents.items()}
    best = [_whole(row, rows) for row in foremost]
    return [meeting(number, row, rows, texts, sources) for number, row in enumerate(best, 1)]


def _whole(alignment: Row, rows: Rows) -> Row:
    """The same row with all its columns."""
    of_pair = rows.alignments[alignment["doc_a"], alignment["doc_b"]]
    return next(row for row in of_pair if row["alignment_id"] == alignment["alignment_id"])


def _clusters(tables: Tables, named: Mapping[str, Row]) -> list[Cluster]:
    """The matters that most sources tell of, those of most origins first among equals."""
    ordered = tables.read("claim_clusters").sort_values(
        ["n_sources", "n_origins", "n_claims", "cluster_id"], ascending=[False, False, False, True]
    )
    best = ordered[ordered["n_sources"] > 1].head(N_CLUSTERS)
    members = tables.read("cluster_claims", cluster_id=set(best["cluster_id"]))
    told = tables.read("claims", ("claim_id", "doc_id", "text"), claim_id=set(members["claim_id"]))
    claims = records(members.merge(told, on="claim_id"))
    found = []
    for row in records(best):
        own = [{**c, "source": named[c["doc_id"]]["source"]} for c in claims if c["cluster_id"] == row["cluster_id"]]
        found.append(Cluster(row, sorted(own, key=lambda claim: (claim["source"], claim["claim_id"]))))
    return found
