"""Which country somebody belongs to: "the Danish minister ... his country", "the Polish Foreign Ministry"."""

from __future__ import annotations

from collections.abc import Mapping

from spacy.tokens import Span, Token

from pipeline.coreference.anaphors import Anaphor
from pipeline.coreference.discourse import PERSON, Entity
from pipeline.coreference.doc_index import DocIndex
from pipeline.coreference.names import country_of
from pipeline.coreference.roles import Person
from pipeline.language import lexicon

MAX_BACK = 80  # tokens of a sentence that are looked back over at most
MAX_WORDS = 3  # of an adjective that begins an institution's name: "Papua New Guinean"


def is_country(span: Span) -> bool:
    """Whether a span names a country itself, not its people or a city."""
    known = lexicon.name_of(span.text, span.label_)
    return known is not None and known.kind == "country"


def country_of_name(name: str) -> str:
    """The country whose adjective begins an institution's name, as a code: "Polish Foreign Ministry"."""
    words = name.split()
    for end in range(min(MAX_WORDS, len(words) - 1), 0, -1):
        known = lexicon.name_of(" ".join(words[:end]), "NORP")
        if known and known.country:
            return known.country
    return ""


def country_of_kin(anaphor: Anaphor, owner: Entity | None, people: Mapping[str, Person]) -> str:
    """The country that "his country" or "the ministry's country" is, as a code, where it is told of its owner."""
    _, kinds = lexicon.descriptions().get(anaphor.noun, ("", ()))
    if owner is None or "country" not in kinds:
        return ""
    if owner.sort == PERSON and owner.is_named:
        person = people.get(owner.name)
        return min(person.countries) if person and len(person.countries) == 1 else ""
    if owner.label == "ORG":
        known = lexicon.name_of(owner.name, "ORG")
        return (known.country if known else None) or country_of_name(owner.name)
    return owner.country


def only_country(index: DocIndex, token: Token) -> str:
    """The one country that a sentence names before a word, as a code; empty where it names more or an organisation."""
    codes: set[str] = set()
    for span in index.ents_in(max(index.sent[token.i], token.i - MAX_BACK), token.i):
        if span.label_ == "ORG":
            return ""
        codes.update(filter(None, [country_of(span)]))
    return codes.pop() if len(codes) == 1 else ""
