"""Who the speakers of an utterance are: the entities that its speaker names or stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Named:
    """The mentions of a document that have a name.

    Attributes:
        at: The longest mention around each token.
        countries: The first mention of each country, city or the like by its name.
    """

    at: dict[int, EntityMention]
    countries: dict[str, EntityMention]


def named(mentions: Iterable[EntityMention]) -> Named:
    """Find mentions by place and by name."""
    at: dict[int, EntityMention] = {}
    countries: dict[str, EntityMention] = {}
    for mention in mentions:
        if mention.name is None:
            continue
        if mention.span.label_ == "GPE":
            countries.setdefault(mention.name, mention)
        for i in range(mention.span.start, mention.span.end):
            if i not in at or len(at[i].span) < len(mention.span):
                at[i] = mention
    return Named(at, countries)


def speakers_of(speaker: Span, known: Named) -> list[EntityMention]:
    """The mentions that tell who speaks, in reading order; of coordinated speakers, those of each.

    Args:
        speaker: The speaker, as named there.
        known: The mentions of the document.
    """
    found: dict[str | None, EntityMention] = {}
    for mention in _listed(speaker, known) or list(_headed(speaker, known)) or _set_off(speaker, known):
        if mention.span.label_ in _SPEAKING:
            found.setdefault(mention.name, mention)
    return sorted(found.values(), key=lambda mention: mention.span.start)


def _listed(speaker: Span, known: Named) -> list[EntityMention]:
    """The names of a list, which parsers often take for appositions: *Peru, Chile and Oslo*; none if it is no list."""
    inside = {known.at[i].span.start: known.at[i] for i in range(speaker.start, speaker.end) if i in known.at}
    between = [token for token in speaker if token.i not in known.at]
    joined = any(token.lower_ in _AND for token in between)
    fits = all(speaker.start <= m.span.start and m.span.end <= speaker.end for m in inside.values())
    is_list = joined and fits and all(t.lower_ in _FILLERS or t.pos_ == "DET" for t in between)
    return list(inside.values()) if is_list else []


def _headed(speaker: Span, known: Named) -> Iterator[EntityMention]:
    """Who the head of a speaker is, and who those coordinated with it are."""
    coordinated = (token for token in speaker.root.conjuncts if speaker.start <= token.i < speaker.end)
    for head in (speaker.root, *coordinated):
        mention = known.at.get(holder_of(head).i) or _apposed(head, speaker, known) or _spoken_for(head, known)
        if mention is not None:
            yield mention


def _apposed(head: Token, speaker: Span, known: Named) -> EntityMention | None:
    """The name beside a role: *the mayor, Ada Berg*, *mayor Ada Berg*; a parser may take both for subjects.

    A body is named right behind what it is, *the carmaker Zelby*; elsewhere it is whom somebody works for.
    """
    beside = [child for child in head.children if child.dep_ in ("appos", "compound", "flat", "nmod")]
    beside += [other for other in head.head.children if other.dep_ == head.dep_ and other.i > head.i]
    inside = (known.at.get(child.i) for child in beside if speaker.start <= child.i < speaker.end)
    names = [mention for mention in inside if mention is not None]
    people = [mention for mention in names if mention.span.label_ == "PERSON"]
    bodies = [m for m in names if m.span.label_ in _BODIES and m.span.start == head.i + 1]
    return next(iter(people or bodies), None)


def _set_off(speaker: Span, known: Named) -> list[EntityMention]:
    """The person named behind a comma, wherever the parse hangs the name: *counsel for the firm, Rosa Diaz*."""
    found = {known.at[t.i].span.start: known.at[t.i] for t in speaker[1:] if t.i in known.at and t.nbor(-1).text == ","}
    ends = {",", "."}
    people = [m for m in found.values() if m.span.label_ == "PERSON" and speaker.start < m.span.start]
    return [m for m in people if m.span.end == speaker.end or speaker.doc[m.span.end].text in ends][:1]


def _spoken_for(head: Token, known: Named) -> EntityMention | None:
    """The body that somebody without a name speaks for: *a spokesman for the ministry*, *ministry officials*."""
    if head.lemma_.lower() not in _VOICES and not is_document(head):
        return None
    beside = [child for child in head.children if child.dep_ in ("compound", "poss", "amod", "nmod")]
    beside += [c for prep in head.children if prep.lower_ in _OF for c in prep.children if c.dep_ == "pobj"]
    for one in beside:
        found = known.at.get(one.i)
        if found is not None and found.span.label_ == "NORP":
            found = _country(found.span.text, known)
        elif found is None and one.dep_ == "pobj":
            found = _spoken_for(one, known)
        if found is not None and found.span.label_ in _BODIES:
            return found
    return None


def _country(people: str, known: Named) -> EntityMention | None:
    """The first mention of the country of a people: Iceland, for *the Icelandic government*."""
    adjective = lexicon.name_of(people, "NORP")
    country = lexicon.country_names().get(adjective.country or "") if adjective else None
    return known.countries.get(country.name) if country else None
