"""The pages under `docs/reference/`, made from the code: `python -m pipeline.reference PAGE` prints one of them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import cast

PAGES = ("commands", "settings", "python", "failures")
"""The pages by name; a module of that name makes each."""


def page(name: str) -> str:
    """A page as Markdown.

    Args:
        name: One of `PAGES`.
    """
    make = cast(Callable[[], str], import_module(f"{__name__}.{name}").page)
    return make()
