"""Makes `docs/examples.json`: a row of each table as the articles in raw/ give it, for the page on the tables.

`make docs` runs it before the page is made; a slow test holds the file against what a run gives.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

import pipeline
from pipeline.progress import Lines
from pipeline.schema import TABLES

ROOT = Path(__file__).parents[1]


def examples(folder: Path) -> str:
    """The examples as JSON.

    Args:
        folder: An empty one to work in. A file without text stands beside the articles, so that quarantine has a row.
    """
    shutil.copytree(ROOT / "raw", folder / "raw")
    (folder / "raw" / "empty.txt").touch()
    made = pipeline.run(folder / "raw", folder / "out", progress=Lines(as_json=False, quiet=True))
    return json.dumps({name: example(made.tables.frames[name]) for name in TABLES}, indent=1, ensure_ascii=False) + "\n"


def example(frame: pd.DataFrame) -> dict[str, object]:
    """The first of the rows that have most to show."""
    place = int(frame.notna().sum(axis=1).argmax())
    row: dict[str, object] = frame.astype(object).where(frame.notna(), None).iloc[place].to_dict()
    return row


if __name__ == "__main__":
    with TemporaryDirectory() as place:
        sys.stdout.write(examples(Path(place)))
