"""Turns ECB+ into claims as the pipeline itself finds them, and pairs of claims that do or don't tell of one event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from spacy.language import Language

from pipeline.alignment.features import DocumentPair, Pair, compare_claims
from pipeline.alignment.profiles import Profile, document_profiles, profiles
from pipeline.records import CleanText, OffsetMap
from pipeline.schema import Claim, Mention, Quantity, Quote, QuoteSpeaker
from pipeline.stages import claims, entities, link, quotes
from training.ecb import Article

_MUCH = 0.4  # share of what both mention in what either does (Dice)


@dataclass(frozen=True)
class Example:
    """A pair of claims of two articles, and whether they tell of one event.

    Attributes:
        pair: The claims with their signals.
        topic: The topic of both.
        within: Whether the articles tell of one story; where not, they tell of two events of one kind.
        same: Whether they tell of one event with much the same participants.
    """

    pair: Pair
    topic: int
    within: bool
    same: bool


@dataclass(frozen=True)
class _Told:
    """What a claim mentions: all, its events, and the event that its predicate is."""

    everything: frozenset[str]
    events: frozenset[str]
    main: frozenset[str]


def examples(articles: Sequence[Article], nlp: Language) -> list[Example]:
    """All pairs of claims in sentences annotated in full, of two articles of one topic."""
    found = annotated(articles, nlp)
    of_document = document_profiles(found)
    by_article: dict[str, list[Profile]] = defaultdict(list)
    for profile in found:
        by_article[profile.claim.doc_id].append(profile)
    by_topic: dict[int, list[Article]] = defaultdict(list)
    for article in articles:
        if by_article[article.name]:
            by_topic[article.topic].append(article)
    made = []
    for topic in sorted(by_topic):
        told = {a.name: _told(a, by_article[a.name]) for a in by_topic[topic]}
        for first, second in combinations(sorted(by_topic[topic], key=lambda a: a.name), 2):
            documents = DocumentPair.of(of_document[first.name], of_document[second.name])
            within = first.story == second.story
            for a, x in told[first.name]:
                for b, y in told[second.name]:
                    same = within and _same(x, y)
                    made.append(Example(compare_claims(a, b, documents), topic, within, same))
    return made


def annotated(articles: Sequence[Article], nlp: Language) -> list[Profile]:
    """The claims of all articles, with their entities linked story by story."""
    rows: dict[str, tuple[list[Mention], list[Quote], list[QuoteSpeaker], list[Claim], list[Quantity]]] = {}
    for doc, article in nlp.pipe(((a.text, a) for a in articles), as_tuples=True, batch_size=32):
        length = range(len(article.text))
        clean = CleanText(article.name, article.text, OffsetMap(tuple(length), tuple(i + 1 for i in length)))
        found, amounts = claims.claims(doc, clean)
        quoted = quotes.quotes(doc, clean)
        mentions = entities.entities(doc, clean)
        rows[article.name] = (mentions, quoted.quotes, quoted.quote_speakers, found, amounts)
    made = []
    for topic in sorted({article.topic for article in articles}):
        group = [rows[article.name] for article in articles if article.topic == topic]
        linked = link.link(*([row for part in group for row in part[i]] for i in range(4)))
        amounts = [row for part in group for row in part[4]]
        made += profiles(linked.claims, linked.claim_entities, amounts, linked.entities)
    return made


def _told(article: Article, found: Sequence[Profile]) -> list[tuple[Profile, _Told]]:
    """The claims in sentences annotated in full, with what they mention."""
    kept = []
    for profile in found:
        claim = profile.claim
        number = next((i for i, (a, b) in enumerate(article.sentences) if a <= claim.start < b), -1)
        if number in article.validated:
            kept.append((profile, _mentioned(article, claim)))
    return kept


def _mentioned(article: Article, claim: Claim) -> _Told:
    inside = [m for m in article.mentions if claim.start <= m.start and m.end <= claim.end]
    place = claim.text.find(claim.predicate)
    span = (claim.start + place, claim.start + place + len(claim.predicate)) if place >= 0 else (-1, -1)
    main = (m for m in inside if m.is_event and m.start < span[1] and span[0] < m.end)
    return _Told(
        everything=frozenset(m.instance for m in inside),
        events=frozenset(m.instance for m in inside if m.is_event),
        main=frozenset(m.instance for m in main),
    )


def _same(one: _Told, other: _Told) -> bool:
    """Whether two claims share two events, or what one of them is mainly about, and much of all that they mention."""
    events, both = one.events & other.events, one.everything & other.everything
    about = (one.main | other.main) & events
    much = 2 * len(both) >= _MUCH * (len(one.everything) + len(other.everything))
    return much and (len(events) > 1 or bool(about))


def stories(made: Sequence[Example], topics: frozenset[int]) -> Iterator[Example]:
    """The examples of some topics."""
    return (example for example in made if example.topic in topics)
