"""Which candidates of labelled articles tell of one matter by the labels, on claims made by hand."""

from __future__ import annotations

import pytest

pytest.importorskip("sklearn")

from tests.paired import pair
from tests.test_align import claim
from training.claim_pairs import Label
from training.labelled import Event, holds, is_same

TEXT = "Ada signed the harbour treaty"
PAIR = pair(claim("a", 100, TEXT), claim("b", 200, TEXT))


def label(first: tuple[int, int], second: tuple[int, int], relation: str = "agrees") -> Label:
    return Label("harbour", first, second, relation, "", "", ())


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ((100, 129), (200, 229), True),
        ((100, 140), (205, 229), True),  # marked a little longer, and a little shorter
        ((100, 129), (400, 429), False),  # another claim of the second article
        ((100, 400), (200, 400), None),  # all of a long sentence that it stands in
        ((100, 129), (215, 260), None),  # a part of it and what follows
    ],
)
def test_labels_tell_which_pairs_tell_of_one_matter(
    first: tuple[int, int], second: tuple[int, int], *, same: bool | None
) -> None:
    assert is_same(PAIR, [label((0, 9), (0, 9)), label(first, second)]) is same


def test_a_pair_holds_a_label_that_holds_it() -> None:
    assert holds(PAIR, label((100, 400), (200, 400)))
    assert holds(PAIR, label((105, 115), (205, 215)))
    assert not holds(PAIR, label((105, 115), (305, 315)))


def test_pairs_labelled_as_of_two_matters_are_not_related() -> None:
    related = label((0, 5), (0, 5))
    documents = ()  # no document is looked at
    assert Event("harbour", documents, (label((9, 12), (9, 12), "none"), related)).related() == [related]  # type: ignore[arg-type]
