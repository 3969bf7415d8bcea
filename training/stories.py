"""Turns ECB+ into claims as the pipeline itself finds them, and pairs of claims that do or don't tell of one event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from spacy.language import Language

from pipeline.alignment.documents import document_profiles
from pipeline.alignment.features import DocumentPair, Pair, compare_claims
from pipeline.alignment.profiles import Profile, profiles, units_of
from pipeline.alignment.scoring import Scorer
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
        topic: The topic of both, or the event of labelled articles.
        within: Whether the articles tell of one story; where not, they tell of two events of one kind.
        same: Whether they tell of one event with much the same participants.
    """

    pair: Pair
    topic: str
    within: bool
    same: bool


@dataclass(frozen=True)
class _Told:
    """What a claim mentions: all, its events, and the event that its predicate is."""

    everything: frozenset[str]
    events: frozenset[str]
    main: frozenset[str]


@dataclass(frozen=True)
class Meeting:
    """Two articles of one topic, and whether they tell of one story."""

    first: Article
    second: Article
    documents: DocumentPair

    @property
    def within(self) -> bool:
        """Whether they tell of one story; where not, they tell of two events of one kind."""
        return self.first.story == self.second.story


def meetings(articles: Sequence[Article], found: Sequence[Profile]) -> list[Meeting]:
    """All pairs of articles of one topic that hold claims, sorted."""
    of_document = document_profiles(found)
    by_topic: dict[int, list[Article]] = defaultdict(list)
    for article in sorted(articles, key=lambda article: article.name):
        if article.name in of_document:
            by_topic[article.topic].append(article)
    return [
        Meeting(a, b, DocumentPair(of_document[a.name], of_document[b.name]))
        for topic in sorted(by_topic)
        for a, b in combinations(by_topic[topic], 2)
    ]


def examples(met: Sequence[Meeting], scorer: Scorer) -> list[Example]:
    """All pairs of claims in sentences annotated in full, of two articles of one topic."""
    places = scorer.placed({(m.first.name, m.second.name): scorer.story.odds(m.documents.signals) for m in met})
    articles = {article.name: article for m in met for article in (m.first, m.second)}
    claims_of = {m.first.name: m.documents.first for m in met} | {m.second.name: m.documents.second for m in met}
    told = {name: _told(article, claims_of[name].claims) for name, article in sorted(articles.items())}
    made = []
    for m in met:
        place = places[m.first.name, m.second.name]
        documents = DocumentPair(m.documents.first, m.documents.second, *place)
        for a, x in told[m.first.name]:
            for b, y in told[m.second.name]:
                same = m.within and _same(x, y)
                made.append(Example(compare_claims(a, b, documents), str(m.first.topic), m.within, same))
    return made


def annotated(articles: Sequence[Article], nlp: Language) -> list[Profile]:
    """The claims of all articles, with their entities linked story by story."""
    rows: dict[str, tuple[list[Mention], list[Quote], list[QuoteSpeaker], list[Claim], list[Quantity]]] = {}
    for doc, article in nlp.pipe(((a.text, a) for a in articles), as_tuples=True, batch_size=32):
        length = range(len(article.text))
        clean = CleanText(article.name, article.text, OffsetMap(tuple(length), tuple(i + 1 for i in length)))
        found = claims.claims(doc, clean)
        quoted = quotes.quotes(doc, clean)
        mentions = entities.entities(doc, clean)
        rows[article.name] = (mentions, quoted.quotes, quoted.quote_speakers, found.claims, found.quantities)
    made = []
    for topic in sorted({article.topic for article in articles}):
        group = [rows[article.name] for article in articles if article.topic == topic]
        linked = link.link(*([row for part in group for row in part[i]] for i in range(4)))
        amounts = [row for part in group for row in part[4]]
        made += profiles(linked.claims, linked.claim_entities, amounts, units_of(linked.entities))
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
