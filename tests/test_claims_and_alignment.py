"""Claims and alignments of two made-up articles, from the text on, with the bundled model."""

from __future__ import annotations

from collections.abc import Mapping

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


def tables(nlp: Language, articles: Mapping[str, str] = ARTICLES) -> tuple[list[Claim], set[str]]:
    """All claims, and what the conflicts differ in."""
    mentions, said, speakers, claimed, amounts = [], [], [], [], []
    for doc_id, text in articles.items():
        length = range(len(text))
        clean = CleanText(doc_id, text, OffsetMap(tuple(length), tuple(i + 1 for i in length)))
        doc = nlp(text)
        found = claims.claims(doc, clean)
        mentions += entities.entities(doc, clean)
        quoted = quotes.quotes(doc, clean)
        said += quoted.quotes
        speakers += quoted.quote_speakers
        claimed += found.claims
        amounts += found.quantities
    linked = link.link(mentions, said, speakers, claimed)
    documents = [document(doc_id) for doc_id in articles]
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


@pytest.mark.slow
@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        (
            "A dam burst on Tuesday, killing 14 people, the agency said.",
            "A dam burst on Tuesday, killing 11 people, the agency said.",
            "14 against 11 (dead)",
        ),
        (
            "A dam burst on Tuesday and killed 14 people.",
            "Eleven people were killed when a dam burst on Tuesday.",
            "14 against Eleven (dead)",
        ),
        (
            "Fourteen people died in the flood on Tuesday.",
            "The flood on Tuesday killed 11 people.",
            "Fourteen against 11 (dead)",
        ),
        (
            "A ferry sank on Monday off Kalmar, killing 14 people. Divers searched the hull through the night.",
            "Eleven people died when the ferry went down near Kalmar. The owner said that the weather had turned.",
            "14 against Eleven (dead)",
        ),
        (
            "A coach plunged into a ravine near Torvik, leaving nine dead, police said. The road was closed.",
            "Twelve people were killed when a coach left the road near Torvik. The driver survived.",
            "nine against Twelve (dead)",
        ),
        (
            "The storm, which left 6 people dead, moved north on Thursday. Schools stayed shut.",
            "Eight people lost their lives in the storm. Power failed in three towns.",
            "6 against Eight (dead)",
        ),
        (
            "The number of dead in the floods in Marn rose to 88 on Tuesday. Bridges were swept away.",
            "Floods in Marn have killed 102 people, the ministry said. The river is still rising.",
            "88 against 102 (dead)",
        ),
        (
            "Police arrested 17 demonstrators after the march in Velden. Shops had closed early.",
            "Twenty-three protesters were detained when the march in Velden ended.",
            "17 against Twenty-three (arrested)",
        ),
        (
            "The death toll has reached 14, the mayor said.",
            "The death toll stands at 11, the mayor said.",
            "14 against 11 (dead)",
        ),
        (
            "Prime Minister Rui Salgado promised 80 million euros in aid.",
            "Rui Salgado, the prime minister, came to the valley on Wednesday and pledged 50 million euros in aid.",
            "80 million euros against 50 million euros",
        ),
        (
            "Tomas Lind has denied that he took bribes from Acme Shipping. The trial opens on Monday.",
            "Tomas Lind took bribes from Acme Shipping, prosecutors said. The trial begins on Monday.",
            "negated against affirmed: took against took",
        ),
        (
            "The mayor of Torvik denied that the bridge was unsafe. It was built in 1971.",
            "The bridge in Torvik is unsafe, engineers say. It opened in 1971.",
            "denied against stated: denied against is",
        ),
        (
            "Hidrorla denied that it had ignored warnings.",
            "Hidrorla ignored warnings, the paper said.",
            "denied against stated: denied against ignored",
        ),
    ],
)
def test_numbers_and_denials_conflict_however_the_rest_is_worded(
    nlp: Language, one: str, other: str, conflict: str
) -> None:
    assert conflict in tables(nlp, {"a": one, "b": other})[1]
    assert tables(nlp, {"a": one, "b": one})[1] == set()


@pytest.mark.slow
def test_a_bound_that_holds_is_no_conflict(nlp: Language) -> None:
    texts = {
        "a": "A dam on the River Orla burst, killing 14 people.",
        "b": "At least 11 people were killed when a dam on the River Orla burst.",
    }
    assert tables(nlp, texts)[1] == set()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "claimed", "polarity"),
    [
        ("The army ruled out that soldiers had fired first.", "soldiers had fired first", "negated"),
        ("The bank dismissed suggestions that it was bankrupt.", "it was bankrupt", "negated"),
        ("The union contested that wages had risen.", "wages had risen", "negated"),
        ("The minister did not deny that the bridge was unsafe.", "the bridge was unsafe", "affirmed"),
        ("The firm never denied that it had known of the leak.", "it had known of the leak", "affirmed"),
    ],
)
def test_what_is_denied_has_the_polarity_that_its_speaker_gives_it(
    nlp: Language, text: str, claimed: str, polarity: str
) -> None:
    found = {claim.text: claim.polarity for claim in tables(nlp, {"a": text})[0]}
    assert found[claimed] == polarity


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "said", "speaker"),
    [
        (
            "TORVIK, Veland, 3 November (SNA) – “We are ready,” said police chief Ada Berg.",
            "“We are ready,”",
            "Ada Berg",
        ),
        ("TORVIK (SNA) - “We are ready,” said his lawyer, Rosa Diaz.", "“We are ready,”", "Rosa Diaz"),
    ],
)
def test_a_dateline_is_no_part_of_what_is_said(nlp: Language, text: str, said: str, speaker: str) -> None:
    (quote,) = nlp(text)._.quotes
    assert ([part.text for part in quote.parts], quote.speaker_name) == ([said], speaker)
    assert [claim.text for claim in nlp(text)._.claims if "SNA" in claim.span.text] == []


@pytest.mark.slow
def test_the_place_of_a_dateline_says_nothing(nlp: Language) -> None:
    doc = nlp("LONDON: The bank cut its rate on Thursday.")
    assert [quote.speaker_name for quote in doc._.quotes] == []
    assert [claim.span.text for claim in doc._.claims] == ["The bank cut its rate on Thursday"]
