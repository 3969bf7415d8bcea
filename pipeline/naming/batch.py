"""The names of a batch of documents: where and how often each occurs, and which documents share a topic."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pipeline.language import lexicon
from pipeline.schema import Mention

Key = tuple[str, str, str]
"""A name in a document: document, fullest name there, entity type."""

MOST = 50  # names of a document that tell what it is about, the most frequent ones
RARE = 20  # documents: what more of them mention, and more than one in twenty, does not tie two together
SHARE = 20


class Named(NamedTuple):
    """What linking needs to know of a mention, which is little: those of all documents are held at once."""

    doc_id: str
    start: int
    end: int
    text: str
    label: str
    name: str | None
    method: str


AnyMention = Mention | Named


class Node(NamedTuple):
    """A name that stands for one thing in some documents.

    Attributes:
        name: The name.
        label: OntoNotes entity type.
        mark: What tells it from others of that name, mostly empty.
    """

    name: str
    label: str
    mark: str = ""


def known(node: Node) -> lexicon.Name | None:
    """What the lexicons tell of a name; nothing of one that every state has, such as "Foreign Ministry"."""
    found = lexicon.name_of(node.name, node.label)
    return None if found is None or found.is_generic else found


class Batch:
    """The names of a batch of documents.

    Attributes:
        nodes: What each name in a document stands for.
        counts: Mentions of each node.
        documents: Documents of each node.
        topics: By document, what few other documents mention too: names, and countries by name, people or city.
        places: By document, the country or place that it mentions most.
    """

    def __init__(self, units: Mapping[Key, int], nodes: Mapping[Key, Node]) -> None:
        self.nodes = nodes
        self.counts: Counter[Node] = Counter()
        self.documents: dict[Node, set[str]] = defaultdict(set)
        about: dict[str, Counter[str]] = defaultdict(Counter)
        for key, node in nodes.items():
            self.counts[node] += units[key]
            self.documents[node].add(key[0])
            for topic in _topics(node):
                about[key[0]][topic] += units[key]
        self.places = {doc: _main(count) for doc, count in about.items()}
        self.topics = _rare(about)
        self._about: dict[Node, frozenset[str]] = {}

    def tied(self, documents: Iterable[str], node: Node, topics: int = 1) -> bool:
        """Whether documents that name something have to do with those of a node: one is the same, or shares topics."""
        documents = set(documents)
        if not documents.isdisjoint(self.documents[node]):
            return True
        about = self._about_of(node)
        return any(len(self.topics[doc] & about) >= topics for doc in documents)

    def _about_of(self, node: Node) -> frozenset[str]:
        if node not in self._about:
            self._about[node] = frozenset().union(*(self.topics[doc] for doc in self.documents[node]))
        return self._about[node]


def _topics(node: Node) -> tuple[str, ...]:
    """What a mention says a document is about."""
    found = known(node)
    if found and found.country and node.label in ("GPE", "NORP"):
        country = f"country:{found.country}"
        return (country,) if found.kind == "country" or node.label == "NORP" else (country, f"name:{found.name}")
    return (f"name:{found.name if found else node.name}",)


def _main(count: Counter[str]) -> str | None:
    countries = [topic for topic in count if topic.startswith("country:")]
    return min(countries, key=lambda topic: (-count[topic], topic), default=None)


def _rare(about: Mapping[str, Counter[str]]) -> dict[str, frozenset[str]]:
    """The topics of each document that few others share."""
    shared = Counter(topic for count in about.values() for topic in count)
    most = max(RARE, len(about) // SHARE)
    found = {}
    for doc, count in about.items():
        few = [topic for topic in count if shared[topic] <= most]
        found[doc] = frozenset(sorted(few, key=lambda topic: (-count[topic], topic))[:MOST])
    return found
