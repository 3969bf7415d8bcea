"""From lines to paragraphs: which lines belong together, whatever an article's way of breaking them.

Articles come with a blank line between paragraphs, with a line for each paragraph, with lines broken at a fixed width,
or with a mixture of these. A line end inside a block is taken for a mere wrap where the next word would not have
fitted on the line, or where the sentence visibly goes on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.cleaning.lexicon import Label, known_words, words
from pipeline.cleaning.markup import HEADING_MARK, ITEM_MARK

MIN_WIDTH, MAX_WIDTH = 40, 140
"""Columns between which a text is wrapped by a machine; shorter is verse or a list, longer a paragraph a line."""

ENDS_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]*]*$")
BROKEN_WORD = re.compile(r"([^\W\d_]{2,})-$")
FIRST_WORD = re.compile(r"[^\W\d_]+")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
BROKEN_AT_END = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,60}- *\n *[^\W\d_]{1,60}")


@dataclass(frozen=True, slots=True)
class Block:
    """A line or paragraph.

    Attributes:
        pieces: Its stretches of the text, each without white space at its ends.
        text: The stretches joined as they are to be read.
        glues: What joins each stretch to the one before; the first is empty.
        label: What it is.
        mark: The mark of a heading or of an item of a list, else empty.
        spaced: Whether a blank line stands before it.
    """

    pieces: tuple[tuple[int, int], ...]
    text: str
    glues: tuple[str, ...] = ("",)
    label: Label = "body"
    mark: str = ""
    spaced: bool = True

    @property
    def span(self) -> tuple[int, int]:
        """First character and one past the last."""
        return self.pieces[0][0], self.pieces[-1][1]

    @property
    def ends_sentence(self) -> bool:
        """Whether it ends as a sentence does."""
        return ENDS_SENTENCE.search(self.text[-12:]) is not None

    def labelled(self, label: Label) -> Block:
        """The same, known to be something."""
        return replace(self, label=label)

    def join(self, other: Block, vocabulary: Counter[str]) -> Block:
        """This block with another one that goes on where it stops."""
        glue, cut = join_at(self.text, other.text, vocabulary)
        last = self.pieces[-1]
        pieces = (*self.pieces[:-1], (last[0], last[1] - cut), *other.pieces)
        text = self.text[: len(self.text) - cut] + glue + other.text
        return replace(self, pieces=pieces, text=text, glues=(*self.glues, glue, *other.glues[1:]))


def split_lines(text: str) -> Iterator[Block]:
    """The lines that hold something, without their marks."""
    at, spaced = 0, True
    for line in text.split("\n"):
        bare = line.strip()
        start = at + len(line) - len(line.lstrip())
        at += len(line) + 1
        mark = next((mark for mark in (HEADING_MARK, ITEM_MARK) if bare.startswith(mark)), "")
        inner = bare[len(mark) :].lstrip()
        if inner:
            start += len(bare) - len(inner)
            yield Block(((start, start + len(inner)),), inner, mark=mark, spaced=spaced)
        spaced = not inner


def join_lines(lines: list[Block], vocabulary: Counter[str]) -> list[Block]:
    """Paragraphs from lines; lines that are known to be furniture stay by themselves."""
    inner = [a for a, b in pairwise(lines) if not b.spaced and _plain(a, b)]
    line_is_paragraph = sum(line.ends_sentence for line in inner) > 0.6 * len(inner)
    paragraphs: list[list[Block]] = []
    for block in _blocks(lines):
        width = max(len(line.text) for line in block)
        for i, line in enumerate(block):
            if i and _goes_on(block[i - 1], line, width, line_is_paragraph):
                paragraphs[-1].append(line)
            else:
                paragraphs.append([line])
    return [join_all(paragraph, vocabulary) for paragraph in paragraphs]


def join_all(blocks: list[Block], vocabulary: Counter[str]) -> Block:
    """One block of several, in time that grows with their length and not with its square."""
    while len(blocks) > 1:
        pairs = [blocks[i : i + 2] for i in range(0, len(blocks), 2)]
        blocks = [pair[0].join(pair[1], vocabulary) if len(pair) == 2 else pair[0] for pair in pairs]
    return blocks[0]


def _plain(a: Block, b: Block) -> bool:
    return a.label == b.label == "body" and a.mark != HEADING_MARK and not b.mark


def _blocks(lines: list[Block]) -> Iterator[list[Block]]:
    """Lines between blank lines."""
    block: list[Block] = []
    for line in lines:
        if line.spaced and block:
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _goes_on(line: Block, following: Block, width: int, line_is_paragraph: bool) -> bool:
    """Whether the following line of the same block belongs to the same paragraph."""
    if not _plain(line, following):
        return False
    if not line.ends_sentence and following.text[0].islower():
        return True
    full = len(line.text) + 1 + len(following.text.split(maxsplit=1)[0]) > width
    return full and MIN_WIDTH <= width <= MAX_WIDTH and not line_is_paragraph


def join_at(before: str, after: str, vocabulary: Counter[str]) -> tuple[str, int]:
    """How two halves are joined: what is put between them, and how many characters go from the first one's end."""
    if before.endswith("—") and not before.endswith(" —"):
        return "", 0
    broken = BROKEN_WORD.search(before[-60:])
    rest = FIRST_WORD.match(after)
    if not broken or not rest or not after[0].islower():
        return " ", 0
    return ("", 1) if is_one_word(broken[1].lower(), rest[0].lower(), vocabulary) else ("", 0)


def is_one_word(head: str, tail: str, vocabulary: Counter[str]) -> bool:
    """Whether the halves of a word broken at a line's end were one word ("coopera-tion") or two ("long-term").

    The rest of the text decides where it can: it has the whole word, the compound, or the second half by itself.
    Else the whole must be a known word, or the second half a known ending.
    """
    whole = head + tail
    if vocabulary[whole] or vocabulary[f"{head}-{tail}"]:
        return vocabulary[whole] >= vocabulary[f"{head}-{tail}"]
    known = bool({whole, whole.removesuffix("s")} & known_words())
    return (known or tail in words("word_ending")) and not vocabulary[tail]


def count_words(text: str) -> Counter[str]:
    """How often each word and compound of a text occurs, in lower case; halves of broken words are left out."""
    return Counter(match[0].lower() for match in WORD.finditer(BROKEN_AT_END.sub(" ", text)))
