"""Resolve roles and descriptions to names: "the Russian leader", "the prime minister", "the country", "the North"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from pipeline.components.records import EntityMention
from pipeline.coreference.doc_index import DocIndex
from pipeline.coreference.names import country_of, gender_of
from pipeline.language import lexicon
from pipeline.language.lexicon import Title

DETERMINERS = frozenset({"the", "this", "that"})
POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
GOING_ON = frozenset({"of", "for", "-"})
HEADS = frozenset({"head_of_state", "head_of_government", "leader"})
INTERCHANGEABLE = HEADS | {"spokesperson"}  # kinds whose titles all take up one another
MAX_BACK = 500  # mentions that are looked back over at most
KOREAS = {"North": "PRK", "South": "KOR"}


@dataclass(slots=True)
class Person:
    """What a document and the lexicons tell of a person."""

    name: str
    gender: str = ""
    kinds: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)

    def can_be(self, title: Title, country: str | None) -> bool:
        """Whether a role can mean this person."""
        if country and country not in self.countries:
            return False
        if title.gender and self.gender not in ("", title.gender):
            return False
        if title.kind == "leader":
            return bool(self.kinds & HEADS)
        if title.kind in INTERCHANGEABLE and title.kind in self.kinds:
            return True
        same_kind = title.kind in self.kinds
        return any(known == title.name or (same_kind and known.endswith(" " + title.name)) for known in self.titles)


def persons(index: DocIndex, mentions: list[EntityMention], titles: list[Span]) -> dict[str, Person]:
    """Persons by name, with what titles, appositions and the lexicon of leaders tell of them."""
    found: dict[str, Person] = {}
    title_at = {title.end: title for title in titles} | {-1 - title.start: title for title in titles}
    for mention in mentions:
        if mention.span.label_ != "PERSON" or mention.name is None:
            continue
        person = found.setdefault(mention.name, _from_lexicon(mention.name))
        span = mention.span
        if title := title_at.get(span.start):
            _learn(index, person, title)
        if title := _apposition(index, span, title_at):
            _learn(index, person, title)
    return found


def _from_lexicon(name: str) -> Person:
    known = lexicon.name_of(name, "PERSON")
    person = Person(name, gender_of(name))
    if known:
        person.kinds.add(known.kind)
        person.countries.update([known.country] if known.country else [])
    return person


def _apposition(index: DocIndex, span: Span, title_at: dict[int, Span]) -> Span | None:
    """The title in an apposition after a name: "Jan Novak, the Polish foreign minister, said"."""
    doc = index.doc
    if span.end >= len(doc) or doc[span.end].text != ",":
        return None
    for start in range(span.end + 1, min(span.end + 5, len(doc))):
        if title := title_at.get(-1 - start):
            owner = title.end < len(doc) and doc[title.end].lower_ in POSSESSIVES  # "the president's adviser"
            return title if not owner and (_country_before(index, title)[1] or doc[start - 1].lower_ == "the") else None
        if doc[start].is_punct:
            return None
    return None


def _learn(index: DocIndex, person: Person, phrase: Span) -> None:
    title = lexicon.title_of(phrase.text)
    country, _ = _country_before(index, phrase)
    person.titles.add(title.name)
    person.kinds.add(title.kind)
    person.gender = person.gender or title.gender
    if country:
        person.countries.add(country)


def _country_before(index: DocIndex, phrase: Span) -> tuple[str | None, int]:
    """The country named right before a title ("Russian", "Poland's"), and the number of its tokens."""
    start = phrase.start
    mark = bool(start and index.doc[start - 1].lower_ in POSSESSIVES)
    before = index.ent_to.get(start - mark)
    code = country_of(before) if before is not None else None
    return (code, start - before.start) if before is not None and code else (None, 0)


def role_spans(index: DocIndex, titles: list[Span], names: set[int]) -> Iterator[tuple[Span, Title, str | None]]:
    """Titles that stand for a person by themselves, with the country named: "the Polish president"."""
    doc = index.doc
    for phrase in titles:
        if phrase.end in names or phrase.start in names:
            continue
        country, length = _country_before(index, phrase)
        after = doc[phrase.end] if phrase.end < len(doc) else None
        if after is not None and (after.lower_ in GOING_ON or (not country and _goes_on(phrase[-1], after))):
            continue
        start = phrase.start - length
        article = start > 0 and doc[start - 1].lower_ in DETERMINERS
        if article or (length and doc[phrase.start - 1].lower_ in POSSESSIVES):
            span = Span(doc, start - article, phrase.end, label="PERSON")
            yield span, lexicon.title_of(phrase.text), country


def _goes_on(noun: Token, after: Token) -> bool:
    """Whether the noun phrase goes on: "the minister of", "the country house"."""
    return after.lower_ in GOING_ON or (noun.dep_ in ("compound", "") and after.tag_.startswith("NN"))


def nearest_name(index: DocIndex, names: list[tuple[int, str]], position: int, far: bool = True) -> str | None:
    """The one name among mentions before a position: in its sentence, else in the sentence before.

    Args:
        index: Of the Doc.
        names: Mentions as (position, name), in reading order.
        position: Token that the search goes back from.
        far: Where the two sentences hold none, take the only name among the mentions farther back.

    Returns:
        The name, None where there is none or more than one.
    """
    end = bisect_left(names, (position,))
    for start in (index.sent[position], index.last_sent[position], 0 if far else position):
        first = max(bisect_left(names, (start,)), end - MAX_BACK)
        found = {name for _, name in names[first:end]}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def descriptions(doc: Doc, names: set[int]) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Common nouns that take up a country or an organisation, with its kinds: "the country", "this company"."""
    table = lexicon.descriptions()
    for token in doc[1:]:
        label, kinds = table.get(token.text, ("", ()))
        fits = label == "ORG" or "country" in kinds
        if not fits or token.i in names or token.nbor(-1).lower_ not in DETERMINERS:
            continue
        if token.i + 1 == len(doc) or not _goes_on(token, token.nbor(1)):
            yield Span(doc, token.i - 1, token.i + 1, label=label), kinds


def koreas(doc: Doc, names: set[int], codes: set[str]) -> Iterator[EntityMention]:
    """What "the North" and "the South" mean in a document on both Koreas."""
    if not codes >= set(KOREAS.values()):
        return
    for token in doc[1:]:
        code = KOREAS.get(token.text)
        before = token.nbor(-1).lower_
        if code and token.i not in names and before in ("the", "of", "and", "between", "with") and not _is_cut(token):
            yield EntityMention(
                Span(doc, token.i, token.i + 1, label="GPE"), "coref", lexicon.country_names()[code].name
            )


def _is_cut(token: Token) -> bool:
    """Whether a point of the compass belongs to a longer name or phrase: "the South of France"."""
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return after is not None and (
        after.text[:1].isupper() or after.lower_ in ("of", "-") or after.tag_ in ("NN", "NNS")
    )
