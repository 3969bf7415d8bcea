"""All hostile files in one run, with two good articles among them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import frictionless
import pandas as pd
import pytest

from pipeline.schema import TABLES
from pipeline.tables import Tables, load_tables, read_csv
from tests.conftest import ROOT
from tests.hostile.fixture import DOCUMENT, written
from tests.hostile.test_fixtures import ALL

GOOD = {
    "good-harbour.txt": (
        "Skarvik harbour to close for repairs\n\nThe harbour of Skarvik will be closed for 14 weeks from 3 June 2024, "
        "Harbour Master Tove Lindqvist said. “The old quay is sinking,” she told the Skarvik Gazette.\n\n"
        "The repair will cost $45 million, according to the Nordmark Ports Authority.\n"
    ),
    "good-quay.txt": (
        "Nordmark closes a port\n\nHarbour Master Tove Lindqvist announced that the harbour of Skarvik would be closed "
        "for 14 weeks. The repair of the quay will cost $65 million, the Nordmark Ports Authority said.\n"
    ),
}
MEASURED = """
import json, resource, sys
import pipeline
if __name__ == "__main__":
    pipeline.run(sys.argv[1], sys.argv[2], workers=2)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""
MORE_MEMORY = 120
"""MiB that the process which gathers the tables may need beyond what two short articles need."""


@dataclass(frozen=True)
class Done:
    """A run: its raw folder, what must come of each hostile path, its tables, its peak of memory in MiB, its log."""

    raw: Path
    expected: dict[str, str]
    tables: Tables
    peak: int
    log: str


def run(raw: Path, expected: dict[str, str]) -> Done:
    """A run in a process of its own over what is in a folder and the good articles."""
    raw.mkdir(exist_ok=True)
    for name, text in GOOD.items():
        (raw / name).write_text(text)
    script, out = raw.parent / "script.py", raw.parent / "out"
    script.write_text(MEASURED)
    done = subprocess.run(
        [sys.executable, script, raw, out],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    return Done(raw, expected, load_tables(out), int(done.stdout), done.stderr)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Done:
    """A run over all fixtures that can be made here."""
    raw, expected = tmp_path_factory.mktemp("hostile") / "raw", dict[str, str]()
    for fixture in ALL:
        with suppress(pytest.skip.Exception):
            expected |= written(fixture, raw)
    shutil.rmtree(raw / "unreadable", ignore_errors=os.geteuid() != 0)  # the superuser may read it
    return run(raw, expected)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Done:
    """A run over the good articles."""
    return run(tmp_path_factory.mktemp("alone") / "raw", {})


def good_rows(tables: Tables) -> dict[str, list[dict[str, object]]]:
    """The rows of every table that belong to the good articles."""
    found = {}
    for name, frame in tables.frames.items():
        column = next((c for c in ("doc_id", "doc_a", "claim_id", "quote_id", "mention_id") if c in frame), None)
        if column:
            found[name] = frame[frame[column].str.startswith("good-")].astype(object).fillna("").to_dict("records")
    return found


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_every_file_ends_in_documents_or_quarantine_for_the_right_reason(hostile: Done) -> None:
    documents, quarantine = hostile.tables.documents, hostile.tables.quarantine
    refused = zip(quarantine["raw_path"], quarantine["reason"], strict=True)
    found = [*((path, DOCUMENT) for path in documents["raw_path"]), *refused]
    assert sorted(found) == sorted([*hostile.expected.items(), *((name, DOCUMENT) for name in GOOD)])


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_rows_of_good_articles_are_as_without_the_hostile_files(hostile: Done, alone: Done) -> None:
    rows = good_rows(alone.tables)
    assert all(rows[name] for name in ("documents", "sentences", "mentions", "quotes", "claims", "alignments"))
    assert good_rows(hostile.tables) == rows


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_hostile_files_cost_the_gathering_process_little_memory(hostile: Done, alone: Done) -> None:
    assert hostile.peak - alone.peak < MORE_MEMORY


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_data_package_of_hostile_files_is_valid(hostile: Done) -> None:
    assert any(text.startswith("=") for text in hostile.tables.documents["raw_path"].str.split("/").str[-1])
    report = frictionless.validate(hostile.tables.folder / "datapackage.json")
    assert report.valid, report.flatten(["fieldName", "rowNumber", "type"])


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_nothing_is_written_but_the_outputs_and_each_refusal_is_one_line(hostile: Done) -> None:
    assert sorted(path.name for path in hostile.raw.parent.iterdir()) == ["out", "outside.txt", "raw", "script.py"]
    assert hostile.log.count("\n") == len(hostile.tables.quarantine)
    assert all(line.isprintable() for line in hostile.log.splitlines())
    for name, table in TABLES.items():
        folder = hostile.tables.folder
        pd.testing.assert_frame_equal(read_csv(folder / f"{name}.csv", table), hostile.tables.frames[name])
