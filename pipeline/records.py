"""What the document stages hand to one another before there are rows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypedDict

from pipeline.schema import EncodingSource, Format, Furniture


class Rejected(Exception):
    """A document that cannot be used; it goes to the quarantine table.

    Args:
        reason: Short code, such as "empty" or "binary".
        detail: What is wrong and what to do, in one line, without text of the article.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """What `raw/sources.toml` says of a file; None where it is silent."""

    source: str | None = None
    title: str | None = None
    authors: str | None = None
    published: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file under raw/: its path there, with forward slashes, its bytes, and its entry in the manifest."""

    path: str
    data: bytes
    entry: SourceEntry = field(default_factory=SourceEntry)


@dataclass(frozen=True, slots=True)
class RawText:
    """The text of a file with what is known of it; formats that hold characters have no encoding."""

    doc_id: str
    raw_path: str
    raw_sha256: str
    text: str
    encoding: str | None
    encoding_source: EncodingSource | None
    lang: str
    source: str
    title: str | None
    authors: str | None
    published: str | None
    url: str | None
    format: Format = "txt"


def span_id(doc_id: str, letter: str, start: int, end: int) -> str:
    """The id of a row that is a span: it depends on document and span alone, and sorts in reading order."""
    return f"{doc_id}:{letter}{start:06d}-{end:06d}"


class SpanFields(TypedDict):
    """The four offsets of a span row."""

    start: int
    end: int
    raw_start: int
    raw_end: int


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Where each character of a clean text came from.

    Attributes:
        starts: For each clean code point, the first raw code point that it stands for; never falling.
        ends: For each clean code point, one past the last raw code point that it stands for; never falling. Equal to
            the start where the character was put in and stands for nothing.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __post_init__(self) -> None:
        falling = any(a > b for places in (self.starts, self.ends) for a, b in pairwise(places))
        if len(self.starts) != len(self.ends) or falling:
            raise ValueError("an offset map is two rising sequences of one length")

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """The raw span of the clean span `start:end`, which must not be empty."""
        if not 0 <= start < end <= len(self.starts):
            raise ValueError(f"no span {start}:{end} in a text of {len(self.starts)} characters")
        return self.starts[start], self.ends[end - 1]

    def to_clean(self, raw_start: int, raw_end: int) -> tuple[int, int] | None:
        """The clean span of what is left of the raw span `raw_start:raw_end`, None where nothing is left."""
        start = bisect_right(self.ends, raw_start)
        stop = bisect_left(self.starts, raw_end)
        return (start, stop) if start < stop else None


@dataclass(frozen=True, slots=True)
class CleanText:
    """The text that every later stage works on, with its way back to the raw text.

    Attributes:
        published: Date of publication, ISO 8601, which "Tuesday" and "last year" are told from; None where unknown.
    """

    doc_id: str
    text: str
    offsets: OffsetMap
    furniture: tuple[Furniture, ...] = ()
    published: str | None = None

    def span(self, start: int, end: int) -> SpanFields:
        """The four offsets of the clean span `start:end`."""
        raw_start, raw_end = self.offsets.to_raw(start, end)
        return SpanFields(start=start, end=end, raw_start=raw_start, raw_end=raw_end)
