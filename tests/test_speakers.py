"""Who the speakers of an utterance are."""

from __future__ import annotations

import pytest
from spacy.tokens import Span

from pipeline.components.records import EntityMention
from pipeline.quotation.names import named as by_place
from pipeline.quotation.names import speakers_of
from tests.quoted import parse

SAID = "said=say/VBD/ROOT/{0} so/RB/advmod/{0} _."


@pytest.mark.parametrize(
    ("sentence", "end", "named", "expected"),
    [
        # Cruz said so
        ("Cruz/NNP/nsubj/1 " + SAID.format(1), 1, [(0, 1, "PERSON")], ["Cruz"]),
        # the mayor, Ada Berg, said so: the appositive names the role
        ("the/DT/det/1 mayor/NN/nsubj/6 _, Ada/NNP/compound/4 Berg/NNP/appos/1 _, " + SAID.format(6), 5,
         [(3, 5, "PERSON")], ["Ada Berg"]),
        # the same where the parse takes both for subjects
        ("the/DT/det/1 mayor/NN/nsubj/6 _, Ada/NNP/compound/4 Berg/NNP/nsubj/6 _, " + SAID.format(6), 5,
         [(3, 5, "PERSON")], ["Ada Berg"]),
        # the carmaker Zelby said so: the name of a body right behind what it is
        ("the/DT/det/1 carmaker/NN/nsubj/3 Zelby/NNP/appos/1 " + SAID.format(3), 3, [(2, 3, "ORG")], ["Zelby"]),
        ("the/DT/det/1 carmaker/NN/nsubj/3 Zelby/NNP/nsubj/3 " + SAID.format(3), 3, [(2, 3, "ORG")], ["Zelby"]),
        # the chairman, Zelby, said so: where a person works
        ("the/DT/det/1 chairman/NN/nsubj/5 _, Zelby/NNP/appos/1 _, " + SAID.format(5), 4, [(3, 4, "ORG")], []),
        # counsel for Oslo, Ada Berg, said so: the parse hangs the name on what it stands beside
        ("counsel/NN/nsubj/7 for/IN/prep/0 Oslo/NNP/pobj/1 _, Ada/NNP/compound/5 Berg/NNP/appos/2 _, "
         + SAID.format(7), 6, [(2, 3, "GPE"), (4, 6, "PERSON")], ["Ada Berg"]),
        # the report, handed to Ada Berg, said so
        ("the/DT/det/1 report/NN/nsubj/8 _, handed=hand/VBN/acl/1 to/IN/prep/3 Ada/NNP/compound/6 Berg/NNP/pobj/4 _, "
         + SAID.format(8), 7, [(5, 7, "PERSON")], []),
        # a spokesman for the Navy said so: a voice stands for the body
        ("a/DT/det/1 spokesman/NN/nsubj/5 for/IN/prep/1 the/DT/det/4 Navy/NNP/pobj/2 " + SAID.format(5), 5,
         [(4, 5, "ORG")], ["Navy"]),
        # Navy officials said so
        ("Navy/NNP/compound/1 officials=official/NNS/nsubj/2 " + SAID.format(2), 2, [(0, 1, "ORG")], ["Navy"]),
        # the lawyer of Ada Berg said so: nobody else speaks for a person
        ("the/DT/det/1 lawyer/NN/nsubj/5 of/IN/prep/1 Ada/NNP/compound/4 Berg/NNP/pobj/2 " + SAID.format(5), 5,
         [(3, 5, "PERSON")], []),
        # a spokesman for the Norwegian government said so: the country of the people, where it is named
        ("a/DT/det/1 spokesman/NN/nsubj/6 for/IN/prep/1 the/DT/det/5 Norwegian/JJ/amod/5 government/NN/pobj/2 "
         + SAID.format(6) + " Norway/NNP/npadvmod/6", 6, [(4, 5, "NORP"), (9, 10, "GPE")], ["Norway"]),
        # voters in Oslo said so: no voices of the town
        ("voters=voter/NNS/nsubj/3 in/IN/prep/0 Oslo/NNP/pobj/1 " + SAID.format(3), 3, [(2, 3, "GPE")], []),
        # Oslo, Rome and Riga said so
        ("Oslo/NNP/nsubj/5 _, Rome/NNP/conj/0 and/CC/cc/2 Riga/NNP/conj/2 " + SAID.format(5), 5,
         [(0, 1, "GPE"), (2, 3, "GPE"), (4, 5, "GPE")], ["Oslo", "Rome", "Riga"]),
        # the same where the parse takes a list for appositions
        ("Oslo/NNP/nsubj/5 _, Rome/NNP/appos/0 and/CC/cc/0 Riga/NNP/appos/0 " + SAID.format(5), 5,
         [(0, 1, "GPE"), (2, 3, "GPE"), (4, 5, "GPE")], ["Oslo", "Rome", "Riga"]),
        # Ada Berg of Oslo said so: no list
        ("Ada/NNP/compound/1 Berg/NNP/nsubj/4 of/IN/prep/1 Oslo/NNP/pobj/2 " + SAID.format(4), 4,
         [(0, 2, "PERSON"), (3, 4, "GPE")], ["Ada Berg"]),
        # Republicans said so: some members speak, no body
        ("Republicans/NNPS/nsubj/1 " + SAID.format(1), 1, [(0, 1, "NORP")], []),
    ],
)  # fmt: skip
def test_who_speaks(sentence: str, end: int, named: list[tuple[int, int, str]], expected: list[str]) -> None:
    doc = parse(sentence)
    mentions = [EntityMention(Span(doc, a, b, label=label), "model", doc[a:b].text) for a, b, label in named]
    assert [mention.name for mention in speakers_of(doc[0:end], by_place(mentions))] == expected
