"""Resolve pronouns whose antecedent is clear: one person of the right gender, or the subject before."""

from __future__ import annotations

from collections.abc import Mapping

from spacy.tokens import Doc, Span, Token

from pipeline.components.records import EntityMention
from pipeline.language import lexicon

SUBJECTS = ("nsubj", "nsubjpass")
RELATIVE = ("WDT", "WP", "WP$", "EX")
THINGS = ("GPE", "ORG")
EMPTY_VERBS = frozenset({"be", "seem", "appear", "remain", "become", "look", "turn", "happen", "take", "follow"})


class Pronouns:
    """Resolves the pronouns of a document in reading order; what it resolves serves the pronouns after."""

    def __init__(self, doc: Doc, mentions: list[EntityMention], genders: Mapping[str, str], people: set[int]) -> None:
        """Prepare.

        Args:
            doc: Parsed.
            mentions: Names, and roles that are resolved.
            genders: "m", "f" or empty by person's name.
            people: Heads of nouns for persons who are not known by name, such as "a spokesman".
        """
        self.doc = doc
        self.genders = dict(genders)
        self.people = people
        self.by_sent: dict[int, list[EntityMention]] = {}
        self.by_head: dict[int, EntityMention] = {}
        for mention in mentions:
            self._add(mention)

    def resolve(self) -> list[EntityMention]:
        """The pronouns that are resolved."""
        found = []
        for token in self.doc:
            gender = lexicon.pronouns().get(token.lower_)
            if not gender or token.i in self.by_head or token.ent_type_:
                continue
            antecedent = self._thing(token) if gender == "n" else self._person(token, gender)
            if antecedent is not None:
                span = Span(self.doc, token.i, token.i + 1, label=antecedent.span.label_)
                mention = EntityMention(span, "coref", antecedent.name)
                if antecedent.name is not None and gender != "n" and not self.genders.get(antecedent.name):
                    self.genders[antecedent.name] = gender  # whom a text calls "she" it does not call "he"
                self._add(mention)
                found.append(mention)
        return found

    def _add(self, mention: EntityMention) -> None:
        if mention.name is not None:
            self.by_sent.setdefault(mention.span.sent.start, []).append(mention)
            self.by_head[mention.span.root.i] = mention

    def _before(self, token: Token) -> list[list[EntityMention]]:
        """The mentions before a pronoun in its sentence, and those of the sentence before."""
        sent = token.sent
        here = [m for m in self.by_sent.get(sent.start, ()) if m.span.end <= token.i]
        there = self.by_sent.get(self.doc[sent.start - 1].sent.start, []) if sent.start else []
        return [here, there]

    def _person(self, token: Token, gender: str) -> EntityMention | None:
        """The one person that "he" or "she" can be."""
        for mentions in self._before(token):
            fitting = [m for m in mentions if m.span.label_ == "PERSON" and self._fits(m, gender)]
            last = max((m.span.end for m in fitting), default=-1)
            if self._is_stranger_between(last, token):
                return None
            if fitting:
                return _only(fitting) or _only([m for m in fitting if m.span.root.dep_ in SUBJECTS])
        return None

    def _fits(self, mention: EntityMention, gender: str) -> bool:
        return self.genders.get(mention.name or "", "") in ("", gender)

    def _is_stranger_between(self, last: int, token: Token) -> bool:
        """Whether a person without a name stands nearer to the pronoun: "a spokesman said he"."""
        start = max(last, token.sent.start)
        return any(i in self.people for i in range(start, token.i))

    def _thing(self, token: Token) -> EntityMention | None:
        """The country or organisation that "it" or "its" is: the subject before, where that is one."""
        if token.lower_ == "it" and _is_empty(token):
            return None
        here, _ = self._before(token)
        subject = _controller(token) or self._last_subject(token.sent, token.i)
        if subject is None:
            before = self.doc[token.sent.start - 1].sent if token.sent.start else None
            subject = self._last_subject(before, before.end, main=True) if before is not None else None
            mention = self.by_head.get(subject.i) if subject is not None else None
            return mention if mention and mention.span.label_ in THINGS else None
        if token.lower_ == "it" and token.dep_ not in SUBJECTS and subject.head in (token.head, token.head.head):
            return None  # the object of a clause is not its subject: "the ministry dismissed it"
        mention = self.by_head.get(subject.i)
        if mention and mention.span.label_ in THINGS:
            return mention
        if mention and mention.span.label_ == "PERSON" and token.lower_ == "its":
            return _only([m for m in here if m.span.label_ in THINGS])
        return None

    def _last_subject(self, sent: Span, end: int, main: bool = False) -> Token | None:
        """The last subject in a sentence before `end`; with `main` that of its main clause."""
        for token in reversed(self.doc[sent.start : end]):
            if token.dep_ in SUBJECTS and token.tag_ not in RELATIVE and not (main and token.head.dep_ != "ROOT"):
                return token
        return None


def _only(mentions: list[EntityMention]) -> EntityMention | None:
    """The last of mentions that all have one name; None where they have several."""
    return mentions[-1] if len({m.name for m in mentions}) == 1 else None


def _controller(token: Token) -> Token | None:
    """The object that is the subject of the infinitive a pronoun stands in: "asks Norway to raise its budget"."""
    for verb in token.ancestors:
        if verb.dep_ == "xcomp":
            objects = [child for child in verb.head.children if child.dep_ == "dobj" and child.i < verb.i]
            return objects[-1] if objects else None
        if verb.dep_ in ("ccomp", "advcl", "relcl", "ROOT"):
            return None
    return None


def _is_empty(token: Token) -> bool:
    """Whether "it" stands for nothing named: "it is possible that", "it appears", "find it hard to"."""
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    if token.dep_ == "expl" or after is None or after.tag_.startswith("JJ"):
        return True
    return token.dep_ in SUBJECTS and token.head.lemma_ in EMPTY_VERBS
