"""Which names of a batch of documents are one entity's, and what it is called.

Names that the lexicons know come first. Then the spellings of one name are put together over the whole batch; last
comes what a name means in one document: acronyms, family names alone, names without their place or without what tells
a company. What depends on more than the letters is told only of documents that have to do with each other
(`Batch.tied`). No two names are compared unless they share the letters that put them into one block, so time grows with
the number of mentions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.language import lexicon
from pipeline.naming import acronyms, institutions, offices, persons, vague
from pipeline.naming.batch import AnyMention, Batch, Key, Node, known
from pipeline.naming.labels import labelled, slug

MIN_LETTERS = 2  # of a name that says who or what is meant


@dataclass(frozen=True, slots=True)
class Identity:
    """An entity.

    Attributes:
        entity_id: `label:slug`, from label and canonical name alone; a person whom only an office of state tells from
            another of that name has the state at the end.
        name: Canonical name: the lexicon's, else the most frequent form that is a full name.
        label: OntoNotes entity type.
        country: ISO 3166-1 alpha-3 code, None where it belongs to no one country.
        wikidata: Wikidata item, None where it is not known for certain.
    """

    entity_id: str
    name: str
    label: str
    country: str | None
    wikidata: str | None


def identities(mentions: Iterable[AnyMention]) -> dict[Key, Identity]:
    """Who or what every name in a document stands for, whatever the order of the mentions.

    Args:
        mentions: All mentions of a batch of documents.

    Returns:
        By document, name and label; names that stand for no one thing are left out.
    """
    named = [m for m in mentions if m.name is not None]
    units = Counter((m.doc_id, m.name or "", m.label) for m in named)
    nodes = {key: _entry(node) for key, node in labelled(units).items() if not _is_nobodys(node)}
    batch = Batch(units, nodes)
    main = persons.full_names(batch) | institutions.spellings(batch)
    nodes = {key: main.get(node, node) for key, node in nodes.items()}
    batch = Batch(units, nodes)
    states = offices.states(named, nodes)
    final = _meant(nodes, _meanings(batch, named, states))
    return _identities(final, Counter({key: units[key] for key in final}), states)


def _entry(node: Node) -> Node:
    name = institutions.known_name(node.name, node.label)
    return Node(name, node.label) if name else node


def _is_nobodys(node: Node) -> bool:
    """Whether a name says too little to be one thing's: a ministry of no known country, a letter."""
    entry = lexicon.name_of(node.name, node.label)
    if entry:
        return entry.is_generic
    return sum(character.isalnum() for character in node.name) < MIN_LETTERS


def _meanings(
    batch: Batch, mentions: list[AnyMention], states: Mapping[tuple[str, Node], set[str]]
) -> dict[tuple[str, Node], Node | None]:
    """What names stand for in one document; what the document itself says wins."""
    defined = acronyms.definitions(mentions, batch.nodes)
    read = acronyms.readings(mentions, batch.nodes, defined)
    return {
        **vague.vague_names(batch),
        **institutions.shortened(batch),
        **dict(acronyms.acronyms(batch, read)),
        **persons.lone_names(batch),
        **dict(offices.parted(batch, states)),
        **defined,
    }


def _meant(nodes: Mapping[Key, Node], meanings: Mapping[tuple[str, Node], Node | None]) -> dict[Key, Node]:
    """What every name stands for; an acronym may stand for a name that stands for a fuller one."""
    found = {}
    for key, node in nodes.items():
        meant = meanings.get((key[0], node), node)
        meant = meanings.get((key[0], meant), meant) if meant else None
        if meant:
            found[key] = meant
    return found


def _identities(
    final: Mapping[Key, Node], units: Counter[Key], states: Mapping[tuple[str, Node], set[str]]
) -> dict[Key, Identity]:
    """Identities, one for all names with one slug."""
    counts: Counter[Node] = Counter()
    countries: dict[Node, set[str]] = defaultdict(set)
    for key, node in final.items():
        counts[node] += units[key]
        countries[node] |= states.get((key[0], node._replace(mark="")), set())
    best: dict[tuple[str, str, str], Node] = {}
    for node in sorted(counts, key=lambda n: (known(n) is None, n.name.isupper(), -counts[n], n)):
        best.setdefault((node.label, slug(node.name), node.mark), node)
    made = {node: _identity(node, countries[node]) for node in best.values()}
    return {key: made[best[node.label, slug(node.name), node.mark]] for key, node in final.items()}


def _identity(node: Node, states: set[str]) -> Identity:
    entry = known(node)
    country = entry.country if entry else None
    if entry is None and node.label == "ORG":
        country = institutions.country_in(node.name)
    elif entry is None and len(states) == 1:
        country = next(iter(states))
    entity_id = "-".join([f"{node.label.lower()}:{slug(node.name)}", *([node.mark] if node.mark else [])])
    return Identity(entity_id, node.name, node.label, country, entry.wikidata if entry else None)
