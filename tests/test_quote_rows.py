"""Rows of the tables quotes and quoted_terms, and the scorer that measures them."""

from __future__ import annotations

from spacy.tokens import Span

from benchmarks.polnear import Article, Attribution
from benchmarks.quotes import Item, Score, gold_items, match, ours
from pipeline.components.quotes import QuoteFinder
from pipeline.components.records import EntityMention
from pipeline.records import CleanText, OffsetMap, span_id
from pipeline.stages.quotes import STAGE, quotes
from tests.quoted import annotated, parse

SAID = (
    "“ _It/PRP/nsubj/2 rains=rain/VBZ/ccomp/6 _, _” Cruz/NNP/nsubj/6 said=say/VBD/ROOT/6 _.",
    "“ _Roads/NNS/nsubj/2 flood/VBP/ROOT/2 _. _”",
)
SHIFT = 10  # characters of the raw text before the clean text


def clean(text: str) -> CleanText:
    places = tuple(range(SHIFT, SHIFT + len(text)))
    return CleanText("doc", text, OffsetMap(places, tuple(place + 1 for place in places)))


def test_stage_declares_its_tables() -> None:
    assert (STAGE.name, STAGE.writes) == ("quotes", ("quotes", "quote_speakers", "quoted_terms"))


def test_a_row_a_stretch_tied_by_the_utterance() -> None:
    doc = parse(*SAID)
    doc._.mentions = [EntityMention(Span(doc, 5, 6, label="PERSON"), "model", "Ana Cruz")]
    found = quotes(QuoteFinder()(doc), clean(doc.text))
    rows = found.quotes
    assert [(row.text, row.verbatim, row.kind) for row in rows] == [
        ("“It rains,”", "It rains,", "direct"),
        ("“Roads flood.”", "Roads flood.", "direct"),
    ]
    assert {row.utterance_id for row in rows} == {span_id("doc", "u", 0, len(doc.text))}
    assert {(row.speaker_name, row.speaker_mention_id, row.cue_lemma) for row in rows} == {
        ("Ana Cruz", span_id("doc", "m", 12, 16), "say")
    }
    assert rows[0].confidence is not None
    assert 0 < rows[0].confidence <= 1
    assert {(row.quote_id, row.mention_id) for row in found.quote_speakers} == {
        (row.quote_id, span_id("doc", "m", 12, 16)) for row in rows
    }
    assert found.quoted_terms == []


def test_coordinated_speakers_are_a_row_each() -> None:
    doc = parse(
        "Oslo/NNP/nsubj/3 and/CC/cc/0 Rome/NNP/conj/0 said=say/VBD/ROOT/3 "
        "it/PRP/nsubj/6 would/MD/aux/6 rain/VB/ccomp/3 _."
    )
    doc._.mentions = [EntityMention(Span(doc, i, i + 1, label="GPE"), "model", doc[i].text) for i in (0, 2)]
    found = quotes(QuoteFinder()(doc), clean(doc.text))
    (row,) = found.quotes
    assert (row.speaker_text, row.speaker_name, row.speaker_mention_id) == ("Oslo and Rome", "Oslo; Rome", None)
    assert [speaker.mention_id for speaker in found.quote_speakers] == [
        span_id("doc", "m", 0, 4),
        span_id("doc", "m", 9, 13),
    ]


def test_offsets_point_at_the_same_characters() -> None:
    doc = annotated(*SAID)
    for row in quotes(doc, clean(doc.text)).quotes:
        assert doc.text[row.start : row.end] == row.text
        assert (row.raw_start, row.raw_end) == (row.start + SHIFT, row.end + SHIFT)
        assert row.speaker_start is not None
        assert doc.text[row.speaker_start : row.speaker_end] == row.speaker_text
        assert row.cue_start is not None
        assert doc.text[row.cue_start : row.cue_end] == row.cue_text


def test_verbatim_joins_the_quoted_words_of_a_stretch() -> None:
    doc = annotated(
        "She/PRP/nsubj/1 said=say/VBD/ROOT/1 it/PRP/nsubj/3 was=be/VBD/ccomp/1 “ _odd/JJ/acomp/3 _” "
        "and/CC/cc/5 “ _loud/JJ/conj/5 _” _."
    )
    assert [row.verbatim for row in quotes(doc, clean(doc.text)).quotes] == ["odd … loud"]


def test_indirect_speech_has_no_verbatim_words() -> None:
    doc = annotated("She/PRP/nsubj/1 said=say/VBD/ROOT/1 it/PRP/nsubj/4 would/MD/aux/4 rain/VB/ccomp/1 _.")
    assert [(row.kind, row.verbatim) for row in quotes(doc, clean(doc.text)).quotes] == [("indirect", None)]


def test_terms_have_rows_with_the_reason() -> None:
    doc = annotated("They/PRP/nsubj/1 sold=sell/VBD/ROOT/1 “ _soft/JJ/amod/5 _” power/NN/dobj/1 _.")
    found = quotes(doc, clean(doc.text))
    terms = found.quoted_terms
    assert found.quotes == []
    assert [(term.text, term.reason) for term in terms] == [("“soft”", "scare")]
    assert terms[0].term_id == span_id("doc", "t", 10, 16)


def test_scorer_matches_one_to_one_with_the_best_overlap_first() -> None:
    near, exact = (Item(frozenset(range(n)), frozenset(), frozenset(), "direct") for n in (4, 5))
    assert match([exact], [near, exact]) == [(exact, exact)]


def test_scorer_finds_nothing_wrong_with_the_gold_itself() -> None:
    doc = annotated(*SAID)
    found = ours(doc)
    score = Score()
    score.add(found, found)
    assert score.figures("content exact") == (1.0, 1.0, 1.0)
    assert score.figures("speaker") == (1.0, 1.0, 1.0)


def test_gold_kinds_follow_the_marks() -> None:
    text = "“It rains,” she said. He said it “pours” today. She said it rains."
    spans = [(0, 11), (30, 46), (57, 65)]
    gold = tuple(Attribution(((0, 0),), (), (span,)) for span in spans)
    assert [item.kind for item in gold_items(Article("a", text, gold))] == ["direct", "mixed", "indirect"]
