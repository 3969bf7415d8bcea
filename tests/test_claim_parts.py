"""How claims are cut into smaller ones, on sentences parsed by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from pipeline.components.claims import propositions
from pipeline.components.records import Proposition
from pipeline.propositions.choice import alike, pick
from pipeline.propositions.linear import Linear, Segmenter, bundled
from pipeline.propositions.parts import cut_claims, parts_of, tokens_of
from pipeline.propositions.tokensets import Sentence, likeness, places
from tests.parsed import parse

EVEN, KEEPS = Linear(0.0, {}), Linear(1.0, {})
ANY = Segmenter(KEEPS, KEEPS, KEEPS, 0.01)


def cuts(rows: str, kept: Linear = KEEPS) -> set[str]:
    return cuts_of(parse(rows), kept)


def cuts_of(doc: Doc, kept: Linear = KEEPS) -> set[str]:
    return {
        " ".join(token.text for token in sentence.tokens(cut.tokens))
        for sentence, found in cut_claims(doc, propositions(doc), kept)
        for cut in found
    }


def parts(doc: Doc, segmenter: Segmenter) -> list[Proposition]:
    return parts_of(doc, propositions(doc), segmenter)


HURT = """
Delays delay NOUN NNS nsubj 6
_, , PUNCT , punct 0
rising rise VERB VBG amod 3
costs cost NOUN NNS conj 0
and and CCONJ CC cc 3
flaws flaw NOUN NNS conj 3
hurt hurt VERB VBD ROOT 6
the the DET DT det 8
port port NOUN NN dobj 6
in in ADP IN prep 6
May May PROPN NNP pobj 9
last last ADJ JJ amod 12
year year NOUN NN npadvmod 6
"""


def test_each_conjunct_is_offered_with_and_without_each_adjunct() -> None:
    offered = cuts(HURT, EVEN)
    assert {"Delays hurt the port", "rising costs hurt the port", "flaws hurt the port"} <= offered
    assert {"Delays hurt the port in May", "flaws hurt the port in May"} <= offered


def test_a_preposition_never_stands_without_its_noun() -> None:
    assert not any("in" in cut.split() and "May" not in cut.split() for cut in cuts(HURT))


SHELLS = """
Rosa Rosa PROPN NNP nsubj 1
bought buy VERB VBD ROOT 1
two two NUM CD nummod 6
and and CCONJ CC cc 2
a a DET DT det 5
half half NOUN NN conj 2
tons ton NOUN NNS dobj 1
and and CCONJ CC cc 6
boats boat NOUN NNS conj 6
"""


def test_an_amount_is_never_cut_at_its_and() -> None:
    doc = parse(SHELLS)
    doc.ents = (Span(doc, 2, 7, label="QUANTITY"),)
    offered = cuts_of(doc)
    assert {"Rosa bought two and a half tons", "Rosa bought boats"} <= offered
    assert not any("half" in cut and "two and a half" not in cut for cut in offered)


FILM = """
Ebb Ebb PROPN NNP nsubj 1
is be AUX VBZ ROOT 1
a a DET DT det 3
film film NOUN NN attr 1
directed direct VERB VBN acl 3
by by ADP IN agent 4
Ito Ito PROPN NNP pobj 5
"""


def test_what_is_said_of_a_predicate_noun_is_offered_of_the_subject() -> None:
    assert {"Ebb is a film", "Ebb directed by Ito", "Ebb is directed by Ito", "a film directed by Ito"} <= cuts(FILM)


EXAMPLES = """
Lima Lima PROPN NNP nsubj 1
grows grow VERB VBZ ROOT 1
crops crop NOUN NNS dobj 1
such such ADJ JJ amod 4
as as ADP IN prep 2
rice rice NOUN NN pobj 4
and and CCONJ CC cc 5
maize maize NOUN NN conj 5
"""


def test_each_example_is_offered_in_place_of_what_it_is_an_example_of() -> None:
    assert {"Lima grows rice", "Lima grows maize", "Lima grows crops"} <= cuts(EXAMPLES)


BRACKET = """
Lima Lima PROPN NNP nsubj 7
( ( PUNCT -LRB- punct 0
_capital capital NOUN NN appos 0
_; ; PUNCT : punct 0
founded found VERB VBN acl 0
1535 1535 NUM CD npadvmod 4
_) ) PUNCT -RRB- punct 0
grew grow VERB VBD ROOT 7
"""


def test_each_part_of_a_bracket_is_offered_of_the_name_before_it() -> None:
    assert {"Lima ( capital", "Lima founded 1535", "Lima grew"} <= cuts(BRACKET)


DENIED = """
Rosa Rosa PROPN NNP nsubj 1
denied deny VERB VBD ROOT 1
that that SCONJ IN mark 5
Lima Lima PROPN NNP nsubj 5
had have AUX VBD aux 5
sold sell VERB VBN ccomp 1
grain grain NOUN NN dobj 5
to to ADP IN prep 5
Quito Quito PROPN NNP pobj 7
"""


def test_what_is_denied_is_not_cut_out_as_if_it_were_claimed() -> None:
    assert not any(cut.startswith("Lima had sold") for cut in cuts(DENIED))


def test_a_part_knows_its_claim_and_its_words() -> None:
    doc = parse(HURT)
    (claim,) = propositions(doc)
    found = parts(doc, ANY)
    part = next(p for p in found if " ".join(t.text for t in tokens_of(p)) == "flaws hurt the port last year")
    assert (part.kind, part.part_of, part.tense) == ("part", 0, "past")
    assert (str(part.subject), part.predicate_text, str(part.object)) == ("flaws", "hurt", "the port")
    assert claim.span.start <= part.span.start < part.span.end <= claim.span.end


def test_a_claim_that_is_its_only_part_has_none() -> None:
    doc = parse("Rain rain NOUN NN nsubj 1\nfell fall VERB VBD ROOT 1")
    assert parts(doc, ANY) == []


def test_a_negated_claim_has_negated_parts() -> None:
    negated = HURT.replace("hurt hurt VERB VBD ROOT 6", "hurt hurt VERB VB ROOT 6").replace(
        "last last ADJ JJ amod 12\nyear year NOUN NN npadvmod 6", "did do AUX VBD aux 6\nnot not PART RB neg 6"
    )
    found = [part for part in parts(parse(negated), ANY) if part.predicate.text == "hurt"]
    assert found
    assert {part.polarity for part in found} == {"negated"}


def test_of_cuts_that_are_nearly_the_same_one_is_chosen() -> None:
    tokens = [0b11111, 0b111111, 0b110000000]
    chosen = pick(alike(tokens), [0.5, 0.4, 0.3], [0.9, 0.9, 0.9], tokens, 0.1)
    assert chosen[0] in (0, 1)
    assert set(chosen[1:]) == {2}


SETS = st.integers(1, 2**12 - 1)


@given(st.lists(st.tuples(SETS, st.floats(0, 1), st.floats(0, 1)), max_size=12))
def test_no_two_chosen_cuts_are_nearly_the_same(offered: list[tuple[int, float, float]]) -> None:
    tokens = list({one[0]: None for one in offered})
    best = [one[1] for one in offered][: len(tokens)]
    right = [one[2] for one in offered][: len(tokens)]
    chosen = pick(alike(tokens), best, right, tokens, 0.05)
    assert len(set(chosen)) == len(chosen)


@given(SETS, SETS)
def test_likeness_is_a_share_that_does_not_mind_the_order(first: int, second: int) -> None:
    assert likeness(first, second) == likeness(second, first)
    assert 0 <= likeness(first, second) <= 1
    assert likeness(first, first) == 1


@given(SETS)
def test_a_set_is_the_sum_of_its_places(members: int) -> None:
    assert sum(1 << place for place in places(members)) == members


def test_punctuation_between_kept_words_is_kept() -> None:
    sentence = Sentence(parse(BRACKET)[:])
    filled = sentence.filled(sentence.set_of(sentence.words[i] for i in (0, 2)))
    assert [token.text for token in sentence.tokens(filled)] == ["Lima", "(", "capital"]


@pytest.mark.parametrize("rows", [HURT, FILM, EXAMPLES, BRACKET, DENIED])
def test_the_bundled_weights_choose_parts_inside_their_sentence(rows: str) -> None:
    doc = parse(rows)
    for part in parts(doc, replace(bundled(), threshold=0.05)):
        assert tokens_of(part)
        assert part.stretches[0].start >= part.span.start
        assert part.stretches[-1].end <= part.span.end
