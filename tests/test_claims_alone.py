"""Clauses that claim nothing alone: hedges, comparisons, verbs that need more than a subject."""

from __future__ import annotations

import pytest

from tests.test_claims import found, texts

UNCLEAR = """
It it PRON PRP nsubj 1
is be AUX VBZ ROOT 1
not not PART RB neg 1
clear clear ADJ JJ acomp 1
who who PRON WP nsubj 5
paid pay VERB VBD ccomp 1
_. . PUNCT . punct 1
"""
IMPOSSIBLE = """
It it PRON PRP nsubj 1
was be AUX VBD ROOT 1
impossible impossible ADJ JJ acomp 1
to to PART TO aux 4
tell tell VERB VB xcomp 1
_. . PUNCT . punct 1
"""
EXPECTING = """
It it PRON PRP nsubj 1
expects expect VERB VBZ ROOT 1
prices price NOUN NNS nsubj 4
to to PART TO aux 4
fall fall VERB VB ccomp 1
_. . PUNCT . punct 1
"""


@pytest.mark.parametrize(
    ("table", "text"),
    [
        (UNCLEAR, "It is not clear who paid"),
        (IMPOSSIBLE, "It was impossible to tell"),
        (EXPECTING, "It expects prices to fall"),
    ],
)
def test_what_claims_nothing_by_itself_is_claimed_with_what_it_hangs_on(table: str, text: str) -> None:
    assert texts(found(table)) == [text]


COMPARED = """
Growth growth NOUN NN nsubj 1
is be AUX VBZ ROOT 1
slower slow ADJ JJR acomp 1
than than SCONJ IN mark 5
we we PRON PRP nsubj 5
thought think VERB VBD advcl 2
in in ADP IN prep 5
March March PROPN NNP pobj 6
_. . PUNCT . punct 1
"""


def test_what_something_is_compared_with_is_no_claim() -> None:
    assert texts(found(COMPARED)) == ["Growth is slower than we thought in March"]


EMPTY = """
Lima Lima PROPN NNP nsubj 1
said say VERB VBD ROOT 1
Quito Quito PROPN NNP nsubj 3
had have VERB VBD ccomp 1
" " PUNCT `` punct 5
sat sit VERB VBD ccomp 1
still still ADV RB advmod 5
" " PUNCT '' punct 5
_. . PUNCT . punct 1
"""


def test_a_verb_that_says_nothing_is_no_claim_with_its_subject_alone() -> None:
    assert "Quito had" not in texts(found(EMPTY))
