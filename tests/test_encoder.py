"""The encoder of the bundled model as a spaCy layer."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from spacy.language import Language

TEXTS = ["Rain fell on Oslo.", "", "“We will mend the bridge,” the mayor said.", "fog " * 700]


def test_every_token_has_a_vector(nlp: Language) -> None:
    for text in TEXTS:
        doc = nlp.make_doc(text)
        (vectors,) = nlp.get_pipe("tok2vec").predict([doc])  # type: ignore[attr-defined]
        assert vectors.shape == (len(doc), 768)
        assert np.isfinite(vectors).all()


def test_the_vectors_of_a_document_do_not_depend_on_its_neighbours(nlp: Language) -> None:
    tok2vec = nlp.get_pipe("tok2vec")
    docs = [nlp.make_doc(text) for text in TEXTS]
    together = tok2vec.predict(docs)  # type: ignore[attr-defined]
    for doc, vectors in zip(docs, together, strict=True):
        assert np.array_equal(tok2vec.predict([doc])[0], vectors)  # type: ignore[attr-defined]


def test_a_word_is_read_in_its_context_and_with_its_case(nlp: Language) -> None:
    tok2vec = nlp.get_pipe("tok2vec")
    docs = [nlp.make_doc(text) for text in ("Turkey left.", "turkey left.", "Turkey sandwiches.")]
    first, small, other = (vectors[0] for vectors in tok2vec.predict(docs))  # type: ignore[attr-defined]
    assert not np.allclose(first, small)
    assert not np.allclose(first, other)


def test_a_layer_without_weights_says_so() -> None:
    model = {"@architectures": "corroborate.OnnxEncoder.v1", "width": 384}
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": model})
    with pytest.raises(ValueError, match="no weights yet"):
        nlp("Rain fell.")
