from __future__ import annotations

import pytest

from pipeline.cleaning.dates import before_date, find_date, is_date
from pipeline.cleaning.names import byline_names, is_name


@pytest.mark.parametrize(
    "text",
    [
        "21 June 2024",
        "NO. 3, 21 JUNE 2024 © X",
        "June 21st, 2024",
        "Jun. 21, 2024",
        "2024-06-21T10:00",
        "2024/06/21",
        "the 21st of June, 2024",
        "06/21/2024",
        "21.6.2024",
        "Friday, 21 June 2024",
    ],
)
def test_dates(text: str) -> None:
    assert find_date(text) == "2024-06-21"


@pytest.mark.parametrize("text", ["", "June 2024", "31 February 2024", "5/6/2024", "page 21", "2024-13-01", "© 2018"])
def test_no_certain_date(text: str) -> None:
    assert find_date(text) is None


def test_a_line_that_is_only_a_date() -> None:
    assert is_date("Friday, 21 June 2024, 3:45 p.m. EDT")
    assert not is_date("On 21 June 2024 the bridge opened")


@pytest.mark.parametrize(
    ("line", "before"),
    [
        ("The Harbour Courier, 14 May 2024", "The Harbour Courier"),
        ("The Harbour Courier | Tuesday, 14 May 2024, 3:45 p.m.", "The Harbour Courier"),
        ("The Harbour Courier – 2024-05-14", "The Harbour Courier"),
        ("14 May 2024", ""),
        ("The Harbour Courier", None),
        ("On 14 May 2024 the ferry sank", None),
        ("The Harbour Courier, 14 May 2024, page 3", None),
    ],
)
def test_what_a_line_says_before_the_date_that_ends_it(line: str, before: str | None) -> None:
    assert before_date(line) == before


@pytest.mark.parametrize(
    "name", ["Jane Doe", "John Q. Roe", "Dr. Ann Lee", "Jane van der Doe", "Mary-Ann O’Poe", "JANE DOE"]
)
def test_names(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize(
    "text", ["", "Doe", "North Korea", "the mayor", "What Comes Next", "Jane said", "Jane 5", "A B"]
)
def test_no_names(text: str) -> None:
    assert not is_name(text)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Doe", ["Jane Doe"]),
        ("By JANE DOE and John Roe | City Post", ["Jane Doe", "John Roe"]),
        ("By Jane Doe, staff writer", ["Jane Doe"]),
        ("Jane Doe, John Q. Roe", ["Jane Doe", "John Q. Roe"]),
        ("Jane Doe, staff writer", []),
        ("By Monday, the port was closed", []),
        ("By Tuesday Mary Poe had left.", []),
        ("Security Council", []),
    ],
)
def test_bylines(line: str, names: list[str]) -> None:
    assert byline_names(line) == names
