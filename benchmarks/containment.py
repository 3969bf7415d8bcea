"""Scores how well coverage tells what another document holds too: `python -m benchmarks.containment --corpora DIR`.

PropSegmEnt (Wikipedia, dev): is a proposition entailed by another document on the subject? Decided by a logistic
regression over a few of the signals that alignment uses, five-fold by cluster; the majority of three raters is right.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from spacy.language import Language
from spacy.tokens import Token

import pipeline
from pipeline.alignment.meaning import meaning_of, row_of, table
from pipeline.alignment.vocabulary import canonical, rarity
from pipeline.stages.claims import content_lemmas

_ENTAILED = "RELATIONSHIP_ENTAILS"
_FOLDS = 5
_ALIKE_FROM = 0.3

Words = list[str]
Place = tuple[str, str]
"""A cluster and a document of it."""


def examples(folder: Path, nlp: Language) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """The signals of each proposition with another document, whether it is entailed, and its cluster."""
    clusters, rows = (
        json.loads((folder / f"{name}.dev.json").read_text(encoding="utf-8"))
        for name in ("document_clusters", "relationships")
    )
    sentences = {
        (cluster["cluster_id"], document["document_id"], number): sentence
        for cluster in clusters
        for document in cluster["documents"]
        for number, sentence in enumerate(document["sentences"])
    }
    docs = dict(zip(sentences, nlp.pipe(s["sentence_text"] for s in sentences.values()), strict=True))
    documents: dict[Place, list[Words]] = {}
    for (cluster, document, _), doc in docs.items():
        documents.setdefault((cluster, document), []).append(content_lemmas(doc))
    values, labels, groups = [], [], []
    for row in rows:
        told = row["hypothesis_proposition"]
        place = (row["cluster_id"], told["document_id"], told["sentence_index"])
        premise = documents.get((row["cluster_id"], row["premise_document_id"]))
        if place in docs and premise is not None:
            words = content_lemmas(_marked(sentences[place], told["proposition"]["token_indices"], docs[place]))
            values.append(signals(words, premise))
            labels.append(_is_entailed(row["relationship_responses"]))
            groups.append(row["cluster_id"])
    return np.array(values), np.array(labels), groups


def _marked(
    sentence: Mapping[str, list[Mapping[str, int]]], indices: Sequence[int], doc: Sequence[Token]
) -> Iterator[Token]:
    """The tokens of spaCy's that a proposition is made of."""
    starts = {sentence["tokens"][i]["character_offset_of_token_in_sentence"] for i in indices}
    return (token for token in doc if any(token.idx <= start < token.idx + len(token) for start in starts))


def _is_entailed(responses: Sequence[Mapping[str, str]]) -> bool:
    return Counter(one["relationship"] == _ENTAILED for one in responses).most_common(1)[0][0]


def signals(words: Words, document: Sequence[Words]) -> list[float]:
    """How much of a proposition a document holds: in its best sentence, in all, in like words, numbers and meaning."""
    every = [word for sentence in document for word in sentence]
    best = [_covered(words, sentence, exactly=True) for sentence in document]
    like = [_covered(words, sentence, exactly=False) for sentence in document]
    numbers = [word for word in words if any(c.isdigit() for c in word)]
    meanings = [float(_meaning(words) @ _meaning(sentence)) for sentence in document]
    return [
        max(best, default=0.0),
        max(like, default=0.0),
        _covered(words, every, exactly=True),
        _covered(words, every, exactly=False),
        max(meanings, default=0.0),
        sum(n in every for n in numbers) / max(len(numbers), 1) if numbers else 0.5,
        float(bool(numbers)),
        min((rarity(w) for w in words if canonical(w) not in {canonical(e) for e in every}), default=0.0),
        float(np.log1p(len(words))),
    ]


def _covered(words: Words, other: Words, *, exactly: bool) -> float:
    """The share of some words' weight that other words hold too, or words like them."""
    if not words or not other:
        return 0.0
    weights = np.array([rarity(word) for word in words])
    known = {canonical(word) for word in other}
    held = np.array([float(canonical(word) in known) for word in words])
    if not exactly:
        directions = table().directions
        cosines = directions[[row_of(w) for w in words]] @ directions[[row_of(w) for w in other]].T
        held = np.maximum(held, np.clip((cosines.max(axis=1) - _ALIKE_FROM) / (1 - _ALIKE_FROM), 0, 1))
    return float((weights * held).sum() / max(weights.sum(), 1e-9))


def _meaning(words: Words) -> np.ndarray:
    return meaning_of(row_of(word) for word in words)


def containment(corpora: Path, nlp: Language) -> dict[str, float]:
    """Balanced accuracy and area under the curve, five-fold by cluster, and of plain overlap of words."""
    values, labels, groups = examples(corpora / "propsegment", nlp)
    model = make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced", max_iter=2000))
    folds = GroupKFold(_FOLDS)
    found, plain = (
        cross_val_predict(model, some, labels, groups=groups, cv=folds, method="predict_proba")
        for some in (values, values[:, :1])
    )
    return {
        "propositions": len(labels),
        "entailed": int(labels.sum()),
        "balanced_accuracy": round(float(balanced_accuracy_score(labels, found[:, 1] >= 0.5)), 4),
        "auc": round(float(roc_auc_score(labels, found[:, 1])), 4),
        "balanced_accuracy_overlap": round(float(balanced_accuracy_score(labels, plain[:, 1] >= 0.5)), 4),
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    args = parser.parse_args()
    nlp = pipeline.load_model()
    nlp.select_pipes(enable=["tok2vec", "tagger", "morphologizer", "lemmatizer"])
    print(json.dumps(containment(args.corpora, nlp), indent=1))


if __name__ == "__main__":
    main()
