"""Reads a predicate: its words, its object, whether it is affirmed or negated, and how firmly it is stated.

A predicate may reach over several verbs: in *Rosa is expected to visit Quito* it is *is expected to visit*, its head
*visit*. Which words do that, and which negate or weaken, stands in `lexicons/modality.csv` and `lexicons/negation.csv`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Token

from pipeline.language.lexicon import rows
from pipeline.propositions.clauses import Clause, antecedent, child, is_infinitive, is_mark, is_open, is_verb

_RANKS = {"asserted": 0, "planned": 1, "obliged": 2, "possible": 3, "conditional": 4}
_OBJECTS = ("dobj", "attr", "acomp", "oprd", "dative")
_BESIDE = frozenset(("aux", "auxpass", "neg", "prt"))
_FOCUS = frozenset(("only", "just", "least", "merely", "simply"))
_MAX_CHAIN = 5

_MODALITY = {(row["part"], row["lemma"]): row["modality"] for row in rows("modality")}
_NEGATION = {(row["part"], row["lemma"]) for row in rows("negation")}


@dataclass(frozen=True, slots=True)
class Predicate:
    """The verbs and adjectives of a predicate, outermost first, and what hangs on them.

    Attributes:
        chain: From the head of the clause to the head of the predicate.
        clause: The clause that it stands in.
    """

    chain: tuple[Token, ...]
    clause: Clause

    @property
    def head(self) -> Token:
        """The verb that says what happens."""
        return self.chain[-1]


def predicate_of(clause: Clause) -> Predicate:
    """Follow a clause's head through verbs and adjectives that only hand on to the next verb."""
    chain = [clause.head]
    while len(chain) < _MAX_CHAIN:
        handed = _hands_on(chain[-1])
        if not handed:
            break
        chain += handed
    return Predicate(tuple(chain), clause)


def _hands_on(verb: Token) -> list[Token]:
    inner = child(verb, "xcomp") or _infinitive(verb)
    if inner is not None and is_verb(inner) and ("verb", verb.lemma_.lower()) in _MODALITY and _follows(inner, verb):
        return [inner]
    adjective = child(verb, "acomp")
    inner = child(adjective, "xcomp") if adjective is not None else None
    if adjective is not None and inner is not None and ("adjective", adjective.lemma_.lower()) in _MODALITY:
        return [adjective, inner]
    return []


def _infinitive(verb: Token) -> Token | None:
    """The infinitive of *is to visit* where the parser takes it for a clause with a subject of its own."""
    inner = child(verb, "ccomp")
    marked = inner is not None and inner.i > 0 and inner.nbor(-1).tag_ == "TO" and child(inner, "nsubj") is None
    return inner if marked else None


def _follows(inner: Token, verb: Token) -> bool:
    """After *be*, only an infinitive that comes at once makes one predicate: *is to visit*, not *is hard to visit*."""
    return verb.lemma_ != "be" or all(
        is_mark(t) or t.dep_ in ("aux", "advmod", "neg") for t in verb.doc[verb.i + 1 : inner.i]
    )


def predicate_tokens(predicate: Predicate) -> list[Token]:
    """The words of a predicate in reading order: verbs, auxiliaries, negation, particle, adverbs between them."""
    words = set(predicate.chain)
    words |= {c for verb in predicate.chain for c in verb.children if c.dep_ in _BESIDE}
    first, last = min(t.i for t in words), max(t.i for t in words)
    adverbs = (c for verb in predicate.chain for c in verb.children if c.dep_ == "advmod")
    words |= {t for c in adverbs if first < c.left_edge.i and c.right_edge.i < last for t in c.subtree}
    return sorted(words, key=lambda t: t.i)


def joined(tokens: Sequence[Token]) -> str:
    """The text of some tokens, those that stand apart joined by a space."""
    between = (t.text + (t.whitespace_ if t.i + 1 == n.i else " ") for t, n in pairwise(tokens))
    return ("".join(between) + tokens[-1].text).strip()


def predicate_lemma(head: Token) -> str:
    """The lemma of a predicate's head, with its particle."""
    particle = child(head, "prt")
    lemma = (head.lemma_ or head.text).lower()
    return f"{lemma} {particle.lower_}" if particle is not None else lemma


def object_of(predicate: Predicate) -> Token | None:
    """The head of the object or complement, else of the first prepositional argument."""
    head, subject = predicate.head, predicate.clause.subject
    for dep in _OBJECTS:
        found = next((c for c in head.children if c.dep_ == dep and c != subject), None)
        if found is not None:
            return antecedent(found, predicate.clause.head) or found
    prepositions = sorted((c for c in head.children if c.dep_ in ("agent", "prep")), key=lambda c: c.dep_ != "agent")
    return next((p for c in prepositions if c.i > head.i and (p := child(c, "pobj")) is not None), None)


def polarity_of(predicate: Predicate) -> str:
    """Whether a predicate is "affirmed" or "negated"; two negations affirm."""
    chain = predicate.chain
    count = sum(_negates(c) for verb in chain for c in verb.children)
    count += sum(_is("verb", verb) for verb in chain[:-1]) + sum(_is("adjective", word) for word in chain)
    nouns = (predicate.clause.subject, child(predicate.head, "dobj", "attr"))
    count += sum(any(_is("determiner", c) for c in noun.lefts) or _is("pronoun", noun) for noun in nouns if noun)
    governing = governing_word(predicate.clause)
    count += governing is not None and _is("adjective", governing)
    count += governing is not None and _is_denied(governing)
    return "negated" if count % 2 else "affirmed"


def _is_denied(governing: Token) -> bool:
    """Whether the word that governs a clause denies it: *denied that*, *refuted claims that*, not *never denied*."""
    verb = governing if is_verb(governing) else governing.head
    if ("denier", predicate_lemma(verb)) not in _NEGATION:
        return False
    subject = child(verb, "nsubj")
    negations = sum(_negates(c) for c in verb.children) + (subject is not None and _is("pronoun", subject))
    return negations % 2 == 0


def _negates(word: Token) -> bool:
    if word.dep_ not in ("neg", "advmod", "cc", "preconj"):
        return False
    if any(c.lower_ == "no" for c in word.lefts):  # "no longer"
        return True
    following = word.nbor() if word.i + 1 < len(word.doc) else word
    return _is("adverb", word) and following.lower_ not in _FOCUS


def _is(part: str, word: Token) -> bool:
    return (part, word.lower_) in _NEGATION or (part, word.lemma_.lower()) in _NEGATION


def modality_of(predicate: Predicate) -> str:
    """How firmly a predicate is stated: the weakest of what its verbs, auxiliaries, adverbs and governor say."""
    signs = [_modality("adjective" if word.pos_ == "ADJ" else "verb", word) for word in predicate.chain[:-1]]
    for verb in predicate.chain:
        signs += [_modality("aux", c) for c in verb.children if c.dep_ == "aux"]
        signs += [_modality("adverb", c) for c in verb.children if c.dep_ == "advmod"]
    signs += [_modality("mark", c) for c in predicate.clause.head.lefts if c.dep_ in ("mark", "advmod")]
    signs += [_modality("mark", c) for sub in predicate.clause.head.children if sub.dep_ == "advcl" for c in sub.lefts]
    governing = governing_word(predicate.clause)
    if governing is not None:
        signs += [_modality(part, governing) for part in ("adjective", "verb", "noun")]
    return max(signs, key=_RANKS.__getitem__, default="asserted")


def _modality(part: str, word: Token) -> str:
    return _MODALITY.get((part, word.lower_)) or _MODALITY.get((part, word.lemma_.lower()), "asserted")


def governing_word(clause: Clause) -> Token | None:
    """The word that a complement clause depends on for its truth: *possible* in *it is possible that he left*."""
    head = clause.head
    if clause.kind != "complement" and not any(c.dep_ == "mark" and c.lower_ == "that" for c in head.lefts):
        return None
    while head.dep_ == "conj":
        head = head.head
    return (child(head.head, "acomp") or head.head) if is_verb(head.head) else head.head


def modality_of_event(above: Sequence[Token], verb: Token, *, is_background: bool) -> str | None:
    """How firmly an event that a noun tells of is stated; None where a clause denies it.

    Args:
        above: The words that the noun hangs on, up to the verb of its clause.
        verb: That verb.
        is_background: Whether the clause takes the event for granted, so that it stands even where the verb is denied.
    """
    predicate = predicate_of(Clause(verb, "main", None))
    is_denied = not is_background and polarity_of(predicate) == "negated"
    if is_denied or any(rejects(word) for word in above):
        return None
    signs = [_modality(part, word) for word in above for part in ("noun", "object")]
    purpose = "planned" if any(c.tag_ == "TO" for c in verb.lefts) else "asserted"
    return max([*signs, purpose, modality_of(predicate)], key=_RANKS.__getitem__)


def is_hedge(clause: Clause) -> bool:
    """Whether a clause does nothing but hedge another: *it is possible that ...*, *it appears that ...*.

    Not so where the other one claims nothing by itself: *it was impossible to tell*, *it is not clear who
    paid*, *it expects prices to fall*.
    """
    subject = child(clause.head, "nsubj", "expl", "nsubjpass")
    if subject is None or subject.lower_ != "it":
        return False
    adjective = child(clause.head, "acomp")
    known = _known("verb", clause.head) if adjective is None else _known("adjective", adjective)
    holders = [word for word in (clause.head, adjective) if word is not None]
    if not known or any(child(word, "xcomp") for word in holders):
        return False
    content = next((inner for word in holders if (inner := child(word, "ccomp"))), None)
    if content is None:
        return adjective is not None
    return not is_infinitive(content) and not is_open(content)


def _known(part: str, word: Token) -> bool:
    return (part, word.lemma_.lower()) in _MODALITY


def is_rejected(clause: Clause) -> bool:
    """Whether the governing clause denies, doubts or negates a complement: *Kim denied that he had left*."""
    governing = governing_word(clause)
    if governing is None:
        return False
    verb = governing if is_verb(governing) else governing.head
    return rejects(verb) or _is("governor", governing) or any(_negates(c) for c in verb.children)


def rejects(word: Token) -> bool:
    """Whether a word denies or leaves open what its complement says."""
    return _is("governor", word)
