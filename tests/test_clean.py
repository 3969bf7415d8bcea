from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.records import CleanText, RawFile, Rejected, span_id
from pipeline.stages.clean import clean
from pipeline.stages.read import read
from tests.cleaning.articles import BULLETIN, LINE_A_PARAGRAPH, MARKDOWN, WIRE, WRAPPED, raw_text


def cleaned(text: str) -> CleanText:
    return clean(raw_text(text))


def paragraphs(text: str) -> list[str]:
    return cleaned(text).text.split("\n\n")


def furniture(text: str, *labels: str) -> list[str]:
    return [row.text for row in cleaned(text).furniture if row.label in labels]


def test_wire_story() -> None:
    assert paragraphs(WIRE) == [
        "MINISTER QUITS OVER PORT DEAL",
        "SEAHAVEN, May 4 (Reuters) - The minister left on Thursday, saying the deal "
        '"was never mine to sign". The premier stayed.',
        "Background.",
        "The port was sold in 2019. Nobody asked why.",
        "“We will look at it again,” said the premier, who took office in March. He added that 5 * 3 is 15 and a < b.",
        "The first point is short.",
        "The second is, too.",
        "What Comes Next",
        "The talks go on in the very same harbour town; costs are $3 million.",
    ]
    assert furniture(WIRE, "biography") == [
        "Jane Doe is a correspondent at the City Post.",
        "About the author",
        "John Q. Roe writes on ports.",
    ]
    assert furniture(WIRE, "footer")[-2:] == ["Read more: What the port deal says", "Advertisement"]


def test_lines_broken_at_a_width_with_page_breaks() -> None:
    assert paragraphs(WRAPPED) == [
        "The ferry that never came",
        "When the ferry to Northholm was cancelled on Monday, forty people slept in the harbour hall. The operator "
        "spoke of a fault; the mayor of a long-term failure. Cooperation between the two has been poor. "
        '"It was cold," said one traveller, who had come from the south of the island to see her mother.',
        "The operator, which runs four boats, said it will pay 300 euros to each of the travellers by the end of May, "
        "Mr Halloran said in a letter to the paper.",
        "Nobody from the council, which owns a third of the operator, was there.",
    ]
    heads = ["12 | Island Gazette", "7", "Page 3 of 4", "Island Gazette | 13"]
    assert furniture(WRAPPED, "running_head") == heads


def test_a_line_for_each_paragraph() -> None:
    assert paragraphs(LINE_A_PARAGRAPH) == LINE_A_PARAGRAPH.split("\n")[:6]


def test_markdown() -> None:
    assert paragraphs(MARKDOWN) == [
        "Two Towns, One Bridge",
        "The bridge is open.",
        "It cost 75 million euros & took nine years.",
        "“It’s done,” said Mr Roe.",
        "What it means",
        "1. Trade grows.",
        "2. Rents rise.",
        "Why now?",
        "Because of the vote.",
        "Read the code at https://example.org/a_b_c.",
    ]


def test_bulletin() -> None:
    assert paragraphs(BULLETIN) == [
        "What the Port Treaty Means for the Islands",
        "The islands signed a treaty on 2 May. It covers ferries, fish and the harbour. The mayors were glad of it.",
        "Terms of the Treaty.",
        "The parties pledged to meet every year and to share the costs. They are bound by Article 4 of the charter, "
        "which the older treaty left out. This allows the islands to build what they want along the coast, as de facto "
        "owners of the old quay.",
        "Effects on Trade.",
        "In the harbour, prices will rise.",
    ]
    assert [(row.label, row.text) for row in cleaned(BULLETIN).furniture] == [
        ("issue_line", "NO. 12 (340), 3 MAY 2023 © HARBOUR"),
        ("running_head", "BULLETIN"),
        ("title", "What the Port Treaty Means for the Islands"),
        ("byline", "Jane van Doe, John Q. Roe"),
        ("heading", "Terms of the Treaty."),
        ("running_head", "HARBOUR BULLETIN"),
        ("heading", "Effects on Trade."),
    ]


@pytest.mark.parametrize(
    "article", [WIRE, WRAPPED, MARKDOWN, BULLETIN], ids=["wire", "wrapped", "markdown", "bulletin"]
)
def test_furniture_leads_back_to_the_raw_text(article: str) -> None:
    clean_text = cleaned(article)
    for row in clean_text.furniture:
        assert article[row.raw_start : row.raw_end] == row.text
        assert row.furniture_id == span_id("a", "f", row.raw_start, row.raw_end)
        if row.start is None:
            assert clean_text.offsets.to_clean(row.raw_start, row.raw_end) is None
        else:
            assert row.label in ("title", "heading")
            assert clean_text.offsets.to_raw(row.start, row.end or 0) == (row.raw_start, row.raw_end)


def test_a_span_leads_back_over_what_was_taken_out() -> None:
    clean_text = cleaned(BULLETIN)
    start = clean_text.text.index("what they want")
    span = clean_text.span(start, start + len("what they want"))
    between = BULLETIN[span["raw_start"] : span["raw_end"]]
    assert between.startswith("what they\n")
    assert "HARBOUR BULLETIN" in between
    assert between.endswith("\nwant")


def test_quotation_marks_stay_as_they_were_typed() -> None:
    text = "He said “one, \"two’ and ‘three\" and `four' were “never closed. She said ''no'' and left the hall."
    assert cleaned(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "See www.example.Com and node.Js for more of it, said Mr. Poe.",
        "The U.S.Navy and the U.N.Council met in the hall.",
    ],
)
def test_a_space_is_put_in_only_where_sentences_are_stuck(text: str) -> None:
    assert cleaned(text).text == text


@pytest.mark.parametrize("text", ["", " \n", "Share this article\n\nPage 3 of 7", "***", "\u200b"])
def test_nothing_left(text: str) -> None:
    with pytest.raises(Rejected) as caught:
        cleaned(text)
    assert caught.value.reason == "empty"


def test_real_articles(shared: Path) -> None:
    for file in sorted((shared / "raw").glob("*.txt")):
        raw = read(RawFile(file.name, file.read_bytes()))
        clean_text = clean(raw)
        assert [row.label for row in clean_text.furniture].count("title") == 1
        assert all(
            char.isspace() or raw.text[i] == char
            for char, i in zip(clean_text.text, clean_text.offsets.starts, strict=True)
        )
        assert not any(paragraph[0].islower() or paragraph[0].isdigit() for paragraph in clean_text.text.split("\n\n"))


@pytest.mark.slow
def test_hardly_anything_of_news_articles_is_taken_out(shared: Path) -> None:
    files = sorted((shared / "corpora/polnear/dev/text").glob("*.txt"))[::2]
    kept = taken = 0
    for file in files:
        clean_text = clean(raw_text(file.read_text(encoding="utf-8")))
        kept += len(clean_text.text)
        taken += sum(len(row.text) for row in clean_text.furniture if row.start is None)
    assert taken < 0.005 * kept
