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
from pipeline.propositions.tokensets import Sentence

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
    inside = _Inside.of(words)
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
        signals |= inside.signals(cut.tokens)
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


@dataclass(frozen=True, slots=True)
class _Inside:
    """The words of a sentence that say something of a cut that holds them: for each its set, and sets of them.

    Attributes:
        hanging: Those on which others hang, with what is told of each of these; see `_Word.kept`.
        conjuncts: Those that have conjuncts, with the set of these.
        determiners: Those that have determiners, with the set of these.
        verbs: All verbs.
        pronouns: All pronouns that are subjects.
        relatives: All relative pronouns.
    """

    hanging: tuple[tuple[int, tuple[tuple[int, str, str], ...]], ...]
    conjuncts: tuple[tuple[int, int], ...]
    determiners: tuple[tuple[int, int], ...]
    verbs: int
    pronouns: int
    relatives: int

    @classmethod
    def of(cls, words: Sequence[_Word]) -> _Inside:
        placed = [(1 << place, word) for place, word in enumerate(words)]
        return cls(
            hanging=tuple((bit, word.kept) for bit, word in placed if word.kept),
            conjuncts=tuple((bit, word.conjuncts) for bit, word in placed if word.conjuncts),
            determiners=tuple((bit, word.determiners) for bit, word in placed if word.determiners),
            verbs=sum(bit for bit, word in placed if word.is_verb),
            pronouns=sum(bit for bit, word in placed if word.is_pronoun),
            relatives=sum(bit for bit, word in placed if word.is_relative),
        )

    def signals(self, tokens: int) -> Signals:
        """What hangs on any of the words of a cut and is kept, or left out."""
        found: Signals = {}
        for bit, told in self.hanging:
            if tokens & bit:
                for other, kept, left in told:
                    name = kept if tokens & other else left
                    if name:
                        found[name] = 1.0
        joined = [others for bit, others in self.conjuncts if tokens & bit]
        counts = {
            "conjuncts": sum((tokens & others).bit_count() for others in joined),
            "alone": sum(others & ~tokens != 0 for others in joined),
            "bare": sum(others & ~tokens != 0 for bit, others in self.determiners if tokens & bit),
            "verbs inside": (tokens & self.verbs).bit_count(),
            "pronoun": int(tokens & self.pronouns != 0),
            "relative": int(tokens & self.relatives != 0),
        }
        for name, count in counts.items():
            if count:
                found[name] = float(count)
        return found


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
