"""The whole job on the articles that come with the project."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import spacy

import pipeline
from pipeline.errors import UsageError
from pipeline.language import ModelError
from pipeline.run import RunResult
from pipeline.schema import TABLES
from pipeline.tables import load_tables
from tests.conftest import ROOT

RAW = ROOT / "raw"


def tables_of(folder: Path) -> dict[str, bytes]:
    """The bytes of every table."""
    return {f.name: f.read_bytes() for f in sorted(folder.iterdir()) if f.suffix in (".csv", ".parquet")}


def run_command(*arguments: str, seed: str = "0") -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    command = [sys.executable, "-m", "pipeline", *arguments]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT, check=False)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> RunResult:
    """One run over the articles of the project."""
    return pipeline.run(RAW, tmp_path_factory.mktemp("out"))


def test_every_table_but_quarantine_has_rows(result: RunResult) -> None:
    assert {name for name, frame in result.tables.frames.items() if frame.empty} == {"quarantine"}
    assert not result.too_many_quarantined


def test_every_table_is_there_as_parquet_and_csv(result: RunResult) -> None:
    assert set(tables_of(result.folder)) == {f"{name}.{suffix}" for name in TABLES for suffix in ("csv", "parquet")}


def test_furniture_is_in_no_sentence(result: RunResult) -> None:
    sentences = " ".join(result.tables.sentences["text"])
    for furniture in ("HARBOUR COURIER WEEKLY", "All rights reserved", "Tidewater", "NO. 31", "<u>", "**", "\\$"):
        assert furniture not in sentences
    assert "stationed in its ports" in sentences
    assert "Article 7 says" in sentences


def test_a_reader_finds_who_said_what(result: RunResult) -> None:
    said = result.tables.quotes.dropna(subset="verbatim")
    by_words = dict(zip(said["verbatim"], said["speaker_name"], strict=True))
    assert by_words["We were never asked,"] == "Mads Kjeldgaard"
    assert by_words["a promise between friends, not a threat to anybody"] == "Ingrid Solheim"
    alone = said["text"].str.strip("“”\"'") == said["verbatim"]
    assert "herring peace" not in set(said.loc[alone, "verbatim"])  # a nickname, if within what others say


def test_the_number_on_which_the_sources_differ_is_a_conflict(result: RunResult) -> None:
    conflicts = result.tables.alignments.query("relation == 'conflicts'")["conflict"]
    assert any("45" in words and "65" in words for words in conflicts)


@pytest.mark.slow
def test_workers_hash_seeds_and_the_order_of_files_change_nothing(result: RunResult, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for file in sorted(RAW.iterdir(), reverse=True):
        shutil.copy(file, raw)
    done = run_command("run", "--raw", str(raw), "--out", str(tmp_path / "out"), "--workers", "2", seed="7")
    assert done.returncode == 0, done.stderr
    assert tables_of(tmp_path / "out" / "latest") == tables_of(result.folder)


@pytest.mark.slow
def test_bad_files_are_quarantined_and_the_rest_is_unharmed(result: RunResult, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    shutil.copytree(RAW, raw)
    (raw / "empty.txt").write_text("")
    (raw / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4)
    (raw / "word.txt").write_text("Herring")
    (raw / "loop.txt").symlink_to(raw / "loop.txt")
    (raw / "link.txt").symlink_to("/etc/hostname")
    (raw / "z-copy.txt").write_bytes((raw / "northern-ledger-herring-deal.txt").read_bytes())
    os.mkfifo(raw / "pipe.txt")
    again = pipeline.run(raw, tmp_path / "out")
    assert dict(zip(again.tables.quarantine["raw_path"], again.tables.quarantine["reason"], strict=True)) == {
        "empty.txt": "empty",
        "picture.txt": "binary",
        "word.txt": "too_short",
        "loop.txt": "not_a_file",
        "link.txt": "outside",
        "z-copy.txt": "duplicate",
        "pipe.txt": "not_a_file",
    }
    assert again.too_many_quarantined
    assert again.tables.claims.equals(result.tables.claims)


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_a_model_that_cannot_be_used_is_no_fault_of_the_articles(tmp_path: Path, workers: int) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match="no ner and no parser"):
        pipeline.run(RAW, tmp_path / "out", model=str(tmp_path / "blank"), workers=workers)
    assert not (tmp_path / "out" / "latest").exists()


def test_the_module_of_the_same_name_does_not_hide_the_function() -> None:
    with pytest.raises(UsageError, match="no folder"):
        pipeline.run("nowhere")


@pytest.mark.slow
def test_every_span_of_the_real_articles_round_trips(shared: Path, tmp_path: Path) -> None:
    done = pipeline.run(shared / "raw", tmp_path)  # a run checks each span before it commits
    assert len(done.tables.documents) == 2
    everything = " ".join([*done.tables.quotes["text"], *done.tables.claims["text"]])
    taken_out = done.tables.furniture[done.tables.furniture["start"].isna()]["text"]
    assert len(taken_out) >= 6
    for furniture in [*taken_out, "<u>", "**", "##", "\\$", "©"]:
        assert furniture not in everything
    assert load_tables(tmp_path).folder == done.folder
