"""Treebank sentences as spaCy Docs, and variants of them."""

from __future__ import annotations

import pytest
import spacy
from spacy.training import Example as Pair

from training.augment import NamePool, variant
from training.conllu import parse_conllu
from training.documents import Example, from_treebank, group, to_doc

TREEBANK = """# newdoc id = tale
# sent_id = tale-1
# text = Nan didn't "see" Bo.
1\tNan\tNan\tPROPN\tNNP\tNumber=Sing\t4\tnsubj\t_\t_
2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdid\tdo\tAUX\tVBD\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\t"see"\tsee\tVERB\tVB\t_\t0\troot\t_\t_
5\tBo\tBo\tPROPN\tNNP\t_\t4\tobj\t_\tSpaceAfter=No
6\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# sent_id = tale-2
# newpar id = tale-p2
# text = Rain fell.
1\tRain\train\tNOUN\tNN\t_\t2\tnsubj\t_\t_
2\tfell\tfall\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

"""


@pytest.fixture
def examples() -> list[Example]:
    found = [from_treebank(sentence) for sentence in parse_conllu(TREEBANK)]
    assert all(found)
    return [example for example in found if example]


def test_reading_finds_offsets_documents_and_paragraphs() -> None:
    first, second = parse_conllu(TREEBANK)
    assert [
        first.text[start:][: len(word)] for start, word in zip(first.offsets, first.words, strict=True)
    ] == first.words
    assert (first.doc_id, second.doc_id) == ("tale", "tale")
    assert first.opens_paragraph
    assert second.opens_paragraph


def test_a_doc_has_the_text_and_one_break_between_paragraphs(examples: list[Example]) -> None:
    doc = to_doc(spacy.blank("en").vocab, examples)
    assert doc.text.rstrip() == 'Nan didn\'t "see" Bo.\n\nRain fell.'
    assert [sentence.root.text for sentence in doc.sents] == ['"see"', "fell"]
    gap = next(token for token in doc if token.is_space)
    assert (gap.tag_, gap.head.text, gap.is_sent_start) == ("_SP", ".", False)


def test_names_unknown_are_missing_not_outside(examples: list[Example]) -> None:
    examples[0].entities = [(0, 1, "PERSON"), (4, 5, "")]
    examples[1].entities = []
    doc = to_doc(spacy.blank("en").vocab, examples)
    assert [token.ent_iob_ for token in doc[:6]] == ["B", "O", "O", "O", "", "O"]


def test_what_is_not_annotated_stays_unknown() -> None:
    nlp = spacy.blank("en")
    example = Example(["Bo", "ran"], [True, False], False, "x", entities=[(0, 1, "PERSON")])
    pair = Pair(nlp.make_doc("Bo ran"), to_doc(nlp.vocab, [example]))
    assert pair.get_aligned("TAG", as_string=True) == ["", ""]
    assert not pair.reference.has_annotation("DEP")


def test_words_that_are_not_in_the_text_give_no_example() -> None:
    sentence = next(parse_conllu(TREEBANK.replace('"see" Bo.', "saw Bo.")))
    assert from_treebank(sentence) is None


def test_groups_keep_documents_apart_and_within_bounds(examples: list[Example]) -> None:
    other = Example(["Bo"], [False], True, "other")
    assert [len(document) for document in group([*examples, other])] == [2, 1]
    assert [len(document) for document in group(examples, longest=4)] == [1, 1]


def test_variants_keep_the_number_of_words_and_repeat_with_the_seed(examples: list[Example]) -> None:
    pool = NamePool((("Ama", "Boateng"),), {"GPE": ("Peru",), "NORP": ("Omani",), "ORG": ("ILO",)})
    examples[0].entities = [(0, 1, "PERSON")]
    seen = set()
    for seed in range(60):
        changed = variant(examples, pool, seed)
        assert [len(example.words) for example in changed] == [len(example.words) for example in examples]
        assert [e.words for e in changed] == [e.words for e in variant(examples, pool, seed)]
        seen.add(changed[0].words[0])
    assert {"Nan", "Boateng"} <= seen


def test_marks_become_curly_in_pairs() -> None:
    example = Example(['"', "Stay", '"', ",", "Bo", "'s", "cry"], [True] * 7, False, "x")
    pool = NamePool((), {})
    found = {tuple(variant([example], pool, seed)[0].words[:6]) for seed in range(20)}
    assert ("“", "Stay", "”", ",", "Bo", "’s") in found
    assert ('"', "Stay", '"', ",", "Bo", "'s") in found


def test_parts_of_speech_are_those_of_spacys_models() -> None:
    rows = ["1\tUnited\tunite\tADJ\tNNP\t_\t2\tamod", "2\tNations\tNation\tPROPN\tNNPS\t_\t3\tnsubj",
            "3\twon\twin\tVERB\tVBD\t_\t0\troot", "4\tby\tby\tSCONJ\tIN\t_\t5\tmark",
            "5\twaiting\twait\tVERB\tVBG\t_\t3\tadvcl"]  # fmt: skip
    text = "# text = United Nations won by waiting\n" + "".join(f"{row}\t_\t_\n" for row in rows) + "\n"
    found = [example for sentence in parse_conllu(text) if (example := from_treebank(sentence))]
    doc = to_doc(spacy.blank("en").vocab, found)
    assert [token.pos_ for token in doc] == ["PROPN", "PROPN", "VERB", "ADP", "VERB"]
