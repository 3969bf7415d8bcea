"""What a span of one corpus is in OntoNotes terms."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from training.places import is_country, is_people, is_political
from training.tables import read_table

Names = list[tuple[int, int, str]]
UNKNOWN = ""
PLACE = "PLACE"
ARTICLES = frozenset(["the", "a", "an", "The", "An", "THE", "AN"])  # "A" may be an initial
LINKED = frozenset(["of", "for", "state", "defence", "defense", "affairs"])  # "Secretary of State"


@cache
def titles() -> frozenset[str]:
    """Read tables/titles.csv."""
    return frozenset(row["form"] for row in read_table("titles"))


def from_iob(tags: Sequence[str]) -> Names:
    """Read spans from IOB or IO tags; a tag that neither begins nor continues a span begins one."""
    spans: Names = []
    label, start = "", 0
    for i, tag in enumerate([*tags, "O"]):
        kind, _, name = tag.partition("-")
        if label and not (kind == "I" and name == label):
            spans.append((start, i, label))
            label = ""
        if name and not label:
            label, start = name, i
    return spans


def reconcile(words: Sequence[str], spans: Names, labels: dict[str, str]) -> Names:
    """Rename labels, part GPE from LOC, take "the" and titles off, and add peoples that the corpus leaves unmarked."""
    found: Names = []
    for start, end, name in _split_places(words, spans, labels):
        trimmed = _trim(words, start, end, labels.get(name, UNKNOWN))
        if trimmed:
            found.append(trimmed)
    taken = {i for start, end, _ in found for i in range(start, end)}
    people = [(i, i + 1, "NORP") for i, word in enumerate(words)
              if i not in taken and word[:1].isupper() and is_people(word) and not _starts_name(words, i)]  # fmt: skip
    return sorted(found + people)


def _split_places(words: Sequence[str], spans: Names, labels: dict[str, str]) -> Names:
    """Part "Springfield, Illinois" at the comma."""
    parts: Names = []
    for start, end, name in spans:
        if labels.get(name) == PLACE and "," in words[start:end]:
            comma = start + list(words[start:end]).index(",")
            parts += [part for part in ((start, comma, name), (comma + 1, end, name)) if part[0] < part[1]]
        else:
            parts.append((start, end, name))
    return parts


def _trim(words: Sequence[str], start: int, end: int, label: str) -> tuple[int, int, str] | None:
    while start < end and (words[start] in ARTICLES or not words[start][0].isalnum()):
        start += 1
    if label == "PERSON":
        start = _after_titles(words, start, end)
    if start >= end:
        return None
    text = " ".join(words[start:end])
    if label == "ORG" and is_country(text):
        return start, end, "GPE"
    if label in {PLACE, "GPE", "LOC"}:
        label = "GPE" if is_political(text) else "LOC" if label == PLACE else label
    if label in {UNKNOWN, "PERSON", "ORG"} and is_people(text):
        label = "NORP"
    return start, end, label


def _after_titles(words: Sequence[str], start: int, end: int) -> int:
    """Skip titles at the beginning and what stands before them: "Iraqi President", "Secretary of State"."""
    after = i = start
    while i < end and (is_title(words[i]) or words[i].islower() or is_people(words[i])):
        i += 1
        if is_title(words[i - 1]):
            after = i
            while after < end and (words[after].lower() in LINKED or words[after] in {".", "-"}):
                after += 1
            i = after
    return after


def is_title(word: str) -> bool:
    """Tell whether a word is a title, with or without a full stop."""
    return word.lower().rstrip(".") in titles()


def _starts_name(words: Sequence[str], i: int) -> bool:
    """Tell whether a capital follows, so that the word may be a part of a longer name: "Democratic Party"."""
    return i + 1 < len(words) and words[i + 1][:1].isupper()
