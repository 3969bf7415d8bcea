"""A text that can be edited without losing where each of its characters came from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple


class Edit(NamedTuple):
    """Put `text` in the place of `start:end`; an insertion where `start == end`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Mapped:
    """A text with the raw span of each of its characters.

    Attributes:
        text: The text as it is now.
        starts: For each code point of `text`, the first raw code point that it stands for; never falling.
        ends: One past the last raw code point that it stands for; never falling. The start again where it was inserted.
    """

    text: str
    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, text: str) -> Mapped:
        """A text as yet unedited: each character stands for itself."""
        return cls(text, list(range(len(text))), list(range(1, len(text) + 1)))

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw span of the stretch `start:end`, which must not be empty."""
        return self.starts[start], self.ends[end - 1]

    def edit(self, edits: Iterable[Edit]) -> Mapped:
        """Make edits, given in rising order and without overlap."""
        texts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for edit in edits:
            texts += (self.text[at : edit.start], edit.text)
            starts += self.starts[at : edit.start]
            ends += self.ends[at : edit.start]
            new_starts, new_ends = self._places(edit)
            starts += new_starts
            ends += new_ends
            at = edit.end
        if not texts:
            return self
        return Mapped("".join(texts) + self.text[at:], starts + self.starts[at:], ends + self.ends[at:])

    def _places(self, edit: Edit) -> tuple[list[int], list[int]]:
        """Raw starts and ends of what an edit puts in."""
        size = len(edit.text)
        if edit.end - edit.start == size:
            return self.starts[edit.start : edit.end], self.ends[edit.start : edit.end]
        if edit.start < edit.end:
            start, end = self.raw_span(edit.start, edit.end)
        else:
            start = end = self.ends[edit.start - 1] if edit.start else 0
        return [start] * size, [end] * size

    def sub(self, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str]) -> Mapped:
        """Replace every match of a pattern; what a function returns unchanged stays as it is."""
        put = new if callable(new) else (lambda _: new)
        found = ((match, put(match)) for match in pattern.finditer(self.text))
        return self.edit(Edit(*match.span(), text) for match, text in found if text != match[0])

    def keep(self, pattern: re.Pattern[str], group: int | str) -> Mapped:
        """Of every match of a pattern keep one group and delete the rest."""
        return self.edit(self._around(pattern, group))

    def _around(self, pattern: re.Pattern[str], group: int | str) -> Iterator[Edit]:
        for match in pattern.finditer(self.text):
            inner = match.span(group)
            yield Edit(match.start(), inner[0], "")
            yield Edit(inner[1], match.end(), "")
