"""Which names of a batch of documents are one entity's: lexicon first, then equal names, variants and acronyms."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from pipeline.coreference.names import SKIPPED, SUFFIXES, family_name, is_full, name_words
from pipeline.language import lexicon

SAME_SPELLING = 85.0  # rapidfuzz ratio of two transliterations of one given name
MIN_FUZZY = 5  # letters: shorter given names must be equal
SECTION = re.compile(r"(?:Article|Section|Clause|Chapter|Annex|Paragraph)s? \d+")
FOLDS = (
    ("sch", "sh"),
    ("tch", "ch"),
    ("ck", "k"),
    ("kh", "h"),
    ("ph", "f"),
    ("gh", "g"),
    ("w", "v"),
    ("y", "i"),
    ("j", "i"),
    ("q", "k"),
    ("ou", "u"),
)


@dataclass(frozen=True, slots=True)
class Identity:
    """An entity.

    Attributes:
        entity_id: `label:slug`, from label and canonical name alone.
        name: Canonical name: the lexicon's, else the longest and most frequent form.
        label: OntoNotes entity type.
        country: ISO 3166-1 alpha-3 code, None where it belongs to no one country.
        wikidata: Wikidata item, None where it is not known for certain.
    """

    entity_id: str
    name: str
    label: str
    country: str | None
    wikidata: str | None


def slug(name: str) -> str:
    """A name in small letters, digits and hyphens, accents dropped where the alphabet is Latin."""
    plain = unicodedata.normalize("NFKD", name.replace("'", "").replace("’", ""))
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return re.sub(r"[\W_]+", "-", plain.casefold()).strip("-") or "-".join(f"{ord(character):x}" for character in name)


def identities(names: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Identity]:
    """The identity of every (name, label) that stands for one thing, whatever the order they come in.

    Args:
        names: Names with their labels, once a mention.
    """
    counts = Counter(names)
    unique = sorted(name for name in counts if not _is_nobodys(*name))
    canonical = {name: _known(*name) or name[0] for name in unique}
    canonical.update(_persons({name: n for name, n in counts.items() if name[1] == "PERSON" and name in canonical}))
    canonical.update(_acronyms(canonical))
    best: dict[tuple[str, str], str] = {}
    for name, label in sorted(canonical, key=lambda key: (_known(*key) is None, -counts[key], key)):
        best.setdefault((label, slug(canonical[name, label])), canonical[name, label])
    return {(name, label): _identity(best[label, slug(full)], label) for (name, label), full in canonical.items()}


def _is_nobodys(name: str, label: str) -> bool:
    """Whether a name says too little to be one thing's: a ministry of no known country, an article of no known law."""
    known = lexicon.name_of(name, label)
    return bool(known and known.is_generic) or (label == "LAW" and SECTION.fullmatch(name) is not None)


def _known(name: str, label: str) -> str | None:
    known = lexicon.name_of(name, label)
    return known.name if known else None


def _identity(name: str, label: str) -> Identity:
    known = lexicon.name_of(name, label)
    country = known.country if known else _country_in(name, label)
    return Identity(f"{label.lower()}:{slug(name)}", name, label, country, known.wikidata if known else None)


def _country_in(name: str, label: str) -> str | None:
    """The country of an institution called after it or its people: "Polish Foreign Ministry", "Bank of Fiji"."""
    words = name.split()
    if label != "ORG":
        return None
    starts = [(" ".join(words[:length]), "NORP") for length in (2, 1) if length < len(words)]
    ends = [(name.rpartition(" of ")[2].removeprefix("the "), "GPE")]
    return next((known.country for part, kind in starts + ends if (known := lexicon.name_of(part, kind))), None)


def folded(word: str) -> str:
    """A word with the spellings that transliterations differ in made one: "Sergey", "Sergei"."""
    for spelling, plain in FOLDS:
        word = word.replace(spelling, plain)
    word = re.sub(r"c(?!h)", "k", word)
    return re.sub(r"(.)\1+", r"\1", word)


def _given(name: str) -> list[str]:
    """The given names of a full name, folded."""
    family = family_name(name)
    return [folded(word) for word in name_words(name) if word != family and word not in SUFFIXES]


def _same_given(one: str, other: str) -> bool:
    """Whether two given names agree: equal, one an initial, or spellings of one name."""
    if one == other or (min(len(one), len(other)) == 1 and one[0] == other[0]):
        return True
    return min(len(one), len(other)) >= MIN_FUZZY and fuzz.ratio(one, other) >= SAME_SPELLING


def same_person(one: str, other: str) -> bool:
    """Whether two full names are spellings of one person's: same family name, given names that do not contradict."""
    if folded(family_name(one)) != folded(family_name(other)):
        return False
    genders = {lexicon.genders().get(name.split()[0]) for name in (one, other)} - {None}
    if len(genders) > 1:
        return False
    short, long = sorted((_given(one), _given(other)), key=len)
    return bool(short) and all(any(_same_given(word, match) for match in long) for word in short)


def _persons(counts: dict[tuple[str, str], int]) -> dict[tuple[str, str], str]:
    """Canonical names of persons: spellings of one name together, a family name with the one person who bears it."""
    groups: dict[str, list[list[str]]] = {}
    full = sorted((name for name, _ in counts if is_full(name)), key=_fullness)
    for name in full:
        block = groups.setdefault(folded(family_name(name)), [])
        fitting = [group for group in block if all(same_person(name, other) for other in group)]
        if len(fitting) == 1:
            fitting[0].append(name)
        else:
            block.append([name])
    found = {}
    for block in groups.values():
        for group in block:
            best = _canonical(group, counts)
            found.update({(name, "PERSON"): best for name in group})
    for name, label in counts:
        block = groups.get(folded(name_words(name)[0]), []) if name_words(name) and not is_full(name) else []
        if len(block) == 1:
            found[name, label] = found[block[0][0], "PERSON"]
    return found


def _fullness(name: str) -> tuple[int, int, str]:
    """Sorts names with most words and fewest initials first, so that shorter ones find all that they could join."""
    words = name_words(name)
    return -len(words), sum(len(word) == 1 for word in words), name


def _canonical(group: list[str], counts: dict[tuple[str, str], int]) -> str:
    """The lexicon's name of a group of spellings, else the fullest, most frequent one."""
    known = [name for name in (_known(name, "PERSON") for name in sorted(group)) if name]
    return known[0] if known else min(group, key=lambda n: (-len(name_words(n)), -counts[n, "PERSON"], n))


def _acronyms(canonical: dict[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """Acronyms of organisations, each with the one organisation of the batch whose initials it is."""
    by_initials: dict[str, set[str]] = {}
    for (name, label), full in canonical.items():
        words = [word for word in name.split() if word.lower() not in SKIPPED]
        if label == "ORG" and len(words) > 1:
            by_initials.setdefault("".join(word[0] for word in words).upper(), set()).add(full)
    found = {}
    for name, label in canonical:
        full_names = by_initials.get(name, set())
        if label == "ORG" and name.isupper() and _known(name, label) is None and len(full_names) == 1:
            found[name, label] = next(iter(full_names))
    return found
