"""What lexicons and rules add to the model's names: `python -m benchmarks.names --corpora ../shared/corpora`.

Every part reads the same Docs of the model. Spans are exact, from raw text, with GPE, FAC and LOC as one; "UNER" is the
English Web Treebank with UNER's own spans and three labels, as the literature scores it.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example as Pair

from pipeline.components.entity_lexicon import EntityLexicon
from pipeline.language import COMPONENTS, load_model
from training.corpus import development
from training.documents import Example, group, to_doc
from training.evaluate import name_scores
from training.uner import read_examples, span_scores

PARTS = {
    "model": None,
    "+ lexicons": {"lexicons": True, "rules": False},
    "+ rules alone": {"lexicons": False, "rules": True},
    "+ lexicons and rules": {"lexicons": True, "rules": True},
}


def names_by_part(nlp: Language, texts: Sequence[str]) -> Iterator[tuple[str, list[Doc]]]:
    """Give each part's name with the Docs as it leaves them."""
    numbers = nlp.get_pipe("numeric_entities")
    with nlp.select_pipes(disable=list(COMPONENTS)):
        alone = list(nlp.pipe(texts))
    for part, settings in PARTS.items():
        if settings is None:
            yield part, alone
        else:
            component = EntityLexicon(nlp, **settings)
            yield part, [component(numbers(doc.copy())) for doc in alone]


def figures(nlp: Language, documents: Sequence[Sequence[Example]], *, own_labels: bool) -> Iterator[float]:
    """Give F1 by part."""
    gold = [to_doc(nlp.vocab, list(document)) for document in documents]
    for _, docs in names_by_part(nlp, [doc.text for doc in gold]):
        if own_labels:
            yield span_scores(docs, gold)["all"]["F1"]
        else:
            yield name_scores([Pair(*pair) for pair in zip(docs, gold, strict=True)], merge=True)["all"]


def main() -> None:
    """Print a table: data sets by parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the corpora; see training/README.md")
    corpora = parser.parse_args().corpora
    nlp = load_model()
    sets = development(corpora)
    sets["UNER"] = list(group(read_examples(corpora / "ud-ewt" / "dev.conllu", corpora / "uner-ewt" / "dev.iob2")))
    print(f"| F1 | {' | '.join(PARTS)} |\n| --- |{' ---: |' * len(PARTS)}")
    for name, documents in sets.items():
        row = figures(nlp, documents, own_labels=name == "UNER")
        print(f"| {name} | {' | '.join(f'{100 * figure:.1f}' for figure in row)} |", flush=True)


if __name__ == "__main__":
    main()
