"""Offices of state that documents tell of persons, and the people whom they part.

Two persons of one full name are taken for one, unless one document says that he holds an office of one state, and
another document that he holds one of another state ("the Norwegian minister", "the Kenyan president").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pipeline.language import lexicon
from pipeline.naming.batch import AnyMention, Batch, Key, Node, known

OF_STATE = frozenset({"head_of_state", "head_of_government", "minister", "legislator"})


def states(mentions: Iterable[AnyMention], nodes: Mapping[Key, Node]) -> dict[tuple[str, Node], set[str]]:
    """The states whose offices a document says that a person holds, as ISO 3166-1 alpha-3 codes."""
    found: dict[tuple[str, Node], set[str]] = defaultdict(set)
    for mention in mentions:
        if mention.method == "coref" and mention.label == "PERSON" and mention.name is not None:
            node = nodes.get((mention.doc_id, mention.name, mention.label))
            if node and (state := state_of(mention.text)):
                found[mention.doc_id, node].add(state)
    return found


def state_of(role: str) -> str | None:
    """The state in a role that is an office of state: "the Norwegian prime minister"."""
    words = role.replace("’s ", " ").replace("'s ", " ").split()
    for length in range(1, len(words)):
        title = lexicon.titles().get(" ".join(words[length:]).lower())
        place = lexicon.name_of(" ".join(words[:length]).removeprefix("the ").removeprefix("The "))
        if title and place and title.kind in OF_STATE and place.label in ("GPE", "NORP"):
            return place.country
    return None


def parted(batch: Batch, offices: Mapping[tuple[str, Node], set[str]]) -> Iterator[tuple[tuple[str, Node], Node]]:
    """Persons of one name who hold offices of two states; a document that names none is left with the name alone."""
    by_node: dict[Node, dict[str, str]] = defaultdict(dict)
    for (doc, node), codes in offices.items():
        if len(codes) == 1 and not known(node):
            by_node[node][doc] = next(iter(codes))
    for node, by_doc in by_node.items():
        if node in batch.documents and len(set(by_doc.values())) > 1:
            yield from (((doc, node), node._replace(mark=code.lower())) for doc, code in by_doc.items())
