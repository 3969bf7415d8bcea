"""Train the bundled pipeline: corpora -> word vectors -> weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import spacy
from spacy.training.initialize import init_nlp
from spacy.training.loop import train as train_nlp
from spacy.util import load_config
from thinc.api import Config, set_current_ops

from training.augment import common_name_words, name_pool
from training.corpus import ACTORS, write_corpora
from training.ops import BlasOps
from training.places import known_words
from training.sentences import read_sentences
from training.teacher import sentence_vectors
from training.vectors import distil, to_vocab

CONFIG = Path(__file__).with_name("config.cfg")


def train(corpora: Path, work: Path) -> Path:
    """Run all steps that `work` does not hold the results of yet; returns the folder of the trained pipeline."""
    if not (work / "dev.spacy").exists():
        write_corpora(corpora, work)
    if not (work / "vectors").exists():
        make_vectors(corpora, work, work / "vectors")
    paths = {"paths.train": work / "train.spacy", "paths.dev": work / "dev.spacy", "paths.vectors": work / "vectors"}
    overrides = {name: str(path) for name, path in paths.items()}
    first, second = work / "first", work / "second"
    _run(CONFIG, first, overrides)
    _run(refining_config(first / "model-best", work), second, overrides)
    return second / "model-best"


def _run(config: Path, target: Path, overrides: dict[str, str]) -> None:
    """Train as `spacy train` does, but for the matrix products."""
    set_current_ops(BlasOps())
    nlp = init_nlp(load_config(config, overrides=overrides, interpolate=False))
    target.mkdir(parents=True, exist_ok=True)
    train_nlp(nlp, target)


def refining_config(trained: Path, work: Path) -> Path:
    """Write the configuration of the second round: the first one's weights, a new warm-up, half the steps."""
    config = Config().from_disk(CONFIG, interpolate=False)
    for name in config["components"]:
        config["components"][name] = {"source": str(trained)}
    training = config["training"]
    training["max_steps"] //= 2
    training["optimizer"]["learn_rate"] |= {
        "warmup_steps": 60,
        "total_steps": training["max_steps"],
        "initial_rate": 0.0009,
    }
    path = work / "refining.cfg"
    config.to_disk(path)
    return path


def make_vectors(corpora: Path, work: Path, target: Path) -> None:
    """Distil word vectors and save them as a pipeline without components, as spaCy's training reads them."""
    sentences = read_sentences(corpora)
    cache = work / "teacher.npy"
    if not cache.exists():
        np.save(cache, sentence_vectors(sentences))
    names = known_words() + common_name_words(name_pool(corpora / ACTORS))
    words, table = distil(sentences, np.load(cache).astype(np.float32), names)
    nlp = spacy.blank("en", vocab=to_vocab(words, table))
    nlp.to_disk(target)
