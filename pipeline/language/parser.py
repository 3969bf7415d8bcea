"""Component `biaffine_parser`: sentence starts, then the best projective tree of each sentence.

Its weights are made together with the encoder's, by `make model`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.scorer import Scorer
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab
from thinc.api import Model

from pipeline.language.biaffine import Sides, arc_scores, relation_scores
from pipeline.language.trees import best_tree

Integers = NDArray[np.int64]
Parse = tuple[Integers, Integers]
ROOT, SPACE = "ROOT", "dep"  # the labels of a sentence's root, and of white space
IGNORED = ("p", "punct")  # labels that spaCy's own scores leave out
CONFIG = {
    "model": {
        "@architectures": "corroborate.BiaffineParser.v1",
        "tok2vec": {"@architectures": "spacy.Tok2VecListener.v1", "width": 384},
        "arc_width": 256,
        "relation_width": 96,
    }
}


class BiaffineParser(TrainablePipe):  # type: ignore[misc]  # compiled, without types
    """Sets heads, dependency labels and sentence starts; keeps to sentence starts that are set before it."""

    def __init__(self, vocab: Vocab, model: Model[Any, Any], name: str = "parser") -> None:
        self.vocab, self.model, self.name = vocab, model, name
        self.cfg: dict[str, Any] = {"labels": []}

    @property
    def labels(self) -> tuple[str, ...]:
        """The dependency labels, in the order of their numbers."""
        return tuple(self.cfg["labels"])

    def predict(self, docs: Iterable[Doc]) -> list[Parse]:
        """Give each Doc's heads, as numbers of words, and labels, as numbers of `labels`: (words,) each."""
        found = list(docs)
        return [self._parse(doc, sides) for doc, sides in zip(found, self.model.predict(found), strict=True)]

    def set_annotations(self, docs: Iterable[Doc], scores: Sequence[Parse]) -> None:
        """Write what `predict` gave."""
        numbers = np.array([self.vocab.strings.add(label) for label in self.labels], dtype=np.uint64)
        for doc, (heads, labels) in zip(docs, scores, strict=True):
            if len(doc):
                offsets = (heads - np.arange(len(doc))).astype(np.int64).view(np.uint64)
                doc.from_array(["HEAD", "DEP"], np.stack([offsets, numbers[labels]], axis=1))  # type: ignore[arg-type]

    def score(self, examples: Iterable[Example], **kwargs: Any) -> dict[str, Any]:
        """Score as spaCy's own parser does."""
        pairs = list(examples)
        sentences = Scorer.score_spans(pairs, "sents", has_annotation=lambda doc: doc.has_annotation("DEP"))
        del sentences["sents_per_type"]
        return Scorer.score_deps(pairs, "dep", ignore_labels=IGNORED, **kwargs) | sentences

    def _parse(self, doc: Doc, sides: Sides) -> Parse:
        heads, labels = np.arange(len(doc)), np.full(len(doc), self.labels.index(SPACE))
        layer, root = self.model.get_ref("biaffine"), self.labels.index(ROOT)
        spaces = np.array([token.is_space for token in doc], dtype=bool)
        for start, end in sentences(doc, sides.starts):
            inside = np.arange(start, end)
            words = inside[~spaces[start:end]]
            if len(words):
                heads[words] = words[best_tree(arc_scores(layer, sides, words))]
                scores = relation_scores(layer, sides, words, heads[words])
                scores[:, root] = np.where(heads[words] == words, np.inf, -np.inf)
                labels[words] = scores.argmax(axis=1)
            else:
                labels[start] = root
                words = inside[:1]
            before = np.searchsorted(words, inside[spaces[start:end]])  # white space goes with the word before it
            heads[inside[spaces[start:end]]] = words[np.maximum(before - 1, 0)]
        return heads, labels


def sentences(doc: Doc, starts: NDArray[np.float32]) -> Iterator[tuple[int, int]]:
    """Give the first word and the end of each sentence, by what is set already and else by the log-odds."""
    preset = doc.to_array("SENT_START").astype(np.int64) if len(doc) else np.zeros(0, dtype=np.int64)
    begins = np.where(preset == 0, starts > 0, preset > 0)
    begins[:1] = True
    firsts = np.flatnonzero(begins)
    yield from pairwise([*firsts.tolist(), len(doc)])


@Language.factory(
    "biaffine_parser",
    assigns=["token.dep", "token.head", "token.is_sent_start", "doc.sents"],
    default_config=CONFIG,
    default_score_weights={"dep_uas": 0.5, "dep_las": 0.5, "sents_f": 0.0},
)
def make_parser(nlp: Language, name: str, model: Model[Any, Any]) -> BiaffineParser:
    """Make the component."""
    return BiaffineParser(nlp.vocab, model, name)
