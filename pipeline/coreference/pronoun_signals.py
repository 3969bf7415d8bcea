"""What speaks for and against an entity being meant by a pronoun."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.coreference.anaphors import Anaphor, meaning
from pipeline.coreference.candidates import REFLEXIVES
from pipeline.coreference.cues import EMPTY, WILL, is_cue
from pipeline.coreference.discourse import PERSON, Entity
from pipeline.coreference.scene import Scene
from pipeline.coreference.syntax import SUBJECTS, role
from pipeline.quotation.cues import cue_of

CLAUSAL = ("ccomp", "xcomp", "advcl")
FAR = 2  # sentences, from here on all the same


def signals_of_pronoun(scene: Scene, anaphor: Anaphor, entity: Entity) -> list[str]:
    """The signals of an entity for a pronoun."""
    sort = entity.label if entity.is_named else entity.sort
    found = [*scene.signals(anaphor, entity), f"label {sort}"]
    if anaphor.kind != "he":
        found.append(f"doer {_doer(anaphor.head)} {sort}")
    if anaphor.gender:
        found.append(f"gender {'known' if entity.gender else 'unknown'}")
    if entity.sort == PERSON:
        found.append(scene.share(entity))
    if not entity.is_named and entity.form == "noun":
        determiner = next((child.lower_ for child in entity.head.lefts if child.dep_ in ("det", "poss")), "")
        found.append(f"stranger {determiner}")
    return found + _of_clauses(scene, anaphor, entity) + _of_speech(scene, anaphor, entity)


def signals_of_no_pronoun(anaphor: Anaphor) -> list[str]:
    """The signals of a pronoun that means nothing named; only "it" has any."""
    token = anaphor.head
    if anaphor.kind != "it":
        return []
    after = token.nbor(1) if token.i + 1 < len(token.doc) else token
    found = [f"none {token.lower_}", f"none adjective {after.tag_[:2] == 'JJ'}"]
    if token.dep_ in SUBJECTS:
        found.append(f"none empty verb {is_cue(token.head, EMPTY)}")
        found.append(f"none clause {any(child.dep_ in CLAUSAL for child in token.head.rights)}")
    return found


def _of_clauses(scene: Scene, anaphor: Anaphor, entity: Entity) -> list[str]:
    """How the clauses of pronoun and entity stand to one another, and what each does in its own."""
    token = anaphor.head
    distance = min(scene.sentences(anaphor, entity), FAR)
    roles = f"{entity.role}>{role(token)}"
    found = [f"{roles} {distance}"]
    if distance:
        if entity.role == "subject" and entity.head.head.dep_ == "ROOT":
            found.append(f"main subject {distance}")
        return found
    relation = scene.syntax.relation(token, entity.head)
    found += [f"clause {relation}", f"clause {relation} {roles}"]
    if token.lower_ in REFLEXIVES:
        found.append(f"reflexive {relation} {entity.role}")
    return found


def _of_speech(scene: Scene, anaphor: Anaphor, entity: Entity) -> list[str]:
    """Whether the pronoun is quoted and the entity not, and perhaps the speaker."""
    quotation = scene.index.quotation
    if quotation[anaphor.head.i] < 0 or quotation[entity.head.i] >= 0:
        return []
    speaks = entity.role == "subject" and cue_of(entity.head.head) is not None
    return [f"speaker {speaks} {min(scene.sentences(anaphor, entity), FAR)}"]


def _doer(token: Token) -> str:
    """What only somebody who acts does or has: "it wants", "its minister"."""
    if token.dep_ == "nsubj" and (is_cue(token.head, WILL) or cue_of(token.head)):
        return "acts"
    if token.dep_ == "poss":
        label, _ = meaning(token.head.lower_)
        return f"has {label}"
    return role(token)
