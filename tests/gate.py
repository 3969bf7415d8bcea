"""The accuracy gate: the bundled language pipeline on the gold articles, from raw text to the end, against floors.

python -m tests.gate                              measure; exit 1 where a figure falls below its floor
python -m tests.gate --update                     pin floors, hashes and sizes anew; refuses to lower a floor
python -m tests.gate --update --allow-regression  lower floors too
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.vocab import Vocab

from pipeline.language import load_model
from pipeline.naming.spans import NUMERIC_LABELS
from tests.gold import GOLD, TRAINED_LABELS, gold_files, read_gold

FLOORS = "floors.json"
# The weights and the rules give the same figures at every run on one machine. Another processor rounds otherwise, and
# a near tie may fall the other way: 0.3 points are four words. One sentence or one name more or less is already 0.8
# to 2 points, so that spans get room for one.
MARGINS = {
    "token_f": 0.3, "tag_acc": 0.3, "pos_acc": 0.3, "lemma_acc": 0.3, "dep_uas": 0.3, "dep_las": 0.3,
    "sents_f": 2.0, "names_f": 2.0, "numbers_f": 2.0,
}  # fmt: skip
Figures = dict[str, float]


class GateError(Exception):
    """The gate cannot measure, or will not pin; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Pins:
    """What floors.json holds: the least figures, and which gold set they hold for."""

    floors: Figures
    files: dict[str, str]
    size: dict[str, int]


def measure(nlp: Language, folder: Path = GOLD) -> Figures:
    """Score a pipeline on the gold articles, in per cent; dependencies leave punctuation out."""
    references = [read_gold(path, nlp.vocab) for path in gold_files(folder)]
    pairs = [Example(nlp(reference.text), reference) for reference in references]
    parsed = Scorer.score_deps(pairs, "dep", ignore_labels=("p", "punct"))
    scores = {"token_f": Scorer.score_tokenization(pairs)["token_f"]}
    scores |= {f"{name}_acc": Scorer.score_token_attr(pairs, name)[f"{name}_acc"] for name in ("tag", "pos", "lemma")}
    scores |= {name: parsed[name] for name in ("dep_uas", "dep_las")}
    scores["sents_f"] = Scorer.score_spans(pairs, "sents")["sents_f"]
    scores |= {"names_f": _spans_f(pairs, TRAINED_LABELS), "numbers_f": _spans_f(pairs, NUMERIC_LABELS)}
    return {name: round(100 * score, 2) for name, score in scores.items()}


def _spans_f(pairs: Iterable[Example], labels: frozenset[str]) -> float:
    def chosen(doc: Doc, _: str) -> list[Span]:
        return [span for span in doc.ents if span.label_ in labels]

    score: float = Scorer.score_spans(pairs, "ents", getter=chosen, has_annotation=lambda _: True)["ents_f"]
    return score


def shortfalls(measured: Mapping[str, float], floors: Mapping[str, float]) -> list[str]:
    """Name the figures below their floor; a figure that only one side has counts as one."""
    missing = measured.keys() ^ floors.keys()
    below = {name for name in measured.keys() & floors.keys() if measured[name] < floors[name]}
    return sorted(missing | below)


def load_pins(folder: Path = GOLD) -> Pins:
    """Read the pins, and make sure that they were made for the gold files as they are.

    Raises:
        GateError: There are none, or a gold file differs.
    """
    path = folder / FLOORS
    if not path.is_file():
        raise GateError(f"no {path}: pin the floors with `python -m tests.gate --update`")
    pins = Pins(**json.loads(path.read_text(encoding="utf-8")))
    found = _checksums(folder)
    changed = sorted(name for name in pins.files | found if pins.files.get(name) != found.get(name))
    if changed:
        raise GateError(f"gold files changed: {', '.join(changed)}; pin them with `python -m tests.gate --update`")
    return pins


def repin(measured: Figures, folder: Path = GOLD, *, allow_regression: bool = False) -> Pins:
    """Write new pins: the figures less their margins, and the gold files as they are.

    Raises:
        GateError: A floor would fall or go, and that is not allowed.
    """
    floors = {name: round(max(0.0, figure - MARGINS[name]), 2) for name, figure in measured.items()}
    path = folder / FLOORS
    old: Figures = json.loads(path.read_text(encoding="utf-8"))["floors"] if path.is_file() else {}
    lowered = [
        f"{name} {old[name]:.2f} -> {floors.get(name, 0):.2f}" for name in old if floors.get(name, 0) < old[name]
    ]
    if lowered and not allow_regression:
        raise GateError(f"floors would fall: {'; '.join(lowered)}; --allow-regression lowers them")
    pins = Pins(floors, _checksums(folder), _size(folder))
    draft = path.with_suffix(".tmp")
    draft.write_text(json.dumps(asdict(pins), indent=2) + "\n", encoding="utf-8")
    draft.replace(path)  # a reader sees the old pins or the new ones, never a half
    return pins


def _checksums(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in gold_files(folder)}


def _size(folder: Path) -> dict[str, int]:
    vocab: Vocab = spacy.blank("en").vocab
    docs = [read_gold(path, vocab) for path in gold_files(folder)]
    sentences = sum(len(list(doc.sents)) for doc in docs)
    return {"documents": len(docs), "sentences": sentences, "tokens": sum(map(len, docs))}


def table(measured: Mapping[str, float], pins: Pins) -> str:
    """Set the figures beside their floors, after a line on the size of the gold set."""
    low = shortfalls(measured, pins.floors)
    lines = [", ".join(f"{count} {name}" for name, count in pins.size.items()), f"{'':12}{'measured':>10}{'floor':>8}"]
    for name in sorted({*measured, *pins.floors}, key=lambda name: [*MARGINS, name].index(name)):
        cells = (f"{side[name]:.2f}" if name in side else "-" for side in (measured, pins.floors))
        lines.append("{:12}{:>10}{:>8}".format(name, *cells) + ("  BELOW" if name in low else ""))
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and compare, or pin anew; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true", help="pin floors, hashes and sizes anew")
    parser.add_argument("--allow-regression", action="store_true", help="with --update: floors may fall")
    options = parser.parse_args(arguments)
    try:
        pins = None if options.update else load_pins()
        measured = measure(load_model())
        pins = pins or repin(measured, allow_regression=options.allow_regression)
    except GateError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(table(measured, pins))
    return 1 if shortfalls(measured, pins.floors) else 0


if __name__ == "__main__":
    sys.exit(main())
