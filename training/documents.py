"""Join annotated sentences to documents: spaCy Docs with paragraphs, as the reference of training and evaluation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from training.conllu import Sentence
from training.dependencies import Tree, convert
from training.tables import read_table

BREAK = "\n\n"
LONGEST = 300  # words a document: short enough to shuffle well, long enough to learn where sentences end
TAGS = {row["ud"]: row["spacy"] for row in read_table("tags")}


@dataclass(slots=True)
class Example:
    """A sentence with whatever is known of it.

    Attributes:
        words: Its words.
        spaces: Whether white space follows each.
        opens_paragraph: Whether a paragraph begins with it.
        doc_id: The document that it belongs to.
        sentence: Its treebank annotation, if any.
        tree: Its converted tree, if any.
        entities: Names as (first word, end word, label), with "" for words of which nothing is known; None: of all.
    """

    words: list[str]
    spaces: list[bool]
    opens_paragraph: bool
    doc_id: str
    sentence: Sentence | None = None
    tree: Tree | None = None
    entities: list[tuple[int, int, str]] | None = field(default=None)


def from_treebank(sentence: Sentence) -> Example | None:
    """Make an example of a treebank's sentence; None where its words can't be found in its text."""
    ends = [start + len(word) for start, word in zip(sentence.offsets, sentence.words, strict=True)]
    if -1 in sentence.offsets or any(" " in word for word in sentence.words):
        return None
    gaps = [
        sentence.text[end:start] for end, start in zip(ends, [*sentence.offsets[1:], len(sentence.text)], strict=True)
    ]
    if any(gap.strip() for gap in gaps):
        return None
    spaces = [bool(gap) for gap in gaps]
    return Example(sentence.words, spaces, sentence.opens_paragraph, sentence.doc_id, sentence, convert(sentence))


def group(examples: Iterable[Example], longest: int = LONGEST) -> Iterator[list[Example]]:
    """Cut a stream of sentences into documents of at most `longest` words, at paragraphs where possible."""
    current: list[Example] = []
    size = 0
    for example in examples:
        other = bool(current) and current[-1].doc_id != example.doc_id
        full = size > longest or (size > longest / 2 and example.opens_paragraph)
        if current and (other or full):
            yield current
            current, size = [], 0
        current.append(example)
        size += len(example.words)
    if current:
        yield current


def to_doc(vocab: Vocab, examples: list[Example]) -> Doc:
    """Build a Doc of consecutive sentences, a white-space token between paragraphs."""
    columns = _Columns()
    for number, example in enumerate(examples):
        if number:
            columns.separate(example.opens_paragraph)
        columns.add(example)
    if any(example.tree for example in examples):
        doc = Doc(vocab, words=columns.words, spaces=columns.spaces, tags=columns.tags, pos=columns.pos,
                  morphs=columns.morphs, lemmas=columns.lemmas, heads=columns.heads, deps=columns.deps)  # fmt: skip
    else:
        doc = Doc(vocab, words=columns.words, spaces=columns.spaces)
    known = [Span(doc, start, end, label) for start, end, label in columns.entities if label]
    unknown = [Span(doc, start, end, "MISSING") for start, end, label in columns.entities if not label]
    doc.set_ents(known, missing=unknown, default="outside")
    return doc


@dataclass(slots=True)
class _Columns:
    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    pos: list[str] = field(default_factory=list)
    morphs: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    entities: list[tuple[int, int, str]] = field(default_factory=list)

    def separate(self, paragraph: bool) -> None:
        if not paragraph:
            self.spaces[-1] = True
            return
        self.spaces[-1] = False
        previous = len(self.words) - 1
        self._row(BREAK, False, "_SP", "SPACE", "", BREAK, previous, "dep")

    def add(self, example: Example) -> None:
        begin = len(self.words)
        sentence, tree = example.sentence, example.tree
        for i, (word, space) in enumerate(zip(example.words, example.spaces, strict=True)):
            if sentence and tree:
                head = begin + (tree.heads[i + 1] or i + 1) - 1
                tag, dep = TAGS.get(sentence.tags[i], sentence.tags[i]), tree.deps[i + 1]
                pos = _part_of_speech(sentence.upos[i], tag, dep)
                self._row(word, space, tag, pos, sentence.feats[i], sentence.lemmas[i], head, dep)
            else:
                self._row(word, space, "", "", "", "", begin + i, "")
        if example.entities is None:
            self.entities.append((begin, len(self.words), ""))
        else:
            self.entities.extend((begin + start, begin + end, label) for start, end, label in example.entities)

    def _row(self, word: str, space: bool, tag: str, pos: str, morph: str, lemma: str, head: int, dep: str) -> None:
        self.words.append(word)
        self.spaces.append(space)
        self.tags.append(tag)
        self.pos.append(pos)
        self.morphs.append(morph)
        self.lemmas.append(lemma)
        self.heads.append(head)
        self.deps.append(dep)


def _part_of_speech(upos: str, tag: str, dep: str) -> str:
    """Give the class that spaCy's English models give: all words of a name are PROPN, "by" in "by leaving" is ADP."""
    if tag in {"NNP", "NNPS"}:
        return "PROPN"
    return "ADP" if upos == "SCONJ" and dep in {"prep", "agent", "dative"} else upos
