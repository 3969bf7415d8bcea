import re
from dataclasses import replace

import pytest

from pipeline.report.comparison import Comparison, comparison, link
from pipeline.report.details import data
from pipeline.report.front import foremost
from pipeline.report.items import items, kind_of_name
from pipeline.report.page import FEW, FRONT, pages
from pipeline.report.rows import rows_of
from pipeline.schema import OnlyIn
from pipeline.tables import Tables
from tests.report.articles import Given, many, two, two_rows
from tests.samples import TEXTS, document, rows, tables


def view(given: Given) -> Comparison:
    return comparison(rows_of(given[0], list(given[0].documents["doc_id"])), given[1])


def test_the_page_of_two_tells_what_conflicts_before_their_texts() -> None:
    made = pages(*two())
    page = made[FRONT]
    assert list(made) == [FRONT]
    assert 0 < page.index("signed against signed nothing") < page.index('class="texts"')
    assert "What <bdi>Paper a</bdi> and <bdi>Paper b</bdi> tell" in page


def test_the_page_of_no_articles_says_so() -> None:
    page = pages(tables({}), {}, {})[FRONT]
    assert "No claim of one article meets a claim of another." in page
    assert "Nobody is quoted." in page


def test_few_articles_stand_side_by_side() -> None:
    made = pages(*many(FEW))
    assert list(made) == [FRONT]
    assert made[FRONT].count('<article class="pane"') == FEW


def test_of_many_there_is_a_front_page_and_pages_of_pairs_that_link_to_each_other() -> None:
    made = pages(*many(FEW + 1))
    assert set(re.findall(r'href="(report/[^"]+)"', made[FRONT])) == set(made) - {FRONT} == {"report/a--b.html"}
    assert 'href="../report.html"' in made["report/a--b.html"]
    assert "<article" not in made[FRONT]
    assert f"Title {FEW - 2}" in made[FRONT]


def test_the_front_page_tells_how_many_sources_are_independent() -> None:
    page = pages(*many(FEW + 1))[FRONT]
    assert "<b>2 sources</b>, 2 independent" in page
    assert "100% of the pairs conflict" in page


def test_the_same_tables_make_the_same_pages() -> None:
    given, clean, raw = many(FEW + 1)
    reverse = {name: frame if name == "documents" else frame.iloc[::-1] for name, frame in given.frames.items()}
    backwards = Tables(given.folder, reverse)
    assert pages(given, clean, raw) == pages(given, dict(reversed(clean.items())), raw)
    assert pages(given, clean, raw)["report/a--b.html"] == pages(backwards, clean, raw)["report/a--b.html"]


def test_a_claim_knows_its_partner_and_the_words_that_decided() -> None:
    found = view(two()).meetings[0]
    (marked,) = [piece for piece in found.sides[0].pieces if piece.marks]
    assert (marked.text, marked.classes) == ("signed the accord", "is-conflict")
    assert "".join(piece.text for piece in found.sides[1].pieces) == "Oslo signed nothing … Rome"
    assert found.words == "A and B conflict in polarity"


def test_what_stands_before_a_claim_is_told_before_it() -> None:
    given = two_rows()
    given["claims"][0] = replace(given["claims"][0], text="the accord", start=12, end=22)
    given["alignment_evidence"] = [replace(given["alignment_evidence"][0], text="Oslo", start=0, end=4)]
    side = view((tables(given), TEXTS, TEXTS)).meetings[0].sides[0]
    assert "".join(piece.text for piece in side.pieces) == "Oslo … the accord"


def test_only_what_no_other_article_tells_is_told_by_one_alone() -> None:
    given = two_rows()
    assert [item.row_id for item in view((tables(given), TEXTS, TEXTS)).articles[0].only] == ["a:alone"]
    given["documents"].append(replace(document("b"), doc_id="c"))
    given["only_in"].append(OnlyIn(doc_id="a", other_doc_id="c", claim_id="a:c", nearest=0.1))
    texts = TEXTS | {"c": "Nothing."}
    assert view((tables(given), texts, texts)).articles[0].only == []


def test_every_item_has_its_row_and_its_place_in_the_raw_text() -> None:
    shown = view(two())
    known = data(shown, TEXTS)
    assert [item["row"] for item in known["items"]] == ["a:c", "a:m", "a:alone", "b:q", "b:c", "b:m"]
    for item, told in zip(shown.items, known["items"], strict=True):
        assert TEXTS[item.doc_id][slice(*told["raw"])] == item.row["text"]
    assert known["items"][3]["speakers"] == "0"
    assert list(shown.speakers) == ["Rome"]


def test_quotations_of_unknown_speakers_come_last() -> None:
    given = two_rows()
    nobody = replace(given["quotes"][0], quote_id="b:q2", speaker_name=None)
    given["quotes"] += [nobody, replace(nobody, quote_id="b:q3")]
    assert list(view((tables(given), TEXTS, TEXTS)).speakers) == ["Rome", "nobody named"]


def test_of_more_than_two_articles_a_claim_shows_how_many_it_meets() -> None:
    given = two_rows()
    given["documents"].append(replace(document("b"), doc_id="c"))
    given["claims"].append(replace(given["claims"][1], claim_id="c:c", doc_id="c", quote_id=None))
    one = given["alignments"][0]
    given["alignments"].append(replace(one, alignment_id="a:c~c:c", claim_b="c:c", doc_b="c", score=0.5))
    texts = TEXTS | {"c": TEXTS["b"]}
    shown = view((tables(given), texts, texts))
    assert [found.number for found in shown.conflicts] == [1]
    page = pages(tables(given), texts, texts)[FRONT]
    assert 'aria-label="Finding 1: A and B conflict in polarity, and 1 more">≠1 ×2</a>' in page
    assert ">≠2</a>" in page
    assert 'href="#findings">all 2</a>' in page


@pytest.mark.parametrize(
    ("label", "country", "kind"),
    [("PERSON", "NOR", "person"), ("GPE", "NOR", "place"), ("NORP", "NOR", "place"), ("NORP", None, "name")],
)
def test_peoples_count_as_their_countries(label: str, country: str | None, kind: str) -> None:
    assert kind_of_name({"label": label, "country_code": country}) == kind


@pytest.mark.parametrize(("confidence", "kind"), [(None, "quote"), (0.5, "quote"), (0.4, "unsure")])
def test_a_quotation_that_the_model_doubts_is_shown_as_such(confidence: float | None, kind: str) -> None:
    given = two_rows()
    given["quotes"] = [replace(given["quotes"][0], confidence=confidence)]
    found = items(rows_of(tables(given), ["b"]), [], [])
    assert [item.kind for item in found if item.table == "quotes"] == [kind]


def test_a_pronoun_is_no_name() -> None:
    given = two_rows()
    given["mentions"][0] = replace(given["mentions"][0], method="coref")
    found = items(rows_of(tables(given), ["a"]), [], [])
    assert [item.kind for item in found] == ["reference"]


def test_agreements_that_are_no_copies_come_first_and_each_matter_once() -> None:
    one = replace(rows()["alignments"][0], relation="agrees", cluster_id=None)
    given = [
        replace(one, alignment_id="copy", score=0.99, shared_origin="words", doc_b="c"),
        replace(one, alignment_id="better", score=0.8, cluster_id="x"),
        replace(one, alignment_id="same matter", score=0.7, cluster_id="x", doc_b="d"),
        replace(one, alignment_id="same pair", score=0.6),
        replace(one, alignment_id="conflict", relation="conflicts", doc_b="e"),
    ]
    found = foremost(tables({"alignments": given}), "agrees")
    assert [row["alignment_id"] for row in found] == ["better", "copy"]


@pytest.mark.parametrize("url", ["https://x.test/a", "HTTP://x.test"])
def test_an_address_of_the_web_is_linked(url: str) -> None:
    assert link(url) == url


@pytest.mark.parametrize("url", [None, "", "javascript:alert(1)", "data:text/html,x", "//x.test", "x.test"])
def test_nothing_else_is_linked(url: str | None) -> None:
    assert link(url) is None
