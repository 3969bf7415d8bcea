"""Tables of the rule lemmatizer: those of spacy-lookups-data, and exceptions counted on the treebanks."""

from __future__ import annotations

import gzip
import importlib.util
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from spacy.lookups import Lookups

from training.documents import Example

TABLES = ("lemma_rules", "lemma_index", "lemma_exc")
CLOSED = frozenset(["AUX", "PRON", "DET", "PART", "ADP", "CCONJ", "SCONJ"])
INFLECTED = ("ed", "er", "est", "ing", "s")  # endings that the rules would cut
SEEN = 2  # times that an exception must have been seen
Table = dict[str, dict[str, list[str]]]


def lemma_tables(examples: Iterable[Example]) -> Lookups:
    """Make the tables of spaCy's rule lemmatizer for English.

    Raises:
        FileNotFoundError: The package spacy-lookups-data is not installed.
    """
    lookups = Lookups()
    for name in TABLES:
        table = _read(name)
        if name == "lemma_index":  # the lemmatizer asks "form in index": a list would be searched from end to end
            table = {pos: dict.fromkeys(forms, 1) for pos, forms in table.items()}
        if name == "lemma_exc":
            _add_exceptions(table, examples)
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


def _add_exceptions(table: Table, examples: Iterable[Example]) -> None:
    """Let the lemma that a form mostly has in the treebanks stand first, for closed classes and forms seen twice."""
    for (pos, form), lemmas in _count(examples).items():
        lemma, count = lemmas.most_common(1)[0]
        regular = (form == lemma and not form.endswith(INFLECTED)) or form == lemma + "s"
        if (
            pos == "PROPN"
            or not form.isascii()
            or (regular and pos not in CLOSED)
            or (count < SEEN and pos not in CLOSED)
        ):
            continue
        known = table.setdefault(pos.lower(), {}).setdefault(form, [])
        table[pos.lower()][form] = [lemma, *(other for other in known if other != lemma)]


def _count(examples: Iterable[Example]) -> dict[tuple[str, str], Counter[str]]:
    counts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for example in examples:
        if example.sentence:
            for word, pos, lemma in zip(example.words, example.sentence.upos, example.sentence.lemmas, strict=True):
                if any(letter.isalpha() for letter in word):
                    counts[pos, word.lower().replace("’", "'")][lemma] += 1
    return dict(sorted(counts.items()))
