"""Sets of tokens of one sentence as the bits of a whole number: quick to join, to cut and to compare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Span, Token

from pipeline.propositions.clauses import is_mark


class Sentence:
    """The tokens of a sentence, as places in a set."""

    def __init__(self, span: Span) -> None:
        self.span = span
        self.words = list(span)
        self.start, self.end = span.start, span.end
        self._between = list(_marks_between(self.words))
        self._opening = self.set_of(token for token in self.words if token.text in "([")
        self._closing = self.set_of(token for token in self.words if token.text in ")]")

    def bit(self, token: Token) -> int:
        """The set of one token; of none where it stands in another sentence."""
        return 1 << (token.i - self.start) if self.start <= token.i < self.end else 0

    def set_of(self, tokens: Iterable[Token]) -> int:
        """The set of some tokens."""
        found = 0
        for token in tokens:
            found |= self.bit(token)
        return found

    def tokens(self, members: int) -> list[Token]:
        """The tokens of a set in reading order."""
        return [self.words[place] for place in places(members)]

    def filled(self, members: int) -> int:
        """A set with the punctuation between its neighbouring words, and with the bracket that closes one in it."""
        for marks, beside in self._between:
            if members & beside == beside:
                members |= marks
        after = 1 << members.bit_length()
        return members | (after & self._closing if self.open_brackets(members) > 0 else 0)

    def open_brackets(self, members: int) -> int:
        """How many more brackets of a set open than close."""
        return (members & self._opening).bit_count() - (members & self._closing).bit_count()


def _marks_between(words: list[Token]) -> Iterator[tuple[int, int]]:
    """The set of each run of punctuation, with the set of the words on both sides."""
    marks = 0
    for place, token in enumerate(words):
        if is_mark(token):
            marks |= 1 << place
        elif marks:
            before = (marks & -marks) >> 1
            if before:
                yield marks, before | 1 << place
            marks = 0


def places(members: int) -> Iterator[int]:
    """The places of a set's tokens in their sentence, in order."""
    while members:
        lowest = members & -members
        yield lowest.bit_length() - 1
        members ^= lowest


def likeness(first: int, second: int) -> float:
    """The share of the tokens of either that are in both (Jaccard)."""
    either = (first | second).bit_count()
    return (first & second).bit_count() / either if either else 0.0
