"""Which names of a batch are one person's: spellings of a full name, and family names that only one bears."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pipeline.language import lexicon
from pipeline.naming.batch import Batch, Node, known
from pipeline.naming.spelling import (
    alike,
    consonants,
    family_of,
    folded,
    given_names_of,
    given_of,
    is_transliterated,
    person_words,
    same_given,
)

TOPICS = 3  # that documents must share where a family name alone is spelt in another way, or is a given name
MOST = 20  # people that a name is compared with; where more could be meant, none is
Group = list[Node]


def is_full(name: str) -> bool:
    """Whether a person's name has a given name beside the family name."""
    return bool(given_of(name))


def same_person(one: str, other: str) -> bool:
    """Whether two full names may be one person's: like family names, and given names that do not contradict.

    Where the family name is spelt in two ways, the first given name must be the same.
    """
    first, second = family_of(one), family_of(other)
    given, others = given_of(one), given_of(other)
    if not given or not others:
        return False
    if first != second and not is_transliterated(given[0], others[0]):
        return False
    alike_families = folded(first) == folded(second) or alike(first, second)
    return alike_families and _suffixes_and_genders_agree(one, other) and _given_agree(given, others)


def _suffixes_and_genders_agree(one: str, other: str) -> bool:
    suffixes = {suffix for suffix in map(_suffix, (one, other)) if suffix}
    genders = {lexicon.genders().get(name.split()[0]) for name in (one, other)} - {None}
    return len(suffixes) < 2 and len(genders) < 2


def _suffix(name: str) -> frozenset[str]:
    return lexicon.suffixes().intersection(person_words(name))


def _given_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether each of the fewer given names is among the others; an initial counts in its place only.

    Where that is an initial before other names, it is not enough: "C. Rick" is not Carla, nor "T. J." Tom.
    """
    short, long = sorted((one, other), key=lambda given: (len(given), given))
    in_full = [any(same_given(word, match) for match in long if len(match) > 1) and len(word) > 1 for word in short]
    if len(short) < len(long) and len(long[0]) == 1 and not any(in_full):
        return False
    return all(full or same_given(word, match) for full, word, match in zip(in_full, short, long, strict=False))


def full_names(batch: Batch) -> dict[Node, Node]:
    """The fullest name of everyone who is named in full: spellings of one name together."""
    full = sorted((n for n in batch.counts if n.label == "PERSON" and is_full(n.name)), key=lambda n: _fullness(n.name))
    blocks: dict[tuple[str, str], list[Group]] = defaultdict(list)
    groups: list[Group] = []
    for node in full:
        fitting = [group for group in _candidates(node.name, blocks) if _fits(node, group, batch)]
        group = fitting[0] if len(fitting) == 1 else []
        if not group:
            groups.append(group)
        group.append(node)
        for key in _keys(node.name):
            if not any(other is group for other in blocks[key][-MOST:]):
                blocks[key].append(group)
    return {node: best for group in groups for best in [_canonical(group, batch)] for node in group}


def _keys(name: str) -> Iterable[tuple[str, str]]:
    """What a full name is found by: the consonants of the family name with each given name and each initial."""
    family = consonants(family_of(name))
    for word in given_of(name):
        yield family, word[0] + ("." if len(word) == 1 else "*")
        if len(word) > 1:
            yield from ((family, key) for key in _spellings(word))


def _spellings(word: str) -> set[str]:
    return {f"={name}" for name in given_names_of(word)} | {consonants(word)}


def _candidates(name: str, blocks: dict[tuple[str, str], list[Group]]) -> list[Group]:
    """The groups that share a given name or its initial with a name, by the given name that says most."""
    family = consonants(family_of(name))
    found = []
    for word in given_of(name):
        keys = [f"{word[0]}."] + ([f"{word}*"] if len(word) == 1 else sorted(_spellings(word)))
        groups = {id(group): group for key in keys for group in blocks.get((family, key), ())[: MOST + 1]}
        found.append(list(groups.values()))
    best = min(found, key=len, default=[])
    return best if len(best) <= MOST else []


def _fits(node: Node, group: Group, batch: Batch) -> bool:
    """Whether a name is a spelling of those of a group; where family names differ, documents must share a topic."""
    entries = {entry.name for entry in map(known, [node, *group[:MOST]]) if entry}
    return len(entries) < 2 and all(
        same_person(node.name, other.name)
        and not _is_child(node, other)
        and (family_of(node.name) == family_of(other.name) or batch.tied(batch.documents[node], other))
        for other in group[:MOST]
    )


def _is_child(one: Node, other: Node) -> bool:
    """Whether one is of a known person's name, and has a suffix that the lexicons do not know."""
    entries = [known(one), known(other)]
    return None in entries and entries != [None, None] and _suffix(one.name) != _suffix(other.name)


def _fullness(name: str) -> tuple[int, int, str]:
    """Sorts names with most given names and fewest initials first: shorter ones then find all that they could join."""
    given = given_of(name)
    return -len(given), sum(len(word) == 1 for word in given), name


def _canonical(group: Group, batch: Batch) -> Node:
    """The lexicon's name of a group of spellings, else the most frequent, longest one that is not in initials."""
    initials = {node: any(len(word) == 1 for word in given_of(node.name)[:1]) for node in group}
    return min(
        group,
        key=lambda n: (known(n) is None, n.name.isupper(), initials[n], -batch.counts[n], -len(n.name), n),
    )


def lone_names(batch: Batch) -> dict[tuple[str, Node], Node]:
    """Family names that stand alone in a document, with the one person of the batch who bears them.

    That is told only where the document has to do with those that name the person in full, or with the country that the
    person is known to lead.
    """
    people = [node for node in batch.counts if node.label == "PERSON"]
    bearers: dict[str, list[Node]] = defaultdict(list)
    for node in people:
        if is_full(node.name):
            bearers[folded(family_of(node.name))].append(node)
    found = {}
    for node in people:
        fitting = [] if is_full(node.name) or known(node) else bearers.get(folded(family_of(node.name)), [])
        if len(fitting) == 1:
            found.update(
                {(doc, node): fitting[0] for doc in batch.documents[node] if _is_meant(doc, node, fitting[0], batch)}
            )
    return found


def _is_meant(doc: str, node: Node, person: Node, batch: Batch) -> bool:
    if family_of(node.name) != family_of(person.name) or node.name in lexicon.genders():
        return batch.tied([doc], person, TOPICS)
    entry = known(person)
    leads = entry is not None and entry.country is not None and batch.places[doc] == f"country:{entry.country}"
    return leads or batch.tied([doc], person)
