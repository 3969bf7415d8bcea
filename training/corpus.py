"""Put the corpora together: training documents with variants, and one development set a corpus."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from training.augment import name_pool, variant
from training.conllu import read_conllu
from training.documents import LONGEST, Example, from_treebank, group, to_doc
from training.names.columns import add_uner, read_crossner, read_wikigold
from training.names.gum import add_gum
from training.names.re3d import read_re3d

ATTRIBUTES = ["ORTH", "SPACY", "TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "SENT_START", "ENT_IOB", "ENT_TYPE"]
ACTORS = Path("petrarch2", "Phoenix.Countries.actors.txt")
LENGTHS = (LONGEST, LONGEST // 3, LONGEST // 2, LONGEST // 6)  # words a document at most, one variant each
SEED = 20241


def treebank(corpora: Path, name: str, split: str) -> list[Example]:
    """Read a treebank's split with the names that are known for it."""
    examples = [
        example for sentence in read_conllu(corpora / name / f"{split}.conllu") if (example := from_treebank(sentence))
    ]
    if name == "ud-ewt":
        add_uner(examples, corpora / "uner-ewt" / f"{split}.iob2")
    else:
        add_gum(examples)
    return examples


def development(corpora: Path) -> dict[str, list[list[Example]]]:
    """Give the development sets by name, each a list of documents."""
    tokenizer = spacy.blank("en")
    sets = {
        "ewt": treebank(corpora, "ud-ewt", "dev"),
        "gum": treebank(corpora, "ud-gum-open", "dev"),
        "re3d": read_re3d(corpora / "re3d", tokenizer, dev=True),
        "crossner": read_crossner(corpora / "crossner-politics" / "dev.txt"),
    }
    return {name: list(group(examples)) for name, examples in sets.items()}


def training_documents(corpora: Path) -> list[list[Example]]:
    """Give the training documents with their variants, in a shuffled but fixed order."""
    sources = [
        treebank(corpora, "ud-ewt", "train"),
        treebank(corpora, "ud-gum-open", "train"),
        read_wikigold(corpora / "wikigold" / "wikigold.conll.txt"),
        read_crossner(corpora / "crossner-politics" / "train.txt"),
        read_re3d(corpora / "re3d", spacy.blank("en"), dev=False),
    ]
    pool = name_pool(corpora / ACTORS)
    rng = random.Random(SEED)  # noqa: S311 - no secrets depend on it
    found: list[list[Example]] = []
    for longest in LENGTHS:
        documents = [document for source in sources for document in group(source, longest)]
        rng.shuffle(documents)
        found.extend(variant(document, pool, rng.randrange(2**32)) for document in documents)
    return found


def write_corpora(corpora: Path, work: Path) -> None:
    """Write train.spacy and dev.spacy (all development sets that have trees) into the working folder."""
    nlp = spacy.blank("en")
    _write(work / "train.spacy", nlp, training_documents(corpora))
    sets = development(corpora)
    _write(work / "dev.spacy", nlp, [document for name in ("ewt", "gum", "re3d") for document in sets[name]])


def _write(path: Path, nlp: Language, documents: Iterable[list[Example]]) -> None:
    docs: list[Doc] = [to_doc(nlp.vocab, document) for document in documents]
    path.parent.mkdir(parents=True, exist_ok=True)
    DocBin(attrs=ATTRIBUTES, docs=docs).to_disk(path)
    print(f"{path.name}: {len(docs)} documents, {sum(map(len, docs))} tokens")
