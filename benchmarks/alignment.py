"""Scores claims and alignments: `python -m benchmarks.alignment --corpora ../shared/corpora [--model PATH]`.

Alignment: pairs of claims of ECB+ within one story, against plain overlaps of words. Claims: propositions of
PropSegmEnt (Wikipedia, dev), of which people mark the words, each conjunct and each attribute one by one; a claim is
right where its words, its subject's included, and theirs overlap by 0.8 (Jaccard).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment
from spacy.language import Language

import pipeline
from pipeline.alignment.scoring import bundled
from pipeline.components.records import Proposition
from training.alignment import figures
from training.ecb import REPORTED, read_articles
from training.stories import examples

_OVERLAP = 0.8


def alignment(corpora: Path, nlp: Language) -> dict[str, float]:
    """Average precision and calibration on the stories kept for reporting."""
    articles = [article for article in read_articles(corpora / "ecbplus") if article.topic in REPORTED]
    return figures(examples(articles, nlp), bundled())


def segmentation(corpora: Path, nlp: Language) -> dict[str, float]:
    """Precision, recall and F1 of claims against the propositions that people marked."""
    matched = found = expected = 0
    rows = list(_sentences(corpora / "propsegment"))
    for doc, (tokens, propositions) in nlp.pipe(((text, rest) for text, *rest in rows), as_tuples=True):
        claims = [_tokens(claim, tokens) for claim in doc._.claims]
        matched += _matched(claims, propositions)
        found += len(claims)
        expected += len(propositions)
    precision, recall = matched / max(found, 1), matched / max(expected, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"sentences": len(rows), "precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def _tokens(claim: Proposition, tokens: list[int]) -> set[int]:
    """The tokens of a claim and of its subject, which people mark where it stands in another clause too."""
    spans = [claim.span, claim.subject] if claim.subject is not None else [claim.span]
    return {i for i, place in enumerate(tokens) if any(s.start_char <= place < s.end_char for s in spans)}


def _sentences(folder: Path) -> Iterator[tuple[str, list[int], list[set[int]]]]:
    """Each sentence with the place of its tokens and the tokens of the reference rater's propositions."""
    texts: dict[tuple[str, str, int], dict[str, Any]] = {}
    for cluster in json.loads((folder / "document_clusters.dev.json").read_text(encoding="utf-8")):
        for document in cluster["documents"]:
            for number, sentence in enumerate(document["sentences"]):
                texts[cluster["cluster_id"], document["document_id"], number] = sentence
    for row in json.loads((folder / "propositions.dev.json").read_text(encoding="utf-8")):
        place = row["sentence_id"]
        key = (place["cluster_id"], place["document_id"], place["sentence_index"])
        reference = [r for r in row["segmentation_responses"] if r["is_reference_response"]]
        if key in texts and reference:
            tokens = [token["character_offset_of_token_in_sentence"] for token in texts[key]["tokens"]]
            marked = [set(p["token_indices"]) for p in reference[0].get("propositions", ())]
            yield texts[key]["sentence_text"], tokens, marked


def _matched(claims: list[set[int]], propositions: list[set[int]]) -> int:
    """How many claims match a proposition, each at most one."""
    if not claims or not propositions:
        return 0
    overlaps = np.array([[len(c & p) / len(c | p) for p in propositions] for c in claims])
    rows, columns = linear_sum_assignment(-(overlaps >= _OVERLAP).astype(float))
    return int((overlaps[rows, columns] >= _OVERLAP).sum())


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--model", default=None)
    args = parser.parse_args()
    nlp = pipeline.load_model(args.model)
    print(json.dumps({"claims": segmentation(args.corpora, nlp), "alignment": alignment(args.corpora, nlp)}, indent=1))


if __name__ == "__main__":
    main()
