"""No regular expression of the package takes long over a long text, whatever the text."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest

from tests.hostile.patterns import patterns

LENGTH = 30_000
BUDGET, ON_A_BUSY_MACHINE = 0.1, 4.0
"""Seconds that a pattern may take, and how many times as many it gets before it counts as too slow."""
UNITS = (
    *"aA1 \n\t\0\"'“’.,-—([)]*_<`#|$/&\u0301",
    *("Aa", "a ", "Aa ", "a.", "A.", "1,", "1.", "1-", "a'", " \n", "a\n", "[a](", "![", "<a ", "**a", "(a", "a.A"),
    *("the ", "one ", "January ", "Mr. ", "and ", "by ", "Ann Lee, ", "is a "),
)
END = "!\x01"  # so that nothing matches to the end
SEEN = {
    "pipeline.cleaning.layout.wordings": (("fullmatch",), 2_000),
    "pipeline.cleaning.metadata.AFTER_HOLDER": (("findall",), 200),
    "pipeline.cleaning.lines.BROKEN_WORD": (("findall",), 60),
    "pipeline.components.numbers.SHAPES": (("fullmatch",), LENGTH),
    "pipeline.components.numbers.SPAN": (("fullmatch",), LENGTH),
    "pipeline.formats.pages.PAGE_LINE": (("fullmatch",), LENGTH),
    "pipeline.formats.properties.NO_TITLE": (("fullmatch",), LENGTH),
}
"""Patterns that are never looked for in a long text: how they are used, and on how many characters at most."""


class TooSlow(Exception):
    """A pattern was still at work when its time was up."""


@contextmanager
def limit(seconds: float) -> Iterator[None]:
    """Stop what takes longer: the engine looks for signals while it works."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooSlow

    old = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old)


def is_slow(work: Callable[[Any], Any], text: str | bytes) -> bool:
    """Whether work on a text takes too long, three times in a row."""
    for _ in range(3):
        started = time.process_time()
        try:
            with limit(10 * BUDGET):
                work(text)
        except TooSlow:
            continue
        if time.process_time() - started < BUDGET * ON_A_BUSY_MACHINE:
            return False
    return True


@pytest.mark.slow
def test_a_slow_pattern_is_found_by_this() -> None:
    assert is_slow(re.compile(r"\s*\(").search, " " * LENGTH)
    assert not is_slow(re.compile(r"\(").search, " " * LENGTH)


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_no_pattern_is_slow_on_thirty_thousand_characters() -> None:
    found, slow = patterns(), set()
    for place, pattern in found.items():
        methods, length = SEEN.get(place.split("[")[0], (("findall", "fullmatch"), LENGTH))
        for unit in UNITS:
            text = unit * (length // len(unit)) + END
            given = text.encode() if isinstance(pattern.pattern, bytes) else text
            if any(is_slow(getattr(pattern, method), given) for method in methods):
                slow.add((place, unit))
                break
    assert len(found) > 150
    assert not slow
