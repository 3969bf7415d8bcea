"""The training loop: annotated documents -> the encoder and its heads, fine-tuned."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import spacy
import torch
from spacy.tokens import Doc, DocBin
from torch.optim import AdamW
from torch.optim.lr_scheduler import LambdaLR

from pipeline.language.pieces import Pieces
from training.encoder.batches import Item, Labels, batches, items, read_labels, to_batch
from training.encoder.bert import Bert, load_bert
from training.encoder.branch import share
from training.encoder.heads import Multitask
from training.encoder.roles import UNKNOWN
from training.encoder.vocabulary import cut_vocabulary
from training.minilm import minilm_folder

WARM_UP = 0.06  # of all steps
WEIGHTS = {  # of the losses
    "tags": 0.5,
    "morphs": 0.5,
    "names": 1.0,
    "starts": 0.3,
    "arcs": 1.0,
    "relations": 1.0,
    "cues": 4.0,
    "roles": 4.0,
}
REPORTED, MEASURED = 100, 300  # steps
SEED, THREADS = 20241, 2


@dataclass(frozen=True, slots=True)
class Stored:
    """A model with its labels and its tokenizer as JSON."""

    model: Multitask
    labels: Labels
    definition: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What to call the result, what to train on, and how long and fast to learn; epochs are over all variants."""

    target: str
    training: tuple[str, ...]
    epochs: float
    rate: float
    head_rate: float


TREES = Plan("encoder.pt", ("train.spacy",), 3, 3e-4, 1e-3)
BOTH = Plan("attributing.pt", ("train.spacy", "attributions.spacy"), 1, 2e-4, 1e-3)
ATTRIBUTIONS = Plan("attributed.pt", ("attributions.spacy",), 0.7, 1e-4, 4e-4)


def finetune(work: Path) -> None:
    """Train MiniLM on `work`/train.spacy, telling how it goes on `work`/dev.spacy; the result is `work`/encoder.pt."""
    torch.manual_seed(SEED)
    definition, kept = cut_vocabulary(minilm_folder() / "tokenizer.json")
    labels = read_labels(_read(work / "train.spacy"))
    model = Multitask(load_bert(minilm_folder() / "model.safetensors", kept), labels)
    _run(work, Stored(model, labels, definition), TREES)


def attribute(work: Path) -> None:
    """Train a second encoder for attributions on `work`/attributions.spacy; the result is `work`/attributed.pt.

    It starts from the first one, `work`/encoder.pt, learns attributions beside trees and names at first, so that what
    it knows of these serves it, and then, forked from the first encoder, attributions alone.
    """
    torch.manual_seed(SEED)
    if not (work / BOTH.target).exists():
        _run(work, load_checkpoint(work / TREES.target), BOTH)
    stored = load_checkpoint(work / BOTH.target)
    share(load_checkpoint(work / TREES.target).model.encoder, stored.model.encoder)
    _run(work, stored, ATTRIBUTIONS)


def _run(work: Path, stored: Stored, plan: Plan) -> None:
    torch.set_num_threads(THREADS)
    rng = random.Random(SEED)  # noqa: S311 - no secrets depend on it
    training = _items([doc for name in plan.training for doc in _read(work / name)], stored)
    development = _items([doc for path in sorted(work.glob("dev*.spacy")) for doc in _read(path)], stored)
    steps = int(plan.epochs * len(list(batches(training, None))))
    optimizer, schedule = _optimizer(stored.model, steps, plan)
    begin = time.time()
    for step, chosen in enumerate(islice(_endless(training, rng), steps), 1):
        losses = _step(stored.model, optimizer, chosen)
        schedule.step()
        if step % REPORTED == 0:
            told = " ".join(f"{name} {value:.3f}" for name, value in losses.items())
            print(f"step {step}/{steps} {time.time() - begin:.0f} s: {told}", flush=True)
        if step % MEASURED == 0 or step == steps:
            print("development:", accuracies(stored.model, development), flush=True)
            _save(work / (plan.target if step == steps else "unfinished.pt"), stored)


def _endless(found: Sequence[Item], rng: random.Random) -> Iterator[list[Item]]:
    while True:
        yield from batches(found, rng)


def _save(path: Path, stored: Stored) -> None:
    weights, labels = stored.model.state_dict(), asdict(stored.labels)
    torch.save({"weights": weights, "labels": labels, "definition": stored.definition}, path)


def load_checkpoint(path: Path) -> Stored:
    """Load what `finetune` or `attribute` saved."""
    stored = torch.load(path, weights_only=True)
    labels = Labels(**stored["labels"])
    model = Multitask(Bert(len(stored["weights"]["encoder.words.weight"])), labels)
    model.load_state_dict(stored["weights"])
    return Stored(model.eval(), labels, stored["definition"])


def _read(path: Path) -> list[Doc]:
    return list(DocBin().from_disk(path).get_docs(spacy.blank("en").vocab))


def _items(documents: list[Doc], stored: Stored) -> list[Item]:
    pieces = Pieces(stored.definition)
    return [item for doc in documents for item in items(doc, pieces, stored.labels)]


def _optimizer(model: Multitask, steps: int, plan: Plan) -> tuple[AdamW, LambdaLR]:
    """AdamW with a warm-up and a linear way down to nothing; the new heads learn faster than the encoder."""
    free = [weight for weight in model.parameters() if weight.requires_grad]
    inherited = set(model.encoder.parameters())
    optimizer = AdamW(
        [
            {"params": [weight for weight in free if weight in inherited], "lr": plan.rate},
            {"params": [weight for weight in free if weight not in inherited], "lr": plan.head_rate},
        ],
        weight_decay=0.01,
        fused=True,
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
            for name, (guess, gold) in model.guesses(to_batch(chosen)).items():
                right[name] += int(((guess == gold) & (gold != UNKNOWN)).sum())
                known[name] += int((gold != UNKNOWN).sum())
    return {name: round(right[name] / known[name], 4) for name in known if known[name]}
