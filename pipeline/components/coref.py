"""Say who is meant by every name, role and pronoun that can be told: sets `doc._.mentions`."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from pipeline.components.records import EntityMention, register_extensions
from pipeline.coreference import roles
from pipeline.coreference.doc_index import DocIndex
from pipeline.coreference.names import Names, country_of
from pipeline.coreference.ranker import bundled
from pipeline.coreference.resolver import Known, Resolver
from pipeline.language import lexicon
from pipeline.language.lexicon import Title
from pipeline.naming.rules import title_matcher
from pipeline.naming.spans import NUMERIC_LABELS, method_of, tokens_of


class Coref:
    """Component `coref`: sets `doc._.mentions` in reading order; what is not clear is left out."""

    def __init__(self, nlp: Language) -> None:
        register_extensions()
        self.titles = title_matcher(nlp)

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.mentions`; a Doc without sentences is taken to hold one a paragraph."""
        if not doc.has_annotation("SENT_START"):
            for token in doc:
                token.is_sent_start = token.i == 0 or token.nbor(-1).is_space
        known = self.known(doc)
        found = Resolver(known, bundled()).resolve() if doc.has_annotation("DEP") else ()
        doc._.mentions = sorted([*known.mentions, *found], key=_place)
        return doc

    def known(self, doc: Doc) -> Known:
        """The names, and the roles that their own words tell of."""
        index = DocIndex(doc)
        named = _named(index)
        titles = filter_spans(self.titles(doc, as_spans=True))
        people = roles.persons(index, named, titles)
        found = [*named, *_koreas(index), *_roles(index, named, titles, people)]
        found = sorted(found, key=_place)
        return Known(index, sorted([*found, *_described(index, found)], key=_place), titles, people)


def _place(mention: EntityMention) -> tuple[int, int]:
    return mention.span.start, -mention.span.end


def _named(index: DocIndex) -> list[EntityMention]:
    """Names with the canonical form of each, and numbers without one."""
    names = Names(index)
    return [
        EntityMention(span, method_of(span), None if span.label_ in NUMERIC_LABELS else names.of(span))
        for span in index.ents
    ]


def _koreas(index: DocIndex) -> list[EntityMention]:
    codes = {code for span in index.ents if (code := country_of(span))}
    return list(roles.koreas(index.doc, tokens_of(index.ents), codes))


def _roles(
    index: DocIndex, named: list[EntityMention], titles: list[Span], people: dict[str, roles.Person]
) -> Iterator[EntityMention]:
    """Roles of persons whom the document names."""
    places = [(m.span.start, m.name) for m in named if m.span.label_ == "PERSON" and m.name]
    starts = {m.span.start for m in named if m.name}
    fitting: dict[tuple[Title, str | None], list[tuple[int, str]]] = {}
    for span, title, country in roles.role_spans(index, titles, starts):
        if (title, country) not in fitting:
            fitting[title, country] = [place for place in places if people[place[1]].can_be(title, country)]
        if name := roles.nearest_name(index, fitting[title, country], span.start):
            yield EntityMention(span, "coref", name)


def _described(index: DocIndex, known: list[EntityMention]) -> Iterator[EntityMention]:
    """Common nouns for a country or an organisation: the only one that this or the last sentence names."""
    names = tokens_of(index.ents)
    places: dict[str, list[tuple[int, str]]] = {}
    for span, kinds in roles.descriptions(index.doc, names):
        noun = span[-1].lower_
        if noun not in places:
            places[noun] = _countries(known) if "country" in kinds else _organisations(known, noun, kinds)
        if name := roles.nearest_name(index, places[noun], span.start, far=False):
            yield EntityMention(span, "coref", name)


def _countries(known: list[EntityMention]) -> list[tuple[int, str]]:
    """The countries that are named, also by their people and cities, in reading order."""
    found = []
    for mention in known:
        code = country_of(mention.span)
        if code:
            found.append((mention.span.start, lexicon.country_names()[code].name))
        elif mention.method == "coref" and mention.span.label_ == "GPE" and mention.name:
            found.append((mention.span.start, mention.name))
    return found


def _organisations(known: list[EntityMention], noun: str, kinds: tuple[str, ...]) -> list[tuple[int, str]]:
    """The organisations that a noun can mean: of its kinds, or with it in the name; "company" also unknown ones."""
    found = []
    for mention in known:
        if mention.span.label_ != "ORG" or not mention.name:
            continue
        entry = lexicon.name_of(mention.name, "ORG")
        words = mention.name.lower().split()
        unknown = "company" in kinds and not any(word in lexicon.name_words() for word in mention.name.split())
        if entry.kind in kinds if entry else (noun in words or unknown):
            found.append((mention.span.start, mention.name))
    return found


@Language.factory("coref", assigns=["doc._.mentions"])
def make_coref(nlp: Language, name: str) -> Coref:
    """Make the component."""
    return Coref(nlp)
