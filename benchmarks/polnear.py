"""Reads PolNeAR: news articles with attributions (source, cue, content) in BRAT stand-off.

Newell et al. 2018, "An Attribution Relations Corpus for Political News". The corpus is not part of this project; its
texts are copyrighted and stay where they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Ranges = tuple[tuple[int, int], ...]

_ENTITY = re.compile(r"(T\d+)\t(\S+) (\d[\d ;]*)(?:\t|$)")
_EVENT = re.compile(r"E\d+\t(.+)$")
_ROLE = re.compile(r"(Source|Cue|Content)\d*:(T\d+)")


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution; every role is a tuple of character ranges in reading order, empty where it is missing."""

    source: Ranges
    cue: Ranges
    content: Ranges


@dataclass(frozen=True, slots=True)
class Article:
    """An article with its attributions by the first annotator."""

    name: str
    text: str
    attributions: tuple[Attribution, ...]


def read_polnear(corpora: Path, split: str) -> Iterator[Article]:
    """The articles of a split ("train" or "dev") that have annotations, sorted by name."""
    folder = corpora / "polnear" / split
    annotations: dict[str, Path] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        annotations.setdefault(path.stem.rpartition("_")[0], path)
        annotations.setdefault(path.stem, path)
    for path in sorted((folder / "text").glob("*.txt")):
        if path.stem in annotations:
            text = path.read_bytes().decode("utf-8").replace("\xa0", " ")  # as cleaning does; offsets stay
            yield Article(path.stem, text, tuple(_attributions(annotations[path.stem].read_text("utf-8"))))


def _attributions(brat: str) -> Iterator[Attribution]:
    lines = brat.split("\n")
    spans: dict[str, Ranges] = {}
    for line in lines:
        if match := _ENTITY.match(line):
            spans[match[1]] = _ranges(match[3])
    for line in lines:
        if match := _EVENT.match(line):
            yield _attribution(_ROLE.findall(match[1]), spans)


def _attribution(roles: list[tuple[str, str]], spans: dict[str, Ranges]) -> Attribution:
    found: dict[str, list[tuple[int, int]]] = {"Source": [], "Cue": [], "Content": []}
    for role, key in roles:
        found[role].extend(spans.get(key, ()))
    return Attribution(*(tuple(sorted(found[role])) for role in ("Source", "Cue", "Content")))


def _ranges(offsets: str) -> Ranges:
    pairs = (part.split() for part in offsets.split(";"))
    return tuple(sorted((int(start), int(end)) for start, end in pairs))
