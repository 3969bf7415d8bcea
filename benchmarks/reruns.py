"""What reruns cost: `python -m benchmarks.reruns [--articles 1000] [--workers 1]`.

Runs the command, each time in a process of its own, over varied copies of the project's own labelled articles: all of
them, then with nothing changed, then with one of them edited, and tells seconds and the most memory that it took.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.command import measured
from benchmarks.inputs import articles, written

_ADDED = "\n\nThe mayor said that nobody was hurt.\n"


def figures(n_articles: int, workers: int) -> dict[str, Any]:
    """The figures of a full run, of one with nothing changed, and of one with an edited article."""
    with tempfile.TemporaryDirectory() as name:
        raw, out = Path(name) / "raw", Path(name) / "out"
        n_words = written(raw, articles(n_articles))
        full, nothing = (measured(raw, out, workers) for _ in range(2))
        edited = sorted(raw.iterdir())[n_articles // 2]
        edited.write_text(edited.read_text(encoding="utf-8") + _ADDED, encoding="utf-8")
        one = measured(raw, out, workers)
    runs = {"full": full, "nothing changed": nothing, "one edited": one}
    return {
        "articles": n_articles,
        "words": n_words,
        "runs": {
            what: {
                "seconds": round(taken.seconds, 1),
                "peak_mb": taken.peak_mb,
                "share": round(taken.seconds / full.seconds, 3),
            }
            for what, taken in runs.items()
        },
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000, help="a pinned number")
    parser.add_argument("--workers", type=int, default=1)
    args = parser.parse_args()
    print(json.dumps(figures(args.articles, args.workers), indent=1))


if __name__ == "__main__":
    main()
