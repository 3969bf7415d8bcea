"""Measures how often each rule of the component `quotes` is right, on PolNeAR.

`python -m training.quote_rules --corpora ../shared/corpora [--model PATH]` writes `quote_rules.csv` among the lexicons.
Right is an utterance whose content overlaps that of an annotated one by half, and whose speaker does so too. The dev
split counts; rules that are seldom there are measured on the train split, which the counts of cues are from as well.
All is measured twice, with the component `attribution` and without it, since it leaves less to the rules.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from spacy.tokens import Doc

from benchmarks.polnear import Article, read_polnear
from benchmarks.quotes import Item, Score, gold_items, jaccard, load, ours
from pipeline.language.lexicon import FOLDER

_COMMENT = (
    "# How often utterances of a kind found by a rule (n) are right (precision), beside a model of attributions or"
    " without: content and speaker overlap those of an annotated one by half. Measured by training/quote_rules.py"
    " on a split of PolNeAR (Newell et al. 2018)."
)
_FEWEST = 15  # what is seen more seldom has no figure

Key = tuple[str, str]
Figures = dict[Key, tuple[int, float]]


def measure(pairs: Iterable[tuple[Article, Doc]]) -> Figures:
    """Number of utterances found and share of right ones by rule and kind."""
    found, right = Counter[Key](), Counter[Key]()
    for article, doc in pairs:
        gold = gold_items(article)
        for item, match in Score().add(gold, ours(doc)):
            found[item.rule, item.kind] += 1
            if item.rule == "floating":  # annotated as a part of the utterance before it
                right[item.rule, item.kind] += any(_is_part(whole, item) for whole in gold)
            else:
                right[item.rule, item.kind] += match is not None and is_right(match, item)
    return {key: (n, round(right[key] / n, 3)) for key, n in sorted(found.items()) if n >= _FEWEST}


def is_right(gold: Item, item: Item) -> bool:
    """Whether a found utterance is a given annotated one; a speaker may be missing in both."""
    speaker = jaccard(gold.speaker, item.speaker) if gold.speaker or item.speaker else 1.0
    return min(jaccard(gold.content, item.content), speaker) >= 0.5


def _is_part(gold: Item, item: Item) -> bool:
    return len(gold.content & item.content) >= len(item.content) / 2 and jaccard(gold.speaker, item.speaker) >= 0.5


def chosen(dev: Figures, train: Figures) -> Iterator[Sequence[object]]:
    """The rows of the table, sorted: dev counts where it has enough."""
    for key in sorted(dev.keys() | train.keys()):
        yield (*key, "dev", *dev[key]) if key in dev else (*key, "train", *train[key])


def write(by_model: dict[str, list[Sequence[object]]], path: Path) -> None:
    """Write the rows for pipelines with a model of attributions ("yes") and without ("no")."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(_COMMENT + "\n")
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("model", "rule", "kind", "split", "n", "precision"))
        table.writerows((model, *row) for model, found in sorted(by_model.items()) for row in found)


def main() -> None:
    """Measure on both splits."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, help="folder that holds polnear/")
    parser.add_argument("--model", help="a spaCy model; without it, the bundled one")
    args = parser.parse_args()
    nlp = load(args.model)
    by_model = {}
    for model, disabled in (("yes", []), ("no", ["attribution"])):
        with nlp.select_pipes(disable=disabled):
            dev, train = (
                measure((article, nlp(article.text)) for article in read_polnear(args.corpora, split))
                for split in ("dev", "train")
            )
        by_model[model] = list(chosen(dev, train))
    write(by_model, FOLDER / "quote_rules.csv")


if __name__ == "__main__":
    main()
