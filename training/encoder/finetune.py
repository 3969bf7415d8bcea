"""The training loop: annotated documents -> the encoder and its heads, fine-tuned."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import islice
from pathlib import Path

import spacy
import torch
from spacy.tokens import DocBin
from torch.optim import AdamW
from torch.optim.lr_scheduler import LambdaLR

from pipeline.language.pieces import Pieces
from training.encoder.batches import UNKNOWN, Item, Labels, batches, items, read_labels, to_batch
from training.encoder.bert import Bert, load_bert
from training.encoder.heads import Multitask
from training.encoder.vocabulary import cut_vocabulary
from training.minilm import minilm_folder

EPOCHS = 3  # over all variants of the documents
RATE, HEAD_RATE = 3e-4, 1e-3
WARM_UP = 0.06  # of all steps
WEIGHTS = {"tags": 0.5, "morphs": 0.5, "names": 1.0, "starts": 0.3, "arcs": 1.0, "relations": 1.0}  # of the losses
REPORTED, MEASURED = 100, 300  # steps
CHECKPOINT = "encoder.pt"
SEED, THREADS = 20241, 2


def finetune(work: Path) -> None:
    """Train on `work`/train.spacy, telling how it goes on `work`/dev.spacy; the result is the checkpoint in `work`."""
    torch.manual_seed(SEED)
    torch.set_num_threads(THREADS)
    rng = random.Random(SEED)  # noqa: S311 - no secrets depend on it
    definition, kept = cut_vocabulary(minilm_folder() / "tokenizer.json")
    training, development, labels = _read(work, Pieces(definition))
    model = Multitask(load_bert(minilm_folder() / "model.safetensors", kept), labels)
    steps = int(EPOCHS * len(list(batches(training, None))))
    optimizer, schedule = _optimizer(model, steps)
    begin = time.time()
    for step, chosen in enumerate(islice(_endless(training, rng), steps), 1):
        losses = _step(model, optimizer, chosen)
        schedule.step()
        if step % REPORTED == 0:
            told = " ".join(f"{name} {value:.3f}" for name, value in losses.items())
            print(f"step {step}/{steps} {time.time() - begin:.0f} s: {told}", flush=True)
        if step % MEASURED == 0 or step == steps:
            print("development:", accuracies(model, development), flush=True)
            _save(work / (CHECKPOINT if step == steps else "unfinished.pt"), model, labels, definition)


def _endless(found: Sequence[Item], rng: random.Random) -> Iterator[list[Item]]:
    while True:
        yield from batches(found, rng)


def _save(path: Path, model: Multitask, labels: Labels, definition: str) -> None:
    torch.save({"weights": model.state_dict(), "labels": asdict(labels), "definition": definition}, path)


def load_checkpoint(work: Path) -> tuple[Multitask, Labels, str]:
    """Load what `finetune` saved: the model, its labels, and its tokenizer as JSON."""
    stored = torch.load(work / CHECKPOINT, weights_only=True)
    labels = Labels(**stored["labels"])
    model = Multitask(Bert(len(stored["weights"]["encoder.words.weight"])), labels)
    model.load_state_dict(stored["weights"])
    return model.eval(), labels, stored["definition"]


def _read(work: Path, pieces: Pieces) -> tuple[list[Item], list[Item], Labels]:
    vocab = spacy.blank("en").vocab
    training = list(DocBin().from_disk(work / "train.spacy").get_docs(vocab))
    development = DocBin().from_disk(work / "dev.spacy").get_docs(vocab)
    labels = read_labels(training)
    return (
        [item for doc in training for item in items(doc, pieces, labels)],
        [item for doc in development for item in items(doc, pieces, labels)],
        labels,
    )


def _optimizer(model: Multitask, steps: int) -> tuple[AdamW, LambdaLR]:
    """AdamW with a warm-up and a linear way down to nothing; the new heads learn faster than the encoder."""
    encoder = set(model.encoder.parameters())
    heads = [weight for weight in model.parameters() if weight not in encoder]
    optimizer = AdamW(
        [{"params": list(encoder), "lr": RATE}, {"params": heads, "lr": HEAD_RATE}], weight_decay=0.01, fused=True
    )
    warm = max(1, int(WARM_UP * steps))
    return optimizer, LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))
    )


def _step(model: Multitask, optimizer: AdamW, chosen: Sequence[Item]) -> dict[str, float]:
    model.train()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        losses = model.losses(to_batch(chosen))
    optimizer.zero_grad()
    total = sum((WEIGHTS[name] * loss for name, loss in losses.items()), torch.zeros(()))
    total.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return {name: float(loss.detach()) for name, loss in losses.items()}


def accuracies(model: Multitask, found: Sequence[Item]) -> dict[str, float]:
    """Give the share of words with the right label by task, on given words; a rough guide during training."""
    model.eval()
    right: Counter[str] = Counter()
    known: Counter[str] = Counter()
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        for chosen in batches(found, None):
            batch = to_batch(chosen)
            for name, guess in model.guesses(batch).items():
                gold = getattr(batch, name)
                right[name] += int(((guess == gold) & (gold != UNKNOWN)).sum())
                known[name] += int((gold != UNKNOWN).sum())
    return {name: round(right[name] / known[name], 4) for name in known}
