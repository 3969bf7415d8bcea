"""Who the speakers of an utterance are: the entities that its speaker names or stands for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Span, Token

from pipeline.components.records import EntityMention
from pipeline.language.lexicon import rows
from pipeline.quotation.speakers import holder_of

_BODIES = frozenset(("ORG", "GPE"))  # what a person without a name can speak for
_OF = frozenset(("for", "of", "at", "from", "with", "in"))
_VOICES = frozenset(row["lemma"] for row in rows("voices"))


def speakers_of(speaker: Span, mentions: Sequence[EntityMention]) -> list[EntityMention]:
    """The mentions that tell who speaks, in reading order; of coordinated speakers, those of each.

    Args:
        speaker: The speaker, as named there.
        mentions: The mentions of the document that have a name.
    """
    found: dict[str | None, EntityMention] = {}
    for head in _heads(speaker):
        mention = _around(holder_of(head), mentions) or _apposed(head, speaker, mentions) or _spoken_for(head, mentions)
        if mention is not None:
            found.setdefault(mention.name, mention)
    return sorted(found.values(), key=lambda mention: mention.span.start)


def _heads(speaker: Span) -> Iterator[Token]:
    """The head of a speaker, and those coordinated with it."""
    yield speaker.root
    yield from (token for token in speaker.root.conjuncts if token.i in range(speaker.start, speaker.end))


def _around(place: Token, mentions: Sequence[EntityMention]) -> EntityMention | None:
    """The longest mention that a token stands in."""
    around = (mention for mention in mentions if mention.span.start <= place.i < mention.span.end)
    return max(around, key=lambda mention: len(mention.span), default=None)


def _apposed(head: Token, speaker: Span, mentions: Sequence[EntityMention]) -> EntityMention | None:
    """The name beside a role: *the mayor, Ada Berg*, *mayor Ada Berg*."""
    beside = [child for child in head.children if child.dep_ in ("appos", "compound", "flat", "nmod")]
    people = (_around(child, mentions) for child in beside if speaker.start <= child.i < speaker.end)
    return next((mention for mention in people if mention is not None and mention.span.label_ == "PERSON"), None)


def _spoken_for(head: Token, mentions: Sequence[EntityMention]) -> EntityMention | None:
    """The body that somebody without a name speaks for: *a spokesman for the ministry*, *ministry officials*."""
    if head.lemma_.lower() not in _VOICES:
        return None
    bodies = [child for child in head.children if child.dep_ in ("compound", "poss", "amod", "nmod")]
    bodies += [c for prep in head.children if prep.lower_ in _OF for c in prep.children if c.dep_ == "pobj"]
    found = (_around(body, mentions) for body in bodies)
    return next((mention for mention in found if mention is not None and mention.span.label_ in _BODIES), None)
