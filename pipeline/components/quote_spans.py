"""Where the parts of a quotation begin and end: speaker, cue and complements, as ranges of token places.

A range is `(first, end)`, end exclusive. The conventions are PolNeAR's: a cue has its auxiliaries, negation and adverbs
with it; a speaker its titles and appositions, but no relative clause after a comma.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Token

Range = tuple[int, int]

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
_BESIDE_VERB = frozenset(("aux", "auxpass", "neg", "advmod"))
_RELATIVES = frozenset(("who", "which", "whose", "whom", "where", "that"))
_MAX_STEPS = 8


def tidy(doc: Doc, first: int, end: int) -> Range:
    """The range without white space and punctuation at its ends, quotation marks and brackets spared."""
    while first < end and _is_edge(doc[first], opening=True):
        first += 1
    while end > first and _is_edge(doc[end - 1], opening=False):
        end -= 1
    return first, end


def _is_edge(token: Token, opening: bool) -> bool:
    if token.is_space:
        return True
    spared = token.is_quote or token.text in ("``", "''") or token.text in ("([$£€#" if opening else ")]%")
    return token.is_punct and not spared


def subtree(token: Token) -> Range:
    """From the leftmost to the rightmost descendant."""
    return token.left_edge.i, token.right_edge.i + 1


def without(ranges: Iterable[Range], cut: Range | None) -> list[Range]:
    """What is left of the ranges when `cut` is taken out."""
    if cut is None:
        return [r for r in ranges if r[0] < r[1]]
    pieces = [piece for first, end in ranges for piece in ((first, min(end, cut[0])), (max(first, cut[1]), end))]
    return [(first, end) for first, end in pieces if first < end]


def joined(ranges: Iterable[Range]) -> list[Range]:
    """The ranges in order, those that touch or overlap made one."""
    out: list[Range] = []
    for first, end in sorted(ranges):
        if out and first <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((first, end))
    return out


def speaker_range(head: Token) -> Range:
    """The noun phrase of a speaker, with coordinated ones and appositions."""
    first, end = subtree(head)
    for token in head.subtree:
        if token.i > head.i and _leaves_out(token, head):
            end = min(end, token.left_edge.i)
    if end <= head.i:
        first, end = head.i, head.i + 1
    return tidy(head.doc, first, end)


def _leaves_out(token: Token, head: Token) -> bool:
    """Relative clauses and participles after a comma, and whatever a wrong parse hangs on a name."""
    if token.dep_ in ("ccomp", "advcl", "parataxis", "ROOT"):
        return True
    if token.dep_ not in ("relcl", "acl", "appos"):
        return False
    before = token.doc[token.left_edge.i - 1]
    apart = before.is_punct and before.i > head.i
    if token.dep_ == "appos":
        return apart and any(t.lower_ in ("said", "says") for t in token.subtree)
    return apart


def cue_range(verb: Token) -> Range:
    """A verb with the auxiliaries, negation and adverbs right before it, and its particle right after it."""
    beside = {child.i for child in verb.children if child.dep_ in _BESIDE_VERB}
    beside |= {t.i for i in sorted(beside) for t in verb.doc[i].subtree}
    first, end = verb.i, verb.i + 1
    while first - 1 in beside and not verb.doc[first - 1].is_punct:
        first -= 1
    while end < len(verb.doc) and verb.doc[end].head == verb and verb.doc[end].dep_ == "prt":
        end += 1
    return first, end


def own_subject(verb: Token) -> Token | None:
    """The subject among the children of a verb."""
    return next((child for child in verb.children if child.dep_ in SUBJECTS), None)


def speaker_of(verb: Token) -> Token | None:
    """Who does what a verb tells: its subject, or that of the verb which governs it; the agent of a passive.

    A relative pronoun is given as it stands; `holder_of` tells whom it stands for.
    """
    start = verb
    for _ in range(_MAX_STEPS):
        if is_passive(verb):
            return agent_of(verb) if verb == start else own_subject(verb)
        own = own_subject(verb)
        if own is not None:
            return own
        if verb.dep_ in ("acl", "relcl", "amod"):
            return verb.head if verb.tag_ == "VBG" else None
        step = _governor(verb)
        if step is None:
            return None
        controlled = next((c for c in step.children if c.dep_ in ("dobj", "dative")), None)
        if verb.dep_ == "xcomp" and controlled is not None and controlled.i < verb.i and step.lemma_ != "promise":
            return controlled
        verb = step
    return None


def _governor(verb: Token) -> Token | None:
    if verb.dep_ in ("conj", "advcl", "xcomp", "ccomp", "dep") and verb.head != verb:
        return verb.head
    if verb.dep_ == "pcomp":
        governor = verb.head.head
        return governor if governor.pos_ in ("VERB", "AUX") else None
    return None


def is_passive(verb: Token) -> bool:
    """Whether a verb is passive: *was accused of*."""
    return any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children)


def agent_of(verb: Token) -> Token | None:
    """The noun of *by ...* beside a passive."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by" and child.i > verb.i):
            return next((noun for noun in child.children if noun.dep_ == "pobj"), None)
    return None


def holder_of(speaker: Token) -> Token:
    """Whom a speaker stands for: the antecedent of a relative pronoun, else itself."""
    if speaker.lower_ not in _RELATIVES:
        return speaker
    verb = speaker.head
    for _ in range(_MAX_STEPS):
        if verb.dep_ == "relcl":
            return verb.head
        if verb.head == verb:
            break
        verb = verb.head
    return speaker


def phrase_from(doc: Doc, start: int, limit: int) -> Token | None:
    """The head of the noun phrase that begins at `start`, found by climbing from its first word."""
    if start >= limit:
        return None
    token = doc[start]
    for _ in range(limit - start):
        up = token.head
        if up == token or not start <= up.i < limit or up.pos_ in ("VERB", "AUX"):
            break
        token = up
    return token if token.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET") or token.tag_[:2] == "NN" else None
