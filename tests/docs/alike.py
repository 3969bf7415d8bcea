"""Holds what came out against what a page shows, where figures that a model gave may be off by a little.

Its arithmetic rounds otherwise on another kind of processor: of a thousand claims a few are cut otherwise there, a
confidence of .87 may be .89, and a pair near the threshold is shown there or not.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

DECIMALS = 0.05  # by how much a figure with decimals may be off
WHOLE = 0.1  # the part of a whole number by which it may be off, or 1
_FIGURE = r"\d+(?:,\d{3})*(?:\.\d+)?"
_TOKEN = re.compile(rf"(?P<gap>\.\.\.)|(?P<space>\s+)|(?P<figure>(?<![\w.:/#-]){_FIGURE}(?![\w:/-]))")


def alike(shown: str, came: str) -> bool:
    """Whether what a page shows came out; `...` stands for anything, and space for any other space."""
    found = re.fullmatch(_pattern(shown.strip()), came.strip(), re.DOTALL)
    figures = [match["figure"] for match in _TOKEN.finditer(shown) if match["figure"]]
    return found is not None and all(near(a, b) for a, b in zip(figures, found.groups(), strict=True))


def alike_rows(shown: Mapping[str, object], came: Mapping[str, object]) -> bool:
    """Whether two rows have the same names and values, but for figures with decimals that are near."""
    both = [(shown[name], came.get(name)) for name in shown]
    return list(shown) == list(came) and all(
        math.isclose(a, b, abs_tol=DECIMALS) if isinstance(a, float) and isinstance(b, float) else a == b
        for a, b in both
    )


def near(shown: str, came: str) -> bool:
    """Whether two figures are one but for rounding: *0.87*, *0.89*; *1,029*, *1,041*; but not *2*, *4*."""
    first, second = (float(figure.replace(",", "")) for figure in (shown, came))
    room = DECIMALS if "." in shown else max(1, WHOLE * first)
    return abs(first - second) <= room + 1e-9


def _pattern(shown: str) -> str:
    parts, end = [], 0
    for match in _TOKEN.finditer(shown):
        parts.append(re.escape(shown[end : match.start()]))
        parts.append(".*" if match["gap"] else r"\s+" if match["space"] else f"({_FIGURE})")
        end = match.end()
    return "".join(parts) + re.escape(shown[end:])
