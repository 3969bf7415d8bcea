"""Names that say what kind of thing is meant and not which: "Article 4" without its law, "Court", "Government"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from pipeline.language import lexicon
from pipeline.naming.batch import Batch, Node, known
from pipeline.naming.spelling import is_vague


def vague_names(batch: Batch) -> dict[tuple[str, Node], Node | None]:
    """What every vague name stands for: the same in all documents where they share a topic, and nothing otherwise.

    A section is that of the one law that its document names it with.
    """
    laws = _sections(batch)
    found: dict[tuple[str, Node], Node | None] = {}
    for node, documents in batch.documents.items():
        if _says_little(node):
            topics = [{topic for topic in batch.topics[doc] if topic != f"name:{node.name}"} for doc in documents]
            alone = node if len(documents) == 1 or set.intersection(*topics) else None
            for doc in documents:
                of_law = laws.get((doc, node.name), set())
                found[doc, node] = next(iter(of_law)) if len(of_law) == 1 else alone
    return found


def _says_little(node: Node) -> bool:
    if node.label == "LAW":
        return _section(node.name) == node.name
    return node.label in ("ORG", "GPE", "LOC", "FAC") and is_vague(node.name) and not known(node)


def _section(name: str) -> str | None:
    """The section that a name begins with: "Article 4" in "Article 4 of the UN Charter"."""
    words = name.split()[:2]
    return " ".join(words) if len(words) == 2 and lexicon.is_section(words[0]) and words[1].isdigit() else None


def _sections(batch: Batch) -> Mapping[tuple[str, str], set[Node]]:
    """By document and section, the sections with their laws: "Article 4 of the UN Charter"."""
    found: dict[tuple[str, str], set[Node]] = defaultdict(set)
    for node, documents in batch.documents.items():
        section = _section(node.name) if node.label == "LAW" else None
        if section and section != node.name:
            for doc in documents:
                found[doc, section].add(node)
    return found
