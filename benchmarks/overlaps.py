"""How much of what a reader would join is aligned: `python -m benchmarks.overlaps [--corpora DIR]`.

On the labelled pairs of claims in `tests/gold/pairs` and `tests/gold/more_pairs`, which no weights were fitted on;
which claims are left out, and from which chance pairs are read and conflicts shown, was chosen with the latter in view.
A pair is aligned where both claims of an alignment hold most of the labelled ones, or stand in them. Labellers marked
much that shares no word, *he had been drinking* and *the captain was sober*, and no pair was left out for it.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from spacy.language import Language

from pipeline.alignment.joining import chosen, score
from pipeline.alignment.scoring import Scorer, bundled
from pipeline.alignment.selection import Scored
from pipeline.language import load_model
from pipeline.stages.align import met
from training.claim_pairs import GOLD, MORE, Label
from training.labelled import Event, events, holds


def aligned(event: Event, scorer: Scorer) -> list[Scored]:
    """The alignments of two labelled articles."""
    documents = {document.claims[0].claim.doc_id: document for document in event.documents}
    compared = [one for both, claims in met(documents, scorer) for one in score(both, claims, scorer)]
    return [one for one, _ in chosen(compared, scorer.threshold, {})]


def figures(found: Sequence[Event], scorer: Scorer) -> dict[str, float]:
    """How much is aligned of the labelled pairs, and how many alignments are of such pairs.

    Returns:
        `pairs`, how many are labelled as of one matter, and `found`, the share of them that is aligned, together and by
        relation; `alignments`, how many come out, `unlabelled`, the share that holds no labelled pair, and `right`, of
        the others those that hold one of one matter.
    """
    asked, met_by, told = Counter[str](), Counter[str](), Counter[str]()
    for event in found:
        shown = aligned(event, scorer)
        asked.update(label.relation for label in event.labels)
        met_by.update(label.relation for label in event.labels if _is_aligned(label, shown))
        told.update(_told(one, event.labels) for one in shown)
    of_one_matter = [kind for kind in asked if kind != "none"]
    pairs, n_aligned = sum(asked[kind] for kind in of_one_matter), sum(told.values())
    return {
        "pairs": pairs,
        "found": round(sum(met_by[kind] for kind in of_one_matter) / pairs, 4),
        **{f"found_{kind}": round(met_by[kind] / asked[kind], 4) for kind in sorted(of_one_matter)},
        "alignments": n_aligned,
        "unlabelled": round(told[""] / max(n_aligned, 1), 4),
        "right": round(told["one matter"] / max(told["one matter"] + told["none"], 1), 4),
    }


def _is_aligned(label: Label, shown: Sequence[Scored]) -> bool:
    return any(holds(one.pair, label) for one in shown)


def _told(one: Scored, labels: Sequence[Label]) -> str:
    """What labels say of an alignment; nothing where none is held by it."""
    kinds = {label.relation for label in labels if holds(one.pair, label)}
    return "one matter" if kinds - {"none"} else "none" if kinds else ""


def measure(nlp: Language, folder: Path = GOLD, corpora: Path | None = None) -> dict[str, float]:
    """The figures of a folder of labelled pairs with the bundled scorer."""
    return figures(events(nlp, folder, corpora), bundled())


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--corpora", type=Path, help="folder of the corpora; four pairs of articles are left out without"
    )
    args = parser.parse_args()
    nlp = load_model()
    print(json.dumps({folder.name: measure(nlp, folder, args.corpora) for folder in (GOLD, MORE)}, indent=1))


if __name__ == "__main__":
    main()
