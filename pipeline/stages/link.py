"""Say which mentions of all documents are one entity, and fill its id into mentions, quotes and claims."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from sys import intern
from typing import Literal

from pipeline.naming.batch import Key, Named
from pipeline.naming.identity import Identity, identities
from pipeline.schema import Claim, ClaimEntity, Entity, EntityAlias, Mention, Quote, QuoteSpeaker
from pipeline.stages import Stage

Role = Literal["subject", "object", "other"]
STAGE = Stage(
    "link",
    3,
    reads=("mentions", "quotes", "quote_speakers", "claims"),
    writes=("entities", "entity_aliases", "mentions", "quotes", "quote_speakers", "claims", "claim_entities"),
)


@dataclass(frozen=True, slots=True)
class Linked:
    """The entities of all documents, and the rows that refer to them with their ids filled in."""

    entities: list[Entity]
    entity_aliases: list[EntityAlias]
    mentions: list[Mention]
    quotes: list[Quote]
    quote_speakers: list[QuoteSpeaker]
    claims: list[Claim]
    claim_entities: list[ClaimEntity]


@dataclass(frozen=True)
class Who:
    """Who or what is named in all documents.

    Attributes:
        known: What every name in a document stands for.
        entities: The rows.
        entity_aliases: The rows.
    """

    known: Mapping[Key, Identity]
    entities: list[Entity]
    entity_aliases: list[EntityAlias]

    @cached_property
    def by_document(self) -> Mapping[str, Mapping[Key, Identity]]:
        """What the names in each document that has some stand for."""
        found: dict[str, dict[Key, Identity]] = {}
        for key, identity in self.known.items():
            found.setdefault(key[0], {})[key] = identity
        return found

    def ids(self, doc_id: str) -> set[str]:
        """The entities that a document names."""
        return {identity.entity_id for identity in self.by_document.get(doc_id, {}).values()}


@dataclass(frozen=True, slots=True)
class Filled:
    """The rows that refer to entities, with their ids."""

    mentions: list[Mention]
    quotes: list[Quote]
    quote_speakers: list[QuoteSpeaker]
    claims: list[Claim]
    claim_entities: list[ClaimEntity]


def link(
    mentions: list[Mention], quotes: list[Quote], quote_speakers: list[QuoteSpeaker], claims: list[Claim]
) -> Linked:
    """Link the mentions of a batch of documents; the order of the rows makes no difference to the ids.

    Dates, numbers and names that stand for no one thing ("Foreign Ministry" of no known country) get no entity.
    """
    who = identify(named(mentions))
    filled = fill(who, mentions, quotes, quote_speakers, claims)
    return Linked(who.entities, who.entity_aliases, *(getattr(filled, field.name) for field in fields(filled)))


def named(mentions: Iterable[Mention]) -> list[Named]:
    """What linking needs to know of those mentions that stand for something with a name."""
    return [
        Named(intern(m.doc_id), m.start, m.end, m.text, intern(m.label), m.name, m.method)
        for m in mentions
        if m.name is not None
    ]


def identify(mentions: Sequence[Named]) -> Who:
    """Say who or what the mentions of all documents stand for."""
    known = identities(mentions)
    return Who(known, _entities(mentions, known), _aliases(mentions, known))


def fill(
    who: Who,
    mentions: Iterable[Mention],
    quotes: Sequence[Quote],
    quote_speakers: Iterable[QuoteSpeaker],
    claims: Iterable[Claim],
) -> Filled:
    """Fill the ids of entities into the rows of some documents, all of them or one at a time."""
    mentions = sorted(mentions, key=lambda m: (m.doc_id, m.start, m.end))
    found = [who.known.get((m.doc_id, m.name or "", m.label)) for m in mentions]
    by_mention = {m.mention_id: identity for m, identity in zip(mentions, found, strict=True) if identity}
    mentions = [replace(m, entity_id=i.entity_id if i else None) for m, i in zip(mentions, found, strict=True)]
    names = {m.mention_id: i.name if i else m.name or m.text for m, i in zip(mentions, found, strict=True)}
    quote_speakers = list(quote_speakers)
    quotes = _with_speakers(quotes, quote_speakers, by_mention, names)
    by_quote = {quote.quote_id: quote for quote in quotes}
    claims = [_with_entities(claim, by_mention, by_quote) for claim in claims]
    speakers = _identified(quote_speakers, by_mention)
    return Filled(mentions, quotes, speakers, claims, _claim_entities(claims, mentions))


def _identified(rows: Iterable[QuoteSpeaker], by_mention: dict[str, Identity]) -> list[QuoteSpeaker]:
    """The speakers that are known entities, each once a quote, in the order that the quote names them."""
    found: dict[tuple[str, str], QuoteSpeaker] = {}
    for row in rows:
        if identity := by_mention.get(row.mention_id):
            key = row.quote_id, identity.entity_id
            found.setdefault(key, replace(row, entity_id=identity.entity_id))
    return list(found.values())


def _with_speakers(
    quotes: Sequence[Quote], rows: Iterable[QuoteSpeaker], by_mention: dict[str, Identity], names: dict[str, str]
) -> list[Quote]:
    """The quotes with the names of their speakers as they go by in all documents, and the entity where it is one."""
    spoken: dict[str, list[str]] = {}
    meant: dict[str, set[str | None]] = {}
    for row in rows:
        identity = by_mention.get(row.mention_id)
        spoken.setdefault(row.quote_id, []).append(names[row.mention_id])
        meant.setdefault(row.quote_id, set()).add(identity.entity_id if identity else None)
    return [
        replace(
            quote,
            speaker_entity_id=next(iter(ids)) if len(ids := meant.get(quote.quote_id, set())) == 1 else None,
            speaker_name="; ".join(dict.fromkeys(spoken.get(quote.quote_id, ()))) or quote.speaker_name,
        )
        for quote in quotes
    ]


def _with_entities(claim: Claim, by_mention: dict[str, Identity], by_quote: dict[str, Quote]) -> Claim:
    subject = by_mention.get(claim.subject_mention_id or "")
    object_ = by_mention.get(claim.object_mention_id or "")
    quote = by_quote.get(claim.quote_id or "")
    return replace(
        claim,
        subject_entity_id=subject.entity_id if subject else None,
        object_entity_id=object_.entity_id if object_ else None,
        attributed_to=(quote.speaker_name or quote.speaker_text) if quote else claim.attributed_to,
        attributed_entity_id=quote.speaker_entity_id if quote else None,
    )


def _entities(mentions: Iterable[Named], known: Mapping[Key, Identity]) -> list[Entity]:
    by_id = {identity.entity_id: identity for identity in known.values()}
    counts: Counter[str] = Counter()
    documents: dict[str, set[str]] = {}
    for mention in mentions:
        if identity := _identity(mention, known):
            counts[identity.entity_id] += 1
            documents.setdefault(identity.entity_id, set()).add(mention.doc_id)
    return [
        Entity(
            entity_id=entity_id,
            name=by_id[entity_id].name,
            label=by_id[entity_id].label,
            country_code=by_id[entity_id].country,
            wikidata_id=by_id[entity_id].wikidata,
            n_mentions=counts[entity_id],
            n_documents=len(documents[entity_id]),
        )
        for entity_id in sorted(counts)
    ]


def _identity(mention: Named, known: Mapping[Key, Identity]) -> Identity | None:
    return known.get((mention.doc_id, mention.name or "", mention.label))


def _aliases(mentions: Iterable[Named], known: Mapping[Key, Identity]) -> list[EntityAlias]:
    """The forms of names; roles and pronouns are none."""
    forms = ((_identity(m, known), m.text) for m in mentions if m.method != "coref")
    counts = Counter((identity.entity_id, text) for identity, text in forms if identity)
    return [EntityAlias(entity_id=i, alias=alias, n_mentions=n) for (i, alias), n in sorted(counts.items())]


def _claim_entities(claims: Iterable[Claim], mentions: Iterable[Mention]) -> list[ClaimEntity]:
    """The entities mentioned inside each claim, and its subject and object wherever they stand."""
    by_doc: dict[str, list[Mention]] = {}
    for mention in sorted((m for m in mentions if m.entity_id), key=lambda m: m.start):
        by_doc.setdefault(mention.doc_id, []).append(mention)
    starts = {doc_id: [m.start for m in inside] for doc_id, inside in by_doc.items()}
    rows: set[tuple[str, str, Role]] = set()
    for claim in claims:
        ends: tuple[tuple[str | None, Role], ...] = (
            (claim.subject_entity_id, "subject"),
            (claim.object_entity_id, "object"),
        )
        first = bisect_left(starts.get(claim.doc_id, []), claim.start)
        last = bisect_left(starts.get(claim.doc_id, []), claim.end)
        inside = {m.entity_id for m in by_doc.get(claim.doc_id, [])[first:last] if m.end <= claim.end}
        others = inside - {entity_id for entity_id, _ in ends}
        rows |= {(claim.claim_id, entity_id, role) for entity_id, role in ends if entity_id}
        rows |= {(claim.claim_id, entity_id, "other") for entity_id in others if entity_id}
    return [ClaimEntity(claim_id=c, entity_id=i, role=role) for c, i, role in sorted(rows)]
