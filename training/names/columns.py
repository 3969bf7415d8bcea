"""Names marked in columns: UNER-EWT (joined to the treebank by sentence), WikiGold and CrossNER politics."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from training.documents import Example
from training.names.labels import PLACE, UNKNOWN, Names, from_iob, reconcile

UNER = {"PER": "PERSON", "ORG": "ORG", "LOC": PLACE, "OTH": UNKNOWN}
WIKIGOLD = {"PER": "PERSON", "ORG": "ORG", "LOC": PLACE, "MISC": UNKNOWN}
CROSSNER = {
    "politicalparty": "ORG", "organisation": "ORG", "politician": "PERSON", "person": "PERSON", "country": "GPE",
    "location": PLACE, "election": "EVENT", "event": "EVENT", "misc": UNKNOWN,
}  # fmt: skip
NO_SPACE_BEFORE = frozenset(
    [",", ".", ";", ":", "?", "!", ")", "]", "%", "'s", "’s", "n't", "'", "''", "'re", "'ll", "'ve"]
)
NO_SPACE_AFTER = frozenset(["(", "[", "$", "``", "£", "€"])
SENTENCES_A_DOCUMENT = 8


def read_uner(path: Path) -> dict[str, tuple[list[str], list[str]]]:
    """Read UNER: words and IOB2 tags by the treebank's sentence id; its stray tag B-O counts as O."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = block.strip().split("\n")
        sent_id = next((line.partition("=")[2].strip() for line in lines if line.startswith("# sent_id")), "")
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
        found[sent_id] = (
            [row[1] for row in rows],
            [row[2].replace("B-O", "O") if row[2] == "B-O" else row[2] for row in rows],
        )
    return found


def add_uner(examples: list[Example], path: Path) -> None:
    """Give the treebank's examples the names of UNER where the words agree in number."""
    names = read_uner(path)
    for example in examples:
        _, tags = names.get(example.sentence.sent_id, ([], [])) if example.sentence else ([], [])
        if len(tags) == len(example.words):
            example.entities = reconcile(example.words, from_iob(tags), UNER)


def read_wikigold(path: Path) -> list[Example]:
    """Read WikiGold: IO tags, parted by spaces."""
    return [_example(words, reconcile(words, from_iob(tags), WIKIGOLD), f"wikigold-{i // SENTENCES_A_DOCUMENT}")
            for i, (words, tags) in enumerate(_blocks(path, None))]  # fmt: skip


def read_crossner(path: Path) -> list[Example]:
    """Read CrossNER politics: IOB2 tags, parted by tabs; parties are organisations, elections events."""
    return [_example(words, reconcile(words, from_iob(tags), CROSSNER), f"crossner-{i // SENTENCES_A_DOCUMENT}")
            for i, (words, tags) in enumerate(_blocks(path, "\t"))]  # fmt: skip


def _blocks(path: Path, separator: str | None) -> Iterator[tuple[list[str], list[str]]]:
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split(separator) for line in block.split("\n") if line.strip()]
        if rows and rows[0][0] != "-DOCSTART-":
            yield [row[0] for row in rows], [row[1] for row in rows]


def _example(words: list[str], names: Names, doc_id: str) -> Example:
    """Make an example of tokenised text, with white space as the author will have set it."""
    words = ['"' if word in {"``", "''"} else {"-LRB-": "(", "-RRB-": ")"}.get(word, word) for word in words]
    spaces = [True] * len(words)
    inside = False
    for i, word in enumerate(words):
        if word == '"':
            inside = not inside
            if inside:
                spaces[i] = False
            elif i:
                spaces[i - 1] = False
        if i and word in NO_SPACE_BEFORE:
            spaces[i - 1] = False
        if word in NO_SPACE_AFTER:
            spaces[i] = False
    return Example(words, spaces, opens_paragraph=False, doc_id=doc_id, entities=names)
