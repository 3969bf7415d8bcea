"""Mentions of several documents become entities, whatever order they come in."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.lang.en import English
from spacy.tokens import Span

from pipeline.components.records import EntityMention, register_extensions
from pipeline.naming.identity import identities, same_person, slug
from pipeline.records import CleanText, OffsetMap
from pipeline.schema import Claim, Mention, Quote
from pipeline.stages.entities import entities
from pipeline.stages.link import Linked, link

Names = list[tuple[str, str]]


def mention(doc_id: str, start: int, text: str, name: str | None, label: str, method: str = "model") -> Mention:
    end = start + len(text)
    return Mention(
        mention_id=f"{doc_id}:m{start}-{end}",
        doc_id=doc_id,
        sentence_id=f"{doc_id}:s0-99",
        text=text,
        label=label,
        name=name,
        entity_id=None,
        method=method,  # type: ignore[arg-type]
        start=start,
        end=end,
        raw_start=start,
        raw_end=end,
    )


def quote(doc_id: str, speaker_mention_id: str | None) -> Quote:
    return Quote(
        quote_id=f"{doc_id}:q20-40",
        utterance_id=f"{doc_id}:u20-40",
        doc_id=doc_id,
        sentence_id=f"{doc_id}:s0-99",
        kind="direct",
        text="“We shall see”",
        verbatim="We shall see",
        speaker_text="Brix",
        speaker_name=None,
        speaker_entity_id=None,
        speaker_mention_id=speaker_mention_id,
        cue_text="said",
        cue_lemma="say",
        rule="test",
        confidence=None,
        speaker_start=None,
        speaker_end=None,
        speaker_raw_start=None,
        speaker_raw_end=None,
        cue_start=None,
        cue_end=None,
        cue_raw_start=None,
        cue_raw_end=None,
        start=20,
        end=40,
        raw_start=20,
        raw_end=40,
    )


def claim(doc_id: str, start: int, end: int, subject: str | None, object_: str | None, quote_id: str | None) -> Claim:
    return Claim(
        claim_id=f"{doc_id}:c{start}-{end}",
        doc_id=doc_id,
        sentence_id=f"{doc_id}:s0-99",
        text="…",
        subject=None,
        predicate="sails",
        object=None,
        subject_entity_id=None,
        object_entity_id=None,
        subject_mention_id=subject,
        object_mention_id=object_,
        predicate_lemma="sail",
        polarity="affirmed",
        modality="asserted",
        attributed_to=None,
        attributed_entity_id=None,
        quote_id=quote_id,
        terms="sail",
        confidence=None,
        start=start,
        end=end,
        raw_start=start,
        raw_end=end,
    )


def ids(names: Names) -> dict[str, str]:
    return {name: identity.entity_id for (name, _), identity in identities(names).items()}


def test_the_lexicon_tells_forms_of_one_country() -> None:
    found = identities([("DPRK", "GPE"), ("North Korea", "GPE"), ("North Korean", "NORP")])
    assert found["DPRK", "GPE"] == found["North Korea", "GPE"]
    assert found["DPRK", "GPE"].entity_id == "gpe:north-korea"
    assert found["DPRK", "GPE"].wikidata == "Q423"
    assert found["North Korean", "NORP"].entity_id == "norp:north-korean"
    assert found["North Korean", "NORP"].country == "PRK"


def test_a_capital_is_no_country() -> None:
    found = identities([("Oslo", "GPE"), ("Norway", "GPE")])
    assert found["Oslo", "GPE"].entity_id != found["Norway", "GPE"].entity_id
    assert found["Oslo", "GPE"].country == "NOR"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Sergey Brix", "Sergei Brix", True),
        ("Otto Brix", "Otto W. Brix", True),
        ("O. Brix", "Otto Brix", True),
        ("Yuri Krilov", "Yury Krylov", True),
        ("Otto Brix", "Anna Brix", False),
        ("Otto Brix", "Otto Dahl", False),
        ("Mario Brix", "Maria Brix", False),
        ("Pak Chol Su", "Pak Chol Min", False),
    ],
)
def test_spellings_of_one_person(one: str, other: str, same: bool) -> None:
    assert same_person(one, other) is same
    assert same_person(other, one) is same


def test_a_family_name_joins_the_one_who_bears_it() -> None:
    found = ids([("Maria Brix", "PERSON"), ("Brix", "PERSON")])
    assert found["Brix"] == found["Maria Brix"] == "person:maria-brix"


def test_a_family_name_of_two_joins_neither() -> None:
    found = ids([("Maria Brix", "PERSON"), ("Otto Brix", "PERSON"), ("Brix", "PERSON")])
    assert len(set(found.values())) == 3


def test_an_initial_that_two_could_have_joins_neither() -> None:
    found = ids([("Otto Brix", "PERSON"), ("Olga Brix", "PERSON"), ("O. Brix", "PERSON")])
    assert len(set(found.values())) == 3


def test_acronyms_join_the_organisation_they_are_the_initials_of() -> None:
    found = ids([("Dorset Wool Company", "ORG"), ("DWC", "ORG")])
    assert found["DWC"] == "org:dorset-wool-company"
    two = ids([("Dorset Wool Company", "ORG"), ("Devon Wax Company", "ORG"), ("DWC", "ORG")])
    assert two["DWC"] == "org:dwc"


def test_what_every_state_has_is_no_entity() -> None:
    assert identities([("Foreign Ministry", "ORG"), ("Article 4", "LAW")]) == {}
    assert identities([("Polish Foreign Ministry", "ORG")])["Polish Foreign Ministry", "ORG"].country == "POL"


def test_names_that_differ_in_accents_are_one() -> None:
    found = identities([("Café Brix", "ORG"), ("Cafe Brix", "ORG"), ("Café Brix", "ORG")])
    assert {identity.name for identity in found.values()} == {"Café Brix"}


def test_names_in_other_alphabets_have_slugs() -> None:
    assert slug("Владимир") == "владимир"
    assert slug("!?") == "21-3f"


POOL: Names = [
    *((name, "PERSON") for name in ("Maria Brix", "Brix", "M. Brix", "Otto Dahl", "Dahl", "Otto Dal", "Kim")),
    *((name, "ORG") for name in ("NATO", "Dorset Wool Company", "DWC", "Polish Foreign Ministry")),
    *((name, "GPE") for name in ("DPRK", "North Korea", "Oslo")),
]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(POOL), max_size=20), st.randoms())
def test_order_makes_no_difference(names: Names, random: Random) -> None:
    shuffled = list(names)
    random.shuffle(shuffled)
    assert identities(names) == identities(shuffled)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=12), st.sampled_from(["PERSON", "ORG", "GPE", "LAW"])), max_size=12))
def test_any_names_get_ids_that_say_name_and_label(names: Names) -> None:
    for (_, label), identity in identities(names).items():
        assert identity.entity_id == f"{label.lower()}:{slug(identity.name)}"
        assert identity.label == label


@pytest.fixture
def linked() -> Linked:
    mentions = [
        mention("a", 0, "Maria Brix", "Maria Brix", "PERSON"),
        mention("a", 14, "she", "Maria Brix", "PERSON", "coref"),
        mention("a", 22, "Norway", "Norway", "GPE", "lexicon"),
        mention("a", 30, "two", None, "CARDINAL", "rule"),
        mention("b", 0, "Brix", "Brix", "PERSON"),
        mention("b", 25, "Norway", "Norway", "GPE", "lexicon"),
    ]
    quotes = [quote("a", "a:m14-17"), quote("b", None)]
    claims = [claim("a", 20, 40, "a:m14-17", None, "a:q20-40"), claim("b", 0, 40, "b:m0-4", "b:m25-31", None)]
    return link(mentions, quotes, claims)


def test_entities_count_mentions_and_documents(linked: Linked) -> None:
    found = {entity.entity_id: (entity.name, entity.n_mentions, entity.n_documents) for entity in linked.entities}
    assert found == {"gpe:norway": ("Norway", 2, 2), "person:maria-brix": ("Maria Brix", 3, 2)}


def test_aliases_are_names_only(linked: Linked) -> None:
    found = {(alias.entity_id, alias.alias, alias.n_mentions) for alias in linked.entity_aliases}
    assert found == {
        ("gpe:norway", "Norway", 2),
        ("person:maria-brix", "Maria Brix", 1),
        ("person:maria-brix", "Brix", 1),
    }


def test_mentions_get_ids_and_numbers_none(linked: Linked) -> None:
    assert [m.entity_id for m in linked.mentions if m.doc_id == "a"] == [
        "person:maria-brix",
        "person:maria-brix",
        "gpe:norway",
        None,
    ]


def test_quotes_get_their_speaker(linked: Linked) -> None:
    first, second = linked.quotes
    assert (first.speaker_name, first.speaker_entity_id) == ("Maria Brix", "person:maria-brix")
    assert (second.speaker_name, second.speaker_entity_id) == (None, None)


def test_claims_get_subject_object_and_who_says_so(linked: Linked) -> None:
    first, second = linked.claims
    assert (first.subject_entity_id, first.attributed_to) == ("person:maria-brix", "Maria Brix")
    assert first.attributed_entity_id == "person:maria-brix"
    assert (second.subject_entity_id, second.object_entity_id) == ("person:maria-brix", "gpe:norway")
    assert (second.attributed_to, second.attributed_entity_id) == (None, None)


def test_claim_entities_say_the_role(linked: Linked) -> None:
    assert [(row.claim_id, row.entity_id, row.role) for row in linked.claim_entities] == [
        ("a:c20-40", "gpe:norway", "other"),
        ("a:c20-40", "person:maria-brix", "subject"),
        ("b:c0-40", "gpe:norway", "object"),
        ("b:c0-40", "person:maria-brix", "subject"),
    ]


def test_linking_again_changes_nothing(linked: Linked) -> None:
    again = link(linked.mentions, linked.quotes, linked.claims)
    assert again == linked
    assert link([], [], []) == replace(linked, **{field: [] for field in linked.__slots__})


def test_rows_of_mentions_are_trim_unique_and_in_order() -> None:
    register_extensions()
    doc = English()("Maria Brix  came")
    doc[0].is_sent_start = True
    for token in doc[1:]:
        token.is_sent_start = False
    name, gap = Span(doc, 0, 2, label="PERSON"), Span(doc, 2, 3, label="ORG")
    doc._.mentions = [
        EntityMention(gap, "model", None),
        EntityMention(name, "rule", "Maria Brix"),
        EntityMention(name, "coref", "Maria Brix"),
    ]
    text = doc.text
    clean = CleanText("d", text, OffsetMap(tuple(range(5, 5 + len(text))), tuple(range(6, 6 + len(text)))))
    (row,) = entities(doc, clean)
    assert (row.mention_id, row.text, row.method, row.name) == ("d:m000000-000010", "Maria Brix", "rule", "Maria Brix")
    assert (row.raw_start, row.raw_end, row.sentence_id) == (5, 15, "d:s000000-000016")
