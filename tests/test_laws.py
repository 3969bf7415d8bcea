"""Sections of laws are named after the law that they are of."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from pipeline.coreference.doc_index import DocIndex
from pipeline.coreference.laws import Laws, is_section

_blank = spacy.blank("en")


def named(words: str, *laws: tuple[int, int]) -> list[str]:
    doc = Doc(_blank.vocab, words=words.split(), lemmas=[w.lower().removesuffix("ed") for w in words.split()])
    doc[0].is_sent_start = True
    doc.ents = tuple(Span(doc, start, end, label="LAW") for start, end in laws)
    found = Laws(DocIndex(doc))
    return [found.of(span) for span in doc.ents]


def test_a_section_is_of_the_law_after_it() -> None:
    assert named("Article 5 of the Riga Protocol", (0, 2), (4, 6)) == [
        "Article 5 of the Riga Protocol",
        "Riga Protocol",
    ]


def test_a_bare_section_is_of_the_treaty_that_was_signed() -> None:
    words = "They signed the Riga Protocol after the Oslo Pact ; Article 4 helps"
    assert named(words, (3, 5), (7, 9), (10, 12))[-1] == "Article 4 of the Riga Protocol"


def test_a_bare_section_is_of_the_law_last_named_where_none_was_signed() -> None:
    assert named("The Oslo Pact and the Riga Protocol ; Article 4 helps", (1, 3), (5, 7), (8, 10))[-1] == (
        "Article 4 of the Riga Protocol"
    )


def test_a_law_that_is_only_cited_lends_its_name_to_no_bare_section() -> None:
    words = "Article 51 of the Oslo Charter and Article 4 help"
    assert named(words, (0, 2), (4, 6), (7, 9)) == ["Article 51 of the Oslo Charter", "Oslo Charter", "Article 4"]


def test_a_bare_section_without_a_law_stays_bare() -> None:
    assert named("Article 4 helps", (0, 2)) == ["Article 4"]


@pytest.mark.parametrize(("text", "expected"), [("Article 4", True), ("Riga Protocol", False), ("Article", False)])
def test_sections_are_told_from_laws(text: str, expected: bool) -> None:
    doc = _blank.make_doc(text)
    assert is_section(doc[:]) is expected


@given(st.lists(st.sampled_from(("Article", "4", "of", "the", "Pact", "signed")), min_size=1, max_size=12), st.data())
def test_any_law_has_a_name(words: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    assert all(named(" ".join(words), (start, end)))
