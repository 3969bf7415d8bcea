"""Names of persons: spellings of one, and people who share a name."""

from __future__ import annotations

import pytest
from spacy.lang.en import English
from spacy.tokens import Doc, Span

from pipeline.language import lexicon
from pipeline.naming.identity import identities
from pipeline.naming.misspelt import corrections
from pipeline.naming.persons import same_person
from pipeline.schema import Mention
from tests.batches import ids, mention

LAKE = ("Lake Torvald", "LOC")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Sergey Brix", "Sergei Brix", True),
        ("Serhiy Brixenko", "Sergei Brixenko", True),
        ("Otto Brix", "Otto W. Brix", True),
        ("O. Brix", "Otto Brix", True),
        ("W. Otto Brix", "Otto Brix", True),
        ("Yuri Krilov", "Yury Krylov", True),
        ("Mohammed Torvi", "Muhammad Torvi", True),
        ("Mohamed al-Torvi", "Muhammad el-Torvi", True),
        ("Bashir al-Torvi", "Bashir Torvi", True),
        ("Bob Brix", "Robert Brix", True),
        ("Kathryn Brix", "Katie Brix", True),
        ("Otto Brix Jr.", "Otto Brix", True),
        ("Muammar Qaddari", "Moammar Gadhari", True),
        ("Volodymyr Zelinsky", "Volodymyr Zelenskiy", True),
        ("Anna Larsen", "Anna Larson", True),
        ("A. Larsen", "Anna Larson", False),
        ("Anna Berg", "Anna Borg", False),
        ("Anna Larsen", "Otto Larson", False),
        ("Bob Bratton", "Bob Burton", False),
        ("Bob Larsen", "Robert Larson", False),
        ("Otto Brix", "Anna Brix", False),
        ("Otto Brix", "Otto Dahl", False),
        ("Mario Brix", "Maria Brix", False),
        ("Daniel Brix", "Danielle Brix", False),
        ("Pak Chol Su", "Pak Chol Min", False),
        ("Otto Brix Jr.", "Otto Brix Sr.", False),
        ("Lars O. Brix", "Otto Brix", False),
        ("T.J. Brix", "Tom Brix", False),
        ("C. Rick Brix", "Carla Brix", False),
        ("Hassan Torvi", "Hussein Torvi", False),
    ],
)
def test_spellings_of_one_person(one: str, other: str, same: bool) -> None:
    assert same_person(one, other) is same
    assert same_person(other, one) is same


def test_a_slip_in_the_family_name_is_one_only_where_documents_have_to_do_with_each_other() -> None:
    near = ids([("Anna Larsen", "PERSON"), LAKE], [("Anna Larson", "PERSON"), LAKE])
    far = ids([("Anna Larsen", "PERSON")], [("Anna Larson", "PERSON")])
    assert len({near[0, "Anna Larsen"], near[1, "Anna Larson"]}) == 1
    assert len({far[0, "Anna Larsen"], far[1, "Anna Larson"]}) == 2


def test_a_transliterated_family_name_is_one_only_where_documents_share_a_topic() -> None:
    near = ids([("Yuri Krilov", "PERSON"), LAKE], [("Yuri Krylov", "PERSON"), LAKE])
    far = ids([("Yuri Krilov", "PERSON")], [("Yuri Krylov", "PERSON")])
    assert near[0, "Yuri Krilov"] == near[1, "Yuri Krylov"]
    assert far[0, "Yuri Krilov"] != far[1, "Yuri Krylov"]


def test_the_child_of_a_known_person_is_another() -> None:
    found = ids([("Olaf Scholz", "PERSON"), LAKE], [("Olaf Scholz Jr.", "PERSON"), LAKE])
    assert found[0, "Olaf Scholz"] != found[1, "Olaf Scholz Jr."]


def test_a_given_name_alone_joins_nobody_whose_family_name_it_is() -> None:
    found = ids([("Anna Robert", "PERSON"), LAKE], [("Robert", "PERSON"), LAKE])
    assert found[1, "Robert"] == "person:robert"


def test_a_family_name_joins_the_one_who_bears_it_where_documents_have_to_do_with_each_other() -> None:
    found = ids([("Maria Brix", "PERSON"), LAKE], [("Brix", "PERSON"), LAKE], [("Brix", "PERSON")])
    assert found[1, "Brix"] == found[0, "Maria Brix"] == "person:maria-brix"
    assert found[2, "Brix"] == "person:brix"


def test_a_family_name_joins_a_leader_where_the_document_is_about_the_country() -> None:
    found = ids([("Olaf Scholz", "PERSON")], [("Scholz", "PERSON"), ("Germany", "GPE")])
    assert found[1, "Scholz"] == found[0, "Olaf Scholz"]


def test_a_family_name_of_two_joins_neither() -> None:
    found = ids([("Maria Brix", "PERSON"), ("Otto Brix", "PERSON")], [("Brix", "PERSON"), ("Otto Brix", "PERSON")])
    assert len(set(found.values())) == 3


def test_an_initial_that_two_could_have_joins_neither() -> None:
    found = ids([("Otto Brix", "PERSON"), ("Olga Brix", "PERSON"), ("O. Brix", "PERSON")])
    assert len(set(found.values())) == 3


def test_people_of_one_name_who_hold_offices_of_two_states_are_two() -> None:
    def article(doc: str, role: str) -> list[Mention]:
        return [
            mention(doc, 0, "Otto Brix", "Otto Brix", "PERSON"),
            mention(doc, 50, role, "Otto Brix", "PERSON", "coref"),
        ]

    mentions = [
        *article("0", "the Norwegian minister"),
        *article("1", "the Kenyan president"),
        *article("2", "the man"),
    ]
    found = {doc: one for (doc, _, _), one in identities(mentions).items()}
    assert found["0"].entity_id == "person:otto-brix-nor"
    assert found["1"].entity_id == "person:otto-brix-ken"
    assert found["2"].entity_id == "person:otto-brix"
    assert (found["0"].country, found["1"].country, found["2"].country) == ("NOR", "KEN", None)


def test_the_office_tells_the_country_of_a_person_whom_nothing_parts() -> None:
    mentions = [
        mention("0", 0, "Otto Brix", "Otto Brix", "PERSON"),
        mention("0", 50, "the Norwegian minister", "Otto Brix", "PERSON", "coref"),
        mention("1", 0, "Otto Brix", "Otto Brix", "PERSON"),
    ]
    assert {(one.entity_id, one.country) for one in identities(mentions).values()} == {("person:otto-brix", "NOR")}


def test_the_name_of_a_person_is_the_one_that_most_use() -> None:
    found = ids(*[[("Otto Brix", "PERSON")]] * 3, [("Coach Otto Brix", "PERSON")])
    assert set(found.values()) == {"person:otto-brix"}


def article_on(text: str, *names: tuple[int, int, str]) -> Doc:
    doc = English()(text)
    doc.ents = tuple(Span(doc, start, end, label=label) for start, end, label in names)
    return doc


def test_a_leader_with_a_wrong_letter_is_told_by_title_and_country() -> None:
    doc = article_on("German Chancellor Olaf Sholz came.", (0, 1, "NORP"), (2, 4, "PERSON"))
    assert corrections(doc) == {"Olaf Sholz": "Olaf Scholz"}
    doc = article_on("Olaf Sholz, the German chancellor, came.", (0, 2, "PERSON"), (4, 5, "NORP"))
    assert corrections(doc) == {"Olaf Sholz": "Olaf Scholz"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("German baker Olaf Sholz came.", (0, 1, "NORP")),
        ("Danish Chancellor Olaf Sholz came.", (0, 1, "NORP")),
        ("German Chancellor Olaf Schulte came.", (0, 1, "NORP")),
        ("German Chancellor Ralf Scholl came.", (0, 1, "NORP")),
    ],
)
def test_another_with_a_name_like_a_leaders_is_left_alone(text: str, place: tuple[int, int, str]) -> None:
    assert corrections(article_on(text, place, (2, 4, "PERSON"))) == {}


def test_the_variants_of_names_have_a_known_kind_and_forms_of_their_own() -> None:
    rows = lexicon.rows("name_variants")
    assert {row["kind"] for row in rows} == {"given", "pet", "word", "last", "legal", "particle", "vague"}
    for kind in ("given", "word", "last", "legal", "vague"):
        forms = [form for row in rows if row["kind"] == kind for form in (row["name"], *lexicon.forms(row["forms"]))]
        assert len(forms) == len(set(forms))
