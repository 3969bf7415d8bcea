"""Whom grammar alone makes a pronoun mean: "Norway and its allies", "helped Norway in raising its budget"."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from spacy.tokens import Token

from pipeline.components.records import EntityMention
from pipeline.coreference.cues import EMPTY, HELP, is_cue
from pipeline.coreference.doc_index import DocIndex
from pipeline.coreference.syntax import SUBJECTS

MAX_UP = 8  # steps up a tree
MAX_BETWEEN = 3  # tokens between "in" and the pronoun: "in quickly modernising its"
MAX_BEFORE = 4  # tokens between the word of helping and the one helped: "support for the Danish"
POSSESSIVE = frozenset({"its", "his", "her", "their"})
RULED = frozenset({"it", "its", "itself"})
RELATIVE = ("WDT", "WP", "WP$", "EX")
JOINING = frozenset({"and", "or"})
UPPER = ("ccomp", "advcl", "relcl", "ROOT")


def certain(token: Token, ending: Mapping[int, EntityMention], index: DocIndex) -> Token | None:
    """The word that heads what a pronoun means, where grammar decides.

    Args:
        token: The pronoun.
        ending: Mentions by one past their last token.
        index: Of the Doc.
    """
    if token.lower_ in POSSESSIVE and token.i > 1 and token.nbor(-1).lower_ in JOINING:
        mention = ending.get(token.i - 1)
        return mention.span.root if mention else None
    found = _helped(token, ending, index) or _controller(token)
    found = found or (subject_above(token, index) if _is_ruled(token) else None)
    return None if found is not None and token.lower_ in RULED and _is_several(found) else found


def _is_several(token: Token) -> bool:
    """Whether a word is the first of several, which no "it" can mean: "Norway and Denmark"."""
    return any(child.dep_ == "conj" for child in token.rights)


def _helped(token: Token, ending: Mapping[int, EntityMention], index: DocIndex) -> Token | None:
    """Who is helped in what the pronoun stands in: "support for Norway in its fight"."""
    doc = token.doc
    for i in range(token.i - 1, max(token.i - 2 - MAX_BETWEEN, 0), -1):
        if doc[i].lower_ == "in":
            mention = ending.get(i)
            if mention is None:
                return None
            near = doc[max(mention.span.start - MAX_BEFORE, index.sent[i]) : mention.span.start]
            return mention.span.root if any(is_cue(word, HELP) for word in near) else None
    return None


def _controller(token: Token) -> Token | None:
    """The object that is the subject of the infinitive a pronoun stands in: "asks Norway to raise its budget"."""
    for verb in islice(token.ancestors, MAX_UP):
        if verb.dep_ == "xcomp":
            objects = [child for child in verb.head.lefts if child.dep_ == "dobj"]
            objects += [c for c in verb.head.rights if c.dep_ in ("dobj", "dative") and c.i < verb.i]
            return objects[-1] if objects else None
        if verb.dep_ in UPPER:
            return None
    return None


def _is_ruled(token: Token) -> bool:
    """Whether the subject above is meant, not whatever else was named: "Denmark rejected it" after "the pact"."""
    if token.lower_ not in RULED or is_empty(token):
        return False
    return token.dep_ == "poss" or token.dep_ in SUBJECTS or _is_relative(token.head)


def is_empty(token: Token) -> bool:
    """Whether "it" may stand for nothing named: "it is possible that", "find it hard to"."""
    if token.lower_ != "it":
        return False
    after = token.nbor(1) if token.i + 1 < len(token.doc) else None
    if after is None or after.tag_.startswith("JJ"):
        return True
    return token.dep_ in SUBJECTS and is_cue(token.head, EMPTY)


def subject_above(token: Token, index: DocIndex) -> Token | None:
    """The nearest subject above a pronoun or noun phrase: "Norway said it would raise its budget"."""
    own = token.head if token.dep_ != "poss" else None
    for verb in islice(token.ancestors, MAX_UP):
        subject = next((child for child in verb.lefts if child.dep_ in SUBJECTS), None)
        if verb == own or subject is None or subject.tag_ in RELATIVE or subject.is_ancestor(token):
            continue
        return subject if subject.i < token.i else None
    return subject_before(token, index) if token.dep_ in SUBJECTS and token.head.dep_ == "ROOT" else None


def _is_relative(verb: Token) -> bool:
    """Whether a verb's subject is a relative pronoun: "countries that can provide it"."""
    return any(child.dep_ in SUBJECTS and child.tag_ in RELATIVE for child in verb.lefts)


def subject_before(token: Token, index: DocIndex) -> Token | None:
    """The subject of the main clause of the sentence before."""
    before = token.doc[index.last_sent[token.i] : index.sent[token.i]]
    root = next((word for word in before if word.dep_ == "ROOT"), None)
    return next((child for child in root.lefts if child.dep_ in SUBJECTS), None) if root is not None else None
