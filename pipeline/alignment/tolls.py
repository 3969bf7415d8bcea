"""Finds what a count of people tells of: *killing 14 people*, *14 died* and *claimed 14 lives* count the dead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from pipeline.language.lexicon import forms, rows
from pipeline.schema import Claim, Quantity

AGE = "age"
"""The unit of a number that says how old somebody is."""

_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_REACH = 12  # words between a count and what befell those counted
_OBJECT_REACH = 3  # words between a verb and the count in its object
_PASSIVE = frozenset(("is", "are", "was", "were", "be", "been", "being", "get", "got", "getting"))
_LEAVING = frozenset(("leave", "leaves", "left", "leaving", "with"))  # *left 14 killed*, *with 14 people injured*
_ELSEWHERE = frozenset(("for", "at", "in", "on", "near", "by", "after", "before", "from", "since", "over"))
_PART_OF = re.compile(r"\b(?:including|(?:among|of|with) (?:them|whom|those))\W*$", re.IGNORECASE)
_OF_MORE = re.compile(r" of (?:the|those|them|whom|its|his|her|their)\b")
_OF_WHOLE = re.compile(r" (?:out )?of(?: (?:the|those|these|its|his|her|their|some|about))? ")
_BEFORE_AGE = re.compile(r"\b(?:[Aa]ged(?: \w{1,40} and)?|[A-Z][\w.'’-]{1,40},) $")
_AFTER_AGE = re.compile(r"$|,|\.| (?:and|of|from|was|were|is|are|has|had|who|when|in|on|at)\b")
_OLDEST = 120  # years
_OF = re.compile(r"(\w{1,40}) of $")
_SUMS = frozenset(
    ("total", "number", "count", "tally", "group", "crew", "family", "team", "party", "gang", "out", "one")
)


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the lexicon."""

    kind: str
    part: str
    beside: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Count:
    """A count in a claim, with the places of its first word and of the word after its last."""

    quantity: Quantity
    first: int
    end: int


def told(claim: Claim, quantities: Sequence[Quantity]) -> tuple[tuple[Quantity, ...], frozenset[str]]:
    """The quantities of a claim, those that count whom something befell with that as their unit, and what it was.

    Args:
        claim: The claim.
        quantities: Its amounts and dates.

    Returns:
        The quantities in the order given, and the kinds of `lexicons/tolls.csv` that some of them count.
    """
    counts = [q for q in quantities if q.kind == "count" and q.value is not None]
    if not counts:
        return tuple(quantities), frozenset()
    ages = {q.start: AGE for q in counts if _is_age(claim, q)}
    kinds = _kinds(claim, [q for q in counts if q.start not in ages])
    units = ages | kinds
    return tuple(replace(q, unit=units.get(q.start, q.unit)) for q in quantities), frozenset(kinds.values())


def _kinds(claim: Claim, counts: Sequence[Quantity]) -> dict[int, str]:
    """What counts tell of, by where they start; of two words the nearer says."""
    words = list(_WORD.finditer(claim.text.lower()))
    texts = [word[0] for word in words]
    parts, wholes = _in_parts(claim, counts)
    placed = [_placed(claim, q, words) for q in counts if q in parts or not (q in wholes or _is_of_more(claim, q))]
    found: list[tuple[int, int, str]] = []
    for i, word in enumerate(texts):
        for row in _lexicon().get(word, ()):
            if row.beside and not row.beside & set(texts):
                continue
            for count in _counted(row.part, i, texts, placed):
                found.append((_gap(count, i), count.quantity.start, row.kind))
    return {start: kind for _, start, kind in sorted(found, reverse=True)}


def _placed(claim: Claim, quantity: Quantity, words: Sequence[re.Match[str]]) -> _Count:
    start, end = quantity.start - claim.start, quantity.end - claim.start
    return _Count(quantity, sum(w.end() <= start for w in words), sum(w.start() < end for w in words))


def _in_parts(claim: Claim, counts: Sequence[Quantity]) -> tuple[list[Quantity], list[Quantity]]:
    """Counts of some among others, and those of the others, where both are told: *nine of the eleven people*."""
    ordered = sorted(counts, key=lambda q: q.start)
    text = [claim.text[max(a.end - claim.start, 0) : b.start - claim.start] for a, b in pairwise(ordered)]
    found = [both for both, between in zip(pairwise(ordered), text, strict=True) if _OF_WHOLE.fullmatch(between)]
    return [part for part, _ in found], [whole for _, whole in found]


def _is_of_more(claim: Claim, quantity: Quantity) -> bool:
    """Whether a count is of some among others: *including two children*, *two of the dead*."""
    before, after = _beside(claim, quantity)
    return bool(_PART_OF.search(before) or _OF_MORE.match(after))


def _is_age(claim: Claim, quantity: Quantity) -> bool:
    """Whether a number says how old somebody is: *Ada Berg, 34, was hurt*, *a driver of 34*."""
    if quantity.unit is not None or not 0 < (quantity.value or 0) <= _OLDEST:
        return False
    before, after = _beside(claim, quantity)
    of = _OF.search(before.lower())
    if of is not None:
        return of[1] not in _SUMS and of[1] not in _lexicon()
    return bool(_BEFORE_AGE.search(before) and _AFTER_AGE.match(after))


def _beside(claim: Claim, quantity: Quantity) -> tuple[str, str]:
    """What a claim says before and after a quantity."""
    return claim.text[: max(quantity.start - claim.start, 0)], claim.text[quantity.end - claim.start :]


def _counted(part: str, i: int, words: Sequence[str], counts: Sequence[_Count]) -> Iterator[_Count]:
    """The count that the word at a place tells of, if any."""
    near = [count for count in counts if _gap(count, i) <= _REACH]
    before = [count for count in near if count.end <= i]
    after = [count for count in near if count.first > i and words[count.first - 1] not in _ELSEWHERE]
    if part == "noun":
        named = [
            count for count in near if count.end <= i or count.quantity.unit is None or words[count.first - 1] == "of"
        ]
        nearest = sorted(named, key=lambda count: _gap(count, i))[:1]
    elif part == "state" or (part == "either" and before) or (part == "verb" and _is_suffered(i, words, before)):
        nearest = before[-1:]
    else:
        nearest = [count for count in after if _gap(count, i) <= _OBJECT_REACH][:1]
    yield from nearest


def _is_suffered(i: int, words: Sequence[str], before: Sequence[_Count]) -> bool:
    """Whether those counted before a verb suffer it: *14 were killed*, *left 14 people injured*, *14 killed*."""
    if not before:
        return False
    last = before[-1]
    return (
        bool(_PASSIVE & set(words[max(i - 2, last.end) : i]))
        or last.end == i
        or bool(_LEAVING & set(words[max(last.first - 1, 0) : last.first]))
    )


def _gap(count: _Count, i: int) -> int:
    return i - count.end if count.end <= i else count.first - i - 1


@cache
def _lexicon() -> dict[str, list[_Row]]:
    """The lines of the lexicon by word form."""
    found: dict[str, list[_Row]] = {}
    for row in rows("tolls"):
        for form in forms(row["forms"]):
            found.setdefault(form, []).append(_Row(row["kind"], row["part"], frozenset(forms(row["beside"]))))
    return found
