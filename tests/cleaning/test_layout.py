from __future__ import annotations

from collections import Counter

import pytest

from pipeline.cleaning import lexicon
from pipeline.cleaning.layout import KEPT, is_biography, is_title_case, lay_out, paper_before_date
from pipeline.cleaning.lexicon import Wording, wordings, words
from pipeline.cleaning.metadata import sniff

BODY = "The bridge between the two towns was opened on Friday, and the mayors were glad of it."


def labels(*blocks: str) -> list[str]:
    return [block.label for block in lay_out("\n\n".join(blocks))]


@pytest.mark.parametrize("wording", wordings(), ids=lambda wording: wording.example[:30])
def test_each_wording_fits_its_example(wording: Wording) -> None:
    assert wording.pattern.fullmatch(wording.example)
    assert len(wording.example.split()) <= wording.max_words


@pytest.mark.parametrize("wording", wordings(), ids=lambda wording: wording.example[:30])
def test_no_wording_fits_running_text(wording: Wording) -> None:
    sentences = [
        BODY,
        "Read the treaty, said the mayor, and you will see more of it.",
        "Copyright law has been changed by the new government.",
        "Sign up, the union told its members on Monday.",
        "Published figures show that prices rose.",
        "Photographs of the harbour were shown to the court.",
        "No. 10 said on Monday that the talks would go on, and that they would be short.",
        "The author of the report said that nobody had read it.",
        "Share prices fell on Monday.",
        "Related companies were fined, too.",
        "Tags were put on the birds.",
        "Contact with the ship was lost at noon.",
        "Like his rival, the mayor spoke of it on Twitter on Monday.",
        "No. 10 rejects the port deal",
        "Updated rules close three ports",
        "Date set for port talks",
        "20 years ago the bridge fell",
        "Reading time falls among the young",
        "The story was published in 2012 and made her famous.",
        "(c) the parties shall meet every year.",
        "Powered by oil money, the town grew.",
        "Reporting by the Post found that the mayor knew of it.",
    ]
    assert not [text for text in sentences if wording.pattern.fullmatch(text)]


def test_the_rows_of_a_table_are_no_running_heads() -> None:
    assert labels("One Bridge", BODY, "Easton | 12", "Weston | 15", BODY).count("running_head") == 0
    assert labels("One Bridge", BODY, "Easton Post | 12", BODY).count("running_head") == 1


def test_a_lexicon_with_an_unknown_label_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"label": "sidebar", "place": "any", "max_words": "3", "pattern": "x", "example": "x"}
    monkeypatch.setattr(lexicon, "_rows", lambda _: [row])
    wordings.cache_clear()
    with pytest.raises(ValueError, match="sidebar"):
        wordings()
    wordings.cache_clear()


def test_an_unknown_kind_of_words_is_refused() -> None:
    with pytest.raises(KeyError):
        words("verbs")


def test_the_head_of_an_article() -> None:
    assert labels("NO. 3, 3 May 2023 © PORT", "ANALYSIS", "One Bridge for Two", "Jane Doe, John Roe", BODY) == [
        "issue_line",
        "running_head",
        "title",
        "byline",
        "body",
    ]


def test_an_article_that_begins_with_running_text_has_no_title() -> None:
    assert labels(BODY, BODY) == ["body", "body"]


def test_a_kicker_without_a_title_below_is_the_title() -> None:
    assert labels("Analysis", BODY) == ["title", "body"]


def test_names_that_the_article_speaks_of_are_no_byline() -> None:
    assert (
        labels("One Bridge for Two", "Mary Poe", BODY, "The engineer Mary Poe was there.", BODY, BODY, BODY)[1]
        != "byline"
    )


def test_a_line_that_repeats_the_head_is_a_running_head() -> None:
    blocks = lay_out(
        "NO. 3, 3 May 2023 © PORT\n\nBULLETIN\n\nOne Bridge for Two\n\n" + BODY + "\n\nPORT BULLETIN\n\n" + BODY
    )
    assert [block.text for block in blocks if block.label == "running_head"] == ["BULLETIN", "PORT BULLETIN"]


def test_the_name_of_the_paper_over_the_title_is_a_running_head_where_it_comes_back() -> None:
    found = labels("EASTON POST WEEKLY", "A Bridge Opens at Easton", BODY, "EASTON POST WEEKLY", BODY)
    assert found == ["running_head", "title", "body", "running_head", "body"]


def test_the_name_of_the_paper_with_the_date_below_is_no_title() -> None:
    found = labels("Easton Gazette", "6 March 2025", "A Bridge Opens at Easton", BODY)
    assert found == ["running_head", "issue_line", "title", "body"]
    assert labels("Easton Mourns", "6 March 2025", BODY)[0] == "title"


def test_the_name_of_the_paper_over_the_date_is_the_source() -> None:
    assert sniff(f"Easton Week\n6 March 2025\n\nA Bridge Opens at Easton\n\n{BODY}").source == "Easton Week"
    assert sniff(f"World News\n6 March 2025\n\nA Bridge Opens at Easton\n\n{BODY}").source is None


def test_an_institute_over_the_title_of_its_brief_is_the_source() -> None:
    head = "Policy Brief No. 4/2025\n\nInstitute for Bridges\n\nTwo Towns, One Bridge\n\n"
    biography = "The authors are fellows at the Institute for Bridges."
    text = "\n\n".join([f"{head}Ann Lee and Tom Holm\n\n6 March 2025", BODY, BODY, BODY, biography])
    found = sniff(text)
    assert (found.source, found.title) == ("Institute for Bridges", "Two Towns, One Bridge")
    assert (found.authors, found.published) == ("Ann Lee; Tom Holm", "2025-03-06")
    alone = sniff(text.replace("Two Towns, One Bridge\n\n", ""))
    assert alone.title == "Institute for Bridges"


def test_a_publisher_below_the_number_of_its_brief_is_the_source() -> None:
    head = "Policy Brief No. 4 | March 2025\n\nInstitute for Bridges"
    found = sniff(f"{head}\n\nTwo Towns, One Bridge\n\n{BODY}")
    assert (found.source, found.title) == ("Institute for Bridges", "Two Towns, One Bridge")
    assert sniff(f"{head}\n\n{BODY}").title == "Institute for Bridges"
    assert sniff(f"Policy Brief No. 4\n\nTwo Towns, One Bridge\n\n{BODY}").title == "Two Towns, One Bridge"


def test_a_title_whose_words_come_back_in_the_text_stays_the_title() -> None:
    head = "Easton Bridge Accord\n\nWhat it says, and who signed it"
    found = sniff(f"{head}\n\n{BODY}\n\nThe Easton Bridge Accord is old.\n\n{BODY}")
    assert found.title == "Easton Bridge Accord"


@pytest.mark.parametrize(
    ("line", "paper"),
    [
        ("The Harbour Courier, 14 May 2024", "The Harbour Courier"),
        ("Harbour Courier (Skarholm edition), 14 May 2024", "Harbour Courier"),
        ("Harbour Courier | Tuesday, 14 May 2024", "Harbour Courier"),
        ("14 May 2024", None),
        ("The two mayors will meet on 14 May 2024", None),
        ("The Council Met In Skarholm On 14 May 2024", None),
        ("SKARHOLM, 14 May 2024", None),  # where it was written
        ("By Mary Halloran, 14 May 2024", None),
        (f"{BODY} The mayors met on 14 May 2024", None),
    ],
)
def test_a_paper_stands_before_the_date_of_its_issue(line: str, paper: str | None) -> None:
    assert paper_before_date(line) == paper


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_headline_directly_above_paper_and_date_is_the_title(gap: str) -> None:
    text = f"Bridge opens after nine years\nThe Harbour Courier, 14 May 2024{gap}{BODY}\n\n{BODY}"
    assert [block.label for block in lay_out(text)] == ["title", "issue_line", "body", "body"]
    found = sniff(text)
    assert (found.title, found.source) == ("Bridge opens after nine years", "The Harbour Courier")
    assert found.published == "2024-05-14"


def test_a_headline_below_paper_and_date_is_the_title() -> None:
    text = f"The Harbour Courier, 14 May 2024\n\nBridge opens after nine years\n\nBy Ann Lee\n\n{BODY}\n\n{BODY}"
    assert [block.label for block in lay_out(text)] == ["issue_line", "title", "byline", "body", "body"]
    assert (sniff(text).source, sniff(text).authors) == ("The Harbour Courier", "Ann Lee")


def test_a_line_that_ends_in_a_date_below_the_head_stays() -> None:
    lines = [f"{word} was it quiet, and nobody crossed the bridge." for word in ("Once", "Twice", "Never", "Seldom")]
    assert labels("One Bridge", BODY, *lines, *lines, "Easton Fair Opens, 14 May 2024", BODY).count("issue_line") == 0


def test_a_date_that_heads_a_section_is_no_running_head() -> None:
    assert labels("NO. 3, 3 May 2023 © PORT", "One Bridge for Two", BODY, "May 2023", BODY)[3] == "heading"


def test_a_line_that_comes_back_between_cut_sentences_is_a_running_head() -> None:
    page = "The bridge between the two towns was opened on Friday and the"
    rest = "mayors were glad of it."
    assert labels("One Bridge", *[page, "The Port 1", rest] * 3).count("running_head") == 3


def test_headings() -> None:
    assert labels("One Bridge", BODY, "What Comes Next", BODY)[2] == "heading"
    assert labels("One Bridge", BODY, "It was late", BODY)[2] == "heading"
    assert labels("One Bridge", "1. The bridge", BODY, "2.1 Its builders", BODY)[1::2] == ["heading", "heading"]
    assert labels("One Bridge", BODY, "1. The bridge", "2. The ferry", "Two towns")[2:] == ["body", "body", "body"]
    assert labels("One Bridge", BODY, "Is it not late?", BODY)[2] == "body"
    assert labels("One Bridge", BODY, "Mayor: It is", BODY)[2] == "body"


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Ann Lee is Professor of Law at Northholm University.",
        "Ann Lee, a lecturer in law, is based in Easton.",
        "Ann Lee is a senior fellow at the Port Institute and has written on bridges.",
    ],
)
def test_biographies(text: str) -> None:
    assert is_biography(text, Counter(["bridge"]), set())


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee is glad.",
        "Ann Lee is a professor in Easton. “We are glad,” she said on Monday.",
        "North Korea is a student of history.",
        "The bridge is the work of a professor.",
        "Mary Poe is a professor at Northholm University.",
    ],
)
def test_no_biographies(text: str) -> None:
    assert not is_biography(text, Counter(["poe"]), set())


def test_a_biography_stands_at_the_end_only() -> None:
    biography = "Ann Lee is a senior fellow at the Port Institute."
    assert labels("One Bridge", BODY, biography, BODY, BODY).count("biography") == 0
    assert labels("One Bridge", BODY, BODY, BODY, biography)[-1] == "biography"


def test_title_case() -> None:
    assert is_title_case("What the Port Treaty Means")
    assert not is_title_case("What the port treaty means")
    assert not is_title_case("Norway")


def test_halves_of_a_sentence_are_joined() -> None:
    half = "The bridge between the two towns was opened by the mayor under Article"
    assert [b.text for b in lay_out(f"One Bridge\n\n{half}\n\n4 of the charter, which is old.")][1:] == [
        half + " 4 of the charter, which is old."
    ]


@pytest.mark.parametrize(
    "following", ["4. The charter is old.", "Then they left.", "- a point that is short", "2023"], ids=str
)
def test_what_begins_anew_is_not_joined(following: str) -> None:
    half = "The bridge between the two towns was opened by the mayor under Article"
    assert len(lay_out(f"One Bridge\n\n{half}\n\n{following}")) == 3


def test_run_in_headings_are_split_off_where_there_are_two() -> None:
    one, two = f"Terms of the Treaty. {BODY}", f"Effects on Island Trade. {BODY}"
    assert labels("One Bridge", one, two) == ["title", "heading", "body", "heading", "body"]
    assert labels("One Bridge", one, BODY) == ["title", "body", "body"]


@pytest.mark.parametrize(
    "start", ["In January, Gov. Roe", "Even if Mr. Roe", "Mary J. Poe", "EASTON, Sept. 28", "Enter Mary Poe"]
)
def test_beginnings_of_sentences_are_no_run_in_headings(start: str) -> None:
    text = f"{start} opened the bridge between the two towns, and the mayors were glad of it."
    assert labels("One Bridge", text, text) == ["title", "body", "body"]


TITLE = "Torvik council votes to close the old swing bridge to lorries"  # as long as a line of wrapped text


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        (("By Jane Doe",), ["byline"]),
        (("By our harbour editor",), ["byline"]),
        (("From our correspondent in Torvik",), ["byline"]),
        (("TORVIK, 4 June 2024",), ["issue_line"]),
        (("By Jane Doe", "TORVIK - 4 June 2024"), ["byline", "issue_line"]),
        (("The Torvik Courier", "Torvik, Tuesday 4 June 2024"), ["running_head", "issue_line"]),
        (("Torvik Shipping News", "Tuesday, June 4, 2024"), ["running_head", "issue_line"]),
        (("By Jane Doe in Easton",), ["byline"]),
    ],
)
def test_lines_right_below_the_title_are_no_part_of_it(below: tuple[str, ...], expected: list[str]) -> None:
    text = "\n".join((TITLE, *below)) + f"\n\n{BODY}"
    assert [block.label for block in lay_out(text)] == ["title", *expected, "body"]


@pytest.mark.parametrize("below", ["before the summer of 2024", "by Jane Doe and the council of 4 June 2024"])
def test_a_title_goes_on_in_its_second_line(below: str) -> None:
    (title, _) = lay_out(f"{TITLE}\n{below}\n\n{BODY}")
    assert (title.label, title.text) == ("title", f"{TITLE} {below}")


@pytest.mark.parametrize(
    "lines",
    [
        ("The council heard for two long hours on Monday what it had not been told", "by the harbour staff"),
        (
            "The council heard for two long hours what it had not been told. Nobody spoke.",
            "From the first day the staff",
        ),
        ("The bridge was opened in the presence of two mayors and of many guests in", "Torvik, 4 June 2024."),
    ],
)
def test_lines_of_running_text_are_no_furniture(lines: tuple[str, ...]) -> None:
    blocks = lay_out("Bridge opens\n\n" + "\n".join((*lines, "and went home, as people in the town have always done.")))
    assert all(line in " ".join(block.text for block in blocks if block.label in KEPT) for line in lines)
