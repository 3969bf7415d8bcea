"""Scores quotes on whole articles labelled by hand: `python -m benchmarks.real_quotes --raw ../shared/raw [--errors]`.

`tests/gold/real/quotes.tsv` holds who is said to have said what in two articles, as offsets into their files. What any
reader would mark as quoted or reported is "core"; beliefs, wants and the like, which a reader may or may not mark, are
"other". Matching is that of `benchmarks.quotes`, an attribution is found at .3; what is found and not in the gold is
counted as extra.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz.fuzz import ratio

import pipeline
from benchmarks.quotes import Item, Places, jaccard, match, places
from pipeline.tables import Tables

GOLD = Path(__file__).parents[1] / "tests" / "gold" / "real" / "quotes.tsv"
FOUND, SAME = 0.3, 85  # overlap of contents, likeness of two spellings of a name in per cent


@dataclass(frozen=True, slots=True)
class Labelled:
    """An attribution of an article, whether it is "core" or "other", and who speaks: names joined by "; "."""

    article: str
    item: Item
    core: str
    speaker: str


@dataclass(frozen=True, slots=True)
class Found:
    """An utterance of the tables."""

    item: Item
    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found for an attribution; either may be missing."""

    gold: Labelled | None
    found: Found | None

    @property
    def speaker_right(self) -> bool:
        """Whether all who speak, and nobody else, are named."""
        return self.gold is not None and self.found is not None and _same(self.gold.speaker, self.found.speaker)


def _same(one: str, other: str) -> bool:
    first, second = sorted(filter(None, one.split("; "))), sorted(filter(None, other.split("; ")))
    return len(first) == len(second) and all(ratio(a, b) >= SAME for a, b in zip(first, second, strict=True))


def read_quotes(raw: Path, path: Path = GOLD) -> list[Labelled]:
    """Read the gold; `raw` holds the articles."""
    groups: dict[tuple[str, str], list[dict[str, str]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            groups.setdefault((row["article"], row["n"]), []).append(row)
    texts = {name: (raw / f"{name}.txt").read_text(encoding="utf-8") for name, _ in groups}
    return [_labelled(texts[name], name, rows) for (name, _), rows in groups.items()]


def _labelled(text: str, article: str, rows: list[dict[str, str]]) -> Labelled:
    def role(name: str) -> Places:
        return places(text, tuple((int(row["start"]), int(row["end"])) for row in rows if row["role"] == name))

    core = next(row["core"] for row in rows if row["core"])
    speakers = dict.fromkeys(row["speaker"] for row in rows if row["speaker"])
    return Labelled(article, Item(role("content"), role("source"), role("cue"), ""), core, "; ".join(speakers))


def found_quotes(tables: Tables, raw: Path) -> dict[str, list[Found]]:
    """The utterances of the tables by the name of their article."""
    files = dict(zip(tables.documents.doc_id, tables.documents.raw_path, strict=True))
    found: dict[str, list[Found]] = {}
    for (doc_id, _), rows in tables.quotes.groupby(["doc_id", "utterance_id"], sort=False):
        text = (raw / files[doc_id]).read_text(encoding="utf-8")
        found.setdefault(Path(files[doc_id]).stem, []).append(_found(text, list(rows.itertuples())))
    return found


def _found(text: str, rows: list[Any]) -> Found:
    first = rows[0]
    content = places(text, tuple((row.raw_start, row.raw_end) for row in rows))
    name = first.speaker_name if isinstance(first.speaker_name, str) else ""
    return Found(Item(content, frozenset(), frozenset(), first.kind), name, " … ".join(row.text for row in rows))


def judge(gold: list[Labelled], found: dict[str, list[Found]]) -> Iterator[Judged]:
    """Match attributions and utterances article by article, and give both with what is left over on either side."""
    for article in sorted({one.article for one in gold} | found.keys()):
        wanted, told = [one for one in gold if one.article == article], found.get(article, [])
        pairs = match([one.item for one in wanted], [one.item for one in told])
        partner = {id(a): b for a, b in pairs if jaccard(a.content, b.content) >= FOUND}
        by_item = {id(one.item): one for one in told}
        matched = {id(item) for item in partner.values()}
        for one in wanted:
            item = partner.get(id(one.item))
            yield Judged(one, by_item[id(item)] if item is not None else None)
        yield from (Judged(None, one) for one in told if id(one.item) not in matched)


def report(judged: list[Judged]) -> None:
    """Print how many are found, and of these how many with the right speaker."""
    for core in ("core", "other"):
        rows = [one for one in judged if one.gold is not None and one.gold.core == core]
        found = [one for one in rows if one.found is not None]
        right = sum(one.speaker_right for one in found)
        print(f"{core:6} {len(found):3} of {len(rows):3} found, speaker right in {right}")
    print(f"{sum(one.gold is None for one in judged)} extra")


def main() -> None:
    """Parse the arguments, run the pipeline, score, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raw", type=Path, required=True, help="folder of the articles")
    parser.add_argument("--errors", action="store_true", help="print what is missed, extra or has another speaker")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as out:
        tables = pipeline.run(args.raw, Path(out)).tables
        judged = list(judge(read_quotes(args.raw), found_quotes(tables, args.raw)))
    for one in judged if args.errors else ():
        if not one.speaker_right:
            wanted = f"{one.gold.article} {min(one.gold.item.content)} {one.gold.speaker!r}" if one.gold else "nothing"
            print(f"{wanted} -> {one.found.speaker!r}: {one.found.text}" if one.found else f"{wanted} -> nothing")
    report(judged)


if __name__ == "__main__":
    main()
