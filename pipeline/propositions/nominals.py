"""Claims without a verb: appositions (*Ada Ito, the minister of energy*) and nouns that tell of an event.

An event noun claims something where it is definite and says who took part: *the closure of the bridge by the council*.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc, Span, Token

from pipeline.components.records import Proposition
from pipeline.language.lexicon import rows
from pipeline.propositions.arguments import adverbial, stretches
from pipeline.propositions.branches import SUBJECTS
from pipeline.propositions.clauses import balanced, child, is_verb, noun_phrase
from pipeline.propositions.predicates import modality_of_event

_DEFINITE = frozenset(("the", "this", "these", "that", "those"))
_PLACES = frozenset(("GPE", "LOC", "FAC"))
_NO_MATTER = frozenset(("DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY"))
_TOWARDS = ("against", "on", "to", "into", "with", "for")  # what comes after an event noun and is its object
_BY_WHOM = ("by", "between")
_BACKGROUND = frozenset(("after", "amid", "because", "despite", "due", "following", "owing", "since"))
_DETERMINED = frozenset(("det", "poss", "amod"))

_EVENTS = {row["noun"]: row for row in rows("event_nouns")}


@dataclass(frozen=True, slots=True)
class _Event:
    """An event noun with its participants."""

    noun: Token
    verb: str
    subject: Token | None
    object: Token | None


def appositions(doc: Doc) -> Iterator[Proposition]:
    """What appositions say of the nouns before them."""
    for token in doc:
        if token.dep_ == "appos" and _asserts(token):
            host = noun_phrase(token.head)
            said = noun_phrase(token)
            if host.end <= said.start:
                span = balanced(doc, host.start, said.end - 1)
                yield _proposition(span, host, token, "be", said, "appositive")


def _asserts(token: Token) -> bool:
    """Whether an apposition says what somebody or something is, so that it is no other name, place or date."""
    host, first = token.head, token.left_edge
    if token.i < host.i or first.i == 0 or not _follows_mark(first) or token.ent_type_ in _NO_MATTER:
        return False
    if host.pos_ not in ("NOUN", "PROPN") or {host.ent_type_, token.ent_type_} <= _PLACES:
        return False
    if any(c.dep_ in ("cc", "conj") for c in (*host.children, *token.children)):
        return False
    certain = host.pos_ == "PROPN" or is_definite(host)
    told = token.pos_ == "NOUN" and first != token and any(c.dep_ in _DETERMINED for c in token.lefts)
    return certain and (told or (token.pos_ == "PROPN" and host.pos_ == "NOUN"))


def _follows_mark(first: Token) -> bool:
    """Whether a comma, dash or bracket stands before a word."""
    return first.nbor(-1).text in (",", "(", "–", "—", "-", ":")


def is_definite(noun: Token) -> bool:
    """Whether a noun stands for a certain thing: *the talks*, *their talks*."""
    return any(c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in _DEFINITE) for c in noun.lefts)


def events(doc: Doc) -> Iterator[Proposition]:
    """What nouns tell of events that have happened, with those who took part."""
    for noun in doc:
        if noun.pos_ != "NOUN" or noun.lemma_.lower() not in _EVENTS or noun.dep_ in ("attr", "compound", "appos"):
            continue
        event = _event(noun)
        if event is None or not is_definite(noun):
            continue
        modality = _modality(noun)
        if modality is not None:
            subject, target = _participant(event.subject), _participant(event.object)
            yield _proposition(noun_phrase(noun), subject, noun, event.verb, target, "nominal", modality)


def _participant(noun: Token | None) -> Span | None:
    """The phrase of somebody who takes part, without the *'s* of an owner."""
    if noun is None:
        return None
    phrase = noun_phrase(noun)
    return phrase[:-1] if len(phrase) > 1 and phrase[-1].tag_ == "POS" else phrase


def _event(noun: Token) -> _Event | None:
    """The participants of an event; None where too little is said of them."""
    row = _EVENTS[noun.lemma_.lower()]
    owner = child(noun, "poss")
    beside = {c.lower_: p for c in noun.rights if c.dep_ == "prep" and (p := child(c, "pobj")) is not None}
    found = {word: p for word, p in beside.items() if p.ent_type_ not in _NO_MATTER}
    agent = next((found[word] for word in _BY_WHOM if word in found), None)
    of, towards = found.get("of"), next((found[word] for word in _TOWARDS if word in found), None)
    if row["of"] == "object":
        subject, target = (agent, of or owner) if agent is not None else (owner, of or towards)
    else:
        subject, target = agent or owner or of, towards
    told = target is not None or (subject is not None and bool(beside.keys() - {"of"}))
    return _Event(noun, row["verb"], subject, target) if told and subject != target else None


def _modality(noun: Token) -> str | None:
    """How firmly an event is stated; None where it is denied, wished or asked for.

    What a clause is about it takes for granted; what it goes on to say is as firm as the clause is, but for what came
    before: *they did not leave because of the attack on the town*.
    """
    above = [noun, *noun.ancestors]
    branch = next((below for below, verb in pairwise(above) if is_verb(verb)), None)
    if branch is None or branch.dep_ in SUBJECTS:
        return "asserted"
    verb = branch.head
    is_background = branch.dep_ == "prep" and branch.lower_ in _BACKGROUND
    return modality_of_event(above[1 : above.index(verb) + 1], verb, is_background=is_background)


def _proposition(
    span: Span,
    subject: Span | None,
    head: Token,
    lemma: str,
    target: Span | None,
    kind: str,
    modality: str = "asserted",
) -> Proposition:
    """A claim whose predicate is a noun."""
    own = {token.i: "object" for token in target or ()} | {token.i: "subject" for token in subject or ()}
    roles: dict[int, str] = {}
    for c in head.rights:
        noun = child(c, "pobj") if c.dep_ == "prep" else None
        if noun is not None:
            roles |= dict.fromkeys((t.i for t in c.subtree), adverbial(c)) | {c.i: own.get(noun.i, adverbial(c))}
    roles |= own
    roles[head.i] = "object" if kind == "appositive" else "predicate"
    return Proposition(
        span=span,
        subject=subject,
        predicate=span.doc[head.i : head.i + 1],
        predicate_text="be" if kind == "appositive" else head.text,
        object=target,
        polarity="affirmed",
        modality=modality,
        utterance=None,
        kind=kind,
        lemma=lemma,
        stretches=stretches({*span, *(subject or ())}, roles),
        head=None,
    )
