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

from pipeline.language.ner import BioNer
from pipeline.language.rows import best_row, may_follow, normalised

LABELS = ["O", "B-GPE", "I-GPE", "B-ORG", "I-ORG"]
SCORES = st.integers(1, 4).flatmap(lambda n: arrays(np.float32, (n, len(LABELS)), elements=st.integers(-9, 9)))


@pytest.fixture(scope="module")
def ner() -> BioNer:
    component = spacy.blank("en").add_pipe("bio_ner", name="ner")
    assert isinstance(component, BioNer)
    component.cfg["labels"] = LABELS
    return component


def annotated(ner: BioNer, row: list[str], given: list[tuple[int, int]] | None = None) -> Doc:
    """A Doc with the names of a row of labels, each word's label 9 times likelier than its likeliest neighbour."""
    doc = Doc(ner.vocab, words=["Bank", "of", "Norway", "rose"])
    doc.ents = [Span(doc, start, end, label="DATE") for start, end in given or []]
    numbers = np.array([LABELS.index(label) for label in row])
    scores = np.full((len(row), len(LABELS)), -99, dtype=np.float32)
    scores[range(len(row)), (numbers + 2) % len(LABELS)] = 0
    scores[range(len(row)), numbers] = np.log(9)
    ner.set_annotations([doc], [(numbers, normalised(scores))])
    return doc


def names(ner: BioNer, row: list[str], given: list[tuple[int, int]] | None = None) -> list[tuple[str, str]]:
    return [(ent.text, ent.label_) for ent in annotated(ner, row, given).ents]


def test_labels_become_names(ner: BioNer) -> None:
    assert names(ner, ["B-ORG", "I-ORG", "I-ORG", "O"]) == [("Bank of Norway", "ORG")]
    assert names(ner, ["B-ORG", "O", "B-GPE", "B-GPE"]) == [("Bank", "ORG"), ("Norway", "GPE"), ("rose", "GPE")]
    assert ner.labels == ("GPE", "ORG")


def test_names_that_are_there_stay(ner: BioNer) -> None:
    assert names(ner, ["B-ORG", "I-ORG", "I-ORG", "O"], [(2, 3)]) == [("Norway", "DATE")]


def test_a_name_tells_how_sure_its_label_is(ner: BioNer) -> None:
    (bank,) = annotated(ner, ["B-ORG", "O", "O", "O"]).ents
    assert bank._.label_shares == pytest.approx({"ORG": 0.9, "GPE": 0.0}, abs=1e-6)
    assert normalised(np.log(np.array([[3, 1]], dtype=np.float32))) == pytest.approx(np.log([[0.75, 0.25]]))


def test_a_name_does_not_go_on_without_its_beginning() -> None:
    allowed = may_follow(LABELS)
    lone = np.array([[5, 0, 0, 0, 0], [0, 0, 0, 1, 4], [0, 0, 4, 0, 5]], dtype=np.float32)
    assert [LABELS[i] for i in best_row(normalised(lone), allowed)] == ["O", "B-ORG", "I-ORG"]

    @settings(max_examples=100, deadline=None)
    @given(SCORES)
    def valid(scores: np.ndarray) -> None:
        row = ["O", *(LABELS[i] for i in best_row(normalised(scores), allowed))]
        assert all(before[2:] == after[2:] for before, after in pairwise(row) if after.startswith("I-"))

    valid()
    assert len(best_row(np.zeros((0, len(LABELS)), dtype=np.float32), allowed)) == 0
