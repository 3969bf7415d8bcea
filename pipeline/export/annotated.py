"""The documents of a generation as spaCy Docs with tokens, tags and parse, which the tables do not hold.

The clean texts are annotated again by the model that made the tables. What comes out must have the sentences and tokens
of the tables, or nothing is exported: names and quotes of one analysis on the tokens of another are worse than none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline.errors import UsageError
from pipeline.export.rows import by_document, rows_of
from pipeline.fingerprint import environment
from pipeline.language import COMPONENTS, load_model
from pipeline.schema import Document, Sentence
from pipeline.tables import Tables

_NOT_NEEDED = frozenset(("ner", "attribution", *COMPONENTS))
"""Components whose results the tables hold."""


def annotated(tables: Tables) -> Iterator[tuple[Document, Doc]]:
    """The documents in the order of their table, each with its clean text annotated again, without names.

    Raises:
        UsageError: The model is missing or not the one that made the tables, or gives other sentences or tokens.
    """
    nlp = _model(tables)
    sentences = by_document(tables, "sentences")
    for row in rows_of(tables, "documents"):
        doc = nlp(tables.text(row.doc_id))
        if not _is_as_before(doc, row, sentences[row.doc_id]):
            raise UsageError(
                f"the sentences and tokens of {row.doc_id} in the tables are not those that the model gives now, so "
                "another version made them: make them anew with `corroborate run`"
            )
        yield row, doc


def words_of(span: Span) -> list[Token]:
    """The tokens of a span that are not white space."""
    return [token for token in span if not token.is_space]


def _model(tables: Tables) -> Language:
    """The model that made the tables, without the components that are not needed.

    Raises:
        UsageError: It is missing, or another one is here under its name.
    """
    manifest: dict[str, Any] = json.loads((tables.folder / "manifest.json").read_text(encoding="utf-8"))
    name = manifest.get("settings", {}).get("model")
    made_by, here = manifest.get("model", "unknown"), environment(name)["model"]
    if made_by != here:
        raise UsageError(
            f"the tables were made by the model {made_by}, and here is {here}: install that one, or make the tables "
            "anew with `corroborate run`"
        )
    nlp = load_model(name)
    nlp.select_pipes(disable=[pipe for pipe in nlp.pipe_names if pipe in _NOT_NEEDED])
    return nlp


def _is_as_before(doc: Doc, row: Document, sentences: Sequence[Sentence]) -> bool:
    """Whether a document has the tokens and sentences that its tables have."""
    sents = [words for sent in doc.sents if (words := words_of(sent))]
    spans = [(words[0].idx, words[-1].idx + len(words[-1])) for words in sents]
    same_sentences = spans == [(sentence.start, sentence.end) for sentence in sentences]
    return same_sentences and sum(map(len, sents)) == row.n_tokens
