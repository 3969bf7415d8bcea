"""Who the speakers of an utterance are: the entities that its speaker names or stands for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Span, Token

from pipeline.components.records import EntityMention
from pipeline.language import lexicon
from pipeline.quotation.cues import is_document
from pipeline.quotation.speakers import holder_of

_SPEAKING = frozenset(("PERSON", "ORG", "GPE", "LOC", "FAC"))  # of peoples and parties, some members speak
_BODIES = frozenset(("ORG", "GPE"))  # what a person without a name can speak for
_AND = frozenset(("and", "&"))
_FILLERS = _AND | {",", "both", "among", "others", "alike"}
_OF = frozenset(("for", "of", "at", "from", "with", "by"))
_VOICES = frozenset(row["lemma"] for row in lexicon.rows("voices"))


def speakers_of(speaker: Span, mentions: Sequence[EntityMention]) -> list[EntityMention]:
    """The mentions that tell who speaks, in reading order; of coordinated speakers, those of each.

    Args:
        speaker: The speaker, as named there.
        mentions: The mentions of the document that have a name.
    """
    found: dict[str | None, EntityMention] = {}
    for mention in _listed(speaker, mentions) or _headed(speaker, mentions):
        if mention.span.label_ in _SPEAKING:
            found.setdefault(mention.name, mention)
    return sorted(found.values(), key=lambda mention: mention.span.start)


def _listed(speaker: Span, mentions: Sequence[EntityMention]) -> list[EntityMention]:
    """The names of a list, which parsers often take for appositions: *Peru, Chile and Oslo*; none if it is no list."""
    inside = [m for m in mentions if speaker.start <= m.span.start and m.span.end <= speaker.end]
    between = [token for token in speaker if not any(m.span.start <= token.i < m.span.end for m in inside)]
    joined = any(token.lower_ in _AND for token in between)
    return inside if joined and all(t.lower_ in _FILLERS or t.pos_ == "DET" for t in between) else []


def _headed(speaker: Span, mentions: Sequence[EntityMention]) -> Iterator[EntityMention]:
    """Who the head of a speaker is, and who those coordinated with it are."""
    coordinated = (token for token in speaker.root.conjuncts if speaker.start <= token.i < speaker.end)
    for head in (speaker.root, *coordinated):
        mention = _around(holder_of(head), mentions) or _apposed(head, speaker, mentions) or _spoken_for(head, mentions)
        if mention is not None:
            yield mention


def _around(place: Token, mentions: Sequence[EntityMention]) -> EntityMention | None:
    """The longest mention that a token stands in."""
    around = [mention for mention in mentions if mention.span.start <= place.i < mention.span.end]
    return max(around, key=lambda mention: len(mention.span), default=None)


def _apposed(head: Token, speaker: Span, mentions: Sequence[EntityMention]) -> EntityMention | None:
    """The name beside a role: *the mayor, Ada Berg*, *mayor Ada Berg*."""
    beside = [child for child in head.children if child.dep_ in ("appos", "compound", "flat", "nmod")]
    people = (_around(child, mentions) for child in beside if speaker.start <= child.i < speaker.end)
    return next((mention for mention in people if mention is not None and mention.span.label_ == "PERSON"), None)


def _spoken_for(head: Token, mentions: Sequence[EntityMention]) -> EntityMention | None:
    """The body that somebody without a name speaks for: *a spokesman for the ministry*, *ministry officials*."""
    if head.lemma_.lower() not in _VOICES and not is_document(head):
        return None
    beside = [child for child in head.children if child.dep_ in ("compound", "poss", "amod", "nmod")]
    beside += [c for prep in head.children if prep.lower_ in _OF for c in prep.children if c.dep_ == "pobj"]
    for one in beside:
        found = _around(one, mentions)
        if found is not None and found.span.label_ == "NORP":
            found = _country(found.span.text, mentions)
        elif found is None and one.dep_ == "pobj" and one != head:
            found = _spoken_for(one, mentions)
        if found is not None and found.span.label_ in _BODIES:
            return found
    return None


def _country(people: str, mentions: Sequence[EntityMention]) -> EntityMention | None:
    """The first mention of the country of a people: Iceland, for *the Icelandic government*."""
    known = lexicon.name_of(people, "NORP")
    country = lexicon.country_names().get(known.country or "") if known else None
    return next((m for m in mentions if country and m.name == country.name and m.span.label_ == "GPE"), None)
