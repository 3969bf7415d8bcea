"""What a cue tells of an utterance, and why words in marks that nobody says stand in them."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc, Span

from pipeline.quotation.direct import quotations
from pipeline.quotation.stance import head_of, kind_of, polarity_of, stance_of
from pipeline.quotation.terms import reason_of
from tests.quoted import VOCAB, annotated

COMPLEMENT = "it/PRP/nsubj/{0} was=be/VBD/ccomp/{1} true/JJ/acomp/{0} _."


def cue(words: str, root: int = -1) -> Span:
    """A cue that is a whole Doc, of words "form=lemma/TAG"."""
    forms, tags = zip(*(word.split("/") for word in words.split()), strict=True)
    root %= len(forms)
    pos = ["VERB" if tag.startswith("VB") else "NOUN" if tag == "NN" else "PART" for tag in tags]
    return Doc(
        VOCAB,
        words=[form.partition("=")[0] for form in forms],
        lemmas=[form.partition("=")[2] or form for form in forms],
        tags=list(tags),
        pos=pos,
        heads=[root] * len(forms),
        deps=["ROOT" if place == root else "dep" for place in range(len(forms))],
    )[:]


@pytest.mark.parametrize(
    ("words", "root", "lemma"),
    [
        ("went=go/VBD on/RB to/TO discuss/VB", 0, "discuss"),
        ("did=do/VBD not/RB say/VB", 2, "say"),
        ("said=say/VBD in/IN a/DT statement/NN", 0, "say"),
        ("rattled=rattle/VBD", 0, "rattle"),
    ],
)
def test_the_word_of_saying_in_a_cue(words: str, root: int, lemma: str) -> None:
    assert head_of(cue(words, root)).lemma_ == lemma


@pytest.mark.parametrize(
    ("words", "polarity"),
    [
        ("said=say/VBD", "affirmed"),
        ("did=do/VBD not/RB say/VB", "negated"),
        ("denied=deny/VBD", "negated"),
        ("did=do/VBD n't=not/RB deny/VB", "affirmed"),
        ("declined=decline/VBD to/TO say/VB", "negated"),
        ("failed=fail/VBD to/TO mention/VB", "negated"),
        ("not/RB only/RB said=say/VBD", "affirmed"),
        ("never/RB promised=promise/VBD", "negated"),
    ],
)
def test_what_is_denied_or_not_said_is_negated(words: str, polarity: str) -> None:
    assert polarity_of(cue(words), None) == polarity


def test_what_nobody_said_is_negated() -> None:
    assert polarity_of(cue("said=say/VBD"), cue("nobody/NN")) == "negated"
    assert polarity_of(cue("said=say/VBD"), cue("neither/DT minister/NN")) == "negated"


@pytest.mark.parametrize(
    ("word", "kind", "stance"),
    [
        ("warned=warn/VBD", "speech", "warned"),
        ("claimed=claim/VBD", "speech", "claimed"),
        ("believes=believe/VBZ", "thought", "neutral"),
        ("wrote=write/VBD", "writing", "neutral"),
        ("shows=show/VBZ", "document", "neutral"),
        ("rattled=rattle/VBD", None, "neutral"),
        ("called=call/VBD for/IN", "speech", "urged"),
        ("called=call/VBD", "speech", "neutral"),
        ("ruled=rule/VBD out/RP", "speech", "denied"),
    ],
)
def test_kind_and_stance_of_cues(word: str, kind: str | None, stance: str) -> None:
    assert (kind_of(cue(word, 0), None, "indirect"), stance_of(cue(word, 0))) == (kind, stance)


def test_what_stands_in_marks_was_said_where_the_cue_does_not_tell_otherwise() -> None:
    assert kind_of(cue("rattled=rattle/VBD"), None, "direct") == "speech"
    assert kind_of(cue("feared=fear/VBD"), None, "direct") == "speech"


def test_what_a_document_says_is_told_apart() -> None:
    report = cue("report/NN")
    assert kind_of(cue("says=say/VBZ"), report, "indirect") == "document"
    assert kind_of(cue("says=say/VBZ"), cue("Article=article/NNP 4/CD", 0), "indirect") == "document"
    assert kind_of(cue("says=say/VBZ"), cue("Ulster/NNP Post=post/NNP"), "indirect") == "speech"
    assert kind_of(cue("says=say/VBZ"), None, "indirect") == "speech"


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("They/PRP/nsubj/1 sold=sell/VBD/ROOT/1 “ _soft/JJ/amod/5 _” power/NN/dobj/1 _.", "scare"),
        ("They/PRP/nsubj/1 sold=sell/VBD/ROOT/1 so-called/JJ/amod/6 “ _soft/JJ/amod/6 _” power/NN/dobj/1 _.", "term"),
        ("Ada/NNP/compound/4 “ _Shorty/NNP/compound/4 _” Berg/NNP/nsubj/5 sang=sing/VBD/ROOT/5 _.", "nickname"),
        ("They/PRP/nsubj/1 sold=sell/VBD/ROOT/1 the/DT/det/3 novel/NN/dobj/1 “ _Rain/NNP/appos/3 _” _.", "title"),
        ("Their/PRP$/poss/1 slogan/NN/nsubj/5 “ _Bread/NN/appos/1 _” helped=help/VBD/ROOT/5 _.", "motto"),
        ("They/PRP/nsubj/1 sold=sell/VBD/ROOT/1 “ _soft/JJ/amod/4 power/NN/dobj/1 _.", "unclosed"),
    ],
)  # fmt: skip
def test_why_words_stand_in_marks(sentence: str, reason: str) -> None:
    doc = annotated(sentence)
    assert doc._.quotes == []
    assert [reason_of(doc, quotation) for quotation in quotations(doc)] == [reason]
