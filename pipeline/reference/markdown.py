"""Markdown, and what docstrings hold."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Sequence
from typing import Any

_SECTION = re.compile(r"^(Args|Attributes|Returns|Raises):$", re.MULTILINE)
_ENTRY = re.compile(r"^    (\w+): (.*(?:\n {5,}.*)*)", re.MULTILINE)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a bar inside a cell is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def code(value: object) -> str:
    """A value as code."""
    return f"`{value}`"


def parts(thing: Any) -> dict[str, str]:
    """The sections of a docstring by name, each flush left; what comes first is called "about"."""
    heads = ["about", *_SECTION.findall(doc := inspect.getdoc(thing) or "")]
    return dict(zip(heads, (text.strip("\n") for text in _SECTION.split(doc)[::2]), strict=True))


def entries(section: str) -> dict[str, str]:
    """The entries of a section such as Args, by name."""
    return {name: " ".join(told.split()) for name, told in _ENTRY.findall(section)}


def sentence(text: str) -> str:
    """A text in one line."""
    return " ".join(text.split())
