"""Scores alignments: `python -m benchmarks.alignment --corpora ../shared/corpora [--model PATH]`.

All on the topics of ECB+ that nothing was fitted on, run as one batch of articles: pairs of claims within one story
against plain overlaps of words; pairs of sentences, as alignments come; and how many of the pairs that tell much the
same are among the candidates.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from spacy.language import Language

import pipeline
from benchmarks.ecb_sentences import Sentences, by_sentences, figures, sentences
from pipeline.alignment.documents import document_profiles
from pipeline.alignment.joining import score
from pipeline.alignment.profiles import Profile
from pipeline.alignment.relations import relation
from pipeline.alignment.scoring import Scorer, bundled
from pipeline.alignment.selection import Scored, select
from pipeline.stages.align import met
from training.alignment import figures as figures_of_claims
from training.ecb import REPORTED, Article, read_articles
from training.stories import Example, annotated, examples, meetings


def alignment(articles: Sequence[Article], found: Sequence[Profile], scorer: Scorer) -> dict[str, dict[str, float]]:
    """The figures of claims, of sentences, of candidates and of conflicts that are none.

    Args:
        articles: The articles of ECB+ that figures are told of.
        found: Their claims.
        scorer: What tells the probability of a pair.
    """
    made = examples(meetings(articles, found), scorer)
    known = sentences(articles)
    together = met(document_profiles(found), scorer)
    scored = [one for documents, claims in together for one in score(documents, claims, scorer)]
    kept = select(scored, scorer.threshold)
    scores, shown = (by_sentences(articles, known, some) for some in (scored, kept))
    return {
        "claims": figures_of_claims(made, scorer),
        "sentences": figures(known, scores, set(shown)),
        "candidates": {"kept": round(_kept(known, set(scores)), 4), "pairs": len(scored), "claims": len(found)},
        "false_conflicts": {"share": round(_false_conflicts(made, kept), 4)},
    }


def _kept(known: Sentences, candidates: set[tuple[tuple[str, int], tuple[str, int]]]) -> float:
    """Of the pairs of sentences that share two events and half of those of one, the share among the candidates."""
    near = [
        pair
        for pair in known.within()
        if known.shared(*pair) >= max(2.0, min(len(known.events[place]) for place in pair) / 2)
    ]
    return sum(pair in candidates for pair in near) / max(len(near), 1)


def _false_conflicts(made: Sequence[Example], kept: Sequence[Scored]) -> float:
    """Of the aligned pairs that tell of one event by the annotation, the share that is told to conflict."""
    same = {Scored(example.pair, 0.0).key for example in made if example.same}
    told = [relation(one.pair, {}).kind == "conflicts" for one in kept if one.key in same]
    return sum(told) / max(len(told), 1)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--model", default=None)
    args = parser.parse_args()
    print(json.dumps(measure(args.corpora, pipeline.load_model(args.model)), indent=1))


def measure(corpora: Path, nlp: Language) -> dict[str, dict[str, float]]:
    """The figures of the bundled scorer with a language pipeline."""
    articles = [article for article in read_articles(corpora / "ecbplus") if article.topic in REPORTED]
    return alignment(articles, annotated(articles, nlp), bundled())


if __name__ == "__main__":
    main()
