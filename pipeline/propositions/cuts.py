"""The ways to cut a sentence into small claims: each verb with a subject, each noun with a modifier, each bracket.

More than people would, and not all of them claims: `choice` picks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from pipeline.propositions.brackets import bracketed
from pipeline.propositions.branches import SUBJECTS, edge
from pipeline.propositions.clauses import child, is_verb, own_subject
from pipeline.propositions.linear import Linear
from pipeline.propositions.phrases import Phrases, Way, conjuncts, join
from pipeline.propositions.tokensets import Sentence

_WAYS = 12  # followed for a clause
_FEWER = 8
_EACH = 4  # for each conjunct of a coordination in it
_OF_SUBJECT, _OF_ANTECEDENT = 6, 3
_WHOLE = 3
_DEAREST = 5.0  # cost above that of the likeliest cut of a verb or noun
_COORDINATIONS = 5
_SEARCHED = 80  # words for coordinations
_MAX_STEPS = 6
_RELATIVES = frozenset(("which", "who", "that", "whom"))
_UP_TO_COPULA = frozenset(("attr", "appos", "conj", "pobj", "dobj", "prep", "acomp", "oprd"))
_GOVERNED = frozenset(("advcl", "xcomp", "ccomp", "pcomp", "parataxis", "acomp"))
_APART = frozenset(("conj", "cc", "preconj", "punct", "det", "case"))


@dataclass(frozen=True, slots=True)
class Subject:
    """What a cut may have for a subject.

    Attributes:
        head: Its head, None where there is none.
        form: How it was found: "own", "shared", "antecedent", "outer", "copula", "host", "far" or "none".
        without: The clause that hangs on it and is cut itself.
        copula: A copula that is put before a participle: *the film **is** directed by Ito*.
    """

    head: Token | None
    form: str
    without: tuple[Token, ...] = ()
    copula: Token | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """A candidate for a small claim.

    Attributes:
        tokens: Its tokens.
        cost: How far it is from what is likely.
        signals: The choices made.
        form: What it was made of: "verb:own", "noun:appos", "bracket:all", ...
        head: The verb or noun that it is about.
        subject: What it has for a subject.
    """

    tokens: int
    cost: float
    signals: tuple[str, ...]
    form: str
    head: Token
    subject: Subject


def cuts_of(sentence: Sentence, kept: Linear, asserted: Callable[[Token], bool]) -> list[Cut]:
    """All cuts of a sentence, each set of tokens once.

    Args:
        sentence: The sentence.
        kept: Whether a shorter claim keeps what hangs on a word.
        asserted: Whether a verb or noun stands where something is asserted.
    """
    phrases = Phrases(sentence, kept)
    found: dict[int, Cut] = {}
    for cut in _all(sentence, phrases, asserted):
        tokens = sentence.filled(cut.tokens)
        known = found.get(tokens)
        if tokens.bit_count() > 1 and (known is None or known.cost > cut.cost):
            found[tokens] = Cut(tokens, cut.cost, cut.signals, cut.form, cut.head, cut.subject)
    cheapest: dict[int, float] = {}
    for cut in found.values():
        cheapest[cut.head.i] = min(cut.cost, cheapest.get(cut.head.i, cut.cost))
    return [cut for cut in found.values() if cut.cost <= cheapest[cut.head.i] + _DEAREST]


def _all(sentence: Sentence, phrases: Phrases, asserted: Callable[[Token], bool]) -> Iterator[Cut]:
    for token in sentence.span:
        if not asserted(token):
            continue
        if is_verb(token):
            for subject in subjects(token):
                yield from _of_verb(token, subject, phrases)
        elif token.pos_ in ("NOUN", "PROPN"):
            yield from _of_noun(token, phrases)
    for host, tokens, cost, form in bracketed(sentence):
        if asserted(host):
            yield Cut(tokens, cost, (), f"bracket:{form}", host, Subject(host, "own"))


def _of_verb(verb: Token, subject: Subject, phrases: Phrases) -> Iterator[Cut]:
    """The cuts of a clause, and those with each conjunct of its coordinations by itself."""
    few = subject.form not in ("own", "shared")
    yield from _clause(verb, subject, phrases, _FEWER if few else _WAYS)
    for coordination in _coordinations(verb, subject):
        for _ in phrases.each_conjunct(coordination):
            yield from _clause(verb, subject, phrases, _EACH, ("each",))


def _clause(verb: Token, subject: Subject, phrases: Phrases, ways: int, signals: tuple[str, ...] = ()) -> Iterator[Cut]:
    own = own_subject(verb)
    skipped = [c for c in verb.children if c == own or c.dep_ == "mark"]
    start = Way(phrases.sentence.bit(verb) | phrases.sentence.set_of(shared_auxiliaries(verb)), 0.0, ())
    said = join(start, phrases.branches(verb, skipped, outermost=True), _WAYS)
    about = [Way(0, 0.0, ())]
    if subject.head is not None:
        most = _OF_ANTECEDENT if subject.form in ("antecedent", "outer", "host") else _OF_SUBJECT
        about = phrases.of(subject.head, subject.without)[:most]
    copula = phrases.sentence.bit(subject.copula) if subject.copula is not None else 0
    for way in join(Way(copula, 0.0, signals), [about, said], ways):
        yield Cut(way.tokens, way.cost, way.signals, f"verb:{subject.form}", verb, subject)


def shared_auxiliaries(verb: Token) -> list[Token]:
    """The auxiliaries that a coordinated verb takes over: *has* of *built* in *she has signed and built*."""
    if verb.dep_ != "conj" or own_subject(verb) is not None or child(verb, "aux", "auxpass") is not None:
        return []
    first = verb.head
    alike = first.tag_ == verb.tag_ or verb.tag_ == "VB"
    return [c for c in first.children if c.dep_ in ("aux", "auxpass", "neg")] if alike else []


def subjects(verb: Token) -> list[Subject]:
    """What a verb may have for a subject in a claim of its own."""
    own, first = own_subject(verb), verb
    while own is None and first.dep_ == "conj":
        first = first.head
        own = own_subject(first)
    if own is not None and own.lower_ not in _RELATIVES:
        return [Subject(own, "own" if first == verb else "shared")]
    if first.dep_ in ("acl", "relcl"):
        return _antecedents(first)
    if own is not None:
        return [Subject(own, "own")]
    governing = _governing(first) if first.dep_ in _GOVERNED else None
    return [Subject(governing, "far")] if governing is not None else [Subject(None, "none")]


def _antecedents(clause: Token) -> list[Subject]:
    """The noun that a clause hangs on, and what that noun is said to be."""
    noun = clause.head
    found = [Subject(noun, "antecedent", (clause,))]
    copula = _copula_over(noun)
    whole = own_subject(copula) if copula is not None else None
    if whole is not None and whole != noun:
        found += [Subject(whole, "outer"), Subject(whole, "copula", copula=copula)]
    elif noun.dep_ == "appos":
        found.append(Subject(noun.head, "host", (noun,)))
    return found


def _copula_over(noun: Token) -> Token | None:
    for _ in range(_MAX_STEPS):
        if noun.dep_ not in _UP_TO_COPULA:
            return None
        noun = noun.head
        if is_verb(noun):
            return noun if noun.lemma_ == "be" else None
    return None


def _governing(verb: Token) -> Token | None:
    """The subject of the clause that a verb without one hangs on."""
    for _ in range(_MAX_STEPS):
        if verb.head == verb:
            return None
        verb = verb.head
        own = own_subject(verb) if is_verb(verb) else None
        if own is not None:
            return own
    return None


def _coordinations(verb: Token, subject: Subject) -> list[Token]:
    """The first words of coordinations in a clause, other clauses left out."""
    waiting = [*verb.children, *([subject.head] if subject.head is not None else [])]
    found: list[Token] = []
    seen = {verb.i}
    while waiting and len(seen) < _SEARCHED and len(found) < _COORDINATIONS:
        token = waiting.pop()
        if token.i in seen or token.dep_ in ("relcl", "advcl", "punct", "cc"):
            continue
        seen.add(token.i)
        if token.dep_ != "conj" and not is_verb(token) and len(conjuncts(token)) > 1:
            found.append(token)
        waiting += token.children
    return found


def _of_noun(noun: Token, phrases: Phrases) -> Iterator[Cut]:
    """A noun with each of its modifiers, and its whole phrase."""
    sentence = phrases.sentence
    core = sentence.set_of(name_of(noun))
    subject = Subject(noun, "own")
    for c in noun.children:
        if c.dep_ not in _APART | SUBJECTS and not is_verb(c) and not c.is_space and not core & sentence.bit(c):
            for way in phrases.of(c)[:_OF_SUBJECT]:
                yield Cut(way.tokens | core, way.cost, way.signals, f"noun:{edge(c)}", noun, subject)
    clauses = sentence.set_of(c for c in noun.rights if c.dep_ in ("relcl", "acl"))
    for way in phrases.of(noun)[:_WHOLE] if len(conjuncts(noun)) == 1 else ():
        if way.tokens & ~core and not way.tokens & clauses:
            yield Cut(way.tokens, way.cost, way.signals, "noun:whole", noun, subject)


def name_of(noun: Token) -> list[Token]:
    """A noun with its determiner and the rest of its name."""
    names = (c for c in noun.lefts if c.dep_ == "det" or (c.pos_ == "PROPN" and c.dep_ in ("compound", "poss", "nmod")))
    return [noun, *(token for c in names for token in c.subtree)]
