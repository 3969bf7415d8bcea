"""The heads for attributions: which words are cues, and which others are the source and the content of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from spacy.tokens import Doc
from torch import Tensor, nn
from torch.nn import functional as F

from pipeline.language.roles import CONTENT, DISTANCES, SOURCE, distances

UNKNOWN = -100
GROUP = "attributions"  # of spans in a Doc: each has its role as label, and the number of its attribution as id
ROLE, INNER, SEEN = 128, 64, 5  # widths of the product and of the convolutions, and the words that these see at once
ROLES = {"source": SOURCE, "content": CONTENT}


@dataclass(frozen=True, slots=True)
class Roles:
    """The cues of a window, as first and last words, with the role of every word for each; all padded when batched.

    Attributes:
        labels: BIO labels of cues: (words,), or (windows, words).
        cues: (cues, 3) The window, the first and the last word of each cue.
        roles: (cues, words) The role of every word for each cue.
        distances: (cues, words) How far every word is from each cue, as numbers of rows.
    """

    labels: Tensor
    cues: Tensor
    roles: Tensor
    distances: Tensor


def roles_of(doc: Doc, start: int, end: int) -> Roles:
    """The attributions of a Doc whose cues stand in a window of it."""
    labels = torch.zeros(end - start, dtype=torch.long)
    by_number: dict[int, list[tuple[str, int, int]]] = {}
    for span in doc.spans[GROUP]:
        by_number.setdefault(span.id, []).append((span.label_, span.start - start, span.end - start))
    cues, rows = [], []
    for spans in by_number.values():
        kinds = {role for role, _, _ in spans}
        first, last = _cue(spans)
        if not {"cue", "content"} <= kinds or first < 0 or last >= end - start:
            continue
        labels[first], labels[first + 1 : last + 1] = 1, 2
        row = torch.zeros(end - start, dtype=torch.long)
        for role, begin, stop in spans:
            if role in ROLES:
                row[max(begin, 0) : max(stop, 0)] = ROLES[role]
        row[first : last + 1] = 0
        cues.append((0, first, last))
        rows.append(row)
    places = np.arange(end - start)
    far = [torch.from_numpy(distances(places, (first, last))) for _, first, last in cues]
    return Roles(
        labels,
        torch.tensor(cues, dtype=torch.long).view(-1, 3),
        _stacked(rows, end - start),
        _stacked(far, end - start),
    )


def _cue(spans: Iterable[tuple[str, int, int]]) -> tuple[int, int]:
    found = [(first, end) for role, first, end in spans if role == "cue"]
    return (min(first for first, _ in found), max(end for _, end in found) - 1) if found else (-1, -1)


def _stacked(rows: Sequence[Tensor], length: int) -> Tensor:
    return torch.stack(list(rows)) if rows else torch.zeros(0, length, dtype=torch.long)


def batched(found: Sequence[Roles | None], words: int) -> Roles:
    """Pad the attributions of windows; of a window that has None nothing is known."""
    labels = torch.full((len(found), words), UNKNOWN)
    cues, rows, far = [], [], []
    for number, roles in enumerate(found):
        if roles is None:
            continue
        length = len(roles.labels)
        labels[number, :length] = roles.labels
        cues.append(roles.cues + torch.tensor([number, 0, 0]))
        rows.append(F.pad(roles.roles, (0, words - length), value=UNKNOWN))
        far.append(F.pad(roles.distances, (0, words - length)))
    empty = torch.zeros(0, words, dtype=torch.long)
    return Roles(
        labels,
        torch.cat([torch.zeros(0, 3, dtype=torch.long), *cues]),
        torch.cat([empty, *rows]),
        torch.cat([empty, *far]),
    )


class Attributions(nn.Module):
    """Scores of cues, and of every word in each role for each cue."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.cues = nn.Linear(width, 3)
        self.first = nn.Linear(width, ROLE)
        self.last = nn.Linear(width, ROLE, bias=False)
        self.word = nn.Linear(width, ROLE)
        self.weight = nn.Parameter(torch.randn(3, ROLE + 1, ROLE + 1) * 0.01)
        self.distances = nn.Embedding(DISTANCES, 3)
        self.joined = nn.Linear(width, INNER)
        self.scale = nn.Linear(2 * width, 2 * INNER)
        self.places = nn.Embedding(DISTANCES, INNER)
        self.layers = nn.ModuleList(nn.Conv1d(INNER, INNER, SEEN, padding=SEEN // 2) for _ in range(2))
        self.out = nn.Linear(INNER, 3)
        self.moves = nn.Parameter(torch.zeros(3, 3))
        self.begins = nn.Parameter(torch.zeros(3))
        self.drop = nn.Dropout(0.2)
        nn.init.zeros_(self.distances.weight)

    def scores(self, x: Tensor, roles: Roles) -> Tensor:
        """Give (cues, words, roles) scores of the words of each cue's window."""
        window, first, last = roles.cues.unbind(1)
        asked = self.first(x[window, first]) + self.last(x[window, last])
        asked, word = (F.pad(self.drop(F.gelu(side)), (0, 1), value=1.0) for side in (asked, self.word(x)))
        products = torch.einsum("ci,lij,cwj->cwl", asked, self.weight.to(asked.dtype), word[window])
        return products.float() + self.distances(roles.distances) + self.near(x, roles).float()

    def near(self, x: Tensor, roles: Roles) -> Tensor:
        """Give the part of the scores that depends on what stands around a word: (cues, words, roles)."""
        window, first, last = roles.cues.unbind(1)
        scale, shift = self.scale(torch.cat([x[window, first], x[window, last]], 1))[:, None].chunk(2, 2)
        state = F.gelu(self.joined(x)[window] * (1 + scale) + shift + self.places(roles.distances))
        known = (roles.roles != UNKNOWN)[:, None]
        state = self.drop(state).transpose(1, 2) * known
        for layer in self.layers:
            state = (state + F.gelu(layer(state))) * known
        return self.out(self.drop(state.transpose(1, 2)))

    def losses(self, x: Tensor, roles: Roles) -> dict[str, Tensor]:
        """Give the mean loss a word of cues, and of roles over all cues of the batch."""
        known = (roles.labels != UNKNOWN).sum().clamp(min=1)
        cues = F.cross_entropy(
            self.cues(x).float().flatten(0, 1), roles.labels.flatten(), ignore_index=UNKNOWN, reduction="sum"
        )
        words = (roles.roles != UNKNOWN).sum().clamp(min=1)
        row = self.rows(self.scores(x, roles), roles.roles).sum() if len(roles.cues) else x.sum() * 0
        return {"cues": cues / known, "roles": row / words}

    def rows(self, scores: Tensor, gold: Tensor) -> Tensor:
        """Give the negative log-probability of each cue's row of roles among all rows (a linear-chain CRF)."""
        known, labels = gold != UNKNOWN, gold.clamp(min=0)
        chosen = scores.gather(2, labels[..., None])[..., 0] * known
        moved = self.moves[labels[:, :-1], labels[:, 1:]] * known[:, 1:]
        right = self.begins[labels[:, 0]] + chosen.sum(1) + moved.sum(1)
        sums = scores[:, 0] + self.begins
        for word in range(1, scores.shape[1]):
            further = torch.logsumexp(sums[:, :, None] + self.moves, 1) + scores[:, word]
            sums = torch.where(known[:, word, None], further, sums)
        return torch.logsumexp(sums, 1) - right
