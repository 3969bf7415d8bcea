"""The data files that tell what lines of an article are."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, get_args

LEXICONS = Path(__file__).parent.parent / "language" / "lexicons"

FurnitureLabel = Literal["title", "heading", "byline", "issue_line", "running_head", "biography", "copyright", "footer"]
Label = FurnitureLabel | Literal["body"]
Place = Literal["any", "head", "tail", "edge", "cut", "alone"]


class Wording(NamedTuple):
    """The wording of a kind of furniture.

    Attributes:
        label: What a paragraph of this wording is.
        place: Where it must stand: before the first paragraph of running text (head), after the last (tail), either
            (edge), where it cuts a sentence in two (cut), between lines that are not like it, as those of a table are
            (alone), or anywhere.
        max_words: The most words that it may have.
        pattern: Matches the whole paragraph.
        example: An invented example.
    """

    label: Label
    place: Place
    max_words: int
    pattern: re.Pattern[str]
    example: str


@cache
def wordings() -> tuple[Wording, ...]:
    """The rows of furniture.csv.

    Raises:
        ValueError: A row has a label or a place that does not exist.
    """
    return tuple(_wording(row) for row in _rows("furniture.csv"))


def _wording(row: dict[str, str]) -> Wording:
    labels: dict[str, Label] = {label: label for label in get_args(FurnitureLabel)}
    places: dict[str, Place] = {place: place for place in get_args(Place)}
    if row["label"] not in labels or row["place"] not in places:
        raise ValueError(f"furniture.csv: no label {row['label']!r} at place {row['place']!r}")
    pattern = re.compile(row["pattern"], re.IGNORECASE)
    return Wording(labels[row["label"]], places[row["place"]], int(row["max_words"]), pattern, row["example"])


@cache
def words(kind: str) -> frozenset[str]:
    """The words of one kind in layout_words.csv, in lower case.

    Raises:
        KeyError: There is no such kind.
    """
    return {row["kind"]: frozenset(row["words"].split()) for row in _rows("layout_words.csv")}[kind]


@cache
def known_words() -> frozenset[str]:
    """The lemmas that English news and encyclopedic texts use, in lower case."""
    return frozenset(row["lemma"] for row in _rows("../background.csv"))


def _rows(name: str) -> list[dict[str, str]]:
    """Rows of a lexicon, whose first line says what it holds."""
    with (LEXICONS / name).open(encoding="utf-8", newline="") as file:
        next(file)
        return list(csv.DictReader(file))
