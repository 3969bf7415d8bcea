"""Whom pronouns and noun phrases mean in a parsed text, with the bundled model."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from spacy.language import Language
from spacy.tokens import Doc


def links(nlp: Language, text: str) -> dict[str, list[str | None]]:
    """The names that each pronoun, role or description is resolved to, in reading order."""
    found: dict[str, list[str | None]] = {}
    for mention in nlp(text)._.mentions:
        if mention.method == "coref":
            found.setdefault(mention.span.text, []).append(mention.name)
    return found


@pytest.mark.parametrize(
    ("text", "form", "name"),
    [
        # who is helped does what "in" brings after
        ("Denmark may support Norway in modernising its air force.", "its", "Norway"),
        ("The war began with Denmark's support for Norway in its fight against Sweden.", "its", "Norway"),
        ("Denmark asked Norway to raise its budget.", "its", "Norway"),
        # a name and what is its own
        ("Plans of Norway and its Baltic allies' navies were leaked.", "its", "Norway"),
        ("The storm reached Denmark and its islands.", "its", "Denmark"),
        # the subject above
        ("Norway said it would raise its budget.", "it", "Norway"),
        ("Norway said it would raise its budget.", "its", "Norway"),
        ("Norway looks for partners that can provide it with timber.", "it", "Norway"),
        ("The strengthening of Norway's ties with Asia shows that it wants to grow.", "it", "Norway"),
        # whose country it is
        ("Danish President Otto Brix said his country would act.", "his country", "Denmark"),
        ("The Norwegian Foreign Ministry said its country would act.", "its country", "Norway"),
        ("Norwegian authorities allowed Vaxnel to drill off the country's coast.", "the country", "Norway"),
        # what a text says that somebody is
        ("The mayor, Otto Brix, said no.", "The mayor", "Otto Brix"),
        ("Otto Brix and his wife, Maria Dahl, came to Oslo.", "his wife", "Maria Dahl"),
        ("His father, Otto Brix, was a baker.", "His father", "Otto Brix"),
        ("Oslo is the capital of Norway.", "the capital", "Oslo"),
        ("They asked Jan Brix, who is the mayor of the town.", "the mayor", "Jan Brix"),
        ("Everyone there knew this man named Jan Brix.", "this man", "Jan Brix"),
        ("They live in the city of Oslo.", "the city", "Oslo"),
        # what it is said to be
        ("Oslo grew quickly last year. It is a city of many bridges.", "It", "Oslo"),
    ],
)
def test_it_is_told_who_is_meant(nlp: Language, text: str, form: str, name: str) -> None:
    assert name in links(nlp, text).get(form, [])


def test_whom_a_text_has_named_as_somebodys_relative_stays_it(nlp: Language) -> None:
    text = "Otto Brix sang. His wife, Maria Dahl, danced. Later Otto Brix slept, but his wife read."
    assert links(nlp, text)["his wife"] == ["Maria Dahl"]


def test_one_of_two_sons_is_neither(nlp: Language) -> None:
    text = "Otto Brix sang. His son, Jan Brix, danced. His son, Karl Brix, slept. Then his son left."
    assert "his son" not in links(nlp, text)


def test_what_somebody_is_not_is_no_mention(nlp: Language) -> None:
    assert "the capital" not in links(nlp, "Bergen is not the capital of Norway.")


def test_he_and_she_are_told_apart(nlp: Language) -> None:
    text = "Otto Brix met Maria Dahl in Oslo. He greeted her."
    found = links(nlp, text)
    assert found.get("He") == ["Otto Brix"]
    assert found.get("her") == ["Maria Dahl"]


def test_it_is_not_the_first_of_several(nlp: Language) -> None:
    text = "Norway, Denmark and the Faroe Islands attacked the pact, saying it ignored their old rights."
    assert "Norway" not in links(nlp, text).get("it", [])


def test_a_city_of_a_country_is_not_the_country(nlp: Language) -> None:
    assert "Norway" not in links(nlp, "They live in the city of Norway.").get("the city", [])


def test_an_empty_it_is_nothing(nlp: Language) -> None:
    assert "It" not in links(nlp, "Norway left. It is possible that it rains.")


def test_an_object_is_not_its_own_subject(nlp: Language) -> None:
    assert "it" not in links(nlp, "Norway denied it.")


def test_it_wants_nothing_where_two_countries_are_named(nlp: Language) -> None:
    text = "The talks of Norway with Denmark show that it wants to grow."
    assert "it" not in links(nlp, text)


@pytest.mark.parametrize(
    "text",
    [
        "OTTO BRIX SPOKE IN OSLO. HE SAID NORWAY WOULD RAISE ITS BUDGET.",
        "otto brix spoke in oslo. he said norway would raise its budget.",
        "Отто Брикс выступил в Осло. He said it would rain.",
        "他 said it.",
    ],
)
def test_odd_writing_links_nothing_absurd(nlp: Language, text: str) -> None:
    named = {mention.name for mention in nlp(text)._.mentions if mention.method != "coref"}
    assert all(name in named for names in links(nlp, text).values() for name in names)


@pytest.mark.slow
def test_thousands_of_pronouns_take_no_longer_than_their_number(nlp: Language) -> None:
    component = nlp.get_pipe("coref")
    times = []
    for count in (300, 1200):
        doc = nlp.make_doc("Otto Brix sang. " + "He saw his dog. " * count)
        for name, other in nlp.pipeline:
            if name not in ("coref", "quotes", "claims"):
                doc = other(doc)
        times.append(min(_seconds(component, doc) for _ in range(5)))
        assert {mention.name for mention in doc._.mentions if mention.method == "coref"} <= {"Otto Brix"}
    assert times[1] < 8 * times[0]


def _seconds(component: Callable[[Doc], Doc], doc: Doc) -> float:
    start = time.perf_counter()
    component(doc)
    return time.perf_counter() - start
