"""Train the bundled pipeline: corpora -> documents -> fine-tuned encoder and heads -> spaCy pipeline."""

from __future__ import annotations

from pathlib import Path

from training.attributions import write_attributions
from training.corpus import write_corpora
from training.encoder.assemble import assemble
from training.encoder.finetune import ATTRIBUTIONS, TREES, attribute, finetune, load_checkpoint


def train(corpora: Path, work: Path) -> Path:
    """Run all steps that `work` does not hold the results of yet; returns the folder of the trained pipeline.

    Without PolNeAR among the corpora the pipeline has no component `attribution`.
    """
    if not (work / "dev.spacy").exists():
        write_corpora(corpora, work)
    if not (work / TREES.target).exists():
        finetune(work)
    attributed = (corpora / "polnear").is_dir()
    if attributed and not (work / ATTRIBUTIONS.target).exists():
        write_attributions(corpora, work / "attributions.spacy", "train")
        write_attributions(corpora, work / "dev-attributions.spacy", "dev", (None,))
        attribute(work)
    second = load_checkpoint(work / ATTRIBUTIONS.target).model if attributed else None
    target = work / "pipeline"
    assemble(load_checkpoint(work / TREES.target), work / "encoder.onnx", second).to_disk(target)
    return target
