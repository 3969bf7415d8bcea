"""Scores relations: `python -m benchmarks.relations --corpora ../shared/corpora`.

On the labelled pairs of claims in `tests/gold/pairs` and `tests/gold/more_pairs`, which nothing was fitted on: how
often agreement, elaboration and conflict are told apart, of all pairs and of those whose claims the pipeline cuts as
the labelled ones are; and how far the two passes of labelling the former agree.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from pipeline.alignment.relations import relation
from training.claim_pairs import GOLD, MORE, read_labels
from training.relations import figures, related_pairs

_AS_LABELLED = 0.8  # Jaccard of characters from which a claim is the labelled one


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


def relations(corpora: Path, folder: Path = GOLD) -> dict[str, dict[str, float]]:
    """How often the pipeline tells the relation rightly on the pairs of a folder; see `training.relations.figures`.

    Returns:
        The figures of all pairs as "found", each by the claims that are most like the labelled ones; as "as_labelled"
        those of the pairs whose claims both are the labelled ones, but for a few words: of a claim that goes on, *the
        quake struck at dawn, ten kilometres down*, a label of its beginning says little.
    """
    related = related_pairs(folder, corpora)
    told = np.array([relation(one.pair, one.names).kind for one in related])
    labels = np.array([one.label.relation for one in related])
    alike = np.array([one.overlap >= _AS_LABELLED for one in related])
    return {"found": figures(labels, told), "as_labelled": figures(labels[alike], told[alike])}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    args = parser.parse_args()
    found = {folder.name: relations(args.corpora, folder) for folder in (GOLD, MORE)}
    print(json.dumps({**found, "agreement": passes()}, indent=1))


if __name__ == "__main__":
    main()
