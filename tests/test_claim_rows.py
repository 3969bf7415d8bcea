"""From propositions on a Doc to rows."""

from __future__ import annotations

from spacy.tokens import Doc

from pipeline.components.claims import propositions
from pipeline.components.records import EntityMention
from pipeline.records import CleanText, OffsetMap
from pipeline.stages.claims import claims
from tests.parsed import parse
from tests.quoted import said
from tests.test_claims import REPORTED


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
    (claim,), quantities = claims(doc, clean_of(doc))
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
    (claim,), _ = claims(doc, clean_of(doc))
    assert claim.attributed_to == "Rosa Diaz"
    assert claim.quote_id == "news:q000010-000034"
