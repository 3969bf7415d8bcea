"""Logs, errors and the quarantine tell nothing of what stands in an article or in the environment."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline import cli, run
from pipeline.sources import load_manifest
from pipeline.tables import load_tables
from tests.hostile.fixture import article

CANARY, SECRET, REFUSED = "Zanzibarquux", "hunter2-token-4711", "Xylophonquux"
STAGES = {
    "clean": "pipeline.stages.clean.clean",
    "annotate": "pipeline.stages.annotate.annotate",
    "quotes": "pipeline.stages.quotes.quotes",
    "claims": "pipeline.stages.claims.claims",
    "entities": "pipeline.stages.entities.entities",
}


@pytest.fixture
def raw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An article, files that are refused for several reasons, and a secret in the environment."""
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "a.txt").write_text(article(CANARY))
    (folder / "short.txt").write_text(REFUSED)
    (folder / "binary.txt").write_bytes(b"\x89PNG" + REFUSED.encode())
    (folder / "nul.txt").write_bytes(REFUSED.encode() + b"\0" * 100)
    (folder / "foreign.txt").write_text(f"{REFUSED} статья о мосте " * 50)
    (folder / "long.txt").write_text(f"{REFUSED} " * 100_000)
    (folder / "suffix.xyz").write_text(REFUSED)
    monkeypatch.setenv("CORROBORATE_SECRET", SECRET)
    return folder


def told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], raw: Path, *more: str) -> str:
    """What a run writes to standard error, and what its quarantine holds."""
    out = raw.parent / "out"
    monkeypatch.setattr("sys.argv", ["corroborate", "run", "--raw", str(raw), "--out", str(out), *more])
    with pytest.raises(SystemExit):
        cli.main()
    quarantine = load_tables(out).quarantine
    assert len(quarantine) >= 6
    return capsys.readouterr().err + quarantine.to_csv()


@pytest.mark.slow
@pytest.mark.parametrize("form", ["text", "json"])
def test_the_log_and_the_quarantine_hold_no_text_and_no_secret(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], raw: Path, form: str
) -> None:
    found = told(monkeypatch, capsys, raw, "--log", form)
    assert [word for word in (CANARY, SECRET, REFUSED) if word.lower() in found.lower()] == []


@pytest.mark.slow
@pytest.mark.parametrize("stage", sorted(STAGES))
def test_the_message_of_a_failing_stage_is_not_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], raw: Path, stage: str
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise ValueError(f"cannot work on {CANARY} with {SECRET}: {args!r}")

    monkeypatch.setattr(STAGES[stage], fail)
    found = told(monkeypatch, capsys, raw, "--log", "json")
    assert f"ValueError in {stage}" in found
    assert [word for word in (CANARY, SECRET, REFUSED) if word.lower() in found.lower()] == []


def test_a_result_of_a_job_that_fails_holds_no_text(monkeypatch: pytest.MonkeyPatch, raw: Path) -> None:
    def fail(*args: object) -> None:
        raise KeyError(CANARY)

    monkeypatch.setattr("pipeline.stages.read.read", fail)
    done = run.process(run.Job(raw, "a.txt", load_manifest(raw).get("a.txt", run.SourceEntry()), None))
    assert CANARY not in json.dumps(repr(done))
