"""Component `bio_ner`: names, as the likeliest row of BIO labels that is a valid one.

Its weights are made together with the encoder's, by `make model`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.scorer import get_ner_prf
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import filter_spans, registry
from spacy.vocab import Vocab
from thinc.api import Linear, Model, chain, with_array
from thinc.types import Floats2d

from pipeline.language.rows import OUTSIDE, best_row, may_follow, normalised

Predicted = tuple[NDArray[np.int64], NDArray[np.float32]]  # labels (words,), their log-probabilities (words, labels)
CONFIG = {
    "model": {
        "@architectures": "corroborate.BioNer.v1",
        "tok2vec": {"@architectures": "spacy.Tok2VecListener.v1", "width": 384},
    }
}

if not Span.has_extension("label_shares"):
    Span.set_extension("label_shares", default=None)


@registry.architectures("corroborate.BioNer.v1")  # type: ignore[untyped-decorator]  # spaCy's registries are untyped
def bio_ner(tok2vec: Model[list[Doc], list[Floats2d]]) -> Model[list[Doc], list[Floats2d]]:
    """Build the model: a score for each word and label, linear in the word's vector."""
    output: Model[Floats2d, Floats2d] = Linear(nI=tok2vec.get_dim("nO"))
    model: Model[list[Doc], list[Floats2d]] = chain(tok2vec, with_array(output))
    model.set_ref("output", output)
    return model


class BioNer(TrainablePipe):  # type: ignore[misc]  # compiled, without types
    """Adds names to `doc.ents`; what is set there before stays."""

    def __init__(self, vocab: Vocab, model: Model[Any, Any], name: str = "ner") -> None:
        self.vocab, self.model, self.name = vocab, model, name
        self.cfg: dict[str, Any] = {"labels": [OUTSIDE]}

    @property
    def labels(self) -> tuple[str, ...]:
        """The types of name that it knows."""
        return tuple(sorted({label[2:] for label in self.cfg["labels"] if label != OUTSIDE}))

    def predict(self, docs: Iterable[Doc]) -> list[Predicted]:
        """Give each Doc's BIO labels as numbers, and the log-probability of every label for every word."""
        allowed = may_follow(self.cfg["labels"])
        logs = [normalised(np.asarray(scores)) for scores in self.model.predict(list(docs))]
        return [(best_row(row, allowed), row) for row in logs]

    def set_annotations(self, docs: Iterable[Doc], scores: Sequence[Predicted]) -> None:
        """Write what `predict` gave; `span._.label_shares` tells how sure the label of a name is."""
        for doc, (numbers, logs) in zip(docs, scores, strict=True):
            given = list(doc.ents)
            taken = {token.i for span in given for token in span}
            names = [span for span in self._spans(doc, numbers) if taken.isdisjoint(range(span.start, span.end))]
            for span in names:
                span._.label_shares = self._shares(logs[span.start : span.end])
            doc.set_ents(filter_spans([*given, *names]))

    def _shares(self, logs: NDArray[np.float32]) -> dict[str, float]:
        """The probability that the words of a span (words, labels) are of each type of name: their geometric mean."""
        labels = self.cfg["labels"]
        inside = {name: [i for i, label in enumerate(labels) if label[2:] == name] for name in self.labels}
        return {name: float(np.exp(np.logaddexp.reduce(logs[:, i], axis=1).mean())) for name, i in inside.items()}

    def score(self, examples: Iterable[Example], **kwargs: Any) -> dict[str, Any]:
        """Score as spaCy's own component does."""
        scores: dict[str, Any] = get_ner_prf(examples, **kwargs)
        return scores

    def _spans(self, doc: Doc, numbers: NDArray[np.int64]) -> list[Span]:
        labels = [self.cfg["labels"][number] for number in numbers]
        begins = [i for i, label in enumerate(labels) if label.startswith("B-")]
        spans = []
        for start in begins:
            end = start + 1
            while end < len(labels) and labels[end].startswith("I-"):
                end += 1
            spans.append(Span(doc, start, end, label=labels[start][2:]))
        return spans


@Language.factory(
    "bio_ner",
    assigns=["doc.ents", "token.ent_iob", "token.ent_type"],
    default_config=CONFIG,
    default_score_weights={"ents_f": 1.0, "ents_p": 0.0, "ents_r": 0.0},
)
def make_ner(nlp: Language, name: str, model: Model[Any, Any]) -> BioNer:
    """Make the component."""
    return BioNer(nlp.vocab, model, name)
