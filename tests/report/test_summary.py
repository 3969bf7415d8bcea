from dataclasses import replace
from pathlib import Path

import pandas as pd

from pipeline.report.summary import strongest, summary
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


def test_who_somebody_is_comes_after_what_is_told() -> None:
    told = frames()
    sure = told["alignments"].assign(alignment_id="a:p~b:p", claim_a="a:p", claim_b="b:p", score=0.99)
    named = told["claims"].assign(claim_id=["a:p", "b:p"], kind="appositive")
    alignments, claims = pd.concat([sure, told["alignments"]]), pd.concat([told["claims"], named])
    assert list(strongest(alignments, claims)["alignment_id"]) == ["a:c~b:c", "a:p~b:p"]
    assert list(strongest(alignments, claims, 1)["alignment_id"]) == ["a:c~b:c"]
    assert list(strongest(alignments, claims).columns) == list(alignments.columns)
