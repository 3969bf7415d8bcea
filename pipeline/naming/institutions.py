"""Which names of a batch are one organisation's, place's or the like: spellings, and names without their place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pipeline.language import lexicon
from pipeline.naming.batch import Batch, Node, known
from pipeline.naming.spelling import consonants, is_vague, name_key, one_slip, without_legal_form

MOST = 20  # names that one is compared with
OFTEN = 5  # times as often as the longer name a shorter one occurs that is the better known
LONGEST_PLACE = 3  # words of a place before what an institution is called


def known_name(name: str, label: str) -> str | None:
    """The lexicon's name of something, also with a legal form after it or as a ministry of some country."""
    node = Node(name, label)
    if entry := known(node) or known(Node(_capitalised(name), label)):
        return entry.name
    if label != "ORG":
        return None
    bare = without_legal_form(name)
    entry = known(Node(bare, label)) if bare != name else None
    return entry.name if entry else _ministry(name)


def _capitalised(name: str) -> str:
    """A name with a capital at the beginning of every word: "Caspian Sea" for "Caspian sea"."""
    return " ".join(word[:1].upper() + word[1:] for word in name.split())


def _ministry(name: str) -> str | None:
    """A ministry with its people first, and what the lexicons know without its country.

    "Polish Foreign Ministry" for "Ministry of Foreign Affairs of Poland", "Congress" for "U.S. Congress".
    """
    for country, rest in _parts(name):
        entry = lexicon.name_of(rest, "ORG")
        if entry and _is_whole(country):
            people = lexicon.peoples().get(country.country or "")
            if entry.is_generic and people:
                return f"{people} {entry.name}"
            if entry.country == country.country:
                return entry.name
    return None


def _parts(name: str) -> Iterable[tuple[lexicon.Name, str]]:
    """The country or people that an institution is called after, and the rest of its name."""
    words = name.replace("’s ", " ").replace("'s ", " ").split()
    starts = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, min(LONGEST_PLACE, len(words) - 1) + 1)]
    head, _, tail = name.rpartition(" of ")
    for place, rest in [*reversed(starts), (tail.removeprefix("the "), head)]:
        entry = lexicon.name_of(place)
        if rest and entry and entry.country and entry.label in ("GPE", "NORP"):
            yield entry, rest


def _is_whole(country: lexicon.Name) -> bool:
    """Whether a name is that of a country or its people, and not of a part of it."""
    return country.kind == "country" or country.name == lexicon.peoples().get(country.country or "")


def country_in(name: str) -> str | None:
    """The country of an institution called after it or its people: "Polish Foreign Ministry", "Bank of Fiji"."""
    return next((entry.country for entry, _ in _parts(name)), None)


def spellings(batch: Batch) -> dict[Node, Node]:
    """The main spelling of every name but persons' and peoples'."""
    blocks: dict[tuple[str, str], list[Node]] = defaultdict(list)
    for node in batch.counts:
        if node.label not in ("PERSON", "NORP"):
            blocks[name_key(node.name, node.label), node.label].append(node)
    found = {}
    mains: dict[tuple[str, str], list[Node]] = defaultdict(list)
    for (key, label), nodes in blocks.items():
        main = min(nodes, key=lambda node: rank(node, batch))
        found.update({node: node if known(node) else main for node in nodes})
        mains[consonants(key), label].append(main)
    slips = {node: main for block in mains.values() for node, main in _slips(block, batch).items()}
    return {node: slips.get(main, main) for node, main in found.items()}


def rank(node: Node, batch: Batch) -> tuple[bool, bool, int, int, Node]:
    """Sorts the best form of a name first: the lexicon's, then the most frequent, longest one not in capitals."""
    capitals = node.name.isupper() and " " in node.name
    return known(node) is None, capitals, -batch.counts[node], -len(node.name), node


def _slips(block: list[Node], batch: Batch) -> dict[Node, Node]:
    """Names with a slip in one word, in documents that have to do with each other."""
    found: dict[Node, Node] = {}
    mains: list[Node] = []
    for node in sorted(block, key=lambda node: rank(node, batch)):
        fitting = [main for main in mains[:MOST] if _is_slip(node, main, batch)]
        if len(fitting) == 1:
            found[node] = fitting[0]
        else:
            mains.append(node)
    return found


def _is_slip(node: Node, main: Node, batch: Batch) -> bool:
    if known(node) or not one_slip(node.name, main.name, node.label):
        return False
    return batch.tied(batch.documents[node], main)


def shortened(batch: Batch) -> dict[tuple[str, Node], Node]:
    """Names that a document gives without what others put first or last, with the fuller ones.

    Without the place or people, "Red Sox" for "Boston Red Sox"; without what tells a firm, "Zelby" for "Zelby Pharma".
    Where the rest says no more than what kind of institution it is, the document must be about the place. Where hardly
    anybody gives the fuller name, the shorter one is the entity's.
    """
    places = {node.name for node in batch.counts if node.label == "GPE"}
    fuller: dict[str, set[Node]] = defaultdict(set)
    for node in batch.counts:
        if node.label == "ORG":
            for rest in (*_rests(node.name, places), *_firm(node.name)):
                fuller[name_key(rest, "ORG")].add(node)
    found: dict[tuple[str, Node], Node] = {}
    for node, documents in sorted(batch.documents.items()):
        readings = fuller.get(name_key(node.name, node.label), set()) if node.label == "ORG" else set()
        if len(readings) == 1 and not known(node):
            full = next(iter(readings))
            if batch.counts[node] > OFTEN * batch.counts[full] and not is_vague(node.name):
                found |= {(doc, full): node for doc in batch.documents[full] if batch.tied([doc], node)}
            else:
                found |= {(doc, node): full for doc in documents if _is_meant(doc, node, full, batch)}
    return found


def _rests(name: str, places: set[str]) -> list[str]:
    """A name without the place or people that it begins with."""
    words = name.split()
    found = []
    for length in range(1, min(LONGEST_PLACE, len(words) - 1) + 1):
        start = " ".join(words[:length])
        entry = lexicon.name_of(start)
        if start in places or (entry and entry.country and entry.label in ("GPE", "NORP")):
            found.append(" ".join(words[length:]))
    return found


def _firm(name: str) -> list[str]:
    """A company's name without the word that tells what it is."""
    *words, last = name.split()
    return [" ".join(words)] if words and lexicon.name_words().get(last) == "ORGEND" else []


def _is_meant(doc: str, node: Node, full: Node, batch: Batch) -> bool:
    if not is_vague(node.name):
        return batch.tied([doc], full)
    countries = [f"country:{country.country}" for country, _ in _parts(full.name) if _is_whole(country)]
    return doc in batch.documents[full] or batch.places[doc] in countries
