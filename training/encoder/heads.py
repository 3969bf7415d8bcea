"""What the encoder is fine-tuned for: tags, parts of speech, trees, names, attributions."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.encoder.batches import Batch, Labels
from training.encoder.bert import WIDTH, Bert
from training.encoder.roles import UNKNOWN, Attributions

ARC, RELATION = 256, 96


class Biaffine(nn.Module):
    """Scores of pairs of words, for each of a number of labels (Dozat and Manning 2017, arXiv:1611.01734)."""

    def __init__(self, width: int, labels: int) -> None:
        super().__init__()
        self.as_head = nn.Linear(WIDTH, width)
        self.as_child = nn.Linear(WIDTH, width)
        self.weight = nn.Parameter(torch.randn(labels, width + 1, width + 1) * 0.01)
        self.drop = nn.Dropout(0.2)

    def sides(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Give each word's vector as a child and as a head, with a constant one at the end."""
        child, head = (self.drop(F.gelu(layer(x))) for layer in (self.as_child, self.as_head))
        return F.pad(child, (0, 1), value=1.0), F.pad(head, (0, 1), value=1.0)


class Multitask(nn.Module):
    """The encoder with all heads on it."""

    def __init__(self, encoder: Bert, labels: Labels) -> None:
        super().__init__()
        self.encoder = encoder
        self.drop = nn.Dropout(0.2)
        self.tags = nn.Linear(WIDTH, len(labels.tags))
        self.morphs = nn.Linear(WIDTH, len(labels.morphs))
        self.names = nn.Linear(WIDTH, len(labels.names))
        self.starts = nn.Linear(WIDTH, 2)
        self.arcs = Biaffine(ARC, 1)
        self.relations = Biaffine(RELATION, len(labels.relations))
        self.attributions = Attributions(WIDTH)

    def words(self, batch: Batch) -> Tensor:
        """Give (windows, words, width): the mean of each word's pieces."""
        states = self.encoder(batch.ids, batch.kinds, batch.mask)
        sums = torch.bmm(batch.pooling.to(states.dtype), states)
        return self.drop(sums)

    def arc_scores(self, x: Tensor, batch: Batch) -> Tensor:
        """Give (windows, children, heads) scores; a word that is its own head is a root."""
        child, head = self.arcs.sides(x)
        scores = child @ self.arcs.weight[0].to(child.dtype) @ head.transpose(1, 2)
        return scores.float().masked_fill(~batch.words[:, None, :], -1e4)

    def relation_scores(self, x: Tensor, heads: Tensor) -> Tensor:
        """Give (windows, words, labels) scores for the given heads."""
        child, head = self.relations.sides(x)
        chosen = head.gather(1, heads[..., None].expand(-1, -1, head.shape[2]))
        return torch.einsum("bwi,lij,bwj->bwl", child, self.relations.weight.to(child.dtype), chosen).float()

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """Give the mean loss of each task over the words that its label is known of; none where it is of no word."""
        x = self.words(batch)
        found: dict[str, Tensor] = {}
        if _any(batch.names):
            found["names"] = _loss(self.names(x), batch.names)
        if _any(batch.tags):
            found |= self._tree_losses(x, batch)
        if _any(batch.roles.labels):
            found |= self.attributions.losses(x, batch.roles)
        return found

    def _tree_losses(self, x: Tensor, batch: Batch) -> dict[str, Tensor]:
        heads = batch.heads.clamp(min=0)
        return {
            "tags": _loss(self.tags(x), batch.tags),
            "morphs": _loss(self.morphs(x), batch.morphs),
            "starts": _loss(self.starts(x), batch.starts),
            "arcs": _loss(self.arc_scores(x, batch), batch.heads),
            "relations": _loss(self.relation_scores(x, heads), batch.relations),
        }

    def guesses(self, batch: Batch) -> dict[str, tuple[Tensor, Tensor]]:
        """Give the likeliest label of each word by task, and the right one; relations are those to the known heads."""
        x = self.words(batch)
        scores = {
            "tags": self.tags(x),
            "morphs": self.morphs(x),
            "names": self.names(x),
            "starts": self.starts(x),
            "heads": self.arc_scores(x, batch),
            "relations": self.relation_scores(x, batch.heads.clamp(min=0)),
        }
        guesses = {name: (score.argmax(-1), getattr(batch, name)) for name, score in scores.items()}
        return {**guesses, "cues": (self.attributions.cues(x).argmax(-1), batch.roles.labels)}


def _any(labels: Tensor) -> bool:
    return bool((labels != UNKNOWN).any())


def _loss(scores: Tensor, gold: Tensor) -> Tensor:
    """Cross-entropy, with nothing where no word of the batch is annotated."""
    known = (gold != UNKNOWN).sum().clamp(min=1)
    total = F.cross_entropy(scores.float().flatten(0, 1), gold.flatten(), ignore_index=UNKNOWN, reduction="sum")
    return total / known
