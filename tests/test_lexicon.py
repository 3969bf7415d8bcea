"""The lexicons are well formed, and the readers read them."""

from __future__ import annotations

import csv
import re

import pytest

from pipeline.language import lexicon

OWN = (
    *("countries", "seats", "organisations", "regions", "places", "laws", "weapons", "titles", "given_names"),
    *("family_first", "groups", "events", "leaders", "name_words", "pronouns", "descriptions", "units", "portfolios"),
    *("tolls", "wide_verbs", "no_denials"),
    *("numeric_patterns", "negators", "openness", "event_nouns", "date_bounds", "date_parts", "measures"),
)
LABELS = {"GPE", "LOC", "FAC", "ORG", "NORP", "PERSON", "LAW", "EVENT", "PRODUCT"}


@pytest.mark.parametrize("name", OWN)
def test_every_lexicon_says_what_it_holds_and_has_whole_rows(name: str) -> None:
    lines = (lexicon.FOLDER / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    header, *rows = csv.reader(lines[1:])
    assert all(len(row) == len(header) for row in rows)
    assert len({tuple(row) for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("name", "least"),
    [
        *(("countries", 250), ("organisations", 1500), ("titles", 320), ("leaders", 900), ("regions", 400)),
        *(("seats", 200), ("weapons", 300), ("laws", 250), ("events", 250), ("groups", 150), ("family_first", 250)),
    ],
)
def test_lexicons_are_as_large_as_the_news_needs(name: str, least: int) -> None:
    assert len(lexicon.rows(name)) >= least


@pytest.mark.parametrize(
    "name", ["countries", "regions", "seats", "organisations", "leaders", "laws", "weapons", "events", "groups"]
)
def test_no_form_belongs_to_two_entries_of_a_lexicon(name: str) -> None:
    owners: dict[str, str] = {}
    for row in lexicon.rows(name):
        forms = (row["name"], *lexicon.forms(row.get("official", "")), *lexicon.forms(row["aliases"]))
        assert {owners.setdefault(form, row["name"]) for form in forms} == {row["name"]}


def test_countries_have_codes_of_their_own() -> None:
    codes = [row["alpha3"] for row in lexicon.rows("countries")]
    assert len(codes) == len(set(codes)) >= 250
    assert all(re.fullmatch("[A-Z]{3}", code) for code in codes)


def test_every_country_code_in_other_lexicons_is_a_country() -> None:
    codes = set(lexicon.country_names())
    used = {row["alpha3"] for table in ("seats", "organisations", "places", "leaders") for row in lexicon.rows(table)}
    assert used - {""} <= codes


def test_wikidata_items_are_unique() -> None:
    items = [
        row["wikidata_id"]
        for table in ("countries", "organisations", "regions", "seats", "leaders", "laws")
        for row in lexicon.rows(table)
        if row["wikidata_id"]
    ]
    assert all(re.fullmatch(r"Q\d+", item) for item in items)
    assert len(items) == len(set(items))


def test_forms_of_a_country_lead_to_one_name() -> None:
    for form in (
        "North Korea",
        "DPRK",
        "Democratic People's Republic of Korea",
        "Democratic People’s Republic of Korea",
    ):
        name = lexicon.name_of(form)
        assert name is not None
        assert (name.name, name.label, name.country) == ("North Korea", "GPE", "PRK")


def test_acronyms_are_known_with_dots() -> None:
    assert lexicon.name_of("F.B.I.") == lexicon.name_of("FBI") is not None
    assert lexicon.name_of("E.U") is None


def test_the_european_union_is_an_organisation() -> None:
    name = lexicon.name_of("EU")
    assert name is not None
    assert (name.label, name.country) == ("ORG", None)


def test_peoples_have_plurals() -> None:
    name = lexicon.name_of("Norwegians")
    assert name is not None
    assert (name.name, name.label, name.country) == ("Norwegian", "NORP", "NOR")


@pytest.mark.parametrize(
    ("form", "name", "country"),
    [
        ("Élysée Palace", "Elysee", "FRA"),
        ("Daesh", "Islamic State", None),
        ("Dae’sh", "Islamic State", None),
        ("al-Shabab", "al-Shabaab", "SOM"),
        ("Cheong Wa Dae", "Blue House", "KOR"),
        ("Hwasong-11", "KN-23", "PRK"),
        ("Phạm Minh Chính", "Pham Minh Chinh", "VNM"),
        ("Yoshimasa Hayashi", "Yoshimasa Hayashi", "JPN"),
        ("GDR", "East Germany", "DDR"),
        ("ROK", "South Korea", "KOR"),
    ],
)
def test_spellings_lead_to_one_name(form: str, name: str, country: str | None) -> None:
    found = lexicon.name_of(form)
    assert found is not None
    assert (found.name, found.country) == (name, country)


def test_a_place_is_named_without_the_word_region() -> None:
    assert lexicon.name_of("Asia-Pacific") is not None
    assert lexicon.name_of("Asia-Pacific region") is None


def test_a_name_that_is_also_another_is_known_only_by_its_label() -> None:
    river, shop = lexicon.name_of("Amazon"), lexicon.name_of("Amazon", "ORG")
    assert river is not None
    assert shop is not None
    assert (river.label, shop.name) == ("LOC", "Amazon.com")
    assert lexicon.name_of("Saab") is None
    assert "Saab" not in lexicon.names()


def test_acronyms_that_are_also_words_are_found_in_capitals_alone() -> None:
    assert lexicon.name_of("WHO") is not None
    assert lexicon.name_of("Who") is None


def test_given_names_tell_a_gender_over_the_world() -> None:
    found = lexicon.genders()
    assert len(found) >= 3000
    assert [found[name] for name in ("Oksana", "Tunde", "Yoshimasa", "Aylin", "Rahul", "Camille")] == [
        *("f", "m", "m", "f", "m", ""),
    ]


def test_no_given_name_is_a_family_name_put_first() -> None:
    assert not lexicon.genders().keys() & lexicon.family_first().keys()


def test_no_given_name_stands_in_two_rows() -> None:
    names = [name for row in lexicon.rows("given_names") for name in lexicon.forms(row["names"])]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("title", "gender"), [("viscountess", "f"), ("sheikha", "f"), ("monsieur", "m"), ("nuncio", "m")]
)
def test_titles_tell_a_gender(title: str, gender: str) -> None:
    assert lexicon.titles()[title].gender == gender


def test_a_label_tells_forms_apart() -> None:
    assert lexicon.name_of("Oslo", "PERSON") is None
    assert lexicon.name_of("Oslo", "GPE") is not None
    assert lexicon.name_of("no such name") is None


def test_all_names_have_a_known_label() -> None:
    assert {name.label for name in lexicon.names().values()} <= LABELS


def test_titles_tell_kind_and_gender() -> None:
    assert lexicon.titles()["prime minister"].kind == "head_of_government"
    assert lexicon.titles()["spokeswoman"].gender == "f"
    assert lexicon.titles()["taoiseach"].kind == "head_of_government"


def test_no_word_of_amounts_has_two_meanings() -> None:
    forms = [form for row in lexicon.rows("units") for form in lexicon.forms(row["forms"])]
    assert len(forms) == len(set(forms))


@pytest.mark.parametrize(("word", "kind"), [("May", "maymonth"), ("JUNE", "month"), ("Billion", "scale")])
def test_units_are_found_in_any_case_but_may(word: str, kind: str) -> None:
    unit = lexicon.unit_of(word)
    assert unit is not None
    assert unit.kind == kind
    assert lexicon.unit_of("may") is None


def test_families_of_leaders_tell_a_gender_where_all_agree() -> None:
    assert lexicon.leaders_gender("Merkel") == "f"
    assert lexicon.leaders_gender("Clinton") == ""
    assert lexicon.leaders_gender("Nobody") == ""


@pytest.mark.parametrize("form", ["front-runner", "front - runner", "Frontrunner", "frontrunner"])
def test_a_title_is_known_however_it_is_spaced(form: str) -> None:
    assert lexicon.title_of(form).name == "frontrunner"
