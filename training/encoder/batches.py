"""Annotated Docs as padded tensors of windows."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import torch
from spacy.tokens import Doc, Token
from torch import Tensor

from pipeline.language.pieces import Pieces, Window
from training.encoder.roles import GROUP, UNKNOWN, Roles, batched, roles_of

OUTSIDE = "O"
BATCH = 3000  # pieces, padding counted in


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of each task, in the order of their numbers."""

    tags: list[str]
    morphs: list[str]
    relations: list[str]
    names: list[str]


@dataclass(frozen=True, slots=True)
class Item:
    """A window with its words' labels as numbers, UNKNOWN where nothing is known; heads count from the window."""

    window: Window
    tags: list[int]
    morphs: list[int]
    heads: list[int]
    relations: list[int]
    names: list[int]
    starts: list[int]
    roles: Roles | None


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows of one training step; shapes are (windows, pieces) or (windows, words)."""

    ids: Tensor
    kinds: Tensor
    mask: Tensor
    pooling: Tensor
    words: Tensor
    tags: Tensor
    morphs: Tensor
    heads: Tensor
    relations: Tensor
    names: Tensor
    starts: Tensor
    roles: Roles


def read_labels(docs: Iterable[Doc]) -> Labels:
    """Collect the labels of annotated Docs."""
    tags: Counter[str] = Counter()
    morphs: Counter[str] = Counter()
    relations: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for doc in docs:
        if doc.has_annotation("DEP"):
            tags.update(token.tag_ for token in doc)
            morphs.update(map(morph_label, doc))
            relations.update(token.dep_ for token in doc)
        names.update(ent.label_ for ent in doc.ents)
    bio = [OUTSIDE, *(f"{mark}-{name}" for name in sorted(names) for mark in "BI")]
    return Labels(sorted(tags), sorted(morphs), sorted(relations), bio)


def items(doc: Doc, pieces: Pieces, labels: Labels) -> Iterator[Item]:
    """Cut a Doc into windows; a word whose head stands in another window has no known head."""
    tables = {name: {label: i for i, label in enumerate(listed)} for name, listed in asdict(labels).items()}
    parsed = doc.has_annotation("DEP")
    for window in pieces.windows([token.text for token in doc], [bool(token.whitespace_) for token in doc]):
        tokens = doc[window.start : window.start + len(window.firsts)]
        known = tokens if parsed else ()
        inside = range(window.start, window.start + len(tokens))
        heads = _numbers((token.head.i for token in known), {i: i - window.start for i in inside}, len(tokens))
        relations = _numbers((token.dep_ for token in known), tables["relations"], len(tokens))
        yield Item(
            window,
            tags=_numbers((token.tag_ for token in known), tables["tags"], len(tokens)),
            morphs=_numbers((morph_label(token) for token in known), tables["morphs"], len(tokens)),
            heads=heads,
            relations=[UNKNOWN if head == UNKNOWN else label for head, label in zip(heads, relations, strict=True)],
            names=_numbers(map(name_label, tokens), tables["names"], len(tokens)),
            starts=_numbers((bool(token.is_sent_start) for token in known), {False: 0, True: 1}, len(tokens)),
            roles=roles_of(doc, window.start, window.start + len(tokens)) if GROUP in doc.spans else None,
        )


def _numbers(labels: Iterable[Hashable], table: dict[Any, int], length: int) -> list[int]:
    """Look labels up; those that the table lacks, and those that are not given, are unknown."""
    found = [table.get(label, UNKNOWN) for label in labels]
    return found + [UNKNOWN] * (length - len(found))


def morph_label(token: Token) -> str:
    """Join part of speech and features to one label."""
    return f"{token.pos_}|{token.morph}"


def name_label(token: Token) -> str | None:
    """Give the label of a word in BIO form; None where nothing is known."""
    if token.ent_iob == 0:
        return None
    return f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else OUTSIDE


def batches(found: Sequence[Item], rng: random.Random | None) -> Iterator[list[Item]]:
    """Put windows of about the same length together; shuffled anew where a source of chance is given."""
    noise = (lambda: rng.random() * 8) if rng else (lambda: 0.0)
    order = sorted(found, key=lambda item: len(item.window.ids) + noise())
    packed: list[list[Item]] = []
    for item in order:
        longest = len(item.window.ids)
        if not packed or (len(packed[-1]) + 1) * longest > BATCH:
            packed.append([])
        packed[-1].append(item)
    if rng:
        rng.shuffle(packed)
    yield from packed


def to_batch(chosen: Sequence[Item]) -> Batch:
    """Pad windows to the longest of them."""
    pieces = max(len(item.window.ids) for item in chosen)
    words = max(len(item.window.firsts) for item in chosen)
    ids, kinds, mask = (torch.zeros(len(chosen), pieces, dtype=kind) for kind in (torch.long, torch.long, torch.bool))
    pooling = torch.zeros(len(chosen), words, pieces)
    for row, item in enumerate(chosen):
        length = len(item.window.ids)
        ids[row, :length] = torch.from_numpy(item.window.ids)
        kinds[row, :length] = torch.from_numpy(item.window.kinds)
        mask[row, :length] = True
        ends = [*item.window.firsts[1:], length - 1]
        for word, (first, end) in enumerate(zip(item.window.firsts, ends, strict=True)):
            pooling[row, word, first:end] = 1 / (end - first)
    real = torch.tensor([[i < len(item.tags) for i in range(words)] for item in chosen])
    columns = {
        name: torch.tensor([getattr(item, name) + [UNKNOWN] * (words - len(item.tags)) for item in chosen])
        for name in ("tags", "morphs", "heads", "relations", "names", "starts")
    }
    return Batch(ids, kinds, mask, pooling, real, **columns, roles=batched([item.roles for item in chosen], words))
