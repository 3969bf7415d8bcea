"""What speaks for and against an entity being meant: names of signals, which `ranker` weighs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.coreference.anaphors import Anaphor
from pipeline.coreference.discourse import Entity
from pipeline.coreference.noun_signals import signals_of_no_noun, signals_of_noun
from pipeline.coreference.pronoun_signals import signals_of_no_pronoun, signals_of_pronoun
from pipeline.coreference.scene import Scene, kind_of
from pipeline.coreference.syntax import role

MANY = 3  # from here on numbers are all the same


def options(scene: Scene, anaphor: Anaphor, entities: Sequence[Entity]) -> list[list[str]]:
    """The signals of every entity that may be meant, and last those of none of them."""
    read = signals_of_noun if anaphor.noun else signals_of_pronoun
    found = [read(scene, anaphor, entity) for entity in entities]
    for signals, ranks in zip(found, _ranks(entities), strict=True):
        signals += ranks
    kinds = Counter(map(kind_of, entities))
    named, strangers = min(kinds["named"], MANY), min(kinds["stranger"], MANY)
    for signals in found:
        signals.append(f"of {named}")
    found.append([*_none(scene, anaphor), f"none of {named}", f"none of strangers {strangers}"])
    return found


def _ranks(entities: Sequence[Entity]) -> list[list[str]]:
    """How many entities stand nearer than each, and whether the text speaks of none more often."""
    seen: Counter[str] = Counter()
    most = max((entity.count for entity in entities if entity.is_named), default=0)
    found = []
    for rank, entity in enumerate(entities):
        kind = kind_of(entity)
        signals = [f"rank {min(rank, MANY)}", f"{kind} rank {min(seen[kind], MANY)}"]
        if entity.role == "subject":
            signals.append(f"subject rank {min(seen['subject'], MANY - 1)}")
            seen["subject"] += 1
        if entity.is_named:
            signals += [f"most {entity.count == most}", f"most {entity.count == most} rank {min(seen[kind], MANY)}"]
        seen[kind] += 1
        found.append(signals)
    return found


def _none(scene: Scene, anaphor: Anaphor) -> list[str]:
    """The signals of meaning nobody and nothing that was named."""
    token = anaphor.head
    found = ["none", f"none quotation {scene.index.quotation[token.i] >= 0}", f"none {role(token)}"]
    return found + (signals_of_no_noun(scene, anaphor) if anaphor.noun else signals_of_no_pronoun(anaphor))
