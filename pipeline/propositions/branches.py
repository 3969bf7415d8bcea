"""Signals of a word that hangs on another: whether a shorter claim would keep it."""

from __future__ import annotations

from bisect import bisect_left

from spacy.tokens import Token

from pipeline.propositions.clauses import is_mark
from pipeline.propositions.linear import Signals

SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj", "csubjpass", "expl"))
ADJUNCTS = frozenset(("prep", "advmod", "npadvmod", "advcl", "agent"))
_MODIFIERS = ADJUNCTS | {"acl", "relcl", "appos"}
_OBJECTS = frozenset(("dobj", "attr", "acomp", "oprd"))
_NAMING = frozenset(("amod", "compound", "nummod", "nmod", "appos", "npadvmod", "dep"))
_SIZES = (1, 2, 3, 5, 8, 12, 20)
_MANY = 3
_DEEPEST = 8
_PREPOSITIONS = frozenset(
    [
        "in",
        "of",
        "by",
        "for",
        "with",
        "as",
        "from",
        "to",
        "at",
        "on",
        "between",
        "after",
        "during",
        "before",
        "since",
        "among",
        "like",
        "due",
        "according",
        "including",
    ]
)
_ADVERBS = frozenset(
    (
        "also",
        "not",
        "then",
        "however",
        "only",
        "most",
        "now",
        "where",
        "when",
        "currently",
        "still",
    )
)
_CLASSES = {
    **dict.fromkeys(("NOUN", "PROPN", "PRON", "NUM"), "N"),
    **dict.fromkeys(("VERB", "AUX"), "V"),
    **dict.fromkeys(("ADJ", "ADV"), "A"),
}


def size_of(count: int, sizes: tuple[int, ...]) -> int:
    """The class of a count: the first of some sizes that is not below it, else one more than the last."""
    index = bisect_left(sizes, count)
    return sizes[index] if index < len(sizes) else sizes[-1] + 1


def word_class(token: Token) -> str:
    """Noun, verb, adjective or adverb, or another word."""
    return _CLASSES.get(token.pos_, "P")


def preposition(token: Token) -> str:
    """A preposition, where it is a common one."""
    return token.lower_ if token.lower_ in _PREPOSITIONS else "other"


def is_set_off(token: Token) -> bool:
    """Whether a comma, dash or bracket stands before a phrase."""
    first = token.left_edge.i
    return first > 0 and is_mark(token.doc[first - 1]) and token.doc[first - 1].text not in "-'\"“‘’”"


def edge(child: Token) -> str:
    """How a word hangs on another: label, side, what the other is, and whether it is set off."""
    head = child.head
    after = child.i > head.i
    name = f"{child.dep_}{'>' if after else '<'}{word_class(head)}{',' if after and is_set_off(child) else ''}"
    match child.dep_:
        case "prep":
            return name + (":of" if child.lower_ == "of" else ":x")
        case "amod" | "compound" if head.dep_ == "attr":
            return name + ("*!" if head.pos_ == "PROPN" else "!")
        case "amod" | "compound" | "det" | "nmod" | "appos" if head.pos_ == "PROPN":
            return name + "*"
    return name


def branch_signals(child: Token, outermost: bool) -> Signals:
    """The signals of a word and the one that it hangs on.

    Args:
        child: The word.
        outermost: Whether the other word heads the whole claim.
    """
    head, top = child.head, "^" if outermost else ""
    label = f"{child.dep_}{'>' if child.i > head.i else '<'}{word_class(head)}"
    size = size_of(child.right_edge.i - child.left_edge.i + 1, _SIZES)
    found = [edge(child), f"{label}|{head.dep_}", f"{child.dep_}#{size}{top}", label + top, label]
    found += _of_kind(child, label)
    if child.dep_ in _MODIFIERS:
        found += _beside(child, label)
    if place := _place(head):
        found.append(f"{child.dep_}@{place}")
    return dict.fromkeys(found, 1.0)


def _of_kind(child: Token, label: str) -> list[str]:
    head, dep = child.head, child.dep_
    if dep in ("prep", "agent"):
        noun = next((c for c in child.children if c.dep_ in ("pobj", "pcomp")), None)
        what = (noun.ent_type_ or noun.pos_) if noun is not None else "nothing"
        return [f"{preposition(child)}/{word_class(head)}", f"of {what}/{word_class(head)}"]
    if dep in ("acl", "relcl", "advcl"):
        return [f"{dep}:{child.tag_}{',' if is_set_off(child) else ''}"]
    if dep == "advmod":
        return [f"adverb:{child.lower_ if child.lower_ in _ADVERBS else 'other'}"]
    found = [f"{label}:{child.ent_type_}/{bool(head.ent_type_)}"] if dep in _NAMING else []
    if dep == "amod":
        found.append(f"amod:{min(_MANY, sum(c.dep_ == 'amod' for c in head.children))}{head.dep_}")
    return found


def _beside(child: Token, label: str) -> list[str]:
    """What else hangs on the same word."""
    head = child.head
    others = [c.i for c in head.rights if c.dep_ in _MODIFIERS and c != child]
    before, behind = sum(i < child.i for i in others), sum(i > child.i for i in others)
    full = any(c.dep_ in _OBJECTS or c.dep_ == "agent" for c in head.children)
    return [f"{label}[{min(_MANY, before)}", f"{label}]{min(_MANY, behind)}", f"{label}:object={full}"]


def _place(token: Token) -> str:
    """Whether a word belongs to the subject or the object of its clause."""
    for _ in range(_DEEPEST):
        if token.dep_ in SUBJECTS:
            return "subject"
        if token.dep_ in _OBJECTS:
            return "object"
        if token.dep_ in ("ROOT", "conj"):
            break
        token = token.head
    return ""
