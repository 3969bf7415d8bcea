"""Counts how often each cue word with each pattern of complement attributes something in PolNeAR's train split.

`python -m training.cues --corpora ../shared/corpora [--model PATH]` writes `cue_counts.csv` among the lexicons. Only
counts come out of the corpus, no text.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.tokens import Doc

from benchmarks.polnear import Article, read_polnear
from benchmarks.quotes import Item, Places, gold_items, jaccard, load, places
from pipeline.language.lexicon import FOLDER
from pipeline.quotation.clauses import Candidate, candidates
from pipeline.quotation.cues import KNOWN, UNKNOWN, cue_of, lemma_of, part_of
from pipeline.quotation.direct import quotations

_COMMENT = (
    "# How often a word with a pattern of complement (n) attributes it to its subject (right); * stands for all words"
    " of cues.csv, ? for all others. Counted by training/cues.py on the train split of PolNeAR (Newell et al. 2018)."
)
_SEEN = 3  # words seen more seldom with a pattern are left to the rate of the pattern

Key = tuple[str, str, str]


def sightings(article: Article, doc: Doc) -> Iterator[tuple[Key, str, bool]]:
    """The candidates of a Doc that stand outside quotation marks, and whether each was annotated."""
    gold = [item for item in gold_items(article) if item.content]
    inside = {i for q in quotations(doc) for i in range(q.first, q.end)}
    for candidate in candidates(doc):
        if candidate.head.i not in inside:
            key = lemma_of(candidate.head), part_of(candidate.head), candidate.pattern
            yield key, KNOWN if cue_of(candidate.head) else UNKNOWN, is_right(doc, candidate, gold)


def is_right(doc: Doc, candidate: Candidate, gold: list[Item]) -> bool:
    """Whether something annotated has this cue and at least half of this content."""
    content = places(doc.text, tuple(_chars(doc, part) for part in candidate.content))
    head: Places = frozenset(range(candidate.head.idx, candidate.head.idx + len(candidate.head)))
    return any(item.cue & head and jaccard(item.content, content) >= 0.5 for item in gold)


def _chars(doc: Doc, part: tuple[int, int]) -> tuple[int, int]:
    span = doc[part[0] : part[1]]
    return span.start_char, span.end_char


def count(pairs: Iterable[tuple[Article, Doc]]) -> tuple[Counter[Key], Counter[Key]]:
    """Sightings and right ones by lemma, part of speech and pattern; also over all lemmas."""
    seen, right = Counter[Key](), Counter[Key]()
    for article, doc in pairs:
        for (lemma, part, pattern), group, good in sightings(article, doc):
            for key in ((lemma, part, pattern), (group, part, pattern)):
                seen[key] += 1
                right[key] += good
    return seen, right


def write(seen: Counter[Key], right: Counter[Key], path: Path) -> None:
    """Write the counts, sorted."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(_COMMENT + "\n")
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("lemma", "pos", "pattern", "n", "right"))
        table.writerows((*key, n, right[key]) for key, n in sorted(seen.items()) if n >= _SEEN and _is_word(key[0]))


def _is_word(lemma: str) -> bool:
    return lemma in (KNOWN, UNKNOWN) or (lemma.isascii() and lemma.replace("-", "").isalpha())


def main() -> None:
    """Count over the train split."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, help="folder that holds polnear/")
    parser.add_argument("--model", help="a spaCy model; without it, the bundled one")
    args = parser.parse_args()
    nlp = load(args.model)
    nlp.remove_pipe("quotes")
    write(
        *count((article, nlp(article.text)) for article in read_polnear(args.corpora, "train")),
        FOLDER / "cue_counts.csv",
    )


if __name__ == "__main__":
    main()
