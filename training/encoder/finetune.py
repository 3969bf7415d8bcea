"""The training loop: annotated documents -> the encoder and its heads, fine-tuned."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import spacy
import torch
from spacy.tokens import Doc, DocBin
from torch import nn
from torch.optim import AdamW
from torch.optim.lr_scheduler import LambdaLR

from pipeline.language.pieces import Pieces
from training.encoder.batches import Item, Labels, batches, items, read_labels, to_batch
from training.encoder.bert import Bert, load_bert
from training.encoder.branch import Forked
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
Trained = Multitask | Forked


@dataclass(frozen=True, slots=True)
class Stored:
    """A model with its labels and its tokenizer as JSON."""

    model: Multitask
    labels: Labels
    definition: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What to call the result, what to train and measure on, and how long and fast to learn."""

    target: str
    training: str
    development: str
    epochs: float
    rate: float
    head_rate: float


TREES = Plan("encoder.pt", "train.spacy", "dev.spacy", 3, 3e-4, 1e-3)  # epochs are over all variants of the documents
ATTRIBUTIONS = Plan("attributed.pt", "attributions.spacy", "attributions-dev.spacy", 1.5, 1.2e-4, 4e-4)


def finetune(work: Path) -> None:
    """Train MiniLM on `work`/train.spacy, telling how it goes on `work`/dev.spacy; the result is `work`/encoder.pt."""
    torch.manual_seed(SEED)
    definition, kept = cut_vocabulary(minilm_folder() / "tokenizer.json")
    labels = read_labels(_read(work / TREES.training))
    model = Multitask(load_bert(minilm_folder() / "model.safetensors", kept), labels)
    stored = Stored(model, labels, definition)

    def save(path: Path) -> None:
        torch.save({"weights": model.state_dict(), "labels": asdict(labels), "definition": definition}, path)

    _run(work, TREES, stored, model, model.encoder, save)


def attribute(work: Path) -> None:
    """Train a branch of `work`/encoder.pt on `work`/attributions.spacy; the result is `work`/attributed.pt."""
    torch.manual_seed(SEED)
    stored = load_checkpoint(work / TREES.target)
    forked = Forked(stored.model.encoder)

    def save(path: Path) -> None:
        torch.save(forked.state_dict(), path)

    _run(work, ATTRIBUTIONS, stored, forked, forked.layers, save)


def _run(work: Path, plan: Plan, stored: Stored, model: Trained, slow: nn.Module, save: Callable[[Path], None]) -> None:
    """Train `model`, its part `slow` at the lower rate, on windows with the labels of `stored`."""
    torch.set_num_threads(THREADS)
    rng = random.Random(SEED)  # noqa: S311 - no secrets depend on it
    training, development = (_items(_read(work / name), stored) for name in (plan.training, plan.development))
    steps = int(plan.epochs * len(list(batches(training, None))))
    optimizer, schedule = _optimizer(model, slow, steps, plan)
    begin = time.time()
    for step, chosen in enumerate(islice(_endless(training, rng), steps), 1):
        losses = _step(model, optimizer, chosen)
        schedule.step()
        if step % REPORTED == 0:
            told = " ".join(f"{name} {value:.3f}" for name, value in losses.items())
            print(f"step {step}/{steps} {time.time() - begin:.0f} s: {told}", flush=True)
        if step % MEASURED == 0 or step == steps:
            print("development:", accuracies(model, development), flush=True)
            save(work / (plan.target if step == steps else "unfinished.pt"))


def _endless(found: Sequence[Item], rng: random.Random) -> Iterator[list[Item]]:
    while True:
        yield from batches(found, rng)


def load_checkpoint(path: Path) -> Stored:
    """Load what `finetune` saved."""
    stored = torch.load(path, weights_only=True)
    labels = Labels(**stored["labels"])
    model = Multitask(Bert(len(stored["weights"]["encoder.words.weight"])), labels)
    model.load_state_dict(stored["weights"])
    return Stored(model.eval(), labels, stored["definition"])


def load_branch(path: Path, stored: Stored) -> Forked:
    """Load what `attribute` saved of a branch of that encoder."""
    forked = Forked(stored.model.encoder)
    forked.load_state_dict(torch.load(path, weights_only=True))
    return forked.eval()


def _read(path: Path) -> list[Doc]:
    return list(DocBin().from_disk(path).get_docs(spacy.blank("en").vocab))


def _items(documents: list[Doc], stored: Stored) -> list[Item]:
    pieces = Pieces(stored.definition)
    return [item for doc in documents for item in items(doc, pieces, stored.labels)]


def _optimizer(model: Trained, slow: nn.Module, steps: int, plan: Plan) -> tuple[AdamW, LambdaLR]:
    """AdamW with a warm-up and a linear way down to nothing; the new heads learn faster than the encoder."""
    inherited = set(slow.parameters())
    heads = [weight for weight in model.parameters() if weight.requires_grad and weight not in inherited]
    optimizer = AdamW(
        [{"params": list(inherited), "lr": plan.rate}, {"params": heads, "lr": plan.head_rate}],
        weight_decay=0.01,
        fused=True,
    )
    warm = max(1, int(WARM_UP * steps))
    return optimizer, LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))
    )


def _step(model: Trained, optimizer: AdamW, chosen: Sequence[Item]) -> dict[str, float]:
    model.train()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        losses = model.losses(to_batch(chosen))
    optimizer.zero_grad()
    total = sum((WEIGHTS[name] * loss for name, loss in losses.items()), torch.zeros(()))
    total.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return {name: float(loss.detach()) for name, loss in losses.items()}


def accuracies(model: Trained, found: Sequence[Item]) -> dict[str, float]:
    """Give the share of words with the right label by task, on given words; a rough guide during training."""
    model.eval()
    right: Counter[str] = Counter()
    known: Counter[str] = Counter()
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        for chosen in batches(found, None):
            for name, (guess, gold) in model.guesses(to_batch(chosen)).items():
                right[name] += int(((guess == gold) & (gold != UNKNOWN)).sum())
                known[name] += int((gold != UNKNOWN).sum())
    return {name: round(right[name] / known[name], 4) for name in known}
