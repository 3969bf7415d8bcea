"""Compares found mentions and entities with gold ones: figures, and every difference."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.entity_gold import Entity, Mention, gold_entities

COREFERENT = ("role", "pronoun")
ATTRIBUTES = ("country", "wikidata")  # of entities, counted where the gold list knows them
Pair = tuple[Mention | None, Mention | None]


@dataclass(frozen=True, slots=True)
class Figure:
    """Counts of one measure."""

    gold: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of gold that was found."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return 2 * self.right / (self.gold + self.found) if self.gold + self.found else 1.0


@dataclass(frozen=True, slots=True)
class Fault:
    """A difference of a mention: gold or found is missing, or they do not agree in `what`."""

    what: str
    gold: Mention | None
    found: Mention | None

    @property
    def mention(self) -> Mention:
        """The gold mention, else the found one."""
        either = self.gold or self.found
        assert either is not None  # noqa: S101 - a fault has one of them
        return either


@dataclass(slots=True)
class Score:
    """What the comparison gave.

    Attributes:
        figures: By the name of the measure.
        faults: Mentions that differ, in reading order.
        homes: The gold entity of each found entity that has one, one to one.
        splits: Found entities of gold entities that have several.
        merges: Gold entities of found entities that have several.
        unmatched: Found entities that agree with no gold entity, in their label or for the most part of their names.
    """

    figures: dict[str, Figure] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    homes: dict[str, str] = field(default_factory=dict)
    splits: dict[str, list[str]] = field(default_factory=dict)
    merges: dict[str, list[str]] = field(default_factory=dict)
    unmatched: list[str] = field(default_factory=list)


def score(gold: Sequence[Mention], found: Sequence[Mention], entities: Mapping[str, Entity]) -> Score:
    """Score mentions, what they are linked to, and entities.

    Args:
        gold: As annotated, those left out that cannot be found.
        found: Of a run, without dates and numbers.
        entities: Of the run, by the ids in `found`.
    """
    pairs = [(g, f) for g, f in pair(gold, found) if g is None or g.status == "must"]
    named = [(g, f) for g, f in pairs if _kind(g, f) == "name"]
    shared = Counter((g.entity, f.entity) for g, f in named if g and f and f.entity)
    result = Score(homes=homes(shared))
    result.splits, result.merges = _several(shared), _several({(f, g): n for (g, f), n in shared.items()})
    result.figures = name_figures(named) | _link_figures(pairs, result.homes)
    _score_entities(result, named, shared, gold_entities(gold), entities)
    result.faults = [fault for fault in (_fault(g, f, result.homes) for g, f in pairs) if fault]
    return result


def pair(gold: Sequence[Mention], found: Sequence[Mention]) -> list[Pair]:
    """Pair mentions one to one in reading order, equal spans first; what has no partner stands alone.

    Names are paired where they overlap. Roles and pronouns must end at the same place: where they begin depends on
    whether articles count.
    """
    ranked = sorted(
        (rank, i, j) for i, g in enumerate(gold) for j, f in enumerate(found) if (rank := _distance(g, f)) is not None
    )
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in ranked:
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    pairs: list[Pair] = [(g, found[partner[i]] if i in partner else None) for i, g in enumerate(gold)]
    pairs += [(None, f) for j, f in enumerate(found) if j not in taken]
    return sorted(pairs, key=lambda p: min((m.doc, m.start, -m.end) for m in p if m))


def _distance(gold: Mention, found: Mention) -> int | None:
    """By how many characters two spans differ, None where they are no pair."""
    if gold.doc != found.doc or gold.start >= found.end or found.start >= gold.end:
        return None
    if gold.end != found.end and not (gold.kind == found.kind == "name"):
        return None
    return abs(gold.start - found.start) + abs(gold.end - found.end)


def homes(shared: Mapping[tuple[str, str], int]) -> dict[str, str]:
    """Match found entities with gold ones, one to one, those with most mentions in common first."""
    result: dict[str, str] = {}
    taken: set[str] = set()
    for gold, found in sorted(shared, key=lambda key: (-shared[key], key)):
        if found not in result and gold not in taken:
            result[found] = gold
            taken.add(gold)
    return result


def name_figures(named: Iterable[Pair]) -> dict[str, Figure]:
    """Figures of names by their spans and labels."""
    named = list(named)
    both = [(g, f) for g, f in named if g and f]
    same = [(g, f) for g, f in both if (g.start, g.end) == (f.start, f.end)]
    size = sum(g is not None for g, _ in named), sum(f is not None for _, f in named)
    return {
        "names: span and label": Figure(*size, sum(g.label == f.label for g, f in same)),
        "names: span": Figure(*size, len(same)),
        "names: overlap": Figure(*size, len(both)),
    }


def _link_figures(pairs: Sequence[Pair], homes: Mapping[str, str]) -> dict[str, Figure]:
    """Figures of mentions by whom they are linked to."""
    kinds = {"names: linked": ("name",), "roles": ("role",), "pronouns": ("pronoun",), "roles and pronouns": COREFERENT}
    figures = {
        title: _figure([(g, f) for g, f in pairs if _kind(g, f) in chosen], homes) for title, chosen in kinds.items()
    }
    return figures | {"all mentions: linked": _figure(pairs, homes)}


def _figure(pairs: Sequence[Pair], homes: Mapping[str, str]) -> Figure:
    """Mentions that are linked count as found: one that is left open is missed, but is no wrong link."""
    gold, found = sum(g is not None for g, _ in pairs), sum(f is not None and f.entity != "" for _, f in pairs)
    return Figure(gold, found, sum(_fault(g, f, homes) is None for g, f in pairs))


def _kind(gold: Mention | None, found: Mention | None) -> str:
    """What kind of mention a pair is: the gold one tells, where there is one."""
    either = gold or found
    return either.kind if either else ""


def _fault(gold: Mention | None, found: Mention | None, homes: Mapping[str, str]) -> Fault | None:
    """What is wrong with a pair, None where nothing is."""
    if gold is None or found is None:
        return Fault("extra" if gold is None else "missed", gold, found)
    if gold.kind == "name" and (gold.start, gold.end) != (found.start, found.end):
        return Fault("span", gold, found)
    if gold.label != found.label:
        return Fault("label", gold, found)
    return None if homes.get(found.entity) == gold.entity else Fault("link", gold, found)


def _several(shared: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Those that share mentions with more than one of the other side, with these."""
    others: dict[str, list[str]] = defaultdict(list)
    for one, other in sorted(shared):
        others[one].append(other)
    return {one: found for one, found in others.items() if len(found) > 1}


def _score_entities(
    result: Score,
    named: Sequence[Pair],
    shared: Mapping[tuple[str, str], int],
    gold: Mapping[str, Entity],
    entities: Mapping[str, Entity],
) -> None:
    """Entities are right that have the same label and share more than half of the names of either side."""
    golds = Counter(g.entity for g, _ in named if g)
    founds = Counter(f.entity for _, f in named if f and f.entity)
    right = {
        f
        for (g, f), n in shared.items()
        if 2 * n > golds[g] and 2 * n > founds[f] and gold[g].label == entities[f].label
    }
    result.figures["entities"] = Figure(len(golds), len(founds), len(right))
    result.unmatched = sorted(founds.keys() - right)
    for title in ATTRIBUTES:
        known = [(getattr(gold[g], title), getattr(entities[f], title)) for f, g in result.homes.items()]
        known = [(wanted, got) for wanted, got in known if wanted]
        filled = sum(bool(got) for _, got in known)
        result.figures[f"entities: {title}"] = Figure(len(known), filled, sum(wanted == got for wanted, got in known))
