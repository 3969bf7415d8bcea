"""Word vectors distilled from a sentence encoder: the mean over a sentence comes near the encoder's vector of it.

Words start from the encoder's own vectors of them, cut to WIDTH by principal components, and are then trained on whole
sentences (cosine to the teacher, and the similarities inside a batch). Weights of words end up in their lengths.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.vectors import Vectors  # type: ignore[import-not-found]
from spacy.vocab import Vocab

from training.teacher import sentence_vectors

WIDTH = 128
WORDS = 20_000
EPOCHS = 12
BATCH = 256
RATE = 0.003
PRIOR = 1e-3  # of smooth inverse frequency: a / (a + p), the weight that a word starts with
SEED = 20241

Floats = NDArray[np.float32]


def tokenise(sentences: Sequence[str]) -> list[list[str]]:
    """Cut sentences into lower-case words as the pipeline's tokenizer does, without marks and white space."""
    nlp = spacy.blank("en")
    return [[t.lower_ for t in nlp.make_doc(text) if not t.is_punct and not t.is_space] for text in sentences]


def frequent_words(tokens: Sequence[Sequence[str]], size: int = WORDS) -> tuple[list[str], Floats]:
    """List the most frequent words, ties in alphabetical order, with their share of all words."""
    counts = Counter(word for sentence in tokens for word in sentence)
    top = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:size]
    shares = np.array([count for _, count in top], dtype=np.float32) / sum(counts.values())
    return [word for word, _ in top], shares


def principal_components(rows: Floats, width: int) -> Floats:
    """Give the first principal axes of rows, as columns."""
    _, _, axes = np.linalg.svd(rows - rows.mean(axis=0), full_matrices=False)
    return np.ascontiguousarray(axes[:width].T)


def distil(sentences: Sequence[str], teacher: Floats, names: Sequence[str]) -> tuple[list[str], Floats]:
    """Distil word vectors from sentences and the teacher's vectors of them.

    Args:
        sentences: Plain sentences.
        teacher: A row for each sentence.
        names: Words to be known though the sentences may lack them.

    Returns:
        The words and their vectors, a row each, WIDTH wide.
    """
    tokens = tokenise(sentences)
    words, shares = frequent_words(tokens)
    added = sorted({name.lower() for name in names} - set(words))
    words, shares = words + added, np.append(shares, np.zeros(len(added), dtype=np.float32))
    axes = principal_components(teacher, WIDTH)
    targets = _unit(teacher @ axes)
    alone = sentence_vectors(words).astype(np.float32)
    start = ((alone - alone.mean(axis=0)) @ axes) * (PRIOR / (PRIOR + shares))[:, None]
    index = {word: i for i, word in enumerate(words)}
    rows = [[index[word] for word in sentence if word in index] for sentence in tokens]
    kept = [i for i, row in enumerate(rows) if len(row) > 1]
    # each word is a sentence of its own besides, so that rare names stay where the teacher has them
    single = [[i] for i in range(len(words))]
    table = _train(start, [*(rows[i] for i in kept), *single], np.vstack([targets[kept], _unit(start)]))
    return words, (table / table.std()).astype(np.float32)


def _unit(rows: Floats) -> Floats:
    units: Floats = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return units


def _train(start: Floats, rows: list[list[int]], targets: Floats) -> Floats:
    import torch

    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    table = torch.nn.EmbeddingBag.from_pretrained(torch.from_numpy(start.copy()), freeze=False, mode="mean")
    optimizer = torch.optim.Adam(table.parameters(), lr=RATE)
    goals = torch.from_numpy(targets)
    for epoch in range(EPOCHS):
        order = torch.randperm(len(rows)).tolist()
        for group in optimizer.param_groups:
            group["lr"] = RATE * (1 - epoch / EPOCHS)
        total = 0.0
        for first in range(0, len(order) - 1, BATCH):
            batch = order[first : first + BATCH]
            flat = torch.tensor([word for i in batch for word in rows[i]])
            offsets = torch.tensor(np.cumsum([0, *(len(rows[i]) for i in batch[:-1])]))
            found = torch.nn.functional.normalize(table(flat, offsets), dim=1)
            goal = goals[batch]
            loss = (1 - (found * goal).sum(1)).mean() + ((found @ found.T - goal @ goal.T) ** 2).mean() * 10
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(batch)
        print(f"vectors: epoch {epoch + 1}, loss {total / len(rows):.4f}", flush=True)
    trained: Floats = table.weight.detach().numpy()
    return trained


def to_vocab(words: Sequence[str], table: Floats) -> Vocab:
    """Put the vectors into a vocabulary, keyed by lower-case form."""
    nlp = spacy.blank("en")
    keys = [nlp.vocab.strings.add(word) for word in words]
    nlp.vocab.vectors = Vectors(strings=nlp.vocab.strings, data=table, keys=keys, name="corroborate", attr="LOWER")
    return nlp.vocab
