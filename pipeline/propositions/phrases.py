"""The ways to cut a phrase shorter: which of its modifiers are kept, and which of its conjuncts is meant.

Every way has a cost, the less likely the higher (a negative logarithm); only the cheapest few are followed, so that the
work grows with the length of a sentence and not with the number of its cuts.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from spacy.tokens import Token

from pipeline.naming.spans import NUMERIC_LABELS
from pipeline.propositions.branches import branch_signals, edge, word_class
from pipeline.propositions.clauses import child, is_verb
from pipeline.propositions.linear import Linear
from pipeline.propositions.tokensets import Sentence

WAYS = 7  # followed for each phrase
_APART = frozenset(("conj", "cc", "preconj", "punct"))
# what a phrase cannot do without
_NEEDED = frozenset(
    [
        "pobj",
        "pcomp",
        "det",
        "poss",
        "case",
        "dobj",
        "attr",
        "acomp",
        "oprd",
        "dative",
        "nsubj",
        "nsubjpass",
        "csubj",
        "expl",
        "aux",
        "auxpass",
        "neg",
        "prt",
        "quantmod",
    ]
)
_SHARED = frozenset(("det", "poss", "amod", "nummod", "compound", "nmod"))  # "the old [laws and rules]"
_EXAMPLES = frozenset(("including", "like"))
_NEVER, _ALWAYS = 0.02, 0.975
_INSTEAD = 1.5  # cost of a noun's example or apposition in its place
_INSTEAD_HERE = 0.3  # the same where each example is wanted
_SHARED_NAMES, _SHARED_ALL, _SHARED_TAIL = 0.3, 0.9, 1.2  # cost of modifiers of one conjunct with another
_MOST_CONJUNCTS = 12
_LONGEST_APPOSITION = 12  # words, and words between it and its noun


class Way(NamedTuple):
    """One way to cut a phrase: its tokens, its cost, and the signals of the choices made."""

    tokens: int
    cost: float
    signals: tuple[str, ...]


class Phrases:
    """Cuts the phrases of one sentence."""

    def __init__(self, sentence: Sentence, kept: Linear) -> None:
        self.sentence = sentence
        self._kept = kept
        self._ways: dict[int, list[Way]] = {}
        self._odds: dict[tuple[int, bool], float] = {}
        self._chosen: dict[int, int] = {}
        self._needed: frozenset[int] = frozenset()

    def each_conjunct(self, head: Token) -> Iterable[int]:
        """Have each conjunct of a coordination meant in turn, and the words above it kept, while the caller cuts."""
        saved, above = self._ways, {head.i, *(token.i for token in head.ancestors)}
        self._needed = frozenset(above)
        for index in range(len(conjuncts(head))):
            self._chosen = {head.i: index}
            self._ways = {i: ways for i, ways in saved.items() if i not in above}
            yield index
        self._chosen, self._needed, self._ways = {}, frozenset(), saved

    def of(self, token: Token, without: Collection[Token] = (), ways: int = WAYS) -> list[Way]:
        """The ways to cut the phrase that a word heads, cheapest first.

        Args:
            token: The word.
            without: Words on it that are left out with all that hangs on them.
            ways: How many are followed.
        """
        if not without and token.i in self._ways:
            return self._ways[token.i]
        if not without:
            self._ways[token.i] = [Way(self.sentence.bit(token), 0.0, ())]  # ends a circle
        chain = [token] if is_verb(token) else conjuncts(token)
        found = self._alone(token, without, ways) if len(chain) == 1 else self._coordinated(chain, without, ways)
        if not without:
            self._ways[token.i] = found
        return found

    def branches(self, token: Token, skipped: Collection[Token], outermost: bool = False) -> list[list[Way]]:
        """The ways to cut each word that hangs on another, the way of leaving it out included."""
        hanging = (
            c
            for c in token.children
            if (c.dep_ not in _APART or _is_one_with_head(c)) and c not in skipped and not c.is_space
        )
        return [self._branch(c, outermost) for c in hanging]

    def _branch(self, token: Token, outermost: bool) -> list[Way]:
        name = edge(token)
        if token.dep_ in _NEEDED or token.i in self._needed or _belongs(token):
            return [Way(tokens, cost, (*signals, "+" + name)) for tokens, cost, signals in self.of(token)]
        odds = self._probability(token, outermost)
        kept = [Way(w.tokens, w.cost - math.log(odds), (*w.signals, "+" + name)) for w in self.of(token)]
        return kept if odds >= _ALWAYS else [*kept, Way(0, -math.log(1 - odds), ("-" + name,))]

    def _probability(self, token: Token, outermost: bool = False) -> float:
        key = (token.i, outermost)
        if key not in self._odds:
            odds = self._kept.probability(branch_signals(token, outermost))
            self._odds[key] = min(max(odds, _NEVER), 1 - _NEVER)
        return self._odds[key]

    def _alone(self, token: Token, without: Collection[Token], ways: int) -> list[Way]:
        """The ways of one conjunct, with those of what may stand in its place."""
        start = Way(self.sentence.bit(token), 0.0, ())
        found = join(start, self.branches(token, without), ways)
        for c in token.rights:
            if c in without:
                continue
            example = child(c, "pobj") if _gives_examples(c) else None
            if example is not None:
                cost = _INSTEAD_HERE if c.i in self._needed else _INSTEAD
                found += [Way(w.tokens, w.cost + cost, (*w.signals, "example")) for w in self.of(example)[:6]]
            elif c.dep_ == "appos" and _is_near(c, token):
                found += [Way(w.tokens, w.cost + _INSTEAD, (*w.signals, "apposition")) for w in self.of(c)[:3]]
        return found

    def _coordinated(self, chain: list[Token], without: Collection[Token], ways: int) -> list[Way]:
        """Each conjunct by itself, with modifiers that they may share, and all of them."""
        first, together = chain[0], min(max(self._probability(chain[1]), 0.05), 0.95)
        cost = math.log(len(chain)) - math.log(1 - together)
        chosen = self._chosen.get(first.i)
        each = 3 if chosen is not None else max(2, ways // len(chain))
        found: list[Way] = []
        for index, token in enumerate(chain):
            if chosen in (None, index):
                own = self._alone(token, without if token == first else (), each)[:each]
                found += self._one(chain, index, own, cost)
        if chosen is None:
            found.append(self._all(chain, without, -math.log(together)))
        return sorted(found, key=_by_cost)[: max(ways, len(chain) + 2)]

    def _one(self, chain: list[Token], index: int, own: list[Way], cost: float) -> list[Way]:
        first, token, set_of = chain[0], chain[index], self.sentence.set_of
        found = [Way(w.tokens, w.cost + cost, (*w.signals, "one")) for w in own]
        lead = [c for c in first.lefts if c.dep_ in _SHARED]
        names = [c for c in lead if c.dep_ in ("det", "poss")]
        if index and child(token, "det", "poss") is None:
            options = [(names, _SHARED_NAMES, "determiner")] if names else []
            options += [(lead, _SHARED_ALL, "modifiers")] if len(names) < len(lead) else []
            for shared, more, sign in options:
                words = set_of(t for c in shared for t in c.subtree)
                found += [Way(w.tokens | words, w.cost + cost + more, (*w.signals, "one", sign)) for w in own]
        tail = child(chain[-1], "prep", "acl", "relcl")
        if index < len(chain) - 1 and tail is not None and own:
            words = own[0].tokens | set_of(tail.subtree)
            found.append(Way(words, own[0].cost + cost + _SHARED_TAIL, (*own[0].signals, "one", "tail")))
        return found

    def _all(self, chain: list[Token], without: Collection[Token], cost: float) -> Way:
        tokens = 0
        for token in chain:
            best = self._alone(token, without if token == chain[0] else (), 1)[0]
            tokens |= best.tokens | self.sentence.set_of(c for c in token.children if c.dep_ in ("cc", "preconj"))
            cost += best.cost
        return Way(tokens, cost, ("all",))


def join(start: Way, lists: Sequence[list[Way]], ways: int) -> list[Way]:
    """The cheapest ways to take one way of every list."""
    found = [start]
    for alternatives in lists:
        joined: dict[int, Way] = {}
        for one in found:
            for other in alternatives:
                way = Way(one.tokens | other.tokens, one.cost + other.cost, one.signals + other.signals)
                if way.tokens not in joined or joined[way.tokens].cost > way.cost:
                    joined[way.tokens] = way
        found = sorted(joined.values(), key=_by_cost)[:ways]
    return found


def conjuncts(token: Token) -> list[Token]:
    """A word and the words coordinated with it."""
    found, waiting = [token], [token]
    while waiting and len(found) < _MOST_CONJUNCTS:
        for c in waiting.pop(0).children:
            if c.dep_ == "conj" and (word_class(c) == word_class(token) or not is_verb(c)) and not _is_one_with_head(c):
                found.append(c)
                waiting.append(c)
    return found


def _by_cost(way: Way) -> tuple[float, int]:
    return way.cost, way.tokens


def _belongs(token: Token) -> bool:
    """Whether a word is part of a name, of an amount (*two and a half*) or of a preposition of two words."""
    name = token.dep_ == "compound" and token.pos_ == token.head.pos_ == "PROPN"
    joins = token.dep_ in _APART and _is_one_with_head(token)
    return name or joins or (token.dep_ == "prep" and token.head.dep_ == "prep")


def _is_one_with_head(token: Token) -> bool:
    """Whether a word and the one that it hangs on stand in one amount: *two and a half*."""
    if token.ent_type_ not in NUMERIC_LABELS:
        return False
    first, last = sorted((token.i, token.head.i))
    return first < last and all(t.ent_iob_ == "I" for t in token.doc[first + 1 : last + 1])


def _gives_examples(token: Token) -> bool:
    such = token.lower_ == "as" and any(c.lower_ == "such" for c in token.children)
    return token.dep_ == "prep" and (such or token.lower_ in _EXAMPLES)


def _is_near(apposition: Token, noun: Token) -> bool:
    length = apposition.right_edge.i - apposition.left_edge.i
    return apposition.i - noun.i < _LONGEST_APPOSITION and length < _LONGEST_APPOSITION
