"""What pronouns and noun phrases share when they are weighed: how far an entity is, what its last mention was."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.coreference.anaphors import Anaphor
from pipeline.coreference.discourse import Discourse, Entity
from pipeline.coreference.syntax import Syntax

SHARES = (0.1, 0.25, 0.5)
COUNTS = (1, 2, 5, 10)
SURE = (0.6, 0.8, 0.95)
DISTANCES = (3, 6, 12)  # sentences; nearer ones are told apart


def step(value: float, steps: Sequence[float]) -> int:
    """How many of the steps a value is above."""
    return sum(value > one for one in steps)


class Scene:
    """A text where a pronoun or noun phrase stands.

    Attributes:
        discourse: What it has spoken of so far.
        syntax: Of its Doc.
        index: Of its Doc.
    """

    def __init__(self, discourse: Discourse, syntax: Syntax) -> None:
        self.discourse = discourse
        self.syntax = syntax
        self.index = discourse.index

    def sentences(self, anaphor: Anaphor, entity: Entity) -> int:
        """How many sentences lie between the last mention of an entity and a pronoun or noun phrase."""
        return self.index.number[anaphor.head.i] - self.index.number[entity.head.i]

    def share(self, entity: Entity) -> str:
        """How many of the mentions of persons are one person's."""
        return f"share {step(entity.count / max(self.discourse.persons, 1), SHARES)}"

    def signals(self, anaphor: Anaphor, entity: Entity) -> list[str]:
        """The signals of an entity for pronouns and nouns alike."""
        sentences = self.sentences(anaphor, entity)
        distance = sentences if sentences <= DISTANCES[0] else DISTANCES[0] + step(sentences, DISTANCES)
        kind = kind_of(entity)
        count = step(entity.count, COUNTS)
        here, there = self.index.quotation[anaphor.head.i], self.index.quotation[entity.head.i]
        found = [
            kind,
            f"distance {distance}",
            f"{kind} distance {distance}",
            f"{entity.form} distance {distance}",
            f"{entity.role} distance {distance}",
            f"form {entity.form}",
            f"count {count}",
            f"{kind} count {count}",
            f"quotation {here >= 0} {there >= 0} {here == there}",
        ]
        if entity.sure < 1:
            found.append(f"sure {step(entity.sure, SURE)}")
        if self.index.paragraph[anaphor.head.i] == self.index.paragraph[entity.head.i]:
            found.append("same paragraph")
        if entity.first == 0:
            found.append("first sentence")
        return found


def kind_of(entity: Entity) -> str:
    """Whether an entity has a name."""
    return "named" if entity.is_named else "stranger"
