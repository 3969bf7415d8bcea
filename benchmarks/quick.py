"""Guards accuracy, speed and memory in a minute: `python -m benchmarks.quick` (`make bench-quick`).

Exit status 1 where a figure is on the wrong side of its bound. Accuracy is that of `tests.gate`, with its floors. Speed
is measured as ratios, so that it says as much on a slow machine as on a fast one; the bounds in bounds.json have room
for what else such machines do.

python -m benchmarks.quick --update                     pin the bounds anew; refuses to loosen one
python -m benchmarks.quick --update --allow-regression  loosen bounds too
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks import speed
from benchmarks.command import measured
from benchmarks.growth import row_of
from benchmarks.inputs import InputsChangedError, articles, written
from pipeline.language import load_model
from tests import gate

BOUNDS = Path(__file__).with_name("bounds.json")
ROOM = {"documents_to_model": 0.85, "together_share": 1.4, "peak_mb": 1.15}
"""What a bound is of the figure when it was pinned; below 1 the figure may not fall, above 1 it may not grow."""
_ARTICLES, _ROUNDS, _BATCH = 5, 3, 40
Figures = dict[str, float]


class LooserError(Exception):
    """Pinning would loosen a bound; the message says what to do."""


def measure(n_articles: int = _ARTICLES, rounds: int = _ROUNDS, batch: int = _BATCH) -> Figures:
    """The ratios of speed, and memory.

    Args:
        n_articles: Made articles that the document stages are timed on.
        rounds: Rounds that medians are taken over.
        batch: Made articles that the whole command runs on.

    Returns:
        `documents_to_model`, words a second of the document stages over those of the language model alone;
        `together_share`, what link and align take of a run; `peak_mb` of its process.

    Raises:
        InputsChangedError: The articles are not those that were pinned.
        RuntimeError: A stage failed.
    """
    documents = speed.measure(n_articles, rounds)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        n_words = written(folder / "raw", articles(batch))
        row = row_of(batch, n_words, measured(folder / "raw", folder / "out"))
    return {
        "documents_to_model": documents["documents_to_model"],
        **{name: row[name] for name in ("together_share", "peak_mb")},
    }


def drops(found: Mapping[str, float], bounds: Mapping[str, float]) -> list[str]:
    """What is on the wrong side of its bound, a line each; a figure that only one side has is wrong, too."""
    lines = [f"{name} is only on one side" for name in sorted(found.keys() ^ bounds.keys())]
    for name in sorted(found.keys() & bounds.keys()):
        if _is_looser(name, found[name], bounds[name]):
            fell = "fell below" if ROOM[name] < 1 else "rose above"
            lines.append(f"{name} {fell} its bound: {found[name]:g} against {bounds[name]:g}")
    return lines


def pinned(found: Mapping[str, float], old: Mapping[str, float], *, allow_regression: bool = False) -> Figures:
    """Bounds for what was measured, with room.

    Raises:
        LooserError: One would be looser than before, and that is not allowed.
    """
    new = {name: round(value * ROOM[name], 4) for name, value in found.items()}
    looser = [
        f"{name} {old[name]:g} -> {new[name]:g}"
        for name in old
        if name in new and _is_looser(name, new[name], old[name])
    ]
    if looser and not allow_regression:
        raise LooserError(f"bounds would be looser: {'; '.join(looser)}; --allow-regression does that")
    return new


def _is_looser(name: str, value: float, than: float) -> bool:
    return value < than if ROOM[name] < 1 else value > than


def accuracy_drops() -> list[str]:
    """What the gate on the gold set finds below its floor, a line each.

    Raises:
        GateError: The gold files or the floors are not as they were pinned.
    """
    pins = gate.load_pins()
    found = gate.measure(load_model())
    return [
        f"{name} fell below its floor: {found.get(name)} against {pins.floors.get(name)}"
        for name in gate.shortfalls(found, pins.floors)
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and compare, or pin anew; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true", help="pin the bounds anew")
    parser.add_argument("--allow-regression", action="store_true", help="with --update: bounds may be loosened")
    options = parser.parse_args(arguments)
    bounds = json.loads(BOUNDS.read_text(encoding="utf-8")) if BOUNDS.is_file() else {}
    try:
        found = measure()
        if options.update:
            bounds = pinned(found, bounds, allow_regression=options.allow_regression)
            BOUNDS.write_text(json.dumps(bounds, indent=1) + "\n", encoding="utf-8")
        wrong = [*drops(found, bounds), *accuracy_drops()]
    except (InputsChangedError, LooserError, gate.GateError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    print(", ".join(f"{name} {value:g} (bound {bounds.get(name, 0):g})" for name, value in found.items()))
    sys.stderr.writelines(f"{line}\n" for line in wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
