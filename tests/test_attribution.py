"""Attributions by the bundled model, and the rows that are decoded to them."""

from __future__ import annotations

import pickle
from itertools import pairwise

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from pipeline.language import load_model
from pipeline.language.attribution import Attribution
from pipeline.language.roles import DISTANCES, cue_spans, distances
from pipeline.language.rows import best_path

TEXT = "The mayor said the bridge was safe. Ada Berg doubts that it will open in June."
SCORES = st.integers(1, 4).flatmap(lambda n: arrays(np.float32, (n, 3), elements=st.integers(-9, 9)))


def texts(doc: Doc, found: Attribution) -> tuple[str, str, str]:
    source, content = (" ".join(doc[slice(*part)].text for part in parts) for parts in (found.source, found.content))
    return source, doc[slice(*found.cue)].text, content


def test_cues_sources_and_contents(nlp: Language) -> None:
    doc = nlp(TEXT)
    found = [texts(doc, one) for one in doc._.attributions]
    assert ("The mayor", "said", "the bridge was safe") in found
    assert any(source == "Ada Berg" and cue == "doubts" for source, cue, _ in found)


def test_attributions_survive_pickling_and_a_docbin(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert len(doc._.attributions) > 0
    assert pickle.loads(pickle.dumps(doc))._.attributions == doc._.attributions  # noqa: S301 - our own
    (other,) = DocBin(docs=[doc], store_user_data=True).get_docs(nlp.vocab)
    assert other._.attributions == doc._.attributions


def test_a_doc_cut_from_another_has_none_of_its_attributions(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert doc[3:].as_doc(copy_user_data=True)._.attributions is None


def test_a_doc_that_no_model_has_read_tells_nothing_of_attributions(nlp: Language) -> None:
    assert nlp.make_doc(TEXT)._.attributions is None


def test_cues_in_a_row_of_labels() -> None:
    assert list(cue_spans(np.array([0, 1, 2, 1, 0, 1]))) == [(1, 2), (3, 3), (5, 5)]


def test_distances_tell_the_sides_apart_and_have_rows() -> None:
    assert distances(np.arange(6), (2, 3)).tolist() == [17, 16, 0, 0, 1, 2]
    assert distances(np.arange(2000), (999, 1000)).max() < DISTANCES


@pytest.mark.parametrize(("move", "expected"), [(0.0, [1, 2, 1]), (-9.0, [1, 1, 1])])
def test_a_row_with_costly_moves_is_smoother(move: float, expected: list[int]) -> None:
    scores = np.array([[0, 4, 0], [0, 1, 2], [0, 4, 0]], dtype=np.float32)
    moves = np.where(np.eye(3), 0, move).astype(np.float32)
    assert best_path(scores, np.zeros(3, np.float32), moves).tolist() == expected


@settings(max_examples=60, deadline=None)
@given(SCORES, arrays(np.float32, (3, 3), elements=st.integers(-5, 5)))
def test_no_row_of_roles_scores_higher_than_the_best(scores: np.ndarray, moves: np.ndarray) -> None:
    def total(row: tuple[int, ...]) -> float:
        steps = sum(float(moves[one, other]) for one, other in pairwise(row))
        return sum(float(scores[i, role]) for i, role in enumerate(row)) + steps

    best = tuple(best_path(scores, np.zeros(3, np.float32), moves).tolist())
    assert total(best) == max(map(total, np.ndindex(*[3] * len(scores))))


@pytest.mark.slow
def test_another_pipeline_can_borrow_the_component_with_its_encoder(nlp: Language) -> None:
    bundled = load_model()
    bundled.replace_listeners("tok2vec", "attribution", ["model.tok2vec.tok2vec"])
    other = spacy.blank("en")
    other.add_pipe("attribution", source=bundled)
    assert other(TEXT)._.attributions == nlp(TEXT)._.attributions
