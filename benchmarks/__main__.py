"""All figures on one page: `python -m benchmarks [--corpora DIR] [--largest N]` (`make bench`).

Measures speed, growth, reruns and, where there are the corpora, accuracy; writes benchmarks/results.json, and from it
benchmarks/RESULTS.md with its pictures.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import accuracy, growth, page, reruns, speed
from benchmarks.inputs import InputsChangedError, check_corpora, hashes
from benchmarks.machine import ROOT, machine

_SPEED, _WORKERS, _RERUNS = 40, 200, 1_000  # articles


def measure(corpora: Path | None, raw: Path | None, largest: int) -> dict[str, Any]:
    """All figures.

    Args:
        corpora: Folder of the corpora; None leaves accuracy out.
        raw: Folder of the two real articles; None leaves their accuracy out.
        largest: Articles that growth is measured up to; what else takes many articles takes no more.

    Raises:
        InputsChangedError: An input is not what it was pinned as.
    """
    started = time.perf_counter()
    results: dict[str, Any] = {"machine": machine()}
    digest = check_corpora(corpora) if corpora is not None else None
    results["speed"] = _told("speed", speed.measure(_SPEED))
    results["shipped"] = _told("shipped", growth.shipped(ROOT / "raw"))
    results["workers"] = _told("workers", growth.workers(min(_WORKERS, largest)))
    rows = [_told("growth", row) for row in growth.growth(largest)]
    results["growth"] = {"rows": rows, "exponents": growth.exponents(rows)}
    results["reruns"] = _told("reruns", reruns.figures(min(_RERUNS, largest), workers=1))
    found = accuracy.measure(corpora, raw) if corpora is not None else None
    results["accuracy"] = [_told("accuracy", asdict(row)) for row in found] if found is not None else None
    results["inputs"] = {"articles": hashes({_SPEED, *(row["articles"] for row in rows)}), "corpora": digest}
    return results | {"minutes": round((time.perf_counter() - started) / 60)}


def _told(what: str, found: dict[str, Any]) -> dict[str, Any]:
    """The same, after a line on it for those who wait."""
    print(f"{what} {json.dumps(found)}", file=sys.stderr, flush=True)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and write; gives the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--corpora", type=Path, help="folder of the corpora; left out or missing: no accuracy")
    parser.add_argument("--raw", type=Path, help="folder of the two real articles; left out: raw/ beside the corpora")
    parser.add_argument("--largest", type=int, default=1_000, help="articles to measure growth up to, 100 or more")
    options = parser.parse_args(arguments)
    if options.largest < growth.SIZES[0]:
        parser.error(f"--largest must be {growth.SIZES[0]} or more")
    corpora = options.corpora if options.corpora is not None and options.corpora.is_dir() else None
    raw = options.raw or (corpora.parent / "raw" if corpora is not None else None)
    try:
        results = measure(corpora, raw if raw is not None and raw.is_dir() else None, options.largest)
    except InputsChangedError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    page.RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    page.write()
    print(f"wrote {page.PAGE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
