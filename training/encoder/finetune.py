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
BEFORE = 0.3  # how much of the weights before attributions is kept
SEED, THREADS = 20241, 2


@dataclass(frozen=True, slots=True)
class Stored:
    """A model with its labels and its tokenizer as JSON."""

    model: Multitask
    labels: Labels
    definition: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What to call the result, and how long and fast to learn."""

    target: str
    epochs: float
    rate: float
    head_rate: float


FIRST = Plan("encoder.pt", 3, 3e-4, 1e-3)  # epochs are over all variants of the documents
SECOND = Plan("attributing.pt", 1, 2e-4, 1e-3)  # with the articles that have attributions
THIRD = Plan("attributed.pt", 0.35, 8e-5, 4e-4)


def finetune(work: Path) -> None:
    """Train MiniLM on `work`/train.spacy, telling how it goes on `work`/dev.spacy; the result is `work`/encoder.pt."""
    torch.manual_seed(SEED)
    definition, kept = cut_vocabulary(minilm_folder() / "tokenizer.json")
    documents = _read(work / "train.spacy")
    labels = read_labels(documents)
    model = Multitask(load_bert(minilm_folder() / "model.safetensors", kept), labels)
    data = _items(documents, Pieces(definition), labels)
    _run(work, Stored(model, labels, definition), data, FIRST)


def attribute(work: Path) -> None:
    """Train `work`/encoder.pt further, with the articles of `work`/attributions.spacy; writes `work`/attributed.pt.

    What it was before is mixed in before the last part of the way, so that trees and names stay as good as they were.
    """
    torch.manual_seed(SEED)
    stored = load_checkpoint(work / FIRST.target)
    documents = [*_read(work / "train.spacy"), *_read(work / "attributions.spacy")]
    data = _items(documents, Pieces(stored.definition), stored.labels)
    before = {name: weight.clone() for name, weight in stored.model.state_dict().items()}
    _run(work, stored, data, SECOND)
    _mix(stored.model, before)
    _run(work, stored, data, THIRD)


def _mix(model: Multitask, before: dict[str, torch.Tensor]) -> None:
    """Give all weights but those of attributions a share of what they were before."""
    weights = model.state_dict()
    mixed = {name: BEFORE * before[name] + (1 - BEFORE) * weight for name, weight in weights.items()}
    model.load_state_dict(
        {name: weight if name.startswith("attributions.") else mixed[name] for name, weight in weights.items()}
    )


def _run(work: Path, stored: Stored, training: list[Item], plan: Plan) -> None:
    torch.set_num_threads(THREADS)
    rng = random.Random(SEED)  # noqa: S311 - no secrets depend on it
    development = _items(_read(work / "dev.spacy"), Pieces(stored.definition), stored.labels)
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


def _items(documents: list[Doc], pieces: Pieces, labels: Labels) -> list[Item]:
    return [item for doc in documents for item in items(doc, pieces, labels)]


def _optimizer(model: Multitask, steps: int, plan: Plan) -> tuple[AdamW, LambdaLR]:
    """AdamW with a warm-up and a linear way down to nothing; the new heads learn faster than the encoder."""
    encoder = set(model.encoder.parameters())
    heads = [weight for weight in model.parameters() if weight not in encoder]
    optimizer = AdamW(
        [{"params": list(encoder), "lr": plan.rate}, {"params": heads, "lr": plan.head_rate}],
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
            batch = to_batch(chosen)
            for name, guess in model.guesses(batch).items():
                gold = getattr(batch, name)
                right[name] += int(((guess == gold) & (gold != UNKNOWN)).sum())
                known[name] += int((gold != UNKNOWN).sum())
    return {name: round(right[name] / known[name], 4) for name in known}
