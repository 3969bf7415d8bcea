"""Make the bundled language model from the corpora: `python -m training --corpora ../shared/corpora`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

NEEDED = ("ud-ewt", "ud-gum-open", "uner-ewt", "wikigold", "crossner-politics", "re3d", "petrarch2")
ROOT = Path(__file__).parents[1]


def main() -> int:
    """Train and package the model; returns the exit code, 2 where a corpus is missing."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument(
        "--corpora", type=Path, default=ROOT.parent / "shared" / "corpora", help="folder of the corpora"
    )
    parser.add_argument("--work", type=Path, default=ROOT / "training" / "work", help="folder for intermediate files")
    parser.add_argument("--out", type=Path, default=ROOT / "pipeline" / "language" / "en_corroborate")
    options = parser.parse_args()
    missing = [name for name in NEEDED if not (options.corpora / name).is_dir()]
    if missing:
        where = f"{options.corpora} lacks {', '.join(missing)}"
        print(f"training: {where}: get each from the repository and commit in training/README.md", file=sys.stderr)
        return 2
    # heavy imports only once there is something to train on
    from training.package import package
    from training.train import train

    package(train(options.corpora, options.work), options.corpora, options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
