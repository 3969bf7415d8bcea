from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.report.graph import N_CLAIMS
from pipeline.report.plots import N_BARS, N_COLOURS, OTHERS, claim_graph, entities_by_source, speakers_by_source
from pipeline.report.svg import WIDTH, wrapped
from pipeline.tables import Tables
from tests.conftest import ROOT
from tests.samples import claim, document, rows, tables

PLOTS = (speakers_by_source, entities_by_source, claim_graph)
CSS = (ROOT / "pipeline" / "report" / "plots.css").read_text(encoding="utf-8")
SVG = "{http://www.w3.org/2000/svg}"
Plot = Callable[[Tables], str]


def parsed(picture: str) -> ElementTree.Element:
    """The tree of a picture; what is not well-formed has none."""
    named = str(picture).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return ElementTree.fromstring(named)  # noqa: S314 - made here


def texts(picture: str) -> list[str]:
    return [node.text or "" for node in parsed(picture).iter(f"{SVG}text")]


def told(picture: str) -> str:
    found = parsed(picture).findtext(f"{SVG}desc")
    assert found is not None
    return found


def sourced(*sources: str) -> dict[str, list[Any]]:
    """A document of each source, the first of which names Oslo once, the second twice, and so on."""
    given = rows()
    mention, entity = given["mentions"][0], given["entities"][0]
    made = [replace(document("a"), doc_id=f"d{i:02}", source=source) for i, source in enumerate(sources)]
    return {
        "documents": made,
        "entities": [entity],
        "mentions": [
            replace(mention, mention_id=f"m{i}-{k}", doc_id=f"d{i:02}") for i in range(len(made)) for k in range(i + 1)
        ],
    }


def clustered(n_claims: int, n_sources: int, text: str = "Oslo signed") -> dict[str, list[Any]]:
    """A cluster of claims, each aligned with all of other sources, in turn agreeing, elaborating and conflicting."""
    given = rows()
    pair, cluster = given["alignments"][0], given["claim_clusters"][0]
    claims = [
        replace(
            claim("a", "Oslo signed", "affirmed"),
            claim_id=f"c{i:02}",
            doc_id=f"d{i % n_sources}",
            start=i,
            statement=f"{text} {i}",
        )
        for i in range(n_claims)
    ]
    pairs = [(a, b) for a, b in combinations(claims, 2) if a.doc_id != b.doc_id]
    relations = ("agrees", "elaborates", "conflicts")
    return {
        "documents": [replace(document("a"), doc_id=f"d{i}", source=f"Paper {i}") for i in range(n_sources)],
        "claims": claims,
        "alignments": [
            replace(
                pair,
                alignment_id=f"{a.claim_id}~{b.claim_id}",
                claim_a=a.claim_id,
                claim_b=b.claim_id,
                doc_a=a.doc_id,
                doc_b=b.doc_id,
                relation=relations[i % 3],
                conflict="three against four" if i % 3 == 2 else None,
                score=1 - i / 1000,
            )
            for i, (a, b) in enumerate(pairs)
        ],
        "claim_clusters": [replace(cluster, n_claims=n_claims, n_sources=n_sources)],
    }


@pytest.mark.parametrize("plot", PLOTS)
def test_empty_tables_give_no_picture(plot: Plot) -> None:
    assert plot(tables({})) == ""
    assert plot(tables({"documents": [document("a")]})) == ""


@pytest.mark.parametrize("plot", PLOTS)
def test_a_picture_tells_what_it_shows(plot: Plot) -> None:
    tree = parsed(plot(tables()))
    assert tree.get("role") == "img"
    named = (tree.get("aria-labelledby") or "").split()
    found = {node.get("id"): node.text for node in tree if node.get("id")}
    assert list(found) == named
    assert all(found.values())


def test_the_ids_of_the_pictures_differ() -> None:
    ids = Counter(found for plot in PLOTS for found in re.findall(r' id="([^"]+)"', plot(tables())))
    assert set(ids.values()) == {1}


def test_speakers_are_counted_in_what_they_say() -> None:
    assert told(speakers_by_source(tables())) == "Rome: Paper b 1"
    thought = rows()
    thought["quotes"] = [replace(thought["quotes"][0], cue_kind="thought")]
    assert speakers_by_source(tables(thought)) == ""


def test_an_utterance_in_two_stretches_counts_once() -> None:
    given = rows()
    given["quotes"] += [replace(given["quotes"][0], quote_id="b:r")]
    given["quote_speakers"] += [replace(given["quote_speakers"][0], quote_id="b:r")]
    assert told(speakers_by_source(tables(given))) == "Rome: Paper b 1"


def test_entities_are_counted_by_source_and_most_come_first() -> None:
    given = rows()
    given["mentions"] += [replace(given["mentions"][1], mention_id=f"{d}:n", doc_id=d) for d in ("a", "b")]
    assert told(entities_by_source(tables(given))) == "Rome: Paper a 1, Paper b 2. Oslo: Paper a 1"


def test_no_more_bars_than_can_be_taken_in() -> None:
    given = rows()
    mention, entity = given["mentions"][0], given["entities"][0]
    given["entities"] = [replace(entity, entity_id=f"e{i:02}", name=f"Place {i:02}") for i in range(30)]
    given["mentions"] = [replace(mention, mention_id=f"m{i:02}", entity_id=f"e{i:02}") for i in range(30)]
    assert [text for text in texts(entities_by_source(tables(given))) if text.startswith("Place")] == [
        f"Place {i:02}" for i in range(N_BARS)
    ]


def test_of_many_sources_those_with_most_have_a_colour() -> None:
    few, many = (texts(entities_by_source(tables(sourced(*(f"S{i:02}" for i in range(n)))))) for n in (N_COLOURS, 20))
    assert few[:N_COLOURS] == [f"S{i:02}" for i in range(N_COLOURS)]
    assert many[:N_COLOURS] == [*(f"S{i:02}" for i in range(19, 20 - N_COLOURS, -1)), OTHERS]
    assert "210" in many


def test_bars_stay_inside_the_picture() -> None:
    given = sourced(*(f"S{i}" for i in range(9)))
    for node in parsed(entities_by_source(tables(given))).iter(f"{SVG}rect"):
        assert 0 <= float(node.get("x", "")) <= float(node.get("x", "")) + float(node.get("width", "")) <= WIDTH


def test_the_graph_ties_the_claims_of_two_sources() -> None:
    graph = claim_graph(tables())
    assert told(graph) == (
        "Claim 1, Paper a: Oslo signed the accord. Claim 2, Paper b: Oslo signed nothing. "
        "Claims 1 and 2: conflicts 0.90: signed against signed nothing."
    )
    assert " ".join(texts(graph)) == (
        "conflicts 0.90: signed against signed nothing Paper a Oslo signed the accord Paper b Oslo signed nothing"
    )


@pytest.mark.parametrize(("n_claims", "n_sources"), [(2, 2), (5, 3), (12, 6), (12, 2), (40, 5)])
def test_the_graph_has_a_node_a_claim_and_an_arc_a_pair(n_claims: int, n_sources: int) -> None:
    given = tables(clustered(n_claims, n_sources))
    tree = parsed(claim_graph(given))
    assert len(list(tree.iter(f"{SVG}circle"))) == min(n_claims, N_CLAIMS)
    arcs = [node for node in tree.iter(f"{SVG}path") if node.find(f"{SVG}title") is not None]
    if n_claims <= N_CLAIMS:
        assert Counter(arc.get("class") for arc in arcs) == Counter(given.alignments["relation"])
    heights = [float(node.get("cy", "")) for node in tree.iter(f"{SVG}circle")]
    assert heights == sorted(set(heights))
    assert heights[-1] < float((tree.get("viewBox") or "").split()[3])


def test_the_strongest_cluster_is_the_one_from_most_origins() -> None:
    given = clustered(2, 2)
    pair, cluster = given["alignments"][0], given["claim_clusters"][0]
    given["claims"] += [replace(one, claim_id=f"{one.claim_id}+", statement="Oslo waits") for one in given["claims"]]
    given["alignments"] += [replace(pair, alignment_id="+", claim_a="c00+", claim_b="c01+", cluster_id="y", score=0.5)]
    given["claim_clusters"] = [replace(cluster, n_origins=1), replace(cluster, cluster_id="y", n_origins=2)]
    assert "Oslo waits" in texts(claim_graph(tables(given)))
    given["claim_clusters"] = [cluster, replace(cluster, cluster_id="y")]
    assert "Oslo waits" not in texts(claim_graph(tables(given)))


@pytest.mark.parametrize("plot", PLOTS)
def test_rows_in_another_order_give_the_same_bytes(plot: Plot) -> None:
    quoted, claimed, named = rows(), clustered(9, 4), sourced("x", "y", "z")
    together = {name: quoted[name] + named[name] for name in ("documents", "mentions")}
    together["documents"] += claimed["documents"]
    given = tables(quoted | claimed | together)
    assert plot(given)
    turned = {name: frame.iloc[::-1] for name, frame in given.frames.items()}
    assert plot(Tables(Path(), turned)) == plot(given)


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", '" onload="x', "a\u202eb\x07", "&amp;", "\U0001f600" * 300]
)
def test_no_name_or_claim_becomes_markup(name: str) -> None:
    given = rows()
    given["documents"] = [replace(one, source=name + one.doc_id) for one in given["documents"]]
    given["entities"] = [replace(one, name=name) for one in given["entities"]]
    given["claims"] = [replace(one, statement=name) for one in given["claims"]]
    given["alignments"] = [replace(one, conflict=name) for one in given["alignments"]]
    for plot in PLOTS:
        picture = plot(tables(given))
        used = {node.tag.removeprefix(SVG) for node in parsed(picture).iter()}
        assert used <= {"svg", "title", "desc", "text", "rect", "path", "circle"}
        assert not {key for node in parsed(picture).iter() for key in node.keys() if key.startswith("on")}  # noqa: SIM118 - of an element
        assert not re.search(r"[\u202e\x07]|style=", picture)


@given(text=st.text(max_size=200), width=st.integers(40, 340), most=st.integers(1, 4))
def test_wrapped_text_keeps_its_beginning_and_its_bounds(text: str, width: int, most: int) -> None:
    lines = wrapped(text, width, most)
    assert 1 <= len(lines) <= most
    plain = "".join(wrapped(text, width, 1000)).replace(" ", "")
    kept = "".join(lines).replace(" ", "")
    assert plain == kept or plain.startswith(kept.removesuffix("…"))
    assert all(len(line) <= width // 6 for line in lines)


def test_the_style_sheet_knows_every_class_and_goes_with_the_package() -> None:
    pictures = "".join(
        plot(tables(given)) for plot in PLOTS for given in (clustered(9, 3), sourced(*"abcdefgh"), rows())
    )
    for name in {name for found in re.findall(r' class="([^"]*)"', pictures) for name in found.split()}:
        assert re.search(rf"\.{name}\b", CSS), name
    packaged = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"][
        "package-data"
    ]
    assert "report/*.css" in packaged["pipeline"]
