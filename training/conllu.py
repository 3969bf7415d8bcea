"""Read CoNLL-U: sentences with their words, annotation, raw text and place in the document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Sentence:
    """One sentence of a treebank.

    Attributes:
        sent_id: Its id in the treebank.
        doc_id: The document that it belongs to.
        text: The raw text, without trailing white space.
        opens_paragraph: Whether a paragraph begins with it.
        words: Syntactic words, without empty nodes.
        offsets: Where each word begins in `text`, -1 where a contraction hides it.
        lemmas: One a word, as are the following.
        upos: Universal parts of speech.
        tags: Language-specific tags.
        feats: Morphological features, "" for none.
        heads: 1-based index of the head, 0 for the root.
        deps: Universal dependency relations.
        misc: The last column as it stands.
    """

    sent_id: str
    doc_id: str
    text: str
    opens_paragraph: bool
    words: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    upos: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    feats: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    misc: list[str] = field(default_factory=list)


def read_conllu(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a CoNLL-U file in order."""
    return parse_conllu(path.read_text(encoding="utf-8"))


def parse_conllu(content: str) -> Iterator[Sentence]:
    """Yield the sentences of CoNLL-U text; a blank line ends each."""
    doc_id = ""
    paragraph = False
    for block in content.split("\n\n"):
        lines = [line for line in block.split("\n") if line]
        comments = [line[1:].strip() for line in lines if line.startswith("#")]
        rows = [line.split("\t") for line in lines if not line.startswith("#")]
        doc_id = _comment(comments, "newdoc id") or doc_id
        paragraph = paragraph or any(comment.startswith(("newpar", "newdoc")) for comment in comments)
        if rows:
            yield _sentence(rows, comments, doc_id, paragraph)
            paragraph = False


def _comment(comments: list[str], key: str) -> str:
    return next((c.partition("=")[2].strip() for c in comments if c.partition("=")[0].strip() == key), "")


def _sentence(rows: list[list[str]], comments: list[str], doc_id: str, paragraph: bool) -> Sentence:
    words = [row for row in rows if row[0].isdigit()]
    text = _comment(comments, "text") or " ".join(row[1] for row in words)
    sentence = Sentence(_comment(comments, "sent_id"), doc_id, text, paragraph)
    for row in words:
        sentence.words.append(row[1])
        sentence.lemmas.append(row[2])
        sentence.upos.append(row[3])
        sentence.tags.append(row[4])
        sentence.feats.append("" if row[5] == "_" else row[5])
        sentence.heads.append(int(row[6]))
        sentence.deps.append(row[7])
        sentence.misc.append(row[9])
    sentence.offsets = _offsets(rows, text)
    return sentence


def _offsets(rows: list[list[str]], text: str) -> list[int]:
    """Find each word in the text; the words of a contraction are looked for inside it."""
    offsets: list[int] = []
    position = 0
    for row in rows:
        if "-" in row[0]:
            found = text.find(row[1], position)
            position = found if found >= 0 else position
        elif row[0].isdigit():
            found = text.find(row[1], position)
            near = 0 <= found <= position + 2
            offsets.append(found if near else -1)
            position = found + len(row[1]) if near else position
    return offsets
