"""How often Python looks for objects that nothing but themselves refers to."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = 100_000, 50, 100  # new objects, and rounds among younger ones, until objects of each age are looked through


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for garbage seldom: rows are made by the hundred thousand, and none of them refers to itself.

    With Python's own measure, looking through them again and again takes a fifth of a rerun.
    """
    before = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
