"""Say who is meant by every name, role and pronoun that can be told: sets `doc._.mentions`."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from pipeline.components import coref_roles as roles
from pipeline.components.coref_names import Names, country_of
from pipeline.components.coref_pronouns import Pronouns
from pipeline.components.entity_rules import title_matcher
from pipeline.components.entity_spans import NUMERIC_LABELS, method_of, tokens_of
from pipeline.components.records import EntityMention, register_extensions
from pipeline.language import lexicon


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
        named = _named(doc)
        titles = filter_spans(self.titles(doc, as_spans=True))
        people = roles.persons(doc, named, titles)
        names = tokens_of(span for span in doc.ents)
        unnamed: set[int] = set()
        resolved = [*_koreas(doc, names), *_roles(doc, named, titles, people, unnamed)]
        resolved += _described(doc, [*named, *resolved], names)
        genders = {name: person.gender for name, person in people.items()}
        known = sorted([*named, *resolved], key=_place)
        pronouns = Pronouns(doc, known, genders, unnamed).resolve() if doc.has_annotation("DEP") else []
        doc._.mentions = sorted([*known, *pronouns], key=_place)
        return doc


def _place(mention: EntityMention) -> tuple[int, int]:
    return mention.span.start, -mention.span.end


def _named(doc: Doc) -> list[EntityMention]:
    """Names with the canonical form of each, and numbers without one."""
    names = Names(doc)
    return [
        EntityMention(span, method_of(span), None if span.label_ in NUMERIC_LABELS else names.of(span))
        for span in doc.ents
    ]


def _koreas(doc: Doc, names: set[int]) -> list[EntityMention]:
    codes = {code for span in doc.ents if (code := country_of(span))}
    return list(roles.koreas(doc, names, codes))


def _roles(
    doc: Doc, named: list[EntityMention], titles: list[Span], people: dict[str, roles.Person], unnamed: set[int]
) -> Iterator[EntityMention]:
    """Roles of persons that the document names; the heads of those that stay unknown go to `unnamed`."""
    places = [(m.span.start, m.name) for m in named if m.span.label_ == "PERSON" and m.name]
    unnamed.update(title.end - 1 for title in titles if title.end not in {place for place, _ in places})
    for span, title, country in roles.role_spans(doc, titles, {m.span.start for m in named if m.name}):
        fitting = [(i, name) for i, name in places if people[name].can_be(title, country)]
        if name := roles.nearest_name(doc, fitting, span.start):
            unnamed.discard(span.end - 1)
            yield EntityMention(span, "coref", name)


def _described(doc: Doc, known: list[EntityMention], names: set[int]) -> Iterator[EntityMention]:
    """Common nouns for a country or an organisation: the only one that this or the last sentence names."""
    countries = [(m.span.start, lexicon.country_names()[c].name) for m in known if (c := country_of(m.span))]
    countries += [(m.span.start, m.name) for m in known if m.method == "coref" and m.name and m.span.label_ == "GPE"]
    for span, label, kinds in roles.descriptions(doc, names):
        places = countries if label == "GPE" else _organisations(known, kinds)
        if name := roles.nearest_name(doc, _near(doc, places, span), span.start):
            yield EntityMention(span, "coref", name)


def _near(doc: Doc, places: list[tuple[int, str]], span: Span) -> list[tuple[int, str]]:
    """The mentions of this and the last sentence."""
    start = doc[span.sent.start - 1].sent.start if span.sent.start else 0
    return [(i, name) for i, name in places if start <= i < span.start]


def _organisations(known: list[EntityMention], kinds: tuple[str, ...]) -> list[tuple[int, str]]:
    """The organisations of some kinds, and those of unknown kind."""
    found = []
    for mention in known:
        entry = lexicon.name_of(mention.name or "", "ORG")
        if mention.span.label_ == "ORG" and mention.name and (entry is None or entry.kind in kinds):
            found.append((mention.span.start, mention.name))
    return found


@Language.factory("coref", assigns=["doc._.mentions"])
def make_coref(nlp: Language, name: str) -> Coref:
    """Make the component."""
    return Coref(nlp)
