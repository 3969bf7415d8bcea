"""Fitting the judge of relations and telling what it reaches, on arrays made at random."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("sklearn")

from pipeline.alignment.relations import RELATIONS, SIGNALS
from pipeline.language.cross_encoder import WEIGHTS
from tests.paired import names, pair
from tests.test_align import amount, claim
from training.claim_pairs import Found, Label, apart
from training.relations import arrays, figures, fit, five_fold, judged, surely

EVENTS = [f"event {i // 30}" for i in range(300)]
FOUND = np.ones(len(EVENTS))


def drawn(noise: float = 0.3) -> tuple[np.ndarray, np.ndarray]:
    """Signals of which the first three tell the relation, and the relations."""
    random = np.random.default_rng(7)
    kinds = random.integers(0, 3, len(EVENTS))
    values = random.normal(0, noise, (len(EVENTS), len(SIGNALS)))
    values[np.arange(len(EVENTS)), kinds] += 1
    return values, np.array(RELATIONS)[kinds]


def test_a_judge_learns_what_tells_the_relations_apart() -> None:
    values, labels = drawn()
    judge = fit(values, labels, FOUND)
    found = np.array([judge.probabilities(row) for row in values])
    assert judge.weights.shape == (len(RELATIONS), len(SIGNALS) + 1)
    assert found.sum(axis=1) == pytest.approx(1)
    assert (np.array(RELATIONS)[found.argmax(axis=1)] == labels).mean() > 0.9


def test_what_says_more_is_learned_from_claims_that_are_the_labelled_ones() -> None:
    values, labels = drawn()
    wrong = np.arange(len(EVENTS)) % 2 == 0
    turned = {"agrees": "elaborates", "elaborates": "agrees", "conflicts": "conflicts"}
    mixed = np.array([turned[label] if no else label for label, no in zip(labels, wrong, strict=True)])
    judge = fit(values, mixed, np.where(wrong, 0.2, 1.0))
    found = np.array([judge.probabilities(row)[:2].argmax() for row in values])
    apart = labels != "conflicts"
    assert (np.array(RELATIONS)[found[apart]] == labels[apart]).mean() > 0.9


def test_a_rare_relation_counts_as_much_as_a_frequent_one() -> None:
    values, labels = drawn()
    kept = np.flatnonzero((labels != "conflicts") | (np.arange(len(labels)) % 10 == 0))
    judge = fit(values[kept], labels[kept], FOUND[kept])
    rare = values[kept][labels[kept] == "conflicts"]
    assert all(judge.probabilities(row).argmax() == RELATIONS.index("conflicts") for row in rare)


def test_no_judge_has_seen_the_event_that_it_is_measured_on() -> None:
    values, labels = drawn(noise=1.0)
    events = np.array(EVENTS)
    values[:, 3:13] = 9.0 * (events[:, None] == np.unique(events))  # which event it is, for all to see
    of_event = {event: RELATIONS[i % 3] for i, event in enumerate(np.unique(events))}
    labels = np.array([of_event[event] for event in events])
    values[:, :3] = 0.0
    found = np.array(RELATIONS)[five_fold(values, labels, FOUND, EVENTS)[1].argmax(axis=1)]
    assert (found == labels).mean() < 0.5
    assert five_fold(values, labels, FOUND, EVENTS)[1].sum(axis=1) == pytest.approx(1)


def test_five_fold_is_as_good_as_the_signals_are() -> None:
    values, labels = drawn()
    found = np.array(RELATIONS)[five_fold(values, labels, FOUND, EVENTS)[1].argmax(axis=1)]
    assert (found == labels).mean() > 0.9


def test_conflicts_are_told_from_the_probability_at_which_four_of_five_are_some() -> None:
    labels = np.array(["conflicts", "conflicts", "agrees", "conflicts", "conflicts", "agrees"])
    assert surely(labels, np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.4])) == 0.5  # four of five
    assert surely(labels, np.array([0.4, 0.5, 0.9, 0.3, 0.2, 0.8])) == 1.0  # none


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([0, 1, 2, 2], (1.0, 1.0)),
        ([0, 2, 2, 2], (0.6667, 1.0)),  # one conflict too many
        ([0, 1, 0, 2], (1.0, 0.5)),  # one missed
        ([0, 1, 0, 1], (0.0, 0.0)),
    ],
)
def test_figures_tell_how_many_conflicts_are_right_and_found(told: list[int], expected: tuple[float, float]) -> None:
    labels = np.array(["agrees", "elaborates", "conflicts", "conflicts"])
    found = figures(labels, np.array(RELATIONS)[told])
    assert (found["conflict_precision"], found["conflict_recall"]) == expected
    assert found["pairs"] == 4


def test_figures_of_what_is_all_right_are_one() -> None:
    labels = np.array(RELATIONS)
    found = figures(labels, labels)
    assert {found[name] for name in found if name != "pairs"} == {1.0}


def labelled(event: str, relation: str) -> Found:
    first, second = claim("a", 0, "Lima bought seven tugs"), claim("b", 0, f"Lima bought nine tugs near {event}")
    amounts = [amount(first, "seven", 7, "tug"), amount(second, "nine", 9, "tug")]
    if relation != "conflicts":
        second, amounts = claim("b", 0, "Lima bought tugs" if relation == "agrees" else f"Lima sold {event}"), []
    label = Label(event, (0, 9), (0, 9), relation, "", "", ())
    return Found(label, pair(first, second, amounts), names(), 1.0)


def test_a_judge_is_measured_on_events_that_it_has_not_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.relations.HALVES", {"even": WEIGHTS, "odd": WEIGHTS})  # the others are not shipped
    some = [labelled(f"place{i}", kind) for i in range(10) for kind in RELATIONS]
    found = arrays(some)
    assert found.values.shape == (30, len(SIGNALS))
    assert list(found.labels) == [*RELATIONS] * 10
    assert set(found.overlaps) == {1.0}
    assert found.grounded[2::3].all()
    judge, told = judged(some)
    assert told["pairs"] == 30
    assert told["conflict_precision"] >= 0.75
    assert 0 < judge.least_conflict <= 1


def test_of_two_labels_of_one_pair_of_claims_the_weightier_one_stays() -> None:
    some = [labelled("Oslo", kind) for kind in ("agrees", "conflicts", "elaborates")]
    same = [Found(one.label, some[1].pair, one.names, one.overlap) for one in some]
    assert [one.label.relation for one in apart(same)] == ["conflicts"]
