"""Scores relations: `python -m benchmarks.relations --corpora ../shared/corpora`.

On the labelled pairs of claims in `tests/gold/pairs`: how often agreement, elaboration and conflict are told apart by
judges fitted without the event at hand, and how far the two passes of labelling agree.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from training.claim_pairs import read_labels
from training.relations import judged, related_pairs


def agreement(first: Sequence[str], second: Sequence[str]) -> dict[str, float]:
    """How often two passes gave one label, and Cohen's kappa."""
    same = sum(a == b for a, b in zip(first, second, strict=True)) / len(first)
    one, other = Counter(first), Counter(second)
    chance = sum(one[label] * other[label] for label in one) / len(first) ** 2
    return {"pairs": len(first), "same": round(same, 4), "kappa": round((same - chance) / (1 - chance), 4)}


def passes() -> dict[str, dict[str, float]]:
    """The agreement of the two passes: on the relation, of all pairs and of those that both find related."""
    labels = [tuple(one.split("/")[0] for one in label.passes) for label in read_labels()]
    related = [pair for pair in labels if "none" not in pair]
    return {
        "relation": agreement(*zip(*labels, strict=True)),
        "relation_where_related": agreement(*zip(*related, strict=True)),
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    args = parser.parse_args()
    _, measured = judged(related_pairs(args.corpora))
    print(json.dumps({"relations": measured, "agreement": passes()}, indent=1))


if __name__ == "__main__":
    main()
