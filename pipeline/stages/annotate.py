"""Run the language pipeline over a clean text: tokens, tags, parse, names, quotes and claims on one spaCy Doc."""

from __future__ import annotations

import hashlib

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline.records import CleanText, RawText, Rejected, span_id
from pipeline.schema import Document, Sentence
from pipeline.stages import Stage

STAGE = Stage("annotate", 3, reads=("clean",), writes=("doc", "documents", "sentences"))


def annotate(clean: CleanText, nlp: Language) -> Doc:
    """Annotate the clean text.

    Raises:
        Rejected: The text is longer than `nlp.max_length`.
    """
    if len(clean.text) > nlp.max_length:
        raise Rejected("too_long", f"longer than {nlp.max_length:,} characters; split the file")
    return nlp(clean.text)


def document(raw: RawText, clean: CleanText, doc: Doc) -> Document:
    """The row of the documents table."""
    return Document(
        doc_id=raw.doc_id,
        source=raw.source,
        title=raw.title,
        authors=raw.authors,
        published=raw.published,
        url=raw.url,
        lang=raw.lang,
        raw_path=raw.raw_path,
        raw_sha256=raw.raw_sha256,
        clean_sha256=hashlib.sha256(clean.text.encode()).hexdigest(),
        format=raw.format,
        encoding=raw.encoding,
        encoding_source=raw.encoding_source,
        n_chars=len(clean.text),
        n_sentences=sum(1 for span in map(_trim, doc.sents) if span),
        n_tokens=sum(not token.is_space for token in doc),
    )


def sentences(doc: Doc, clean: CleanText) -> list[Sentence]:
    """The rows of the sentences table, in reading order."""
    trimmed = [span for span in map(_trim, doc.sents) if span]
    return [
        Sentence(
            sentence_id=_sentence_id(clean.doc_id, span),
            doc_id=clean.doc_id,
            position=position,
            text=span.text,
            **clean.span(span.start_char, span.end_char),
        )
        for position, span in enumerate(trimmed)
    ]


def sentence_id(doc: Doc, doc_id: str, token: Token) -> str:
    """The id of the sentence that a token, which is not white space, stands in."""
    return _sentence_id(doc_id, _trim(token.sent))


def _sentence_id(doc_id: str, span: Span) -> str:
    return span_id(doc_id, "s", span.start_char, span.end_char)


def _trim(sent: Span) -> Span:
    """A sentence without white space tokens at its ends; empty where it holds nothing else."""
    first, end = sent.start, sent.end
    while first < end and sent.doc[first].is_space:
        first += 1
    while end > first and sent.doc[end - 1].is_space:
        end -= 1
    return sent.doc[first:end] if first < end else sent.doc[sent.start : sent.start]
