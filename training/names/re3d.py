"""Names of re3d: stand-off annotation of public statements on defence and foreign policy."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from training.documents import Example
from training.names.labels import PLACE, Names, reconcile
from training.places import is_country, is_people

LABELS = {"Person": "PERSON", "Organisation": "ORG", "Location": PLACE, "Nationality": "NORP"}
DEV_SHARE = 5  # one document of so many is set aside


def is_dev(doc_id: str) -> bool:
    """Tell whether a document is set aside, by a checksum of its id."""
    return zlib.crc32(doc_id.encode()) % DEV_SHARE == 0


def read_re3d(folder: Path, tokenizer: Language, *, dev: bool) -> list[Example]:
    """Read the documents that are (or are not) set aside, each as one example."""
    found = []
    for path in sorted(folder.glob("*/documents.jsonl")):
        marked = _entities(path.with_name("entities.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if is_dev(row["_id"]) == dev:
                found.append(_example(tokenizer.make_doc(row["text"].strip()), marked[row["_id"]], row["_id"],
                                      len(row["text"]) - len(row["text"].lstrip())))  # fmt: skip
    return found


def _entities(path: Path) -> defaultdict[str, list[tuple[int, int, str]]]:
    found: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["type"] in LABELS:
            found[row["documentId"]].append((row["begin"], row["end"], row["type"]))
    return found


def _example(doc: Doc, marked: Names, doc_id: str, shift: int) -> Example:
    spans = [(span, label) for start, end, label in marked
             if (span := doc.char_span(start - shift, end - shift, alignment_mode="contract")) is not None]  # fmt: skip
    spans.sort(key=lambda pair: (-len(pair[0]), pair[0].start))
    names: Names = []
    taken: set[int] = set()
    for span, label in spans:
        core = _proper_core(span)
        if core and not taken.intersection(range(*core)):
            taken.update(range(*core))
            names.append((*core, _core_label(span, core, label)))
    words = [token.text for token in doc]
    entities = reconcile(words, sorted(names), LABELS)
    return Example(
        words, [bool(token.whitespace_) for token in doc], opens_paragraph=True, doc_id=doc_id, entities=entities
    )


def _core_label(span: Span, core: tuple[int, int], label: str) -> str:
    """Label a phrase's name: in "Iraqi positions", where the noun is gone, the phrase's label says nothing of it."""
    text = span.doc[slice(*core)].text
    if is_country(text):
        return "Location"
    return label if core[1] == span.end or label == "Organisation" else "Other"


def _proper_core(span: Span) -> tuple[int, int] | None:
    """Cut a phrase to its name: from the first capital to the last; None where there is none."""
    capitals = [
        t.i
        for t in span
        if (t.text[:1].isupper() and not (t.is_stop and t.i == span.start)) or ("-" in t.text and t.text[-1:].isupper())
    ]
    if not capitals:
        return None
    start, end = capitals[0], capitals[-1] + 1
    if end - start > 1 and is_people(span.doc[start].text) and span.doc[start + 1].is_upper:
        start += 1
    return start, end
