"""The rules from Universal Dependencies to spaCy's English labels, each on a sentence of its own."""

from __future__ import annotations

import pytest

from training.conllu import parse_conllu
from training.dependencies import convert
from training.dependencies.convert import plain_labels, spacy_labels

# a line a word: form, part of speech, tag, head, relation; the lemma follows where it is not the lower-case form
SENTENCES = {
    "passive": """
        The DET DT 2 det
        bridge NOUN NN 4 nsubj:pass
        was AUX VBD 4 aux:pass be
        opened VERB VBN 0 root open
        by ADP IN 7 case
        the DET DT 7 det
        mayor NOUN NN 4 obl:agent
        . PUNCT . 4 punct""",
    "attribute": """
        Rain NOUN NN 4 nsubj
        was AUX VBD 4 cop be
        a DET DT 4 det
        relief NOUN NN 0 root
        for ADP IN 6 case
        farmers NOUN NNS 4 nmod
        . PUNCT . 4 punct""",
    "adjective": """
        The DET DT 2 det
        road NOUN NN 6 nsubj
        is AUX VBZ 6 cop be
        not PART RB 6 advmod
        very ADV RB 6 advmod
        safe ADJ JJ 0 root
        at ADP IN 8 case
        night NOUN NN 6 obl
        . PUNCT . 6 punct""",
    "place": """
        Ada PROPN NNP 4 nsubj
        is AUX VBZ 4 cop be
        in ADP IN 4 case
        Oslo PROPN NNP 0 root""",
    "because of": """
        Ferries NOUN NNS 2 nsubj
        stopped VERB VBD 0 root stop
        because ADP IN 5 case
        of ADP IN 3 fixed
        fog NOUN NN 2 obl""",
    "according to": """
        Prices NOUN NNS 2 nsubj
        fell VERB VBD 0 root fall
        , PUNCT , 6 punct
        according VERB VBG 6 case accord
        to ADP IN 4 fixed
        brokers NOUN NNS 2 obl""",
    "from behind": """
        She PRON PRP 2 nsubj
        came VERB VBD 0 root come
        from ADP IN 6 case
        behind ADP IN 6 case
        the DET DT 6 det
        shed NOUN NN 2 obl""",
    "gerund": """
        They PRON PRP 2 nsubj
        won VERB VBD 0 root win
        by SCONJ IN 4 mark
        cutting VERB VBG 2 advcl cut
        costs NOUN NNS 4 obj""",
    "clause": """
        He PRON PRP 2 nsubj
        left VERB VBD 0 root leave
        after SCONJ IN 5 mark
        she PRON PRP 5 nsubj
        sang VERB VBD 2 advcl sing""",
    "name": """
        Senator PROPN NNP 2 nmod:desc
        Ruth PROPN NNP 5 nsubj
        B. PROPN NNP 2 flat
        Osei PROPN NNP 2 flat
        spoke VERB VBD 0 root speak""",
    "money": """
        It PRON PRP 2 nsubj
        cost VERB VBD 0 root
        $ SYM $ 2 obj
        3 NUM CD 5 compound
        billion NUM CD 3 nummod""",
    "speech first": """
        “ PUNCT `` 3 punct
        We PRON PRP 3 nsubj
        lost VERB VBD 0 root lose
        , PUNCT , 3 punct
        ” PUNCT '' 3 punct
        she PRON PRP 7 nsubj
        said VERB VBD 3 parataxis say
        . PUNCT . 3 punct""",
    "speech after": """
        She PRON PRP 2 nsubj
        said VERB VBD 0 root say
        : PUNCT : 5 punct
        We PRON PRP 5 nsubj
        lost VERB VBD 2 parataxis lose""",
    "aside": """
        Trains NOUN NNS 2 nsubj
        stopped VERB VBD 0 root stop
        ; PUNCT : 5 punct
        buses NOUN NNS 5 nsubj
        ran VERB VBD 2 parataxis run""",
    "free relative": """
        We PRON PRP 2 nsubj
        know VERB VBP 0 root
        what PRON WP 2 obj
        they PRON PRP 5 nsubj
        want VERB VBP 3 acl:relcl""",
    "conjuncts": """
        Apples NOUN NNS 6 nsubj
        , PUNCT , 3 punct
        pears NOUN NNS 1 conj
        and CCONJ CC 5 cc
        plums NOUN NNS 1 conj
        sold VERB VBD 0 root sell""",
    "prepositional conjuncts": """
        Snow NOUN NN 2 nsubj
        fell VERB VBD 0 root fall
        in ADP IN 4 case
        Kent PROPN NNP 2 obl
        and CCONJ CC 7 cc
        in ADP IN 7 case
        Essex PROPN NNP 4 conj""",
    "extraposed": """
        It PRON PRP 3 expl
        is AUX VBZ 3 cop be
        clear ADJ JJ 0 root
        that SCONJ IN 6 mark
        he PRON PRP 6 nsubj
        left VERB VBD 3 csubj leave""",
    "existential": """
        There PRON EX 2 expl
        is VERB VBZ 0 root be
        a DET DT 4 det
        plan NOUN NN 2 nsubj""",
    "small clause": """
        She PRON PRP 2 nsubj
        wants VERB VBZ 0 root want
        him PRON PRP 2 obj
        to PART TO 5 mark
        stay VERB VB 2 xcomp""",
    "object control": """
        She PRON PRP 2 nsubj
        asked VERB VBD 0 root ask
        him PRON PRP 2 obj
        to PART TO 5 mark
        stay VERB VB 2 xcomp""",
    "predicative": """
        They PRON PRP 2 nsubj
        elected VERB VBD 0 root elect
        her PRON PRP 2 obj
        chair NOUN NN 2 xcomp""",
    "seeming": """
        Voters NOUN NNS 2 nsubj
        seem VERB VBP 0 root
        calm ADJ JJ 2 xcomp""",
    "recipients": """
        He PRON PRP 2 nsubj
        gave VERB VBD 0 root give
        her PRON PRP 2 iobj
        tea NOUN NN 2 obj""",
    "recipient under to": """
        He PRON PRP 2 nsubj
        sent VERB VBD 0 root send
        aid NOUN NN 2 obj
        to ADP IN 5 case
        Haiti PROPN NNP 2 obl""",
    "odds and ends": """
        All DET PDT 3 det:predet
        the DET DT 3 det
        town NOUN NN 6 nmod:poss
        's PART POS 3 case
        old ADJ JJ 6 amod
        mills NOUN NNS 7 nsubj
        shut VERB VBD 0 root
        down ADP RP 7 compound:prt
        last ADJ JJ 10 amod
        week NOUN NN 7 obl:unmarked""",
    "about": """
        About ADV RB 2 advmod
        fifty NUM CD 3 nummod
        people NOUN NNS 4 nsubj
        came VERB VBD 0 root come""",
    "relative": """
        The DET DT 2 det
        man NOUN NN 5 nsubj
        who PRON WP 4 nsubj
        sang VERB VBD 2 acl:relcl sing
        left VERB VBD 0 root leave""",
    "infinitive": """
        The DET DT 2 det
        aim NOUN NN 5 nsubj
        is AUX VBZ 5 cop be
        to PART TO 5 mark
        win VERB VB 0 root""",
    "apposition": """
        Oslo PROPN NNP 5 nsubj
        , PUNCT , 3 punct
        capital NOUN NN 1 appos
        , PUNCT , 3 punct
        grew VERB VBD 0 root grow""",
    "fronted clause": """
        When ADV WRB 3 advmod
        rain NOUN NN 3 nsubj
        stopped VERB VBD 6 advcl stop
        , PUNCT , 3 punct
        they PRON PRP 6 nsubj
        left VERB VBD 0 root leave""",
    "adjective in a name": """
        The DET DT 3 det
        Supreme ADJ NNP 3 amod
        Court PROPN NNP 4 nsubj
        met VERB VBD 0 root meet""",
    "date": """
        They PRON PRP 2 nsubj
        met VERB VBD 0 root meet
        on ADP IN 5 case
        May PROPN NNP 5 nmod:unmarked
        7 NUM CD 2 obl
        , PUNCT , 7 punct
        1994 NUM CD 5 nmod:unmarked""",
    "day first": """
        They PRON PRP 2 nsubj
        met VERB VBD 0 root meet
        on ADP IN 4 case
        7 NUM CD 2 obl
        May PROPN NNP 4 nmod:unmarked""",
    "dollars": """
        It PRON PRP 2 nsubj
        cost VERB VBD 0 root
        $ SYM $ 2 obj
        5 NUM CD 3 nummod""",
    "more than": """
        More ADJ JJR 3 advmod more
        than ADP IN 1 fixed
        fifty NUM CD 4 nummod
        came VERB VBD 0 root come""",
}

EXPECTED = {
    "passive": "bridge/nsubjpass/opened was/auxpass/opened opened/ROOT/ by/agent/opened the/det/mayor mayor/pobj/by",
    "attribute": "Rain/nsubj/was was/ROOT/ a/det/relief relief/attr/was for/prep/relief farmers/pobj/for ./punct/was",
    "adjective": "road/nsubj/is is/ROOT/ not/neg/is very/advmod/safe safe/acomp/is at/prep/safe ./punct/is",
    "place": "Ada/nsubj/is is/ROOT/ in/prep/is Oslo/pobj/in",
    "because of": "because/prep/stopped of/pcomp/because fog/pobj/because",
    "according to": "according/prep/fell to/prep/according brokers/pobj/to",
    "from behind": "from/prep/came behind/prep/from shed/pobj/behind",
    "gerund": "by/prep/won cutting/pcomp/by costs/dobj/cutting",
    "clause": "after/mark/sang sang/advcl/left",
    "name": "Senator/compound/Osei Ruth/compound/Osei B./compound/Osei Osei/nsubj/spoke",
    "money": "$/quantmod/billion 3/compound/billion billion/dobj/cost",
    "speech first": "“/punct/lost lost/ccomp/said ,/punct/lost she/nsubj/said said/ROOT/ ./punct/said",
    "speech after": "She/nsubj/said said/ROOT/ lost/ccomp/said",
    "aside": "stopped/ROOT/ ran/parataxis/stopped",
    "free relative": "know/ROOT/ what/dobj/want they/nsubj/want want/ccomp/know",
    "conjuncts": "Apples/nsubj/sold ,/punct/Apples pears/conj/Apples and/cc/pears plums/conj/pears",
    "prepositional conjuncts": "in/prep/fell Kent/pobj/in and/cc/in in/conj/in Essex/pobj/in",
    "extraposed": "It/nsubj/is is/ROOT/ clear/acomp/is that/mark/left left/ccomp/is",
    "existential": "There/expl/is is/ROOT/ plan/attr/is",
    "small clause": "him/nsubj/stay to/aux/stay stay/ccomp/wants",
    "object control": "him/dobj/asked stay/xcomp/asked",
    "predicative": "her/dobj/elected chair/oprd/elected",
    "seeming": "calm/acomp/seem",
    "recipients": "her/dative/gave tea/dobj/gave",
    "recipient under to": "aid/dobj/sent to/dative/sent Haiti/pobj/to",
    "odds and ends": "All/predet/town town/poss/mills 's/case/town old/amod/mills down/prt/shut week/npadvmod/shut",
    "about": "About/quantmod/fifty fifty/nummod/people people/nsubj/came",
    "apposition": "Oslo/nsubj/grew ,/punct/Oslo capital/appos/Oslo ,/punct/Oslo grew/ROOT/",
    "fronted clause": "stopped/advcl/left ,/punct/left they/nsubj/left",
    "adjective in a name": "Supreme/compound/Court Court/nsubj/met",
    "date": "on/prep/met May/pobj/on 7/nummod/May 1994/nummod/May",
    "day first": "on/prep/met May/pobj/on 7/nummod/May",
    "dollars": "$/nmod/5 5/dobj/cost",
    "more than": "More/amod/fifty than/quantmod/fifty",
    "infinitive": "aim/nsubj/is is/ROOT/ to/aux/win win/xcomp/is",
    "relative": "who/nsubj/sang sang/relcl/man",
}


def conllu(lines: str) -> str:
    rows = []
    for number, line in enumerate(lines.split("\n")[1:], start=1):
        form, upos, tag, head, dep, *lemma = line.split()
        rows.append(
            "\t".join([str(number), form, lemma[0] if lemma else form.lower(), upos, tag, "_", head, dep, "_", "_"])
        )
    return "\n".join(rows) + "\n\n"


@pytest.mark.parametrize("name", EXPECTED)
def test_rule(name: str) -> None:
    sentence = next(parse_conllu(conllu(SENTENCES[name])))
    tree = convert(sentence)
    assert tree is not None
    words = ["", *sentence.words]
    found = [f"{words[i]}/{tree.deps[i]}/{words[tree.heads[i]]}" for i in tree.indices()]
    assert [arc for arc in EXPECTED[name].split() if arc not in found] == []


@pytest.mark.parametrize("name", SENTENCES)
def test_every_tree_stays_a_tree_with_known_labels(name: str) -> None:
    tree = convert(next(parse_conllu(conllu(SENTENCES[name]))))
    assert tree is not None
    assert tree.is_tree()
    assert set(tree.deps[1:]) <= spacy_labels()


def test_plain_renaming_gives_known_labels_only() -> None:
    assert set(plain_labels().values()) <= spacy_labels()


def test_a_cycle_gives_no_tree() -> None:
    lines = """
        Rain NOUN NN 2 nsubj
        fell VERB VBD 1 dep fall
        hard ADV RB 0 root"""
    assert convert(next(parse_conllu(conllu(lines)))) is None
