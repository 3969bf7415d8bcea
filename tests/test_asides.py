"""Who says it, put between a subject and its verb, does not keep them apart."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc

from pipeline.components.asides import put_right
from pipeline.components.quotes import QuoteFinder
from tests.parsed import parse

AS_ARGUMENT = """
The the DET DT det 1
bridge bridge NOUN NN ccomp 4
_, , PUNCT , punct 1
officials official NOUN NNS nsubj 4
said say VERB VBD ROOT 4
on on ADP IN prep 4
Monday Monday PROPN NNP pobj 5
_, , PUNCT , punct 4
will will AUX MD aux 9
close close VERB VB ccomp 4
_. . PUNCT . punct 4
"""
AS_CLAUSE = """
But but CCONJ CC cc 6
prices price NOUN NNS nsubj 6
_, , PUNCT , punct 1
he he PRON PRP nsubj 4
added add VERB VBD relcl 1
_, , PUNCT , punct 6
fell fall VERB VBD ROOT 6
_. . PUNCT . punct 6
"""
BEHIND_COLON = """
Ada Ada PROPN NNP nsubj 1
wept weep VERB VBD ROOT 1
_: : PUNCT : punct 5
no no DET DT det 4
bridge bridge NOUN NN parataxis 1
_, , PUNCT , punct 4
she she PRON PRP nsubj 7
said say VERB VBD parataxis 1
_, , PUNCT , punct 7
was be AUX VBD auxpass 10
built build VERB VBN ccomp 7
_. . PUNCT . punct 1
"""
ON_NOUN = """
The the DET DT det 1
bridge bridge NOUN NN ROOT 1
_, , PUNCT , punct 1
he he PRON PRP nsubj 4
said say VERB VBD relcl 1
_, , PUNCT , punct 4
was be AUX VBD ccomp 4
shut shut ADJ JJ acomp 6
_. . PUNCT . punct 1
"""
OF_WHOM = """
Ada Ada PROPN NNP nsubj 6
_, , PUNCT , punct 0
who who PRON WP nsubj 3
said say VERB VBD relcl 0
so so ADV RB advmod 3
_, , PUNCT , punct 0
left leave VERB VBD ROOT 6
_. . PUNCT . punct 6
"""
BEHIND_CLAUSE = """
Prices price NOUN NNS nsubj 1
fell fall VERB VBD ROOT 1
_, , PUNCT , punct 1
he he PRON PRP nsubj 4
said say VERB VBD parataxis 1
_, , PUNCT , punct 4
and and CCONJ CC cc 4
left leave VERB VBD conj 4
_. . PUNCT . punct 1
"""


def tree(doc: Doc) -> dict[str, tuple[str, str]]:
    return {token.text: (token.dep_, token.head.text) for token in doc if not token.is_punct}


@pytest.mark.parametrize(
    ("rows", "subject", "verb", "said"),
    [
        (AS_ARGUMENT, ("bridge", "nsubj", "close"), ("close", "ROOT", "close"), "said"),
        (AS_CLAUSE, ("prices", "nsubj", "fell"), ("fell", "ROOT", "fell"), "added"),
        (ON_NOUN, ("bridge", "nsubj", "was"), ("was", "ROOT", "was"), "said"),
        (BEHIND_COLON, ("bridge", "nsubjpass", "built"), ("built", "parataxis", "wept"), "said"),
    ],
)
def test_the_verb_behind_an_aside_has_the_subject_before_it(
    rows: str, subject: tuple[str, str, str], verb: tuple[str, str, str], said: str
) -> None:
    found = tree(put_right(parse(rows)))
    assert found[subject[0]] == subject[1:]
    assert found[verb[0]] == verb[1:]
    assert found[said] == ("parataxis", verb[0])


@pytest.mark.parametrize("rows", [OF_WHOM, BEHIND_CLAUSE])
def test_other_clauses_between_commas_stay(rows: str) -> None:
    assert tree(put_right(parse(rows))) == tree(parse(rows))


def test_what_was_put_right_stays() -> None:
    once = put_right(parse(AS_ARGUMENT))
    assert tree(put_right(once)) == tree(once)
    assert len(list(once.sents)) == 1


def test_what_is_said_around_an_aside_is_one_utterance() -> None:
    doc = QuoteFinder()(put_right(parse(AS_ARGUMENT)))
    (utterance,) = doc._.quotes
    assert [part.text for part in utterance.parts] == ["The bridge", "will close"]
    assert utterance.speaker is not None
    assert utterance.speaker.text == "officials"
