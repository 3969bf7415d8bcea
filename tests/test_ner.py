"""Rows of BIO labels, and the names that they become."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from spacy.tokens import Doc, Span

from pipeline.language.ner import BioNer, best_row, may_follow

LABELS = ["O", "B-GPE", "I-GPE", "B-ORG", "I-ORG"]
SCORES = st.integers(1, 4).flatmap(lambda n: arrays(np.float32, (n, len(LABELS)), elements=st.integers(-9, 9)))


@pytest.fixture(scope="module")
def ner() -> BioNer:
    component = spacy.blank("en").add_pipe("bio_ner", name="ner")
    assert isinstance(component, BioNer)
    component.cfg["labels"] = LABELS
    return component


def names(ner: BioNer, row: list[str], given: list[tuple[int, int]] | None = None) -> list[tuple[str, str]]:
    doc = Doc(ner.vocab, words=["Bank", "of", "Norway", "rose"])
    doc.ents = [Span(doc, start, end, label="DATE") for start, end in given or []]
    ner.set_annotations([doc], [np.array([LABELS.index(label) for label in row])])
    return [(ent.text, ent.label_) for ent in doc.ents]


def test_labels_become_names(ner: BioNer) -> None:
    assert names(ner, ["B-ORG", "I-ORG", "I-ORG", "O"]) == [("Bank of Norway", "ORG")]
    assert names(ner, ["B-ORG", "O", "B-GPE", "B-GPE"]) == [("Bank", "ORG"), ("Norway", "GPE"), ("rose", "GPE")]
    assert ner.labels == ("GPE", "ORG")


def test_names_that_are_there_stay(ner: BioNer) -> None:
    assert names(ner, ["B-ORG", "I-ORG", "I-ORG", "O"], [(2, 3)]) == [("Norway", "DATE")]


def test_a_name_does_not_go_on_without_its_beginning() -> None:
    allowed = may_follow(LABELS)
    lone = np.array([[5, 0, 0, 0, 0], [0, 0, 0, 1, 4], [0, 0, 4, 0, 5]], dtype=np.float32)
    assert [LABELS[i] for i in best_row(lone, allowed)] == ["O", "B-ORG", "I-ORG"]

    @settings(max_examples=100, deadline=None)
    @given(SCORES)
    def valid(scores: np.ndarray) -> None:
        row = ["O", *(LABELS[i] for i in best_row(scores, allowed))]
        assert all(before[2:] == after[2:] for before, after in pairwise(row) if after.startswith("I-"))

    valid()
    assert len(best_row(np.zeros((0, len(LABELS)), dtype=np.float32), allowed)) == 0
