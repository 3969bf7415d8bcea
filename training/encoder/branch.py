"""A second set of layers, for attributions: trees and names keep the encoder that was trained for them."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from training.encoder.bert import Bert

SHARED = 1  # layers below the fork
BELOW = ("words", "positions", "kinds", "norm")  # what comes before the first layer


def share(first: Bert, second: Bert) -> None:
    """Give the second encoder what is below the fork in the first one, for good."""
    second.layers[:SHARED].load_state_dict(first.layers[:SHARED].state_dict())
    for name in BELOW:
        getattr(second, name).load_state_dict(getattr(first, name).state_dict())
    for part in (second.layers[:SHARED], *(getattr(second, name) for name in BELOW)):
        part.requires_grad_(requires_grad=False)


class Forked(nn.Module):
    """Two encoders that are one below the fork; its vectors are those of the first with those of the second behind."""

    def __init__(self, first: Bert, second: Bert) -> None:
        super().__init__()
        self.first = first
        self.above = second.layers[SHARED:]

    def forward(self, ids: Tensor, kinds: Tensor) -> Tensor:
        """Map piece ids and kinds, (1, pieces), to vectors of twice the encoder's width."""
        states = self.first.states(ids, kinds)
        x = states[SHARED]
        for layer in self.above:
            x = layer(x, None)
        return torch.cat([states[-1], x], -1)
