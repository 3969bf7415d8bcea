"""Reads labelled pairs of claims and finds them among the claims that the pipeline makes of their articles.

Those in `training/pairs` are for fitting, labelled once. Figures are told of those in `tests/gold/pairs`, labelled
twice, and of those in `tests/gold/more_pairs`, which are many more and labelled once. Four of the first articles in
`tests/gold/pairs` are Wikinews articles of the corpus GUM (CC BY 2.5), of which the project holds offsets alone: they
are put together from the corpus, and their pairs are left out without it.
"""

from __future__ import annotations

import csv
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from spacy.language import Language

from pipeline.alignment.documents import DocumentProfile, document_profiles
from pipeline.alignment.features import DocumentPair, Pair, compare_claims
from pipeline.alignment.profiles import Profile, entity_names, profiles, units_of
from pipeline.clock import Clock
from pipeline.records import RawFile, SourceEntry
from pipeline.run import rows_of
from pipeline.stages import link, read
from training.conllu import read_conllu

GOLD = Path(__file__).parent.parent / "tests" / "gold" / "pairs"
MORE = GOLD.with_name("more_pairs")
FITTED = Path(__file__).parent / "pairs"
HALVES = {name: Path(__file__).parent / "work" / f"cross_encoder_without_{name}.bin" for name in ("even", "odd")}
"""Where those go that have not seen one half of the events, by that half."""
_WEIGHTS = ("none", "agrees", "elaborates", "conflicts")  # from the relation that gives way to the one that does not
_WIKINEWS = {"flag", "asylum", "lanterns", "expo"}


@dataclass(frozen=True)
class Label:
    """A labelled pair: where its claims stand in the raw articles, and how they stand to each other.

    Attributes:
        event: The pair of articles.
        first: Start and end in the first article.
        second: Start and end in the second article.
        relation: "agrees", "elaborates", "conflicts" or "none".
        direction: Of "elaborates", which says more: "a", "b" or "both"; else empty.
        kind: Of "conflicts", in what; else empty.
        passes: The labels of the two passes; empty where there was one.
    """

    event: str
    first: tuple[int, int]
    second: tuple[int, int]
    relation: str
    direction: str
    kind: str
    passes: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """A labelled pair with the claims that were found for it.

    Attributes:
        label: The label.
        pair: The claims whose span is most like the labelled ones.
        names: The name of each entity unit.
        overlap: How alike the worse of the two spans is to the labelled one (Jaccard, characters).
    """

    label: Label
    pair: Pair
    names: Mapping[str, str]
    overlap: float


def read_labels(folder: Path = GOLD) -> list[Label]:
    """All labelled pairs of a folder."""
    with (folder / "labels.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Label(
            row["pair"],
            (int(row["a_start"]), int(row["a_end"])),
            (int(row["b_start"]), int(row["b_end"])),
            row["relation"],
            row["direction"],
            row["type"],
            tuple(row[name] for name in ("first", "second") if name in row),
        )
        for row in rows
    ]


def articles(corpora: Path | None, folder: Path = GOLD) -> dict[str, tuple[str, str]]:
    """The texts of each pair of articles of a folder; without the corpora only of those that the project holds."""
    found = {}
    wikinews = _wikinews(corpora / "ud-gum-open") if corpora is not None and folder == GOLD else {}
    for event in sorted(path for path in folder.iterdir() if path.is_dir()):
        first, second = event / "a.txt", (event / "b.txt").read_text(encoding="utf-8")
        if first.exists():
            found[event.name] = (first.read_text(encoding="utf-8"), second)
        elif event.name in wikinews:
            found[event.name] = (wikinews[event.name], second)
    return found


def _wikinews(folder: Path) -> dict[str, str]:
    """The articles as plain text: sentences joined by spaces, paragraphs by blank lines."""
    texts = {}
    for part in ("train", "dev"):
        for doc_id, group in groupby(read_conllu(folder / f"{part}.conllu"), key=lambda sentence: sentence.doc_id):
            name = doc_id.removeprefix("GUM_news_")
            if name in _WIKINEWS:
                joined = "".join(("\n\n" if s.opens_paragraph else " ") + s.text for s in group)
                texts[name] = joined.strip()
    return texts


def find(nlp: Language, folder: Path = GOLD, corpora: Path | None = None) -> list[Found]:
    """The labelled pairs of a folder with the claims found for them, event by event."""
    texts = articles(corpora, folder)
    labels = defaultdict(list)
    for label in read_labels(folder):
        labels[label.event].append(label)
    return [found for event in sorted(texts) for found in _of_event(event, texts[event], labels[event], nlp)]


def _of_event(event: str, texts: tuple[str, str], labels: Sequence[Label], nlp: Language) -> Iterator[Found]:
    (first, second), names = documents_of(event, texts, nlp)
    both = DocumentPair(first, second)
    for label in labels:
        one, other = nearest(first.claims, label.first), nearest(second.claims, label.second)
        yield Found(label, compare_claims(one[1], other[1], both), names, min(one[0], other[0]))


def documents_of(
    event: str, texts: tuple[str, str], nlp: Language
) -> tuple[tuple[DocumentProfile, DocumentProfile], dict[str, str]]:
    """Two articles as alignment compares them, with the name of each entity unit."""
    rows: dict[str, list[Any]] = defaultdict(list)
    for side, text in zip("ab", texts, strict=True):
        raw = read.read(RawFile(f"{event}-{side}.txt", text.encode(), SourceEntry()))
        for name, made in rows_of(raw, nlp, Clock()).rows.items():
            rows[name] += made
    linked = link.link(*(rows[name] for name in link.STAGE.reads))
    of_claims = (linked.claim_entities, rows["quantities"], units_of(linked.entities), rows["claim_spans"])
    documents = document_profiles(profiles(linked.claims, *of_claims, rows["quotes"]))
    return (documents[f"{event}-a"], documents[f"{event}-b"]), entity_names(linked.entities)


def nearest(claims: Sequence[Profile], span: tuple[int, int]) -> tuple[float, Profile]:
    """The claim whose span is most like another in the raw text, with how alike they are (Jaccard, characters)."""
    return max(((jaccard(profile, span), profile) for profile in claims), key=lambda found: found[0])


def jaccard(profile: Profile, span: tuple[int, int]) -> float:
    """How alike the span of a claim is to another one in the raw text (Jaccard, characters)."""
    claim = profile.claim
    return shared(profile, span) / (max(claim.raw_end, span[1]) - min(claim.raw_start, span[0]))


def within(profile: Profile, span: tuple[int, int]) -> float:
    """How much of the shorter of a claim and a span of the raw text is in the other."""
    return shared(profile, span) / min(profile.claim.raw_end - profile.claim.raw_start, span[1] - span[0])


def shared(profile: Profile, span: tuple[int, int]) -> int:
    """The characters that a claim has in common with a span of the raw text."""
    return max(min(profile.claim.raw_end, span[1]) - max(profile.claim.raw_start, span[0]), 0)


def half_of(event: str) -> str:
    """The half that an event belongs to."""
    return "odd" if zlib.crc32(event.encode()) % 2 else "even"


def apart(found: Sequence[Found]) -> list[Found]:
    """Each pair of claims once: where several labels are of stretches of the same two, that which weighs most.

    *The talks will be held in Oslo* agrees with *the talks will be in Oslo on Friday*, but the claim that it is found
    in, *the talks will be held in Oslo on Monday*, conflicts with it.
    """
    found = sorted(found, key=lambda one: (_WEIGHTS.index(one.label.relation), one.overlap))
    return list({(one.pair.first.claim.claim_id, one.pair.second.claim.claim_id): one for one in found}.values())
