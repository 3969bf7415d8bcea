"""How often Python looks for objects that nothing but themselves refers to, and what becomes of their memory."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa

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


def give_back() -> None:
    """Give memory that nothing needs any more back to the system, where its library can do so.

    Else what many small objects leave stays with the process, and each step of a run adds its own to that.
    """
    gc.collect()
    pa.system_memory_pool().release_unused()  # has the C library give back what it can, of Arrow's or not
