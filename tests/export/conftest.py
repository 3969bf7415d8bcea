"""Generations to export."""

from __future__ import annotations

from pathlib import Path

import pytest

import pipeline
from pipeline.tables import Tables, load_tables
from tests.conftest import ROOT
from tests.samples import commit, generation

ARTICLE = (
    "Skarvik harbour to close\r\n\r\nThe harbour of Skarvik, in Norway, will be closed for 14 weeks from 3 June 2024, "
    "Harbour Master Tove Lindqvist said. “The old quay is sinking 🚢,” she told the\r\nSkarvik Gazette.\r\n\r\n"
    "Norway's government denied it. The repair will cost $45 million; it’s dear, according to the Ports Authority.\r\n"
)


@pytest.fixture
def small(tmp_path: Path) -> Tables:
    """A generation that no model made."""
    return load_tables(commit(tmp_path / "out", generation(), keep=1))


@pytest.fixture(scope="package")
def made(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """What a run makes of the articles in raw/, and of one with characters of all sorts."""
    raw = tmp_path_factory.mktemp("exported") / "raw"
    raw.mkdir()
    for path in (ROOT / "raw").iterdir():
        (raw / path.name).write_bytes(path.read_bytes())
    (raw / "skarvik.txt").write_bytes(ARTICLE.encode())
    return pipeline.run(raw, raw.parent / "out").tables
