"""Reads ECB+: news articles in stories, and which of their events are the same.

Source: Cybulska and Vossen (2014), annotation CC BY 3.0. Only the sentences in `validated_sentences.csv` are annotated
in full; a pair of others says nothing.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree  # noqa: S405 - the corpora are local files that the user fetched

_NO_SPACE_BEFORE = re.compile(r"^(?:[,.;:!?%)\]’”]|'s|n't|'re|'ve|'ll|'d|''|…)")
_NO_SPACE_AFTER = re.compile(r"^(?:[(\[$“‘]|``)$")


@dataclass(frozen=True)
class Event:
    """A mention of an event: its span in the text, and the event that it is one of."""

    start: int
    end: int
    instance: str


@dataclass(frozen=True)
class Article:
    """An article of ECB+.

    Attributes:
        name: Its file name without ending, such as "12_3ecbplus".
        topic: Its topic, a kind of event.
        story: Its topic and event: all articles of a story tell of one event.
        text: Its sentences, one a paragraph.
        sentences: Start and end of each in the text.
        validated: The numbers of the sentences that are annotated in full.
        events: Its events other than reporting ones, sorted.
    """

    name: str
    topic: int
    story: str
    text: str
    sentences: tuple[tuple[int, int], ...]
    validated: frozenset[int]
    events: tuple[Event, ...]


def read_articles(folder: Path) -> list[Article]:
    """All articles, sorted by topic and name."""
    validated: dict[str, set[int]] = {}
    with (folder / "validated_sentences.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            validated.setdefault(f"{row['Topic']}_{row['File']}", set()).add(int(row["Sentence Number"]))
    paths = sorted(folder.glob("*/*.xml"), key=lambda path: (int(path.parent.name), path.name))
    return [_read(path, frozenset(validated.get(path.stem, ()))) for path in paths]


def _read(path: Path, validated: frozenset[int]) -> Article:
    root = ElementTree.parse(path).getroot()  # noqa: S314
    tokens = list(root.iter("token"))
    text, sentences, spans = _lay_out(tokens)
    topic = int(path.parent.name)
    plus = path.stem.endswith("plus")
    return Article(
        name=path.stem,
        topic=topic,
        story=f"{topic}{'ecbplus' if plus else 'ecb'}",
        text=text,
        sentences=sentences,
        validated=validated,
        events=tuple(sorted(_events(root, spans), key=lambda event: (event.start, event.end, event.instance))),
    )


def _lay_out(
    tokens: list[ElementTree.Element],
) -> tuple[str, tuple[tuple[int, int], ...], dict[str, tuple[int, int]]]:
    """The text, the span of each sentence by its number, and the span of each token by its id."""
    text, spans = "", {}
    sentences: dict[int, tuple[int, int]] = {}
    glue = True
    for token in tokens:
        word, number = token.text or "", int(token.get("sentence", "0"))
        if number not in sentences:
            text += "\n\n" if text else ""
            sentences[number] = (len(text), len(text))
        elif not glue and not _NO_SPACE_BEFORE.match(word):
            text += " "
        spans[token.get("t_id", "")] = (len(text), len(text) + len(word))
        text += word
        sentences[number] = (sentences[number][0], len(text))
        glue = bool(_NO_SPACE_AFTER.match(word))
    last = max(sentences, default=-1)
    return text, tuple(sentences.get(number, (0, 0)) for number in range(last + 1)), spans


def _events(root: ElementTree.Element, spans: dict[str, tuple[int, int]]) -> Iterator[Event]:
    markables = root.find("Markables")
    anchors = {
        mention.get("m_id", ""): [spans[a.get("t_id", "")] for a in mention.iter("token_anchor")]
        for mention in (markables if markables is not None else ())
        if "ACTION" in mention.tag and "REPORTING" not in mention.tag
    }
    for link in root.iter("CROSS_DOC_COREF"):
        for source in link.iter("source"):
            found = anchors.get(source.get("m_id", ""))
            if found:
                yield Event(min(a for a, _ in found), max(b for _, b in found), link.get("note", ""))
