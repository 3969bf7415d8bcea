"""Each hostile file by itself, as far as no language model is needed."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.rawfiles import raw_bytes, shown
from pipeline.records import RawFile, Rejected
from pipeline.sources import raw_paths
from pipeline.stages.clean import clean
from pipeline.stages.read import read
from tests.hostile.files import FILES
from tests.hostile.fixture import DOCUMENT, IN_A_BATCH, Hostile, written
from tests.hostile.texts import TEXTS

ALL = (*TEXTS, *FILES)


def outcome(raw: Path, path: str) -> str:
    """What becomes of a file before the language model sees it."""
    try:
        clean(read(RawFile(path, raw_bytes(raw, path))))
    except Rejected as rejected:
        return rejected.reason if rejected.detail.isprintable() else f"not in one line: {rejected.detail!r}"
    except PermissionError:
        return "unreadable"
    return DOCUMENT


@pytest.mark.parametrize("hostile", ALL, ids=lambda hostile: hostile.name)
def test_a_hostile_file_is_read_or_refused_for_the_right_reason(hostile: Hostile, tmp_path: Path) -> None:
    expected = written(hostile, tmp_path)
    found = {shown(path): outcome(tmp_path, path) for path in raw_paths(tmp_path)}
    assert found == {path: DOCUMENT if becomes in IN_A_BATCH else becomes for path, becomes in expected.items()}


def test_there_are_as_many_as_were_promised() -> None:
    assert len({hostile.name for hostile in ALL}) == len(ALL) >= 60
