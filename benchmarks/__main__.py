"""All figures on one page: `python -m benchmarks [--corpora DIR] [--largest N] [--only PART ...]` (`make bench`).

Measures speed, growth, reruns and, where there are the corpora, accuracy; writes benchmarks/results.json, and from it
benchmarks/RESULTS.md with its pictures. With `--only` the other parts stay as they were measured before.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import accuracy, growth, page, reruns, speed
from benchmarks.inputs import InputsChangedError, check_corpora, hashes
from benchmarks.machine import ROOT, machine

N_ARTICLES = {"speed": 40, "workers": 500, "reruns": 1_000}
Results = dict[str, Any]


def parts(corpora: Path | None, raw: Path | None, largest: int) -> dict[str, Callable[[], Any]]:
    """What measures each part, in the order in which they are measured.

    Args:
        corpora: Folder of the corpora; None leaves accuracy out.
        raw: Folder of the two real articles; None leaves their accuracy out.
        largest: Articles that growth is measured up to; what else takes many articles takes no more.
    """
    return {
        "speed": lambda: speed.measure(N_ARTICLES["speed"]),
        "shipped": lambda: growth.shipped(ROOT / "raw"),
        "workers": lambda: growth.workers(min(N_ARTICLES["workers"], largest)),
        "growth": lambda: _growth(largest),
        "reruns": lambda: reruns.figures(min(N_ARTICLES["reruns"], largest), workers=1),
        "accuracy": lambda: _accuracy(corpora, raw) if corpora is not None else None,
    }


def measure(making: Mapping[str, Callable[[], Any]], digest: str | None, earlier: Results) -> Results:
    """All figures.

    Args:
        making: What measures each part that is to be measured.
        digest: The hash of the corpora; None without them.
        earlier: Figures measured before, of the other parts.

    Raises:
        InputsChangedError: An input is not what it was pinned as.
    """
    at = machine()
    results = {"measured": {}} | earlier | {"machine": at}
    for name, make in making.items():
        started = time.perf_counter()
        results[name] = make()
        minutes = round((time.perf_counter() - started) / 60, 1)
        print(f"{name}, {minutes} minutes: {json.dumps(results[name])}", file=sys.stderr, flush=True)
        when = {what: at[what] for what in ("commit", "day", "load_before")} | {"minutes": minutes}
        results["measured"] = results["measured"] | {name: when}
    sizes = {N_ARTICLES["speed"], *(row["articles"] for row in results["growth"]["rows"])}
    digest = digest or results.get("inputs", {}).get("corpora")
    return results | {"inputs": {"articles": hashes(sizes), "corpora": digest}}


def _growth(largest: int) -> dict[str, Any]:
    rows = [_told("growth", row) for row in growth.growth(largest)]
    return {"rows": rows, "exponents": growth.exponents(rows)}


def _accuracy(corpora: Path, raw: Path | None) -> list[dict[str, Any]]:
    return [_told("accuracy", asdict(row)) for row in accuracy.measure(corpora, raw)]


def _told(what: str, found: dict[str, Any]) -> dict[str, Any]:
    """The same, after a line on it for those who wait."""
    print(f"{what} {json.dumps(found)}", file=sys.stderr, flush=True)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and write; gives the exit status."""
    options = _options(arguments)
    corpora = options.corpora if options.corpora is not None and options.corpora.is_dir() else None
    raw = options.raw or (corpora.parent / "raw" if corpora is not None else None)
    making = parts(corpora, raw if raw is not None and raw.is_dir() else None, options.largest)
    try:
        digest = check_corpora(corpora) if corpora is not None else None
        earlier = json.loads(page.RESULTS.read_text(encoding="utf-8")) if options.only else {}
        results = measure({name: making[name] for name in options.only or making}, digest, earlier)
    except InputsChangedError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    page.RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    page.write()
    print(f"wrote {page.PAGE.relative_to(ROOT)}")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--corpora", type=Path, help="folder of the corpora; left out or missing: no accuracy")
    parser.add_argument("--raw", type=Path, help="folder of the two real articles; left out: raw/ beside the corpora")
    parser.add_argument("--largest", type=int, default=1_000, help="articles to measure growth up to, 100 or more")
    parser.add_argument("--only", nargs="+", choices=list(parts(None, None, 0)), help="measure these parts alone anew")
    options = parser.parse_args(arguments)
    if options.largest < growth.SIZES[0]:
        parser.error(f"--largest must be {growth.SIZES[0]} or more")
    if "accuracy" in (options.only or ()) and options.corpora is None:
        parser.error("accuracy needs --corpora")
    return options


if __name__ == "__main__":
    sys.exit(main())
