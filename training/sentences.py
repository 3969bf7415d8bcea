"""Plain sentences of all corpora, for the distillation of word vectors: none of a similarity test set."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from training.conllu import read_conllu

SENTENCE_END = re.compile(r'(?<=[.?!])["”’)]*\s+(?=["“‘(]?[A-Z])')
SHORTEST, LONGEST = 4, 80  # words


def read_sentences(corpora: Path) -> list[str]:
    """Collect the different sentences of all corpora, in a fixed order."""
    found: dict[str, None] = {}
    for reader in (_treebanks, _polnear, _ecb, _re3d, _conjnli, _columns):
        for text in reader(corpora):
            sentence = " ".join(text.split())
            if SHORTEST <= sentence.count(" ") + 1 <= LONGEST:
                found.setdefault(sentence)
    return list(found)


def _treebanks(corpora: Path) -> Iterator[str]:
    for name in ("ud-ewt", "ud-gum-open"):
        for sentence in read_conllu(corpora / name / "train.conllu"):
            yield sentence.text


def _polnear(corpora: Path) -> Iterator[str]:
    for path in sorted((corpora / "polnear").glob("*/text/*.txt")):
        for paragraph in path.read_text(encoding="utf-8", errors="replace").split("\n"):
            yield from SENTENCE_END.split(paragraph)


def _ecb(corpora: Path) -> Iterator[str]:
    for path in sorted((corpora / "ecbplus").glob("*/*.xml")):
        sentences: dict[str, list[str]] = {}
        for token in ElementTree.parse(path).getroot().iter("token"):  # noqa: S314
            sentences.setdefault(token.get("sentence", ""), []).append(token.text or "")
        yield from (" ".join(words) for words in sentences.values())


def _re3d(corpora: Path) -> Iterator[str]:
    for path in sorted((corpora / "re3d").glob("*/documents.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield from SENTENCE_END.split(json.loads(line)["text"])


def _conjnli(corpora: Path) -> Iterator[str]:
    path = corpora / "conjnli" / "adversarial_train_15k.tsv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield row["Premise"]
            yield row["Hypothesis"]


def _columns(corpora: Path) -> Iterator[str]:
    paths = [corpora / "wikigold" / "wikigold.conll.txt", corpora / "crossner-politics" / "train.txt"]
    for path in paths:
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            yield " ".join(line.split()[0] for line in block.split("\n") if line.strip())
