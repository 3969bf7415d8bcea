"""Makes the word vectors of alignment, `pipeline/language/meaning.npz`: `python -m training.meaning --corpora DIR`.

The vectors of the content words of a sentence are summed, and fitted so that the sum points where all-MiniLM-L6-v2,
as a teacher, puts the sentence, in the 96 directions in which its vectors differ most. Fitted on sentences of PolNeAR,
ECB+ (the topics fitted on), UD English EWT and GUM, STS headlines and benchmark, and ConjNLI, train parts alone.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tokenizers.processors import TemplateProcessing

import pipeline
from pipeline.alignment.meaning import MEANING
from pipeline.language.pieces import BREAK, OPENS
from pipeline.stages.claims import content_lemmas
from training.background import texts
from training.encoder.bert import load_bert
from training.encoder.vocabulary import cut_vocabulary
from training.minilm import minilm_folder
from training.similar import read_similar

_WIDTH = 96
_SENTENCES = 60_000
_LEAST, _MOST = 4, 60  # words of a sentence
_KEPT = 40  # content words of a sentence
_PIECES = 96  # of a sentence, for the teacher
_RAREST = 4  # sentences that a word must stand in
_EPOCHS, _BATCH, _RATE = 5, 256, 1e-3
_DROPPED = 0.25  # share of the words left out of a sentence in training, so that no word leans on its neighbours
_TOGETHER = 8.0  # weight of how sentences stand to each other, against where each one stands
_HELD_OUT = 2_000
_BREAK = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])")
_TAGGING = ["tok2vec", "tagger", "morphologizer", "lemmatizer"]


def sentences(corpora: Path) -> list[str]:
    """The sentences to learn from, in an order that is always the same."""
    found = {part for text in texts(corpora) for line in text.splitlines() for part in _BREAK.split(line.strip())}
    found |= {text for first, second, _ in read_similar(corpora) for text in (first, second)}
    with (corpora / "conjnli" / "adversarial_train_15k.tsv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    found |= {text for row in rows for text in row[:2]}
    usable = sorted(text for text in found if _LEAST <= len(text.split()) <= _MOST)
    random.Random(0).shuffle(usable)  # noqa: S311 - for an order that is always the same
    return usable[:_SENTENCES]


def taught(found: Sequence[str]) -> NDArray[np.float32]:
    """Where the teacher puts each sentence, (sentences, 384) at length 1."""
    definition, kept = cut_vocabulary(minilm_folder() / "tokenizer.json")
    teacher = load_bert(minilm_folder() / "model.safetensors", kept).eval()
    tokenizer = Tokenizer.from_str(definition)
    ends = [(piece, tokenizer.token_to_id(piece)) for piece in (OPENS, BREAK)]
    tokenizer.post_processor = TemplateProcessing(single=f"{OPENS} $A {BREAK}", special_tokens=ends)
    tokenizer.enable_padding()
    tokenizer.enable_truncation(_PIECES)
    order = sorted(range(len(found)), key=lambda i: len(found[i]))
    vectors = np.zeros((len(found), 384), dtype=np.float32)
    with torch.inference_mode():
        for places in _batches(order, 64):
            batch = tokenizer.encode_batch([found[i] for i in places])
            ids, mask = torch.tensor([one.ids for one in batch]), torch.tensor([one.attention_mask for one in batch])
            states = teacher(ids, torch.zeros_like(ids), mask.bool()) * mask.unsqueeze(-1)
            pooled = states.sum(1) / mask.sum(1, keepdim=True)
            vectors[places] = torch.nn.functional.normalize(pooled, dim=-1).numpy()
    return vectors


def lemmas(found: Sequence[str]) -> list[list[str]]:
    """The lemmas of the content words of each sentence."""
    nlp = pipeline.load_model()
    nlp.select_pipes(enable=_TAGGING)
    return [content_lemmas(doc)[:_KEPT] for doc in nlp.pipe(found, batch_size=64)]


def fit(words: Sequence[Sequence[str]], targets: NDArray[np.float32]) -> tuple[list[str], NDArray[np.float32]]:
    """The words that are frequent enough, the most frequent first, and their vectors."""
    torch.manual_seed(0)
    counts = Counter(word for row in words for word in set(row))
    known = [word for word, count in counts.most_common() if count >= _RAREST]
    rows = {word: i for i, word in enumerate(known, 1)}
    ids = torch.zeros((len(words), _KEPT), dtype=torch.long)
    for i, row in enumerate(words):
        kept = [rows[word] for word in row if word in rows]
        ids[i, : len(kept)] = torch.tensor(kept, dtype=torch.long)
    aims = torch.nn.functional.normalize(torch.from_numpy(principal(targets, _WIDTH)), dim=-1)
    usable = (ids > 0).any(1)
    return known, _train(ids[usable], aims[usable], len(known))


def principal(vectors: NDArray[np.float32], width: int) -> NDArray[np.float32]:
    """The vectors in the directions in which they differ most."""
    centred = vectors - vectors.mean(0)
    _, _, directions = np.linalg.svd(centred[:20_000], full_matrices=False)
    projected: NDArray[np.float32] = centred @ directions[:width].T
    return projected


def _train(ids: torch.Tensor, aims: torch.Tensor, n_words: int) -> NDArray[np.float32]:
    table = torch.nn.Embedding(n_words + 1, _WIDTH, padding_idx=0)
    with torch.no_grad():
        table.weight.copy_(_average(ids, aims, n_words))
    optimizer = torch.optim.Adam(table.parameters(), lr=_RATE)
    n_train = len(ids) - _HELD_OUT
    steps = _EPOCHS * (n_train // _BATCH + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.02, 1 - step / steps))
    for _ in range(_EPOCHS):
        for batch in _batches(torch.randperm(n_train).tolist(), _BATCH):
            loss = _loss(table, _thinned(ids[batch]), aims[batch])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # torch's is untyped
            optimizer.step()
            schedule.step()
        with torch.no_grad():
            found = torch.nn.functional.normalize(table(ids[n_train:]).sum(1), dim=-1)
            print(f"likeness to the teacher, held out: {float((found * aims[n_train:]).sum(1).mean()):.4f}")
    learned: NDArray[np.float32] = table.weight.detach().numpy()[1:]
    return learned


def _average(ids: torch.Tensor, aims: torch.Tensor, n_words: int) -> torch.Tensor:
    """To begin with, each word points where its sentences do on average; words of few sentences less far."""
    total, count = torch.zeros((n_words + 1, _WIDTH)), torch.full((n_words + 1, 1), 5.0)
    for column in ids.T:
        total.index_add_(0, column, aims)
        count.index_add_(0, column, torch.ones((len(column), 1)))
    total[0] = 0
    return total / count


def _thinned(ids: torch.Tensor) -> torch.Tensor:
    kept = ids * (torch.rand(ids.shape) > _DROPPED)
    kept[:, 0] = ids[:, 0]
    return kept


def _loss(table: torch.nn.Embedding, ids: torch.Tensor, aims: torch.Tensor) -> torch.Tensor:
    found = torch.nn.functional.normalize(table(ids).sum(1), dim=-1)
    apart: torch.Tensor = ((found @ found.T - aims @ aims.T) ** 2).mean()
    return (1 - (found * aims).sum(1)).mean() + _TOGETHER * apart


def _batches(places: Sequence[int], size: int) -> Iterator[list[int]]:
    return (list(places[i : i + size]) for i in range(0, len(places), size))


def save(words: Sequence[str], vectors: NDArray[np.float32], path: Path = MEANING) -> None:
    """Write the table, a byte a number with a scale a word."""
    scales = np.abs(vectors).max(axis=1) / 127
    small = np.round(vectors / scales[:, None]).astype(np.int8)
    np.savez_compressed(path, words=np.array("\n".join(words)), vectors=small, scales=scales.astype(np.float16))


def main() -> None:
    """Gather, ask the teacher, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    args = parser.parse_args()
    found = sentences(args.corpora)
    save(*fit(lemmas(found), taught(found)))


if __name__ == "__main__":
    main()
