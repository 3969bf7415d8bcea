"""A dependency tree that can be rebuilt, and the word classes that the rules ask for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from training.conllu import Sentence
from training.tables import read_table


@cache
def word_class(name: str) -> frozenset[str]:
    """Give the words of a class of tables/words.csv."""
    return frozenset(next(row["words"] for row in read_table("words") if row["class"] == name).split())


@dataclass(slots=True)
class Tree:
    """A sentence's tree; words count from 1, and 0 is above the root.

    Attributes:
        words: Lower-case forms, with "" at 0, as in the following lists.
        lemmas: Lemmas.
        upos: Universal parts of speech.
        tags: Penn tags.
        heads: The head of each word.
        deps: Its relation: of Universal Dependencies until a rule has given it spaCy's.
        done: Whether a rule has given the word its final label.
    """

    words: list[str]
    lemmas: list[str]
    upos: list[str]
    tags: list[str]
    heads: list[int]
    deps: list[str]
    done: list[bool]

    @classmethod
    def of(cls, sentence: Sentence) -> Tree:
        """Copy a sentence's tree."""
        words = ["", *(word.lower() for word in sentence.words)]
        lemmas = ["", *(lemma.lower() for lemma in sentence.lemmas)]
        upos, tags, deps = (["", *column] for column in (sentence.upos, sentence.tags, sentence.deps))
        return cls(words, lemmas, upos, tags, [0, *sentence.heads], deps, [False] * len(words))

    def __len__(self) -> int:
        """Count the words."""
        return len(self.words) - 1

    def indices(self) -> range:
        """Number the words from 1."""
        return range(1, len(self.words))

    def children(self, head: int, *deps: str) -> list[int]:
        """List the dependents of a word, in order; with `deps`, those of these relations (subtypes count)."""
        found = [i for i in self.indices() if self.heads[i] == head]
        return [i for i in found if self.base(i) in deps or self.deps[i] in deps] if deps else found

    def base(self, word: int) -> str:
        """Give a word's relation without its subtype."""
        return self.deps[word].partition(":")[0]

    def attach(self, word: int, head: int, label: str) -> None:
        """Give a word its final head and label."""
        self.heads[word], self.deps[word], self.done[word] = head, label, True

    def replace(self, old: int, new: int) -> None:
        """Put `new` in the place that `old` has in the tree, with its relation; `old` is left to be attached."""
        self.heads[new], self.deps[new], self.done[new] = self.heads[old], self.deps[old], self.done[old]
        self.done[old] = False

    def is_ancestor(self, word: int, other: int) -> bool:
        """Tell whether `word` stands above `other` or is it."""
        steps = 0
        while other and other != word and steps <= len(self):
            other, steps = self.heads[other], steps + 1
        return other == word

    def is_tree(self) -> bool:
        """Tell whether there is one root and every word reaches it."""
        if [self.heads[i] for i in self.indices()].count(0) != 1:
            return False
        return all(self._reaches_root(i) for i in self.indices())

    def _reaches_root(self, word: int) -> bool:
        for _ in range(len(self) + 1):
            word = self.heads[word]
            if not word:
                return True
        return False
