"""How time and memory of the command grow: `python -m benchmarks.growth [--largest N] [--workers N]`.

Each run is a process of its own, over varied copies of the project's own labelled articles, five an event, into an
empty folder. The exponent is the slope of a line through the logarithms of articles and seconds, by least squares: 1
is linear.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import linear_regression, median
from typing import Any

from benchmarks.command import Taken, measured
from benchmarks.inputs import SIZES, articles, written

TOGETHER = ("link", "align")
BEFORE = ("read", "clean")
Row = dict[str, Any]


def growth(largest: int, workers: int = 1) -> Iterator[Row]:
    """A row for each number of articles: words, seconds, the most megabytes of any one process, seconds by stage."""
    for n_articles in (size for size in SIZES if size <= largest):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            n_words = written(folder / "raw", articles(n_articles))
            yield row_of(n_articles, n_words, measured(folder / "raw", folder / "out", workers))


def row_of(n_articles: int, n_words: int, taken: Taken) -> Row:
    """The figures of a run over some articles.

    Returns:
        Beside what was taken: `together_share`, what link and align take of the whole; `around_share`, what reading,
        cleaning and all that is no stage takes: start, checks, tables, pages.
    """
    together = sum(taken.stages[name] for name in TOGETHER)
    around = taken.seconds - sum(taken.stages.values()) + sum(taken.stages[name] for name in BEFORE)
    return {
        "articles": n_articles,
        "words": n_words,
        "seconds": round(taken.seconds, 1),
        "processor": round(taken.processor, 1),
        "peak_mb": taken.peak_mb,
        "stages": taken.stages,
        "together_share": round(together / taken.seconds, 4),
        "around_share": round(around / taken.seconds, 4),
    }


def exponent(counts: Sequence[float], values: Sequence[float]) -> float:
    """The power of the counts that the values grow with; NaN of fewer than two."""
    if len(counts) < 2:
        return math.nan
    slope, _ = linear_regression([math.log(n) for n in counts], [math.log(v) for v in values])
    return round(slope, 3)


def exponents(rows: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """How the seconds of a run, those of link and align, and its memory grow with the articles."""
    counts = [row["articles"] for row in rows]
    together = [sum(row["stages"][name] for name in TOGETHER) for row in rows]
    return {
        "time": exponent(counts, [row["seconds"] for row in rows]),
        "processor time": exponent(counts, [row["processor"] for row in rows]),
        "link and align": exponent(counts, together),
        "memory": exponent(counts, [row["peak_mb"] for row in rows]),
    }


def workers(n_articles: int = 200, rounds: int = 3) -> dict[str, float]:
    """Median seconds of the command with one process and with two, one after the other in each round."""
    seconds: dict[int, list[float]] = {1: [], 2: []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        written(folder / "raw", articles(n_articles))
        for number in range(rounds):
            for count in (1, 2) if number % 2 == 0 else (2, 1):
                out = folder / f"out-{number}-{count}"
                seconds[count].append(measured(folder / "raw", out, count).seconds)
    one, two = (round(median(seconds[count]), 1) for count in (1, 2))
    return {"articles": n_articles, "rounds": rounds, "one": one, "two": two, "speedup": round(one / two, 3)}


def shipped(raw: Path, rounds: int = 3) -> dict[str, float]:
    """Median seconds of the command on the articles that come with the project, after a run that warms up."""
    with tempfile.TemporaryDirectory() as name:
        runs = [measured(raw, Path(name) / str(number)) for number in range(rounds + 1)][1:]
    return {
        "rounds": rounds,
        "seconds": round(median(t.seconds for t in runs), 2),
        "peak_mb": max(t.peak_mb for t in runs),
    }


def main() -> None:
    """Print a line for each number of articles, then the exponents."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--largest", type=int, default=1_000, help="articles; sizes grow from 100 to 16,000")
    parser.add_argument("--workers", type=int, default=1)
    args = parser.parse_args()
    rows = []
    for row in growth(args.largest, args.workers):
        rows.append(row)
        print(json.dumps(row), flush=True)
    print(json.dumps({"exponents": exponents(rows)}))


if __name__ == "__main__":
    main()
