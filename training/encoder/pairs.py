"""A cross-encoder in torch: MiniLM's layers on the bundled encoder's word vectors, read by one linear layer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from pipeline.language.cross_encoder import LABELS
from training.encoder.bert import WIDTH, Bert

DEPTH = 5  # layers of MiniLM's six: the last one adds little but weight
_BELOW = ("words", "positions", "kinds")


class CrossEncoder(nn.Module):
    """Maps two texts, cut into the pieces of `cross_encoder.together`, to a score for each of its labels.

    Args:
        bert: What its layers start from.
        graph: The bundled encoder, from which it takes what lies below the layers, for good.
    """

    def __init__(self, bert: Bert, graph: onnx.ModelProto) -> None:
        super().__init__()
        self.bert = bert
        self.bert.layers = self.bert.layers[:DEPTH]
        stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.graph.initializer}
        prefix = "first." if "first.norm.weight" in stored else ""
        for name in _BELOW:
            table = nn.Embedding.from_pretrained(_whole(stored, f"{prefix}{name}.weight"), freeze=True)
            setattr(self.bert, name, table)
        with torch.no_grad():
            for part in ("weight", "bias"):
                getattr(self.bert.norm, part).copy_(torch.tensor(stored[f"{prefix}norm.{part}"]))
        self.bert.norm.requires_grad_(requires_grad=False)
        self.out = nn.Linear(WIDTH, len(LABELS))

    def forward(self, ids: Tensor, kinds: Tensor, mask: Tensor) -> Tensor:
        """Map pieces and kinds, (pairs, pieces), to scores, (pairs, labels); `mask` is true where no padding is."""
        states = self.bert(ids, kinds, mask)
        shares = mask.float() / mask.sum(1, keepdim=True)
        return self.out((states * shares[..., None]).sum(1))


class Above(nn.Module):
    """What of a cross-encoder is put into the bundled graph: all that lies above the words' vectors."""

    def __init__(self, model: CrossEncoder) -> None:
        super().__init__()
        self.layers, self.out = model.bert.layers, model.out

    def forward(self, embedded: Tensor) -> Tensor:
        """Map vectors of pieces, (1, pieces, width), to scores, (1, labels)."""
        for layer in self.layers:
            embedded = layer(embedded, None)
        return self.out(embedded.mean(1))


def _whole(stored: dict[str, np.ndarray], name: str) -> Tensor:
    """A table of the graph as it was before it was put into eight bits."""
    numbers = stored[f"{name}_quantized"].astype(np.float32) - np.float32(stored[f"{name}_zero_point"])
    return torch.tensor(numbers * stored[f"{name}_scale"])


def to_batch(pairs: Sequence[tuple[np.ndarray, np.ndarray]]) -> tuple[Tensor, Tensor, Tensor]:
    """Pieces, kinds and mask of some pairs, (pairs, pieces)."""
    longest = max(len(ids) for ids, _ in pairs)
    ids, kinds = (torch.zeros(len(pairs), longest, dtype=torch.long) for _ in range(2))
    mask = torch.zeros(len(pairs), longest, dtype=torch.bool)
    for row, (some_ids, some_kinds) in enumerate(pairs):
        ids[row, : len(some_ids)] = torch.tensor(some_ids)
        kinds[row, : len(some_kinds)] = torch.tensor(some_kinds)
        mask[row, : len(some_ids)] = True
    return ids, kinds, mask
