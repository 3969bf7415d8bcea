"""Names, amounts of money and coordination: where the two schemes disagree on the head of a phrase."""

from __future__ import annotations

from training.dependencies.tree import Tree


def head_names_last(tree: Tree) -> None:
    """Make the last part of a name its head: Ada <- compound - Lovelace."""
    for first in tree.indices():
        parts = tree.children(first, "flat")
        if not parts or tree.done[first]:
            continue
        last = parts[-1]
        tree.replace(first, last)
        for child in tree.children(first):
            tree.heads[child] = last
        for part in (first, *parts[:-1]):
            tree.attach(part, last, "compound")


def head_amounts_by_number(tree: Tree) -> None:
    """Make the number of an amount its head: $ <- quantmod - billion."""
    for sign in tree.indices():
        numbers = tree.children(sign, "nummod")
        if tree.tags[sign] != "$" or not numbers:
            continue
        number = numbers[-1]
        tree.replace(sign, number)
        if tree.deps[number] == "compound":
            tree.deps[number] = "nmod"
        for child in tree.children(sign):
            tree.heads[child] = number
        tree.attach(sign, number, "quantmod")


def chain_conjuncts(tree: Tree) -> None:
    """Attach each conjunct to the one before it, and conjunctions and commas to the conjunct on their left."""
    for first in tree.indices():
        previous = first
        for conjunct in tree.children(first, "conj"):
            if conjunct < previous:
                continue
            for link in tree.children(conjunct, "cc", "punct"):
                if link < conjunct and tree.deps[link] != "cc:preconj":
                    tree.heads[link] = previous
            tree.heads[conjunct] = previous
            previous = conjunct
