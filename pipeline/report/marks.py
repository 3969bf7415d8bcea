"""A text cut where marks begin and end, so that marks may nest and overlap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

BREAK = "\n\n"
CLAIM_KINDS = frozenset(("conflicts", "agrees", "elaborates", "only"))


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A stretch of a text.

    Attributes:
        start: First character.
        end: One past the last.
        kind: What it is, also the class that it is styled by.
        number: What it belongs to; shared by the stretches of one thing.
        chips: Numbers of the meetings that a claim takes part in, shown where it begins.
        label: Who speaks, shown where a quotation begins.
    """

    start: int
    end: int
    kind: str
    number: int = 0
    chips: tuple[int, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text in which no mark begins or ends.

    Attributes:
        text: The words.
        marks: What covers it, the shortest first.
        begins: What begins here, the longest first.
    """

    text: str
    marks: tuple[Mark, ...]
    begins: tuple[Mark, ...] = ()

    @property
    def classes(self) -> str:
        """The kinds of its marks; of claims that nest only that of the shortest."""
        kinds = dict.fromkeys(mark.kind for mark in self.marks if mark.kind not in CLAIM_KINDS)
        claims = [mark.kind for mark in self.marks if mark.kind in CLAIM_KINDS]
        return " ".join([*sorted(kinds), *claims[:1]])

    @property
    def numbers(self) -> str:
        """The numbers of its marks, the shortest first."""
        return " ".join(str(mark.number) for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a text: where it begins, and its pieces."""

    start: int
    pieces: tuple[Piece, ...]


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """Cut a text where marks begin and end.

    Args:
        text: The text.
        marks: Each within the text and not empty; they may overlap.
    """
    ordered = sorted(marks, key=lambda mark: (mark.start, -mark.end, mark))
    cuts = sorted({0, len(text), *(mark.start for mark in ordered), *(mark.end for mark in ordered)})
    found, active, coming = [], list[Mark](), 0
    for start, end in pairwise(cuts):
        active = [mark for mark in active if mark.end > start]
        first = coming
        while coming < len(ordered) and ordered[coming].start == start:
            coming += 1
        begins = ordered[first:coming]
        active += begins
        covering = sorted(active, key=lambda mark: (mark.end - mark.start, mark))
        found.append(Piece(text[start:end], tuple(covering), tuple(begins)))
    return found


def paragraphs(text: str, marks: Iterable[Mark]) -> list[Paragraph]:
    """A text with its marks, cut at blank lines, which are left out."""
    found: list[list[Piece]] = [[]]
    starts, at = [0], 0
    for piece in pieces(text, marks):
        first, *others = piece.text.split(BREAK)
        found[-1].append(Piece(first, piece.marks, piece.begins))
        at += len(first)
        for other in others:
            starts.append(at + len(BREAK))
            found.append([Piece(other, piece.marks)])
            at = starts[-1] + len(other)
    kept = (tuple(piece for piece in paragraph if piece.text or piece.begins) for paragraph in found)
    return [Paragraph(start, paragraph) for start, paragraph in zip(starts, kept, strict=True) if paragraph]
