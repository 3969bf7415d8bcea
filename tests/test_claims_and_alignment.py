"""Claims and alignments of two made-up articles, from the text on, with the bundled model."""

from __future__ import annotations

import pytest
from spacy.language import Language

from pipeline.records import CleanText, OffsetMap
from pipeline.schema import Claim
from pipeline.stages import claims, entities, link, quotes
from pipeline.stages.align import align
from tests.test_align import document

ARTICLES = {
    "andes": (
        "Peru signed a contract for seven frigates with Italy on Monday. The deal is worth 3.6 billion dollars, the "
        "defence minister said. Rosa Diaz confirmed the sale of the frigates. The ships will arrive in Callao on 3 May "
        "2021. It is possible that Chile will buy old ships. Chile has criticised the purchase."
    ),
    "coast": (
        "Peru has signed a contract for nine frigates with Italy, officials said. The deal is worth 5 billion dollars. "
        "Rosa Diaz denied the sale of the frigates. The ships will arrive in Callao on 9 May 2021. Chile has not "
        "criticised the purchase. Farmers in Piura planted more rice."
    ),
}


def tables(nlp: Language) -> tuple[list[Claim], set[str]]:
    """All claims, and what the conflicts differ in."""
    mentions, said, speakers, claimed, amounts = [], [], [], [], []
    for doc_id, text in ARTICLES.items():
        length = range(len(text))
        clean = CleanText(doc_id, text, OffsetMap(tuple(length), tuple(i + 1 for i in length)))
        doc = nlp(text)
        found, quantities = claims.claims(doc, clean)
        mentions += entities.entities(doc, clean)
        quoted = quotes.quotes(doc, clean)
        said += quoted.quotes
        speakers += quoted.quote_speakers
        claimed += found
        amounts += quantities
    linked = link.link(mentions, said, speakers, claimed)
    documents = [document(doc_id) for doc_id in ARTICLES]
    rows = align(documents, linked.claims, linked.claim_entities, (), amounts, linked.entities).alignments
    return linked.claims, {row.conflict for row in rows if row.conflict}


@pytest.mark.slow
def test_conflicts_are_found_and_told_in_words(nlp: Language) -> None:
    _, conflicts = tables(nlp)
    assert {"confirmed against denied", "3 May 2021 against 9 May 2021", "seven against nine (frigate)"} <= conflicts
    assert "affirmed against negated: has criticised against has not criticised" in conflicts


@pytest.mark.slow
def test_claims_read_well(nlp: Language) -> None:
    found = {claim.text: claim for claim in tables(nlp)[0]}
    assert found["The deal is worth 3.6 billion dollars"].attributed_to == "the defence minister"
    assert found["Chile will buy old ships"].modality == "possible"
    assert not any("officials said" in text or text.startswith("It is possible") for text in found)
