"""From trained weights to the directory that the package ships: lemmatizer, description, checksums."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import spacy

from pipeline.language import CHECKSUMS, file_checksums
from training.corpus import treebank
from training.lemmas import lemma_tables

NAME, VERSION = "corroborate", "0.1.0"
META = {
    "name": NAME,
    "version": VERSION,
    "description": "Tags, lemmas, dependencies (labels of spaCy's English models) and names for English news.",
    "author": "The Corroborate authors",
    "license": "CC BY-SA 4.0",
    "url": "",
    "email": "",
}


def package(trained: Path, corpora: Path, target: Path) -> None:
    """Add the lemmatizer to a trained pipeline and write it, with its checksums, in the place of `target`."""
    nlp = spacy.load(trained)
    examples = [example for name in ("ud-ewt", "ud-gum-open") for example in treebank(corpora, name, "train")]
    if "lemmatizer" not in nlp.pipe_names:
        lemmatizer = nlp.add_pipe("lemmatizer", config={"mode": "rule"})
        lemmatizer.initialize(lookups=lemma_tables(examples))  # type: ignore[attr-defined]
    nlp.meta.update(META)
    nlp.config["paths"] = dict.fromkeys(nlp.config["paths"])  # they are of the machine that it was trained on
    draft = target.with_name(target.name + ".draft")
    shutil.rmtree(draft, ignore_errors=True)
    nlp.to_disk(draft)
    _slim_meta(draft / "meta.json")
    (draft / CHECKSUMS).write_text(json.dumps(file_checksums(draft), indent=1) + "\n", encoding="utf-8")
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)


def _slim_meta(path: Path) -> None:
    """Take the training's own scores out: the model card holds the figures, measured from raw text."""
    meta = json.loads(path.read_text(encoding="utf-8"))
    meta["performance"] = {}
    path.write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")
