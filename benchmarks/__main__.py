"""Every benchmark, one after the other: `python -m benchmarks --corpora DIR [--raw DIR]`."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ON_CORPORA = ("names", "coref", "linking", "quotes", "segmentation", "containment", "alignment", "relations", "speed")
ON_ARTICLES = ("entities",)


def main() -> None:
    """Run them; one that fails ends it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the corpora; see training/README.md")
    parser.add_argument("--raw", type=Path, help="folder of the two real articles; without it, raw/ beside the corpora")
    options = parser.parse_args()
    raw = options.raw or options.corpora.parent / "raw"
    runs = [(name, "--corpora", options.corpora) for name in ON_CORPORA] + [
        (name, "--raw", raw) for name in ON_ARTICLES
    ]
    for name, option, folder in runs:
        print(f"\n## {name}\n", flush=True)
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}", option, str(folder)], check=True)  # noqa: S603 - ours


if __name__ == "__main__":
    main()
