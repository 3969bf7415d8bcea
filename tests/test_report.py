from dataclasses import replace
from pathlib import Path

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pipeline.report.page import N_ARTICLES, pieces, render
from pipeline.report.summary import strongest, summary
from pipeline.tables import Tables
from tests.samples import TEXTS, document, frames, rows

SPANS = st.lists(st.tuples(st.integers(0, 19), st.integers(1, 20), st.sampled_from(["quote", "claim"]), st.text()))


def test_the_page_shows_what_conflicts_and_escapes_markup() -> None:
    page = render(frames(), {"a": TEXTS["a"], "b": "<script>alert(1)</script>" + TEXTS["b"]})
    assert "signed against signed nothing" in page
    assert "<script>" not in page
    assert "default-src &#39;none&#39;" not in page
    assert "default-src 'none'" in page


def test_the_page_of_no_documents_says_so() -> None:
    assert "No claim of one article meets a claim of another." in render(frames({}), {})


def test_of_many_articles_those_with_most_in_common_are_shown() -> None:
    many = [replace(document("a"), doc_id=f"a{i:02}", title=f"Title {i}") for i in range(30)]
    given = rows() | {"documents": [*many, document("a"), document("b")]}
    texts = {one.doc_id: f"Text of {one.doc_id}." for one in given["documents"]}
    page = render(frames(given), texts)
    shown = {doc_id for doc_id in texts if f'<article id="doc-{doc_id}">' in page}
    assert len(shown) == N_ARTICLES
    assert {"a", "b"} <= shown
    assert all(f'href="#doc-{doc_id}"' in page for doc_id in shown)
    assert page.count('href="#doc-') == N_ARTICLES
    assert "Title 29" in page
    assert f"the {N_ARTICLES} articles that have most in common" in page
    assert "most in common" not in render(frames(), TEXTS)


def test_who_somebody_is_comes_after_what_is_told() -> None:
    told = frames()
    sure = told["alignments"].assign(alignment_id="a:p~b:p", claim_a="a:p", claim_b="b:p", score=0.99)
    named = told["claims"].assign(claim_id=["a:p", "b:p"], kind="appositive")
    alignments, claims = pd.concat([sure, told["alignments"]]), pd.concat([told["claims"], named])
    assert list(strongest(alignments, claims)["alignment_id"]) == ["a:c~b:c", "a:p~b:p"]
    assert list(strongest(alignments, claims, 1)["alignment_id"]) == ["a:c~b:c"]
    assert list(strongest(alignments, claims).columns) == list(alignments.columns)


@given(spans=SPANS)
def test_pieces_put_together_are_the_text(spans: list[tuple[int, int, str, str]]) -> None:
    text = "abcdefghij" * 2
    sound = [(s, e, kind, anchor) for s, e, kind, anchor in spans if s < e]
    found = pieces(text, sound)
    assert "".join(piece.text for piece in found) == text
    assert sorted(anchor for piece in found for anchor in piece.anchors) == sorted(anchor for *_, anchor in sound)


def test_overlapping_spans_share_the_piece_where_they_overlap() -> None:
    found = pieces("one two three", [(0, 7, "claim", "c"), (4, 13, "quote", "q")])
    assert [(piece.text, piece.kinds) for piece in found] == [
        ("one ", "claim"),
        ("two", "claim quote"),
        (" three", "quote"),
    ]


def test_the_summary_names_speakers_alignments_and_the_place() -> None:
    told = summary(Tables(frames(), Path("x")), Path("outputs/latest"))
    assert "    1  Rome" in told
    assert "conflicts 0.90: signed against signed nothing" in told
    assert "Paper b: Oslo signed nothing" in told
    assert "outputs/latest" in told


def test_the_summary_shows_what_would_steer_a_terminal() -> None:
    given = rows()
    given["alignments"] = [replace(given["alignments"][0], conflict="\x1b[2Ja\u202e\nb")]
    assert "conflicts 0.90: \\x1b[2Ja\\u202e\\nb" in summary(Tables(frames(given), Path("x")), Path("latest"))
