"""Lexicons, rules and the model's guesses are merged into names that stand where they should."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.components import entity_lexicon, numbers
from pipeline.components.entity_lexicon import EntityLexicon
from pipeline.naming.repeats import standing_alone
from pipeline.naming.spans import NUMERIC_LABELS, method_of

TAGS = {
    "in": "IN",
    "of": "IN",
    "for": "IN",
    "the": "DT",
    "and": "CC",
    "but": "CC",
    "said": "VBD",
    "he": "PRP",
    "who": "WP",
}
Guess = tuple[str, str]
WORDS = (
    "Norway",
    "the",
    "President",
    "Kim",
    "-",
    "'s",
    ",",
    "of",
    "Party",
    "Article",
    "4",
    "\n\n",
    "Anna",
    "’",
    "“",
    "🙂",
)


@pytest.fixture(scope="module")
def blank() -> Language:
    assert entity_lexicon
    assert numbers
    nlp = spacy.blank("en")
    nlp.add_pipe("numeric_entities")
    nlp.add_pipe("entity_lexicon")
    return nlp


def tagged(nlp: Language, text: str, guesses: tuple[Guess, ...] = ()) -> Doc:
    """A Doc with rough tags and the model's guesses at names; one given twice stands in two places."""
    doc = nlp.make_doc(text)
    for token in doc:
        noun = "NNP" if token.text[:1].isupper() else "NN"
        token.tag_ = TAGS.get(token.lower_, "CD" if token.is_digit else noun)
    spans, behind = [], dict[str, int]()
    for guess, label in guesses:
        start = text.index(guess, behind.get(guess, 0))
        behind[guess] = start + len(guess)
        spans.append(doc.char_span(start, behind[guess], label=label))
    assert None not in spans
    doc.ents = tuple(span for span in spans if span is not None)
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


def names(nlp: Language, text: str, *guesses: Guess) -> list[tuple[str, str]]:
    return [(span.text, span.label_) for span in tagged(nlp, text, guesses).ents]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The United Nations wrote to the DPRK.", [("United Nations", "ORG"), ("DPRK", "GPE")]),
        ("She left Norway's north.", [("Norway", "GPE")]),
        ("A Norway-Sweden pact.", [("Norway", "GPE"), ("Sweden", "GPE")]),
        ("A Finnish-Swedish firm.", [("Finnish", "NORP"), ("Swedish", "NORP")]),
        ("In the UN Security Council he spoke.", [("UN Security Council", "ORG")]),
        ("The South China Sea is calm.", [("South China Sea", "LOC")]),
        ("They fired a Hwasong-12.", [("Hwasong-12", "PRODUCT")]),
        ("He cited the UN Charter again.", [("UN Charter", "LAW")]),
        ("It was the cold war of the 1950s.", [("the 1950s", "DATE")]),
        ("OSLO: snow fell.", [("OSLO", "GPE")]),
        ("A quarrel in the West.", [("West", "LOC")]),
        ("They drove West for hours.", []),
        ("He lives in Austin now.", [("Austin", "GPE")]),
    ],
)
def test_lexicon_names(blank: Language, text: str, expected: list[tuple[str, str]]) -> None:
    assert [name for name in names(blank, text) if name[1] != "TIME"] == expected


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Then Prime Minister Tam Dao Binh spoke.", "Tam Dao Binh"),
        ("There Chief Cabinet Secretary Rin Okafor bowed.", "Rin Okafor"),
        ("Yesterday President To Anh resigned.", "To Anh"),
        ("We met General Secretary of the Labour Party of Norway Tran Bao Long there.", "Tran Bao Long"),
        ("Later Dr. Zuzana Hrubá left.", "Zuzana Hrubá"),
        ("Once Maria von der Heide sang.", "Maria von der Heide"),
        ("When Pak Chol Su smiled, all did.", "Pak Chol Su"),
        ("It was Secretary-General Han Seung-woo who called.", "Han Seung-woo"),
        ("Here Peter J. Quill paints.", "Peter J. Quill"),
    ],
)
def test_persons_after_titles_and_by_given_or_family_names(blank: Language, text: str, person: str) -> None:
    assert (person, "PERSON") in names(blank, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Dorset Wool Company grew.", ("Dorset Wool Company", "ORG")),
        ("He runs the Institute for Sea Research.", ("Institute for Sea Research", "ORG")),
        ("The Committee on Fisheries sat.", ("Committee on Fisheries", "ORG")),
        ("The Progressive Conservative Party of Manitoba won.", ("Progressive Conservative Party of Manitoba", "ORG")),
        ("The Polish Foreign Ministry replied.", ("Polish Foreign Ministry", "ORG")),
        ("They signed a Treaty on Mutual Fishing Rights.", ("Treaty on Mutual Fishing Rights", "LAW")),
        ("The Treaty of Peace, Trade, and Navigation lapsed.", ("Treaty of Peace, Trade, and Navigation", "LAW")),
        ("Under Article 12 it may.", ("Article 12", "LAW")),
        ("It crossed the Hobart Bridge.", ("Hobart Bridge", "FAC")),
        ("He fell in the Beaver Wars and the Boer War.", ("Boer War", "EVENT")),
    ],
)
def test_institutions_by_their_nouns(blank: Language, text: str, expected: tuple[str, str]) -> None:
    assert expected in names(blank, text)


def test_a_title_before_an_institution_makes_no_person(blank: Language) -> None:
    assert "PERSON" not in dict(map(reversed, names(blank, "A Chairman Harbour Transport Authority meeting.")))


def test_an_institution_called_after_a_person_is_no_person(blank: Language) -> None:
    assert names(blank, "The Wayne Harbour University grew.") == [("Wayne Harbour University", "ORG")]


def test_capitals_of_headlines_tell_no_names(blank: Language) -> None:
    text = "Retired General Praises Maria Brix Museum Guards\n\nMaria Brix said so."
    assert names(blank, text) == [("Maria Brix", "PERSON")] * 2


def test_lexicon_type_wins_over_the_guess(blank: Language) -> None:
    assert names(blank, "They left Norway then.", ("Norway", "PERSON")) == [("Norway", "GPE")]


@pytest.mark.parametrize(
    ("text", "guess", "expected"),
    [
        ("They saw the Arctic Fox Club there.", ("the Arctic Fox Club", "ORG"), [("Arctic Fox Club", "ORG")]),
        ("We asked Senator Otto Brix today.", ("Senator Otto Brix", "LOC"), [("Otto Brix", "PERSON")]),
        ("Here Norway's Zelbinor pumps.", ("Norway's Zelbinor", "ORG"), [("Norway", "GPE"), ("Zelbinor", "ORG")]),
        ("A Norway-Iceland deal.", ("Norway-Iceland", "EVENT"), [("Norway", "GPE"), ("Iceland", "GPE")]),
        ("A Counter-Norway Pact.", ("Counter-Norway Pact", "ORG"), [("Counter-Norway Pact", "ORG")]),
        ("Minister for Home Affairs Otto Brix.", ("Home Affairs Otto Brix", "PERSON"), [("Otto Brix", "PERSON")]),
        ("We saw Ola Brix and left.", ("Ola Brix and left", "PERSON"), [("Ola Brix", "PERSON")]),
        ("All the boats left.", ("the boats", "ORG"), []),
        ("Their ICBMs rusted.", ("ICBMs", "GPE"), []),
    ],
)
def test_guesses_are_trimmed_and_cut(blank: Language, text: str, guess: Guess, expected: list[tuple[str, str]]) -> None:
    assert [name for name in names(blank, text, guess) if name[1] != "DATE"] == expected


@pytest.mark.parametrize(
    ("text", "guesses", "expected"),
    [
        ("Then Ola Brix sang.", [("Ola", "PERSON"), ("Brix", "PERSON")], ["Ola Brix"]),
        ("The Elk Folk Union League met.", [("Elk Folk", "ORG"), ("Union League", "ORG")], ["Elk Folk Union League"]),
        ("Then B K Brixov sang.", [("Brixov", "PERSON")], ["B K Brixov"]),
        ("They drove to Zelby Ohio.", [("Zelby Ohio", "GPE")], ["Zelby", "Ohio"]),
        ("They drove to West Virginia.", [("West Virginia", "GPE")], ["West Virginia"]),
        ("Here sang Maria Brix Anna Holm.", [("Maria Brix Anna Holm", "PERSON")], ["Maria Brix", "Anna Holm"]),
        ("Here sang Maria Anna Brix Holm.", [("Maria Anna Brix Holm", "PERSON")], ["Maria Anna Brix Holm"]),
        ("They saw Maria Brix running.", [("Maria Brix running", "PERSON")], ["Maria Brix"]),
        ("In the 1987 rowing cup.", [("1987 rowing cup", "EVENT")], ["1987 rowing cup"]),
        ("The Brixite Council on Friday met.", [("Brixite Council on Friday", "ORG")], ["Brixite Council"]),
    ],
)  # fmt: skip
def test_guesses_are_joined_and_parted(blank: Language, text: str, guesses: list[Guess], expected: list[str]) -> None:
    assert [span.text for span in names_only(tagged(blank, text, tuple(guesses)))] == expected


def test_a_small_word_at_a_sentence_start_is_no_name(blank: Language) -> None:
    text = "Heron feed at dawn. Nobody saw the heron."
    assert names(blank, text, ("Heron", "ORG")) == []
    assert names(blank, "Nobody saw the heron where Heron flew.", ("Heron", "ORG")) == [("Heron", "ORG")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There General Tarek al-Brixi bowed.", [("Tarek al-Brixi", "PERSON")]),
        ("It sank in Hurricane Zelda. Zelda had grown.", [("Hurricane Zelda", "EVENT"), ("Zelda", "EVENT")]),
        ("The Board of Muslim clerics sat.", [("Muslim", "NORP")]),
    ],
)
def test_articles_storms_and_peoples_inside_names(blank: Language, text: str, expected: list[tuple[str, str]]) -> None:
    assert names(blank, text) == expected


def test_a_given_name_whose_very_span_is_a_place_makes_no_person(blank: Language) -> None:
    assert names(blank, "They slept in Anna Holm.", ("Anna Holm", "LOC")) == [("Anna Holm", "LOC")]
    assert names(blank, "They met Dr. Anna Holm.", ("Anna Holm", "LOC")) == [("Anna Holm", "PERSON")]


def test_a_pronoun_in_a_text_all_in_capitals_is_no_acronym(blank: Language) -> None:
    assert names(blank, "NOBODY KNEW WHO SANG THERE.") == []
    assert names(blank, "Nobody at the WHO sang there.") == [("WHO", "ORG")]


def test_a_small_word_in_capitals_is_a_noun_in_a_name(blank: Language) -> None:
    (name,) = names_only(tagged(blank, "Nobody at the WHO sang there."))
    assert (name[0].tag_, name[0].pos_, name[0].lemma_) == ("NNP", "PROPN", "WHO")
    assert names(blank, "The union IN Brixall struck.", ("IN Brixall", "ORG")) == [("IN Brixall", "ORG")]
    assert names(blank, "But Brixall struck.", ("But Brixall", "ORG")) == [("Brixall", "ORG")]


def test_an_event_called_after_two_whom_the_text_names_is_no_name(blank: Language) -> None:
    text = "When Maria Brix saw Anna Holm, the Brix-Holm Summit began."
    assert ("Holm", "PERSON") in names(blank, text, ("Brix-Holm Summit", "EVENT"))
    alone = "Then the Brix-Holm Summit began."
    assert names(blank, alone, ("Brix-Holm Summit", "EVENT")) == [("Brix-Holm Summit", "EVENT")]


@pytest.mark.parametrize(
    "text",
    ["The oil firm Zelby drilled.", "Data of the consultancy Zelby showed it.", "Norway's state-owned Zelby drilled."],
)
def test_the_word_before_a_name_may_call_it_an_organisation(blank: Language, text: str) -> None:
    assert ("Zelby", "ORG") in names(blank, text, ("Zelby", "GPE"))


def test_what_a_name_is_called_is_no_part_of_it(blank: Language) -> None:
    text = "Steel association Zelby waits. It sells steel."
    assert names(blank, text, ("Steel association Zelby", "ORG")) == [("Zelby", "ORG")]


@pytest.mark.parametrize("label", ["PERSON", "GPE", "ORG"])
def test_the_word_before_a_name_may_call_it_a_craft(blank: Language, label: str) -> None:
    text = "The Zelby sank. Crews of the ferry Zelby left."
    assert names(blank, text, ("Zelby", label), ("Zelby", label)) == [("Zelby", "PRODUCT")] * 2


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The mission (ZELB) has left.", "ORG"),
        ("Some thanked ZELB.", "ORG"),
        ("ZELB: It is late.", "PERSON"),
        ("THE ZELB WINS.", "PERSON"),
    ],
)
def test_a_word_in_capitals_among_small_ones_is_no_person(blank: Language, text: str, label: str) -> None:
    assert names(blank, text, ("ZELB", "PERSON")) == [("ZELB", label)]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Some fought in Zelby.", "GPE"),
        ("Trust in Zelby is low.", "PERSON"),
        ("Hopes are high in Zelby. Jan Zelby won.", "PERSON"),
    ],
)
def test_what_stands_behind_in_is_a_place(blank: Language, text: str, label: str) -> None:
    given = [("Zelby", "PERSON"), *[("Jan Zelby", "PERSON")] * ("Jan" in text)]
    assert names(blank, text, *given)[0] == ("Zelby", label)


def test_a_given_name_that_is_a_faith_too_stays_in_the_name(blank: Language) -> None:
    assert names(blank, "The mayor, Christian Zelby, left.", ("Christian Zelby", "PERSON")) == [
        ("Christian Zelby", "PERSON")
    ]


def test_the_agency_of_a_dateline_is_an_organisation(blank: Language) -> None:
    text = "TORVIK (ZNW) - The port is shut."
    assert ("ZNW", "ORG") in names(blank, text, ("ZNW", "GPE"))
    assert ("ZNW", "ORG") in names(blank, text)
    assert ("May 3", "ORG") not in names(blank, "TORVIK (May 3) - The port is shut.")


@pytest.mark.parametrize(
    "text", ["Zelby shares fell.", "Shares of Zelby fell.", "Shares in Zelby fell.", "Some saw the Zelby CEO leave."]
)
def test_the_word_behind_a_name_may_call_it_an_organisation(blank: Language, text: str) -> None:
    assert ("Zelby", "ORG") in names(blank, text, ("Zelby", "PERSON"))


def test_a_name_that_is_called_an_organisation_once_is_one_in_the_whole_text(blank: Language) -> None:
    text = "Zelby waits. Zelby hopes. The drugmaker Zelby lost. Zelby won."
    assert names(blank, text, *[("Zelby", "PERSON")] * 4) == [("Zelby", "ORG")] * 4


def test_a_company_is_named_up_to_the_word_that_tells_it(blank: Language) -> None:
    assert names(blank, "Mines of Zelby Mining shut.", ("Zelby", "ORG")) == [("Zelby Mining", "ORG")]


def test_a_company_goes_by_the_beginning_of_its_name_unless_a_person_does(blank: Language) -> None:
    text, guess = "Zelby waits. Mines of Zelby Mining shut.", ("Zelby", "PERSON")
    assert names(blank, text, guess) == [("Zelby", "ORG"), ("Zelby Mining", "ORG")]
    assert ("Zelby", "PERSON") in names(blank, f"{text} Maria Zelby left.", guess)


def test_switches_leave_out_lexicons_and_rules() -> None:
    nlp = spacy.blank("en")
    lexicons, rules = (
        EntityLexicon(nlp, lexicons=one, rules=not one)(nlp.make_doc("Then Dr. Zora Brix left Norway.")).ents
        for one in (True, False)
    )
    assert [span.text for span in lexicons] == ["Norway"]
    assert [span.text for span in rules] == ["Zora Brix"]


def test_the_label_of_a_name_is_what_the_model_is_surest_of(blank: Language) -> None:
    doc = blank.make_doc("Zelby rose. Zelby fell. Zelby slept.")
    doc.ents = [Span(doc, at, at + 1, label=label) for at, label in ((0, "GPE"), (3, "GPE"), (6, "ORG"))]
    for span, sure in zip(doc.ents, (0.51, 0.52, 0.99), strict=True):
        span._.label_shares = {"GPE": sure, "ORG": 1 - sure} if span.label_ == "GPE" else {"ORG": sure}
    assert {span.label_ for span in blank.get_pipe("entity_lexicon")(doc).ents} == {"ORG"}


def test_a_name_found_once_is_found_again(blank: Language) -> None:
    text = "Here Ola Brix spoke. Nobody heard Ola Brix."
    assert names(blank, text, ("Ola Brix", "PERSON")) == [("Ola Brix", "PERSON")] * 2


def test_a_later_family_name_is_the_person(blank: Language) -> None:
    text = "When Maria Brix spoke, all listened. But Brix was hoarse."
    assert names(blank, text, ("But Brix", "ORG")) == [("Maria Brix", "PERSON"), ("Brix", "PERSON")]


def test_an_institution_with_a_persons_name_is_no_person(blank: Language) -> None:
    found = names(blank, "When Maria Brix spoke, the Brix Research Foundation clapped.")
    assert ("Brix Research Foundation", "ORG") in found


def test_parts_of_names_that_stand_alone() -> None:
    assert standing_alone(("Maria", "Brix")) == ("Brix",)
    assert standing_alone(("Otto", "Brix", "Jr.")) == ("Brix",)
    assert standing_alone(("Kim", "Chol", "Su")) == ("Kim", "Su")


def test_every_entity_tells_what_found_it(blank: Language) -> None:
    doc = tagged(blank, "In Norway Maria Brix met Zelbinor on Tuesday.", (("Zelbinor", "ORG"),))
    found = {span.text: method_of(span) for span in doc.ents}
    assert found == {"Norway": "lexicon", "Maria Brix": "rule", "Zelbinor": "model", "Tuesday": "rule"}


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from([*WORDS, "U.S.", "x", "é"])))
def test_odd_text_raises_nothing_and_spans_are_trim(words: list[str]) -> None:
    nlp = spacy.blank("en")
    doc = tagged(_ready(nlp), " ".join(words))
    assert all(span.text == span.text.strip() and not span.text.startswith("the ") for span in names_only(doc))


def names_only(doc: Doc) -> list[Span]:
    return [span for span in doc.ents if span.label_ not in NUMERIC_LABELS]


_pipelines: list[Language] = []


def _ready(nlp: Language) -> Language:
    """One pipeline for all examples: building its matchers takes long."""
    if not _pipelines:
        nlp.add_pipe("numeric_entities")
        nlp.add_pipe("entity_lexicon")
        _pipelines.append(nlp)
    return _pipelines[0]
