"""Docs for tests of clauses, parsed by hand in spaCy's English labels."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc

from pipeline.components.records import register_extensions

VOCAB = spacy.blank("en").vocab
register_extensions()


def parse(rows: str) -> Doc:
    """A Doc of lines "word lemma POS TAG dep head"; heads count from 0; `_` before a word glues it to the last."""
    columns = [line.split() for line in rows.strip().splitlines()]
    glued = [c[0].startswith("_") for c in columns[1:]] + [True]
    return Doc(
        VOCAB,
        words=[c[0].lstrip("_") for c in columns],
        spaces=[not g for g in glued],
        lemmas=[c[1] for c in columns],
        pos=[c[2] for c in columns],
        tags=[c[3] for c in columns],
        deps=[c[4] for c in columns],
        heads=[int(c[5]) for c in columns],
    )
