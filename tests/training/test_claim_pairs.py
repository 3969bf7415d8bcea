"""The labelled pairs of claims are well formed, and are found among the claims of their articles."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pipeline.alignment.cues import KINDS
from pipeline.alignment.relations import RELATIONS
from tests.paired import found_in
from tests.test_align import claim
from training.claim_pairs import FITTED, GOLD, MORE, Label, articles, nearest, read_labels

FOLDERS = pytest.mark.parametrize("folder", [GOLD, MORE, FITTED], ids=["gold", "more", "fitted"])
PASSES = {"none", "agrees", *(f"conflicts/{k}" for k in KINDS), *(f"elaborates/{d}" for d in ("a", "b", "both"))}


@FOLDERS
def test_labels_are_legal(folder: Path) -> None:
    for label in read_labels(folder):
        assert label.relation in (*RELATIONS, "none")
        assert label.direction in (("a", "b", "both") if label.relation == "elaborates" else ("",))
        assert label.kind in (KINDS if label.relation == "conflicts" else ("",))


@FOLDERS
def test_no_pair_is_labelled_twice(folder: Path) -> None:
    places = [(label.event, label.first, label.second) for label in read_labels(folder)]
    assert [place for place, count in Counter(places).items() if count > 1] == []


@FOLDERS
def test_spans_stand_in_the_articles_and_begin_and_end_on_visible_characters(folder: Path) -> None:
    texts = articles(None, folder)
    assert texts
    for label in read_labels(folder):
        for text, (start, end) in zip(texts.get(label.event, ()), (label.first, label.second), strict=False):
            assert 0 <= start < end <= len(text)
            assert text[start:end] == text[start:end].strip()


@FOLDERS
def test_every_event_has_labels_and_every_label_an_event(folder: Path) -> None:
    assert {label.event for label in read_labels(folder)} == {path.name for path in folder.iterdir() if path.is_dir()}


@FOLDERS
def test_there_are_enough_pairs_of_each_relation(folder: Path) -> None:
    counts = Counter(label.relation for label in read_labels(folder))
    assert sum(counts[kind] for kind in RELATIONS) >= 300
    assert counts["conflicts"] >= 80
    assert min(counts.values()) >= 80


def test_figures_are_told_of_pairs_that_were_labelled_twice() -> None:
    assert {kind for label in read_labels() for kind in label.passes} <= PASSES
    assert all(len(label.passes) == 2 and all(label.passes) for label in read_labels())
    assert not any(label.passes for label in read_labels(FITTED))


def test_where_both_passes_agree_the_label_is_theirs() -> None:
    for label in read_labels():
        if len(set(label.passes)) == 1:
            assert label.passes[0] == "/".join(filter(None, (label.relation, label.direction, label.kind)))


def test_nothing_is_fitted_on_an_event_that_figures_are_told_of() -> None:
    gold, more, fitted = ({label.event for label in read_labels(folder)} for folder in (GOLD, MORE, FITTED))
    assert not (gold | more) & fitted
    assert not gold & more


def test_articles_of_others_are_left_out_without_the_corpus() -> None:
    without = {path.name for path in GOLD.iterdir() if path.is_dir() and not (path / "a.txt").exists()}
    assert without
    assert not without & articles(None).keys()


def test_spans_of_articles_of_others_stand_in_the_corpus(shared: Path) -> None:
    texts = articles(shared / "corpora")
    for label in read_labels():
        start, end = label.first
        found = texts[label.event][0][start:end]
        assert found
        assert found == found.strip()


def test_columns_are_read_by_name(tmp_path: Path) -> None:
    header = "pair\ta_start\ta_end\tb_start\tb_end\trelation\tdirection\ttype\tfirst\tsecond\n"
    row = "ferry\t0\t9\t4\t12\tconflicts\t\tnumber\tconflicts/number\tagrees\n"
    (tmp_path / "labels.tsv").write_text(header + row, encoding="utf-8")
    assert read_labels(tmp_path) == [
        Label("ferry", (0, 9), (4, 12), "conflicts", "", "number", ("conflicts/number", "agrees"))
    ]


def test_the_nearest_claim_has_the_span_that_overlaps_most() -> None:
    outer = claim("a", 0, "Papers show Ada signed the harbour treaty")
    inner = claim("a", 12, "Ada signed the harbour treaty")
    claims = found_in([outer, inner, claim("a", 60, "Rosa sang in Oslo")])
    exact, found = nearest(claims, (12, 41))
    assert (exact, found.claim) == (1.0, inner)
    share, found = nearest(claims, (0, 40))
    assert found.claim == outer
    assert share == pytest.approx(40 / 41)
    assert nearest(claims, (200, 210))[0] == 0
