"""Trains the cross-encoder of claims: `python -m training.cross_encoder` writes `pipeline/language/cross_encoder.bin`.

It learns from pairs of claims that were written for this project, `training/written_pairs`, and from those labelled in
the articles of `training/pairs`, all by the rules of `docs/claim-pairs.md`; from claims of these articles that are
alike and that no label joins; and from claims of ECB+: those that tell of one event, which hardly ever conflict, and
those of one story that are alike and yet tell of another. Two more are trained, each without half of the articles, so
that what one says of claims that it has not seen can be weighed.
"""

from __future__ import annotations

import argparse
import csv
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import onnx
import srsly
import torch
from torch import Tensor
from torch.nn import functional as F
from torch.optim import AdamW
from torch.optim.lr_scheduler import LambdaLR

import pipeline
from pipeline.alignment.scoring import bundled
from pipeline.language.cross_encoder import ENCODER, LABELS, NONE, WEIGHTS, cut, parted, together
from pipeline.language.encoder import unpacked
from pipeline.language.pieces import Pieces
from training.claim_pairs import FITTED, HALVES, Label, apart, articles, find, half_of, read_labels
from training.ecb import FITTED as TOPICS
from training.ecb import read_articles
from training.encoder.bert import load_bert
from training.encoder.export import export_above
from training.encoder.graft import on_top, word_table
from training.encoder.pairs import Above, CrossEncoder, to_batch
from training.encoder.vocabulary import cut_vocabulary
from training.labelled import events
from training.labelled import examples as candidates
from training.minilm import minilm_folder
from training.stories import annotated, examples, meetings

WRITTEN = Path(__file__).parent / "written_pairs"
_SEED, _BATCH, _WARM_UP, _SMOOTHING = 20241, 16, 0.1, 0.05
_RATE, _HEAD_RATE = 5e-5, 1e-3
_ONE_MATTER = "one matter"
_ALIKE = ("agrees", "elaborates")
_LEAST = 0.2  # probability by other signals from which pairs of ECB+, and those that no label joins, are worth learning
Pair = tuple[str, str, str]
"""Two texts and the label; or `_ONE_MATTER`, whichever of `_ALIKE` they are."""


def read_pairs(folder: Path = WRITTEN) -> list[Pair]:
    """All written pairs, each once."""
    found = {}
    for path in sorted(folder.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                label = row["type"] if row["relation"] == "conflicts" else row["relation"]
                found[row["a"], row["b"]] = (row["a"], row["b"], label)
    return list(found.values())


def article_pairs() -> dict[str, list[Pair]]:
    """By event, the labelled pairs of `training/pairs`, never those of the gold set.

    Each as it was marked, and with the claims that were found for it, which have more or fewer words around it.
    """
    made: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
    texts = articles(None, FITTED)
    for label in read_labels(FITTED):
        first, second = texts[label.event]
        made[label.event][first[slice(*label.first)], second[slice(*label.second)]] = _name(label)
    for one in apart(find(pipeline.load_model(), FITTED)):
        made[one.label.event][one.pair.first.claim.text, one.pair.second.claim.text] = _name(one.label)
    return {event: [(*pair, label) for pair, label in found.items()] for event, found in made.items()}


def unlabelled_pairs() -> dict[str, list[Pair]]:
    """By event of `training/pairs`, claims that are alike and that no label joins."""
    scorer = bundled()
    made = candidates(events(pipeline.load_model()), scorer)
    found: dict[str, list[Pair]] = defaultdict(list)
    for one in made:
        if not one.same and scorer.probability(one.pair.values) >= _LEAST:
            found[one.topic].append((one.pair.first.claim.text, one.pair.second.claim.text, NONE))
    return found


def _name(label: Label) -> str:
    return label.kind if label.relation == "conflicts" else label.relation


def ecb_pairs(corpora: Path) -> dict[str, list[Pair]]:
    """By topic of ECB+ that weights are fitted on, claims of one story that are alike, of one event or not."""
    met = [article for article in read_articles(corpora / "ecbplus") if article.topic in TOPICS]
    scorer = bundled()
    made = examples(meetings(met, annotated(met, pipeline.load_model())), scorer)
    found: dict[str, list[Pair]] = defaultdict(list)
    for one in made:
        if one.within and scorer.probability(one.pair.values) >= _LEAST:
            label = _ONE_MATTER if one.same else NONE
            found[one.topic].append((one.pair.first.claim.text, one.pair.second.claim.text, label))
    return found


def train(pairs: Sequence[Pair], graph: onnx.ModelProto, definition: str, epochs: int, threads: int) -> CrossEncoder:
    """Fine-tune MiniLM's layers on some pairs.

    Args:
        pairs: The pairs.
        graph: The bundled encoder.
        definition: Its tokenizer as JSON.
        epochs: How often each pair is seen, every time in any order of its claims.
        threads: Of torch.
    """
    torch.manual_seed(_SEED)
    torch.set_num_threads(threads)
    rng = random.Random(_SEED)  # noqa: S311 - no secrets depend on it
    _, kept = cut_vocabulary(minilm_folder() / "tokenizer.json")
    model = CrossEncoder(load_bert(minilm_folder() / "model.safetensors", kept), graph)
    optimizer, schedule = _optimizer(model, epochs * len(list(_batches(pairs, rng))))
    pieces, begin = Pieces(definition), time.time()
    for epoch in range(epochs):
        losses = []
        for chosen in _batches(pairs, rng):
            losses.append(_step(model, optimizer, chosen, pieces, rng))
            schedule.step()
        print(f"epoch {epoch + 1}/{epochs} {time.time() - begin:.0f} s: {sum(losses) / len(losses):.3f}", flush=True)
    return model.eval()


def _optimizer(model: CrossEncoder, steps: int) -> tuple[AdamW, LambdaLR]:
    """AdamW with a warm-up and a linear way down to nothing."""
    inherited = [weight for weight in model.bert.parameters() if weight.requires_grad]
    groups = [{"params": inherited, "lr": _RATE}, {"params": list(model.out.parameters()), "lr": _HEAD_RATE}]
    optimizer, warm = AdamW(groups, weight_decay=0.01), max(1, int(_WARM_UP * steps))
    return optimizer, LambdaLR(optimizer, lambda step: min((step + 1) / warm, (steps - step) / (steps - warm)))


def _batches(pairs: Sequence[Pair], rng: random.Random) -> Iterator[list[Pair]]:
    """Pairs of about one length together, the batches in any order."""
    ordered = sorted(pairs, key=lambda pair: len(pair[0]) + len(pair[1]) + 40 * rng.random())
    found = [ordered[i : i + _BATCH] for i in range(0, len(ordered), _BATCH)]
    rng.shuffle(found)
    yield from found


def _step(model: CrossEncoder, optimizer: AdamW, chosen: Sequence[Pair], pieces: Pieces, rng: random.Random) -> float:
    model.train()
    turned = [(a, b) if rng.random() < 0.5 else (b, a) for a, b, _ in chosen]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = model(*to_batch([together(pieces.opens, cut(pieces, a), cut(pieces, b)) for a, b in turned]))
    loss = loss_of(scores.float(), [label for _, _, label in chosen])
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return float(loss.detach())


def pack(model: CrossEncoder, encoder: bytes) -> dict[str, Any]:
    """What is shipped of a model: its graph in 8 bits, but for the table of words that the encoder's graph holds."""
    trunk = onnx.load_model_from_string(encoder)
    with tempfile.TemporaryDirectory() as name:
        branch = Path(name) / "branch.onnx"
        export_above(Above(model), branch)
        graph = on_top(trunk, onnx.load(branch)).SerializeToString()
    return parted(graph, encoder, word_table(trunk))


def loss_of(scores: Tensor, labels: Sequence[str]) -> Tensor:
    """The mean loss of some pairs: whether they tell of one matter, and how those that do stand to each other.

    Told apart like this, pairs of no one matter, however many, do not move what tells a conflict from an agreement.

    Args:
        scores: What the model gives for them, (pairs, labels); see `of_scores` for what they mean.
        labels: Their labels.
    """
    place = LABELS.index(NONE)
    apart = torch.tensor([float(label == NONE) for label in labels])
    kinds = torch.cat([scores[:, :place], scores[:, place + 1 :]], 1)
    names = [label for label in LABELS if label != NONE]
    known = [i for i, label in enumerate(labels) if label in names]
    alike = [i for i, label in enumerate(labels) if label == _ONE_MATTER]
    wanted = torch.tensor([names.index(labels[i]) for i in known], dtype=torch.long)
    smooth = apart * (1 - _SMOOTHING) + _SMOOTHING / 2
    matter = F.binary_cross_entropy_with_logits(scores[:, place], smooth, reduction="sum")
    told = F.cross_entropy(kinds[known], wanted, label_smoothing=_SMOOTHING, reduction="sum")
    either = kinds[alike].log_softmax(1)[:, [names.index(label) for label in _ALIKE]].logsumexp(1).sum()
    return (matter + told - either) / len(labels)


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", choices=[*HALVES, "whole"], nargs="*", default=[*HALVES, "whole"])
    args = parser.parse_args()
    (packed,) = srsly.msgpack_loads(ENCODER.read_bytes())["shims"][0]
    encoder, definition = unpacked(packed)
    sources = (article_pairs(), unlabelled_pairs(), ecb_pairs(args.corpora))
    by_event = [(event, pairs) for of_event in sources for event, pairs in sorted(of_event.items())]
    for name in args.only:
        seen = [pair for event, pairs in by_event if half_of(event) != name for pair in pairs]
        model = train(read_pairs() + seen, onnx.load_model_from_string(encoder), definition, args.epochs, args.threads)
        target = WEIGHTS if name == "whole" else HALVES[name]
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(srsly.msgpack_dumps(pack(model, encoder)))
        print(f"{target.name}: {target.stat().st_size / 1e6:.1f} MB", flush=True)


if __name__ == "__main__":
    main()
