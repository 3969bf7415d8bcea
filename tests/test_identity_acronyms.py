"""What acronyms stand for: in the document that explains them, and in the others."""

from __future__ import annotations

import pytest

from pipeline.naming.acronyms import is_acronym, shortens
from pipeline.naming.identity import identities
from pipeline.schema import Mention
from tests.batches import ids, mention

NRI = "Novak Research Institute"
NORTH = "Northern Railways Inspectorate"
LAKE = ("Lake Torvald", "LOC")


def explained(doc: str, name: str, acronym: str, gap: int = 2, acronym_first: bool = False) -> list[Mention]:
    """A document that gives an acronym out for a name: "the Novak Research Institute (NRI)"."""
    first, second = (acronym, name) if acronym_first else (name, acronym)
    return [mention(doc, 0, first, first, "ORG"), mention(doc, len(first) + gap, second, second, "ORG")]


def found(mentions: list[Mention]) -> dict[tuple[str, str], str]:
    return {(doc, name): identity.entity_id for (doc, name, _), identity in identities(mentions).items()}


def test_an_acronym_in_brackets_stands_for_the_name_before() -> None:
    assert found(explained("0", NRI, "NRI"))["0", "NRI"] == "org:novak-research-institute"


def test_an_acronym_may_stand_before_what_explains_it() -> None:
    mentions = explained("0", NRI, "NRI", gap=len(", the "), acronym_first=True)
    assert found(mentions)["0", "NRI"] == "org:novak-research-institute"


def test_what_one_document_explains_holds_in_the_others() -> None:
    mentions = [*explained("0", NRI, "NRI"), mention("1", 0, "NRI", "NRI", "ORG")]
    assert found(mentions)["1", "NRI"] == "org:novak-research-institute"


def test_what_coreference_has_read_as_a_name_holds_in_the_others() -> None:
    mentions = [mention("0", 0, "NRI", NRI, "ORG"), mention("1", 0, "NRI", "NRI", "ORG")]
    assert found(mentions)["1", "NRI"] == "org:novak-research-institute"


def test_an_acronym_of_two_stands_for_each_where_it_is_explained_and_for_neither_elsewhere() -> None:
    mentions = [*explained("0", NRI, "NRI"), *explained("1", NORTH, "NRI"), mention("2", 0, "NRI", "NRI", "ORG")]
    assert found(mentions)["0", "NRI"] == "org:novak-research-institute"
    assert found(mentions)["1", "NRI"] == "org:northern-railways-inspectorate"
    assert found(mentions)["2", "NRI"] == "org:nri"


def test_a_document_may_use_a_well_known_acronym_for_something_else() -> None:
    mentions = [*explained("0", "Northern Apple Traders Organisation", "NATO"), mention("1", 0, "NATO", "NATO", "ORG")]
    assert found(mentions)["0", "NATO"] == "org:northern-apple-traders-organisation"
    assert found(mentions)["1", "NATO"] == "org:nato"


def test_initials_alone_are_enough_where_documents_have_to_do_with_each_other() -> None:
    near = ids([("Dorset Wool Company", "ORG"), LAKE], [("DWC", "ORG"), LAKE])
    assert near[1, "DWC"] == near[0, "Dorset Wool Company"]
    far = ids([("Dorset Wool Company", "ORG")], [("DWC", "ORG")])
    assert far[1, "DWC"] == "org:dwc"
    two = ids([("Dorset Wool Company", "ORG"), ("Devon Wax Company", "ORG"), ("DWC", "ORG")])
    assert two[0, "DWC"] == "org:dwc"


def test_names_that_stand_side_by_side_explain_nothing() -> None:
    assert found(explained("0", NRI, "WTO"))["0", NRI] == "org:novak-research-institute"
    assert found(explained("0", NRI, "NATO"))["0", "NATO"] == "org:nato"


@pytest.mark.parametrize(
    ("text", "is_one"), [("NRI", True), ("AfD", True), ("N.R.I.", True), ("Brix", False), ("N", False), ("A B", False)]
)
def test_acronyms_are_told_by_their_letters(text: str, is_one: bool) -> None:
    assert is_acronym(text) is is_one


@pytest.mark.parametrize(
    ("short", "name", "does"),
    [
        ("NRI", NRI, True),
        ("NoRI", NRI, True),
        ("NRU", NRI, False),
        ("RI", NRI, False),
        ("NI", "Novakinstitute", False),
        ("BoF", "Bank of Fiji", True),
    ],
)
def test_an_acronym_has_the_first_letters_of_the_words(short: str, name: str, does: bool) -> None:
    assert shortens(short, name) is does
