"""Tables of the rule lemmatizer: those of spacy-lookups-data, and exceptions counted on the treebanks."""

from __future__ import annotations

import gzip
import importlib.util
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from spacy.lookups import Lookups

from training.documents import Example

TABLES = ("lemma_rules", "lemma_index", "lemma_exc")
CLOSED = frozenset(["AUX", "PRON", "DET", "PART", "ADP", "CCONJ", "SCONJ"])
RULED = frozenset(["ADJ", "ADV", "NOUN", "VERB"])  # classes of spaCy's tables; others come out in small letters
INFLECTED = ("ed", "er", "est", "ing", "s")  # endings that the rules would cut
SEEN = 2  # times that an exception must have been seen
DOUBLING = re.compile(r"(?:^|[^aeiou])[aeiou][^aeiouwxy]$")
Table = dict[str, dict[str, list[str]]]


def lemma_tables(examples: Iterable[Example]) -> Lookups:
    """Make the tables of spaCy's rule lemmatizer for English.

    Raises:
        FileNotFoundError: The package spacy-lookups-data is not installed.
    """
    rules, index, exceptions = map(_read, TABLES)
    rules["verb"].append(["", ""])  # an imperative at the start of a sentence: "Thank them" has "thank"
    _settle_silent_e(index["verb"], exceptions["verb"])
    _add_exceptions(exceptions, examples)
    # the lemmatizer asks "form in index": a list would be searched from end to end
    sets = {pos: dict.fromkeys(forms, 1) for pos, forms in index.items()}
    lookups = Lookups()
    for name, table in zip(TABLES, (rules, sets, exceptions), strict=True):
        lookups.add_table(name, table)
    return lookups


def _read(name: str) -> dict[str, Any]:
    spec = importlib.util.find_spec("spacy_lookups_data")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("spacy-lookups-data is missing: pip install '.[train]'")
    path = next(Path(spec.origin).parent.joinpath("data").glob(f"en_{name}.json*"))
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    table: dict[str, Any] = json.loads(content)
    return table


def _settle_silent_e(verbs: list[str], exceptions: dict[str, list[str]]) -> None:
    """Tell "hoping" from "hopping": a verb in one vowel and one consonant doubles it, so the other has the "e".

    The first of such a pair leaves the index, for the lemmatizer would prefer it.
    """
    known = set(verbs)
    for verb in [verb for verb in verbs if DOUBLING.search(verb) and verb + "e" in known]:
        verbs.remove(verb)
        for ending in ("ing", "ed"):
            exceptions.setdefault(verb + verb[-1] + ending, [verb])


def _add_exceptions(table: Table, examples: Iterable[Example]) -> None:
    """Let a form have the lemma that it mostly has in the treebanks, for closed classes and forms seen twice."""
    for (pos, form), lemmas in _count(examples).items():
        lemma, count = lemmas.most_common(1)[0]
        regular = (form == lemma and not form.endswith(INFLECTED)) or form == lemma + "s"
        if (
            pos not in RULED | CLOSED
            or not form.isascii()
            or (regular and pos not in CLOSED)
            or (count < SEEN and pos not in CLOSED)
        ):
            continue
        table.setdefault(pos.lower(), {})[form] = [lemma]


def _count(examples: Iterable[Example]) -> dict[tuple[str, str], Counter[str]]:
    counts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for example in examples:
        if example.sentence:
            for word, pos, lemma in zip(example.words, example.sentence.upos, example.sentence.lemmas, strict=True):
                if any(letter.isalpha() for letter in word):
                    counts[pos, word.lower().replace("’", "'")][lemma] += 1
    return dict(sorted(counts.items()))
