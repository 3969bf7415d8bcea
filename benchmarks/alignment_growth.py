"""How the time of alignment alone grows: `python -m benchmarks.alignment_growth [--largest N]`.

`benchmarks.growth` measures the whole command, most of whose time is the language model; this reaches 16,000 articles
in minutes.

Articles are varied copies of the project's own labelled ones: five an event, each without a third of its claims, every
event with names, countries, words, amounts and days of its own, so that copies of one article tell of different events.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pipeline
from benchmarks.growth import exponent
from pipeline.alignment.vocabulary import frequencies, rarity
from pipeline.clock import Clock
from pipeline.records import RawFile, SourceEntry
from pipeline.run import rows_of
from pipeline.schema import Claim, ClaimEntity, Document, Entity, Quantity
from pipeline.stages import link, read
from pipeline.stages.align import align
from training.claim_pairs import FITTED, articles

_AN_EVENT = 5  # articles
_KEPT = 2 / 3  # share of the claims of an article that each copy has
_COMMON = 2.0  # rarity up to which a word is any event's
_SMALLEST = 1_000
_CLAIMS = 10_000  # of either of two sources
_STEP = 0.37  # by which the amounts of one event differ from those of the next

Rows = tuple[list[Document], list[Claim], list[ClaimEntity], list[Quantity], list[Entity]]


def base() -> list[Rows]:
    """The rows of each pair of articles, as the pipeline makes them."""
    nlp = pipeline.load_model()
    made = []
    for event, texts in articles(None, FITTED).items():
        rows = defaultdict(list)
        for side, text in zip("ab", texts, strict=True):
            raw = read.read(RawFile(f"{event}-{side}.txt", text.encode(), SourceEntry()))
            for name, found in rows_of(raw, nlp, Clock()).rows.items():
                rows[name] += found
        linked = link.link(*(rows[name] for name in link.STAGE.reads))
        claims = [claim for claim in linked.claims if claim.part_of is None]
        made.append((rows["documents"], claims, linked.claim_entities, rows["quantities"], linked.entities))
    return made


def copies(made: Sequence[Rows], n_articles: int) -> Rows:
    """The rows of some number of articles."""
    rows: Rows = ([], [], [], [], [])
    for event in range(n_articles // _AN_EVENT):
        for parts, new in zip(rows, _event(made[event % len(made)], event), strict=True):
            parts += new
    return rows


def _event(rows: Rows, number: int) -> Rows:
    """The articles of one event: copies of two, with other words and names."""
    rng = random.Random(number)  # noqa: S311 - varied, and the same each time
    documents, claims, takers, quantities, entities = rows
    words = _exchange(number)
    made: Rows = (
        [],
        [],
        [],
        [],
        [_other_entity(e, number) for e in entities],
    )
    for copy in range(_AN_EVENT):
        document = documents[copy % len(documents)]
        doc_id = f"{document.doc_id}.{number}.{copy}"
        own = [c for c in claims if c.doc_id == document.doc_id and rng.random() < _KEPT]
        ids = {c.claim_id: f"{doc_id}:{c.claim_id}" for c in own}
        made[0].append(replace(document, doc_id=doc_id, source=f"source {copy}"))
        made[1].extend(_renamed(c, doc_id, ids, words, number) for c in own)
        made[2].extend(
            replace(t, claim_id=ids[t.claim_id], entity_id=f"{t.entity_id}.{number}")
            for t in takers
            if t.claim_id in ids
        )
        made[3].extend(_other_amount(q, ids[q.claim_id], number) for q in quantities if q.claim_id in ids)
    return made


def _other_entity(entity: Entity, number: int) -> Entity:
    code = f"{entity.country_code}{number}" if entity.country_code else None
    return replace(entity, entity_id=f"{entity.entity_id}.{number}", name=f"{entity.name} {number}", country_code=code)


def _other_amount(quantity: Quantity, claim_id: str, number: int) -> Quantity:
    """An amount some times as large, a date some weeks later."""
    times = 1 + number * _STEP
    value, base = (None if v is None else v * times for v in (quantity.value, quantity.base_value))
    days = {name: _later(getattr(quantity, name), number) for name in ("date_from", "date_to")}
    return replace(quantity, claim_id=claim_id, value=value, base_value=base, **days)


def _later(day: str | None, number: int) -> str | None:
    return day and (date.fromisoformat(day) + timedelta(weeks=number)).isoformat()


def _renamed(claim: Claim, doc_id: str, ids: Mapping[str, str], words: Mapping[str, str], number: int) -> Claim:
    entity_ids = {
        name: f"{value}.{number}" if value else None
        for name, value in (
            ("subject_entity_id", claim.subject_entity_id),
            ("object_entity_id", claim.object_entity_id),
        )
    }
    worded = {
        name: text and " ".join(words.get(word.lower(), word) for word in text.split())
        for name, text in (
            ("terms", claim.terms),
            ("subject", claim.subject),
            ("object", claim.object),
            ("predicate_lemma", claim.predicate_lemma),
        )
    }
    return replace(claim, claim_id=ids[claim.claim_id], doc_id=doc_id, **worded, **entity_ids)


def _exchange(number: int) -> dict[str, str]:
    """Each word that says something, by another about as rare."""
    rng = random.Random(-number)  # noqa: S311 - as above
    found = {}
    for words in _by_rarity():
        others = list(words)
        rng.shuffle(others)
        found.update(zip(words, others, strict=True))
    return found


@cache
def _by_rarity() -> list[list[str]]:
    buckets: dict[int, list[str]] = defaultdict(list)
    for word in sorted(frequencies()):
        if rarity(word) > _COMMON:
            buckets[round(4 * rarity(word))].append(word)
    return list(buckets.values())


def growth(largest: int) -> Iterator[dict[str, float]]:
    """Seconds and memory of alignment over 1,000, 2,000, ... articles."""
    made = base()
    n_articles = _SMALLEST
    while n_articles <= largest:
        documents, claims, takers, quantities, entities = copies(made, n_articles)
        started = time.perf_counter()
        found = align(documents, claims, takers, (), quantities, entities)
        yield {
            "articles": n_articles,
            "claims": len(claims),
            "alignments": len(found.alignments),
            "seconds": round(time.perf_counter() - started, 1),
            "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        }
        n_articles *= 2


def two_sources() -> dict[str, float]:
    """Seconds of alignment of two sources of 10,000 claims each."""
    made = base()
    documents, claims, takers, quantities, entities = copies(made, 2_000)
    sides: dict[bool, list[Claim]] = defaultdict(list)
    for claim in claims:
        sides[claim.doc_id.endswith((".0", ".2"))].append(claim)
    chosen = sides[True][:_CLAIMS] + sides[False][:_CLAIMS]
    kept = {claim.claim_id for claim in chosen}
    started = time.perf_counter()
    align(
        documents,
        chosen,
        [t for t in takers if t.claim_id in kept],
        (),
        [q for q in quantities if q.claim_id in kept],
        entities,
    )
    return {"claims": len(chosen), "seconds": round(time.perf_counter() - started, 1)}


def main() -> None:
    """Print a line for each number of articles, and the exponent that the time grows with."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, default=16_000, help="articles")
    args = parser.parse_args()
    print(json.dumps({"two_sources": two_sources()}), flush=True)
    rows = []
    for row in growth(args.largest):
        rows.append(row)
        print(json.dumps(row), flush=True)
    counts, seconds = ([row[key] for row in rows] for key in ("articles", "seconds"))
    print(json.dumps({"exponent": exponent(counts, seconds)}))


if __name__ == "__main__":
    main()
