"""What the language model finds, rounded to the marks and sharpened by the parse."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from pipeline.components.quotes import QuoteFinder
from pipeline.language.attribution import Attribution
from pipeline.quotation.direct import quotations
from tests.quoted import parse, told

Ranges = tuple[tuple[int, int], ...]


def read(doc: Doc, *found: Attribution) -> Doc:
    """The Doc after the component, as if the model had found these."""
    doc._.attributions = list(found)
    return QuoteFinder()(doc)


def attribution(
    cue: tuple[int, int], source: Ranges, content: Ranges, cue_sure: float = 0.99, content_sure: float = 0.99
) -> Attribution:
    return Attribution(cue, source, content, cue_sure, content_sure, 0.99)


RAIN = (
    "Cruz/NNP/nsubj/1 said=say/VBD/ROOT/1 that/IN/mark/5 it/PRP/nsubj/5 would/MD/aux/5 rain/VB/ccomp/1 "
    "today/NN/npadvmod/5 _."
)
QUOTED = (
    "Cruz/NNP/nsubj/1 called=call/VBD/ROOT/1 it/PRP/nsubj/5 “ _very/RB/advmod/5 odd/JJ/oprd/1 indeed/RB/advmod/5 _” _."
)


def test_what_the_model_finds_is_an_utterance_with_a_calibrated_confidence() -> None:
    doc = read(parse(RAIN), attribution((1, 2), ((0, 1),), ((2, 7),)))
    assert told(doc) == [("indirect", "that it would rain today", "Cruz", "said")]
    (utterance,) = doc._.quotes
    assert utterance.rule == "learned"
    assert 0 < utterance.confidence < 1


def test_the_surer_an_attribution_is_the_more_confident() -> None:
    sure, unsure = (
        read(parse(RAIN), attribution((1, 2), ((0, 1),), ((2, 7),), cue_sure=p, content_sure=0.95))
        ._.quotes[0]
        .confidence
        for p in (0.99, 0.6)
    )
    assert sure > unsure


def test_a_quotation_of_which_most_is_said_is_said_as_a_whole() -> None:
    doc = read(parse(QUOTED), attribution((1, 2), ((0, 1),), ((2, 3), (4, 6))))
    assert told(doc) == [("mixed", "it “very odd indeed”", "Cruz", "called")]
    assert doc._.quoted_terms == []


@pytest.mark.parametrize(("sure", "content"), [(0.99, "it would rain"), (0.8, "that it would rain today")])
def test_a_content_that_the_model_is_unsure_of_ends_where_the_parse_says(sure: float, content: str) -> None:
    doc = read(parse(RAIN), attribution((1, 2), ((0, 1),), ((3, 6),), content_sure=sure))
    assert [parts for _, parts, _, _ in told(doc)] == [content]


def test_what_the_model_passes_over_is_added_where_the_cue_hardly_ever_does_anything_else() -> None:
    assert [rule.rule for rule in read(parse(RAIN))._.quotes] == ["that"]


def test_of_two_attributions_that_overlap_the_surer_one_stays() -> None:
    doc = read(
        parse(RAIN),
        attribution((1, 2), ((0, 1),), ((2, 7),)),
        attribution((5, 6), ((3, 4),), ((6, 7),), cue_sure=0.5),
    )
    assert [cue for _, _, _, cue in told(doc)] == ["said"]


def test_a_quotation_that_is_said_in_part_only_is_kept_as_a_term() -> None:
    doc = read(parse(QUOTED), attribution((1, 2), ((0, 1),), ((2, 3), (4, 5))))
    kept = [part for u in doc._.quotes for part in u.parts] + [term.span for term in doc._.quoted_terms]
    assert any(span.start <= 3 and span.end >= 8 for span in kept)


def test_a_speaker_that_the_model_has_not_found_is_the_one_of_the_parse() -> None:
    doc = read(parse(RAIN), attribution((1, 2), (), ((2, 7),)))
    assert told(doc) == [("indirect", "that it would rain today", "Cruz", "said")]


def test_cues_and_speakers_end_without_punctuation() -> None:
    doc = read(
        parse("Cruz/NNP/nsubj/2 _, said=say/VBD/ROOT/2 _: “ _It/PRP/nsubj/6 rains=rain/VBZ/ccomp/2 _. _”"),
        attribution((2, 4), ((0, 2),), ((4, 9),)),
    )
    assert told(doc) == [("direct", "“It rains.”", "Cruz", "said")]


def test_what_somebody_is_known_as_is_nobodys_words() -> None:
    known = (
        "Cruz/NNP/nsubj/8 _, known=know/VBN/acl/0 as/IN/prep/2 “ _Iron/NNP/compound/6 Ana/NNP/pobj/3 _” "
        "left=leave/VBD/ROOT/8 _."
    )
    doc = read(parse(known), attribution((2, 3), (), ((3, 8),)))
    assert told(doc) == []
    assert [term.reason for term in doc._.quoted_terms] == ["term"]


WORDS = st.lists(st.sampled_from(("“", "”", '"', "rain", "said", "Cruz", ",", ".", "\n\n")), min_size=3, max_size=24)
RANGE = st.tuples(st.integers(0, 20), st.integers(1, 6)).map(lambda pair: (pair[0], pair[0] + pair[1]))
FOUND = st.lists(st.tuples(RANGE, st.lists(RANGE, max_size=1), st.lists(RANGE, min_size=1, max_size=2)), max_size=4)


@given(WORDS, FOUND, st.sampled_from((0.5, 0.99)))
@settings(max_examples=150, deadline=None)
def test_whatever_the_model_finds_no_words_are_said_twice_and_no_quotation_is_lost(
    words: list[str], found: list[tuple[tuple[int, int], Ranges, Ranges]], sure: float
) -> None:
    doc = parse(" ".join(f"{w}/NN/dep/0" if w.isalpha() else w.replace("\n\n", "¶") for w in ["It/PRP/ROOT/0", *words]))
    inside = [
        attribution(cue, tuple(source), tuple(sorted(content)), content_sure=sure)
        for cue, source, content in found
        if max(end for _, end in (cue, *source, *content)) <= len(doc)
    ]
    read(doc, *inside)
    said = [token.i for utterance in doc._.quotes for part in utterance.parts for token in part]
    assert len(said) == len(set(said))
    kept = [part for utterance in doc._.quotes for part in utterance.parts] + [term.span for term in doc._.quoted_terms]
    for quotation in quotations(doc):
        assert any(span.start <= quotation.first and quotation.end <= span.end for span in kept)
