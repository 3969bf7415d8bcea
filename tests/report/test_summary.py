from dataclasses import replace
from pathlib import Path

from pipeline.report.summary import summary
from pipeline.tables import Tables
from tests.samples import frames, rows


def test_the_summary_names_speakers_alignments_and_the_place() -> None:
    told = summary(Tables(Path("x"), frames()), Path("outputs/latest"))
    assert "    1  Rome" in told
    assert "conflicts 0.90: signed against signed nothing" in told
    assert "Paper b: Oslo signed nothing" in told
    assert "outputs/latest" in told


def test_the_summary_shows_what_would_steer_a_terminal() -> None:
    given = rows()
    given["alignments"] = [replace(given["alignments"][0], conflict="\x1b[2Ja\u202e\nb")]
    assert "conflicts 0.90: \\x1b[2Ja\\u202e\\nb" in summary(Tables(Path("x"), frames(given)), Path("latest"))
