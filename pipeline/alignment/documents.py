"""What alignment knows of a document, and of how two documents stand to each other."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pipeline.alignment.dates import is_date
from pipeline.alignment.meaning import Vectors, unit
from pipeline.alignment.profiles import Profile, Terms
from pipeline.schema import Quantity

_LEAD = 4  # claims at the start, which tell what an article is about
_FOREMOST = 3  # entities
_BEST = 3  # pairs of claims
_FEW = 12  # numbers of nothing in particular up to this are in most documents
_NAMED = 0.4  # how much it counts that two sentences name one entity, beside what they mean


@dataclass(frozen=True)
class Outline:
    """A document by what its claims speak of, without their texts.

    Attributes:
        claims: What each claim speaks of, in reading order.
        numbers: The telling amounts in its claims, as value and unit.
        begins: The places of the claims that are the first of their sentence.
    """

    claims: Sequence[Terms]
    numbers: frozenset[tuple[float, str]] = field(repr=False)
    begins: tuple[int, ...]

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many of its claims have each unit."""
        return Counter(u for terms in self.claims for u in terms.units)

    @cached_property
    def vector(self) -> Mapping[str, float]:
        """Its units by how rare and how frequent they are, at length 1."""
        rarities = {u: weight for terms in self.claims for u, weight in terms.units.items()}
        return _at_length_one({u: (1 + math.log(count)) * rarities[u] for u, count in sorted(self.counts.items())})

    @cached_property
    def entities(self) -> dict[str, float]:
        """The part of the vector that is of entities, at length 1."""
        return _at_length_one({u: weight for u, weight in self.vector.items() if u.startswith("e:")})

    @cached_property
    def lead(self) -> dict[str, float]:
        """What the document begins with, at length 1."""
        return _at_length_one({u: weight for p in self.claims[:_LEAD] for u, weight in p.units.items()})

    @cached_property
    def foremost(self) -> frozenset[str]:
        """The entities that most of its claims are about."""
        ranked = sorted((-count, u) for u, count in self.counts.items() if u.startswith("e:"))
        return frozenset(u for _, u in ranked[:_FOREMOST])

    @cached_property
    def meaning(self) -> Vectors:
        """What its claims mean together, (width,), at length 1."""
        return unit(self.meanings.sum(axis=0))

    @cached_property
    def meanings(self) -> Vectors:
        """What each claim means, (claims, width), at length 1."""
        return np.array([profile.meaning for profile in self.claims])

    @cached_property
    def sizes(self) -> NDArray[np.intp]:
        """How many claims each sentence has that has any, (sentences,)."""
        return np.diff([*self.begins, len(self.claims)])

    @cached_property
    def of_sentences(self) -> tuple[Vectors, Sequence[frozenset[str]]]:
        """What each of these sentences means, (sentences, width), at length 1 or 0, and the entities that it names."""
        summed = np.add.reduceat(self.meanings, self.begins, axis=0)
        lengths = np.linalg.norm(summed, axis=1, keepdims=True)
        ends = (*self.begins[1:], len(self.claims))
        named = [
            frozenset[str]().union(*(terms.entities for terms in self.claims[begin:end]))
            for begin, end in zip(self.begins, ends, strict=True)
        ]
        return (summed / np.where(lengths > 0, lengths, 1.0)).astype(np.float32), named

    @cached_property
    def places(self) -> dict[str, int]:
        """The column of each unit in `claim_units`."""
        return {u: i for i, u in enumerate(sorted(self.counts))}

    @cached_property
    def claim_units(self) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
        """The units of its claims as claim, column and weight; the weights of a claim have length 1."""
        lengths = [math.sqrt(math.fsum(w * w for w in p.units.values())) or 1.0 for p in self.claims]
        found = [
            (i, self.places[u], weight / lengths[i]) for i, p in enumerate(self.claims) for u, weight in p.units.items()
        ]
        claims, columns, weights = zip(*found, strict=True) if found else ((), (), ())
        return np.array(claims, dtype=np.intp), np.array(columns, dtype=np.intp), np.array(weights, dtype=float)


@dataclass(frozen=True)
class DocumentProfile(Outline):
    """A document by its claims.

    Attributes:
        claims: Their profiles, in reading order.
    """

    claims: Sequence[Profile]


def document_profiles(found: Iterable[Profile]) -> dict[str, DocumentProfile]:
    """The documents of the claims; takes claims in reading order."""
    by_document: dict[str, list[Profile]] = defaultdict(list)
    for profile in found:
        by_document[profile.claim.doc_id].append(profile)
    return {doc_id: _document(group) for doc_id, group in by_document.items()}


def _document(group: Sequence[Profile]) -> DocumentProfile:
    amounts = (q for profile in group for q in profile.quantities)
    numbers = frozenset((q.value, q.unit or "") for q in amounts if q.value is not None and _is_telling(q))
    sentences = [profile.claim.sentence_id for profile in group]
    begins = [i for i, sentence in enumerate(sentences) if not i or sentence != sentences[i - 1]]
    return DocumentProfile(tuple(group), numbers, tuple(begins))


def _is_telling(amount: Quantity) -> bool:
    """Whether an amount is of few articles: most hold *two*, *one hour* and the year."""
    value = amount.value or 0.0
    return not is_date(amount) and (value > _FEW or (amount.unit is not None and value != 1))


def _at_length_one(weights: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(math.fsum(weight * weight for weight in weights.values())) or 1.0
    return {u: weight / length for u, weight in weights.items()}


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The cosine of two vectors of length 1."""
    few, many = sorted((one, other), key=len)
    return min(math.fsum(weight * many[u] for u, weight in few.items() if u in many), 1.0)


def likenesses(first: Outline, second: Outline) -> NDArray[np.float64]:
    """How alike the claims of two documents are in a first look, (claims of the first, claims of the second), 0 to 1.5.

    Half the cosine of their units, each as rare as it is, and the cosine of their meanings; where the table of meanings
    knows none of their words, that of their units again.
    """
    known = sorted(first.counts.keys() & second.counts.keys())
    shared = _rows(first, known) @ _rows(second, known).T
    meant = np.maximum(first.meanings @ second.meanings.T, 0.0)
    total: NDArray[np.float64] = shared / 2 + np.where(meant > 0, meant, shared)
    return total


def _rows(document: Outline, known: Sequence[str]) -> NDArray[np.float64]:
    """The units of each claim that the other document has too, (claims, known); a row's length counts all its units."""
    column = np.full(len(document.places), -1)
    column[[document.places[u] for u in known]] = np.arange(len(known))
    claims, units, weights = document.claim_units
    columns = column[units]
    found = np.zeros((len(document.claims), len(known)))
    found[claims[columns >= 0], columns[columns >= 0]] = weights[columns >= 0]
    return found


def likenesses_of_sentences(first: Outline, second: Outline) -> NDArray[np.float64]:
    """How alike the sentences are that claims of two documents stand in, of the shape of `likenesses`; 0 and more.

    Half the cosine of what all their claims mean, and the more, the more entities both name.
    """
    (first_meant, first_named), (second_meant, second_named) = first.of_sentences, second.of_sentences
    meant = np.maximum(first_meant @ second_meant.T, 0.0)
    named = np.array([[len(one & other) for other in second_named] for one in first_named])
    total: NDArray[np.float64] = meant / 2 + _NAMED * np.log1p(named)
    return total.repeat(first.sizes, axis=0).repeat(second.sizes, axis=1)


STORY_SIGNALS = (
    "cosine",
    "entities",
    "foremost",
    "meaning",
    "lead",
    "numbers",
    "best",
    "best_few",
    "shared_entities",
)


def story_signals(first: Outline, second: Outline, alike: NDArray[np.float64]) -> tuple[float, ...]:
    """The signals that two documents tell of one event, in the order of `STORY_SIGNALS`.

    Args:
        first: One document.
        second: The other.
        alike: The likenesses of their claims.
    """
    best = np.sort(alike, axis=None)[::-1][:_BEST]
    foremost = len(first.foremost & second.foremost) / max(min(len(first.foremost), len(second.foremost)), 1)
    fewer = min(len(first.numbers), len(second.numbers))
    return (
        cosine(first.vector, second.vector),
        cosine(first.entities, second.entities),
        foremost,
        float(first.meaning @ second.meaning),
        cosine(first.lead, second.lead),
        len(first.numbers & second.numbers) / (1 + fewer),
        float(best[0]) if len(best) else 0.0,
        float(best.mean()) if len(best) else 0.0,
        math.log1p(len(first.entities.keys() & second.entities.keys())),
    )
