"""What is said, denied, asked or ordered, and which of it is claimed; parsed by hand in spaCy's English labels."""

from __future__ import annotations

import pytest

from pipeline.components.claims import propositions
from tests.parsed import parse
from tests.quoted import said

DENIED = """
Rosa Rosa PROPN NNP nsubj 1
denied deny VERB VBD ROOT 1
that that SCONJ IN mark 5
Lima Lima PROPN NNP nsubj 5
had have AUX VBD aux 5
sold sell VERB VBN ccomp 1
grain grain NOUN NN dobj 5
_. . PUNCT . punct 1
"""


def test_denial_is_claimed_and_not_what_is_denied() -> None:
    (claim,) = propositions(parse(DENIED))
    assert claim.span.text == "Rosa denied that Lima had sold grain"
    assert (claim.predicate.text, claim.polarity) == ("denied", "affirmed")


@pytest.mark.parametrize(
    ("verb", "polarity"),
    [
        ("denied deny", "negated"),
        ("rejected reject", "negated"),
        ("refuted refute", "negated"),
        ("said say", "affirmed"),
        ("doubted doubt", "affirmed"),  # leaves it open
    ],
)
def test_what_is_denied_is_claimed_with_the_polarity_that_the_speaker_gives_it(verb: str, polarity: str) -> None:
    doc = parse(DENIED.replace("denied deny", verb))
    doc._.quotes = [said(doc[2:7], doc[0:1], doc[1:2], "Rosa")]
    claimed = {one.span.text: one.polarity for one in propositions(doc)}
    assert claimed["Lima had sold grain"] == polarity


def test_a_denial_that_nobody_makes_affirms() -> None:
    doc = parse(DENIED.replace("Rosa Rosa PROPN NNP", "Nobody nobody PRON NN"))
    doc._.quotes = [said(doc[2:7], doc[0:1], doc[1:2], "Nobody")]
    assert {one.span.text: one.polarity for one in propositions(doc)}["Lima had sold grain"] == "affirmed"


REPORTED = DENIED.replace("denied deny", "said say")


def test_reporting_clause_is_no_claim_where_its_content_is_quoted() -> None:
    doc = parse(REPORTED)
    doc._.quotes = [said(doc[2:7], doc[0:1], doc[1:2], "Rosa")]
    (claim,) = propositions(doc)
    assert claim.span.text == "Lima had sold grain"
    assert claim.utterance == 0


def test_reporting_clause_stays_where_nothing_is_quoted() -> None:
    claimed = [claim.span.text for claim in propositions(parse(REPORTED))]
    assert claimed == ["Rosa said that Lima had sold grain", "Lima had sold grain"]


def test_questions_and_orders_are_no_claims() -> None:
    question = DENIED.replace("_. . PUNCT . punct", "_? ? PUNCT . punct")
    order = """
    Open open VERB VB ROOT 0
    the the DET DT det 2
    gate gate NOUN NN dobj 0
    now now ADV RB advmod 0
    _. . PUNCT . punct 0
    """
    assert propositions(parse(question)) == propositions(parse(order)) == []


BEHIND = """
Lima Lima PROPN NNP nsubj 1
sold sell VERB VBD ROOT 1
grain grain NOUN NN dobj 1
_, , PUNCT , punct 1
according accord VERB VBG prep 1
to to ADP IN prep 4
Rosa Rosa PROPN NNP pobj 5
_. . PUNCT . punct 1
"""
BEFORE = """
According accord VERB VBG prep 5
to to ADP IN prep 0
Rosa Rosa PROPN NNP pobj 1
_, , PUNCT , punct 5
Lima Lima PROPN NNP nsubj 5
sold sell VERB VBD ROOT 5
grain grain NOUN NN dobj 5
_. . PUNCT . punct 5
"""


@pytest.mark.parametrize(
    ("rows", "content", "source", "cue"), [(BEHIND, (0, 3), (6, 7), (4, 6)), (BEFORE, (4, 7), (2, 3), (0, 2))]
)
def test_who_says_so_is_no_part_of_what_is_claimed(
    rows: str, content: tuple[int, int], source: tuple[int, int], cue: tuple[int, int]
) -> None:
    """Lima sold grain, according to Rosa."""
    doc = parse(rows)
    (whole,) = propositions(doc)
    assert "Rosa" in whole.span.text
    doc._.quotes = [said(doc[slice(*content)], doc[slice(*source)], doc[slice(*cue)], "Rosa")]
    (claim,) = propositions(doc)
    assert (claim.span.text, claim.utterance) == ("Lima sold grain", 0)
