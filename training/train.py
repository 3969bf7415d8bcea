"""Train the bundled pipeline: corpora -> word vectors -> weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import spacy
from spacy.cli.train import train as spacy_train

from training.corpus import write_corpora
from training.sentences import read_sentences
from training.teacher import sentence_vectors
from training.vectors import distil, to_vocab

CONFIG = Path(__file__).with_name("config.cfg")


def train(corpora: Path, work: Path) -> Path:
    """Run all steps that `work` does not hold the results of yet; returns the folder of the trained pipeline."""
    if not (work / "dev.spacy").exists():
        write_corpora(corpora, work)
    vectors = work / "vectors"
    if not vectors.exists():
        make_vectors(corpora, work, vectors)
    overrides = {
        "paths.train": str(work / "train.spacy"),
        "paths.dev": str(work / "dev.spacy"),
        "paths.vectors": str(vectors),
    }
    spacy_train(CONFIG, work / "trained", overrides=overrides)
    return work / "trained" / "model-best"


def make_vectors(corpora: Path, work: Path, target: Path) -> None:
    """Distil word vectors and save them as a pipeline without components, as spaCy's training reads them."""
    sentences = read_sentences(corpora)
    cache = work / "teacher.npy"
    if not cache.exists():
        np.save(cache, sentence_vectors(sentences))
    words, table = distil(sentences, np.load(cache).astype(np.float32))
    nlp = spacy.blank("en", vocab=to_vocab(words, table))
    nlp.to_disk(target)
