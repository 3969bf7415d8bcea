"""Coreference of GUM: the mentions of a document with their chains, as places in its text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import spacy
from spacy.tokens import Doc

from training.conllu import read_conllu
from training.documents import Example, from_treebank, to_doc
from training.names.gum import BRACKET, NAMES

FORMS = {
    "personal": ("he", "him", "himself", "she", "herself", "s/he"),
    "possessive": ("his", "hers"),
    "it": ("it", "its", "itself"),
    "they": ("they", "them", "their", "theirs", "themselves", "em", "'em"),
}
PRONOUNS = {word: form for form, words in FORMS.items() for word in words}
DEFINITE = frozenset({"the", "this", "that", "these", "those"})


@dataclass(frozen=True, slots=True)
class Chained:
    """A mention of GUM.

    Attributes:
        chain: The chain that it belongs to, unique in the document.
        kind: GUM's type of entity: "person", "organization", "place" or another.
        form: "name"; "personal", "possessive", "it" or "they" for pronouns of the third person, "speaker" for those of
            the first and second; "noun" for definite noun phrases; "other".
        link: How GUM ties it to the mention before: "coref", "ana", "appos", "pred", "sgl" (alone) or another.
        start: Its first character.
        end: One past its last.
        head_start: The first character of the word that heads it.
        head_end: One past the last character of that word, or of the proper nouns that follow it ("Professor Brix").
    """

    chain: str
    kind: str
    form: str
    link: str
    start: int
    end: int
    head_start: int
    head_end: int


@dataclass(frozen=True, slots=True)
class ChainedText:
    """A document of GUM.

    Attributes:
        doc_id: Its id.
        text: Its raw text.
        mentions: Its mentions, as they end.
    """

    doc_id: str
    text: str
    mentions: tuple[Chained, ...]

    @property
    def genre(self) -> str:
        """The genre that GUM puts it in."""
        return self.doc_id.split("_")[1]


def read_chains(path: Path) -> Iterator[ChainedText]:
    """Read the documents of a CoNLL-U file of GUM."""
    vocab = spacy.blank("en").vocab
    examples = (example for sentence in read_conllu(path) if (example := from_treebank(sentence)))
    for doc_id, group in groupby(examples, key=lambda example: example.doc_id):
        document = list(group)
        doc = to_doc(vocab, document)
        yield ChainedText(doc_id, doc.text, tuple(_mentions(document, doc)))


def _mentions(document: list[Example], doc: Doc) -> Iterator[Chained]:
    places = [(token.idx, token.idx + len(token)) for token in doc if not token.is_space]
    first = 0
    for example in document:
        yield from _in_sentence(example, places[first : first + len(example.words)])
        first += len(example.words)


def _in_sentence(example: Example, places: list[tuple[int, int]]) -> Iterator[Chained]:
    """The mentions of a sentence; its brackets open and close inside it."""
    pending: dict[str, list[tuple[list[str], int]]] = {}
    for i, column in enumerate(example.sentence.misc if example.sentence else ()):
        content = next((part[7:] for part in column.split("|") if part.startswith("Entity=")), "")
        for match in BRACKET.finditer(content):
            chain = match["close"]
            if match["open"]:
                fields = match["open"].split("-", 7)
                chain = fields[0] if match["single"] else None
                pending.setdefault(fields[0], []).append((fields, i))
            if chain and pending.get(chain):
                yield _chained(example, places, *pending[chain].pop(), i + 1)


def _chained(example: Example, places: list[tuple[int, int]], fields: list[str], start: int, end: int) -> Chained:
    # id-etype-infstat-salience-centering-minspan-link-identity
    head = start + int(fields[5].partition(",")[0]) - 1
    tags = example.sentence.tags if example.sentence else []
    words = [word.lower() for word in example.words]
    form = _form(words[start:end], tags[start:end], head - start)
    last = head
    while last + 1 < end and tags[last + 1] in NAMES:
        last += 1
    heads = places[head][0], places[last][1]
    return Chained(fields[0], fields[1], form, fields[6], places[start][0], places[end - 1][1], *heads)


def _form(words: list[str], tags: list[str], head: int) -> str:
    tag = tags[head]
    if tag in NAMES or any(tag in NAMES for tag in tags[head + 1 : head + 2]):  # "editor Maria Brix" is headed by both
        return "name"
    if tag.startswith("PRP"):
        if words[head] == "her":
            return "possessive" if tag == "PRP$" else "personal"
        return PRONOUNS.get(words[head], "speaker")
    before = zip(words[:head], tags[:head], strict=True)
    definite = any(word in DEFINITE or tag in ("PRP$", "POS") for word, tag in before)
    return "noun" if definite and tag.startswith("NN") else "other"
