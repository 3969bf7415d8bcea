"""A page that was made before stands for one that would be the same, and for no other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from pipeline.report.kept import Kept, digests
from pipeline.report.page import FEW, FRONT, pages
from tests.report.articles import many, two_rows
from tests.samples import tables

NAME = "report/a--b.html"
DOCUMENTS = {"a": "made of a", "b": "made of b"}
Rows = dict[str, list[Any]]


def test_a_page_made_from_the_same_is_taken_and_no_other_is_made() -> None:
    given = many(FEW + 1)
    known = {doc_id: f"made of {doc_id}" for doc_id in given[1]}
    first = Kept(known)
    made = pages(*given, first)
    assert made == pages(*given)
    assert list(first.digests) == [NAME]
    again = Kept(known, lambda name, digest: "as before" if first.digests.get(name) == digest else None)
    assert pages(*given, again) == {FRONT: made[FRONT], NAME: "as before"}
    assert again.digests == first.digests
    other = Kept(known | {"b": "made of something else"}, again.page)
    assert pages(*given, other) == made


def test_what_nobody_knows_the_origin_of_is_made_anew() -> None:
    given = many(FEW + 1)
    kept = Kept(dict.fromkeys(given[1]), lambda *_: pytest.fail("there is nothing to ask for"))
    assert pages(*given, kept) == pages(*given)
    assert kept.digests == {}


def _scored(given: Rows) -> None:
    given["alignments"] = [replace(given["alignments"][0], score=0.91)]


def _decided(given: Rows) -> None:
    given["alignment_evidence"] = given["alignment_evidence"][:1]


def _told_by_one(given: Rows) -> None:
    given["only_in"] = []


@pytest.mark.parametrize("change", [_scored, _decided, _told_by_one])
def test_what_two_documents_have_together_is_part_of_what_their_page_is_made_from(
    change: Callable[[Rows], None],
) -> None:
    given = two_rows()
    before = digests(tables(given), [("a", "b")], DOCUMENTS)
    assert before == digests(tables(two_rows()), [("a", "b")], DOCUMENTS)
    change(given)
    assert digests(tables(given), [("a", "b")], DOCUMENTS)["a", "b"] != before["a", "b"]
