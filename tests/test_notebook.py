from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jupytext
import nbclient
import pytest

import pipeline
from tests.conftest import ROOT

SOURCE = ROOT / "notebooks" / "explore.py"
LONGEST = 60.0  # seconds
MARKUP = "<svg/onload=alert(1)>"  # cleaning leaves it as it stands
TOLD = """{head}

Iceland will pay Norway ${sum} million for the repair of the cable {markup} on 3 May 2024. The cable was cut in January.
Minister Ada Berg said on Friday that the accord “will stand for {markup} ten years”. {more}
"""


def executed(out: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the cells put out, on the tables in a folder."""
    monkeypatch.setenv("OUT", str(out))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    notebook = jupytext.read(SOURCE)
    where = {"metadata": {"path": str(SOURCE.parent)}}
    nbclient.NotebookClient(notebook, timeout=LONGEST, kernel_name="python3", resources=where).execute()
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def html(outputs: list[dict[str, Any]]) -> str:
    return "".join(output.get("data", {}).get("text/html", "") for output in outputs)


def charts(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        content
        for output in outputs
        for kind, content in output.get("data", {}).items()
        if kind.startswith("application/vnd.vegalite")
    ]


def outputs_of(folder: Path, files: Mapping[str, str]) -> Path:
    """The folder of outputs of some articles."""
    raw = folder / "raw"
    raw.mkdir()
    for name, text in files.items():
        (raw / name).write_text(text, encoding="utf-8")
    pipeline.run(raw, folder / "out")
    return folder / "out"


def test_the_source_holds_no_outputs() -> None:
    cells = jupytext.read(SOURCE).cells
    assert sum(cell.cell_type == "code" for cell in cells) > 10
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in cells)


def test_a_sentence_stands_before_each_cell() -> None:
    kinds = [cell.cell_type for cell in jupytext.read(SOURCE).cells]
    assert kinds == ["markdown", "code"] * (len(kinds) // 2)


@pytest.mark.slow
def test_the_notebook_runs_on_the_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline.run(ROOT / "raw", tmp_path)
    began = time.monotonic()
    outputs = executed(tmp_path, monkeypatch)
    assert time.monotonic() - began < LONGEST
    assert {output["output_type"] for output in outputs} == {"execute_result"}
    assert "$45 million against $65 million" in html(outputs)
    assert "<mark>$45 million</mark>" in html(outputs)
    speakers, timeline = charts(outputs)
    assert {row["source"] for rows in speakers["datasets"].values() for row in rows} == {
        "Harbour Courier",
        "Northern Ledger",
    }
    assert {"2025-03-13"} < {row["date"][:10] for rows in timeline["datasets"].values() for row in rows}


@pytest.mark.slow
def test_the_notebook_runs_where_nothing_meets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    article = "The harbour is cold and the ferry waits there. Nobody comes, and the gulls sit on the wall."
    outputs = executed(outputs_of(tmp_path, {"a.txt": article}), monkeypatch)
    assert {output["output_type"] for output in outputs} == {"execute_result"}
    assert "No two claims are aligned." in html(outputs)
    assert len(charts(outputs)) == 2


@pytest.mark.slow
def test_no_article_puts_markup_into_the_notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sides = ({"head": "The cable", "sum": 45, "more": ""}, {"head": "Iceland pays", "sum": 65, "more": "It rained."})
    files = {f"n{i}.txt": TOLD.format(markup=MARKUP, **side) for i, side in enumerate(sides)}
    files["sources.toml"] = f'["n0.txt"]\nsource = "Paper {MARKUP}"'
    shown = html(executed(outputs_of(tmp_path, files), monkeypatch))
    pair = shown.split("<caption>conflicts")[1].split("</table>")[0]
    assert pair.count("&lt;svg") == 3  # in the name of a source and on both sides
    assert shown.count("&lt;svg") > 3
    assert "<svg" not in shown
