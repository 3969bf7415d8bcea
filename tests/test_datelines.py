"""What is a dateline."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.components.datelines import dateline


@pytest.mark.parametrize(
    "line",
    [
        "BERLIN, Nov 3 (Agency) - ",
        "BERLIN (Agency) — ",
        "TORVIK (Courier), Sept. 9, 2030 -- ",
        "Torvik (SNA), 9 September — ",
        "TORVIK, Veland, 3 November (SNA) – ",
        "Torvik, 3 November - ",
        "Torvik, Monday — ",
        "(Courier) - ",
        "NEW YORK (CP) -- ",
        "TORVIK — ",
        "SAN PEDRO, Veland - ",
        "LONDON: ",
        "By Ines Roca, Torvik, Nov. 3 (Courier) - ",
    ],
)
def test_a_dateline_ends_behind_its_dash(line: str) -> None:
    assert dateline(f"{line}The port is shut. Ships wait.") == len(line)
    assert dateline(f"{line}“We are ready,” said Ada Berg.") == len(line)


@pytest.mark.parametrize(
    "text",
    [
        "NATO - the alliance of 1949 - has grown.",
        "NATO - it is said, has grown.",
        "Prices - and rents - rose.",
        "Ada Berg – the mayor – resigned.",
        "The three-day strike - the first in years - is over.",
        "On Monday - a holiday - shops were shut.",
        "TORVIK - a town of fishermen - is rich.",
        "WARNING: The ice is thin.",
        "The bank (Credit Nord) - is shut.",
        "",
    ],
)
def test_what_goes_on_behind_a_dash_is_none(text: str) -> None:
    assert dateline(text) == 0


@given(st.text(alphabet="TORVIKae ,:()-–—.3\n", max_size=60))
def test_a_dateline_is_at_most_the_paragraph(text: str) -> None:
    assert 0 <= dateline(text) <= len(text)
