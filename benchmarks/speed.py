"""How fast the document stages are, beside peers on the same Docs: `python -m benchmarks.speed [--articles N]`.

All in one process on one thread, after a first round that warms it up, in processor time, so that what else the machine
does matters little. A round takes every contender once, and each round begins with another; figures are medians.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from benchmarks.inputs import articles, written
from pipeline.language import COMPONENTS, load_model
from pipeline.plan import Input
from pipeline.records import SourceEntry
from pipeline.run import Job, Outcome, process

OURS, MODEL, PIPELINE = "document stages", "language model alone", "language pipeline alone (annotate)"
QUOTATIONS, TRIPLES = "textacy direct_quotations", "textacy subject_verb_object_triples"
ON_DOCS = ("quotes", "claims")
"""Components of this project that read the same Docs as the peers."""
Contender = Callable[[], object]


def measure(n_articles: int = 40, rounds: int = 3) -> dict[str, Any]:
    """Words a second of the document stages, of each of them and of the peers.

    Args:
        n_articles: Made articles; a pinned number.
        rounds: Rounds that medians are taken over.

    Returns:
        `articles`, `words` (tokens but white space) and `rounds`; `words_a_second` by contender; `stages`, with the
        share of each in the document stages; `documents_to_model` and `documents_to_pipeline`, the words a second of
        the document stages over those of the language model alone, and of the language pipeline; `quotations` that the
        component finds and that textacy finds, and the articles on which textacy raises.

    Raises:
        InputsChangedError: The articles are not those that were pinned.
        RuntimeError: A stage failed.
    """
    found = articles(n_articles)
    nlp = load_model()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "raw"
        written(folder, found)
        jobs = [Job(folder, Input(path.name, None, SourceEntry()), None, None) for path in sorted(folder.iterdir())]
        outcomes: list[list[Outcome]] = []
        docs = [nlp(text) for _, text in found]
        ours = {OURS: lambda: outcomes.append(_outcomes(jobs))}
        seconds = interleaved(ours | _contenders(nlp, [text for _, text in found], docs), rounds)
    n_words = sum(not token.is_space for doc in docs for token in doc)
    return {
        "articles": n_articles,
        "words": n_words,
        "rounds": rounds,
        "quotations": _counts(docs),
        **figures(n_words, seconds, [_by_stage(one) for one in outcomes[1:]]),  # the first one warmed up
    }


def _outcomes(jobs: Sequence[Job]) -> list[Outcome]:
    """What the document stages make; a stage that fails must not pass for a fast one."""
    outcomes = [process(job) for job in jobs]
    if failed := sum(not outcome.lasting for outcome in outcomes):
        raise RuntimeError(f"{failed} articles failed in a stage: run `corroborate run` on them to see in which")
    return outcomes


def _contenders(nlp: Language, texts: Sequence[str], docs: Sequence[Doc]) -> dict[str, Contender]:
    def alone() -> None:
        with nlp.select_pipes(disable=[name for name in COMPONENTS if name in nlp.pipe_names]):
            _exhaust(nlp(text) for text in texts)

    return {
        MODEL: alone,
        PIPELINE: lambda: _exhaust(nlp(text) for text in texts),
        **{f"component {name}": partial(_on_docs, nlp.get_pipe(name), docs) for name in ON_DOCS},
        QUOTATIONS: lambda: _exhaust(map(_quotations, docs)),
        TRIPLES: lambda: _exhaust(map(_triples, docs)),
    }


def _on_docs(component: Callable[[Doc], Doc], docs: Sequence[Doc]) -> None:
    _exhaust(map(component, docs))


def _exhaust(items: Iterable[object]) -> None:
    for _ in items:
        pass


def _counts(docs: Sequence[Doc]) -> dict[str, int]:
    theirs = [_quotations(doc) for doc in docs]
    ours = sum(len(doc._.quotes) for doc in docs)
    return {"component": ours, "textacy": sum(n or 0 for n in theirs), "textacy raises": theirs.count(None)}


def _quotations(doc: Doc) -> int | None:
    """How many quotations textacy finds; None where it raises, since quotation marks don't pair."""
    from textacy.extract.triples import direct_quotations

    try:
        return sum(1 for _ in direct_quotations(doc))
    except ValueError:
        return None


def _triples(doc: Doc) -> None:
    from textacy.extract.triples import subject_verb_object_triples

    _exhaust(subject_verb_object_triples(doc))


def interleaved(contenders: Mapping[str, Contender], rounds: int) -> dict[str, float]:
    """Median seconds of processor time of each contender; a first round that warms up does not count."""
    names, seconds = list(contenders), defaultdict(list)
    for number in range(rounds + 1):
        for name in names[number % len(names) :] + names[: number % len(names)]:
            started = time.process_time()
            contenders[name]()
            if number:
                seconds[name].append(time.process_time() - started)
    return {name: median(taken) for name, taken in seconds.items()}


def _by_stage(outcomes: Sequence[Outcome]) -> dict[str, float]:
    total: dict[str, float] = defaultdict(float)
    for outcome in outcomes:
        for stage, taken in outcome.seconds.items():
            total[stage] += taken
    return dict(total)


def figures(n_words: int, seconds: Mapping[str, float], stages: Sequence[Mapping[str, float]]) -> dict[str, Any]:
    """What `measure` gives, from seconds.

    Args:
        n_words: Words that every contender read.
        seconds: Of processor time, by contender.
        stages: Seconds by stage as the run's own clock tells them, a mapping a round.
    """
    shares = {name: median(one[name] / sum(one.values()) for one in stages) for name in stages[0]}
    return {
        "words_a_second": {name: round(n_words / taken) for name, taken in seconds.items()},
        "stages": {
            name: {"words_a_second": round(n_words / (share * seconds[OURS])), "share": round(share, 4)}
            for name, share in shares.items()
        },
        "documents_to_model": round(seconds[MODEL] / seconds[OURS], 4),
        "documents_to_pipeline": round(seconds[PIPELINE] / seconds[OURS], 4),
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=40, help="a pinned number")
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    print(json.dumps(measure(args.articles, args.rounds), indent=1))


if __name__ == "__main__":
    main()
