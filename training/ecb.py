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
from xml.etree import ElementTree

REPORTED = frozenset((2, 5, 12, 18, 21, 23, 31, 32, 33, 34, 35))  # topics that figures are told of
FITTED = frozenset(range(1, 31)) - REPORTED  # topics that weights are fitted on

_NO_SPACE_BEFORE = re.compile(r"^(?:[,.;:!?%)\]’”]|'s|n't|'re|'ve|'ll|'d|''|…)")
_NO_SPACE_AFTER = re.compile(r"^(?:[(\[$“‘]|``)$")


@dataclass(frozen=True, order=True)
class Mention:
    """A mention of an event, participant, time or place: its span in the text, and which one it is."""

    start: int
    end: int
    instance: str
    is_event: bool


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
        mentions: What it mentions of events, other than reporting ones, and of those that take part, sorted.
    """

    name: str
    topic: int
    story: str
    text: str
    sentences: tuple[tuple[int, int], ...]
    validated: frozenset[int]
    mentions: tuple[Mention, ...]


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
    text, sentences, spans = lay_out(tokens)
    topic = int(path.parent.name)
    plus = path.stem.endswith("plus")
    return Article(
        name=path.stem,
        topic=topic,
        story=f"{topic}{'ecbplus' if plus else 'ecb'}",
        text=text,
        sentences=sentences,
        validated=validated,
        mentions=tuple(sorted(_mentions(root, spans))),
    )


def lay_out(
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


def _mentions(root: ElementTree.Element, spans: dict[str, tuple[int, int]]) -> Iterator[Mention]:
    markables = root.find("Markables")
    found = {m.get("m_id", ""): m for m in (markables if markables is not None else ()) if "REPORTING" not in m.tag}
    for link in root.iter("CROSS_DOC_COREF"):
        for source in link.iter("source"):
            mention = found.get(source.get("m_id", ""))
            anchors = [spans[a.get("t_id", "")] for a in mention.iter("token_anchor")] if mention is not None else []
            if mention is not None and anchors:
                start, end = min(a for a, _ in anchors), max(b for _, b in anchors)
                yield Mention(start, end, link.get("note", ""), "ACTION" in mention.tag)
