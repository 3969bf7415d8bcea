"""PolNeAR's attributions as annotated Docs, in variants with other quotation marks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from benchmarks.polnear import Article, Ranges, read_polnear
from pipeline.quotation.marks import pair_marks
from training.encoder.assemble import split_more
from training.encoder.roles import GROUP

STYLES = (None, "“”", "‘’")  # the marks of each variant; None: as they are


def write_attributions(corpora: Path, target: Path, split: str, styles: Sequence[str | None] = STYLES) -> None:
    """Write the articles of a split, in each style, as Docs whose spans `attributions` are sources, cues, contents."""
    nlp = spacy.blank("en")
    split_more(nlp)
    articles = list(read_polnear(corpora, split))
    docs = [to_doc(nlp, article, style) for style in styles for article in articles]
    DocBin(docs=docs).to_disk(target)
    print(f"{target.name}: {len(docs)} documents, {sum(map(len, docs))} tokens")


def to_doc(nlp: Language, article: Article, style: str | None = None) -> Doc:
    """Make a Doc of an article; a span is every token that the annotators' characters touch."""
    doc = nlp.make_doc(article.text if style is None else with_marks(article.text, style))
    starts, ends = [token.idx for token in doc], [token.idx + len(token) for token in doc]
    spans = [
        Span(doc, bisect_right(ends, start), bisect_left(starts, end), label=role, span_id=number)
        for number, attribution in enumerate(article.attributions, 1)
        for role in ("source", "cue", "content")
        for start, end in _ranges(getattr(attribution, role))
    ]
    doc.spans[GROUP] = [span for span in spans if len(span)]
    return doc


def _ranges(found: Ranges) -> Iterator[tuple[int, int]]:
    yield from (pair for pair in found if pair[0] < pair[1])


def with_marks(text: str, style: str) -> str:
    """Write all double quotation marks of one character in one style, and the apostrophes to match."""
    changed = list(text)
    for marked in pair_marks(text):
        for place, mark in ((marked.start, style[0]), (marked.end - 1, style[1])):
            if text[place] in '"“”':
                changed[place] = mark
    straight = style == '""'
    return "".join(changed).replace(*("’", "'") if straight else ("'", "’"))
