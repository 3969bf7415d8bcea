"""The accuracy gate and the gold articles that it scores."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from tests import gate
from tests.gate import GateError, Pins, load_pins, main, measure, repin, shortfalls, table
from tests.gold import COLUMNS, GOLD, GoldError, gold_files, read_gold

FIGURES = dict.fromkeys(gate.MARGINS, 90.0)
BLANK = spacy.blank("en")
# columns after the number of the token: text, space, tag, part of speech, lemma, head, label, entity
RAIN = [
    ["Rain", "_", "NN", "NOUN", "rain", "2", "nsubj", "O"],
    ["hit", "_", "VBD", "VERB", "hit", "0", "ROOT", "O"],
    ["New", "_", "NNP", "PROPN", "New", "4", "compound", "B-GPE"],
    ["York", "-", "NNP", "PROPN", "York", "2", "dobj", "I-GPE"],
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the gold files without pins."""
    return Path(shutil.copytree(GOLD, tmp_path / "gold", ignore=shutil.ignore_patterns(gate.FLOORS)))


def gold_file(folder: Path, rows: list[list[str]]) -> Path:
    numbered = ["\t".join([str(number), *row]) for number, row in enumerate(rows, start=1)]
    path = folder / "rain.tsv"
    path.write_text("\n".join(["\t".join(COLUMNS), *numbered]) + "\n", encoding="utf-8")
    return path


def changed(row: int, column: str, value: str) -> list[list[str]]:
    rows = [list(cells) for cells in RAIN]
    rows[row][COLUMNS.index(column) - 1] = value
    return rows


@pytest.mark.slow
def test_the_bundled_model_meets_every_floor(nlp: Language) -> None:
    measured, pins = measure(nlp), load_pins()
    assert not shortfalls(measured, pins.floors), table(measured, pins)


def test_the_pins_tell_the_size_of_the_gold_set() -> None:
    docs = [read_gold(path, BLANK.vocab) for path in gold_files()]
    sentences = sum(len(list(doc.sents)) for doc in docs)
    assert load_pins().size == {"documents": len(docs), "sentences": sentences, "tokens": sum(map(len, docs))}


@pytest.mark.parametrize("path", gold_files(), ids=lambda path: path.stem)
def test_a_gold_article_has_the_tokens_that_its_text_gives(path: Path) -> None:
    doc = read_gold(path, BLANK.vocab)
    assert [token.text for token in BLANK(doc.text)] == [token.text for token in doc]


@pytest.mark.parametrize("path", gold_files(), ids=lambda path: path.stem)
def test_the_sentences_of_a_gold_article_are_its_blocks(path: Path) -> None:
    blocks = path.read_text(encoding="utf-8").split("\n", 1)[1].rstrip("\n").split("\n\n")
    assert [len(sentence) for sentence in read_gold(path, BLANK.vocab).sents] == [len(b.splitlines()) for b in blocks]


@pytest.mark.parametrize("path", gold_files(), ids=lambda path: path.stem)
def test_no_name_begins_with_an_article_and_titles_stand_outside(path: Path) -> None:
    openings = {(ent.label_, ent[0].lower_) for ent in read_gold(path, BLANK.vocab).ents}
    assert not openings & {(label, "the") for label in ("PERSON", "ORG", "GPE", "LOC", "NORP", "EVENT", "LAW")}
    assert not openings & {("PERSON", title) for title in ("president", "prime", "gov.", "chief", "justice")}


def test_a_figure_below_its_floor_is_a_shortfall_and_one_at_its_floor_is_not() -> None:
    assert shortfalls({"tag_acc": 90.0, "dep_las": 84.9}, {"tag_acc": 90.0, "dep_las": 85.0}) == ["dep_las"]


def test_a_figure_without_a_floor_and_a_floor_without_a_figure_are_shortfalls() -> None:
    assert shortfalls({"tag_acc": 90.0}, {"dep_las": 85.0}) == ["dep_las", "tag_acc"]


def test_the_table_marks_what_is_below() -> None:
    lines = table(FIGURES | {"dep_las": 80.0}, Pins(FIGURES, {}, {"documents": 1})).splitlines()
    assert [line.split()[0] for line in lines if line.endswith("BELOW")] == ["dep_las"]


@pytest.mark.parametrize(("figure", "status"), [(80.0, 1), (90.0, 0)])
def test_the_command_fails_below_a_floor(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], figure: float, status: int
) -> None:
    pins = repin(FIGURES, folder)
    monkeypatch.setattr(gate, "load_pins", lambda: pins)
    monkeypatch.setattr(gate, "load_model", lambda: BLANK)
    monkeypatch.setattr(gate, "measure", lambda _: FIGURES | {"dep_las": figure})
    assert main([]) == status
    assert ("BELOW" in capsys.readouterr().out) == bool(status)


def test_without_pins_the_gate_asks_for_them(folder: Path) -> None:
    with pytest.raises(GateError, match=r"floors\.json: pin the floors with .*--update"):
        load_pins(folder)


@pytest.mark.parametrize("change", ["edited", "added", "removed"])
def test_a_changed_gold_set_is_refused_until_it_is_pinned_again(folder: Path, change: str) -> None:
    repin(FIGURES, folder)
    path = folder / "aid.tsv"
    if change == "edited":
        path.write_text(path.read_text(encoding="utf-8").replace("nsubj", "dobj", 1), encoding="utf-8")
    elif change == "added":
        path = gold_file(folder, RAIN)
    else:
        path.unlink()
    with pytest.raises(GateError, match=f"gold files changed: {path.name}"):
        load_pins(folder)
    repin(FIGURES, folder)
    assert (path.name in load_pins(folder).files) == path.exists()


def test_floors_rise_but_do_not_fall_unless_asked(folder: Path) -> None:
    repin(FIGURES, folder)
    raised = repin(FIGURES | {"dep_las": 95.0}, folder)
    assert raised.floors["dep_las"] == 95.0 - gate.MARGINS["dep_las"]
    before = (folder / gate.FLOORS).read_bytes()
    with pytest.raises(GateError, match=r"dep_las 94\.70 -> 89\.70"):
        repin(FIGURES, folder)
    assert (folder / gate.FLOORS).read_bytes() == before
    assert repin(FIGURES, folder, allow_regression=True).floors["dep_las"] == 90.0 - gate.MARGINS["dep_las"]


def test_a_floor_does_not_go_unless_asked(folder: Path) -> None:
    repin(FIGURES, folder)
    fewer = {name: figure for name, figure in FIGURES.items() if name != "names_f"}
    with pytest.raises(GateError, match="names_f"):
        repin(fewer, folder)


def test_pins_are_whole_json_and_no_draft_stays(folder: Path) -> None:
    pins = repin(FIGURES, folder)
    assert json.loads((folder / gate.FLOORS).read_text(encoding="utf-8"))["size"] == pins.size
    assert [path.name for path in folder.glob("floors*")] == [gate.FLOORS]


def test_a_gold_file_becomes_a_doc(tmp_path: Path) -> None:
    doc = read_gold(gold_file(tmp_path, RAIN), BLANK.vocab)
    assert doc.text == "Rain hit New York"
    assert [(token.dep_, token.head.text) for token in doc][2:] == [("compound", "York"), ("dobj", "hit")]
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("New York", "GPE")]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (changed(3, "head", "5"), r"rain\.tsv:5: head 5 is outside the sentence"),
        (changed(3, "head", "0"), "head 0 does not go with dobj"),
        (changed(1, "dep", "dobj"), "head 0 does not go with dobj"),
        (changed(2, "head", "3"), r"rain\.tsv:4: the heads go round in a circle"),
        ([RAIN[0], RAIN[1], RAIN[1], RAIN[1]], "a sentence needs one root"),
        (changed(0, "dep", "nsubj:pass"), r"rain\.tsv:2: unknown dep 'nsubj:pass'"),
        (changed(0, "tag", "NOUN_"), "unknown tag 'NOUN_'"),
        (changed(0, "pos", "NN"), "unknown pos 'NN'"),
        (changed(0, "entity", "B-RAIN"), "unknown entity 'B-RAIN'"),
        (changed(2, "entity", "O"), r"rain\.tsv:5: I-GPE without a B- before it"),
        (changed(3, "entity", "I-LOC"), "I-LOC without a B- before it"),
        (changed(0, "space", "yes"), "bad id '1', space 'yes' or head '2'"),
        (changed(0, "lemma", ""), "9 filled columns are needed"),
    ],
)
def test_a_malformed_gold_file_is_refused(tmp_path: Path, rows: list[list[str]], message: str) -> None:
    with pytest.raises(GoldError, match=message):
        read_gold(gold_file(tmp_path, rows), BLANK.vocab)


def test_a_gold_file_without_its_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bare.tsv"
    path.write_text("Rain fell.\n", encoding="utf-8")
    with pytest.raises(GoldError, match=r"bare\.tsv:1: the header is not id text"):
        read_gold(path, BLANK.vocab)
