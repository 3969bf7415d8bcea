"""The picture of a cluster: its claims one under another, by source, and an arc between any two that are aligned.

A column for each source would be too narrow to read on a phone; a list with arcs holds any number of sources.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pandas as pd
from markupsafe import Markup

from pipeline.report.summary import strongest
from pipeline.report.svg import WIDTH, hint, picture, shortened, words, wrapped
from pipeline.tables import Tables

N_CLAIMS = 12
RELATIONS = ("agrees", "elaborates", "conflicts")
"""From back to front."""
_LINES = 3  # of a claim
_LINE, _SPACE = 15, 8  # units
_NODE, _TEXT = 62, 74  # x of the nodes, and of what stands beside them


@dataclass(frozen=True, slots=True)
class Node:
    """A claim with its source."""

    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Edge:
    """How two claims, given by their places, stand to each other."""

    ends: tuple[int, int]
    relation: str
    told: str


def claim_graph(tables: Tables) -> Markup:
    """The claims of the strongest cluster by source, tied where they are aligned, a colour and dash a relation.

    The strongest is the one from most origins, then from most sources, then with the highest score. Of a large one the
    claims with the highest scores are shown.

    Args:
        tables: The tables.

    Returns:
        An SVG element; nothing where no claims are aligned.
    """
    pairs = _strongest_cluster(tables)
    if pairs.empty:
        return Markup("")
    place, nodes = _nodes(tables, pairs)
    return _drawn(nodes, [_edge(pair, place) for pair in pairs.to_dict("records")])


def _strongest_cluster(tables: Tables) -> pd.DataFrame:
    """Its alignments, those with the highest scores first, and no more claims than can be shown."""
    scores = tables.read("alignments", ("cluster_id", "score")).dropna(subset="cluster_id")
    best = scores.groupby("cluster_id")["score"].max().rename("best")
    ranked = tables.read("claim_clusters", ("cluster_id", "n_origins", "n_sources")).merge(best, on="cluster_id")
    ranked = ranked.sort_values(["n_origins", "n_sources", "best", "cluster_id"], ascending=[False, False, False, True])
    alignments = tables.read("alignments", cluster_id=set(ranked["cluster_id"].head(1)))
    joined = {*alignments["claim_a"], *alignments["claim_b"]}
    pairs = strongest(alignments, tables.read("claims", ("claim_id", "kind"), claim_id=joined))
    foremost = dict.fromkeys(claim for pair in zip(pairs["claim_a"], pairs["claim_b"], strict=True) for claim in pair)
    kept = list(foremost)[:N_CLAIMS]
    return pairs[pairs["claim_a"].isin(kept) & pairs["claim_b"].isin(kept)]


def _nodes(tables: Tables, pairs: pd.DataFrame) -> tuple[dict[str, int], list[Node]]:
    """The claims of some pairs by source and as they stand in the text, and the place of each."""
    joined = {*pairs["claim_a"], *pairs["claim_b"]}
    claims = tables.read("claims", ("claim_id", "doc_id", "start", "statement"), claim_id=joined)
    claims = claims.merge(tables.read("documents", ("doc_id", "source")), on="doc_id")
    claims = claims.sort_values(["source", "doc_id", "start", "claim_id"])
    place = {claim_id: i for i, claim_id in enumerate(claims["claim_id"])}
    return place, [Node(s, t) for s, t in zip(claims["source"], claims["statement"], strict=True)]


def _edge(pair: Mapping[Any, Any], place: Mapping[str, int]) -> Edge:
    score = "" if pd.isna(pair["score"]) else f" {pair['score']:.2f}"
    differs = "" if pd.isna(pair["conflict"]) else f": {pair['conflict']}"
    first, second = sorted((place[pair["claim_a"]], place[pair["claim_b"]]))
    return Edge((first, second), pair["relation"], f"{pair['relation']}{score}{differs}")


def _drawn(nodes: Sequence[Node], edges: Sequence[Edge]) -> Markup:
    legend, y = _legend(edges)
    listed, heights, y = _listed(nodes, y)
    front = sorted(edges, key=lambda edge: RELATIONS.index(edge.relation))
    arcs = [_arc(edge, heights) for edge in front]
    told = [f"Claim {i}, {node.source}: {node.text}." for i, node in enumerate(nodes, 1)]
    told += [f"Claims {edge.ends[0] + 1} and {edge.ends[1] + 1}: {edge.told}." for edge in edges]
    title = "The matter that most sources tell of, and how their claims stand to one another"
    return picture("plot-claims", title, " ".join(told), y, [*legend, *arcs, *listed])


def _legend(edges: Sequence[Edge]) -> tuple[list[Markup], int]:
    """What the lines mean, with the strongest of those that conflict in words, and where it ends."""
    parts, y = list[Markup](), 0
    for relation in RELATIONS:
        told = next((edge.told for edge in edges if edge.relation == relation), None)
        if told is None:
            continue
        parts.append(Markup('<path d="M0 {0}H{1}" class="{2}"/>').format(y + 9, _NODE - 10, relation))
        for line in wrapped(told if relation == "conflicts" else relation, WIDTH - _TEXT, 2):
            parts.append(words(_TEXT, y + 13, line))
            y += _LINE
        y += _SPACE // 2
    return parts, y + _SPACE


def _listed(nodes: Sequence[Node], y: int) -> tuple[list[Markup], list[int], int]:
    """The claims under their sources, the height of each node, and where the list ends."""
    parts, heights = list[Markup](), list[int]()
    for source, own in groupby(nodes, key=lambda node: node.source):
        parts.append(words(_TEXT, y + 13, shortened(source, WIDTH - _TEXT), "strong"))
        y += _LINE + _SPACE // 2
        for node in own:
            heights.append(y + 9)
            parts.append(Markup('<circle cx="{}" cy="{}" r="4"/>').format(_NODE, y + 9))
            for line in wrapped(node.text, WIDTH - _TEXT, _LINES):
                parts.append(words(_TEXT, y + 13, line))
                y += _LINE
            y += _SPACE
        y += _SPACE
    return parts, heights, y


def _arc(edge: Edge, heights: Sequence[int]) -> Markup:
    """A curve to the left of the nodes, further out the further they are apart."""
    first, second = (heights[end] for end in edge.ends)
    out = _NODE - 8 - round((_NODE - 16) * (second - first) / (heights[-1] - heights[0]) * 4 / 3)
    return Markup('<path d="M{0} {1}C{2} {1} {2} {3} {0} {3}" class="{4}">{5}</path>').format(
        _NODE, first, out, second, edge.relation, hint(edge.told)
    )
