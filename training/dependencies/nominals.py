"""Names, amounts of money, dates, coordination and commas: where the two schemes disagree on the head of a phrase."""

from __future__ import annotations

from training.dependencies.tree import Tree, word_class

PROPER = frozenset(["NNP", "NNPS"])


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
    """Make the number of an amount its head: $ <- quantmod - billion, and $ <- nmod - 5."""
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
        tree.attach(sign, number, "quantmod" if tree.children(number, "compound") else "nmod")


def head_dates_by_month(tree: Tree) -> None:
    """Make the month the head of a date, with day and year as its numbers: January -> 5, January -> 2024."""
    for month in tree.indices():
        day = tree.heads[month]
        if tree.words[month] not in word_class("month"):
            continue
        if abs(day - month) == 1 and tree.tags[day] == "CD" and tree.base(month) in {"nmod", "compound", "flat"}:
            tree.replace(day, month)
            for child in tree.children(day):
                tree.heads[child] = month
            tree.attach(day, month, "nummod")
        for year in tree.children(month, "nmod"):
            if tree.tags[year] == "CD" and not tree.children(year, "case"):
                tree.attach(year, month, "nummod")


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


def join_names(tree: Tree) -> None:
    """Join all words of a name as a compound: United <- compound - States, not amod."""
    for word in tree.indices():
        head = tree.heads[word]
        if tree.deps[word] == "amod" and tree.tags[word] in PROPER and tree.tags[head] in PROPER:
            tree.attach(word, head, "compound")


def raise_commas(tree: Tree) -> None:
    """Attach a comma at a phrase's edge to the word above the phrase: in "Oslo, the capital," the one above "Oslo"."""
    for comma in tree.indices():
        if tree.words[comma] != "," or tree.base(comma) != "punct":
            continue
        for _ in tree.indices():  # no more steps than words, for heads may go round in wrong annotation
            if not tree.heads[tree.heads[comma]] or not _is_edge(tree, comma):
                break
            tree.heads[comma] = tree.heads[tree.heads[comma]]


def _is_edge(tree: Tree, mark: int) -> bool:
    head = tree.heads[mark]
    inside = [i for i in tree.indices() if i != mark and tree.is_ancestor(head, i)]
    return not min(inside) < mark < max(inside)
