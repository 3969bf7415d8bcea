"""Fits the weights of coreference on GUM and writes `pipeline/language/coref.json`: `python -m training.coref`.

Fitted on the train split alone. The threshold of each kind of anaphor is the lowest, above even odds, from which enough
of the links of a cross-validation are right.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from spacy.tokens import Doc

from benchmarks.coref import found_mentions, match_names
from pipeline.components.coref import Coref, Known
from pipeline.coreference.anaphors import Anaphor
from pipeline.coreference.discourse import Entity, Key
from pipeline.coreference.ranker import WEIGHTS, Ranker
from pipeline.coreference.resolver import Resolver
from pipeline.coreference.signals import options
from pipeline.language import load_model
from training.chains import ChainedText, read_chains

KINDS = ("he", "it", "they", "person", "thing")
SHARE_RIGHT = 0.85  # of what is shown, at least: a wrong link is worse than none
RIDGE = 8.0
ITERATIONS = 60
LEAST = 0.0005  # weights that are kept
FOLDS = 5
RAREST = 3  # choices that a signal is seen in at least
STEPS = tuple(round(0.55 + 0.05 * i, 2) for i in range(9))  # what is hardly likelier than not is not shown
NEVER = 1.0
_SOURCE = (
    "Fitted by training/coref.py on the train split of GUM without the genres under closed terms "
    "(Zeldes 2017; annotation CC BY 4.0)"
)


@dataclass(slots=True)
class Choice:
    """A pronoun or noun phrase with the signals of all options, the last of which is none, and which are right."""

    kind: str
    options: list[list[str]]
    right: set[int]


@dataclass(slots=True)
class Read:
    """A text of GUM with what the pipeline knows of it before pronouns are resolved."""

    text: ChainedText
    known: Known
    taught: list[Choice] = field(default_factory=list)
    chain_at: dict[int, str] = field(default_factory=dict)
    chains: dict[Key, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for mention in sorted(self.text.mentions, key=lambda m: m.start - m.end):
            self.chain_at[mention.head_start] = mention.chain
        for one, mention in match_names(self.text.mentions, found_mentions(self.known.mentions)).items():
            label, name = one.entity
            self.chains.setdefault((name, label), set()).add(mention.chain)
        self.taught = _record(self, Ranker({}, dict.fromkeys(KINDS, 0.0)), taught=True).choices

    def is_right(self, anaphor: Anaphor, entity: Entity) -> bool:
        """Whether an entity is what is meant."""
        chain = self.chain_at.get(anaphor.head.idx)
        if entity.is_named:
            return chain in self.chains.get(entity.key, ())
        return chain is not None and self.chain_at.get(entity.head.idx) == chain


class Recorder(Resolver):
    """Resolves like the pipeline, or rightly where it is taught, and notes the choices and the answers."""

    def __init__(self, read: Read, ranker: Ranker, taught: bool) -> None:
        super().__init__(read.known, ranker)
        self.read = read
        self.taught = taught
        self.choices: list[Choice] = []
        self.answers: list[tuple[str, float, bool]] = []

    def choose(self, anaphor: Anaphor, entities: list[Entity]) -> tuple[Entity | None, float]:
        """The entity that is meant, with its probability."""
        right = {i for i, entity in enumerate(entities) if self.read.is_right(anaphor, entity)}
        if entities:
            signals = options(self.scene, anaphor, entities)
            self.choices.append(Choice(anaphor.kind, signals, right or {len(entities)}))
        if self.taught:
            return (entities[min(right)] if right else None), 1.0
        entity, sure = super().choose(anaphor, entities)
        if entity is not None and entity.is_named:
            self.answers.append((anaphor.kind, sure, self.read.is_right(anaphor, entity)))
        return entity, sure


def read_texts(corpora: Path) -> Iterator[Read]:
    """Annotate the train split, up to coreference."""
    nlp = load_model()
    for name in ("coref", "quotes", "claims"):
        component = nlp.get_pipe(name)
        nlp.remove_pipe(name)
        if isinstance(component, Coref):
            coref = component
    for text in read_chains(corpora / "ud-gum-open" / "train.conllu"):
        doc: Doc = nlp(text.text)
        yield Read(text, coref.known(doc))


def fit(texts: Sequence[Read]) -> Ranker:
    """Fit the weights: first on texts that are resolved rightly, then on those that these weights resolve."""
    first = _weigh([choice for text in texts for choice in text.taught])
    return _weigh([choice for text in texts for choice in _record(text, first).choices])


def _weigh(choices: Sequence[Choice]) -> Ranker:
    weights = {kind: regress([choice for choice in choices if choice.kind == kind]) for kind in KINDS}
    return Ranker(weights, dict.fromkeys(KINDS, 0.0))


def _record(text: Read, ranker: Ranker, taught: bool = False) -> Recorder:
    recorder = Recorder(text, ranker, taught)
    list(recorder.resolve())
    return recorder


def regress(choices: Sequence[Choice]) -> dict[str, float]:
    """Fit the weights of a kind: the right options together get the share that they can."""
    seen = Counter(signal for choice in choices for signal in {s for option in choice.options for s in option})
    place = {signal: i for i, signal in enumerate(sorted(s for s, n in seen.items() if n >= RAREST))}
    options = [option for choice in choices for option in choice.options]
    cells = [(row, place[signal]) for row, option in enumerate(options) for signal in option if signal in place]
    rows, columns = zip(*cells, strict=True)
    values = csr_matrix((np.ones(len(cells)), (rows, columns)), shape=(len(options), len(place)))
    sizes = np.array([len(choice.options) for choice in choices])
    starts = np.cumsum(sizes) - sizes
    right = np.array([i in choice.right for choice in choices for i in range(len(choice.options))])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = values @ weights
        total, shares = _shares(scores, starts, sizes)
        good, wanted = _shares(np.where(right, scores, -np.inf), starts, sizes)
        penalty = RIDGE / 2 * float(weights @ weights)
        return float((total - good).sum()) + penalty, values.T @ (shares - wanted) + RIDGE * weights

    found = minimize(loss, np.zeros(len(place)), jac=True, method="L-BFGS-B", options={"maxiter": ITERATIONS}).x
    return {signal: round(float(found[i]), 3) for signal, i in place.items() if abs(found[i]) >= LEAST}


def _shares(scores: np.ndarray, starts: np.ndarray, sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The logarithm of the sum of powers of each choice, and the share of each option in it."""
    best = np.maximum.reduceat(scores, starts)
    powers = np.exp(scores - np.repeat(best, sizes))
    sums = np.add.reduceat(powers, starts)
    return best + np.log(sums), powers / np.repeat(sums, sizes)


def cross_validated(texts: Sequence[Read]) -> list[tuple[str, float, bool]]:
    """Answers for every text by weights that were fitted on other texts: kind, probability, whether right."""
    found = []
    for fold in range(FOLDS):
        ranker = fit([text for i, text in enumerate(texts) if i % FOLDS != fold])
        for text in texts[fold::FOLDS]:
            found += _record(text, ranker).answers
    return found


def threshold(answers: Sequence[tuple[float, bool]]) -> float:
    """The lowest probability from which enough answers are right; `NEVER` where that is none."""
    for step in STEPS:
        shown = [right for sure, right in answers if sure >= step]
        if shown and sum(shown) >= SHARE_RIGHT * len(shown):
            return step
    return NEVER


def main() -> None:
    """Parse the arguments, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, help="folder that holds ud-gum-open/")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    args = parser.parse_args()
    texts = list(read_texts(args.corpora))
    answers = cross_validated(texts)
    thresholds = {kind: threshold([(sure, right) for of, sure, right in answers if of == kind]) for kind in KINDS}
    model = {"source": _SOURCE, "thresholds": thresholds, "weights": fit(texts).weights}
    args.out.write_text(json.dumps(model, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    for kind in KINDS:
        shown = [right for of, sure, right in answers if of == kind and sure >= thresholds[kind]]
        print(f"{kind:8} from {thresholds[kind]:.2f}: {sum(shown)} of {len(shown)} right, cross-validated")


if __name__ == "__main__":
    main()
