"""What speaks for and against an entity being meant by a definite noun phrase."""

from __future__ import annotations

from pipeline.coreference.anaphors import Anaphor
from pipeline.coreference.discourse import PERSON, THING, Entity
from pipeline.coreference.names import name_words
from pipeline.coreference.scene import Scene
from pipeline.language import lexicon

MODIFIERS = ("amod", "prep", "relcl", "acl", "compound", "nummod")


def signals_of_noun(scene: Scene, anaphor: Anaphor, entity: Entity) -> list[str]:
    """The signals of an entity for a noun phrase."""
    found = [*scene.signals(anaphor, entity), f"determiner {anaphor.determiner}", *_of_words(anaphor, entity)]
    label, kinds = lexicon.descriptions().get(anaphor.noun, ("", ()))
    pair = f"{label}>{entity.label}"
    found.append(pair)
    if label in ("PERSON", ""):
        return [*found, f"gender {bool(anaphor.gender)} {bool(entity.gender)}", scene.share(entity)]
    known = lexicon.name_of(entity.name, entity.label)
    fit = "unknown" if not known or not kinds else "fits" if known.kind in kinds else "misfit"
    return [*found, f"kind {fit}", f"{pair} {fit}"]


def signals_of_no_noun(scene: Scene, anaphor: Anaphor) -> list[str]:
    """The signals of a noun phrase that means nothing named."""
    deps = {child.dep_ for child in anaphor.head.children}
    sort = PERSON if anaphor.label == "PERSON" else THING
    again = scene.discourse.get(sort, (anaphor.noun, sort)) is not None
    return [
        f"none determiner {anaphor.determiner}",
        f"none label {anaphor.label}",
        *(f"none with {dep}" for dep in MODIFIERS if dep in deps),
        f"none again {again}",
    ]


def _of_words(anaphor: Anaphor, entity: Entity) -> list[str]:
    """Whether the noun is in the name, and whether the text has called the entity that before."""
    words = name_words(entity.name)
    found = ["in name"] if anaphor.noun in words else []
    if words and anaphor.noun == words[-1]:
        found.append("last of name")
    if entity.nouns:
        found.append("noun known" if anaphor.noun in entity.nouns else "other noun known")
    return found
