"""Prepositions: dependents of the noun in Universal Dependencies, its heads in spaCy's scheme."""

from __future__ import annotations

from functools import cache

from training.dependencies.tree import Tree, word_class
from training.tables import read_table

PHRASE_LABELS = {"conj", "root", "appos", "parataxis", "dep", "list", "csubj"}
CLAUSAL = {"acl", "advcl", "ccomp", "xcomp", "csubj", "pcomp"}
FOCUS = {"advmod", "cc:preconj"}


@cache
def fixed_patterns() -> dict[str, tuple[list[tuple[str, int]], int]]:
    """Read tables/fixed.csv: phrase -> (label, head) a word, and the word that takes the complement."""
    patterns = {}
    for row in read_table("fixed"):
        steps = [step.rpartition("@") for step in row["pattern"].split()]
        patterns[row["phrase"]] = ([(label, int(head)) for label, _, head in steps], int(row["carrier"]))
    return patterns


def raise_prepositions(tree: Tree) -> None:
    """Turn noun -case-> preposition into preposition -pobj-> noun, and by -mark- doing into by -pcomp-> doing."""
    for word in tree.indices():
        prepositions = [i for i in tree.children(word, "case") if tree.tags[i] != "POS" and not tree.done[i]]
        markers = [] if prepositions else _participle_markers(tree, word)
        if prepositions or markers:
            _raise(tree, word, prepositions or markers)
    for word in tree.indices():
        if tree.children(word, "fixed"):
            _unfold(tree, word)


def _participle_markers(tree: Tree, verb: int) -> list[int]:
    """Find the preposition before a participle clause that has no finite verb."""
    if tree.tags[verb] != "VBG" or any(tree.tags[i] in {"VBZ", "VBP", "VBD", "MD"} for i in tree.children(verb, "aux")):
        return []
    return [i for i in tree.children(verb, "mark")
            if i < verb and tree.tags[i] == "IN" and tree.words[i] not in word_class("finite_mark")][:1]  # fmt: skip


def _raise(tree: Tree, word: int, prepositions: list[int]) -> None:
    first = prepositions[0]
    label = _phrase_label(tree, word, first)
    clausal = tree.base(word) in CLAUSAL and tree.upos[word] in {"VERB", "AUX"} and tree.deps[word] != "xcomp"
    tree.attach(first, tree.heads[word], label)
    carrier = first
    if tree.children(first, "fixed"):
        carrier = _unfold(tree, first)
        first = first if tree.heads[first] == tree.heads[word] else carrier
    for following in prepositions[1:]:
        tree.attach(following, carrier, "prep")
        carrier = _unfold(tree, following) if tree.children(following, "fixed") else following
    _hand_over(tree, word, first)
    tree.attach(word, carrier, "pcomp" if clausal else "pobj")


def _phrase_label(tree: Tree, word: int, preposition: int) -> str:
    head = tree.heads[word]
    if tree.deps[word] == "obl:agent":
        return "agent"
    if tree.words[preposition] == "to" and tree.deps[word] == "obl" and tree.lemmas[head] in word_class("dative"):
        return "dative"
    return tree.deps[word] if tree.base(word) in PHRASE_LABELS else "prep"


def _hand_over(tree: Tree, word: int, preposition: int) -> None:
    """Give the preposition what stands outside its phrase: "just" before it, conjuncts with one of their own."""
    head = tree.heads[preposition]
    for child in tree.children(word):
        if tree.base(child) == "punct" and head > child > word:
            tree.heads[child] = head
            continue
        outside = child < preposition < word and (
            tree.base(child) in {"advmod", "punct", "cc", "discourse", "parataxis"}
        )
        linked = tree.deps[child] == "conj" and bool(tree.children(child, "case"))
        marks = tree.base(child) == "punct" and child > word
        link = tree.base(child) == "cc" and any(
            tree.deps[c] == "conj" and tree.children(c, "case") for c in tree.children(word)
        )
        if outside or linked or marks or link:
            tree.heads[child] = preposition


def _unfold(tree: Tree, first: int) -> int:
    """Build a fixed expression after its pattern; returns the word that takes the complement."""
    parts = [first, *tree.children(first, "fixed")]
    phrase = " ".join(tree.words[i] for i in parts)
    outer, label = tree.heads[first], tree.deps[first]
    pattern, carrier = fixed_patterns().get(phrase, _default_pattern(tree, parts, label))
    for part, (step, head) in zip(parts, pattern, strict=True):
        own = label if head == 0 and (step in {"*", "prep"} or label in PHRASE_LABELS) else step
        tree.heads[part] = parts[head - 1] if head else outer
        tree.deps[part], tree.done[part] = own, own != label or tree.done[first]
    top = parts[[head for _, head in pattern].index(0)]
    for child in tree.children(first):
        if child not in parts and top != first:
            tree.heads[child] = top
    return parts[carrier - 1]


def _default_pattern(tree: Tree, parts: list[int], label: str) -> tuple[list[tuple[str, int]], int]:
    if label == "mark":
        return [("mark", 0)] * len(parts), 1
    if label in {"cc", "advmod"}:
        return [*[("advmod", len(parts))] * (len(parts) - 1), ("*", 0)], len(parts)
    return [("*", 0), *[("prep", i) for i in range(1, len(parts))]], len(parts)
