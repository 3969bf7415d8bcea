"""Scores how claims are cut: `python -m benchmarks.segmentation --corpora ../shared/corpora [--model PATH]`.

Propositions of PropSegmEnt (Wikipedia, dev), of which people mark the words, each conjunct and each attribute one by
one; a claim is right where its words, its subject's included, and theirs overlap by 0.8 (Jaccard), one to one. What
ships was fitted on the same sentences, so the figure to trust is the one of five models that were each fitted on the
texts of other subjects. Beside it two readers of textacy, on the same parses, and how far the other two people who
marked each sentence agree with the one who is measured against.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, Token
from textacy.extract.triples import semistructured_statements, subject_verb_object_triples

import pipeline
from training.propsegment import Marked, read_propsegment
from training.segmentation import Figures, cross_validated, figures, finest, matched, words

Reader = Callable[[Doc], Iterable[list[Token]]]


def segmentation(docs: Sequence[Doc], marked: Sequence[Marked]) -> dict[str, Figures]:
    """The figures of the claims alone, of the smallest claims, and of all rows."""
    held = cross_validated(docs, marked)
    return {
        "clauses": figures([words(doc._.claims) for doc in docs], marked),
        "finest, five-fold": figures([words(finest(d._.claims, p)) for d, p in zip(docs, held, strict=True)], marked),
        "all rows, five-fold": figures([words([*d._.claims, *p]) for d, p in zip(docs, held, strict=True)], marked),
        "finest, as shipped": figures([words(finest(d._.claims, d._.claim_parts)) for d in docs], marked),
        "all rows, as shipped": figures([words([*d._.claims, *d._.claim_parts]) for d in docs], marked),
    }


def raters(marked: Sequence[Marked]) -> float:
    """How far the other raters agree with the reference, as F1 over all of them."""
    pairs = [(other, sentence.reference) for sentence in marked for other in sentence.others]
    right = sum(matched(other, reference) for other, reference in pairs)
    return round(2 * right / max(sum(len(other) + len(reference) for other, reference in pairs), 1), 4)


def with_textacy(docs: Sequence[Doc], marked: Sequence[Marked], read: Reader) -> dict[str, float | int]:
    """The figures of a reader of textacy; sentences that it raises on count as nothing found."""
    found: list[list[list[Token]]] = []
    raised = 0
    for doc in docs:
        try:
            found.append(list(read(doc)))
        except Exception:  # any: what it raises on is told
            raised += 1
            found.append([])
    return {**asdict(figures(found, marked)), "sentences it raised on": raised}


def triples(doc: Doc) -> Iterable[list[Token]]:
    """The words of each triple of subject, verb and object."""
    return ([*one.subject, *one.verb, *one.object] for one in subject_verb_object_triples(doc))


def statements(doc: Doc) -> Iterable[list[Token]]:
    """The words of each statement about the subject of a verb, asked for with that verb."""
    subjects = [chunk for chunk in doc.noun_chunks if chunk.root.dep_ in ("nsubj", "nsubjpass")]
    asked = {(re.escape(chunk.text), chunk.root.head.lemma_) for chunk in subjects}
    for entity, cue in sorted(asked):
        for one in semistructured_statements(doc, entity=entity, cue=cue):
            yield [*one.entity, *one.cue, *one.fragment]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--model", default=None)
    args = parser.parse_args()
    marked = read_propsegment(args.corpora / "propsegment")
    docs = list(pipeline.load_model(args.model).pipe([sentence.text for sentence in marked]))
    report: dict[str, Any] = {name: asdict(one) for name, one in segmentation(docs, marked).items()}
    report["other raters against the reference, F1"] = raters(marked)
    report["textacy triples"] = with_textacy(docs, marked, triples)
    report["textacy statements"] = with_textacy(docs, marked, statements)
    print(json.dumps({"sentences": len(docs), **report}, indent=1))


if __name__ == "__main__":
    main()
