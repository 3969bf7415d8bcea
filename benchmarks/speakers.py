"""Scores who the speakers are: `python -m benchmarks.speakers --corpora ../shared/corpora [--errors]`.

200 attributions of PolNeAR's dev split, drawn at random, whose sources were labelled by hand with the entities behind
them (`tests/gold/polnear/speakers.tsv`: places of the fullest names, none where nobody is named). An attribution is
found where its content is matched as in `benchmarks.quotes`, at .3; its speakers are right if they are the same
entities, none where there is none.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Doc

from benchmarks.polnear import Article, read_polnear
from benchmarks.quotes import gold_items, item_of, jaccard, load, match
from pipeline.components.records import Utterance

GOLD = Path(__file__).parents[1] / "tests" / "gold" / "polnear" / "speakers.tsv"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A source of an article, and the places of the names of the entities behind it."""

    article: str
    source: tuple[int, int]
    names: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled source, who it is, and what was found for it: None where the attribution was not found."""

    labelled: Labelled
    text: str
    wanted: tuple[str, ...]
    found: tuple[str, ...] | None

    @property
    def right(self) -> bool:
        """Whether the entities are the same."""
        return self.found is not None and sorted(self.found) == sorted(self.wanted)


def read_labels(path: Path = GOLD) -> list[Labelled]:
    """Read the labelled sources."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Labelled(row["article"], (int(row["source_start"]), int(row["source_end"])), _ranges(row["names"]))
            for row in csv.DictReader(file, delimiter="\t")
        ]


def _ranges(cell: str) -> tuple[tuple[int, int], ...]:
    pairs = (part.split("-") for part in cell.split(";") if part)
    return tuple((int(start), int(end)) for start, end in pairs)


def judge(article: Article, doc: Doc, labelled: list[Labelled]) -> Iterator[Judged]:
    """Compare the labelled sources of an article with the speakers that were found."""
    gold = [one for one in article.attributions if one.content and any(a < b for a, b in one.content)]
    items = gold_items(article)
    utterances: list[Utterance] = doc._.quotes
    found = [item_of(doc.text, utterance) for utterance in utterances]
    pairs = [(g, f) for g, f in match(items, found) if jaccard(g.content, f.content) >= 0.3]
    by_gold = {id(g): utterances[next(i for i, one in enumerate(found) if one is f)] for g, f in pairs}
    for one in labelled:
        places = [i for i, a in enumerate(gold) if a.source and (a.source[0][0], a.source[-1][1]) == one.source]
        matched = [by_gold[id(items[i])] for i in places if id(items[i]) in by_gold]
        wanted = tuple(name_at(doc, *place) for place in one.names)
        speakers = (
            tuple(name_of(doc, span.start_char, span.end_char) for span in matched[0].speakers) if matched else None
        )
        yield Judged(one, article.text[slice(*one.source)], wanted, speakers)


def name_at(doc: Doc, start: int, end: int) -> str:
    """The name of the entity that is mentioned there; the words where no mention is."""
    return name_of(doc, start, end) or doc.text[start:end]


def name_of(doc: Doc, start: int, end: int) -> str:
    """The name of the mention with most characters in common with a stretch, empty where there is none."""
    shared = ((min(end, m.span.end_char) - max(start, m.span.start_char), m.name) for m in doc._.mentions if m.name)
    best = max(shared, key=lambda pair: pair[0], default=(0, ""))
    return best[1] or "" if best[0] > 0 else ""


def main() -> None:
    """Parse the arguments, annotate, judge, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, help="folder that holds polnear/")
    parser.add_argument("--errors", action="store_true", help="print what is wrong")
    args = parser.parse_args()
    labelled, nlp = read_labels(), load(None)
    judged: list[Judged] = []
    for article in read_polnear(args.corpora, "dev"):
        own = [one for one in labelled if one.article == article.name]
        judged += judge(article, nlp(article.text), own) if own else []
    if args.errors:
        for one in judged:
            if not one.right:
                print(f"{one.labelled.article} {one.labelled.source}: {one.text!r} {one.wanted} -> {one.found}")
    report(judged)


def report(judged: list[Judged]) -> None:
    """Print the accuracies, of all and of those that were found."""
    for title, rows in (("all", judged), ("found", [one for one in judged if one.found is not None])):
        counts = Counter((bool(one.wanted), one.right) for one in rows)
        for kind, sides in (("", (True, False)), ("named", (True,)), ("nobody named", (False,))):
            right, total = sum(counts[s, True] for s in sides), sum(counts[s, r] for s in sides for r in (True, False))
            print(f"{title:6}{kind:14}{right:5} of {total:4}  {right / max(total, 1):.3f}")


if __name__ == "__main__":
    main()
