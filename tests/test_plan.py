"""What must be redone, and why."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from pipeline import fingerprint
from pipeline.config import Settings
from pipeline.language import ModelError
from pipeline.plan import Plan, is_up_to_date, latest_manifest, make_plan, told
from tests.samples import commit, generation

ALL, NOTHING = "all", "nothing"
RERUNS = {
    "raw": NOTHING,  # the same files in another folder
    "out": NOTHING,
    "model": ALL,
    "workers": NOTHING,
    "max_quarantine": NOTHING,
    "keep": NOTHING,
    "cache_mb": NOTHING,
    "executor": NOTHING,
    "address": NOTHING,
    "raw_address": NOTHING,
    "out_address": NOTHING,
}
"""What a change of each setting makes to be done anew."""


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A folder of two articles and a manifest."""
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "a.txt").write_text("Rosa sold the ferry.")
    (folder / "b.md").write_text("The ferry was sold.")
    (folder / "sources.toml").write_text('["a.txt"]\nsource = "Courier"\n')
    return folder


def keys(plan: Plan) -> dict[str, str | None]:
    return {one.path: plan.key(one) for one in plan.inputs}


def changed(before: Plan, after: Plan) -> set[str]:
    return {path for path, key in keys(after).items() if keys(before).get(path) != key}


def test_every_setting_says_what_it_reruns() -> None:
    assert set(RERUNS) == {field.name for field in fields(Settings)}


@pytest.mark.parametrize("name", RERUNS)
def test_a_setting_reruns_what_it_must(raw: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "model").mkdir()
    values: dict[str, Any] = {
        "raw": raw / ".." / "raw",
        "out": tmp_path / "other",
        "model": str(tmp_path / "model"),
        "workers": 2,
        "max_quarantine": 0.5,
        "keep": 2,
        "cache_mb": 1,
        "executor": "processes",
        "address": "10.0.0.10:6379",
        "raw_address": "s3://news/raw",
        "out_address": "s3://news/out",
    }
    settings = Settings(raw, tmp_path / "out", executor=None if name == "executor" else "ray")
    before, after = make_plan(settings), make_plan(replace(settings, **{name: values[name]}))
    assert (changed(before, after) == {"a.txt", "b.md"}) == (RERUNS[name] == ALL)
    assert (before.run_key == after.run_key) == (RERUNS[name] == NOTHING)


def test_only_what_changed_has_another_key(raw: Path) -> None:
    before = make_plan(Settings(raw))
    (raw / "b.md").write_text("The ferry was not sold.")
    after = make_plan(Settings(raw))
    assert changed(before, after) == {"b.md"}
    assert before.run_key != after.run_key
    (raw / "b.md").write_text("The ferry was sold.")
    assert keys(make_plan(Settings(raw))) == keys(before)


def test_what_the_manifest_says_counts_for_that_file(raw: Path) -> None:
    before = make_plan(Settings(raw))
    (raw / "sources.toml").write_text('["a.txt"]\nsource = "Ledger"\n')
    assert changed(before, make_plan(Settings(raw))) == {"a.txt"}


def test_another_name_is_another_document(raw: Path) -> None:
    before = make_plan(Settings(raw))
    (raw / "b.md").rename(raw / "c.md")
    assert changed(before, make_plan(Settings(raw))) == {"c.md"}


def test_times_of_files_count_for_nothing(raw: Path) -> None:
    before = make_plan(Settings(raw))
    (raw / "a.txt").touch()
    assert make_plan(Settings(raw)).run_key == before.run_key


def test_what_is_no_ordinary_file_has_no_key(raw: Path) -> None:
    (raw / "loop.txt").symlink_to(raw / "loop.txt")
    (raw / "out.txt").symlink_to("/etc/hostname")
    plan = make_plan(Settings(raw))
    assert keys(plan)["loop.txt"] is keys(plan)["out.txt"] is None
    assert keys(plan)["a.txt"] is not None


def test_code_and_libraries_are_part_of_the_key(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = make_plan(Settings(raw))
    monkeypatch.setattr(fingerprint, "code", lambda: "other")
    assert changed(before, make_plan(Settings(raw))) == {"a.txt", "b.md"}
    monkeypatch.undo()
    monkeypatch.setattr(fingerprint, "_version", lambda name: "0.0")
    assert changed(before, make_plan(Settings(raw))) == {"a.txt", "b.md"}


def test_the_fingerprint_of_the_code_is_of_what_makes_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("run.py", "cli.py", "language/words.csv", "report/page.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("one")
    monkeypatch.setattr(fingerprint, "PACKAGE", tmp_path)
    fingerprint.code.cache_clear()
    found = {}
    for name in (None, "cli.py", "run.py", "language/words.csv"):
        if name:
            (tmp_path / name).write_text("two")
        fingerprint.code.cache_clear()
        found[name] = fingerprint.code()
    monkeypatch.undo()
    fingerprint.code.cache_clear()
    assert found[None] == found["cli.py"]
    assert len(set(found.values())) == 3


def test_a_model_that_is_not_there_is_told_before_anything_is_done(raw: Path) -> None:
    with pytest.raises(ModelError, match="no_such_model"):
        make_plan(Settings(raw, model="no_such_model"))


def test_a_plan_needs_neither_spacy_nor_pandas() -> None:

    code = "import sys, pipeline.plan; sys.exit(any(m in sys.modules for m in ('spacy', 'pandas', 'numpy')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_would_be_done_is_told_with_the_reason(raw: Path, tmp_path: Path) -> None:
    plan = make_plan(Settings(raw, tmp_path / "out"))
    before = json.loads(json.dumps(plan.manifest()))
    assert list(told(plan, before, set(), up_to_date=True)) == [
        "nothing to do: nothing changed since the latest tables were made"
    ]
    assert next(told(plan, before, {"a.txt", "b.md"}, up_to_date=False)).startswith("the latest tables are damaged")
    (raw / "a.txt").write_text("Rosa kept the ferry.")
    (raw / "b.md").unlink()
    (raw / "c.txt").write_text("A lighthouse reopened.")
    (raw / "sources.toml").unlink()
    lines = list(told(make_plan(Settings(raw)), before, {"c.txt"}, up_to_date=False))
    assert lines[0].startswith("a.txt: changed: read, clean")
    assert lines[1:] == ["b.md: gone", "1 of 2 files as kept from runs before; link and align over all"]
    first = list(told(make_plan(Settings(raw)), {}, set(), up_to_date=False))
    assert [line.split(": ")[1] for line in first[:2]] == ["new", "new"]


def test_another_version_and_another_description_are_told_apart(raw: Path) -> None:
    before = json.loads(json.dumps(make_plan(Settings(raw)).manifest()))
    (raw / "sources.toml").write_text('["b.md"]\nsource = "Ledger"\n')
    plan = make_plan(Settings(raw))
    assert plan.reasons(before) == {"a.txt": "described anew", "b.md": "described anew"}
    older = {**before, "code": "older"}
    assert set(make_plan(Settings(raw)).reasons(older).values()) == {"described anew"}
    (raw / "sources.toml").write_text('["a.txt"]\nsource = "Courier"\n')
    assert set(make_plan(Settings(raw)).reasons(older).values()) == {"made by another version"}
    assert make_plan(Settings(raw)).reasons(before) == {}


def test_tables_are_up_to_date_where_they_are_whole_and_of_this_plan(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    plan = make_plan(Settings(raw, out))
    assert not is_up_to_date(plan, out)
    folder = commit(out, replace(generation(), manifest=plan.manifest()), keep=5)
    assert latest_manifest(out)["inputs"].keys() == {"a.txt", "b.md"}
    assert is_up_to_date(plan, out)
    (folder / "claims.csv").write_text("torn")
    assert not is_up_to_date(plan, out)
    (folder / "manifest.json").write_text("{")
    assert latest_manifest(out) == {}
