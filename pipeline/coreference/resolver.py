"""Go through a text from its beginning and say who is meant by its pronouns and definite noun phrases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Span, Token

from pipeline.components.records import EntityMention
from pipeline.coreference.anaphors import INSIDE, Anaphor, meaning, noun_phrase, pronoun
from pipeline.coreference.candidates import candidates, is_of
from pipeline.coreference.certain import certain, subject_above, subject_before
from pipeline.coreference.countries import country_of_kin, country_of_name, is_country, only_country
from pipeline.coreference.cues import WILL, is_cue
from pipeline.coreference.discourse import GROUP, PERSON, SORTS, THING, Discourse, Entity
from pipeline.coreference.doc_index import DocIndex
from pipeline.coreference.names import country_of
from pipeline.coreference.ranker import Ranker
from pipeline.coreference.roles import Person
from pipeline.coreference.sameness import Relatives, name_after, named_before, said_of_it
from pipeline.coreference.scene import Scene
from pipeline.coreference.signals import options
from pipeline.coreference.syntax import Syntax
from pipeline.language import lexicon
from pipeline.naming.spans import tokens_of

NAMED = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP"})
CERTAIN = 0.97  # how sure an answer is that grammar gives
LIKELY = 0.7  # how sure a mention must be for what is said of it to be one too
KNOWN_GENDER = 0.8  # from here on a pronoun tells the gender of whom it means


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a Doc before its pronouns are resolved.

    Attributes:
        index: Of the Doc.
        mentions: Names, and what rules have resolved.
        titles: Titles and offices.
        people: What is known of the persons, by name.
    """

    index: DocIndex
    mentions: list[EntityMention]
    titles: list[Span]
    people: Mapping[str, Person]


class Resolver:
    """Resolves the pronouns and noun phrases of a text in reading order; each answer serves those after it."""

    def __init__(self, known: Known, ranker: Ranker) -> None:
        """Prepare.

        Args:
            known: What is known of a parsed Doc before.
            ranker: Weighs the entities.
        """
        self.index = known.index
        self.people = known.people
        self.ranker = ranker
        self.discourse = Discourse(known.index)
        self.relatives = Relatives()
        self.scene = Scene(self.discourse, Syntax(known.index.doc))
        named = [mention for mention in known.mentions if mention.name]
        self.known = {mention.span.root.i: mention for mention in named}
        self.ending = {mention.span.end: mention for mention in named}
        self.taken = tokens_of(mention.span for mention in known.mentions)
        starts = {mention.span.start for mention in named if mention.span.label_ == "PERSON"}
        self.taken |= tokens_of(title for title in known.titles if title.end in starts)

    def resolve(self) -> Iterator[EntityMention]:
        """The pronouns and noun phrases that are resolved."""
        for token in self.index.doc:
            if token.i in self.known:
                self._name(self.known[token.i], token)
            elif token.i not in self.taken and (resolved := self._token(token)):
                yield resolved

    def _name(self, mention: EntityMention, head: Token) -> None:
        entity = self._mention(mention, head)
        if head.dep_ == "appos" and (before := self.discourse.at(head.head.i)) and not before.is_named:
            entity.nouns.update(before.nouns)
            self.discourse.forget(before)
        elif head.dep_ == "conj" and (other := self.discourse.at(head.head.i)) and other.sort == entity.sort:
            self.discourse.touch((f"and {head.head.i}", GROUP), GROUP, head, "noun")
        code = country_of(mention.span)
        if code and not is_country(mention.span):
            inside = head.dep_ in INSIDE or head.dep_ == "amod"
            self._country(code, head.head if inside else head, "people")

    def _mention(self, mention: EntityMention, head: Token) -> Entity:
        label = mention.span.label_
        form = "role" if mention.method == "coref" else "name"
        key = (mention.name or "", label)
        entity = self.discourse.mention(key, SORTS.get(label, THING), head, form, label in NAMED)
        if label == "PERSON" and not entity.gender:
            person = self.people.get(entity.name)
            entity.gender = person.gender if person else ""
        return entity

    def _token(self, token: Token) -> EntityMention | None:
        anaphor = pronoun(token) or noun_phrase(token)
        if anaphor is None:
            self._stranger(token)
            return None
        if anaphor.noun:
            return self._told(anaphor) or self._weighed(anaphor, candidates(anaphor, self.discourse, self.people))
        return self._pronoun(anaphor)

    def _pronoun(self, anaphor: Anaphor) -> EntityMention | None:
        head = certain(anaphor.head, self.ending, self.index)
        entity = self.discourse.at(head.i) if head is not None else None
        entities = candidates(anaphor, self.discourse, self.people)
        if entity is not None and entity.is_named and any(entity is one for one in entities):
            return self._resolved(anaphor, entity, CERTAIN)
        return self._said_before(anaphor) or self._weighed(anaphor, entities) or self._willing(anaphor)

    def _said_before(self, anaphor: Anaphor) -> EntityMention | None:
        """The subject of the sentence before, where "it" is said to be of its kind: "Oslo grew. It is a city"."""
        label = said_of_it(anaphor.head)
        subject = subject_before(anaphor.head, self.index) if label else None
        entity = self.discourse.at(subject.i) if subject is not None else None
        if entity is None or not entity.is_named or not is_of(label, entity.label):
            return None
        return self._resolved(anaphor, entity, CERTAIN)

    def _willing(self, anaphor: Anaphor) -> EntityMention | None:
        """The one country of the sentence as the subject of what only somebody does: "shows that it wants to"."""
        token = anaphor.head
        if anaphor.kind != "it" or token.dep_ != "nsubj" or not is_cue(token.head, WILL):
            return None
        code = only_country(self.index, token)
        return self._resolved(anaphor, self._country(code, token), CERTAIN) if code else None

    def _country(self, code: str, head: Token, form: str = "noun") -> Entity:
        key = (lexicon.country_names()[code].name, "GPE")
        return self.discourse.touch(key, THING, head, form, is_named=True)

    def _told(self, anaphor: Anaphor) -> EntityMention | None:
        """A noun phrase that the text itself says to be somebody named."""
        after = name_after(anaphor.head, self.known)
        owner = self.discourse.at(anaphor.owner.i) if anaphor.owner is not None else None
        if after is not None and is_of(anaphor.label, after.span.label_):
            entity = self._mention(after, anaphor.head)
            self.relatives.note(owner, anaphor.noun, entity)
            return self._resolved(anaphor, entity, 1.0)
        if before := named_before(anaphor.head, self.discourse):
            return self._said(anaphor, before, owner)
        if related := self.relatives.get(owner, anaphor.noun):
            return self._resolved(anaphor, related, 1.0)
        if code := country_of_kin(anaphor, owner or self._stranger_above(anaphor), self.people):
            return self._resolved(anaphor, self._country(code, anaphor.head), CERTAIN)
        return None

    def _stranger_above(self, anaphor: Anaphor) -> Entity | None:
        """The subject above, where it has no name: "Norwegian officials" of "the country's coast"."""
        subject = subject_above(anaphor.head, self.index) if anaphor.determiner == "the" else None
        entity = self.discourse.at(subject.i) if subject is not None else None
        return entity if entity is not None and not entity.is_named else None

    def _said(self, anaphor: Anaphor, entity: Entity, owner: Entity | None) -> EntityMention | None:
        """A noun phrase that is in apposition to a name, or is what it is said to be."""
        entity.nouns.add(anaphor.noun)
        self.discourse.also(anaphor.head, entity)
        if entity.sure < LIKELY or not is_of(anaphor.label, entity.label):
            return None
        self.relatives.note(owner, anaphor.noun, entity)
        return _mention_of(anaphor, entity)

    def _weighed(self, anaphor: Anaphor, entities: list[Entity]) -> EntityMention | None:
        entity, sure = self.choose(anaphor, entities)
        if entity is None:
            if anaphor.noun:
                self._stranger(anaphor.head)
            elif anaphor.kind == "he":
                key = (f"{anaphor.gender} {anaphor.head.i}", PERSON)
                self.discourse.mention(key, PERSON, anaphor.head, "pronoun").gender = anaphor.gender
            return None
        resolved = self._resolved(anaphor, entity, min(sure, 0.999))
        return resolved if resolved and sure >= self.ranker.thresholds[anaphor.kind] else None

    def _resolved(self, anaphor: Anaphor, entity: Entity, sure: float) -> EntityMention | None:
        form = "noun" if anaphor.noun else "pronoun"
        self.discourse.mention(entity.key, entity.sort, anaphor.head, form, entity.is_named, sure)
        if anaphor.noun:
            entity.nouns.add(anaphor.noun)
        if anaphor.gender and sure > KNOWN_GENDER:
            entity.gender = entity.gender or anaphor.gender
        if not entity.is_named:
            return None
        return _mention_of(anaphor, entity)

    def choose(self, anaphor: Anaphor, entities: list[Entity]) -> tuple[Entity | None, float]:
        """The entity that is most probably meant, None for none of them, and the probability."""
        if not entities:
            return None, 1.0
        shares = self.ranker.probabilities(anaphor.kind, options(self.scene, anaphor, entities))
        best = max(range(len(shares)), key=shares.__getitem__)
        return (entities[best] if best < len(entities) else None), shares[best]

    def _stranger(self, token: Token) -> None:
        """Note a person or thing that has no name."""
        if token.tag_ not in ("NN", "NNS") or token.dep_ in INSIDE:
            return
        if entity := named_before(token, self.discourse):
            entity.nouns.add(token.lemma_.lower())
            return
        lemma = token.lemma_.lower()
        label, gender = meaning(lemma)
        is_group = token.tag_ == "NNS" or label == "GROUP"
        sort = GROUP if is_group else PERSON if label == "PERSON" else THING
        entity = self.discourse.mention((lemma, sort), sort, token, "noun")
        entity.nouns.add(lemma)
        entity.gender = gender
        entity.country = next((code for child in token.lefts if (code := self._country_at(child))), "")

    def _country_at(self, token: Token) -> str:
        mention = self.known.get(token.i)
        if mention is None:
            return ""
        return country_of(mention.span) or country_of_name(mention.name or "") or ""


def _mention_of(anaphor: Anaphor, entity: Entity) -> EntityMention:
    span = Span(anaphor.head.doc, anaphor.start, anaphor.head.i + 1, label=entity.label)
    return EntityMention(span, "coref", entity.name)
