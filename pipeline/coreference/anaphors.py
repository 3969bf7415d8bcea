"""Find the pronouns and the definite noun phrases that may take up somebody or something named before."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from pipeline.language import lexicon

DEFINITE = frozenset({"the", "this", "that"})
KINDS = {"m": "he", "f": "he", "n": "it", "p": "they"}
ADDED = ("expl", "npadvmod", "appos")  # "it" that stands for nothing; "himself" in "Brix himself"
INSIDE = ("compound", "nmod")


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A pronoun or noun phrase that may stand for an entity.

    Attributes:
        head: The word that heads it.
        start: Its first token.
        kind: "he", "it" or "they" for pronouns, "person" or "thing" for noun phrases.
        gender: "m" or "f" where it tells it.
        noun: Its noun in small letters, empty for pronouns.
        label: The entity type that the noun tells, empty where it tells none.
        determiner: What makes it definite: "the", "this", "that" or "poss"; empty for pronouns.
        owner: The word that heads its possessor: "his" or "Brix" in "Brix's wife".
    """

    head: Token
    start: int
    kind: str
    gender: str = ""
    noun: str = ""
    label: str = ""
    determiner: str = ""
    owner: Token | None = None


def pronoun(token: Token) -> Anaphor | None:
    """The pronoun that a word is, of the third person."""
    gender = lexicon.pronouns().get(token.lower_)
    if not gender or token.ent_type_ or token.dep_ in ADDED:
        return None
    return Anaphor(token, token.i, KINDS[gender], gender if gender in "mf" else "")


def noun_phrase(token: Token) -> Anaphor | None:
    """The definite noun phrase that a word in the singular heads."""
    if token.tag_ != "NN" or token.dep_ in INSIDE or token.ent_type_:
        return None
    found = _determiner(token)
    if found is None:
        return None
    start, determiner, owner = found
    label, gender = meaning(token.lower_)
    kind = "person" if label == "PERSON" else "thing"
    return Anaphor(token, start, kind, gender, token.lower_, label, determiner, owner)


def meaning(noun: str) -> tuple[str, str]:
    """The entity type that a noun tells, and the gender for persons; both empty where it tells none."""
    label, kinds = lexicon.descriptions().get(noun, ("", ()))
    if label:
        return label, "".join(kinds) if label == "PERSON" else ""
    title = lexicon.titles().get(noun)
    return ("PERSON", title.gender) if title else ("", "")


def _determiner(token: Token) -> tuple[int, str, Token | None] | None:
    """Where a definite noun phrase begins, what makes it definite, and its possessor; None for others."""
    for child in token.lefts:
        if child.dep_ == "det" and child.lower_ in DEFINITE:
            return child.i, child.lower_, None
        if child.dep_ == "poss":
            return child.left_edge.i, "poss", child
    return None
