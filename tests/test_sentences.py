"""Sentence boundaries that typography decides."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components import sentences


@pytest.fixture(scope="module")
def blank() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentence_breaks")
    return nlp


def starts(doc: Doc, value: bool) -> list[str]:
    return [token.text for token in doc[1:] if token.is_sent_start is value]


def test_paragraph_breaks_begin_a_sentence_and_stay_with_the_one_before(blank: Language) -> None:
    doc = blank("Fog closed the port\n\nFerries waited.")
    assert starts(doc, True) == ["Ferries"]
    assert "\n\n" in starts(doc, False)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("They met Gov. Hale there.", "Hale"),
        ("They met Dr. Osei there.", "Osei"),
        ("Ships of the U.S. fleet left.", "fleet"),
        ("See No. 12 of the list.", "12"),
        ("Some fruit, e.g. Apples from Kent, sold.", "Apples"),
        ("That is, i.e. Never again.", "Never"),
        ("It was signed by Ruth K. Adeyemi.", "Adeyemi"),
        ("It opened on Jan. 4 again.", "4"),
    ],
)
def test_abbreviations_bind_what_follows(blank: Language, text: str, word: str) -> None:
    assert word in starts(blank(text), False)


@pytest.mark.parametrize("text", ["He left the U.S. She stayed.", "They sold it to Wells Inc. Nobody knew."])
def test_abbreviations_that_may_end_a_sentence_leave_it_open(blank: Language, text: str) -> None:
    doc = blank(text)
    following = next(token for token in doc if token.text in {"She", "Nobody"})
    assert following.is_sent_start is None


def test_a_long_word_and_a_stop_end_a_sentence_before_a_capital(blank: Language) -> None:
    assert starts(blank("It was rejected by Mr Hansen. SEB, a bank, agreed."), True) == ["SEB"]
    assert starts(blank("Approx. Ten men saw Kevin. nobody else."), True) == []


@pytest.mark.parametrize("text", ["Under Rule 7 Members vote.", "In spring, Members vote."])
def test_words_and_commas_end_no_sentence(blank: Language, text: str) -> None:
    assert "Members" in starts(blank(text), False)


@pytest.mark.parametrize("note", ["[3]", "[12]"])
def test_footnote_numbers_belong_to_the_sentence_before(blank: Language, note: str) -> None:
    doc = blank(f"The dam was opened.{note} Water rose.")
    assert starts(doc, True) == []
    assert "Water" not in starts(doc, False)


@pytest.mark.parametrize(("opening", "closing"), [('"', '"'), ("“", "”")])
def test_closing_marks_and_what_goes_on_after_them(blank: Language, opening: str, closing: str) -> None:
    doc = blank(f"{opening}Why now?{closing} she asked.")
    assert {closing, "she"} <= set(starts(doc, False))
    doc = blank(f"{opening}We lost,{closing} President Hale said.")
    assert "President" in starts(doc, False)


@pytest.mark.parametrize(("opening", "closing"), [('"', '"'), ("“", "”")])
def test_a_quotation_inside_a_sentence_is_not_broken(blank: Language, opening: str, closing: str) -> None:
    doc = blank(f"He cried {opening}It is over. We lost.{closing} and ran.")
    assert "We" in starts(doc, False)


def test_a_quotation_that_ends_its_sentence_may_hold_several(blank: Language) -> None:
    doc = blank("He said: “It is over. We lost.” Nobody moved.")
    assert "We" not in starts(doc, False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“They lost.” Rain fell on Oslo.", ["Rain"]),
        ('He said: "They lost." Rain fell.', ["Rain"]),
        ("He sold it to “Wells Inc.” today.", []),
        ("“Why?” Hale asked.", []),
        ("“They lost,” Hale said.", []),
    ],
)
def test_a_full_stop_inside_a_closing_mark_ends_the_sentence(blank: Language, text: str, expected: list[str]) -> None:
    assert starts(blank(text), True) == expected


def test_a_dateline_is_a_sentence_of_its_own(blank: Language) -> None:
    doc = blank("Port shut\n\nTORVIK, Nov. 3 (Courier) - The port is shut.\n\nNATO - so they say - has grown")
    assert starts(doc, True) == ["TORVIK", "The", "NATO"]


def test_a_parsed_doc_is_left_alone() -> None:
    nlp = spacy.blank("en")
    doc = Doc(
        nlp.vocab,
        words=["Rain", "fell", "\n\n", "Snow", "fell"],
        heads=[1, 1, 1, 1, 1],
        deps=["nsubj", "ROOT", "dep", "nsubj", "dep"],
    )
    before = [token.is_sent_start for token in doc]
    assert [token.is_sent_start for token in sentences.sentence_breaks(doc)] == before


@settings(max_examples=20, deadline=None)
@given(st.text(alphabet="aA1 .?!,\"“”'’[]()\n", max_size=80))
def test_white_space_never_begins_a_sentence_and_nothing_raises(text: str) -> None:
    nlp = spacy.blank("en")
    doc = sentences.sentence_breaks(nlp.make_doc(text))
    assert all(token.is_sent_start is False for token in doc[1:] if token.is_space)


def test_thousands_of_marks_take_linear_time(blank: Language) -> None:
    doc = blank('" ' * 5000 + "“ " * 5000)
    assert len(doc) > 9000


def test_words_without_end_are_cut(blank: Language) -> None:
    doc = blank("rain " * 1000)
    lengths = [len(sent) for sent in doc.sents]
    assert max(lengths) <= sentences.LONGEST_RUN
    assert len(lengths) == 4


@pytest.mark.parametrize(
    ("words", "tags", "begins"),
    [
        ("Sales grew in the U.S. Prices rose .", "NNS VBD IN DT NNP NNS VBD .", True),
        ("Sales grew in the U.S. Most were online .", "NNS VBD IN DT NNP JJS VBD RB .", True),
        ("He praised the U.S. Navy twice .", "PRP VBD DT NNP NNP RB .", None),
    ],
)
def test_the_tag_tells_whether_a_sentence_begins_after_an_abbreviation(
    blank: Language, words: str, tags: str, begins: bool | None
) -> None:
    doc = sentences.sentence_breaks(Doc(blank.vocab, words=words.split(), tags=tags.split()))
    following = doc[next(token.i for token in doc if token.text == "U.S.") + 1]
    assert following.is_sent_start is begins
