"""What the lexicon of words that tell what is meant knows."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from pipeline.language import lexicon

EMPTY, WILL, HELP, SIGN, NAMING = "empty", "will", "help", "sign", "naming"


@cache
def _words(kind: str) -> frozenset[str]:
    rows = (row for row in lexicon.rows("reference_cues") if row["kind"] == kind)
    return frozenset(word for row in rows for word in lexicon.forms(row["words"]))


def is_cue(token: Token, kind: str) -> bool:
    """Whether a word is of a kind: `EMPTY`, `WILL`, `HELP`, `SIGN` or `NAMING`."""
    return (token.lemma_ or token.text).lower() in _words(kind)
