"""Measure a pipeline on the development sets, from raw text to the end."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path

from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc, Span
from spacy.training import Example as Pair

from pipeline.language import COMPONENTS, load_model
from training.corpus import development
from training.documents import Example, to_doc
from training.uner import Scores, read_examples, uner_scores

NEWS = ("GUM_news", "GUM_interview", "GUM_speech")
COARSE = {"GPE": "LOC", "FAC": "LOC"}  # what UNER calls LOC
Figures = dict[str, float | dict[str, float] | Scores | None]


def evaluate(nlp: Language, corpora: Path) -> dict[str, Figures]:
    """Give the figures of each development set; names are also scored with GPE and LOC as one, and as UNER has them."""
    sets = development(corpora)
    found = {name: _figures(_pairs(nlp, documents)) for name, documents in sets.items()}
    news = [document for document in sets["gum"] if document[0].doc_id.startswith(NEWS)]
    found["gum news, interview, speech"] = _figures(_pairs(nlp, news))
    own = read_examples(corpora / "ud-ewt" / "dev.conllu", corpora / "uner-ewt" / "dev.iob2")
    found["ewt, UNER's own spans"] = {**uner_scores(nlp, own)}
    found["speed"] = {"words a second of processor time": _speed(nlp, sets["gum"])}
    return found


def _pairs(nlp: Language, documents: Sequence[Sequence[Example]]) -> list[Pair]:
    references = [to_doc(nlp.vocab, list(document)) for document in documents]
    return [Pair(nlp(reference.text), reference) for reference in references]


def _figures(pairs: list[Pair]) -> Figures:
    scores = Scorer.score_tokenization(pairs)
    figures: Figures = {"tokens": scores["token_f"]}
    if any(pair.reference.has_annotation("DEP") for pair in pairs):
        parsed = Scorer.score_deps(pairs, "dep", ignore_labels=("p", "punct"))
        figures |= {"UAS": parsed["dep_uas"], "LAS": parsed["dep_las"]}
        figures["sentences"] = Scorer.score_spans(pairs, "sents", has_annotation=lambda doc: doc.has_annotation("DEP"))[
            "sents_f"
        ]
        for name, attribute in (("tags", "tag"), ("parts of speech", "pos"), ("lemmas", "lemma")):
            figures[name] = Scorer.score_token_attr(pairs, attribute)[f"{attribute}_acc"]
    names = name_scores(pairs, merge=False)
    figures |= {"names": names["all"], "names by label": names}
    figures["names, GPE as LOC"] = name_scores(pairs, merge=True)["all"]
    return figures


def name_scores(pairs: Sequence[Pair], *, merge: bool) -> dict[str, float]:
    """F1 of exact name spans, by label and together ("all"); words of which nothing is known don't count."""
    right: dict[str, int] = {}
    sizes: dict[str, int] = {}
    labels = {_key(ent, merge)[2] for pair in pairs for ent in pair.reference.ents}
    for pair in pairs:
        gold = {_key(ent, merge) for ent in pair.reference.ents}
        unknown = _unknown_characters(pair.reference)
        scored = (ent for ent in pair.predicted.ents if _key(ent, merge)[2] in labels)
        found = {_key(ent, merge) for ent in scored if unknown.isdisjoint(range(ent.start_char, ent.end_char))}
        for _, _, label in gold | found:
            sizes.setdefault(label, 0)
        for _, _, label in [*gold, *found]:
            sizes[label] += 1
        for _, _, label in gold & found:
            right[label] = right.get(label, 0) + 2
    scores = {label: right.get(label, 0) / size for label, size in sorted(sizes.items())}
    return {"all": sum(right.values()) / max(1, sum(sizes.values())), **scores}


def _key(span: Span, merge: bool) -> tuple[int, int, str]:
    return span.start_char, span.end_char, COARSE.get(span.label_, span.label_) if merge else span.label_


def _unknown_characters(doc: Doc) -> set[int]:
    return {i for token in doc if token.ent_iob == 0 for i in range(token.idx, token.idx + len(token))}


def _speed(nlp: Language, documents: Sequence[Sequence[Example]]) -> float:
    """Words a second of processor time (one thread: set OMP_NUM_THREADS=1)."""
    texts = [to_doc(nlp.vocab, list(document)).text for document in documents]
    nlp(texts[0])
    start = time.process_time()
    words = sum(len(doc) for doc in nlp.pipe(texts))
    return round(words / (time.process_time() - start))


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures of a pipeline as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", nargs="?", help="a spaCy pipeline, directory or package; left out: the bundled one")
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--alone", action="store_true", help="without this project's rules, but for sentence breaks")
    options = parser.parse_args(arguments)
    nlp = load_model(options.model)
    for name in COMPONENTS if options.alone else ():
        nlp.remove_pipe(name)
    print(json.dumps(evaluate(nlp, options.corpora), indent=2, default=float))


if __name__ == "__main__":
    main()
