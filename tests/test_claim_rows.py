"""From propositions on a Doc to rows."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc

from pipeline.components.claims import propositions
from pipeline.components.records import EntityMention
from pipeline.records import CleanText, OffsetMap
from pipeline.stages.claims import claims
from tests.parsed import parse
from tests.quoted import said
from tests.test_claimed_speech import REPORTED


def clean_of(doc: Doc) -> CleanText:
    length = range(len(doc.text))
    return CleanText("news", doc.text, OffsetMap(tuple(length), tuple(i + 1 for i in length)))


COUNTED = """
Rosa Rosa PROPN NNP nsubj 1
signed sign VERB VBD ROOT 1
ten ten NUM CD nummod 3
pacts pact NOUN NNS dobj 1
in in ADP IN prep 1
May May PROPN NNP pobj 4
_. . PUNCT . punct 1
"""


def test_rows_know_their_terms_mentions_and_amounts() -> None:
    doc = parse(COUNTED)
    spans = [doc.char_span(0, 4, "PERSON"), doc.char_span(12, 15, "CARDINAL"), doc.char_span(25, 28, "DATE")]
    doc._.mentions = [EntityMention(s, "model", "Rosa" if s.label_ == "PERSON" else None) for s in spans if s]
    doc._.claims = propositions(doc)
    made = claims(doc, clean_of(doc))
    (claim,), quantities = made.claims, made.quantities
    assert claim.claim_id == "news:c000000-000028"
    assert claim.subject_mention_id == "news:m000000-000004"
    assert claim.object_mention_id is None
    assert claim.terms == "sign ten pact may"
    assert [(q.text, q.kind, q.value, q.unit) for q in quantities] == [
        ("ten", "count", 10.0, "pact"),
        ("May", "date", None, None),
    ]


def test_claim_in_an_utterance_is_attributed() -> None:
    doc = parse(REPORTED)
    doc._.quotes = [said(doc[2:7], doc[0:1], doc[1:2], "Rosa Diaz")]
    doc._.claims = propositions(doc)
    (claim,) = claims(doc, clean_of(doc)).claims
    assert claim.attributed_to == "Rosa Diaz"
    assert claim.quote_id == "news:q000010-000034"


def test_parts_follow_their_claim_with_ids_and_words_of_their_own() -> None:
    doc = parse(COUNTED)
    doc._.claims = propositions(doc)
    (whole,) = doc._.claims
    core = [span for span in whole.stretches if span.text != "in May"]
    doc._.claim_parts = [replace(whole, kind="part", part_of=0, stretches=tuple(core))]
    clean = clean_of(doc)
    (claim, part) = claims(doc, clean).claims
    assert (claim.part_of, part.part_of) == (None, claim.claim_id)
    assert (part.claim_id, part.kind, part.statement) == ("news:c000000-000028.1", "part", "Rosa signed ten pacts")
    assert (claim.terms, part.terms) == ("rosa sign ten pact may", "rosa sign ten pact")


def test_stretches_of_a_claim_are_rows_with_their_roles() -> None:
    doc = parse(COUNTED)
    doc.set_ents([doc.char_span(25, 28, "DATE")])
    doc._.claims = propositions(doc)
    rows = claims(doc, clean_of(doc)).claim_spans
    assert [(row.position, row.role, row.text) for row in rows] == [
        (0, "subject", "Rosa"),
        (1, "predicate", "signed"),
        (2, "object", "ten pacts"),
        (3, "when", "in May"),
    ]
    assert {doc.text[row.start : row.end] == row.text for row in rows} == {True}
