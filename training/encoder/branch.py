"""A second set of upper layers, for attributions: trees and names keep the encoder that was trained for them."""

from __future__ import annotations

from copy import deepcopy

import torch
from torch import Tensor, nn

from training.encoder.batches import Batch
from training.encoder.bert import WIDTH, Bert, across
from training.encoder.roles import Attributions

SHARED = 3  # layers below the fork


class Forked(nn.Module):
    """An encoder that stays as it is, and layers that start as copies of its upper ones.

    Its vectors are those of the encoder with those of the branch behind them; attributions are read from both.
    """

    def __init__(self, encoder: Bert) -> None:
        super().__init__()
        self.encoder = encoder.requires_grad_(requires_grad=False)
        self.layers = deepcopy(encoder.layers[SHARED:]).requires_grad_()
        self.drop = nn.Dropout(0.2)
        self.attributions = Attributions(2 * WIDTH)

    def forward(self, ids: Tensor, kinds: Tensor, mask: Tensor | None = None) -> Tensor:
        """Map piece ids and kinds, (batch, pieces), to vectors of twice the encoder's width."""
        states = self.encoder.states(ids, kinds, mask)
        x = states[SHARED]
        for layer in self.layers:
            x = layer(x, across(mask))
        return torch.cat([states[-1], x], -1)

    def words(self, batch: Batch) -> Tensor:
        """Give (windows, words, width): the mean of each word's pieces."""
        states = self(batch.ids, batch.kinds, batch.mask)
        pooled: Tensor = self.drop(torch.bmm(batch.pooling.to(states.dtype), states))
        return pooled

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """Give the mean loss a word of cues, and of roles over all cues of the batch."""
        return self.attributions.losses(self.words(batch), batch.roles)

    def guesses(self, batch: Batch) -> dict[str, tuple[Tensor, Tensor]]:
        """Give the likeliest label of each word by task, and the right one; roles are those for the known cues."""
        x, roles = self.words(batch), batch.roles
        return {
            "cues": (self.attributions.cues(x).argmax(-1), roles.labels),
            "roles": (self.attributions.scores(x, roles).argmax(-1), roles.roles),
        }
