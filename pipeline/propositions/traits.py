"""Signals of a cut: what it is made of, what it keeps and leaves out, how long it is, what else the sentence offers."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from pipeline.propositions.branches import ADJUNCTS, is_set_off, preposition, size_of
from pipeline.propositions.clauses import child, is_verb
from pipeline.propositions.cuts import Cut
from pipeline.propositions.linear import Signals
from pipeline.propositions.tokensets import Sentence, places

_LENGTHS = (2, 3, 4, 5, 7, 10, 14, 20, 30)
_SIZES = (1, 3, 6, 10)
_RANKS = (0, 1, 2, 4, 8)
_UNTOLD = frozenset(("punct", "cc", "conj", "preconj", "mark"))
_DROPPED = frozenset(
    ["prep", "amod", "acl", "relcl", "appos", "advcl", "npadvmod", "nmod", "nummod", "conj", "compound"]
)
_TOLD = frozenset(["acl", "relcl", "appos", "advcl", "conj", "prep"])
_ENTITIES = frozenset(("DATE", "GPE", "PERSON", "ORG", "CARDINAL"))
_MANY = 4


def traits(cuts: Sequence[Cut], sentence: Sentence) -> list[Signals]:
    """The signals of all cuts of a sentence."""
    words = [_Word.of(token, sentence) for token in sentence.words]
    heads: dict[tuple[int, str], _Head] = {}
    whole = {"verbs": float(sum(word.is_verb for word in words)), "words": math.log(len(words))}
    found = []
    for cut, rank in zip(cuts, _ranks(cuts), strict=True):
        kind = cut.form.partition(":")[0]
        key = cut.head.i, kind
        if key not in heads:
            heads[key] = _Head.of(cut.head, sentence, kind)
        signals = whole | rank
        signals |= heads[key].signals(cut)
        signals |= _shape(cut.tokens, words, kind)
        signals[f"form={cut.form}"] = 1.0
        for choice in cut.signals:
            signals[choice] = signals.get(choice, 0.0) + 1
        signals |= _inside(cut.tokens, words)
        if sentence.open_brackets(cut.tokens):
            signals["half a bracket"] = 1.0
        found.append(signals)
    return found


@dataclass(frozen=True, slots=True)
class _Word:
    """What the signals need of a word, looked up once.

    Attributes:
        kept: For each word on it, its set, what is told where it is kept, and what where it is not.
        conjuncts: The set of its conjuncts.
        determiners: The set of its determiners.
    """

    dep: str
    pos: str
    is_verb: bool
    is_relative: bool
    is_pronoun: bool
    kept: tuple[tuple[int, str, str], ...]
    conjuncts: int
    determiners: int

    @classmethod
    def of(cls, token: Token, sentence: Sentence) -> _Word:
        dep = token.dep_
        told, conjuncts, determiners = [], 0, 0
        for c in token.children:
            what, bit = c.dep_, sentence.bit(c)
            name = f"{what}{c.lower_ if c.lower_ in ('of', 'in') else ''}/{dep}"
            if what in _DROPPED:
                told.append((bit, f"with {name}" if what in _TOLD else "", f"without {name}"))
            conjuncts |= bit if what == "conj" else 0
            determiners |= bit if what == "det" else 0
        relative = token.tag_ in ("WDT", "WP")
        pronoun = token.pos_ == "PRON" and dep in ("nsubj", "nsubjpass")
        return cls(dep, token.pos_, is_verb(token), relative, pronoun, tuple(told), conjuncts, determiners)


@dataclass(frozen=True, slots=True)
class _Head:
    """The verb or noun that cuts are about, with the words on it."""

    kind: str
    names: tuple[str, ...]
    label: str
    is_be: bool
    branches: tuple[tuple[int, tuple[str, ...], tuple[str, ...]], ...]
    adjuncts: tuple[int, ...]
    after: tuple[int, ...]

    @classmethod
    def of(cls, head: Token, sentence: Sentence, kind: str) -> _Head:
        on_it = [c for c in head.children if c.dep_ not in _UNTOLD]
        names = [f"dep={head.dep_}", f"tag={head.tag_}"]
        names += ["be"] * (head.lemma_ == "be") + ["entity"] * bool(head.ent_type_) + ["name"] * (head.pos_ == "PROPN")
        adjuncts = [c for c in on_it if c.dep_ in ADJUNCTS]
        return cls(
            kind=kind,
            names=tuple(f"{kind}:{name}" for name in names),
            label=head.dep_,
            is_be=head.lemma_ == "be",
            branches=tuple((sentence.bit(c), _of_branch(c, f"{kind}:+"), _of_branch(c, f"{kind}:-")) for c in on_it),
            adjuncts=tuple(sentence.bit(c) for c in adjuncts),
            after=tuple(sentence.bit(c) for c in adjuncts if c.i > head.i),
        )

    def signals(self, cut: Cut) -> Signals:
        """What the verb or noun is, and which of the words on it a cut keeps."""
        kind = self.kind
        found = dict.fromkeys(self.names, 1.0)
        found[f"{kind}:{cut.form}/{self.label}"] = 1.0
        if self.is_be:
            found[f"{kind}:be/{cut.form}"] = 1.0
        for bit, kept, left in self.branches:
            for name in kept if cut.tokens & bit else left:
                found[name] = 1.0
        count, of = sum(bool(cut.tokens & bit) for bit in self.adjuncts), len(self.adjuncts)
        found[f"{kind}:adjuncts={min(count, _MANY - 1)}/{min(of, _MANY)}"] = 1.0
        pattern = "".join("+" if cut.tokens & bit else "-" for bit in self.after)
        if pattern:
            found[f"{kind}:pattern={pattern[:_MANY]}"] = 1.0
        if "-+" in pattern:
            found[f"{kind}:gap"] = 1.0
        return found | {f"{kind}:kept": float(count), f"{kind}:left": float(of - count)}


def _of_branch(token: Token, sign: str) -> tuple[str, ...]:
    found = [f"{sign}{token.dep_}"]
    if token.dep_ not in ADJUNCTS:
        return tuple(found)
    size = size_of(token.right_edge.i - token.left_edge.i, _SIZES)
    found += [f"{sign}{'apart' if is_set_off(token) else 'close'}", f"{sign}size={size}"]
    if token.i < token.head.i:
        found.append(f"{sign}before")
    if token.dep_ in ("prep", "agent"):
        noun = child(token, "pobj")
        found.append(f"{sign}{preposition(token)}")
        if noun is not None:
            found.append(f"{sign}of={noun.ent_type_ if noun.ent_type_ in _ENTITIES else 'other'}")
    return tuple(found)


def _ranks(cuts: Sequence[Cut]) -> list[Signals]:
    """How likely each cut is among those of the same verb or noun."""
    groups: dict[tuple[int, str], list[float]] = defaultdict(list)
    keys = [(cut.head.i, cut.form.partition(":")[0]) for cut in cuts]
    for key, cut in zip(keys, cuts, strict=True):
        groups[key].append(cut.cost)
    ordered = {key: sorted(costs) for key, costs in groups.items()}
    found = []
    for (head, kind), cut in zip(keys, cuts, strict=True):
        costs = ordered[head, kind]
        rank = bisect_left(costs, cut.cost)
        signals = {f"{kind}:cost": cut.cost, f"{kind}:dearer": cut.cost - costs[0], f"{kind}:rank": math.log1p(rank)}
        found.append(signals | {f"{kind}:rank={size_of(rank, _RANKS)}": 1.0, f"{kind}:offered": math.log(len(costs))})
    return found


def _inside(tokens: int, words: Sequence[_Word]) -> Signals:
    """What hangs on any of its words and is kept, or left out."""
    found: Signals = {}
    conjuncts = alone = bare = verbs = pronouns = relatives = 0
    for word in (words[place] for place in places(tokens)):
        for bit, kept, left in word.kept:
            name = kept if tokens & bit else left
            if name:
                found[name] = 1.0
        conjuncts += (tokens & word.conjuncts).bit_count()
        alone += bool(word.conjuncts & ~tokens)
        bare += bool(word.determiners & ~tokens)
        verbs += word.is_verb
        pronouns |= word.is_pronoun
        relatives |= word.is_relative
    counts = {"conjuncts": conjuncts, "alone": alone, "bare": bare, "verbs inside": verbs}
    counts |= {"pronoun": pronouns, "relative": relatives}
    return found | {name: float(count) for name, count in counts.items() if count}


def _shape(tokens: int, words: Sequence[_Word], kind: str) -> Signals:
    """How long it is, with how many gaps, and where it begins and ends."""
    count, width = tokens.bit_count(), tokens.bit_length()
    begin = (tokens & -tokens).bit_length() - 1
    first, last = words[begin], words[width - 1]
    gaps = (tokens & ~(tokens << 1)).bit_count() - 1
    found = {
        f"{kind}:length={size_of(count, _LENGTHS)}": 1.0,
        f"{kind}:gaps={min(gaps, _MANY)}": 1.0,
        f"{kind}:first={first.pos}": 1.0,
        f"{kind}:first={first.dep}": 1.0,
        f"{kind}:last={last.pos}": 1.0,
        f"{kind}:share": count / len(words),
        f"{kind}:dense": count / (width - begin),
    }
    if count == len(words):
        found[f"{kind}:everything"] = 1.0
    return found
