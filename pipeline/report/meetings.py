"""Where two articles meet: an alignment with both claims, what differs, and the words that decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.report.marks import Mark, Piece, pieces
from pipeline.report.rows import Row, Rows

SIGNS = {"conflicts": "≠", "agrees": "=", "elaborates": "+", "only": "·"}
_ORIGINS = {
    "words": "Same words: both have it from one origin.",
    "statement": "One statement by one speaker: both have it from one origin.",
}
_QUOTED = {"same": "Both give the same quoted words.", "differs": "The words that they quote differ."}
_BRIEF = 12  # characters of a bare name or verb, too few to tell what is meant


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two claims of a meeting."""

    letter: str
    source: str
    claim_id: str
    text: str
    pieces: tuple[Piece, ...]
    said_by: str | None


@dataclass(frozen=True, slots=True)
class Meeting:
    """An alignment as it is shown.

    Attributes:
        number: Its place among those shown, from 1.
        row: The row of the table.
        words: How the two stand to each other, in words.
        notes: What else there is to know.
        sides: Both claims.
        whole: Whether both are clauses of their own, fit to be told without the text around them.
    """

    number: int
    row: Row = field(repr=False)
    words: str
    notes: tuple[str, ...]
    sides: tuple[Side, Side]
    whole: bool

    @property
    def relation(self) -> str:
        """How they stand to each other: conflicts, agrees or elaborates."""
        return str(self.row["relation"])

    @property
    def sign(self) -> str:
        """A sign for the relation, for those who do not see its colour."""
        return SIGNS[self.relation]

    @property
    def brief(self) -> Side:
        """The side that says it in fewer words."""
        return min(self.sides, key=lambda side: len(side.text))


def meeting(number: int, row: Row, rows: Rows, texts: Mapping[str, str], letters: Mapping[str, str]) -> Meeting:
    """An alignment as it is shown.

    Args:
        number: Its place among those shown, from 1.
        row: The row of the table.
        rows: The rows that belong to it.
        texts: Clean text by doc_id.
        letters: The letter of each document.
    """
    evidence = rows.evidence.get(row["alignment_id"], [])
    a, b = (_side(which, row, evidence, rows, texts, letters) for which in ("a", "b"))
    claims = [rows.claims[row["claim_a"]], rows.claims[row["claim_b"]]]
    notes = (_ORIGINS.get(row["shared_origin"] or ""), _QUOTED.get(row["verbatim"] or ""))
    return Meeting(
        number,
        row,
        _words(row, a.letter, b.letter),
        tuple(note for note in notes if note),
        (a, b),
        all(claim["kind"] not in ("nominal", "appositive", "part") and len(claim["text"]) > _BRIEF for claim in claims),
    )


def _side(
    which: str, row: Row, evidence: list[Row], rows: Rows, texts: Mapping[str, str], letters: Mapping[str, str]
) -> Side:
    claim = rows.claims[row[f"claim_{which}"]]
    doc_id = claim["doc_id"]
    own = [one for one in evidence if one["claim_id"] == claim["claim_id"]]
    quoted = claim["attributed_to"]
    return Side(
        letters[doc_id],
        row[f"source_{which}"],
        claim["claim_id"],
        claim["text"],
        tuple(_with_evidence(claim, own, texts[doc_id])),
        quoted,
    )


def _with_evidence(claim: Row, evidence: list[Row], text: str) -> list[Piece]:
    """The words of a claim with those marked that decided; what stands outside of it comes before or after."""
    start, end = claim["start"], claim["end"]
    inside = [_shifted(one, start) for one in evidence if start <= one["start"] and one["end"] <= end]
    found = pieces(text[start:end], inside)
    for one in sorted(evidence, key=lambda one: one["start"], reverse=True):
        if one["end"] <= start:
            found = [_alone(one), Piece(" … ", ()), *found]
    for one in evidence:
        if one["start"] >= end:
            found = [*found, Piece(" … ", ()), _alone(one)]
    return found


def _shifted(evidence: Row, start: int) -> Mark:
    return Mark(evidence["start"] - start, evidence["end"] - start, f"is-{evidence['role']}")


def _alone(evidence: Row) -> Piece:
    return Piece(evidence["text"], (Mark(0, len(evidence["text"]), f"is-{evidence['role']}"),))


def _words(row: Row, a: str, b: str) -> str:
    """The relation in words that fit between two letters."""
    if row["relation"] == "conflicts":
        return f"{a} and {b} conflict" + (f" in {row['conflict_kind']}" if row["conflict_kind"] else "")
    if row["relation"] == "agrees":
        return f"{a} and {b} agree"
    if row["direction"] in ("a", "b"):
        return f"{a if row['direction'] == 'a' else b} says more"
    return f"{a} and {b} each say more"
