"""One entity type for a name: what the lexicons say, else what most of its mentions have."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from functools import lru_cache

from pipeline.language import lexicon
from pipeline.naming.batch import Key, Node

_LIKELIER = ("ORG", "GPE", "LOC", "FAC")
"""Types of names that no lexicon lists, the likelier first: places are listed more often than firms are."""


@lru_cache(maxsize=20_000)
def slug(name: str) -> str:
    """A name in small letters, digits and hyphens, accents dropped where the alphabet is Latin."""
    plain = unicodedata.normalize("NFKD", name.replace("'", "").replace("’", ""))
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return re.sub(r"[\W_]+", "-", plain.casefold()).strip("-") or "-".join(f"{ord(character):x}" for character in name)


def labelled(units: Mapping[Key, int]) -> dict[Key, Node]:
    """Every name in a document with its type: one in the document, and one in the batch where that is safe.

    A people is never its country, whatever the names; a person whom some document names in full, or of a known given
    name, is never what another document calls an organisation or a place.
    """
    in_document: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for (doc, name, label), n in units.items():
        if label != "NORP":
            in_document[doc, name][label] += n
    full = {word for _, name, label in units if label == "PERSON" and " " in name for word in name.split()}
    in_batch: dict[str, Counter[str]] = defaultdict(Counter)
    for (_, name), votes in in_document.items():
        label = _chosen(name, votes)
        if not _is_persons_own(name, label, full):
            in_batch[slug(name)][label] += sum(votes.values())
    found = {}
    for doc, name, label in units:
        if label == "NORP":
            found[doc, name, label] = Node(name, label)
            continue
        own = _chosen(name, in_document[doc, name])
        best = own if _is_persons_own(name, own, full) else _chosen(name, in_batch[slug(name)])
        found[doc, name, label] = Node(name, best)
    return found


def _chosen(name: str, votes: Counter[str]) -> str:
    """The type that the lexicons give a name, else the one with most votes.

    One word that is a person to some and something else to others is no person: one would be named in full.
    """
    if len(votes) == 1:
        return next(iter(votes))
    known = lexicon.name_of(name)
    if known and known.label in votes:
        return known.label
    others = [label for label in votes if label != "PERSON" or " " in name]
    return min(others, key=lambda label: (-votes[label], (*_LIKELIER, label).index(label), label))


def _is_persons_own(name: str, label: str, full: Collection[str]) -> bool:
    """Whether a name stays a person's whatever other documents say; `full` are the words of all full names."""
    words = name.split()
    if label != "PERSON":
        return False
    if len(words) > 1:
        return words[0] in lexicon.genders()
    return name in full or name in lexicon.genders() or lexicon.name_of(name) is not None
