"""Read the gold articles of tests/gold: a token a line, a blank line between sentences; see README.md there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.glossary import GLOSSARY
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.naming.spans import NUMERIC_LABELS
from training.dependencies.convert import spacy_labels

GOLD = Path(__file__).parent / "gold"
COLUMNS = ("id", "text", "space", "tag", "pos", "lemma", "head", "dep", "entity")
TRAINED_LABELS = frozenset({"PERSON", "ORG", "GPE", "LOC", "NORP", "EVENT"})  # what the model learns to name
PARTS_OF_SPEECH = frozenset({
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM",
    "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SPACE", "SYM", "VERB", "X",
})  # fmt: skip
ENTITY_LABELS = TRAINED_LABELS | NUMERIC_LABELS | {"LAW", "PRODUCT"}
SPACES = {"_": True, "-": False}


class GoldError(ValueError):
    """A gold file is malformed; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a gold file; `head` counts within the sentence from 1, and 0 is the root's."""

    place: str
    text: str
    space: bool
    tag: str
    pos: str
    lemma: str
    head: int
    dep: str
    entity: str


def gold_files(folder: Path = GOLD) -> list[Path]:
    """List the gold files in the order of their names."""
    return sorted(folder.glob("*.tsv"))


def read_gold(path: Path, vocab: Vocab) -> Doc:
    """Build the reference Doc of a gold file.

    Raises:
        GoldError: A line, a tree or a name in it is malformed.
    """
    sentences = list(_sentences(path))
    rows = [row for sentence in sentences for row in sentence]
    _check_entities(rows)
    starts = [start for start, sentence in _with_starts(sentences) for _ in sentence]
    heads = [start + row.head - 1 if row.head else i for i, (start, row) in enumerate(zip(starts, rows, strict=True))]
    return Doc(vocab, words=[row.text for row in rows], spaces=[row.space for row in rows],
               tags=[row.tag for row in rows], pos=[row.pos for row in rows], lemmas=[row.lemma for row in rows],
               heads=heads, deps=[row.dep for row in rows], ents=[row.entity for row in rows])  # fmt: skip


def _with_starts(sentences: Sequence[Sequence[Row]]) -> Iterator[tuple[int, Sequence[Row]]]:
    start = 0
    for sentence in sentences:
        yield start, sentence
        start += len(sentence)


def _sentences(path: Path) -> Iterator[list[Row]]:
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    if tuple(header.split("\t")) != COLUMNS:
        raise GoldError(f"{path.name}:1: the header is not {' '.join(COLUMNS)}")
    rows: list[Row] = []
    for number, line in enumerate([*lines, ""], start=2):
        if line:
            rows.append(_row(line, f"{path.name}:{number}", len(rows) + 1))
        elif rows:
            _check_tree(rows)
            yield rows
            rows = []
        else:
            raise GoldError(f"{path.name}:{number}: a sentence without words")


def _row(line: str, place: str, position: int) -> Row:
    cells = line.split("\t")
    if len(cells) != len(COLUMNS) or not all(cells):
        raise GoldError(f"{place}: {len(COLUMNS)} filled columns are needed")
    number, text, space, tag, pos, lemma, head, dep, entity = cells
    if number != str(position) or not head.isdecimal() or space not in SPACES:
        raise GoldError(f"{place}: bad id {number!r}, space {space!r} or head {head!r}")
    _check_labels(place, tag, pos, dep, entity)
    return Row(place, _unescape(text), SPACES[space], tag, pos, _unescape(lemma), int(head), dep, entity)


def _unescape(text: str) -> str:
    return text.replace("\\n", "\n")


def _check_labels(place: str, tag: str, pos: str, dep: str, entity: str) -> None:
    mark, _, label = entity.partition("-")
    known = {
        "tag": (tag, tag in GLOSSARY),
        "pos": (pos, pos in PARTS_OF_SPEECH),
        "dep": (dep, dep in spacy_labels()),
        "entity": (entity, entity == "O" or (mark in {"B", "I"} and label in ENTITY_LABELS)),
    }
    for column, (value, is_known) in known.items():
        if not is_known:
            raise GoldError(f"{place}: unknown {column} {value!r}")


def _check_tree(rows: Sequence[Row]) -> None:
    for row in rows:
        if row.head > len(rows):
            raise GoldError(f"{row.place}: head {row.head} is outside the sentence")
        if (row.head == 0) != (row.dep == "ROOT"):
            raise GoldError(f"{row.place}: head {row.head} does not go with {row.dep}")
    if sum(row.head == 0 for row in rows) != 1:
        raise GoldError(f"{rows[0].place}: a sentence needs one root")
    for row in rows:
        if not _reaches_root(row, rows):
            raise GoldError(f"{row.place}: the heads go round in a circle")


def _reaches_root(row: Row, rows: Sequence[Row]) -> bool:
    for _ in rows:
        if row.head == 0:
            return True
        row = rows[row.head - 1]
    return False


def _check_entities(rows: Sequence[Row]) -> None:
    before = "O"
    for row in rows:
        if row.entity.startswith("I-") and before[2:] != row.entity[2:]:
            raise GoldError(f"{row.place}: {row.entity} without a B- before it")
        before = row.entity
