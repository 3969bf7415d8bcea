"""What the encoder reads of a Doc: word pieces, the case of each word, and windows that end where a text pauses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

WINDOW = 254  # pieces, without the two that stand around them
LONGEST_WORD = 12  # pieces; the rest of a longer word (an address of the web) is not looked at
LONGEST_FORM = 100  # characters; longer ones count as unknown
CACHED_WORDS = 20_000
OPENS, BREAK = "[CLS]", "[SEP]"
STOPS = frozenset(".?!")
CLOSERS = frozenset("\"'”’)]")
CASES = 6
KINDS = 2 * CASES  # the case of a word, and whether white space stands before it


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of words as the encoder takes it.

    Attributes:
        start: Its first word in the Doc.
        ids: (pieces + 2,) The pieces, between an opening and a closing one.
        kinds: (pieces + 2,) Case and spacing of the word that each piece is of.
        firsts: (words,) Where in `ids` each word begins. Every word has a piece.
    """

    start: int
    ids: NDArray[np.int64]
    kinds: NDArray[np.int64]
    firsts: NDArray[np.int64]


class Pieces:
    """Cuts words into the pieces of one vocabulary.

    Args:
        definition: A tokenizer of the library `tokenizers`, as JSON.
    """

    def __init__(self, definition: str) -> None:
        self.definition = definition
        self._tokenizer = Tokenizer.from_str(definition)
        self._tokenizer.no_padding()  # a stored one may pad every word to a fixed length
        self._tokenizer.no_truncation()
        self.opens, self.breaks = (_id(self._tokenizer, piece) for piece in (OPENS, BREAK))
        self._cut: dict[str, tuple[int, ...]] = {}

    def of(self, word: str) -> tuple[int, ...]:
        """Give the numbers of a word's pieces: at least one, and of a very long word the first ones."""
        found = self._cut.get(word)
        if found is None:
            if len(self._cut) >= CACHED_WORDS:
                self._cut.clear()
            ids = self._tokenizer.encode(word[:LONGEST_FORM], add_special_tokens=False).ids[:LONGEST_WORD]
            found = self._cut[word] = tuple(ids) or (self.breaks,)  # white space has no piece of its own
        return found

    def windows(self, words: Sequence[str], spaces: Sequence[bool]) -> Iterator[Window]:
        """Cut a text of words into windows.

        Args:
            words: The words; white space may stand among them.
            spaces: Whether white space follows each word.
        """
        pieces = [self.of(word) for word in words]
        for start, end in cuts(words, [len(cut) for cut in pieces]):
            lengths = np.array([len(cut) for cut in pieces[start:end]])
            kinds = np.array([kind(words[i], i == 0 or spaces[i - 1]) for i in range(start, end)])
            ids = [piece for cut in pieces[start:end] for piece in cut]
            yield Window(
                start,
                np.array([self.opens, *ids, self.breaks], dtype=np.int64),
                np.concatenate([[0], np.repeat(kinds, lengths), [0]]).astype(np.int64),
                1 + np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64),
            )


def _id(tokenizer: Tokenizer, piece: str) -> int:
    number = tokenizer.token_to_id(piece)
    if number is None:
        raise ValueError(f"the encoder's vocabulary has no piece {piece}")
    return number


def kind(word: str, spaced: bool) -> int:
    """Give a word's case (none, small, capital, all capitals, mixed, with digits), and whether a space precedes it."""
    if any(character.isdigit() for character in word):
        case = 5
    elif word.islower():
        case = 1
    elif word.isupper():
        case = 3 if len(word) > 1 else 2
    elif word[:1].isupper() and word[1:].islower():
        case = 2
    else:
        case = 4 if any(character.isalpha() for character in word) else 0
    return case + CASES * spaced


def cuts(words: Sequence[str], lengths: Sequence[int], longest: int = WINDOW) -> Iterator[tuple[int, int]]:
    """Cut a text where it pauses, into stretches (first word, end) of at most `longest` pieces.

    A stretch ends with a paragraph if one ends in its second half, else with a sentence, else where it is full.
    """
    start = 0
    while start < len(words):
        end, size = start, 0
        while end < len(words) and size + lengths[end] <= longest:
            size += lengths[end]
            end += 1
        if end < len(words):
            end = _pause(words, start, end)
        yield start, end
        start = end


def _pause(words: Sequence[str], start: int, end: int) -> int:
    """Find the best place to cut at or before `end`."""
    middle = (start + end + 1) // 2
    paragraphs = [i for i in range(middle, end + 1) if words[i - 1].isspace() and "\n" in words[i - 1]]
    sentences = [i for i in range(middle, end + 1) if words[i - 1] in STOPS and words[i] not in CLOSERS]
    return (paragraphs or sentences or [end])[-1]
