"""What acronyms stand for: what a document gives them out for, else the one name of the batch with their initials."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from pipeline.coreference.names import SKIPPED, name_words
from pipeline.naming.batch import AnyMention, Batch, Key, Node, known

BRACKET = 2  # characters between a name and its acronym: "Novak Research Institute (NRI)"
APPOSITION = 6  # between an acronym and its name: "NRI, the Novak Research Institute"
LETTERS = range(2, 9)
MIN_INITIALS = 3  # letters of an acronym that nobody explains

Meanings = dict[tuple[str, Node], Node]
"""By document and name, what the name stands for there."""


def is_acronym(text: str) -> bool:
    """Whether a text looks like an acronym: one word of few letters, half of them capitals at least."""
    letters = [character for character in text if character.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    return len(letters) in LETTERS and " " not in text and text[0].isupper() and 2 * capitals >= len(letters)


def initials(name: str) -> str:
    """The first letters of the words of a name in capitals, small words left out."""
    return "".join(word[0] for word in name.split() if word.lower() not in SKIPPED and word[0].isalnum()).upper()


def shortens(short: str, name: str) -> bool:
    """Whether the letters of an acronym stand in a name in that order, its capitals at the beginnings of words."""
    words = name_words(name)
    letters = [character for character in short.casefold() if character.isalnum()]
    capitals = [character.casefold() for character in short if character.isupper()]
    text, firsts = iter("".join(words)), iter(word[0] for word in words)
    return (
        len(words) > 1
        and words[0][0] == letters[0]
        and all(letter in text for letter in letters)
        and all(letter in firsts for letter in capitals)
    )


def definitions(mentions: Iterable[AnyMention], nodes: Mapping[Key, Node]) -> Meanings:
    """What the documents themselves give acronyms out for, in brackets or in an apposition."""
    named = sorted(
        (m for m in mentions if m.name is not None and m.method != "coref"), key=lambda m: (m.doc_id, m.start, m.end)
    )
    found: Meanings = {}
    for one, other in pairwise(named):
        gap = other.start - one.end
        if one.doc_id == other.doc_id and 0 < gap <= APPOSITION:
            for short, full, most in ((other, one, BRACKET), (one, other, APPOSITION)):
                if gap <= most and is_acronym(short.text) and full.label == "ORG" and shortens(short.text, full.text):
                    short_node, node = _node(short, nodes), _node(full, nodes)
                    if short_node and node and short_node != node and short_node.label != "NORP":
                        found.setdefault((short.doc_id, short_node), node)
    return found


def _node(mention: AnyMention, nodes: Mapping[Key, Node]) -> Node | None:
    return nodes.get((mention.doc_id, mention.name or "", mention.label))


def readings(mentions: Iterable[AnyMention], nodes: Mapping[Key, Node], defined: Meanings) -> dict[str, set[Node]]:
    """All that documents use each acronym for that they explain."""
    found: dict[str, set[Node]] = defaultdict(set)
    for (_, short), node in defined.items():
        found[short.name].add(node)
    for mention in mentions:
        full = _node(mention, nodes) if mention.label == "ORG" and is_acronym(mention.text) else None
        if full and mention.name != mention.text:
            found[mention.text].add(full)
    return found


def acronyms(batch: Batch, read: Mapping[str, set[Node]]) -> Iterator[tuple[tuple[str, Node], Node]]:
    """What acronyms stand for in documents that do not say so.

    It is what the other documents give them out for, where that is one thing; else the one organisation of the batch
    with these initials, where their documents have to do with each other.
    """
    by_initials: dict[str, set[Node]] = defaultdict(set)
    for node in batch.counts:
        if node.label == "ORG" and " " in node.name:
            by_initials[initials(node.name)].add(node)
    for node, documents in batch.documents.items():
        if node.label != "ORG" or known(node) or not is_acronym(node.name):
            continue
        explained = read.get(node.name, set())
        meant = explained or (by_initials.get(node.name, set()) if len(node.name) >= MIN_INITIALS else set())
        if len(meant) == 1:
            full = next(iter(meant))
            yield from (((doc, node), full) for doc in documents if explained or batch.tied([doc], full))
