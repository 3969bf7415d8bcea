"""Names that nobody planned for neither break linking, nor slow it down, nor become one with others."""

from __future__ import annotations

import time
import unicodedata
from itertools import product

import pytest
from spacy.language import Language

from pipeline.naming.identity import identities
from pipeline.records import RawFile
from pipeline.schema import Mention
from pipeline.stages.annotate import annotate
from pipeline.stages.clean import clean
from pipeline.stages.entities import entities
from pipeline.stages.link import link
from pipeline.stages.read import read
from tests.batches import Named, batch, ids

ARTICLE = """Norwegian Foreign Minister Maria Brix met Polish President Otto Dahl in Oslo on Monday. Brix said that the
Novak Research Institute (NRI) would open an office in Warsaw.

Dahl thanked Norway for its help. The NRI is led by Ada Berg, a former minister. Berg will travel to Poland in May."""
SYLLABLES = ("ba", "de", "ki", "lo", "mu", "ra", "se", "ti", "vo", "zan")
LABELS = ("PERSON", "ORG", "GPE", "PRODUCT")


def aliases(nlp: Language, *texts: str) -> dict[str, set[str]]:
    """The names of each entity of articles, in small letters."""
    mentions: list[Mention] = []
    for number, text in enumerate(texts):
        cleaned = clean(read(RawFile(f"{number}.txt", text.encode())))
        mentions += entities(annotate(cleaned, nlp), cleaned)
    found: dict[str, set[str]] = {}
    for row in link(mentions, [], [], []).entity_aliases:
        found.setdefault(row.entity_id, set()).add(row.alias.casefold())
    return found


def people(number: int) -> list[list[Named]]:
    """Documents that each name another person of one family."""
    names = ("".join(parts).capitalize() for parts in product(SYLLABLES, repeat=4))
    return [[(f"{name} Torvi", "PERSON")] for name, _ in zip(names, range(number), strict=False)]


@pytest.mark.parametrize("change", [str, str.upper, str.lower])
def test_the_case_of_an_article_makes_no_one_another(nlp: Language, change: type[str]) -> None:
    found = aliases(nlp, ARTICLE, change(ARTICLE))
    for one, other in (
        ("maria brix", "otto dahl"),
        ("ada berg", "maria brix"),
        ("poland", "norway"),
        ("oslo", "warsaw"),
    ):
        assert not any({one, other} <= names for names in found.values())
    assert {"maria brix", "brix"} <= found["person:maria-brix"]


def test_articles_that_differ_in_case_name_the_same(nlp: Language) -> None:
    found = aliases(nlp, ARTICLE, ARTICLE.upper(), ARTICLE.lower())
    assert {key for key in found if not key.startswith("norp:")} == set(aliases(nlp, ARTICLE)) - {
        "norp:norwegian",
        "norp:polish",
    }


@pytest.mark.parametrize("name", ["A" + "b" * 299, " ".join(["Grand"] * 60), "A-" * 150 + "Z", "A " * 150 + "Z"])
@pytest.mark.parametrize("label", LABELS)
def test_a_long_name_stays_by_itself(name: str, label: str) -> None:
    found = ids([(name, label), (name + " Berg", label), ("Ada Berg", "PERSON"), ("Berg", "PERSON"), ("AB", "ORG")])
    assert len({found[0, name], found[0, name + " Berg"], found[0, "Ada Berg"], found[0, "AB"]}) == 4


def test_a_long_name_in_an_article_breaks_nothing(nlp: Language) -> None:
    text = (
        f"Mr. A{'b' * 300} met the {'Grand ' * 60}Council of Fiji in Suva on Monday, as its members said.\n\n{ARTICLE}"
    )
    found = aliases(nlp, text)
    assert {"person:maria-brix", "person:otto-dahl", "gpe:suva"} <= set(found)
    assert "suva" not in found["person:maria-brix"]


@pytest.mark.parametrize(
    "names",
    [
        ("Владимир Новак", "Ольга Новак", "Новак Завод"),
        ("김철수", "김영희", "박철수"),
        ("محمد نوفاك", "أحمد نوفاك", "مصنع نوفاك"),
        ("野村太郎", "野村花子", "大村太郎"),
        ("नोवाक राम", "नोवाक श्याम", "राम"),
    ],
)
@pytest.mark.parametrize("label", LABELS)
def test_names_in_other_alphabets_stay_apart(names: tuple[str, ...], label: str) -> None:
    found = ids(*([(name, label)] for name in names), [("Ivan Novak", "PERSON"), ("Novak", "PERSON")])
    assert len({found[doc, name] for doc, name in enumerate(names)} | {found[3, "Ivan Novak"]}) == 4


def test_accents_written_in_two_ways_are_the_same() -> None:
    composed = "Iván Novák"
    found = ids([(composed, "PERSON")], [(unicodedata.normalize("NFD", composed), "PERSON")])
    assert len(set(found.values())) == 1


@pytest.mark.parametrize("label", [*LABELS, "NORP", "LAW"])
def test_marks_and_single_letters_stand_for_nobody(label: str) -> None:
    names = ["?", "...", "—", "“”", "'s", "\u0301", "_", "-", "🙂", "A", "б", " "]
    assert ids([(name, label) for name in names]) == {}


def test_marks_around_a_name_make_no_other() -> None:
    found = ids([("“Brixwear”", "ORG"), ("Brixwear", "ORG"), ("(Brixwear)", "ORG"), ("Brix/Wear", "ORG")])
    assert len(set(found.values())) == 1


@pytest.mark.slow
def test_ten_thousand_of_one_family_stay_ten_thousand() -> None:
    documents = people(10_000)
    found = ids(*documents, [("Torvi", "PERSON"), ("B. Torvi", "PERSON")])
    assert len(set(found.values())) == len(found)


@pytest.mark.parametrize(
    "documents",
    [
        people(8000),
        [
            [(f"{name.title()} {other.title()} Works", "ORG")]
            for name, other in product(
                map("".join, product(SYLLABLES, repeat=2)), map("".join, product(SYLLABLES[:8], SYLLABLES))
            )
        ],
        [[("Torvi", "PERSON"), (f"Ada{'a' * (number % 50)} Torvi", "PERSON")] for number in range(8000)],
        [[(f"A{'eiou'[number % 4]}{'b' * number} Works", "ORG")] for number in range(300)] * 20,
    ],
    ids=["one family", "one last word", "one given name", "one letter"],
)
@pytest.mark.slow
def test_time_grows_with_the_number_of_names(documents: list[list[Named]]) -> None:
    def seconds(part: list[list[Named]]) -> float:
        mentions = batch(*part)
        started = time.process_time()
        identities(mentions)
        return time.process_time() - started

    small = min(seconds(documents[: len(documents) // 8]) for _ in range(3))
    assert seconds(documents) < 24 * small + 0.5  # eight times as many: quadratic time would be 64 times as long
