"""Attributions are read off the discourse relations of a treebank: who, by which words, and all that is said."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.gum_attribution import clauses, read_gum, said
from benchmarks.polnear import Article, Ranges
from benchmarks.quotes import Item, places
from tests.parsed import parse

# "form lemma UPOS TAG head deprel", then the unit that begins there; numbers of words in signals count over the text
HARBOUR = (
    """The the DET DT 2 det attribution-positive:1->2:1:sem-atsrc-1-4+lex-indwd-9+syn-rpr-10
mayor mayor NOUN NN 9 nsubj
of of ADP IN 4 case
Arlen Arlen PROPN NNP 2 nmod
, , PUNCT , 7 punct
a a DET DT 7 det
lawyer lawyer NOUN NN 2 appos
, , PUNCT , 2 punct
said say VERB VBD 0 root
that that SCONJ IN 13 mark ROOT:2:0
ships ship NOUN NNS 13 nsubj
will will AUX MD 13 aux
leave leave VERB VB 9 ccomp
because because SCONJ IN 17 mark causal-cause:3->2:0:_
quays quay NOUN NNS 17 nsubj
are be AUX VBP 17 cop
rotten rotten ADJ JJ 13 advcl
. . PUNCT . 9 punct""",
    """Storms storm NOUN NNS 2 nsubj explanation-evidence:4->2:1:_
came come VERB VBD 0 root
. . PUNCT . 2 punct""",
    """The the DET DT 2 det joint-other_m:5->2:3:_
quay quay NOUN NN 7 nsubj
, , PUNCT , 5 punct
she she PRON PRP 5 nsubj attribution-positive:6->5:0:sem-atsrc-25+lex-indwd-26
added add VERB VBD 7 parataxis
, , PUNCT , 5 punct
vanished vanish VERB VBD 0 root same-unit_m:7->5:1:_
. . PUNCT . 7 punct""",
    """Its its PRON PRP$ 2 nmod:poss joint-other_m:8->2:3:_
owner owner NOUN NN 8 nsubj
, , PUNCT , 6 punct
according accord VERB VBG 6 case attribution-positive:9->10:0:lex-indph-33-34+sem-atsrc-35
to to ADP IN 4 fixed
Norvik Norvik PROPN NNP 8 obl
, , PUNCT , 6 punct
paid pay VERB VBD 0 root same-unit_m:10->8:0:_
. . PUNCT . 8 punct""",
    """People people NOUN NNS 2 nsubj attribution-positive:11->12:0:sem-atsrc-39+lex-indwd-40
think think VERB VBP 0 root
that that SCONJ IN 5 mark joint-other_m:12->2:3:_
it it PRON PRP 5 expl
rains rain VERB VBZ 2 ccomp
. . PUNCT . 2 punct""",
    """Note note VERB VB 0 root attribution-positive:13->14:0:sem-atsrc-45+lex-indwd-45
that that SCONJ IN 4 mark joint-other_m:14->2:3:_
fees fee NOUN NNS 4 nsubj
apply apply VERB VBP 1 ccomp
. . PUNCT . 1 punct""",
    """Dockers docker NOUN NNS 2 nsubj causal-cause:15->16:0:_;attribution-positive:15->16:0:1:sem-atsrc-50+lex-indwd-51
say say VERB VBP 0 root
fish fish NOUN NN 4 nsubj joint-other_m:16->2:3:_
rot rot VERB VBP 2 ccomp
and and CCONJ CC 6 cc joint-list_m:17->16:0:_
stink stink VERB VBP 4 conj
. . PUNCT . 2 punct""",
)


def conllu(sentences: tuple[str, ...]) -> str:
    blocks = ["# newdoc id = GUM_news_harbour"]
    for sentence in sentences:
        rows = [line.split() for line in sentence.splitlines()]
        blocks.append("# newpar\n# text = " + " ".join(row[0] for row in rows))
        for number, (form, lemma, upos, tag, head, dep, *unit) in enumerate(rows, 1):
            misc = f"Entity=(1-abstract|Discourse={unit[0]}" if unit else "_"
            blocks.append("\t".join((str(number), form, lemma, upos, tag, "_", head, dep, "_", misc)))
        blocks.append("")
    return "\n".join(blocks) + "\n"


def read(folder: Path, *sentences: str) -> Article:
    path = folder / "dev.conllu"
    path.write_text(conllu(sentences), encoding="utf-8")
    [article] = read_gum(path)
    return article


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Article:
    return read(tmp_path_factory.mktemp("gum"), *HARBOUR)


def words(article: Article, ranges: Ranges) -> str:
    return " ".join(word for start, end in ranges for word in article.text[start:end].split() if word.isalnum())


def test_who_says_what_by_which_words(harbour: Article) -> None:
    assert [
        (words(harbour, one.source), words(harbour, one.cue), words(harbour, one.content))
        for one in harbour.attributions
    ] == [
        # "because ..." hangs on "that ..." lower than the attribution does, the sentence after it does not
        ("The mayor of Arlen", "said", "that ships will leave because quays are rotten"),
        ("she", "added", "The quay vanished"),
        ("Norvik", "according to", "Its owner paid"),
        # a relation beside the tree, told of as high as its second number says
        ("Dockers", "say", "fish rot and stink"),
    ]


def test_the_text_keeps_paragraphs(harbour: Article) -> None:
    assert harbour.name == "GUM_news_harbour"
    assert [line.split()[0] for line in harbour.text.split("\n\n")] == [
        "The", "Storms", "The", "Its", "People", "Note", "Dockers",
    ]  # fmt: skip


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), max_size=6), st.integers(0, 9))
def test_what_hangs_higher_attributes_no_less_and_never_itself(
    tmp_path_factory: pytest.TempPathFactory, hanging: list[tuple[int, int]], head: int
) -> None:
    units = ["w1 w1 NOUN NN 0 root ROOT:1:0"]
    for number, (place, depth) in enumerate(hanging, 2):
        units.append(f"w{number} w NOUN NN 0 root joint-list_m:{number}->{place % (number - 1) + 1}:{depth}:_")
    target = head % len(units) + 1
    for number, depth in enumerate(range(5), len(units) + 1):
        name = f"attribution-positive:{number}->{target}:{depth}:sem-atsrc-1+lex-indwd-{number}"
        units.append(f"claimed{depth} claim VERB VBD 0 root {name}")
    article = read(tmp_path_factory.mktemp("gum"), *units)
    contents = [set(words(article, one.content).split()) for one in article.attributions]
    assert all(lower <= higher for lower, higher in pairwise(contents))
    assert all(f"w{target}" in content and f"claimed{n}" not in content for n, content in enumerate(contents))


CALLS = parse("""
    Lind lind PROPN NNP nsubj 1
    said say VERB VBD ROOT 1
    boats boat NOUN NNS nsubj 3
    sank sink VERB VBD ccomp 1
    and and CCONJ CC cc 1
    thinks think VERB VBZ conj 1
    it it PRON PRP nsubj 7
    rained rain VERB VBD ccomp 5
    , , PUNCT , punct 1
    praising praise VERB VBG advcl 1
    the the DET DT det 11
    crew crew NOUN NN dobj 9
""")


def found(cue: int, first: int, last: int) -> Item:
    content, words = CALLS[first : last + 1], CALLS[cue : cue + 1]
    return Item(
        places(CALLS.text, ((content.start_char, content.end_char),)),
        frozenset(),
        places(CALLS.text, ((words.start_char, words.end_char),)),
        "indirect",
    )


SAID, THOUGHT, PRAISED = found(1, 2, 3), found(5, 6, 7), found(9, 10, 11)


def test_thoughts_that_were_found_do_not_count() -> None:
    assert said(CALLS, [SAID, THOUGHT, PRAISED]) == [SAID, PRAISED]


def test_a_phrase_is_no_clause() -> None:
    assert clauses(CALLS, [SAID, THOUGHT, PRAISED]) == [SAID, THOUGHT]
