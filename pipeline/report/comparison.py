"""Articles side by side: their texts with what is marked in them, where they meet, and what but one of them tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from pipeline.report.items import UNKNOWN, Item, items, kind_of_name
from pipeline.report.marks import Paragraph, paragraphs
from pipeline.report.meetings import Meeting, meeting
from pipeline.report.rows import RELATIONS, Row, Rows, in_order

N_SHORT, N_ENTITIES = 5, 40


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it is shown.

    Attributes:
        letter: What it is called on the page.
        row: Its row.
        url: Where it was published, if that may be linked to.
        paragraphs: Its text.
        headings: Where paragraphs begin that are titles or headings.
        only: The claims that no other article tells.
    """

    letter: str
    row: Row
    url: str | None
    paragraphs: Sequence[Paragraph]
    headings: Collection[int]
    only: Sequence[Item]


@dataclass(frozen=True, slots=True)
class Named:
    """An entity with its mentions, by the letter of the article."""

    row: Row
    kind: str
    mentions: Mapping[str, Sequence[Item]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that a page with articles side by side shows.

    Attributes:
        articles: In the order of their letters.
        meetings: Conflicts first, then agreements, each by score.
        items: Everything that is marked, by number.
        speakers: Who is quoted, the most quoted first, with the quotations.
        entities: What is named, the most named first.
        claims: The number of a claim by its id.
    """

    articles: Sequence[Article]
    meetings: Sequence[Meeting]
    items: Sequence[Item]
    speakers: Mapping[str, Sequence[Item]]
    entities: Sequence[Named]
    claims: Mapping[str, int]

    @property
    def counts(self) -> dict[str, int]:
        """How many meetings there are of each relation."""
        found = Counter(one.relation for one in self.meetings)
        return {relation: found[relation] for relation in RELATIONS}

    @property
    def conflicts(self) -> list[Meeting]:
        """The foremost conflicts."""
        return _short(one for one in self.meetings if one.relation == "conflicts")

    @property
    def backed(self) -> list[Meeting]:
        """The meetings in which the articles back each other most, whole clauses and independent ones first."""
        found = [one for one in self.meetings if one.relation != "conflicts"]
        return _short(
            sorted(
                found, key=lambda one: (not one.whole, one.row["shared_origin"] is not None, -(one.row["score"] or 0))
            )
        )

    def speakers_of(self, *numbers: int) -> str:
        """The places of the speakers of some items in `speakers`, for the filter."""
        said = {name for number in numbers for name in self.items[number].speakers}
        return " ".join(str(place) for place, name in enumerate(self.speakers) if name in said)

    def entities_of(self, *numbers: int) -> str:
        """The places of the entities of some items in `entities`, for the filter."""
        about = {key for number in numbers for key in self.items[number].entities}
        return " ".join(str(place) for place, one in enumerate(self.entities) if one.row["entity_id"] in about)

    def articles_of(self, *numbers: int) -> str:
        """The places of the articles of some items in `articles`, for the filter."""
        doc_ids = {self.items[number].doc_id for number in numbers}
        return " ".join(str(place) for place, one in enumerate(self.articles) if one.row["doc_id"] in doc_ids)

    def letter(self, item: Item) -> str:
        """The letter of the article that an item stands in."""
        return next(one.letter for one in self.articles if one.row["doc_id"] == item.doc_id)


def comparison(rows: Rows, clean_texts: Mapping[str, str]) -> Comparison:
    """Put the documents of some rows side by side.

    Args:
        rows: The rows of these documents and no others.
        clean_texts: Clean text by doc_id.
    """
    letters = dict(zip(rows.documents, ascii_uppercase, strict=False))
    joined = in_order(row for of_pair in rows.alignments.values() for row in of_pair)
    meetings = [meeting(number, row, rows, clean_texts, letters) for number, row in enumerate(joined, 1)]
    only = {doc_id: _told_by_none_else(doc_id, rows) for doc_id in letters}
    found = items(rows, meetings, [key for keys in only.values() for key in keys])
    claims = {item.row_id: item.number for item in found if item.table == "claims"}
    articles = []
    for doc_id, letter in letters.items():
        own = [item for item in found if item.doc_id == doc_id]
        alone = [found[number] for number in sorted(claims[key] for key in only[doc_id])]
        articles.append(_article(letter, rows, rows.documents[doc_id], clean_texts[doc_id], own, alone))
    return Comparison(articles, meetings, found, _speakers(found), _entities(found, rows, letters), claims)


def _short(meetings: Iterable[Meeting]) -> list[Meeting]:
    """The first few meetings, one of each matter."""
    matters: dict[str, Meeting] = {}
    for one in meetings:
        matters.setdefault(one.row["cluster_id"] or one.row["alignment_id"], one)
    return list(matters.values())[:N_SHORT]


def link(url: str | None) -> str | None:
    """An address that may be linked to, None where it is no address of the web."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def _article(letter: str, rows: Rows, row: Row, text: str, own: Sequence[Item], only: Sequence[Item]) -> Article:
    headings = {one["start"] for one in rows.headings.get(row["doc_id"], ())}
    return Article(letter, row, link(row["url"]), paragraphs(text, [item.mark for item in own]), headings, only)


def _told_by_none_else(doc_id: str, rows: Rows) -> list[str]:
    """Claims that none of the documents tells with which this one was compared."""
    lists = [{row["claim_id"] for row in found} for (one, _), found in rows.only_in.items() if one == doc_id]
    return sorted(set.intersection(*lists)) if lists else []


def _speakers(found: Sequence[Item]) -> dict[str, list[Item]]:
    said: dict[str, list[Item]] = {}
    for item in found:
        if item.table == "quotes":
            for name in item.speakers or (UNKNOWN,):
                said.setdefault(name, []).append(item)
    return dict(sorted(said.items(), key=lambda pair: (pair[0] == UNKNOWN, -len(pair[1]), pair[0])))


def _entities(found: Sequence[Item], rows: Rows, letters: Mapping[str, str]) -> list[Named]:
    named: dict[str, list[Item]] = {}
    for item in found:
        if item.table == "mentions":
            named.setdefault(item.entities[0], []).append(item)
    ordered = sorted(named, key=lambda key: (-len(named[key]), key))
    return [_named(rows.entities[key], named[key], letters) for key in ordered[:N_ENTITIES]]


def _named(row: Row, mentions: Sequence[Item], letters: Mapping[str, str]) -> Named:
    found: dict[str, list[Item]] = {}
    for item in mentions:
        found.setdefault(letters[item.doc_id], []).append(item)
    return Named(row, kind_of_name(row), found)
