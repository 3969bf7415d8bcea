"""What the properties of a PDF or a DOCX are worth: they are filled in by programs as often as by authors."""

from __future__ import annotations

import re

from pipeline.cleaning.names import is_name

NO_TITLE = re.compile(
    r"microsoft word\b.*|untitled\b.*|(?:word )?document ?\d*|.*\.(?:docx?|odt|rtf|indd|qxd|pdf|html?|txt)",
    re.IGNORECASE,
)


def believable_title(title: str | None) -> str | None:
    """The title, unless it is one word, the name of a file or what a program writes there by itself."""
    bare = " ".join((title or "").split())
    return bare if " " in bare and not NO_TITLE.fullmatch(bare) else None


def believable_authors(authors: str | None) -> str | None:
    """The names of people among the authors, joined by "; "; names of accounts and programs are left out."""
    names = (name.strip() for name in re.split(r"[;,]|\band\b", authors or ""))
    return "; ".join(name for name in names if is_name(name)) or None
