"""Claims of headlines without a finite verb, parsed by hand."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from spacy.tokens import Doc

from pipeline.components.claims import propositions
from pipeline.components.records import Proposition
from pipeline.propositions.headlines import headlines

VOCAB = spacy.blank("en").vocab

KILLED = """
Two two NUM CD nsubjpass 1
killed kill VERB VBN ROOT 1
in in ADP IN prep 1
harbour harbour NOUN NN compound 4
fire fire NOUN NN pobj 2
"""
VISIT = """
Diaz Diaz PROPN NNP compound 1
visit visit NOUN NN ROOT 1
to to ADP IN prep 1
Quito Quito PROPN NNP pobj 2
"""
STORM = """
Storm storm NOUN NN ROOT 0
over over ADP IN prep 0
Quito Quito PROPN NNP compound 3
airport airport NOUN NN pobj 1
"""
RUBRIC = """
Letters letter NOUN NNS ROOT 0
to to ADP IN prep 0
the the DET DT det 3
editor editor NOUN NN pobj 1
"""
ADDRESS = """
news.example.org/quito/storm news.example.org/quito/storm X ADD ROOT 0
Storm storm NOUN NN dep 0
Quito Quito PROPN NNP dep 0
airport airport NOUN NN dep 0
"""
BYLINE = """
Rosa Rosa PROPN NNP compound 1
Diaz Diaz PROPN NNP ROOT 1
"""
SENTENCE = """
The the DET DT det 1
mayor mayor NOUN NN nsubj 2
left leave VERB VBD ROOT 2
. . PUNCT . punct 2
"""


def article(*paragraphs: str) -> Doc:
    """A Doc of paragraphs of lines "word lemma POS TAG dep head", a blank line between two of them."""
    rows: list[list[str]] = []
    for paragraph in paragraphs:
        if rows:
            rows.append(["\n\n", "\n\n", "SPACE", "_SP", "dep", str(len(rows) - 1)])
        first = len(rows)
        rows += [[*row[:5], str(first + int(row[5]))] for row in map(str.split, paragraph.strip().splitlines())]
    words, lemmas, pos, tags, deps, heads = zip(*rows, strict=True)
    after = [*words[1:], "\n\n"]
    spaces = ["\n\n" not in (word, following) for word, following in zip(words, after, strict=True)]
    columns = {"words": words, "lemmas": lemmas, "pos": pos, "tags": tags, "deps": deps}
    lists: dict[str, Any] = {name: list(column) for name, column in columns.items()}
    return Doc(VOCAB, spaces=spaces, heads=[int(head) for head in heads], **lists)


def told(*paragraphs: str) -> list[Proposition]:
    return list(headlines(article(*paragraphs), set()))


@pytest.mark.parametrize(
    ("headline", "subject", "predicate", "lemma"),
    [
        (KILLED, "Two", "killed", "kill"),  # Two killed in harbour fire
        (VISIT, "Diaz", "visit", "visit"),  # Diaz visit to Quito
        (STORM, "None", "Storm", "storm"),  # Storm over Quito airport
    ],
)
def test_a_headline_tells_what_happened_to_whom(headline: str, subject: str, predicate: str, lemma: str) -> None:
    (claim,) = told(headline, SENTENCE)
    assert claim.kind == "headline"
    assert claim.span.text == " ".join(line.split()[0] for line in headline.strip().splitlines())
    assert (str(claim.subject), claim.predicate_text, claim.lemma) == (subject, predicate, lemma)
    assert claim.polarity == "affirmed"


def test_the_stretches_of_a_headline_are_all_its_words() -> None:
    (claim,) = told(KILLED, SENTENCE)  # Two killed in harbour fire
    assert [(span.label_, span.text) for span in claim.stretches] == [
        ("subject", "Two"),
        ("predicate", "killed"),
        ("other", "in harbour fire"),
    ]


@pytest.mark.parametrize(
    "paragraph",
    [
        RUBRIC,  # Letters to the editor
        ADDRESS,
        BYLINE,  # Rosa Diaz
        SENTENCE,
    ],
)
def test_rubrics_addresses_and_names_are_no_headlines(paragraph: str) -> None:
    assert told(paragraph, SENTENCE) == []


def test_headlines_stand_over_the_first_sentence_alone() -> None:
    assert [claim.span.text for claim in told(STORM, KILLED, SENTENCE)] == [
        "Storm over Quito airport",
        "Two killed in harbour fire",
    ]
    assert told(SENTENCE, KILLED, SENTENCE) == []
    assert told(KILLED) == []  # what has nothing below it is no headline


def test_no_more_than_a_few_lines_are_headlines() -> None:
    assert len(told(*[STORM] * 6, SENTENCE)) == 4


def test_a_headline_that_holds_a_claim_is_none_itself() -> None:
    doc = article(KILLED, SENTENCE)
    assert list(headlines(doc, {0})) == []
    assert len(list(headlines(doc, {6}))) == 1  # a claim of the sentence below


HEADED = """
Ada Ada PROPN NNP nsubj 1
opens open VERB VBZ ROOT 1
bridge bridge NOUN NN dobj 1
{gap}
Crowds crowd NOUN NNS nsubj 5
watched watch VERB VBD ROOT 5
it it PRON PRP dobj 5
. . PUNCT . punct 5
{gap}
Rosa Rosa PROPN NNP nsubj 10
visits visit VERB VBZ ROOT 10
Quito Quito PROPN NNP dobj 10
"""


def test_headline_is_a_claim_and_a_later_heading_is_not() -> None:
    rows = [line.split() for line in HEADED.strip().splitlines()]
    words = ["\n\n" if row[0] == "{gap}" else row[0] for row in rows]
    doc = Doc(
        VOCAB,
        words=words,
        spaces=[True, True, False, False, True, True, False, False, False, True, True, False],
        pos=[row[2] if len(row) > 1 else "SPACE" for row in rows],
        tags=[row[3] if len(row) > 1 else "_SP" for row in rows],
        deps=[row[4] if len(row) > 1 else "dep" for row in rows],
        heads=[1, 1, 1, 2, 5, 5, 5, 5, 7, 10, 10, 10],
    )
    assert [claim.span.text for claim in propositions(doc)] == ["Ada opens bridge", "Crowds watched it"]
