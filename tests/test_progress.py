import json
from datetime import UTC, datetime

import pytest

from pipeline.progress import Bar, Lines, Quiet, new_run_id


def test_lines_tell_of_stages_but_not_of_every_document(capsys: pytest.CaptureFixture[str]) -> None:
    lines = Lines()
    lines.start("documents", 2)
    lines.advance()
    lines.note("quarantined", file="a.txt", reason="empty")
    assert capsys.readouterr().err == "stage: stage documents, items 2\nquarantined: file a.txt, reason empty\n"


def test_lines_as_json_say_which_run_and_stage_and_how_long_it_took(capsys: pytest.CaptureFixture[str]) -> None:
    lines = Lines(as_json=True)
    lines.start("documents", 2)
    lines.note("quarantined", file="a\n.txt", stage="read")
    lines.start("link", 1)
    lines.note("done", seconds=1.5)
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["event"], line["stage"]) for line in told] == [
        ("stage", "documents"),
        ("quarantined", "read"),
        ("stage_done", "documents"),
        ("stage", "link"),
        ("stage_done", "link"),
        ("done", None),
    ]
    assert {line["run_id"] for line in told} == {lines.run_id}
    assert all(datetime.fromisoformat(line["time"]).tzinfo for line in told)
    assert all(isinstance(line["ms"], int) and line["ms"] >= 0 for line in told if line["event"] == "stage_done")


@pytest.mark.parametrize("as_json", [True, False])
def test_quiet_tells_of_what_went_wrong_alone(capsys: pytest.CaptureFixture[str], as_json: bool) -> None:
    quiet = Lines(as_json=True, quiet=True) if as_json else Quiet()
    quiet.start("documents", 2)
    quiet.advance()
    quiet.note("quarantined", file="a.txt")
    quiet.note("failed", message="the disk is full", exit_code=74)
    quiet.note("done", seconds=1.0)
    told = capsys.readouterr().err
    if as_json:
        assert [json.loads(line)["event"] for line in told.splitlines()] == ["quarantined", "failed"]
    else:
        assert told == "quarantined: file a.txt\ncorroborate: the disk is full\n"


def test_runs_of_one_second_have_ids_of_their_own_whatever_the_clock_says() -> None:
    now = datetime(2026, 3, 1, 4, 5, 6, tzinfo=UTC)
    ids = {new_run_id(now) for _ in range(1000)}
    assert len(ids) == 1000
    assert all(one.startswith("20260301T040506Z-") for one in ids)


def test_the_bar_takes_names_with_markup_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    with Bar() as bar:
        bar.start("documents", 1)
        bar.advance()
        bar.note("quarantined", file="[red].txt")
        bar.note("failed", message="the disk is full", exit_code=74)
        bar.note("done", documents=1)
    told = capsys.readouterr().err
    assert "[red].txt" in told
    assert "corroborate: the disk is full\n" in told
    assert "done:" not in told


def test_a_name_neither_forges_a_line_nor_steers_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    for told in (Lines(), Quiet()):
        told.note("quarantined", file="a\nquarantined: file b\x1b[31m\u202e\udcff é.txt")
        assert capsys.readouterr().err == "quarantined: file a\\nquarantined: file b\\x1b[31m\\u202e\\udcff é.txt\n"


def test_quiet_tells_of_names_without_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    Quiet().note("no_such_file", file="b.txt")
    assert capsys.readouterr().err == "no_such_file: file b.txt\n"
