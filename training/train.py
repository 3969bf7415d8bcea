"""Train the bundled pipeline: corpora -> documents -> fine-tuned encoder and heads -> spaCy pipeline."""

from __future__ import annotations

from pathlib import Path

from training.corpus import write_corpora
from training.encoder.assemble import assemble
from training.encoder.finetune import CHECKPOINT, finetune, load_checkpoint


def train(corpora: Path, work: Path) -> Path:
    """Run all steps that `work` does not hold the results of yet; returns the folder of the trained pipeline."""
    if not (work / "dev.spacy").exists():
        write_corpora(corpora, work)
    if not (work / CHECKPOINT).exists():
        finetune(work)
    target = work / "pipeline"
    assemble(*load_checkpoint(work), work / "encoder.onnx").to_disk(target)
    return target
