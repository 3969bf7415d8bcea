"""Claims without a verb: appositions and nouns that tell of an event."""

from __future__ import annotations

import pytest

from pipeline.components.claims import propositions
from pipeline.components.records import Proposition
from tests.parsed import parse


def of_kind(rows: str, kind: str) -> list[Proposition]:
    return [claim for claim in propositions(parse(rows)) if claim.kind == kind]


def told(claim: Proposition) -> tuple[str, str, str]:
    return str(claim.subject), claim.predicate_text, str(claim.object)


APPOSITION = """
Ada Ada PROPN NNP compound 1
Ito Ito PROPN NNP nsubj 8
_, , PUNCT , punct 1
the the DET DT det 4
minister minister NOUN NN appos 1
of of ADP IN prep 4
energy energy NOUN NN pobj 5
_, , PUNCT , punct 1
resigned resign VERB VBD ROOT 8
"""


def test_an_apposition_says_what_somebody_is() -> None:
    (claim,) = of_kind(APPOSITION, "appositive")
    assert claim.span.text == "Ada Ito, the minister of energy"
    assert told(claim) == ("Ada Ito", "be", "the minister of energy")


def test_a_name_after_a_name_says_nothing_of_it() -> None:
    listed = APPOSITION.replace("the the DET DT det 4", "of of ADP IN prep 4").replace(
        "minister NOUN NN", "Bo PROPN NNP"
    )
    assert of_kind(listed, "appositive") == []


SIGNING = """
The the DET DT det 1
signing signing NOUN NN {dep} {head}
of of ADP IN prep 1
a a DET DT det 4
treaty treaty NOUN NN pobj 2
by by ADP IN prep 1
Peru Peru PROPN NNP pobj 5
{verb}
"""
SURPRISED = """surprised surprise VERB VBD ROOT 7
Lima Lima PROPN NNP dobj 7"""
FIRST = SIGNING.format(dep="nsubj", head=7, verb=SURPRISED)


def test_an_event_noun_is_a_claim_with_those_who_took_part() -> None:
    (claim,) = of_kind(FIRST, "nominal")
    assert claim.span.text == "The signing of a treaty by Peru"
    assert told(claim) == ("Peru", "signing", "a treaty")
    assert (claim.lemma, claim.polarity, claim.modality) == ("sign", "affirmed", "asserted")


OBJECT = """
Lima Lima PROPN NNP nsubj 1
{verb} {lemma} VERB VBD ROOT 1
the the DET DT det 3
closure closure NOUN NN dobj 1
of of ADP IN prep 3
the the DET DT det 6
bridge bridge NOUN NN pobj 4
"""


@pytest.mark.parametrize(
    ("verb", "lemma", "modality"),
    [
        ("announced", "announce", "asserted"),  # Lima announced the closure of the bridge
        ("proposed", "propose", "planned"),
        ("demanded", "demand", "obliged"),
        ("feared", "fear", "possible"),
    ],
)
def test_an_event_is_as_firm_as_the_verb_that_it_is_the_object_of(verb: str, lemma: str, modality: str) -> None:
    (claim,) = of_kind(OBJECT.format(verb=verb, lemma=lemma), "nominal")
    assert (claim.span.text, claim.modality) == ("the closure of the bridge", modality)


def test_an_event_that_is_denied_is_no_claim() -> None:
    assert of_kind(OBJECT.format(verb="denied", lemma="deny"), "nominal") == []  # Lima denied the closure of the bridge


LEFT = """
Lima Lima PROPN NNP nsubj 3
did do AUX VBD aux 3
not not PART RB neg 3
leave leave VERB VB ROOT 3
{word} {word} SCONJ IN prep 3
of of ADP IN pcomp 4
its its PRON PRP$ poss 7
attack attack NOUN NN pobj 4
on on ADP IN prep 7
Peru Peru PROPN NNP pobj 8
"""


@pytest.mark.parametrize(("word", "told"), [("because", True), ("after", True), ("before", False)])
def test_an_event_that_came_before_what_is_denied_is_a_claim(word: str, *, told: bool) -> None:
    # Lima did not leave because of its attack on Peru
    found = of_kind(LEFT.format(word=word), "nominal")
    assert [claim.span.text for claim in found] == ["its attack on Peru"] * told


def test_an_event_that_nobody_takes_part_in_is_no_claim() -> None:
    alone = "\n".join(OBJECT.format(verb="announced", lemma="announce").strip().splitlines()[:4])
    assert of_kind(alone, "nominal") == []  # Lima announced the closure


VISIT = """
Rosa Rosa PROPN NNP poss 2
_'s 's PART POS case 0
visit visit NOUN NN nsubj 5
to to ADP IN prep 2
Quito Quito PROPN NNP pobj 3
ended end VERB VBD ROOT 5
"""


def test_an_owner_is_the_subject_of_an_event() -> None:
    (claim,) = of_kind(VISIT, "nominal")
    assert told(claim) == ("Rosa", "visit", "Quito")
    assert [(span.label_, span.text) for span in claim.stretches] == [
        ("subject", "Rosa's"),
        ("predicate", "visit"),
        ("object", "to Quito"),
    ]
