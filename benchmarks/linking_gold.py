"""Which names of several documents are one: in ECB+ by participant, in GUM by the Wikipedia article they stand for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

from training.chains import read_chains
from training.conllu import read_conllu
from training.ecb import Article, lay_out, read_articles
from training.names.gum import BRACKET

KINDS = {
    "HUMAN_PART_PER": "person",
    "HUMAN": "organisation",
    "LOC": "place",
    "NON": "other",
}  # the longest prefix counts
GUM_KINDS = {"person": "person", "organization": "organisation", "place": "place"}


@dataclass(frozen=True, slots=True)
class GoldName:
    """A mention as people annotated it: its characters and whom it stands for."""

    start: int
    end: int
    entity: str
    kind: str


@dataclass(frozen=True, slots=True)
class GoldText:
    """A document with its mentions, and the batch that its names can be compared in."""

    batch: str
    name: str
    text: str
    mentions: tuple[GoldName, ...]


def ecb_texts(folder: Path, topics: frozenset[int]) -> Iterator[GoldText]:
    """The articles of some topics of ECB+; a topic is a batch. What nobody tied to anything is an entity of its own."""
    for article in read_articles(folder):
        if article.topic in topics:
            root = ElementTree.parse(folder / str(article.topic) / f"{article.name}.xml").getroot()  # noqa: S314
            yield GoldText(str(article.topic), article.name, article.text, tuple(_participants(article, root)))


def _participants(article: Article, root: ElementTree.Element) -> Iterator[GoldName]:
    """The participants and places in the sentences that are annotated in full."""
    instances = {
        source.get("m_id"): link.get("note") or f"{article.name}:r{link.get('r_id')}"
        for link in root.iterfind("Relations/*")
        for source in link.iter("source")
    }
    _, _, places = lay_out(list(root.iter("token")))
    validated = [article.sentences[number] for number in sorted(article.validated) if number < len(article.sentences)]
    for mention in root.iterfind("Markables/*"):
        kind = next((kind for prefix, kind in KINDS.items() if mention.tag.startswith(prefix)), None)
        words = [places[anchor.get("t_id", "")] for anchor in mention.iter("token_anchor")]
        if kind and words:
            start, end = min(start for start, _ in words), max(end for _, end in words)
            if any(first <= start < last for first, last in validated):
                alone = f"{article.name}:m{mention.get('m_id')}"
                yield GoldName(start, end, instances.get(mention.get("m_id"), alone), kind)


def gum_texts(path: Path) -> Iterator[GoldText]:
    """The documents of a file of GUM, all one batch; chains without a Wikipedia article are their document's own."""
    known = _articles(path)
    for document in read_chains(path):
        names = [mention for mention in document.mentions if mention.form == "name" and mention.kind in GUM_KINDS]
        yield GoldText(
            "gum",
            document.doc_id,
            document.text,
            tuple(
                GoldName(m.start, m.end, known.get((document.doc_id, m.chain), f"{document.doc_id}:{m.chain}"),
                         GUM_KINDS[m.kind])
                for m in names
            ),
        )  # fmt: skip


def _articles(path: Path) -> dict[tuple[str, str], str]:
    """The Wikipedia article of every chain that has one, by document and chain."""
    found: dict[tuple[str, str], str] = defaultdict(str)
    for sentence in read_conllu(path):
        for column in sentence.misc:
            content = next((part[7:] for part in column.split("|") if part.startswith("Entity=")), "")
            for match in BRACKET.finditer(content):
                fields = (match["open"] or "").split("-", 7)
                if len(fields) > 7:
                    found[sentence.doc_id, fields[0]] = unquote(fields[7])
    return dict(found)
