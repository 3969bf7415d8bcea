"""Names of GUM: nested mentions with Wikipedia identities, cut to their proper-noun core."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from training.documents import Example
from training.names.labels import UNKNOWN, Names, reconcile
from training.places import is_people, is_political

LABELS = {"person": "PERSON", "organization": "ORG", "place": "PLACE", "event": "EVENT"}
RENAMED = {"PERSON": "PERSON", "ORG": "ORG", "PLACE": "PLACE", "EVENT": "EVENT", "GPE": "GPE", "NORP": "NORP"}
BRACKET = re.compile(r"\((?P<open>[^()]+)(?P<single>\))?|(?P<close>\d+)\)")
NAMES = frozenset(["NNP", "NNPS"])
LINKS = frozenset(["of", "the", "and", "for", "&", "-", "'s", "’s", "on", "in", "de", "al"])


@dataclass(slots=True)
class Mention:
    """A mention of GUM: its words, type, the word that heads it, and its Wikipedia identity."""

    start: int
    end: int
    kind: str
    head: int
    identity: str


def add_gum(examples: list[Example]) -> None:
    """Give the treebank's examples the names that their mentions hold."""
    open_mentions: dict[str, list[Mention]] = {}
    for example in examples:
        if example.sentence:
            example.entities = _names(example, read_mentions(example.sentence.misc, open_mentions))


def read_mentions(misc: list[str], pending: dict[str, list[Mention]]) -> list[Mention]:
    """Read the mentions that end in a sentence from its last column."""
    found = []
    for i, column in enumerate(misc):
        entity = next((part[7:] for part in column.split("|") if part.startswith("Entity=")), "")
        for match in BRACKET.finditer(entity):
            if match["open"]:
                number, mention = _open(match["open"], i)
                pending.setdefault(number, []).append(mention)
            closed = number if match["single"] else match["close"]
            if closed and pending.get(closed):
                mention = pending[closed].pop()
                mention.end = i + 1
                found.append(mention)
    pending.clear()
    return found


def _open(content: str, start: int) -> tuple[str, Mention]:
    fields = content.split("-", 7)
    # id-etype-infstat-salience-centering-minspan-link-identity
    head = next((int(part) for part in fields[5].split(",") if part.isdigit()), 1) if len(fields) > 5 else 1
    identity = unquote(fields[7]).replace("_", " ") if len(fields) > 7 else ""
    return fields[0], Mention(start, start, fields[1] if len(fields) > 1 else "", start + head - 1, identity)


def _names(example: Example, mentions: list[Mention]) -> Names:
    tags = example.sentence.tags if example.sentence else []
    cores: Names = []
    taken: set[int] = set()
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start)):
        core = _core(mention, example.words, tags)
        if core is None or taken.intersection(range(*core)):
            continue
        taken.update(range(*core))
        cores.append((*core, _label(mention, " ".join(example.words[slice(*core)]))))
    # a proper noun outside all mentions is of a kind that GUM does not name
    loose = [(i, i + 1, UNKNOWN) for i, tag in enumerate(tags) if tag in NAMES and i not in taken]
    return reconcile(example.words, sorted(cores + loose), RENAMED)


def _core(mention: Mention, words: list[str], tags: list[str]) -> tuple[int, int] | None:
    """Grow the head to the run of proper nouns around it; None where the head is none."""
    head = mention.head
    while head < mention.end and tags[head] not in NAMES and head + 1 < mention.end and tags[head + 1] in NAMES:
        head += 1
    if not (mention.start <= head < mention.end and tags[head] in NAMES):
        return None
    linked = mention.kind in {"organization", "event", "place"}
    start, end = head, head + 1
    while start > mention.start and _joins(words, tags, start - 1, linked, mention.start):
        start -= 1
    while end < mention.end and _joins(words, tags, end, linked, mention.end):
        end += 1
    while tags[start] not in NAMES and not words[start][:1].isupper():
        start += 1
    while tags[end - 1] not in NAMES and not words[end - 1][:1].isupper():
        end -= 1
    return start, end


def _joins(words: list[str], tags: list[str], i: int, linked: bool, limit: int) -> bool:
    if tags[i] in NAMES or tags[i] == "HYPH" or (tags[i] in {"JJ", "CD", "FW"} and words[i][:1].isupper()):
        return not is_people(words[i]) or linked
    return linked and words[i].lower() in LINKS and i != limit and tags[i] != "POS"


def _label(mention: Mention, text: str) -> str:
    place = is_political(mention.identity.split(",")[0].split(" (")[0]) if mention.identity else False
    if is_people(text):
        return "NORP"
    if mention.kind in {"place", "organization"} and (place and is_political(text)):
        return "GPE"
    return {"person": "PERSON", "organization": "ORG", "place": "PLACE", "event": "EVENT"}.get(mention.kind, UNKNOWN)
