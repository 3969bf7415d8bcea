"""A BERT encoder in torch that exports well: the graph has no padding mask, since the pipeline pads nothing."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from pipeline.language.pieces import KINDS

WIDTH, LAYERS, HEADS, INNER, POSITIONS = 384, 6, 12, 1536, 512
EPSILON = 1e-12


class Layer(nn.Module):
    """Self-attention and a feed-forward network, each with a residual connection and a norm after it."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.joint = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, EPSILON)
        self.inner = nn.Linear(WIDTH, INNER)
        self.outer = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, EPSILON)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """Map (batch, pieces, width) to the same shape."""
        batch, length, _ = x.shape
        query, key, value = self.joint(x).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        # in full precision: on processors its way back is slower in half
        mixed = F.scaled_dot_product_attention(query.float(), key.float(), value.float(), attn_mask=mask)
        x = self.norm1(x + self.out(mixed.transpose(1, 2).reshape(batch, length, WIDTH)))
        return self.norm2(x + self.drop(self.outer(F.gelu(self.inner(x)))))


class Bert(nn.Module):
    """The encoder; in the place of BERT's two kinds of segment it knows the kinds of word of `pieces.kind`."""

    def __init__(self, vocabulary: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.kinds = nn.Embedding(KINDS, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, EPSILON)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.drop = nn.Dropout(dropout)

    def forward(self, ids: Tensor, kinds: Tensor, mask: Tensor | None = None) -> Tensor:
        """Map piece ids and kinds, (batch, pieces), to vectors; `mask` is true where a piece is no padding."""
        return self.states(ids, kinds, mask)[-1]

    def states(self, ids: Tensor, kinds: Tensor, mask: Tensor | None = None) -> list[Tensor]:
        """Give what goes into the first layer, and what comes out of each."""
        places = torch.arange(ids.shape[1], device=ids.device)
        found = [self.drop(self.norm(self.words(ids) + self.positions(places) + self.kinds(kinds)))]
        for layer in self.layers:
            found.append(layer(found[-1], across(mask)))
        return found


def across(mask: Tensor | None) -> Tensor | None:
    """Give a mask of pieces, (batch, pieces), the shape that attention takes."""
    return None if mask is None else mask[:, None, None, :]


def load_bert(weights: Path, kept: list[int], dropout: float = 0.1) -> Bert:
    """Read MiniLM's weights, with the rows `kept` of its vocabulary."""
    stored = load_file(weights)
    model = Bert(len(kept), dropout)
    state = {
        "words.weight": stored["embeddings.word_embeddings.weight"][kept],
        "positions.weight": stored["embeddings.position_embeddings.weight"],
        "kinds.weight": stored["embeddings.token_type_embeddings.weight"][:1].repeat(KINDS, 1),
        **_pair(stored, "norm", "embeddings.LayerNorm"),
    }
    for i in range(LAYERS):
        old, new = f"encoder.layer.{i}", f"layers.{i}"
        for part in ("weight", "bias"):
            joint = [stored[f"{old}.attention.self.{name}.{part}"] for name in ("query", "key", "value")]
            state[f"{new}.joint.{part}"] = torch.cat(joint)
        state |= _pair(stored, f"{new}.out", f"{old}.attention.output.dense")
        state |= _pair(stored, f"{new}.norm1", f"{old}.attention.output.LayerNorm")
        state |= _pair(stored, f"{new}.inner", f"{old}.intermediate.dense")
        state |= _pair(stored, f"{new}.outer", f"{old}.output.dense")
        state |= _pair(stored, f"{new}.norm2", f"{old}.output.LayerNorm")
    model.load_state_dict(state)
    return model


def _pair(stored: dict[str, Tensor], new: str, old: str) -> dict[str, Tensor]:
    return {f"{new}.{part}": stored[f"{old}.{part}"] for part in ("weight", "bias")}
