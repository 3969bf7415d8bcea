"""Train the bundled pipeline: corpora -> documents -> fine-tuned encoder and heads -> spaCy pipeline."""

from __future__ import annotations

from pathlib import Path

from training.attributions import write_attributions
from training.corpus import write_corpora
from training.encoder.assemble import assemble
from training.encoder.finetune import FIRST, THIRD, attribute, finetune, load_checkpoint


def train(corpora: Path, work: Path) -> Path:
    """Run all steps that `work` does not hold the results of yet; returns the folder of the trained pipeline.

    Without PolNeAR among the corpora the pipeline has no component `attribution`.
    """
    if not (work / "dev.spacy").exists():
        write_corpora(corpora, work)
    if not (work / FIRST.target).exists():
        finetune(work)
    attributed = (corpora / "polnear").is_dir()
    if attributed and not (work / THIRD.target).exists():
        write_attributions(corpora, work / "attributions.spacy")
        attribute(work)
    stored = load_checkpoint(work / (THIRD if attributed else FIRST).target)
    target = work / "pipeline"
    assemble(stored, work / "encoder.onnx", attributed=attributed).to_disk(target)
    return target
