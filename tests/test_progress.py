import json

import pytest

from pipeline.progress import Bar, Lines, Quiet


def test_lines_tell_of_stages_but_not_of_every_document(capsys: pytest.CaptureFixture[str]) -> None:
    lines = Lines()
    lines.start("documents", 2)
    lines.advance()
    lines.note("quarantined", file="a.txt", reason="empty")
    assert capsys.readouterr().err == "stage: stage documents, items 2\nquarantined: file a.txt, reason empty\n"


def test_lines_as_json_parse(capsys: pytest.CaptureFixture[str]) -> None:
    Lines(as_json=True).start("documents", 2)
    assert json.loads(capsys.readouterr().err) == {"event": "stage", "stage": "documents", "items": 2}


def test_quiet_tells_of_what_went_wrong_alone(capsys: pytest.CaptureFixture[str]) -> None:
    quiet = Quiet()
    quiet.start("documents", 2)
    quiet.advance()
    quiet.note("quarantined", file="a.txt")
    assert capsys.readouterr().err == "quarantined: file a.txt\n"


def test_the_bar_takes_names_with_markup_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    with Bar() as bar:
        bar.start("documents", 1)
        bar.advance()
        bar.note("quarantined", file="[red].txt")
    assert "[red].txt" in capsys.readouterr().err


def test_a_name_neither_forges_a_line_nor_steers_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    for told in (Lines(), Quiet()):
        told.note("quarantined", file="a\nquarantined: file b\x1b[31m\u202e\udcff é.txt")
        assert capsys.readouterr().err == "quarantined: file a\\nquarantined: file b\\x1b[31m\\u202e\\udcff é.txt\n"


def test_quiet_tells_of_names_without_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    Quiet().note("no_such_file", file="b.txt")
    assert capsys.readouterr().err == "no_such_file: file b.txt\n"
