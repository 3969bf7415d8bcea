"""Words, their weights and their vectors; and the tables of the lemmatizer."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from spacy.lookups import Lookups

from training.conllu import Sentence
from training.documents import Example
from training.lemmas import _add_exceptions
from training.vectors import frequent_words, principal_components, to_vocab, tokenise


def test_words_are_lower_case_without_marks_the_most_frequent_first() -> None:
    tokens = tokenise(["The ferry left.", "The “ferry” sank!"])
    assert tokens == [["the", "ferry", "left"], ["the", "ferry", "sank"]]
    words, shares = frequent_words(tokens, size=3)
    assert words == ["ferry", "the", "left"]
    assert shares.tolist() == pytest.approx([2 / 6, 2 / 6, 1 / 6])


def test_principal_components_keep_the_widest_direction() -> None:
    rows = np.array([[0, 0, 0], [9, 0, 1], [-9, 0, -1], [0, 1, 0]], dtype=np.float32)
    axes = principal_components(rows, 2)
    assert axes.shape == (3, 2)
    assert abs(axes[0, 0]) > 0.9


def test_vectors_are_found_whatever_the_case() -> None:
    nlp = spacy.blank("en", vocab=to_vocab(["ferry"], np.ones((1, 4), dtype=np.float32)))
    doc = nlp.make_doc("Ferry FERRY boat")
    assert [token.vector.tolist() for token in doc] == [[1, 1, 1, 1], [1, 1, 1, 1], [0, 0, 0, 0]]


def example(*rows: tuple[str, str, str]) -> Example:
    words = [word for word, _, _ in rows]
    sentence = Sentence("s", "d", " ".join(words), True, words=words)
    sentence.upos, sentence.lemmas = [pos for _, pos, _ in rows], [lemma for _, _, lemma in rows]
    return Example(words, [True] * len(rows), True, "d", sentence)


def test_lemmas_of_the_treebank_stand_first() -> None:
    table = {"verb": {"need": ["nee"]}}
    seen = example(("is", "AUX", "be"), ("need", "VERB", "need"), ("Oslo", "PROPN", "Oslo"), ("runs", "VERB", "run"))
    _add_exceptions(table, [seen, seen])
    lookups = Lookups()
    lookups.add_table("lemma_exc", table)
    assert lookups.get_table("lemma_exc")["aux"] == {"is": ["be"]}
    assert table["verb"] == {"need": ["need", "nee"]}
