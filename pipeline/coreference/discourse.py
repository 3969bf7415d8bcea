"""Who and what a text has spoken of so far: entities with their names, and persons and things without one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from spacy.tokens import Token

from pipeline.coreference.doc_index import DocIndex
from pipeline.coreference.syntax import role

PERSON, THING, GROUP = "person", "thing", "group"
SORTS = {"PERSON": PERSON, "NORP": GROUP}  # of the names; all others are things
MAX_RECENT = 40  # entities of a sort that are looked back over at most

Key = tuple[str, str]


@dataclass(slots=True)
class Entity:
    """What mentions of a text have in common.

    Attributes:
        key: Name and label; noun and sort for what has no name.
        is_named: Whether it has a name.
        sort: "person", "thing" or "group".
        head: The word that heads the last of them.
        gender: "m" or "f" where it is known, else empty.
        country: ISO 3166-1 alpha-3 code of the country that it belongs to, where that is told.
        nouns: Common nouns that the text has called it.
        count: Its mentions so far.
        form: What the last of them is: "name", "people", "role", "noun" or "pronoun".
        sure: The probability that the last of them is this entity's.
        role: The grammatical role of the last of them.
        first: The sentence of its first mention, by number.
    """

    key: Key
    is_named: bool
    sort: str
    head: Token
    gender: str = ""
    country: str = ""
    nouns: set[str] = field(default_factory=set)
    count: int = 0
    form: str = ""
    sure: float = 1.0
    role: str = ""
    first: int = 0

    @property
    def name(self) -> str:
        """Its name, or the noun that it goes by."""
        return self.key[0]

    @property
    def label(self) -> str:
        """The entity type of its name; its sort where it has none."""
        return self.key[1]


class Discourse:
    """The entities of a text in the order of their last mentions."""

    def __init__(self, index: DocIndex) -> None:
        self.index = index
        self.persons = 0  # mentions of persons so far
        self._by_sort: dict[str, dict[Key, Entity]] = {PERSON: {}, THING: {}, GROUP: {}}
        self._at: dict[int, Entity] = {}

    def at(self, position: int) -> Entity | None:
        """The entity of the mention that a word heads."""
        return self._at.get(position)

    def get(self, sort: str, key: Key) -> Entity | None:
        """An entity that has been mentioned."""
        return self._by_sort[sort].get(key)

    def mention(self, key: Key, sort: str, head: Token, form: str, is_named: bool = False, sure: float = 1.0) -> Entity:
        """Note a mention of an entity, the last one so far."""
        entity = self.touch(key, sort, head, form, is_named)
        entity.sure = sure
        self.persons += sort == PERSON
        self._at[head.i] = entity
        return entity

    def touch(self, key: Key, sort: str, head: Token, form: str, is_named: bool = False) -> Entity:
        """Note that something brings an entity to mind that is no mention of it: Norway in "the Norwegian navy"."""
        table = self._by_sort[sort]
        entity = table.pop(key, None) or Entity(key, is_named, sort, head, first=self.index.number[head.i])
        table[key] = entity  # a dict keeps its order: the last one mentioned is last
        entity.head, entity.form, entity.role = head, form, role(head)
        entity.count += 1
        return entity

    def also(self, head: Token, entity: Entity) -> None:
        """Note that a word says what an entity is, without a mention: "mayor" in "Brix is the mayor"."""
        self._at[head.i] = entity

    def forget(self, entity: Entity) -> None:
        """Take out what turns out to be another entity's mention: "the mayor" before ", Maria Brix,"."""
        self._by_sort[entity.sort].pop(entity.key, None)

    def recent(self, sort: str) -> Iterator[Entity]:
        """The entities of a sort, the last one mentioned first."""
        return islice(reversed(self._by_sort[sort].values()), MAX_RECENT)
