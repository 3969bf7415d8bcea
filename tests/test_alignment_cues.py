"""What two claims may disagree on, and where they plainly do."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from pipeline.alignment.cues import KINDS, cues, denials, openness
from pipeline.alignment.documents import document_profiles
from pipeline.alignment.features import DocumentPair, Pair, compare_claims
from pipeline.language.lexicon import rows
from tests.paired import any_pairs, compared, entity, found_in, names, pair, stretches
from tests.test_align import amount, claim

PLACES = (
    *(entity("Piura", "GPE"), entity("Cusco", "GPE"), entity("Quito", "GPE", "ECU"), entity("Ecuador", "GPE", "ECU")),
    *(entity("Ada Berg", "PERSON"), entity("Rosa Diaz", "PERSON"), entity("Peruvians", "NORP", "PER")),
)


def told(of: Pair) -> list[tuple[str, str]]:
    return [(cue.kind, cue.words) for cue in cues(of, names(*PLACES))]


def between(one: str, other: str, *, lemma: str = "", **second: Any) -> list[tuple[str, str]]:
    """What two claims tell differently, given in words alone."""
    return told(pair(claim("a", 0, one, lemma), claim("b", 0, other, lemma, **second), others=PLACES))


def amounts_between(one: tuple[str, Any], other: tuple[str, Any], unit: str | None, kind: str) -> list[tuple[str, str]]:
    """What two claims tell differently that have one amount each."""
    first, second = (claim(doc_id, 0, f"Lima paid {text}") for doc_id, (text, _) in (("a", one), ("b", other)))
    return told(pair(first, second, [amount(first, *one, unit, kind), amount(second, *other, unit, kind)]))


def test_other_numbers_of_one_thing_are_a_cue() -> None:
    assert amounts_between(("seven ferries", 7), ("nine ferries", 9), "ferry", "count") == [
        ("number", "seven ferries against nine ferries (ferry)")
    ]


def test_a_rounded_number_is_the_same_number() -> None:
    assert amounts_between(("4 billion soles", 4e9), ("3.6 billion soles", 3.6e9), "PEN", "money") == []


def test_other_days_are_a_cue() -> None:
    assert amounts_between(("3 May", None), ("9 May", None), None, "date") == [("date", "3 May against 9 May")]


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("Rosa sold the ferry", "Rosa refused to sell the ferry", "stated against denied: sold against refused"),
        ("Rosa never sold the ferry", "Rosa sold the ferry", "denied against stated: never against sold"),
        ("The mayor was alive on Monday", "The mayor was dead on Monday", "alive against dead"),
    ],
)
def test_what_one_denies_or_says_the_opposite_of_is_a_cue(one: str, other: str, words: str) -> None:
    assert between(one, other) == [("polarity", words)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rosa refused to deny the sale", "Rosa announced the sale"),  # denied twice is stated
        ("Rosa never sold the ferry", "Rosa refused to sell the ferry"),  # both deny it
        ("The mayor was not alive on Monday", "The mayor was dead on Monday"),  # the opposite of what is denied
    ],
)
def test_what_both_say_in_other_words_is_no_cue(one: str, other: str) -> None:
    assert between(one, other) == []


def test_a_negated_predicate_is_told_by_its_polarity() -> None:
    assert between("Lima sold grain", "Lima sold grain", polarity="negated") == [
        ("polarity", "affirmed against negated: sold against sold")
    ]


def test_what_one_leaves_open_is_a_cue() -> None:
    assert between("Rosa sold the ferry", "Rosa reportedly sold the ferry", lemma="sell") == [
        ("modality", "sold (stated) against reportedly (open)")
    ]
    assert between("Rosa sold the ferry", "Rosa sells the ferry", lemma="sell", modality="planned") == [
        ("modality", "sold (stated) against sells (planned)")
    ]


def test_hedges_on_both_sides_are_no_cue() -> None:
    assert between("Rosa allegedly sold the ferry", "Rosa reportedly sold the ferry") == []
    assert between("Rosa may allegedly sell the ferry", "Rosa reportedly sold the ferry") == []  # however many


def test_other_places_are_a_cue_and_the_same_is_none() -> None:
    assert between("The fire began in Piura", "The fire began in Cusco") == [("place", "Piura against Cusco")]
    assert between("The fire began in Piura", "The fire in Piura began late") == []
    assert between("The fire began in Piura", "The fire began late") == []


def test_a_capital_is_the_place_that_its_country_is() -> None:
    assert between("The summit moved to Quito", "The summit moved to Ecuador") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The dam on the River Orla burst", "The dam on the Orla burst"),
        ("Dockers struck in Piura Port", "Dockers struck in Piura"),
        ("The factory opens in Ohio", "The factory opens in Piura"),  # which may lie in the state, for all we know
    ],
)
def test_a_place_that_may_lie_in_another_is_no_cue(one: str, other: str) -> None:
    places = [entity(name, "GPE") for name in ("Piura", "Ohio")] + [entity("Piura Port", "FAC")]
    places += [entity("River Orla", "LOC"), entity("Orla", "LOC")]
    given = pair(
        claim("a", 0, one), claim("b", 0, other), others=[p for p in places if p.name in one or p.name in other]
    )
    assert cues(given, names(*places)) == []


def test_a_place_that_the_other_document_names_too_is_no_cue() -> None:
    first, second = claim("a", 0, "The fire began in Piura"), claim("b", 0, "The fire began in Cusco")
    both = claim("b", 90, "Cusco lies near Piura")
    found = found_in([first, second, both], others=PLACES)
    documents = document_profiles(found)
    given = compare_claims(found[0], found[1], DocumentPair(documents["a"], documents["b"]))
    assert told(given) == []


def test_others_who_act_are_a_cue_unless_one_is_in_both() -> None:
    assert between("Ada Berg opened the bridge", "Rosa Diaz opened the bridge") == [
        ("actor", "Ada Berg against Rosa Diaz")
    ]
    assert between("Ada Berg opened the bridge", "Rosa Diaz and Ada Berg opened the bridge") == []


def test_a_cue_points_at_the_words_that_tell_it() -> None:
    first, second = claim("a", 0, "Ada Berg's crew opened the bridge"), claim("b", 0, "Rosa Diaz opened the bridge")
    spans = stretches(first, other="the bridge", subject="Ada Berg's crew") + stretches(second, subject="Rosa Diaz")
    (cue,) = cues(pair(first, second, (), spans, PLACES), names(*PLACES))
    assert cue.first is not None
    assert cue.second is not None
    assert (cue.first.text, cue.second.text) == ("Ada Berg's crew", "Rosa Diaz")


def test_a_name_is_pointed_at_where_most_of_it_stands() -> None:
    bank, diaz = entity("Bank of Piura", "ORG"), entity("Rosa Diaz", "PERSON")
    first, second = claim("a", 0, "The head of crime met Bank of Piura"), claim("b", 0, "Rosa Diaz met the press")
    spans = stretches(first, subject="The head of crime", object="Bank of Piura")
    spans += stretches(second, object="the press")
    (cue,) = cues(pair(first, second, (), spans, (bank, diaz)), names(bank, diaz))
    assert cue.first is not None
    assert cue.first.text == "Bank of Piura"
    assert cue.second is None  # no stretch holds the name


@pytest.mark.parametrize("words", ["for no reason", "no later than Monday", "not only in spring", "no doubt"])
def test_some_words_of_denial_deny_nothing(words: str) -> None:
    assert between("Lima cut the cable", f"Lima cut the cable {words}", lemma="cut") == []


@pytest.mark.parametrize(
    ("one", "other", "lemma"),
    [
        ("Ada reportedly studied the text", "Rosa studied in Oslo", "study"),  # shares but a word
        ("shepherds reportedly counted sheep", "helpline counted sheep", "count"),  # others do
    ],
)
def test_what_is_left_open_is_a_cue_only_of_one_matter(one: str, other: str, lemma: str) -> None:
    assert "modality" not in [kind for kind, _ in between(one, other, lemma=lemma)]


@pytest.mark.parametrize(
    ("text", "degree"),
    [
        ("Rosa sold the ferry", 0),
        ("Rosa has a plan to sell the ferry", 1),
        ("Rosa may sell the ferry", 2),
        ("The sale of the ferry is by no means settled", 2),
    ],
)
def test_a_claim_is_stated_planned_or_open(text: str, degree: int) -> None:
    (found,) = found_in([claim("a", 0, text)])
    assert openness(found) == degree


def test_what_is_planned_and_what_is_open_are_two_things() -> None:
    told_of = between("Rosa will sell the ferry", "Rosa may sell the ferry", lemma="sell", modality="possible")
    assert told_of == [("modality", "will (stated) against may (open)")]


@pytest.mark.parametrize("text", ["The bridge did not fall", "The bridge didn't fall", "The bridge didn’t fall"])
def test_a_denial_is_one_however_it_is_written(text: str) -> None:
    (found,) = found_in([claim("a", 0, text)])
    assert denials(found) == 1


def test_words_that_deny_and_words_that_leave_open_are_counted() -> None:
    compared = pair(claim("a", 0, "Rosa did n't rule out a sale"), claim("b", 0, "Rosa may have yet to sell it"))
    assert [denials(one) for one in (compared.first, compared.second)] == [2, 0]
    assert [bool(openness(one)) for one in (compared.first, compared.second)] == [False, True]


def test_every_word_of_denial_and_of_openness_is_found_where_it_stands() -> None:
    forms = [row["form"] for row in rows("negators")]
    phrases = [row["lemma"] for row in rows("openness") if row["part"] == "phrase"]
    words = [row["lemma"] for row in rows("openness") if row["part"] != "phrase"]
    for texts, count in ((forms, denials), (phrases + words, openness)):
        found = found_in([claim("a", 100 * i, f"Rosa was {text} there") for i, text in enumerate(texts)])
        assert [one.claim.text for one in found if not count(one)] == []


@given(any_pairs())
@settings(max_examples=60, deadline=None)
def test_swapped_claims_have_cues_of_the_same_kinds(given_pair: Pair) -> None:
    swapped = compared(given_pair.second, given_pair.first)
    found, mirrored = ([cue.kind for cue in cues(one, names())] for one in (given_pair, swapped))
    assert found == mirrored == sorted(set(found), key=KINDS.index)
