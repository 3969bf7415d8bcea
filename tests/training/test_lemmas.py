"""The tables of the lemmatizer."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

pytest.importorskip("spacy_lookups_data", reason="a build-time dependency: pip install '.[train]'")

from training.conllu import Sentence
from training.documents import Example
from training.lemmas import lemma_tables


def example(*rows: tuple[str, str, str]) -> Example:
    words = [word for word, _, _ in rows]
    sentence = Sentence("s", "d", " ".join(words), True, words=words)
    sentence.upos, sentence.lemmas = [pos for _, pos, _ in rows], [lemma for _, _, lemma in rows]
    return Example(words, [True] * len(rows), True, "d", sentence)


def lemma(word: str, pos: str, seen: list[Example] | None = None) -> str:
    nlp = spacy.blank("en")
    lemmatizer = nlp.add_pipe("lemmatizer", config={"mode": "rule"})
    lemmatizer.initialize(lookups=lemma_tables(seen or []))  # type: ignore[attr-defined]
    doc: Doc = lemmatizer(Doc(nlp.vocab, words=[word], pos=[pos]))
    return doc[0].lemma_


@pytest.mark.parametrize(
    ("word", "pos", "expected"),
    [
        ("hoping", "VERB", "hope"),  # "Hoping for rain, they waited."
        ("hopping", "VERB", "hop"),  # "The bird came hopping."
        ("singing", "VERB", "sing"),
        ("Thank", "VERB", "thank"),  # "Thank them for coming."
        ("signed", "VERB", "sign"),
        ("Please", "INTJ", "please"),
        ("Twelve", "NUM", "twelve"),
        ("Oslo", "PROPN", "Oslo"),
        ("treaties", "NOUN", "treaty"),
    ],
)
def test_lemmas(word: str, pos: str, expected: str) -> None:
    assert lemma(word, pos) == expected


def test_a_form_has_the_lemma_that_the_treebanks_give_it() -> None:
    rows = ("taxes", "NOUN", "tax"), ("is", "AUX", "be"), ("Oslos", "PROPN", "Oslo")
    seen = [example(*rows), example(*rows)]
    assert lemma("taxes", "NOUN", seen) == "tax"
    assert lemma("is", "AUX", seen) == "be"
    assert lemma("Oslos", "PROPN", seen) == "Oslos"
