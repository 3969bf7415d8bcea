"""Growth curves as small SVG files: points on two logarithmic axes, and the line that linear growth would be."""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup

_WIDTH, _HEIGHT = 420, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 16, 32, 40
_STYLE = Markup(
    "text{font:12px sans-serif;fill:#333}.end{text-anchor:end}.mid{text-anchor:middle}polyline{stroke:#ccc;fill:none}"
    ".found{stroke:#0b6;stroke-width:2}.linear{stroke:#999;stroke-dasharray:4 3}circle{fill:#0b6}rect{fill:#fff}"
)
Point = tuple[float, float]


def curve(title: str, unit: str, points: Sequence[Point]) -> Markup:
    """A picture of values that are all above 0, as an SVG document.

    Args:
        title: What grows.
        unit: What the values are in.
        points: Numbers of articles, each with its value; at least one.
    """
    counts, values = zip(*points, strict=True)
    axes = _Axes((min(counts), max(counts)), (min(values), max(values)))
    first, last = points[0], points[-1]
    linear = [first, (last[0], first[1] * last[0] / first[0])]
    parts = [
        *(axes.upright(count) for count in counts),
        *(axes.level(value) for value in _ticks(*axes.values)),
        _line([axes.place(point) for point in linear if point[1] <= axes.values[1]], "linear"),
        _line([axes.place(point) for point in points], "found"),
        *(_dot(axes.place(point), f"{point[0]:,} articles: {point[1]:,} {unit}") for point in points),
        _words(_LEFT, 18, f"{title}, {unit}; dashed: linear from the first point"),
        _words(_WIDTH - _RIGHT, _HEIGHT - 6, "articles", "end"),
    ]
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img">'
        "<title>{2}, {3}</title><style>{4}</style><rect width='{0}' height='{1}'/>{5}</svg>\n"
    ).format(_WIDTH, _HEIGHT, title, unit, _STYLE, Markup("").join(parts))


class _Axes:
    """Where numbers of articles and values stand in a picture; the values get a whole power of ten around them."""

    def __init__(self, counts: Point, values: Point) -> None:
        self.counts = counts
        low, high = (
            10.0 ** round_(math.log10(value)) for round_, value in zip((math.floor, math.ceil), values, strict=True)
        )
        self.values = low, high if high > low else 10 * low

    def place(self, point: Point) -> Point:
        across, up = _share(point[0], self.counts), _share(point[1], self.values)
        return _LEFT + across * (_WIDTH - _LEFT - _RIGHT), _HEIGHT - _BOTTOM - up * (_HEIGHT - _TOP - _BOTTOM)

    def upright(self, count: float) -> Markup:
        """The line over a number of articles, with the number."""
        x, y = self.place((count, self.values[0]))
        return _line([(x, _TOP), (x, y)]) + _words(x, y + 16, f"{count:,}", "mid")

    def level(self, value: float) -> Markup:
        """The line beside a value, with the value."""
        x, y = self.place((self.counts[0], value))
        return _line([(x, y), (_WIDTH - _RIGHT, y)]) + _words(x - 6, y + 4, f"{value:,g}", "end")


def _share(value: float, ends: Point) -> float:
    whole = math.log(ends[1] / ends[0])
    return math.log(value / ends[0]) / whole if whole else 0.5


def _ticks(low: float, high: float) -> list[float]:
    """The powers of ten from one to another."""
    return [10.0**power for power in range(round(math.log10(low)), round(math.log10(high)) + 1)]


def _line(points: Sequence[Point], kind: str = "") -> Markup:
    places = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return Markup('<polyline points="{}" class="{}"/>').format(places, kind)


def _dot(point: Point, told: str) -> Markup:
    return Markup('<circle cx="{:.1f}" cy="{:.1f}" r="4"><title>{}</title></circle>').format(*point, told)


def _words(x: float, y: float, text: str, kind: str = "") -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" class="{}">{}</text>').format(x, y, kind, text)
