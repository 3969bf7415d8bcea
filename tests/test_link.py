"""Mentions of several documents get their entities, and quotes and claims with them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from spacy.lang.en import English
from spacy.tokens import Span

from pipeline.components.records import EntityMention, register_extensions
from pipeline.records import CleanText, OffsetMap
from pipeline.schema import Claim, Quote, QuoteSpeaker
from pipeline.stages.entities import entities
from pipeline.stages.link import Linked, link
from tests.batches import mention


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
        cue_kind="speech",
        polarity="affirmed",
        stance="neutral",
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
    quotes = [quote("a", "a:m14-17"), quote("b", None), quote("c", None)]
    claims = [claim("a", 20, 40, "a:m14-17", None, "a:q20-40"), claim("b", 0, 40, "b:m0-4", "b:m25-31", None)]
    speakers = [
        QuoteSpeaker(quote_id="a:q20-40", entity_id="", mention_id="a:m14-17"),
        QuoteSpeaker(quote_id="c:q20-40", entity_id="", mention_id="a:m22-28"),
        QuoteSpeaker(quote_id="c:q20-40", entity_id="", mention_id="b:m0-4"),
    ]
    return link(mentions, quotes, speakers, claims)


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
    first, second, _ = linked.quotes
    assert (first.speaker_name, first.speaker_entity_id) == ("Maria Brix", "person:maria-brix")
    assert (second.speaker_name, second.speaker_entity_id) == (None, None)


def test_coordinated_speakers_have_a_row_each_under_their_names_in_all_documents(linked: Linked) -> None:
    together = linked.quotes[2]
    assert (together.speaker_name, together.speaker_entity_id) == ("Norway; Maria Brix", None)
    assert [(row.quote_id, row.entity_id) for row in linked.quote_speakers] == [
        ("a:q20-40", "person:maria-brix"),
        ("c:q20-40", "gpe:norway"),
        ("c:q20-40", "person:maria-brix"),
    ]


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
    again = link(linked.mentions, linked.quotes, linked.quote_speakers, linked.claims)
    assert again == linked
    assert link([], [], [], []) == replace(linked, **{field: [] for field in linked.__slots__})


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


def test_a_slip_in_a_leaders_name_is_put_right_in_all_rows() -> None:
    register_extensions()
    doc = English()("German Chancellor Olaf Sholz came. Sholz left.")
    for token in doc:
        token.is_sent_start = token.i in (0, 6)
    people, full, short = (
        Span(doc, 0, 1, label="NORP"),
        Span(doc, 2, 4, label="PERSON"),
        Span(doc, 6, 7, label="PERSON"),
    )
    doc.ents = (people, full, short)
    doc._.mentions = [EntityMention(full, "model", "Olaf Sholz"), EntityMention(short, "rule", "Olaf Sholz")]
    text = doc.text
    clean = CleanText("d", text, OffsetMap(tuple(range(len(text))), tuple(range(1, 1 + len(text)))))
    assert [(row.text, row.name) for row in entities(doc, clean)] == [
        ("Olaf Sholz", "Olaf Scholz"),
        ("Sholz", "Olaf Scholz"),
    ]
