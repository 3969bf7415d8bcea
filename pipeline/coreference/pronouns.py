"""Resolve pronouns whose antecedent is clear: one person of the right gender, or the subject before."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from itertools import islice

from spacy.tokens import Span, Token

from pipeline.components.records import EntityMention
from pipeline.coreference.doc_index import DocIndex
from pipeline.language import lexicon

SUBJECTS = ("nsubj", "nsubjpass")
RELATIVE = ("WDT", "WP", "WP$", "EX")
MAX_BACK = 50  # mentions of one sentence that are looked back over at most
THINGS = ("GPE", "ORG")
EMPTY_VERBS = frozenset({"be", "seem", "appear", "remain", "become", "look", "turn", "happen", "take", "follow"})


class Pronouns:
    """Resolves the pronouns of a document in reading order; what it resolves serves the pronouns after."""

    def __init__(
        self, index: DocIndex, mentions: list[EntityMention], genders: Mapping[str, str], strangers: Mapping[int, str]
    ) -> None:
        """Prepare.

        Args:
            index: Of a parsed Doc.
            mentions: Names, and roles that are resolved.
            genders: "m", "f" or empty by person's name.
            strangers: The same by position for nouns of persons who are not known by name, such as "a spokesman".
        """
        self.index = index
        self.genders = dict(genders)
        self.strangers = sorted(strangers.items())
        self.mentions = [mention for mention in mentions if mention.name is not None]
        self.starts = [mention.span.start for mention in self.mentions]
        self.by_head = {mention.span.root.i: mention for mention in self.mentions}
        self.subjects = [token for token in index.doc if token.dep_ in SUBJECTS and token.tag_ not in RELATIVE]
        self.subject_places = [token.i for token in self.subjects]

    def resolve(self) -> list[EntityMention]:
        """The pronouns that are resolved."""
        found = []
        for token in self.index.doc:
            gender = lexicon.pronouns().get(token.lower_)
            if not gender or token.i in self.by_head or token.ent_type_:
                continue
            antecedent = self._thing(token) if gender == "n" else self._person(token, gender)
            if antecedent is not None:
                found.append(self._resolved(token, antecedent, gender))
        return found

    def _resolved(self, token: Token, antecedent: EntityMention, gender: str) -> EntityMention:
        span = Span(token.doc, token.i, token.i + 1, label=antecedent.span.label_)
        mention = EntityMention(span, "coref", antecedent.name)
        if antecedent.name is not None and gender != "n" and not self.genders.get(antecedent.name):
            self.genders[antecedent.name] = gender  # whom a text calls "she" it does not call "he"
        place = bisect_left(self.starts, token.i)
        self.mentions.insert(place, mention)
        self.starts.insert(place, token.i)
        self.by_head[token.i] = mention
        return mention

    def _between(self, start: int, end: int) -> list[EntityMention]:
        """The mentions within tokens `start:end`, the last ones where they are very many."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return [mention for mention in self.mentions[max(first, last - MAX_BACK) : last] if mention.span.end <= end]

    def _person(self, token: Token, gender: str) -> EntityMention | None:
        """The one person that "he" or "she" can be."""
        start = self.index.sent[token.i]
        here = self._fitting(start, token.i, gender)
        if self._strangers(max((m.span.end for m in here), default=start), token.i, gender):
            return None
        if here:
            return _only(here) or _only(_subjects(here))
        last = self.index.last_sent[token.i]
        there = self._fitting(last, start, gender)
        one_by_itself = None if self._strangers(last, start, gender) else _only(there)
        return one_by_itself or _only(_subjects(there))

    def _fitting(self, start: int, end: int, gender: str) -> list[EntityMention]:
        """The persons within tokens `start:end` who can be of a gender."""
        known = self.genders
        persons = [mention for mention in self._between(start, end) if mention.span.label_ == "PERSON"]
        return [mention for mention in persons if known.get(mention.name or "", "") in ("", gender)]

    def _strangers(self, start: int, end: int, gender: str) -> bool:
        """Whether a person without a name stands within tokens `start:end`: "a spokesman said he"."""
        first, last = bisect_left(self.strangers, (start,)), bisect_left(self.strangers, (end,))
        return any(known in ("", gender) for _, known in self.strangers[max(first, last - MAX_BACK) : last])

    def _thing(self, token: Token) -> EntityMention | None:
        """The country or organisation that "it" or "its" is: the subject before, where that is one."""
        if token.lower_ == "it" and _is_empty(token):
            return None
        start = self.index.sent[token.i]
        subject = _controller(token) or self._last_subject(start, token.i)
        if subject is None:
            return self._thing_at(self._last_subject(self.index.last_sent[token.i], start, main=True))
        if token.lower_ == "it" and token.dep_ not in SUBJECTS and subject.head in (token.head, token.head.head):
            return None  # the object of a clause is not its subject: "the ministry dismissed it"
        mention = self.by_head.get(subject.i)
        if mention and mention.span.label_ == "PERSON" and token.lower_ == "its":
            return _only([m for m in self._between(start, token.i) if m.span.label_ in THINGS])
        return self._thing_at(subject)

    def _thing_at(self, head: Token | None) -> EntityMention | None:
        mention = self.by_head.get(head.i) if head is not None else None
        return mention if mention and mention.span.label_ in THINGS else None

    def _last_subject(self, start: int, end: int, main: bool = False) -> Token | None:
        """The last subject within tokens `start:end`; with `main` that of a main clause."""
        first, last = bisect_left(self.subject_places, start), bisect_left(self.subject_places, end)
        fitting = (token for token in reversed(self.subjects[max(first, last - MAX_BACK) : last]))
        return next((token for token in fitting if not main or token.head.dep_ == "ROOT"), None)


def _subjects(mentions: list[EntityMention]) -> list[EntityMention]:
    return [mention for mention in mentions if mention.span.root.dep_ in SUBJECTS]


def _only(mentions: list[EntityMention]) -> EntityMention | None:
    """The last of mentions that all have one name; None where they have several."""
    return mentions[-1] if len({m.name for m in mentions}) == 1 else None


def _controller(token: Token) -> Token | None:
    """The object that is the subject of the infinitive a pronoun stands in: "asks Norway to raise its budget"."""
    for verb in islice(token.ancestors, MAX_BACK):
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
