"""Names of authors: what looks like a person's name, and who a byline names."""

from __future__ import annotations

import re

from pipeline.cleaning.lexicon import words

BY = re.compile(r"(?:(?:written|story|text|words|posted|published|authored) by|by|authors?:)\s+", re.IGNORECASE)
BETWEEN_NAMES = re.compile(r"(?:(?<!\s)\s+)?(?:,|;|&|/|\band\b|\bwith\b)\s*")
AFTER_NAMES = re.compile(r"(?<!\s)\s+(?:\||-|–|—|•|·|in(?= [A-Z]))\s+|(?:(?<!\s)\s+)?\(")
MAX_WORDS = 16


def is_name(text: str) -> bool:
    """Whether a text looks like the name of a person: two to five capitalised words, initials and particles."""
    tokens = without_honorifics(text).split()
    if not 2 <= len(tokens) <= 5:
        return False
    particles = words("particle")
    names = [token for token in tokens if token.lower() not in particles or token[0].isupper()]
    return (
        len(names) >= 2
        and tokens[-1] in names
        and len(tokens[-1].strip(".")) > 1
        and not any(token.lower().strip(".") in words("not_name") for token in names)
        and all(token[0].isupper() and re.fullmatch(r"[^\W\d_](?:[^\W\d_]|['’.-])*", token) for token in names)
    )


def without_honorifics(text: str) -> str:
    """A name without "Dr.", "Prof." and the like before it."""
    tokens = text.split()
    while tokens and tokens[0].lower().strip(".") in words("honorific"):
        tokens = tokens[1:]
    return " ".join(tokens)


def byline_names(text: str) -> list[str]:
    """The people that a byline names; empty where the line is no byline.

    After "By" there may be other things than names ("By Jane Doe, staff writer"); without it there may not.
    """
    introduced = BY.match(text)
    line = AFTER_NAMES.split(text[introduced.end() :] if introduced else text)[0]
    if len(text.split()) > MAX_WORDS or not line or (line.endswith((".", "!", "?", ":")) and not introduced):
        return []
    items = [item for item in BETWEEN_NAMES.split(line.strip().strip(".")) if item]
    names = [without_honorifics(item) for item in items if is_name(item)]
    known = names and (is_name(items[0]) if introduced else len(names) == len(items))
    return [name.title() if name.isupper() else name for name in names] if known else []
