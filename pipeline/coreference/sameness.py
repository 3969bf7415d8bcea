"""What a text says that somebody or something is: "Maria Brix, the mayor", "Oslo is the capital", "his wife, Anna"."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.components.records import EntityMention
from pipeline.coreference.cues import NAMING, is_cue
from pipeline.coreference.discourse import Discourse, Entity, Key
from pipeline.coreference.syntax import SUBJECTS
from pipeline.language import lexicon

PLACES = ("GPE", "LOC")
COPULAS = frozenset({"be", "become", "remain"})


class Relatives:
    """Whom the text has named as somebody's this or that: after "his wife, Anna," his wife is Anna."""

    def __init__(self) -> None:
        self._named: dict[tuple[Key, str], Entity | None] = {}

    def note(self, owner: Entity | None, noun: str, entity: Entity) -> None:
        """Note who somebody's relative is; two of a kind cancel one another."""
        if owner is not None:
            known = self._named.setdefault((owner.key, noun), entity)
            if known is not entity:
                self._named[owner.key, noun] = None

    def get(self, owner: Entity | None, noun: str) -> Entity | None:
        """Who somebody's relative is, if that has been told."""
        return self._named.get((owner.key, noun)) if owner is not None else None


def name_after(token: Token, known: dict[int, EntityMention]) -> EntityMention | None:
    """The name in apposition to a noun: "the mayor, Maria Brix", "a man named Brix", "the city of Oslo"."""
    for child in token.rights:
        if child.dep_ == "appos" and child.i in known:
            return known[child.i]
        if child.dep_ == "acl" and is_cue(child, NAMING):
            return next((known[name.i] for name in child.rights if name.i in known), None)
        if child.lower_ == "of" and child.dep_ == "prep":
            named = next((known[name.i] for name in child.rights if name.i in known), None)
            return named if named and _is_kind(token.lower_, named) else None
    return None


def _is_kind(noun: str, mention: EntityMention) -> bool:
    """Whether a place is what a noun says: "the city of Oslo", not "the city of Norway"."""
    label, kinds = lexicon.descriptions().get(noun, ("", ()))
    known = lexicon.name_of(mention.name or "", mention.span.label_)
    return (
        label in PLACES and mention.span.label_ in PLACES and (known.kind in kinds if known else "country" not in kinds)
    )


def said_of_it(token: Token) -> str:
    """The entity type of the noun that "it" is said to be, empty where there is none: "It is the largest town"."""
    if token.lower_ != "it" or token.dep_ not in SUBJECTS or token.head.lemma_ not in COPULAS:
        return ""
    nouns = (child for child in token.head.rights if child.dep_ == "attr" and child.tag_ == "NN")
    return next((lexicon.descriptions().get(noun.lower_, ("", ()))[0] for noun in nouns), "")


def named_before(token: Token, discourse: Discourse) -> Entity | None:
    """The entity with a name that a noun is in apposition to or says something of: "Maria Brix, a mayor"."""
    entity = None
    if token.dep_ == "appos":
        entity = discourse.at(token.head.i)
    elif token.dep_ == "attr" and not any(child.dep_ == "neg" for child in token.head.children):
        subject = next((child for child in token.head.lefts if child.dep_ in SUBJECTS), None)
        if subject is not None and subject.tag_ == "WP" and token.head.dep_ == "relcl":
            subject = token.head.head  # "Brix, who is a mayor"
        entity = discourse.at(subject.i) if subject is not None and token.head.lemma_ in COPULAS else None
    return entity if entity is not None and entity.is_named else None
