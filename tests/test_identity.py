"""Names of several documents become entities, whatever order they come in."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.naming.identity import identities
from pipeline.naming.labels import slug
from tests.batches import Named, batch, ids, mention, who

LAKE = ("Lake Torvald", "LOC")  # what two documents share that have to do with each other


def test_the_lexicon_tells_forms_of_one_country() -> None:
    found = who([("DPRK", "GPE"), ("North Korea", "GPE"), ("North Korean", "NORP")])
    assert found[0, "DPRK"] == found[0, "North Korea"]
    assert found[0, "DPRK"].entity_id == "gpe:north-korea"
    assert found[0, "DPRK"].wikidata == "Q423"


def test_a_people_is_related_to_its_country_and_not_the_same() -> None:
    found = who([("Norwegian", "NORP"), ("Norwegians", "NORP"), ("Norway", "GPE")])
    assert found[0, "Norwegian"].entity_id == found[0, "Norwegians"].entity_id == "norp:norwegian"
    assert found[0, "Norwegian"].country == found[0, "Norway"].country == "NOR"


def test_one_word_that_nobody_has_as_a_name_in_full_is_what_other_documents_call_it() -> None:
    firm = [("Zelbra", "ORG")] * 2
    found = ids(firm, [("Zelbra", "PERSON")] * 3, [("Zelbra", "GPE")] * 2)
    assert set(found.values()) == {"org:zelbra"}
    found = ids(firm, [("Ada Zelbra", "PERSON")], [("Zelbra", "PERSON")])
    assert found[0, "Zelbra"] == "org:zelbra" != found[2, "Zelbra"]
    found = ids([("Maria", "ORG")] * 2, [("Maria", "PERSON")] * 3)
    assert found == {(0, "Maria"): "org:maria", (1, "Maria"): "person:maria"}


def test_a_capital_is_no_country() -> None:
    found = who([("Oslo", "GPE"), ("Norway", "GPE")])
    assert found[0, "Oslo"].entity_id != found[0, "Norway"].entity_id
    assert found[0, "Oslo"].country == "NOR"


def test_names_that_differ_in_accents_are_one() -> None:
    found = who([("Café Brix", "ORG"), ("Cafe Brix", "ORG")], [("Café Brix", "ORG")])
    assert {identity.name for identity in found.values()} == {"Café Brix"}


def test_names_in_capitals_are_the_same_and_called_by_the_other_form() -> None:
    found = who([("MILLBROOK HARBOUR", "LOC")] * 3, [("Millbrook Harbour", "LOC")])
    assert {identity.name for identity in found.values()} == {"Millbrook Harbour"}


def test_names_in_other_alphabets_have_slugs() -> None:
    assert slug("Владимир") == "владимир"
    assert slug("!?") == "21-3f"


def test_a_name_has_the_label_of_most_of_its_mentions() -> None:
    found = ids([("Tarn Quay", "ORG")], [("Tarn Quay", "FAC")], [("Tarn Quay", "FAC"), ("Tarn Quay Inn", "ORG")])
    assert found[0, "Tarn Quay"] == found[1, "Tarn Quay"] == "fac:tarn-quay"


def test_a_person_of_a_known_given_name_is_no_firm() -> None:
    found = ids([("Laura Brix", "PERSON")], [("Laura Brix", "ORG")], [("Laura Brix", "ORG")])
    assert found[0, "Laura Brix"] == "person:laura-brix"
    assert found[1, "Laura Brix"] == "org:laura-brix"


@pytest.mark.parametrize(
    "names",
    [
        ("Dorset Wool Company", "Dorset Wool Co.", "Dorset Wool"),
        ("Brixwear", "Brixwear Inc.", "Brixwear Ltd"),
        ("Polish Foreign Ministry", "Ministry of Foreign Affairs of Poland", "Poland's Foreign Ministry"),
        ("Fijian Defence Ministry", "Fijian Ministry of Defence", "Fijian defense ministry"),
        ("Harbour Research Centre", "Harbor Research Center"),
        ("Academy of Moving Picture", "Academy of Moving Pictures"),
        ("Valby Trail Riders", "Valby Trailriders"),
    ],
)
def test_institutions_written_in_several_ways_are_one(names: tuple[str, ...]) -> None:
    assert len(set(ids(*([(name, "ORG")] for name in names)).values())) == 1


def test_ministries_of_two_countries_stay_two() -> None:
    found = who([("Polish Foreign Ministry", "ORG")], [("Foreign Ministry of Fiji", "ORG")])
    assert {identity.country for identity in found.values()} == {"POL", "FJI"}


def test_courts_of_two_cities_stay_two() -> None:
    assert len(set(ids([("Oslo District Court", "ORG"), ("Bergen District Court", "ORG")]).values())) == 2


def test_mountains_and_saints_may_be_shortened() -> None:
    found = ids([("Mount Torvald", "LOC"), ("Brix Street", "FAC")], [("Mt. Torvald", "LOC"), ("Brix St.", "FAC")])
    assert len(set(found.values())) == 2


def test_a_slip_in_a_long_name_is_one_only_where_documents_have_to_do_with_each_other() -> None:
    near = ids(
        [("Gulf of Torvald", "LOC"), ("Ada Berg", "PERSON")], [("Gulf of Torveld", "LOC"), ("Ada Berg", "PERSON")]
    )
    far = ids([("Gulf of Torvald", "LOC")], [("Gulf of Torveld", "LOC")])
    assert near[0, "Gulf of Torvald"] == near[1, "Gulf of Torveld"]
    assert far[0, "Gulf of Torvald"] != far[1, "Gulf of Torveld"]


@pytest.mark.parametrize(
    ("one", "other", "label"),
    [
        ("North Torvald", "South Torvald", "GPE"),
        ("Torvald", "Torveld", "GPE"),
        ("Eastern District of Torvald", "Southern District of Torvald", "LOC"),
        ("Article 33", "Article 3", "LAW"),
        ("Channel 11 News", "Channel 1 News", "ORG"),
    ],
)
def test_names_that_differ_in_more_than_a_vowel_stay_two(one: str, other: str, label: str) -> None:
    found = ids([(one, label), LAKE], [(other, label), LAKE])
    assert found[0, one] != found[1, other]


def test_a_team_may_be_named_without_its_city() -> None:
    found = ids([("Oslo Otters", "ORG"), LAKE], [("Otters", "ORG"), LAKE], [("Otters", "ORG")])
    assert found[1, "Otters"] == found[0, "Oslo Otters"]
    assert found[2, "Otters"] != found[0, "Oslo Otters"]


def test_a_team_of_two_cities_is_neither() -> None:
    found = ids([("Oslo Otters", "ORG"), LAKE], [("Bergen Otters", "ORG"), LAKE], [("Otters", "ORG"), LAKE])
    assert len({found[0, "Oslo Otters"], found[1, "Bergen Otters"], found[2, "Otters"]}) == 3


def test_a_company_may_be_named_without_the_word_that_tells_one() -> None:
    found = ids([("Zelby Pharma", "ORG"), LAKE], [("Zelby", "ORG"), LAKE], [("Zelby", "ORG")])
    assert found[1, "Zelby"] == found[0, "Zelby Pharma"]
    assert found[2, "Zelby"] != found[0, "Zelby Pharma"]


def test_a_name_of_two_companies_is_neither() -> None:
    found = ids([("Zelby Pharma", "ORG"), ("Zelby Mining", "ORG"), ("Zelby", "ORG")])
    assert len(set(found.values())) == 3


def test_the_navy_is_that_of_the_country_that_an_article_is_about() -> None:
    found = ids(
        [("Indian Navy", "ORG")],
        [("Navy", "ORG"), ("India", "GPE"), ("Mumbai", "GPE"), ("Norway", "GPE")],
        [("Navy", "ORG"), ("Norway", "GPE"), ("Oslo", "GPE")],
    )
    assert found[1, "Navy"] == found[0, "Indian Navy"]
    assert (2, "Navy") not in found or found[2, "Navy"] != found[0, "Indian Navy"]


def test_the_house_of_a_part_of_a_country_is_not_that_of_the_country() -> None:
    found = ids([("Ohio House", "ORG")], [("House", "ORG"), ("United States", "GPE")])
    assert found[1, "House"] != found[0, "Ohio House"]


def test_what_every_state_has_is_no_entity() -> None:
    assert who([("Foreign Ministry", "ORG")]) == {}
    assert who([("Polish Foreign Ministry", "ORG")])[0, "Polish Foreign Ministry"].country == "POL"


@pytest.mark.parametrize(("name", "label"), [("Article 4", "LAW"), ("Court", "ORG"), ("Government", "ORG")])
def test_a_vague_name_is_one_thing_only_where_documents_share_a_topic(name: str, label: str) -> None:
    near = ids([(name, label), LAKE], [(name, label), LAKE])
    assert near[0, name] == near[1, name]
    assert ids([(name, label)], [(name, label)]) == {}


def test_a_section_is_that_of_the_law_that_its_document_names() -> None:
    found = ids([("Article 4 of the Torvald Treaty", "LAW"), ("Article 4", "LAW")])
    assert found[0, "Article 4"] == "law:article-4-of-the-torvald-treaty"


def test_a_letter_and_a_row_of_marks_are_no_names() -> None:
    assert who([("U.", "GPE"), ("?!", "ORG"), ("K", "PERSON")]) == {}


POOL: list[Named] = [
    *(
        (name, "PERSON")
        for name in ("Maria Brix", "Brix", "M. Brix", "Otto Dahl", "Dahl", "Otto Dall", "Kim", "Bob Dahl")
    ),
    *((name, "PERSON") for name in ("Robert Dahl", "Mohammed al-Torvi", "Muhammad Torvi", "Tarn Quay")),
    *(
        (name, "ORG")
        for name in ("NATO", "Dorset Wool Company", "DWC", "Polish Foreign Ministry", "Navy", "Indian Navy")
    ),
    *((name, "ORG") for name in ("Oslo Otters", "Otters", "Bergen Otters", "Tarn Quay", "Court")),
    *((name, "GPE") for name in ("DPRK", "North Korea", "Oslo", "Torvald")),
    *(("Article 4", "LAW"), ("Article 4 of the Torvald Treaty", "LAW"), ("Indian", "NORP"), ("Torveld", "GPE")),
]
DOCUMENTS = st.lists(st.lists(st.sampled_from(POOL), max_size=8), max_size=5)


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS, st.randoms())
def test_order_makes_no_difference(documents: list[list[Named]], random: Random) -> None:
    mentions = batch(*documents)
    shuffled = list(mentions)
    random.shuffle(shuffled)
    assert identities(mentions) == identities(shuffled)


@settings(max_examples=50, deadline=None)
@given(DOCUMENTS, st.permutations(range(5)))
def test_what_documents_are_called_makes_no_difference(documents: list[list[Named]], names: list[int]) -> None:
    renamed = [mention(str(names[int(m.doc_id)]), m.start, m.text, m.name, m.label) for m in batch(*documents)]
    found = {(str(names[int(doc)]), *rest): one for (doc, *rest), one in identities(batch(*documents)).items()}
    assert identities(renamed) == found


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=12), st.sampled_from(["PERSON", "ORG", "GPE", "LAW", "NORP"])), max_size=12))
def test_any_names_get_ids_that_say_name_and_label(names: list[Named]) -> None:
    for identity in who(names).values():
        assert identity.entity_id == f"{identity.label.lower()}:{slug(identity.name)}"
