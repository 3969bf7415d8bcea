"""Universal Dependencies (version 2, English) to the labels and trees of spaCy's English models."""

from __future__ import annotations

from functools import cache

from training.conllu import Sentence
from training.dependencies import clauses, nominals, prepositions
from training.dependencies.tree import Tree, word_class
from training.tables import read_table

STEPS = (
    nominals.head_names_last,
    nominals.head_amounts_by_number,
    nominals.head_dates_by_month,
    clauses.head_by_relative_verb,
    clauses.head_by_copula,
    clauses.settle_expletives,
    clauses.settle_complements,
    clauses.head_by_reporting_verb,
    nominals.chain_conjuncts,
    prepositions.raise_prepositions,
    nominals.join_names,
    nominals.raise_commas,
)


@cache
def plain_labels() -> dict[str, str]:
    """Read tables/labels.csv: relations of which only the name changes."""
    return {row["ud"]: row["spacy"] for row in read_table("labels")}


@cache
def spacy_labels() -> frozenset[str]:
    """Read tables/spacy_labels.csv: the labels that may come out."""
    return frozenset(row["label"] for row in read_table("spacy_labels"))


def convert(sentence: Sentence) -> Tree | None:
    """Convert a sentence's tree; None where no tree comes of it (annotation that contradicts itself)."""
    tree = Tree.of(sentence)
    for step in STEPS:
        step(tree)
    for word in tree.indices():
        tree.deps[word] = _final_label(tree, word)
    return tree if tree.is_tree() else None


def _final_label(tree: Tree, word: int) -> str:
    if not tree.heads[word]:
        return "ROOT"
    dep = tree.deps[word]
    label = dep if dep in spacy_labels() and dep not in plain_labels() else _special_label(tree, word)
    return label or plain_labels().get(dep) or plain_labels().get(tree.base(word), "dep")


def _special_label(tree: Tree, word: int) -> str | None:
    dep, head, tag = tree.deps[word], tree.heads[word], tree.tags[word]
    if dep == "root":
        return "dep"
    if dep == "case" and tag == "POS":
        return "case"
    if dep == "mark" and tag == "TO":
        return "aux"
    if dep == "advmod" and tree.words[word] in word_class("negation"):
        return "neg"
    if dep == "advmod" and tree.tags[head] == "CD" and word < head:
        return "quantmod"
    if dep == "ccomp" and not tree.children(word, "nsubj", "csubj") and _is_gerund_object(tree, word):
        return "xcomp"
    return None


def _is_gerund_object(tree: Tree, word: int) -> bool:
    return tree.tags[word] == "VBG" and not tree.children(word, "mark", "aux")
