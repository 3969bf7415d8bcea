"""The time that a predicate speaks of."""

from __future__ import annotations

import pytest

from pipeline.components.claims import propositions
from tests.parsed import parse

SIGN = """
Peru Peru PROPN NNP nsubj {head}
{verb}
pacts pact NOUN NNS dobj {head}
"""


@pytest.mark.parametrize(
    ("verb", "tense"),
    [
        ("signed sign VERB VBD ROOT 1", "past"),
        ("signs sign VERB VBZ ROOT 1", "present"),
        ("will will AUX MD aux 2\nsign sign VERB VB ROOT 2", "future"),
        ("has have AUX VBZ aux 2\nsigned sign VERB VBN ROOT 2", "past"),
        ("may may AUX MD aux 2\nsign sign VERB VB ROOT 2", None),
        ("is be AUX VBZ aux 2\nsigning sign VERB VBG ROOT 2", "present"),
    ],
)
def test_the_form_of_a_verb_tells_its_time(verb: str, tense: str | None) -> None:
    (claim,) = propositions(parse(SIGN.format(verb=verb, head=verb.count("\n") + 1)))
    assert claim.tense == tense
