"""What each page of the documentation takes for granted where its first block is run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pipeline
from tests.docs.blocks import blocks_in
from tests.docs.session import Session, checkout, tutorial_files

BARE = frozenset({"README.md", "docs/tutorial.md"})
"""Pages that begin with a fresh copy of the project; the others with the tutorial's articles and their tables."""

_SOURCES = """
["skarn-courier.txt"]
source = "Skarn Courier"

["estvik-post.txt"]
source = "Estvik Post"
published = 2026-03-03
"""
_ADDED = ">> pipeline/"


def session_for(page: str, folder: Path, mine: Path) -> Session:
    """A session to run a page in.

    Args:
        page: Its path from the root of the project.
        folder: An empty folder.
        mine: What `with_tutorial` left, which is not changed.
    """
    changes = any(changes_package(block.text, block.note) for block in blocks_in(page))
    session = Session(checkout(folder / "project", whole=changes), apart=changes)
    if page not in BARE:
        shutil.copytree(mine, session.root / "my", symlinks=True)
    return session


def changes_package(text: str, note: str) -> bool:
    """Whether a block changes the package or its tests."""
    return note.startswith(("file: pipeline/", "file: tests/")) or text.startswith("--- pipeline/") or _ADDED in text


def with_tutorial(mine: Path) -> None:
    """Leave in a folder what the reader of the tutorial has in `my` after it: `articles`, and tables in `outputs`."""
    articles = mine / "articles"
    articles.mkdir(parents=True)
    for block in tutorial_files():
        (articles / Path(block.noted("file") or "").name).write_text(block.text, encoding="utf-8")
    (articles / "sources.toml").write_text(_SOURCES, encoding="utf-8")
    pipeline.run(articles, mine / "outputs")
