"""How much of what labellers join is aligned, counted on claims made by hand."""

from __future__ import annotations

import pytest

pytest.importorskip("sklearn")

from benchmarks import overlaps
from pipeline.alignment.scoring import bundled
from pipeline.alignment.selection import Scored
from tests.paired import pair
from tests.test_align import claim
from training.claim_pairs import Label
from training.labelled import Event

HARBOUR = pair(claim("a", 100, "Ada signed the harbour treaty"), claim("b", 200, "Ada signed the harbour treaty"))
FERRY = pair(claim("a", 500, "Rosa sold the ferry"), claim("b", 700, "Lima bought icebreakers"))


def label(first: tuple[int, int], second: tuple[int, int], relation: str) -> Label:
    return Label("harbour", first, second, relation, "", "", ())


JOINED = label((100, 129), (200, 229), "agrees")
MISSED = label((300, 320), (400, 420), "conflicts")
APART = label((500, 519), (700, 723), "none")


@pytest.mark.parametrize(
    ("labels", "right", "unlabelled"),
    [((JOINED, MISSED), 1.0, 0.5), ((JOINED, MISSED, APART), 0.5, 0.0)],
)
def test_figures_tell_what_is_found_and_what_of_it_is_right(
    monkeypatch: pytest.MonkeyPatch, labels: tuple[Label, ...], right: float, unlabelled: float
) -> None:
    monkeypatch.setattr(overlaps, "aligned", lambda *_: [Scored(HARBOUR, 0.9), Scored(FERRY, 0.6)])
    told = overlaps.figures([Event("harbour", (), labels)], bundled())  # type: ignore[arg-type]  # no document is read
    assert told == {
        "pairs": 2,
        "found": 0.5,
        "found_agrees": 1.0,
        "found_conflicts": 0.0,
        "alignments": 2,
        "unlabelled": unlabelled,
        "right": right,
    }
