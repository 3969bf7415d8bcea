"""What two claims of one matter may disagree on, with the words that tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from pipeline.alignment.dates import is_date
from pipeline.alignment.features import Pair
from pipeline.alignment.profiles import Profile
from pipeline.alignment.quantities import counts_apart
from pipeline.alignment.vocabulary import are_opposites
from pipeline.language.lexicon import name_of, rows
from pipeline.schema import ClaimSpan, Quantity

CueKind = Literal["number", "date", "polarity", "modality", "place", "actor"]
KINDS: tuple[CueKind, ...] = ("number", "date", "polarity", "modality", "place", "actor")

_MIN_SHARED = 2  # units of claims of which one leaves open what the other states
_ABOUT: dict[CueKind, tuple[str, ...]] = {
    "number": ("how_much", "object", "subject", "predicate"),
    "date": ("when", "other", "predicate"),
    "polarity": ("predicate", "object"),
    "modality": ("predicate", "object"),
    "place": ("where", "other", "object", "predicate"),
    "actor": ("subject", "object", "other", "predicate"),
}
"""Where in a claim stands what a conflict is about, the likeliest place first."""
_APART = 0.5  # of a subject from all that a claim speaks of which leaves open what another states
_LONGEST_FORM = 4  # words
_DEGREES = ("stated", "planned", "open")
_MODALITIES = {"planned": 1, "obliged": 1, "conditional": 2, "possible": 2}
_WORD = re.compile(r"n['’]t\b|[^\W\d_]+?(?=n['’]t\b)|[^\W\d_]+")
# a place differs from another of its kind alone: a city lies in a country, a country in a region
_NAMED: tuple[tuple[CueKind, re.Pattern[str]], ...] = (
    ("place", re.compile(r"e:gpe:")),
    ("place", re.compile(r"e:[A-Z]{3}$")),
    ("place", re.compile(r"e:fac:")),
    ("place", re.compile(r"e:loc:")),
    ("actor", re.compile(r"e:(?:person|org|norp):")),
)


@dataclass(frozen=True, slots=True)
class Cue:
    """Something that two claims tell differently.

    Attributes:
        kind: What it is about.
        words: What each says, "... against ...".
        first: The stretch of the first claim that says so, None where no stretch of its own does.
        second: That of the second.
    """

    kind: CueKind
    words: str
    first: ClaimSpan | Quantity | None
    second: ClaimSpan | Quantity | None


def cues(pair: Pair, names: Mapping[str, str]) -> list[Cue]:
    """What two claims tell differently, at most one of each kind, in the order of `KINDS`.

    Args:
        pair: The claims.
        names: The name of each unit that is an entity.
    """
    found = (*_amounts(pair), _polarity(pair), _modality(pair), *_names(pair, names))
    return [cue for kind in KINDS for cue in [c for c in found if c is not None and c.kind == kind][:1]]


def _amounts(pair: Pair) -> Iterator[Cue]:
    by_text = sorted(pair.numbers.different, key=lambda ab: sorted((ab[0].text, ab[1].text)))
    differing = sorted(by_text, key=lambda ab: ab[0].unit not in pair.tolls)
    for a, b in differing + counts_apart(pair.first.quantities, pair.second.quantities):
        counted = f" ({a.unit})" if a.kind in ("count", "ordinal") and a.unit else ""
        yield Cue("date" if is_date(a) else "number", f"{a.text} against {b.text}{counted}", a, b)


def _polarity(pair: Pair) -> Cue | None:
    """One claim denied, or opposite words; not both at once, which is to say the same."""
    first, second = pair.first, pair.second
    words = _denied(first, second)
    if words is None:
        return None
    return Cue("polarity", words, _stretch(first, "predicate"), _stretch(second, "predicate"))


def _denied(first: Profile, second: Profile) -> str | None:
    """In words what one claim denies of the other; None where it denies nothing."""
    told = f"{first.claim.predicate} against {second.claim.predicate}"
    is_apart = denials(first) % 2 != denials(second) % 2
    if are_opposites(first.claim.predicate_lemma, second.claim.predicate_lemma):
        return told if first.claim.polarity == second.claim.polarity else None
    if first.predicate == second.predicate and first.claim.polarity != second.claim.polarity:
        return f"{first.claim.polarity} against {second.claim.polarity}: {told}"
    opposite = opposites(first, second)
    if opposite is not None:
        return None if is_apart else " against ".join(opposite)
    if not is_apart:
        return None
    return f"{'denied against stated' if denials(first) % 2 else 'stated against denied'}: {told}"


def opposites(first: Profile, second: Profile) -> tuple[str, str] | None:
    """Two words, one of each claim, that cannot both hold of one matter; None where there are none."""
    own, other = (first.claim.terms or "").split(), (second.claim.terms or "").split()
    return next(((a, b) for a in own for b in other if a not in other and b not in own and are_opposites(a, b)), None)


def denials(profile: Profile) -> int:
    """How many words of a claim deny what stands around them."""
    return _forms_in(profile.claim.text, "negators") - _forms_in(profile.claim.text, "no_denials")


def _forms_in(text: str, lexicon: Literal["negators", "no_denials"]) -> int:
    """How many words, and words in a row, of a text are forms of a lexicon."""
    return sum(run in _forms(lexicon) for run in _runs(text))


@lru_cache(maxsize=20_000)
def _runs(text: str) -> tuple[str, ...]:
    """All words and words in a row of a text; each claim is looked at many times."""
    words = _WORD.findall(text.lower())
    return tuple(" ".join(words[i : i + n]) for n in range(1, _LONGEST_FORM + 1) for i in range(len(words) - n + 1))


@cache
def _forms(lexicon: str) -> frozenset[str]:
    return frozenset(row["form"] for row in rows(lexicon))


def _modality(pair: Pair) -> Cue | None:
    """One claim stated or planned, the other less firm than that."""
    open_a, open_b = (openness(p) for p in (pair.first, pair.second))
    if open_a == open_b or len(pair.shared) < _MIN_SHARED or pair.value("subjects_apart") > _APART:
        return None
    words = (f"{p.claim.predicate} ({_DEGREES[o]})" for p, o in ((pair.first, open_a), (pair.second, open_b)))
    return Cue(
        "modality", " against ".join(words), _stretch(pair.first, "predicate"), _stretch(pair.second, "predicate")
    )


def openness(profile: Profile) -> int:
    """How far a claim is left open: 0 where it is stated, 1 where planned or expected, 2 where open or unconfirmed."""
    claim = profile.claim
    words = [_open_words().get(term, 0) for term in (claim.terms or "").split()]
    phrases = [_open_phrases().get(run, 0) for run in _runs(claim.text)]
    return max(_MODALITIES.get(claim.modality, 0), *words, *phrases, 0)


@cache
def _open_words() -> dict[str, int]:
    return {row["lemma"]: _DEGREES.index(row["degree"]) for row in rows("openness") if row["part"] != "phrase"}


@cache
def _open_phrases() -> dict[str, int]:
    return {row["lemma"]: _DEGREES.index(row["degree"]) for row in rows("openness") if row["part"] == "phrase"}


def _names(pair: Pair, names: Mapping[str, str]) -> Iterator[Cue]:
    """Other places, or others who act, where each claim names some of one kind and none is in both."""
    for kind, pattern in _NAMED:
        first, second = ([u for u in p.units if pattern.match(u)] for p in (pair.first, pair.second))
        if not first or not second or set(first) & set(second):
            continue
        if kind != "place" or not _may_hold(first, second, pair, names):
            one, other = (names.get(units[0], units[0]) for units in (first, second))
            yield Cue(kind, f"{one} against {other}", _naming(pair.first, one), _naming(pair.second, other))


def _may_hold(first: Sequence[str], second: Sequence[str], pair: Pair, names: Mapping[str, str]) -> bool:
    """Whether a place may lie in another: *Orla* and *the River Orla*, *Ohio* and *Cleveland*, two of one document."""
    if pair.known & {*first, *second}:
        return True
    named = [[names.get(unit, unit.split(":")[-1].replace("-", " ")) for unit in units] for units in (first, second)]
    states = [any(_is_state(name) for name in some) for some in named]
    words = [[set(_WORD.findall(name.lower())) for name in some] for some in named]
    return states[0] != states[1] or any(one <= other or other <= one for one in words[0] for other in words[1])


def _is_state(name: str) -> bool:
    known = name_of(name)
    return known is not None and known.kind == "state"


def contrast(pair: Pair, kind: CueKind) -> Cue:
    """What two claims tell differently where no cue shows it: what each says in the place that a kind is about."""
    for role in _ABOUT[kind]:
        first, second = (_stretch(profile, role) for profile in (pair.first, pair.second))
        if first is not None and second is not None and first.text.lower() != second.text.lower():
            return Cue(kind, f"{first.text} against {second.text}", first, second)
    return Cue(kind, f"{pair.first.claim.text} against {pair.second.claim.text}", None, None)


def _stretch(profile: Profile, role: str) -> ClaimSpan | None:
    return next((span for span in profile.stretches if span.role == role), None)


def _naming(profile: Profile, name: str) -> ClaimSpan | None:
    """The stretch that holds most words of a name, the first of several; None where none holds any."""
    words = set(_WORD.findall(name.lower()))
    held = [(len(words.intersection(_WORD.findall(span.text.lower()))), span) for span in profile.stretches]
    most, span = max(held, key=lambda found: found[0], default=(0, None))
    return span if most else None
