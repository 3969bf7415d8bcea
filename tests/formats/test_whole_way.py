"""Files of every format on the whole way to tables."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline
from pipeline.errors import UsageError
from pipeline.formats import docx, html, pdf
from pipeline.formats.sandbox import found_in
from pipeline.records import SourceEntry
from pipeline.sources import describe_article
from tests.formats import files

MADE = {"html": files.page(), "pdf": files.pdf(columns=2), "docx": files.saved(files.word())}
REASONS = {"parse_failed", "no_text", "archive_bomb", "encrypted", "binary", "undecodable"}
SPANS = ("sentences", "mentions", "quotes", "claims")


@pytest.mark.slow
def test_every_span_is_in_the_text_that_was_extracted(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for kind, data in MADE.items():
        (raw / f"{kind}-ferry.{kind}").write_bytes(data)
    (raw / "locked.pdf").write_bytes(files.locked_pdf("password"))
    done = pipeline.run(raw, tmp_path / "out", max_quarantine=0.5)
    assert dict(zip(done.tables.quarantine["raw_path"], done.tables.quarantine["reason"], strict=True)) == {
        "locked.pdf": "encrypted"
    }
    assert dict(zip(done.tables.documents["doc_id"], done.tables.documents["format"], strict=True)) == {
        f"{kind}-ferry": kind for kind in MADE
    }
    for name in SPANS:
        rows = done.tables.frames[name]
        assert set(rows["doc_id"]) == set(done.tables.documents["doc_id"])
        for row in rows.itertuples():
            clean, in_raw = (done.tables.text(row.doc_id, raw=is_raw) for is_raw in (False, True))
            assert clean[row.start : row.end] == row.text
            assert in_raw[row.raw_start : row.raw_end].replace("-\n", "") == row.text
    by_document = done.tables.claims.groupby("doc_id")["text"].apply(sorted)
    assert by_document["html-ferry"] == by_document["docx-ferry"] == by_document["pdf-ferry"]
    assert [done.tables.quotes.query("speaker_name == 'John Roe'")["doc_id"].nunique()] == [3]


@pytest.mark.parametrize("kind", MADE)
def test_the_entry_of_an_article_is_made_from_what_the_file_declares(kind: str, tmp_path: Path) -> None:
    file = tmp_path / f"ferry.{kind}"
    file.write_bytes(MADE[kind])
    found = describe_article(file, SourceEntry(source="The Port"))
    assert (found.source, found.title) == ("The Port", files.HEADLINE)
    assert found.published in ("2024-05-03", "2024-05-04")


def test_an_article_that_cannot_be_read_is_told_with_the_reason(tmp_path: Path) -> None:
    file = tmp_path / "ferry.pdf"
    file.write_bytes(files.locked_pdf("password"))
    with pytest.raises(UsageError, match="encrypted"):
        describe_article(file, SourceEntry())


@pytest.mark.slow
def test_the_command_adds_files_of_every_format(tmp_path: Path) -> None:
    for kind, data in MADE.items():
        (tmp_path / f"ferry.{kind}").write_bytes(data)
    given = [str(tmp_path / f"ferry.{kind}") for kind in MADE]
    command = [sys.executable, "-m", "pipeline.cli", "add", "--raw", str(tmp_path / "raw"), *given]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "raw" / "sources.toml").read_text().count(files.HEADLINE) == 3


def test_modules_of_formats_are_not_imported_before_they_are_needed() -> None:
    code = "import sys, pipeline.stages.read; print(not {'pypdf', 'docx', 'trafilatura', 'spacy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"


@pytest.mark.slow
@settings(max_examples=80, deadline=None)
@given(st.sampled_from(sorted(MADE)), st.binary(max_size=20), st.floats(0, 1), st.integers(0, 40))
def test_a_damaged_file_is_read_or_rejected(kind: str, noise: bytes, where: float, cut: int) -> None:
    data = MADE[kind]
    place = int(where * len(data))
    found = found_in(f"pipeline.formats.{kind}:extract", data[:place] + noise + data[place + cut :])
    assert found.get("text", "").strip() or found["reason"] in REASONS


@pytest.mark.parametrize("module", [html, pdf, docx])
def test_every_format_has_the_one_function(module: object) -> None:
    assert callable(module.extract)  # type: ignore[attr-defined]
