"""Reads PropSegmEnt (Chen et al. 2023): sentences of Wikipedia with the propositions that three people marked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.tokens import Token

_FILES = ("document_clusters.dev.json", "propositions.dev.json")


@dataclass(frozen=True)
class Marked:
    """A sentence with its propositions, each a set of its tokens as whole numbers' bits.

    Attributes:
        cluster: The texts on one subject that it is of.
        text: The sentence.
        starts: Where each of its tokens starts.
        reference: What the rater marked whose answer is the reference.
        others: What each of the others marked.
    """

    cluster: str
    text: str
    starts: tuple[int, ...]
    reference: tuple[int, ...]
    others: tuple[tuple[int, ...], ...]

    def projected(self, tokens: list[Token]) -> int:
        """The corpus's tokens that some of spaCy's cover."""
        spans = [(token.idx, token.idx + len(token)) for token in tokens]
        return _bits(i for i, start in enumerate(self.starts) if any(a <= start < b for a, b in spans))


def read_propsegment(folder: Path) -> list[Marked]:
    """The sentences of the dev split that a reference was marked for."""
    clusters, rows = (json.loads((folder / name).read_text(encoding="utf-8")) for name in _FILES)
    texts = {
        (cluster["cluster_id"], document["document_id"], number): sentence
        for cluster in clusters
        for document in cluster["documents"]
        for number, sentence in enumerate(document["sentences"])
    }
    found = []
    for row in rows:
        place = row["sentence_id"]
        sentence = texts.get((place["cluster_id"], place["document_id"], place["sentence_index"]))
        responses = row["segmentation_responses"]
        reference = [one for one in responses if one["is_reference_response"]]
        if sentence is not None and reference:
            starts = tuple(token["character_offset_of_token_in_sentence"] for token in sentence["tokens"])
            others = tuple(_marked(one) for one in responses if not one["is_reference_response"])
            found.append(Marked(place["cluster_id"], sentence["sentence_text"], starts, _marked(reference[0]), others))
    return found


def _marked(response: dict[str, Any]) -> tuple[int, ...]:
    return tuple(_bits(one["token_indices"]) for one in response.get("propositions", ()))


def _bits(numbers: Iterator[int] | list[int]) -> int:
    found = 0
    for number in numbers:
        found |= 1 << number
    return found
