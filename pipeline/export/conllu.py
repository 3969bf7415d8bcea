r"""CoNLL-U: the sentences of every document with tags, lemmas and parse, a line a word.

The labels are those of the model that made the tables: the bundled one and spaCy's own English pipelines give Penn tags
(XPOS) and spaCy's English dependencies, after ClearNLP's (nsubjpass, dobj, pobj, ...), which are not those of Universal
Dependencies; "ROOT" alone is written "root", as the format has it. White space is no word here. In MISC stand

- `SpaceAfter=No`, and where other white space than one space follows, `SpacesAfter` with `\s`, `\n`, `\t` and so on
- `TokenRange=START:END`, in code points of the clean text (both as UDPipe has it)
- `ner=B-PERSON`, `ner=I-PERSON`: names, dates and numbers of the table of mentions (the key as Stanza has it), those
  that coreference alone found left out; and on the first word of each `EntityId`, where it is resolved
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from spacy.tokens import Doc, Token

from pipeline import __version__
from pipeline.export.annotated import annotated, words_of
from pipeline.export.rows import by_document
from pipeline.schema import Mention, Sentence
from pipeline.tables import Tables

_BREAKS = re.compile(r"[\t\n\r\v\f\x1c-\x1f\x85\u2028\u2029]")
_ESCAPES = {"\\": r"\\", " ": r"\s", "\t": r"\t", "\r": r"\r", "\n": r"\n", "|": r"\p"}
_HEAD = f"""# generator = Corroborate {__version__}
# labels = XPOS: Penn Treebank; DEPREL: spaCy's English labels (ClearNLP style), not Universal Dependencies
# misc = TokenRange: code points of the clean text; ner: OntoNotes types as IOB2; EntityId: entity of the tables
"""
Names = Mapping[int, tuple[str, str | None]]
"""By the character that a token begins with, its name tag and, of a name's first token, the entity."""


def write(tables: Tables, path: Path) -> None:
    """Write all documents as one file of CoNLL-U.

    Raises:
        UsageError: The model that made the tables is not here.
        OSError: The file cannot be written.
    """
    sentences, mentions = by_document(tables, "sentences"), by_document(tables, "mentions")
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_HEAD)
        for document, doc in annotated(tables):
            file.write(f"# newdoc id = {document.doc_id}\n")
            names = _names(doc, mentions[document.doc_id])
            sents = [words for sent in doc.sents if (words := words_of(sent))]
            for row, words in zip(sentences[document.doc_id], sents, strict=True):
                file.writelines(f"{line}\n" for line in _sentence(row, words, names))


def _names(doc: Doc, mentions: Iterable[Mention]) -> Names:
    """The name tags of a document; no two names overlap."""
    found: dict[int, tuple[str, str | None]] = {}
    for mention in mentions:
        span = doc.char_span(mention.start, mention.end) if mention.method != "coref" else None
        for place, token in enumerate(words_of(span) if span is not None else ()):
            tag = f"{'I' if place else 'B'}-{mention.label}"
            found.setdefault(token.idx, (tag, None if place else mention.entity_id))
    return found


def _sentence(row: Sentence, words: Sequence[Token], names: Names) -> Iterator[str]:
    """The lines of a sentence, with the empty one that ends it."""
    if _begins_paragraph(words[0]):
        yield "# newpar"
    yield f"# sent_id = {row.sentence_id}"
    yield f"# text = {''.join(_form(word) + ' ' * bool(_space_after(word)) for word in words).rstrip(' ')}"
    for number, (word, head) in enumerate(zip(words, _heads(words), strict=True), 1):
        relation = word.dep_ if head else "root"
        analysis = _form(word, word.lemma_), word.pos_, word.tag_, str(word.morph), str(head), relation
        yield "\t".join(cell or "_" for cell in (str(number), _form(word), *analysis, "", _misc(word, names)))
    yield ""


def _begins_paragraph(word: Token) -> bool:
    before = word.nbor(-1) if word.i else None
    return before is None or (before.is_space and "\n" in before.text)


def _heads(words: Sequence[Token]) -> list[int]:
    """The number of the word that each depends on, 0 for the root; white space between them in the parse is skipped."""
    numbers = {word.i: number for number, word in enumerate(words, 1)}
    found = [numbers.get(head.i, 0) if (head := _head(word)) != word else 0 for word in words]
    root = found.index(0) + 1  # the first, where white space was the root of several
    return [number or (0 if place == root else root) for place, number in enumerate(found, 1)]


def _head(word: Token) -> Token:
    head = word.head
    while head.is_space and head.head != head:
        head = head.head
    return head


def _misc(word: Token, names: Names) -> str:
    after = _space_after(word)
    tag, entity_id = names.get(word.idx, (None, None))
    pairs = {
        "EntityId": entity_id,
        "SpaceAfter": None if after else "No",
        "SpacesAfter": after if after not in ("", " ") else None,
        "TokenRange": f"{word.idx}:{word.idx + len(word)}",
        "ner": tag,
    }
    return "|".join(f"{key}={_escaped(value)}" for key, value in pairs.items() if value)


def _form(word: Token, text: str | None = None) -> str:
    """A text of a word without what would break its line; the format allows spaces in words."""
    return _BREAKS.sub(" ", word.text if text is None else text)


def _space_after(word: Token) -> str:
    """All white space between a word and the next one."""
    found, doc = word.whitespace_, word.doc
    for token in doc[word.i + 1 :]:
        if not token.is_space:
            break
        found += token.text_with_ws
    return found


def _escaped(value: str) -> str:
    return "".join(_ESCAPES.get(character, character) for character in value)
