"""Resolve roles and descriptions to names: "the Russian leader", "the prime minister", "the country", "the North"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from pipeline.components.coref_names import country_of, gender_of
from pipeline.components.records import EntityMention
from pipeline.language import lexicon
from pipeline.language.lexicon import Title

DETERMINERS = frozenset({"the", "this", "that"})
POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
HEADS = frozenset({"head_of_state", "head_of_government", "leader"})
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
        return title.name in self.titles or (title.kind in HEADS and title.kind in self.kinds)


def persons(doc: Doc, mentions: list[EntityMention], titles: list[Span]) -> dict[str, Person]:
    """Persons by name, with what titles, appositions and the lexicon of leaders tell of them."""
    found: dict[str, Person] = {}
    title_at = {title.end: title for title in titles} | {-1 - title.start: title for title in titles}
    for mention in mentions:
        if mention.span.label_ != "PERSON" or mention.name is None:
            continue
        person = found.setdefault(mention.name, _from_lexicon(mention.name))
        span = mention.span
        if title := title_at.get(span.start):
            _learn(person, title)
        if title := _apposition(doc, span, title_at):
            _learn(person, title)
    return found


def _from_lexicon(name: str) -> Person:
    known = lexicon.name_of(name, "PERSON")
    person = Person(name, gender_of(name))
    if known:
        person.kinds.add(known.kind)
        person.countries.update([known.country] if known.country else [])
    return person


def _apposition(doc: Doc, span: Span, title_at: dict[int, Span]) -> Span | None:
    """The title in an apposition after a name: "Jan Novak, the Polish foreign minister, said"."""
    if span.end >= len(doc) or doc[span.end].text != ",":
        return None
    for start in range(span.end + 1, min(span.end + 5, len(doc))):
        if title := title_at.get(-1 - start):
            owner = title.end < len(doc) and doc[title.end].lower_ in POSSESSIVES  # "the president's adviser"
            return title if not owner and (_country_before(title)[1] or doc[start - 1].lower_ == "the") else None
        if doc[start].is_punct:
            return None
    return None


def _learn(person: Person, phrase: Span) -> None:
    title = lexicon.titles()[phrase.text.lower()]
    country, _ = _country_before(phrase)
    person.titles.add(title.name)
    person.kinds.add(title.kind)
    person.gender = person.gender or title.gender
    if country:
        person.countries.add(country)


def _country_before(phrase: Span) -> tuple[str | None, int]:
    """The country named right before a title ("Russian", "Poland's"), and the number of its tokens."""
    doc, end = phrase.doc, phrase.start
    mark = 1 if end and doc[end - 1].lower_ in POSSESSIVES else 0
    for ent in doc[max(0, end - mark - 4) : end].ents:
        if ent.end == end - mark and (code := country_of(ent)):
            return code, end - ent.start
    return None, 0


def role_spans(doc: Doc, titles: list[Span], names: set[int]) -> Iterator[tuple[Span, Title, str | None]]:
    """Titles that stand for a person by themselves, with the country named: "the Polish president"."""
    for phrase in titles:
        after = doc[phrase.end] if phrase.end < len(doc) else None
        if phrase.end in names or phrase.start in names or (after is not None and _goes_on(phrase[-1], after)):
            continue
        country, length = _country_before(phrase)
        start = phrase.start - length
        article = start > 0 and doc[start - 1].lower_ in DETERMINERS
        if article or (length and doc[phrase.start - 1].lower_ in POSSESSIVES):
            span = Span(doc, start - article, phrase.end, label="PERSON")
            yield span, lexicon.titles()[phrase.text.lower()], country


def _goes_on(noun: Token, after: Token) -> bool:
    """Whether the noun phrase goes on: "the minister of", "the country house"."""
    return after.lower_ in ("of", "for", "-") or (noun.dep_ in ("compound", "") and after.tag_.startswith("NN"))


def nearest_name(doc: Doc, names: list[tuple[int, str]], position: int) -> str | None:
    """The one name among mentions (position, name) before a position: the nearest sentence of this and the last.

    Where the two hold none, it is the only one that the document has named so far; None where that is not one.
    """
    sent = doc[position].sent
    last = doc[sent.start - 1].sent.start if sent.start else sent.start
    for start, end in ((sent.start, position), (last, sent.start), (0, position)):
        found = {name for i, name in names if start <= i < end}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def descriptions(doc: Doc, names: set[int]) -> Iterator[tuple[Span, str, tuple[str, ...]]]:
    """Common nouns that take up a name, with the type and kinds of it: "the country", "this company"."""
    table = lexicon.descriptions()
    for token in doc[1:]:
        if token.lower_ in table and token.i not in names and token.nbor(-1).lower_ in DETERMINERS:
            if token.i + 1 < len(doc) and _goes_on(token, token.nbor(1)):
                continue
            label, kinds = table[token.lower_]
            yield Span(doc, token.i - 1, token.i + 1, label=label), label, kinds


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
