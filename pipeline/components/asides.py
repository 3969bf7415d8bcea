"""The spaCy component "asides": puts the tree of a sentence right that is interrupted by who says it.

*The bridge, officials said on Monday, will close in May* says that the bridge will close. Parsers often make the bridge
an argument of *said*, or take *officials said* for a clause on the bridge, so that it is the officials who close. Here
the verb behind the second comma becomes the head, the noun before the first one its subject, and the aside hangs on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline.quotation.cues import is_saying

_FINITE = frozenset(("MD", "VBD", "VBP", "VBZ"))
_NOMINAL = ("NN", "PRP", "CD", "DT", "JJ", "VBG")
_SUBJECTS = ("nsubj", "nsubjpass")
_RELATIVE = ("WP", "WDT")
_LONGEST = 12  # words between a verb of saying and the comma behind it
_BREAKS = frozenset(":;–—")


class Aside(NamedTuple):
    """An interruption.

    Attributes:
        said: The verb of saying.
        opening: The place of the comma before it.
        closing: The place of the comma behind it.
        subject: The noun that stands before the first comma.
        verb: The verb behind the second one that it is the subject of.
    """

    said: Token
    opening: int
    closing: int
    subject: Token
    verb: Token


@Language.factory("asides", assigns=["token.dep"], requires=["token.dep", "token.tag", "token.lemma"])
def make_asides(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """The component for a pipeline."""
    return put_right


def put_right(doc: Doc) -> Doc:
    """Make the clause around each aside the head of it."""
    found = list(asides(doc)) if doc.has_annotation("DEP") else []
    if not found:
        return doc
    heads = [token.head.i for token in doc]
    deps = [token.dep_ for token in doc]
    for aside in found:
        before = heads.copy(), deps.copy()
        _mend(aside, heads, deps)
        if not _is_tree(aside.said.sent, heads):  # two asides in one sentence may ask for what can't be both
            heads, deps = before
    offsets = (np.array(heads) - np.arange(len(doc))).astype(np.int64).view(np.uint64)
    labels = np.array([doc.vocab.strings.add(dep) for dep in deps], dtype=np.uint64)
    return doc.from_array(["HEAD", "DEP"], np.stack([offsets, labels], axis=1))  # type: ignore[arg-type]


def asides(doc: Doc) -> Iterator[Aside]:
    """The asides of a parsed Doc that stand between a subject and its verb."""
    for said in doc:
        if said.tag_ in _FINITE and is_saying(said) and (found := _aside(said)) is not None:
            yield found


def _aside(said: Token) -> Aside | None:
    doc, sent = said.doc, said.sent
    speakers = [c for c in said.lefts if c.dep_ in _SUBJECTS and c.tag_ not in _RELATIVE]
    opening = speakers[-1].left_edge.i - 1 if speakers else -1
    start = next(
        (t.i + 1 for t in reversed(doc[sent.start : max(opening, sent.start)]) if t.text in _BREAKS), sent.start
    )
    if opening <= start or doc[opening].text != "," or any(t.tag_ in _FINITE for t in doc[start:opening]):
        return None
    closing = next((t.i for t in doc[said.i + 1 : min(said.i + _LONGEST, sent.end)] if t.text == ","), None)
    if closing is None or closing + 1 >= sent.end or any(t.tag_ in _FINITE for t in doc[said.i + 1 : closing]):
        return None
    behind = next((t for t in doc[closing + 1 : sent.end] if t.tag_ != "RB"), said)
    verb = behind.head if behind.dep_ in ("aux", "auxpass") and behind.head.i > behind.i else behind
    subject = _noun(doc[start:opening])
    if behind.tag_ not in _FINITE or subject is None or any(c.dep_ in _SUBJECTS and c.i > closing for c in verb.lefts):
        return None
    return Aside(said, opening, closing, subject, verb) if said in verb.ancestors or verb in said.ancestors else None


def _is_tree(sentence: Span, heads: list[int]) -> bool:
    """Whether all tokens of a sentence hang, by whatever steps, on one that hangs on itself."""
    roots = [i for i in range(sentence.start, sentence.end) if heads[i] == i]
    below: dict[int, list[int]] = defaultdict(list)
    for i in range(sentence.start, sentence.end):
        if heads[i] != i:
            below[heads[i]].append(i)
    reached = list(roots)
    for i in reached:
        reached += below[i]
    return len(roots) == 1 and len(reached) == len(sentence)


def _noun(stretch: Span) -> Token | None:
    """The last noun of a stretch that hangs on nothing inside of it."""
    outer = (t for t in reversed(stretch) if t.head == t or not stretch.start <= t.head.i < stretch.end)
    return next((t for t in outer if t.tag_.startswith(_NOMINAL)), None)


def _mend(aside: Aside, heads: list[int], deps: list[str]) -> None:
    """Change the heads and labels of the tokens of a sentence."""
    said, verb, sent = aside.said, aside.verb, aside.said.sent
    if heads[verb.i] == said.i:
        top = aside.subject if heads[said.i] == aside.subject.i else said  # all of it one noun
        heads[verb.i] = verb.i if heads[top.i] == top.i else heads[top.i]
        deps[verb.i] = deps[top.i]
    elif said in verb.ancestors:
        return
    for token in sent:
        outside = token.i <= aside.opening or token.i >= aside.closing
        if outside and heads[token.i] == said.i and token.i != verb.i:
            heads[token.i] = verb.i
    passive = any(c.dep_ == "auxpass" for c in verb.lefts)
    heads[aside.subject.i], deps[aside.subject.i] = verb.i, "nsubjpass" if passive else "nsubj"
    heads[said.i], deps[said.i] = verb.i, "parataxis"
    heads[aside.opening] = heads[aside.closing] = said.i
