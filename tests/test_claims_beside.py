"""What claims are cut out of: what *with* puts beside a clause, and the sign of a share."""

from __future__ import annotations

import pytest

from tests.test_claims import found, texts

BESIDE = """
Talks talk NOUN NNS nsubj 1
broke break VERB VBD ROOT 1
down down ADP RP prt 1
_, , PUNCT , punct 1
with with ADP IN prep 1
both both DET DT det 6
sides side NOUN NNS nsubj 7
blaming blame VERB VBG pcomp 4
markets market NOUN NNS dobj 7
_. . PUNCT . punct 1
"""

BESIDE_ON_NOUN = """
Storms storm NOUN NNS nsubj 1
killed kill VERB VBD ROOT 1
12 12 NUM CD dobj 1
_, , PUNCT , punct 1
with with ADP IN prep 1
deaths death NOUN NNS pobj 4
reported report VERB VBN acl 5
in in ADP IN prep 6
Ohio Ohio PROPN NNP pobj 7
_. . PUNCT . punct 1
"""


@pytest.mark.parametrize(
    ("parse", "expected"),
    [
        (BESIDE, ["Talks broke down", "both sides blaming markets"]),
        (BESIDE_ON_NOUN, ["Storms killed 12", "deaths reported in Ohio"]),
        (BESIDE_ON_NOUN.replace("_, , PUNCT , punct 1", "too too ADV RB advmod 1"), None),
    ],
)
def test_what_happens_beside_a_clause_is_a_claim_of_its_own(parse: str, expected: list[str] | None) -> None:
    whole = ["Storms killed 12 too with deaths reported in Ohio"]
    assert texts(found(parse)) == (expected or whole)


PERCENT = """
Prices price NOUN NNS nsubj 1
fell fall VERB VBD ROOT 1
3 3 NUM CD nummod 3
% % NOUN NN npadvmod 1
_. . PUNCT . punct 1
"""


def test_the_sign_of_a_share_is_no_punctuation() -> None:
    assert texts(found(PERCENT)) == ["Prices fell 3 %"]
