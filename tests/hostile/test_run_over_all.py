"""All hostile files in one run, with two good articles among them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from pipeline.schema import TABLES
from pipeline.tables import Tables, load_tables
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
from pathlib import Path
import pipeline
result = pipeline.run(sys.argv[1], sys.argv[2], workers=2)
print(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
"""


def run(raw: Path, out: Path) -> tuple[Tables, float, str]:
    """The tables of a run in a process of its own, its peak of memory in MiB, and what it told."""
    for name, text in GOOD.items():
        (raw / name).write_text(text)
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, raw, out], capture_output=True, text=True, cwd=ROOT, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    return load_tables(out), json.loads(done.stdout), done.stderr


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What must come of each path, of those fixtures that can be made here."""
    raw, found = tmp_path_factory.mktemp("all") / "raw", dict[str, str]()
    for hostile in ALL:
        try:
            found |= written(hostile, raw)
        except pytest.skip.Exception:
            continue
    return found | {"": str(raw)}
