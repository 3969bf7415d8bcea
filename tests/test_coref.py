"""Forms of a name are grouped, and roles and pronouns resolved where it is clear who is meant."""

from __future__ import annotations

from itertools import pairwise

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components import coref, entity_lexicon, numbers
from pipeline.coreference.names import compatible, family_name, gender_of, name_words

TAGS = {"the": "DT", "of": "IN", "in": "IN", "and": "CC", "left": "VBD", "grew": "VBD", "spoke": "VBD", "is": "VBZ"}
LEMMAS = {"seems": "seem"}


def ready() -> Language:
    assert coref
    assert entity_lexicon
    assert numbers
    nlp = spacy.blank("en")
    for name in ("sentencizer", "numeric_entities", "entity_lexicon", "coref"):
        nlp.add_pipe(name)
    return nlp


@pytest.fixture(scope="module")
def blank() -> Language:
    return ready()


def run(nlp: Language, doc: Doc) -> Doc:
    for token in doc:
        if not token.tag_:
            token.tag_ = "." if token.is_punct else TAGS.get(token.lower_, "NNP" if token.text[:1].isupper() else "NN")
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


def meant(nlp: Language, text: str) -> list[tuple[str, str | None]]:
    return [(mention.span.text, mention.name) for mention in run(nlp, nlp.make_doc(text))._.mentions]


def resolved(nlp: Language, text: str) -> list[tuple[str, str | None]]:
    doc = run(nlp, nlp.make_doc(text))
    return [(mention.span.text, mention.name) for mention in doc._.mentions if mention.method == "coref"]


@pytest.mark.parametrize(
    ("text", "form", "name"),
    [
        ("Maria Brix came. Later Brix left.", "Brix", "Maria Brix"),
        ("Here Pak Chol Su spoke. Then Pak bowed.", "Pak", "Pak Chol Su"),
        ("Here Pak Chol Su spoke. Then Su bowed.", "Su", "Pak Chol Su"),
        ("The DPRK sent a note.", "DPRK", "North Korea"),
        ("Two Norwegians won.", "Norwegians", "Norwegian"),
        ("The Dorset Wool Company (DWC) grew.", "Dorset Wool Company", "Dorset Wool Company"),
        ("The Polish Foreign Ministry replied.", "Polish Foreign Ministry", "Polish Foreign Ministry"),
        ("Poland's Foreign Ministry replied.", "Foreign Ministry", "Polish Foreign Ministry"),
        ("In Warsaw the Foreign Ministry replied.", "Foreign Ministry", "Polish Foreign Ministry"),
        ("The Foreign Ministry replied.", "Foreign Ministry", "Foreign Ministry"),
        (
            "Under Article 5 of the North Atlantic Treaty all act.",
            "Article 5",
            "Article 5 of the North Atlantic Treaty",
        ),
        ("Pyongyang agreed.", "Pyongyang", "Pyongyang"),
    ],
)
def test_names_have_their_fullest_form(blank: Language, text: str, form: str, name: str) -> None:
    assert (form, name) in meant(blank, text)


def test_numbers_have_no_name(blank: Language) -> None:
    assert ("two", None) in meant(blank, "It took two boats.")


def test_a_family_name_of_two_is_neither(blank: Language) -> None:
    assert ("Brix", "Brix") in meant(blank, "Maria Brix met Anna Brix. Then Brix left.")


def test_a_title_tells_which_of_two(blank: Language) -> None:
    assert ("Brix", "Otto Brix") not in meant(blank, "Maria Brix met Boris Brix. Then Mrs. Brix left.")
    assert ("Brix", "Maria Brix") in meant(blank, "Maria Brix met Boris Brix. Then Mrs. Brix left.")


def test_the_one_named_first_and_most_keeps_the_family_name(blank: Language) -> None:
    text = "Maria Brix came. Maria Brix sat by Anna Brix. Then Brix left."
    assert meant(blank, text)[-1] == ("Brix", "Maria Brix")


@pytest.mark.parametrize("text", ["Olaf K. Scholz came. {}.", "{} came. Oslo Times Scholz sat."])
def test_a_name_that_the_lexicon_knows_is_the_one_of_several_like_it(blank: Language, text: str) -> None:
    assert meant(blank, f"{text.format('Olaf Scholz')} Then Scholz left.")[-1] == ("Scholz", "Olaf Scholz")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Danish President Maria Brix spoke. Then the Danish president left.", ("the Danish president", "Maria Brix")),
        ("Danish President Maria Brix spoke. Then Denmark's president left.", ("Denmark's president", "Maria Brix")),
        ("Danish President Maria Brix spoke. Then the Danish leader left.", ("the Danish leader", "Maria Brix")),
        ("Danish defence minister Maria Brix spoke. Then the minister left.", ("the minister", "Maria Brix")),
        ("Danish vice president Maria Brix spoke. Then the president left.", None),
        ("Spokesman Boris Brix spoke. Then the spokesperson left.", ("the spokesperson", "Boris Brix")),
        ("Spokesman Boris Brix spoke. Then the spokeswoman left.", None),
        ("In Berlin Olaf Scholz spoke. Then the German leader left.", ("the German leader", "Olaf Scholz")),
        ("Norwegian President Maria Brix spoke. Then the Danish president left.", None),
        ("President Maria Brix met President Ella Dahl. Then the president left.", None),
        ("They flew to Norway. Many like the country.", ("the country", "Norway")),
        ("They flew to Norway and Denmark. Many like the country.", None),
        ("They joined NATO. Then the alliance grew.", ("the alliance", "NATO")),
        ("South Korea and North Korea met. Then the North left.", ("North", "North Korea")),
        ("North Korea met. Then the North left.", None),
        ("North Korea met South Korea in the North of Japan.", None),
    ],
)
def test_roles_and_descriptions(blank: Language, text: str, expected: tuple[str, str] | None) -> None:
    assert resolved(blank, text) == ([expected] if expected else [])


def test_an_apposition_is_learned_and_is_a_mention(blank: Language) -> None:
    text = "Maria Brix, the Danish mayor, spoke. Then the mayor left."
    assert resolved(blank, text) == [("the Danish mayor", "Maria Brix"), ("the mayor", "Maria Brix")]


def test_an_apposition_of_somebody_elses_title_is_not_learned(blank: Language) -> None:
    assert resolved(blank, "Maria Brix, the mayor's cook, spoke. Then the mayor left.") == []


def parsed(nlp: Language, words: str, heads: list[int], deps: str, tags: str, starts: tuple[int, ...] = (0,)) -> Doc:
    """A Doc with a parse; `starts` are the tokens that begin sentences."""
    tokens = words.split()
    return Doc(
        nlp.vocab,
        words=tokens,
        heads=heads,
        deps=deps.split(),
        tags=tags.split(),
        lemmas=[LEMMAS.get(token, token.lower()) for token in tokens],
        sent_starts=[i in starts for i in range(len(tokens))],
    )


def pronouns(nlp: Language, doc: Doc) -> list[tuple[str, str | None]]:
    for name, component in nlp.pipeline:
        doc = doc if name == "sentencizer" else component(doc)
    return [(m.span.text, m.name) for m in doc._.mentions if m.method == "coref"]


def test_he_is_the_one_man_before(blank: Language) -> None:
    doc = parsed(
        blank,
        "Boris Brix sang . He bowed .",
        [1, 2, 2, 2, 5, 5, 5],
        "compound nsubj ROOT punct nsubj ROOT punct",
        "NNP NNP VBD . PRP VBD .",
        (0, 4),
    )
    assert pronouns(blank, doc) == [("He", "Boris Brix")]


def test_she_is_no_man(blank: Language) -> None:
    doc = parsed(
        blank,
        "Boris Brix sang . She bowed .",
        [1, 2, 2, 2, 5, 5, 5],
        "compound nsubj ROOT punct nsubj ROOT punct",
        "NNP NNP VBD . PRP VBD .",
        (0, 4),
    )
    assert pronouns(blank, doc) == []


def test_he_is_the_subject_of_two_men_or_neither(blank: Language) -> None:
    doc = parsed(
        blank,
        "Boris Brix saw Pavel Dahl . He bowed .",
        [1, 2, 2, 4, 2, 2, 7, 7, 7],
        "compound nsubj ROOT compound dobj punct nsubj ROOT punct",
        "NNP NNP VBD NNP NNP . PRP VBD .",
        (0, 6),
    )
    assert pronouns(blank, doc) in ([], [("He", "Boris Brix")])


def test_he_may_be_a_man_without_a_name(blank: Language) -> None:
    doc = parsed(
        blank,
        "Boris Brix sang . A spokesman said he bowed .",
        [1, 2, 2, 2, 5, 6, 6, 8, 6, 6],
        "compound nsubj ROOT punct det nsubj ROOT nsubj ccomp punct",
        "NNP NNP VBD . DT NN VBD PRP VBD .",
        (0, 4),
    )
    assert pronouns(blank, doc) == []


def test_it_is_the_country_that_is_the_subject(blank: Language) -> None:
    doc = parsed(
        blank,
        "Norway said it would raise its budget .",
        [1, 1, 4, 4, 1, 6, 4, 1],
        "nsubj ROOT nsubj aux ccomp poss dobj punct",
        "NNP VBD PRP MD VB PRP$ NN .",
    )
    assert pronouns(blank, doc) == [("it", "Norway"), ("its", "Norway")]


def test_it_is_nothing_named_where_the_subject_is_a_common_noun(blank: Language) -> None:
    doc = parsed(
        blank,
        "Norway left . The talks failed as it rained .",
        [1, 1, 1, 4, 5, 5, 8, 8, 5, 5],
        "nsubj ROOT punct det nsubj ROOT mark nsubj advcl punct",
        "NNP VBD . DT NNS VBD IN PRP VBD .",
        (0, 3),
    )
    assert pronouns(blank, doc) == []


def test_empty_it_is_nothing(blank: Language) -> None:
    doc = parsed(
        blank,
        "Norway left . It seems late .",
        [1, 1, 1, 4, 4, 4, 4],
        "nsubj ROOT punct nsubj ROOT acomp punct",
        "NNP VBD . PRP VBZ JJ .",
        (0, 3),
    )
    assert pronouns(blank, doc) == []


def test_an_object_is_not_its_own_subject(blank: Language) -> None:
    doc = parsed(blank, "Norway denied it .", [1, 1, 1, 1], "nsubj ROOT dobj punct", "NNP VBD PRP .")
    assert pronouns(blank, doc) == []


def test_an_object_rules_its_infinitive(blank: Language) -> None:
    doc = parsed(
        blank,
        "Norway asked Denmark to raise its budget .",
        [1, 1, 1, 4, 1, 6, 4, 1],
        "nsubj ROOT dobj aux xcomp poss dobj punct",
        "NNP VBD NNP TO VB PRP$ NN .",
    )
    assert pronouns(blank, doc) == [("its", "Denmark")]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("George Brix", "George W. Brix", True),
        ("G. Brix", "George Brix", True),
        ("Anna Brix", "Maria Brix", False),
        ("Kim Jong-un", "Kim Jong Un", True),
        ("Kim Jong Un", "Kim Jong Il", False),
        ("Otto Brix", "Otto Dahl", False),
    ],
)
def test_full_names_of_one_person(one: str, other: str, same: bool) -> None:
    assert compatible(one, other) is same
    assert compatible(other, one) is same


def test_family_names() -> None:
    assert family_name("Maria Brix") == "brix"
    assert family_name("Otto Brix Jr.") == "brix"
    assert family_name("Kim Chol Su") == "kim"
    assert family_name("") == ""


def test_genders_of_names() -> None:
    assert gender_of("Angela Merkel") == "f"
    assert gender_of("Boris Brix") == "m"
    assert gender_of("Brix") == ""


@given(st.text(max_size=40))
def test_words_of_any_name_are_plain(text: str) -> None:
    assert all(word == word.casefold() and word.isalnum() for word in name_words(text))


_pipelines: list[Language] = []
WORDS = (
    "Norway",
    "the",
    "president",
    "he",
    "it",
    "Kim",
    "-",
    "'s",
    "North",
    "country",
    ".",
    "Article",
    "\n\n",
    "Anna",
    "“",
    "🙂",
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=30))
def test_odd_text_raises_nothing_and_mentions_are_in_order(words: list[str]) -> None:
    if not _pipelines:
        _pipelines.append(ready())
    doc = run(_pipelines[0], _pipelines[0].make_doc(" ".join(words)))
    starts = [mention.span.start for mention in doc._.mentions]
    assert all(one <= other for one, other in pairwise(starts))


def test_a_doc_without_sentences_is_taken(blank: Language) -> None:
    doc = blank.make_doc("Norway left.\n\nThe country is far.")
    for name, component in blank.pipeline:
        doc = doc if name == "sentencizer" else component(doc)
    assert [m.name for m in doc._.mentions] == ["Norway", "Norway"]
