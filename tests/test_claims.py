"""Each construction with a sentence of its own, parsed by hand in spaCy's English labels."""

from __future__ import annotations

from dataclasses import replace

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from pipeline.components.claims import propositions
from pipeline.components.records import Proposition
from pipeline.propositions.linear import bundled
from pipeline.propositions.parts import parts_of
from tests.parsed import VOCAB, parse
from tests.quoted import said


def found(rows: str) -> list[Proposition]:
    return propositions(parse(rows))


def texts(claims_: list[Proposition]) -> list[str]:
    return [claim.span.text for claim in claims_]


def stated(claim: Proposition) -> list[tuple[str, str]]:
    return [(span.label_, span.text) for span in claim.stretches]


MISTAKEN_RELATIVE = """
Rule rule NOUN NN compound 2
4 4 NUM CD nummod 2
states state NOUN NNS ROOT 2
that that PRON WDT nsubj 5
Ada Ada PROPN NNP nsubj 5
pays pay VERB VBZ relcl 2
taxes tax NOUN NNS dobj 5
"""


def test_a_complement_taken_for_a_relative_clause_is_still_claimed() -> None:
    (claim,) = found(MISTAKEN_RELATIVE)
    assert (claim.span.text, str(claim.subject)) == ("Ada pays taxes", "Ada")


LOST_SPEECH = """
Rule rule NOUN NN compound 2
4 4 NUM CD nummod 2
states state NOUN NNS ROOT 2
that that SCONJ IN mark 2
Ada Ada PROPN NNP nsubj 5
pays pay VERB VBZ relcl 2
taxes tax NOUN NNS dobj 5
"""


def test_speech_that_the_parser_lost_is_claimed_as_a_whole() -> None:
    doc = parse(LOST_SPEECH)
    doc._.quotes = [said(doc[3:7], doc[0:2], doc[2:3])]
    (claim,) = propositions(doc)
    assert (claim.span.text, str(claim.subject), claim.utterance) == ("Ada pays taxes", "Ada", 0)


SAID_BEFORE = """
Rain rain NOUN NN nsubj 1
fell fall VERB VBD ROOT 1
_, , PUNCT , punct 1
the the DET DT det 4
mayor mayor NOUN NN nsubj 5
said say VERB VBD parataxis 1
on on ADP IN prep 5
Friday Friday PROPN NNP pobj 6
"""


def test_who_said_it_is_no_claim_beside_what_is_said() -> None:
    doc = parse(SAID_BEFORE)
    doc._.quotes = [said(doc[0:2], doc[3:5], doc[5:6])]
    assert texts(propositions(doc)) == ["Rain fell"]


COORDINATED = """
Ada Ada PROPN NNP nsubj 1
opened open VERB VBD ROOT 1
the the DET DT det 3
bridge bridge NOUN NN dobj 1
_, , PUNCT , punct 1
but but CCONJ CC cc 1
did do AUX VBD aux 8
not not PART RB neg 8
name name VERB VB conj 1
it it PRON PRP dobj 8
_. . PUNCT . punct 1
"""


def test_coordinated_verbs_are_two_claims_with_one_subject() -> None:
    first, second = found(COORDINATED)
    assert texts([first, second]) == ["Ada opened the bridge", "did not name it"]
    assert second.subject is not None
    assert second.subject.text == "Ada"
    assert (first.polarity, second.polarity) == ("affirmed", "negated")
    assert second.predicate_text == "did not name"
    assert first.object is not None
    assert first.object.text == "the bridge"


RELATIVE = """
Ada Ada PROPN NNP nsubj 1
signed sign VERB VBD ROOT 1
a a DET DT det 3
pact pact NOUN NN dobj 1
_, , PUNCT , punct 3
which which PRON WDT nsubj 6
replaced replace VERB VBD relcl 3
the the DET DT det 9
old old ADJ JJ amod 9
law law NOUN NN dobj 6
_. . PUNCT . punct 1
"""


def test_relative_clause_is_about_its_antecedent() -> None:
    outer, inner = found(RELATIVE)
    assert texts([outer, inner]) == ["Ada signed a pact", "a pact, which replaced the old law"]
    assert inner.subject is not None
    assert inner.subject.text == "a pact"
    assert stated(inner) == [("subject", "a pact"), ("predicate", "replaced"), ("object", "the old law")]


PARTICIPLE = """
Ministers minister NOUN NNS nsubj 1
met meet VERB VBD ROOT 1
in in ADP IN prep 1
Oslo Oslo PROPN NNP pobj 2
_, , PUNCT , punct 1
stressing stress VERB VBG advcl 1
the the DET DT det 7
risks risk NOUN NNS dobj 5
_. . PUNCT . punct 1
"""


def test_participial_clause_takes_the_subject_of_the_main_clause() -> None:
    outer, inner = found(PARTICIPLE)
    assert texts([outer, inner]) == ["Ministers met in Oslo", "stressing the risks"]
    assert inner.subject is not None
    assert inner.subject.text == "Ministers"
    assert outer.object is not None
    assert outer.object.text == "Oslo"
    assert stated(inner) == [("subject", "Ministers"), ("predicate", "stressing"), ("object", "the risks")]
    assert (outer.kind, inner.kind) == ("main", "participial")


LOST_PRONOUN = """
It it PRON PRP nsubj 1
says say VERB VBZ ROOT 1
that that PRON WDT nsubj 3
quarrels quarrel VERB VBZ ccomp 1
about about ADP IN prep 3
fish fish NOUN NN pobj 4
"""


def test_a_pronoun_that_stands_for_nothing_makes_no_claim() -> None:
    assert texts(found(LOST_PRONOUN)) == ["It says that quarrels about fish"]


ADVERBIAL = """
Although although SCONJ IN mark 2
trade trade NOUN NN nsubj 2
fell fall VERB VBD advcl 6
_, , PUNCT , punct 6
the the DET DT det 5
port port NOUN NN nsubj 6
grew grow VERB VBD ROOT 6
last last ADJ JJ amod 8
year year NOUN NN npadvmod 6
_. . PUNCT . punct 6
"""


def test_adverbial_clause_is_cut_off_without_its_conjunction() -> None:
    assert texts(found(ADVERBIAL)) == ["trade fell", "the port grew last year"]


CONDITION = """
If if SCONJ IN mark 2
rain rain NOUN NN nsubj 2
stops stop VERB VBZ advcl 7
soon soon ADV RB advmod 2
_, , PUNCT , punct 7
Ada Ada PROPN NNP nsubj 7
would would AUX MD aux 7
sail sail VERB VB ROOT 7
_. . PUNCT . punct 7
"""


def test_conditional_sentence_has_two_conditional_claims() -> None:
    condition, consequence = found(CONDITION)
    assert texts([condition, consequence]) == ["rain stops soon", "Ada would sail"]
    assert {condition.modality, consequence.modality} == {"conditional"}


EXPECTED = """
Rosa Rosa PROPN NNP nsubjpass 2
is be AUX VBZ auxpass 2
expected expect VERB VBN ROOT 2
to to PART TO aux 4
visit visit VERB VB xcomp 2
Quito Quito PROPN NNP dobj 4
_. . PUNCT . punct 2
"""


def test_predicate_reaches_over_a_verb_that_hands_on() -> None:
    (claim,) = found(EXPECTED)
    assert claim.predicate.text == "visit"
    assert claim.predicate_text == "is expected to visit"
    assert claim.modality == "planned"
    assert claim.object is not None
    assert claim.object.text == "Quito"


FAILED = """
Lima Lima PROPN NNP nsubj 2
has have AUX VBZ aux 2
failed fail VERB VBN ROOT 2
to to PART TO aux 4
answer answer VERB VB xcomp 2
Quito Quito PROPN NNP dobj 4
_. . PUNCT . punct 2
"""


def test_failing_to_do_is_not_doing() -> None:
    (claim,) = found(FAILED)
    assert (claim.predicate.text, claim.polarity) == ("answer", "negated")


HEDGED = """
It it PRON PRP nsubj 1
is be AUX VBZ ROOT 1
unlikely unlikely ADJ JJ acomp 1
that that SCONJ IN mark 6
Lima Lima PROPN NNP nsubj 6
will will AUX MD aux 6
join join VERB VB ccomp 1
them they PRON PRP dobj 6
_. . PUNCT . punct 1
"""


def test_hedge_is_no_claim_but_weakens_what_it_hedges() -> None:
    (claim,) = found(HEDGED)
    assert claim.span.text == "Lima will join them"
    assert (claim.polarity, claim.modality) == ("negated", "possible")


BRACKET = """
Trade trade NOUN NN nsubj 1
grew grow VERB VBD ROOT 1
( ( PUNCT -LRB- punct 5
_prices price NOUN NNS nsubj 5
hardly hardly ADV RB advmod 5
rose rise VERB VBD parataxis 1
_) ) PUNCT -RRB- punct 5
"""


def test_clause_in_brackets_is_its_own_claim() -> None:
    outer, inner = found(BRACKET)
    assert texts([outer, inner]) == ["Trade grew", "prices hardly rose"]
    assert inner.polarity == "negated"


QUOTED = """
Ada Ada PROPN NNP nsubj 1
wants want VERB VBZ ROOT 1
a a DET DT det 5
" " PUNCT `` punct 5
_fair fair ADJ JJ amod 5
deal deal NOUN NN dobj 1
_" " PUNCT '' punct 5
_. . PUNCT . punct 1
"""


def test_span_keeps_both_marks_of_a_quotation_at_its_end() -> None:
    assert texts(found(QUOTED)) == ['Ada wants a "fair deal"']


LAUNCHED = """
The the DET DT det 2
sea sea NOUN NN compound 2
pact pact NOUN NN nsubjpass 5
was be AUX VBD auxpass 5
not not PART RB neg 5
signed sign VERB VBN ROOT 5
by by ADP IN agent 5
Rosa Rosa PROPN NNP pobj 6
_. . PUNCT . punct 5
"""


def test_agent_is_the_object_of_a_passive() -> None:
    (claim,) = found(LAUNCHED)
    assert claim.object is not None
    assert (claim.object.text, claim.predicate_text, claim.polarity) == ("Rosa", "was not signed", "negated")


@pytest.mark.parametrize("text", ["", "\n\n", '"', "(" * 500, "word", "😀 слово"])
def test_odd_texts_have_no_claims(text: str) -> None:
    doc = spacy.blank("en")(text)
    spacy.blank("en").add_pipe("claims")(doc)
    assert doc._.claims == []


TAGS = (
    ("VERB", "VBD"),
    ("AUX", "MD"),
    ("NOUN", "NN"),
    ("PRON", "WDT"),
    ("PUNCT", ","),
    ("VERB", "VBG"),
    ("PART", "TO"),
)
DEPS = ("nsubj", "dobj", "ccomp", "advcl", "relcl", "acl", "conj", "xcomp", "aux", "mark", "punct", "prep", "pcomp")
WORDS = ("it", "which", "said", '"', "(", ")", "?", "if", "not", "that", "pact", "“", "”")


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_tree_gives_different_spans_that_hold_their_predicate(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 12))
    heads = [data.draw(st.integers(0, i)) for i in range(size)]
    kinds = data.draw(st.lists(st.sampled_from(TAGS), min_size=size, max_size=size))
    words = data.draw(st.lists(st.sampled_from(WORDS), min_size=size, max_size=size))
    deps = ["ROOT" if heads[i] == i else data.draw(st.sampled_from(DEPS)) for i in range(size)]
    doc = Doc(VOCAB, words, pos=[k[0] for k in kinds], tags=[k[1] for k in kinds], heads=heads, deps=deps)
    found_ = propositions(doc)
    assert len({(c.span.start, c.span.end) for c in found_}) == len(found_)
    for claim in found_:
        assert claim.span.start <= claim.predicate.start < claim.span.end
        assert claim.span.text == claim.span.text.strip()
    for part in parts_of(doc, found_, replace(bundled(), threshold=0.02)):
        assert 0 <= part.part_of < len(found_)
        assert "".join(span.text for span in part.stretches)


def test_a_mark_that_was_taken_for_a_verb_heads_no_claim() -> None:
    words = ["(", '"', *["it"] * 6, ")", "it"]
    heads, deps = [0, 1, *[1] * 8], ["ROOT", "ROOT", *["nsubj"] * 8]
    doc = Doc(VOCAB, words, pos=["VERB"] * 10, tags=["VBD"] * 10, heads=heads, deps=deps)
    assert propositions(doc) == []
