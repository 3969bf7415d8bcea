"""Counts in how many texts each lemma stands, so that alignment knows what is rare; writes `language/background.csv`.

Counts over PolNeAR (train), ECB+ (the topics fitted on), UD English EWT and GUM (train): single numbers, no text.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pipeline
from pipeline.alignment.vocabulary import BACKGROUND
from training.conllu import read_conllu
from training.ecb import FITTED, read_articles

_LARGEST = 20_000
_NEEDED = ("tok2vec", "transformer", "tagger", "morphologizer", "attribute_ruler", "lemmatizer")
_COMMENT = (
    "# In how many of the texts counted each lemma stands; the empty lemma stands for the number of texts. "
    "Counted over PolNeAR, ECB+, UD English EWT and GUM by training/background.py; single numbers, no text."
)


def texts(corpora: Path) -> Iterator[str]:
    """The texts to count, one a document."""
    for path in sorted((corpora / "polnear" / "train" / "text").glob("*.txt")):
        yield path.read_text(encoding="utf-8", errors="replace")
    for article in read_articles(corpora / "ecbplus"):
        if article.topic in FITTED:
            yield article.text
    for name in ("ud-ewt", "ud-gum-open"):
        for _, sentences in groupby(read_conllu(corpora / name / "train.conllu"), key=lambda s: s.doc_id):
            yield " ".join(sentence.text for sentence in sentences)


def count(corpora: Path, model: str | None) -> tuple[int, Counter[str]]:
    """The number of texts, and in how many of them each lemma stands."""
    nlp = pipeline.load_model(model)
    nlp.select_pipes(enable=[name for name in nlp.pipe_names if name in _NEEDED])
    frequencies: Counter[str] = Counter()
    number = 0
    for doc in nlp.pipe(texts(corpora), batch_size=32):
        number += 1
        frequencies.update({token.lemma_.lower() for token in doc if token.is_alpha or token.like_num})
    return number, frequencies


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--model", help="a spaCy model; without it, the bundled one")
    args = parser.parse_args()
    number, frequencies = count(args.corpora, args.model)
    frequent = sorted(frequencies.items(), key=lambda item: (-item[1], item[0]))[:_LARGEST]
    with BACKGROUND.open("w", encoding="utf-8", newline="") as file:
        file.write(_COMMENT + "\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("lemma", "documents"))
        writer.writerow(("", number))
        writer.writerows(sorted((lemma, n) for lemma, n in frequent if n > 1))


if __name__ == "__main__":
    main()
