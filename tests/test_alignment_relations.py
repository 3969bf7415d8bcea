"""How two claims of one matter stand to each other."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from pipeline.alignment import relations
from pipeline.alignment.cues import cues
from pipeline.alignment.features import Pair
from pipeline.alignment.relations import (
    RELATIONS,
    SIGNALS,
    Judge,
    Relation,
    RelationKind,
    bundled,
    read,
    relation,
    signals,
)
from tests.paired import any_pairs, compared, names, pair
from tests.test_align import amount, claim

MIRRORED = {"a": "b", "b": "a", "both": "both", None: None}


def always(kind: RelationKind) -> Judge:
    """A judge that is for one relation, whatever the claims."""
    weights = np.zeros((len(RELATIONS), len(SIGNALS) + 1), dtype=np.float32)
    weights[RELATIONS.index(kind), -1] = 9.0
    return Judge(weights, weights[RELATIONS.index("elaborates")] - weights[RELATIONS.index("agrees")], 0.5)


def told(first: str, second: str, judge: Judge) -> Relation:
    return relation(pair(claim("a", 0, first), claim("b", 0, second)), names(), judge)


SHORT, LONG = "Lima bought icebreakers", "Lima bought icebreakers for polar research from Oslo shipyards"


@pytest.mark.parametrize(
    ("first", "second", "direction"),
    [
        (LONG, SHORT, "a"),
        (SHORT, LONG, "b"),
        ("Lima bought icebreakers in winter", "Lima bought icebreakers for research", "both"),
    ],
)
def test_the_claim_that_says_more_elaborates(first: str, second: str, direction: str) -> None:
    assert told(first, second, always("elaborates")) == Relation("elaborates", direction, None)  # type: ignore[arg-type]


def test_agreement_has_no_direction() -> None:
    assert told(SHORT, LONG, always("agrees")) == Relation("agrees", None, None)


def test_claims_with_nothing_in_common_never_agree() -> None:
    assert told("Lima bought icebreakers", "Rosa sang psalms", always("agrees")).kind == "elaborates"


def test_a_conflict_points_at_a_cue_to_it() -> None:
    found = told(SHORT, "Lima reportedly bought icebreakers", always("conflicts"))
    assert found.kind == "conflicts"
    assert found.cue is not None
    assert (found.direction, found.cue.kind) == (None, "modality")


def test_where_there_is_no_cue_a_conflict_points_at_what_the_cross_encoder_reads_it_in() -> None:
    found = told("The letter was signed by a bishop", "The letter was signed by a nurse", always("conflicts"))
    assert found.cue is not None
    assert (found.cue.kind, found.cue.words) == (
        "actor",
        "The letter was signed by a bishop against The letter was signed by a nurse",
    )


def test_a_reading_alone_makes_no_conflict_of_days() -> None:
    found = told("They meet before the summer", "They meet before the end of June", always("conflicts"))
    assert found.kind != "conflicts"


def test_a_conflict_must_be_likely() -> None:
    unsure = replace(always("conflicts"), least_conflict=1.1)
    assert told(SHORT, "Lima reportedly bought icebreakers", unsure).kind != "conflicts"


def test_a_plain_conflict_needs_no_judge() -> None:
    first, second = claim("a", 0, "Lima bought seven icebreakers"), claim("b", 0, "Lima bought nine icebreakers")
    amounts = [amount(first, "seven", 7, "icebreaker"), amount(second, "nine", 9, "icebreaker")]
    found = relation(pair(first, second, amounts), names(), always("agrees"))
    assert (found.kind, found.cue and found.cue.words) == ("conflicts", "seven against nine (icebreaker)")


def test_a_judge_that_was_fitted_on_other_signals_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    data = json.loads(relations.WEIGHTS.read_text(encoding="utf-8"))
    other = tmp_path / "relations.json"
    other.write_text(json.dumps(data | {"signals": data["signals"][::-1]}), encoding="utf-8")
    monkeypatch.setattr(relations, "WEIGHTS", other)
    bundled.cache_clear()
    with pytest.raises(ValueError, match="other signals"):
        bundled()


def test_the_bundled_judge_tells_what_is_said_twice_from_what_is_said_and_added_to() -> None:
    assert told("Rosa sold the ferry", "Rosa sold the ferry", bundled()).kind == "agrees"
    assert told(LONG, "Lima bought icebreakers", bundled()) == Relation("elaborates", "a", None)


@given(any_pairs())
@settings(max_examples=100, deadline=None)
def test_swapping_the_claims_keeps_the_relation_and_mirrors_its_direction(one: Pair) -> None:
    other = compared(one.second, one.first)
    told_one, told_other = cues(one, names()), cues(other, names())
    assert signals(one, told_one, read(one)) == pytest.approx(signals(other, told_other, read(other)), abs=1e-5)
    for judge in (bundled(), always("elaborates"), always("conflicts")):
        found, mirrored = relation(one, names(), judge), relation(other, names(), judge)
        assert (found.kind, found.direction) == (mirrored.kind, MIRRORED[mirrored.direction])
        assert (found.cue and found.cue.kind) == (mirrored.cue and mirrored.cue.kind)
        assert (found.cue is None) == (found.kind != "conflicts")
        assert (found.direction is None) == (found.kind != "elaborates")


@given(any_pairs())
@settings(max_examples=50, deadline=None)
def test_a_signal_is_a_number_and_the_probabilities_of_the_relations_add_up(one: Pair) -> None:
    values = signals(one, cues(one, names()), read(one))
    assert len(values) == len(SIGNALS)
    assert np.isfinite(values).all()
    assert bundled().probabilities(values).sum() == pytest.approx(1)
