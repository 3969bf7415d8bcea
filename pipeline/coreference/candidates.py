"""Which of the entities of a text a pronoun or noun phrase can mean at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from heapq import merge

from pipeline.coreference.anaphors import Anaphor
from pipeline.coreference.discourse import GROUP, PERSON, THING, Discourse, Entity
from pipeline.coreference.roles import Person
from pipeline.language import lexicon

FITTING = {
    "GPE": ("GPE", "LOC"),
    "LOC": ("LOC", "GPE", "FAC"),
    "FAC": ("FAC", "LOC", "ORG"),
    "ORG": ("ORG", "FAC"),
    "PERSON": ("PERSON",),
}
OBJECTS = ("dobj", "dative")
REFLEXIVES = frozenset({"himself", "herself", "itself", "themselves"})
ACTORS = ("ORG", "GPE")
MAX_OPTIONS = 12
FARTHEST = {"he": 12, "it": 3, "they": 3, "person": 40, "thing": 60}  # sentences


def candidates(anaphor: Anaphor, discourse: Discourse, people: Mapping[str, Person]) -> list[Entity]:
    """The entities that a pronoun or noun phrase can mean, the last one mentioned first."""
    numbers = discourse.index.number
    near = numbers[anaphor.head.i] - FARTHEST[anaphor.kind]
    found: list[Entity] = []
    for entity in _recent(anaphor, discourse):
        if numbers[entity.head.i] < near or len(found) == MAX_OPTIONS:
            break
        if entity.head.i < anaphor.start and not _is_subject_of(anaphor, entity) and _fits(anaphor, entity, people):
            found.append(entity)
    return found


def _recent(anaphor: Anaphor, discourse: Discourse) -> Iterator[Entity]:
    if anaphor.kind == "they":
        return merge(discourse.recent(GROUP), discourse.recent(THING), key=lambda entity: -entity.head.i)
    return discourse.recent(PERSON if anaphor.kind in ("he", "person") else THING)


def _is_subject_of(anaphor: Anaphor, entity: Entity) -> bool:
    """Whether an entity is the subject of the verb that a pronoun is the object of: "Norway denied it"."""
    token = anaphor.head
    is_object = token.dep_ in OBJECTS and token.lower_ not in REFLEXIVES and not anaphor.noun
    return is_object and entity.head.head == token.head and entity.role == "subject"


def _fits(anaphor: Anaphor, entity: Entity, people: Mapping[str, Person]) -> bool:
    if anaphor.gender and entity.gender not in ("", anaphor.gender):
        return False
    if anaphor.kind == "they":
        return entity.sort == GROUP or (entity.is_named and entity.label in ACTORS)
    if not anaphor.noun:
        return True
    if not entity.is_named:
        return False
    if anaphor.noun in entity.nouns or anaphor.noun in entity.name.lower().split():
        return True
    if anaphor.kind == "person":
        return _can_be(anaphor.noun, people.get(entity.name))
    return is_of(anaphor.label, entity.label)


def is_of(label: str, name_label: str) -> bool:
    """Whether a noun that tells an entity type can stand for a name of another, near one."""
    return name_label in FITTING.get(label, ())


def _can_be(noun: str, person: Person | None) -> bool:
    title = lexicon.titles().get(noun)
    return title is None or person is None or not person.titles or person.can_be(title, None)
