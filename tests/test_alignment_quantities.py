"""Which amounts and dates can both hold."""

from __future__ import annotations

import pytest

from pipeline.alignment.quantities import compare
from pipeline.naming.quantities import parse_quantity
from pipeline.schema import Quantity

KINDS = {"date": "DATE", "money": "MONEY", "count": "CARDINAL"}


def quantity(text: str, kind: str, unit: str | None = None) -> Quantity:
    value, found = parse_quantity(text, KINDS[kind])
    return Quantity(
        claim_id="c",
        text=text,
        value=value,
        unit=unit or found,
        kind=kind,  # type: ignore[arg-type]
        start=0,
        end=len(text),
        raw_start=0,
        raw_end=len(text),
    )


@pytest.mark.parametrize(
    ("first", "second", "kind", "verdict"),
    [
        ("Tuesday", "Wednesday", "date", "different"),
        ("Tuesday", "tuesday", "date", "same"),
        ("3 May", "4 May", "date", "different"),
        ("3-5 May", "4 May", "date", "same"),
        ("May", "June 2024", "date", "different"),
        ("2023", "2024", "date", "different"),
        ("$45 million", "$65 million", "money", "different"),
        ("$45 million", "$45,200,000", "money", "neither"),
        ("at least 10", "12", "count", "neither"),
        ("14", "12", "count", "different"),
    ],
)
def test_two_amounts(first: str, second: str, kind: str, verdict: str) -> None:
    unit = "ship" if kind == "count" else None
    found = compare([quantity(first, kind, unit)], [quantity(second, kind, unit)])
    told = "same" if found.same else "different" if found.different else "neither"
    assert told == verdict
