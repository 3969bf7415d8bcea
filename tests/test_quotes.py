"""Each construction that reports speech, with a sentence of its own."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from pipeline.components.quotes import QuoteFinder
from pipeline.components.records import EntityMention
from pipeline.quotation.direct import quotations
from tests.quoted import VOCAB, annotated, parse, told

RAIN = "“ _It/PRP/nsubj/2 rains=rain/VBZ/ccomp/{} _, _” "
SHE_SAID = "She/PRP/nsubj/1 said=say/VBD/ROOT/1 "
FLOODS = "“ _Roads/NNS/nsubj/2 flood/VBP/ROOT/2 _. _” "


def test_quotation_before_the_speaker() -> None:
    doc = annotated(RAIN.format(7) + "the/DT/det/6 mayor/NN/nsubj/7 said=say/VBD/ROOT/7 _.")
    assert told(doc) == [("direct", "“It rains,”", "the mayor", "said")]


def test_inverted_speaker_with_an_apposition() -> None:
    doc = annotated(
        RAIN.format(5) + "said=say/VBD/ROOT/5 Ana/NNP/compound/7 Cruz/NNP/nsubj/5 _, a/DT/det/10 farmer/NN/appos/7 _."
    )
    assert told(doc) == [("direct", "“It rains,”", "Ana Cruz, a farmer", "said")]


def test_speaker_without_the_aside_before_the_verb() -> None:
    doc = annotated(
        RAIN.format(10) + "Cruz/NNP/nsubj/10 _, who/WP/nsubj/8 farms=farm/VBZ/relcl/5 _, said=say/VBD/ROOT/10 _."
    )
    assert told(doc) == [("direct", "“It rains,”", "Cruz", "said")]


def test_two_sentences_around_a_speaker_are_one_utterance() -> None:
    doc = annotated(RAIN.format(6) + "she/PRP/nsubj/6 said=say/VBD/ROOT/6 _.", FLOODS)
    assert told(doc) == [("direct", "“It rains,” … “Roads flood.”", "she", "said")]


def test_a_sentence_broken_by_its_speaker_is_one_utterance() -> None:
    doc = annotated(
        RAIN.format(6)
        + "she/PRP/nsubj/6 said=say/VBD/ROOT/6 _, “ _and/CC/cc/2 pours=pour/VBZ/conj/2 _hard/RB/advmod/10 _. _”"
    )
    assert [len(utterance.parts) for utterance in doc._.quotes] == [2]


def test_words_before_the_quotation_belong_to_what_is_said() -> None:
    doc = annotated("It/PRP/nsubj/1 was=be/VBD/ccomp/7 “ _idle/JJ/acomp/1 _, _” she/PRP/nsubj/7 said=say/VBD/ROOT/7 _.")
    assert told(doc) == [("mixed", "It was “idle,”", "she", "said")]


@pytest.mark.parametrize("mark", [",", ":"])
def test_quotation_after_comma_or_colon(mark: str) -> None:
    doc = annotated(SHE_SAID + f"_{mark} “ _It/PRP/nsubj/5 rains=rain/VBZ/ccomp/1 _. _”")
    assert told(doc) == [("direct", "“It rains.”", "She", "said")]


def test_name_before_a_colon() -> None:
    doc = annotated("The/DT/det/1 mayor/NN/ROOT/1 _: “ _It/PRP/nsubj/5 rains=rain/VBZ/parataxis/1 _. _”")
    assert told(doc) == [("direct", "“It rains.”", "The mayor", ":")]


def test_name_after_a_dash() -> None:
    doc = annotated(
        "“ _It/PRP/nsubj/2 rains=rain/VBZ/ROOT/2 here/RB/advmod/2 daily/RB/advmod/2 _. _” — Ana/NNP/compound/9 "
        "Cruz/NNP/dep/2"
    )
    assert told(doc) == [("direct", "“It rains here daily.”", "Ana Cruz", "—")]


def test_mixed_content_is_the_whole_clause() -> None:
    doc = annotated(
        SHE_SAID + "that/IN/mark/6 the/DT/det/4 rules=rule/NNS/nsubj/6 “ _fail/VBP/ccomp/1 everyone/NN/dobj/6 _” _."
    )
    assert told(doc) == [("mixed", "that the rules “fail everyone”", "She", "said")]


def test_quoted_predicate_of_an_object() -> None:
    doc = annotated(
        "She/PRP/nsubj/1 dismissed=dismiss/VBD/ROOT/1 it/PRP/dobj/1 as/IN/prep/1 “ _a/DT/det/7 local/JJ/amod/7 "
        "matter/NN/pobj/3 _” _."
    )
    assert told(doc) == [("mixed", "it as “a local matter”", "She", "dismissed")]


def test_indirect_speech() -> None:
    doc = annotated(SHE_SAID + "it/PRP/nsubj/4 would/MD/aux/4 rain/VB/ccomp/1 _.")
    assert told(doc) == [("indirect", "it would rain", "She", "said")]


def test_cue_at_the_end_takes_the_whole_sentence() -> None:
    doc = annotated(
        "It/PRP/nsubj/1 rains=rain/VBZ/ROOT/1 but/CC/cc/1 roads=road/NNS/nsubj/4 flood/VBP/conj/1 _, "
        "Cruz/NNP/nsubj/7 said=say/VBD/ccomp/4 _."
    )
    assert told(doc) == [("indirect", "It rains but roads flood", "Cruz", "said")]


def test_participle_speaks_for_the_subject_of_its_clause() -> None:
    doc = annotated(
        "Cruz/NNP/nsubj/1 left=leave/VBD/ROOT/1 _, stressing=stress/VBG/advcl/1 that/IN/mark/6 it/PRP/nsubj/6 "
        "rains=rain/VBZ/ccomp/3 _."
    )
    assert told(doc) == [("indirect", "that it rains", "Cruz", "stressing")]


def test_according_to() -> None:
    doc = annotated(
        "According=accord/VBG/prep/6 to/IN/prep/0 the/DT/det/3 council/NN/pobj/1 _, it/PRP/nsubj/6 "
        "rains=rain/VBZ/ROOT/6 _."
    )
    assert told(doc) == [("indirect", "it rains", "the council", "According to")]


def test_verb_coordinated_with_the_cue_is_no_part_of_what_is_said() -> None:
    doc = annotated(
        "Cruz/NNP/nsubj/1 said=say/VBD/ROOT/1 it/PRP/nsubj/3 rained=rain/VBD/ccomp/1 and/CC/cc/3 "
        "warned=warn/VBD/conj/3 "
        "that/IN/mark/8 roads=road/NNS/nsubj/8 flood/VBP/ccomp/5 _."
    )
    assert told(doc) == [
        ("indirect", "it rained", "Cruz", "said"),
        ("indirect", "that roads flood", "Cruz", "warned"),
    ]


def test_owner_before_a_noun_of_saying_whatever_the_parse_hangs_it_on() -> None:
    doc = annotated(
        "Oslo/NNP/nsubj/1 ignored=ignore/VBD/ROOT/1 Cruz/NNP/dobj/1 _'s/POS/case/2 remark/NN/dobj/1 about/IN/prep/4 "
        "“ _very/RB/advmod/8 odd/JJ/amod/9 rain/NN/pobj/5 _” _."
    )
    assert [(speaker, cue) for _, _, speaker, cue in told(doc)] == [("Cruz", "remark")]


def test_quotation_after_a_noun_of_saying() -> None:
    doc = annotated(
        "Her/PRP$/poss/1 remark/NN/nsubj/6 “ _It/PRP/nsubj/4 rains=rain/VBZ/appos/1 _” amused=amuse/VBD/ROOT/6 "
        "us/PRP/dobj/6 _."
    )
    assert told(doc) == [("direct", "“It rains”", "Her", "remark")]


def test_quotation_deep_in_the_object_of_a_cue() -> None:
    doc = annotated(
        "Cruz/NNP/nsubj/1 voiced=voice/VBD/ROOT/1 concern/NN/dobj/1 over/IN/prep/1 the/DT/det/9 “ "
        "_ever/RB/advmod/7 worse/JJR/amod/9 _” "
        "traffic/NN/pobj/3 _."
    )
    assert told(doc) == [("mixed", "concern over the “ever worse” traffic", "Cruz", "voiced")]


def test_quoted_words_that_say_what_their_subject_says() -> None:
    doc = annotated(
        "The/DT/det/1 office/NN/nsubj/3 “ _regret[s]=regret/VBZ/ROOT/3 the/DT/det/6 long/JJ/amod/6 "
        "delay/NN/dobj/3 _” _."
    )
    assert told(doc) == [("direct", "“regret[s] the long delay”", "The office", "regret[s]")]


def test_quotation_from_a_document() -> None:
    doc = annotated(
        "Declared=declare/VBN/advcl/6 in/IN/prep/0 the/DT/det/3 preamble/NN/pobj/1 _, aims=aim/NNS/nsubj/6 "
        "are=be/VBP/ROOT/6 to/TO/aux/9 “ "
        "_serve/VB/xcomp/6 all/DT/dobj/9 _” _."
    )
    assert told(doc) == [("mixed", "aims are to “serve all”", "the preamble", "Declared in")]


def test_quotation_over_paragraphs_has_one_speaker() -> None:
    doc = annotated(
        SHE_SAID + "_: “ _It/PRP/nsubj/5 rains=rain/VBZ/ccomp/1 _. ¶", "“ _Roads/NNS/nsubj/2 flood/VBP/ROOT/2 _. _”"
    )
    assert told(doc) == [("direct", "“It rains. … “Roads flood.”", "She", "said")]


def test_paragraph_in_marks_inherits_the_speaker_before() -> None:
    doc = annotated(RAIN.format(6) + "she/PRP/nsubj/6 said=say/VBD/ROOT/6 _. ¶", FLOODS)
    assert [(u.rule, u.speaker.text) for u in doc._.quotes] == [("after", "she"), ("floating", "she")]


def test_cue_of_a_relative_clause_keeps_the_pronoun_and_names_its_antecedent() -> None:
    doc = parse(
        "Cruz/NNP/nsubj/8 _, who/WP/nsubj/3 said=say/VBD/relcl/0 it/PRP/nsubj/6 would/MD/aux/6 rain/VB/ccomp/3 "
        "_, left=leave/VBD/ROOT/8 _."
    )
    doc._.mentions = [EntityMention(Span(doc, 0, 1, label="PERSON"), "model", "Ana Cruz")]
    utterance = QuoteFinder()(doc)._.quotes[0]
    assert (utterance.speaker.text, utterance.speaker_name) == ("who", "Ana Cruz")


def test_coordinated_speakers_are_one_span_with_all_their_names() -> None:
    doc = parse(
        "Peru/NNP/nsubj/3 and/CC/cc/0 Chile/NNP/conj/0 said=say/VBD/ROOT/3 it/PRP/nsubj/6 would/MD/aux/6 "
        "rain/VB/ccomp/3 _."
    )
    doc._.mentions = [EntityMention(Span(doc, i, i + 1, label="GPE"), "model", doc[i].text) for i in (0, 2)]
    utterance = QuoteFinder()(doc)._.quotes[0]
    assert (utterance.speaker.text, utterance.speaker_name) == ("Peru and Chile", "Peru; Chile")


def test_participle_that_opens_a_sentence_speaks_for_the_clause_after_it() -> None:
    doc = annotated(
        "Noting=note/VBG/ROOT/0 that/IN/mark/3 it/PRP/nsubj/3 rains=rain/VBZ/ccomp/0 _, Cruz/NNP/nsubj/6 "
        "left=leave/VBD/parataxis/0 _."
    )
    assert told(doc) == [("indirect", "that it rains", "Cruz", "Noting")]


def test_plural_noun_that_is_a_verb_of_saying() -> None:
    doc = annotated(
        "Article/NN/compound/2 7/CD/nummod/2 states/NNS/ROOT/2 that/IN/mark/6 all/DT/nsubj/6 must/MD/aux/6 "
        "pay/VB/relcl/2 _."
    )
    assert told(doc) == [("indirect", "that all must pay", "Article 7", "states")]


def test_second_report_after_a_quotation_is_one_of_its_own() -> None:
    doc = annotated(
        "Cruz/NNP/nsubj/1 said=say/VBD/ROOT/1 it/PRP/nsubj/3 was=be/VBD/ccomp/1 “ _odd/JJ/acomp/3 _” and/CC/cc/3 "
        "Kay/NNP/nsubj/9 replied=reply/VBD/conj/3 that/IN/mark/12 it/PRP/nsubj/12 rained=rain/VBD/ccomp/9 _."
    )
    assert told(doc) == [
        ("mixed", "it was “odd”", "Cruz", "said"),
        ("indirect", "that it rained", "Kay", "replied"),
    ]


def test_phrase_goes_on_after_its_quotations() -> None:
    doc = annotated(
        "Cruz/NNP/nsubj/1 said=say/VBD/ROOT/1 it/PRP/nsubj/3 was=be/VBD/ccomp/1 “ _odd/JJ/acomp/3 _” and/CC/dep/1 "
        "“ _loud/JJ/dep/1 _” for/IN/dep/1 all/DT/pobj/11 _."
    )
    assert told(doc) == [("mixed", "it was “odd” and “loud” for all", "Cruz", "said")]


def test_first_half_of_a_sentence_that_its_speaker_breaks() -> None:
    doc = annotated(
        "If/IN/mark/2 it/PRP/nsubj/2 rains=rain/VBZ/advcl/11 hard/RB/advmod/2 _, Cruz/NNP/nsubj/6 "
        "said=say/VBD/parataxis/11 _, “ _we/PRP/nsubj/11 all/DT/dep/11 stay/VBP/ROOT/11 _. _”"
    )
    assert told(doc) == [("mixed", "If it rains hard … “we all stay.”", "Cruz", "said")]


def test_agent_of_a_passive_speaks_of_its_subject() -> None:
    doc = annotated(
        "The/DT/det/1 visit/NN/nsubjpass/3 was=be/VBD/auxpass/3 criticised=criticise/VBN/ROOT/3 by/IN/agent/3 "
        "Peru/NNP/pobj/4 _."
    )
    assert told(doc) == [("indirect", "The visit", "Peru", "was criticised by")]


def test_evidence_is_no_speech() -> None:
    doc = annotated(
        "The/DT/det/1 flood/NN/nsubj/2 shows=show/VBZ/ROOT/2 that/IN/mark/5 it/PRP/nsubj/5 rained=rain/VBD/ccomp/2 _."
    )
    assert told(doc) == []


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("_soft/JJ/amod/5 _”", "scare"),
        ("_Still/RB/dep/5 Waters/NNS/dep/5 _”", "title"),
        ("_soft/JJ/amod/5", "unclosed"),
    ],
)
def test_words_in_marks_that_nobody_says_are_kept_apart(words: str, reason: str) -> None:
    doc = annotated(f"They/PRP/nsubj/1 sold=sell/VBD/ROOT/1 “ {words} power/NN/dobj/1 _.")
    assert told(doc) == []
    assert [term.reason for term in doc._.quoted_terms] == [reason]


def test_without_a_parse_nothing_has_a_speaker_and_nothing_is_lost() -> None:
    doc = QuoteFinder()(spacy.blank("en")("“It rains,” she said."))
    assert doc._.quotes == []
    assert [term.span.text for term in doc._.quoted_terms] == ["“It rains,”"]
    assert list(doc.spans["quotes"]) == []


def test_component_can_be_added_by_name() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("quotes")
    assert nlp("")._.quotes == []


TAGS = ("VBD", "VBZ", "VBG", "VBN", "NN", "NNP", "PRP", "IN", "DT", "CC", ",", ".", "``", "''", "RB", "JJ", "WP", "_SP")
POS = ("VERB", "AUX", "NOUN", "PROPN", "PRON", "ADP", "DET", "PUNCT", "ADV", "ADJ", "SPACE")
DEPS = ("nsubj", "nsubjpass", "dobj", "ccomp", "xcomp", "prep", "pobj", "advcl", "relcl", "acl", "conj", "cc", "punct")
DEPS += ("auxpass", "agent", "parataxis", "poss", "appos", "acomp", "aux", "mark", "pcomp", "dep")
WORDS = (
    "say",
    "said",
    "according",
    "to",
    "that",
    "“",
    "”",
    '"',
    "‘",
    "’",
    ",",
    ".",
    ":",
    "—",
    "(",
    ")",
    "rain",
    "Cruz",
)
WORDS += ("remark", "declared", "in", "preamble", "who", "and", "\n\n", "[", "]", "it")
TOKENS = st.tuples(
    st.sampled_from(WORDS), st.sampled_from(TAGS), st.sampled_from(POS), st.sampled_from(DEPS), st.integers(0, 9)
)


@given(st.lists(TOKENS, max_size=40))
@settings(max_examples=200, deadline=None)
def test_no_parse_however_wrong_loses_a_quotation(tokens: list[tuple[str, str, str, str, int]]) -> None:
    heads = [place if back == 0 else max(place - back, 0) for place, (*_, back) in enumerate(tokens)]
    words, tags, pos, deps = ([token[k] for token in tokens] for k in range(4))
    labels = ["ROOT" if head == place else dep for place, (head, dep) in enumerate(zip(heads, deps, strict=True))]
    doc = QuoteFinder()(Doc(VOCAB, words=words, tags=tags, pos=pos, deps=labels, heads=heads, lemmas=words))
    kept = [part for u in doc._.quotes for part in u.parts] + [term.span for term in doc._.quoted_terms]
    for quotation in quotations(doc):
        assert any(span.start <= quotation.first and quotation.end <= span.end for span in kept)
    taken = [i for u in doc._.quotes for part in u.parts for i in range(part.start, part.end)]
    assert len(taken) == len(set(taken))
    for span in kept:
        assert span.text.strip() == span.text != ""


def test_speakers_after_a_passive_that_the_parse_cuts_off_at_and() -> None:
    doc = annotated(
        "The/DT/det/1 vote/NN/nsubjpass/4 will/MD/aux/4 be/VB/auxpass/4 condemned=condemn/VBN/ROOT/4 by/IN/agent/4 "
        "locals/NNS/pobj/5 and/CC/cc/6 invited=invite/VBD/conj/4 experts/NNS/dobj/8 ."
    )
    assert [utterance.speaker and utterance.speaker.text for utterance in doc._.quotes] == ["locals"]
