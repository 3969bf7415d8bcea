"""Raw text to clean text: what a careful editor would have typed, with its way back to the raw text.

Paragraphs are separated by exactly one blank line; there is no markup, no line break inside a paragraph, no running
head, byline, biography, copyright line or footer. Titles and headings stay, as paragraphs of their own. Quotation marks
stay as they were typed. So do datelines ("SEOUL, June 20 (Reuters) -"): they are the beginning of a sentence's
paragraph, and the place, day and agency in them are facts that later stages read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.cleaning.characters import repair_characters
from pipeline.cleaning.edits import Edit, Mapped
from pipeline.cleaning.layout import KEPT, lay_out
from pipeline.cleaning.lexicon import FurnitureLabel
from pipeline.cleaning.lines import Block
from pipeline.cleaning.markup import strip_markup
from pipeline.records import CleanText, OffsetMap, RawText, Rejected, span_id
from pipeline.schema import Furniture
from pipeline.stages import Stage

STAGE = Stage("clean", version=2, reads=("raw",), writes=("clean", "furniture"))

MAX_PASSES = 8
SPACES = re.compile(r" {2,}")
# "harbour.Rosa": two plain words with nothing else around them, so no address, abbreviation or name of a file.
SENTENCES_STUCK = re.compile(
    r"(?<![^\s\"“‘'(])[a-z'’]{3,40}[\"”]?[.!?][\"”’)]?()(?!(?:Com|Org|Net|Gov|Js|Io)\b)[A-Z][a-z]+(?=[\s,;:.'’]|$)"
)

Labels = dict[tuple[int, int], FurnitureLabel]
"""What blocks are, by their raw spans."""


def clean(raw: RawText) -> CleanText:
    """Clean a text.

    Cleaning goes on until nothing changes, so a clean text is cleaned to itself.

    Raises:
        Rejected: Nothing is left ("empty").
    """
    text = Mapped.of(raw.text)
    labels: Labels = {}
    for _ in range(MAX_PASSES):
        before = text.text
        text = clean_once(text, labels)
        if text.text == before:
            break
    if not text.text:
        raise Rejected("empty", "nothing but white space and page furniture: put the article's text into the file")
    offsets = OffsetMap(tuple(text.starts), tuple(text.ends))
    return CleanText(raw.doc_id, text.text, offsets, tuple(_furniture(raw, text.text, offsets, labels)), raw.published)


def clean_once(text: Mapped, labels: Labels) -> Mapped:
    """One pass of cleaning; notes in `labels` what it takes out, and titles and headings that it finds."""
    text = strip_markup(repair_characters(text)).sub(SPACES, " ")
    blocks = lay_out(text.text)
    for block in blocks:
        if block.label != "body":
            _note(labels, text.raw_span(*block.span), block.label)
    return render(text, [block for block in blocks if block.label in KEPT])


def _note(labels: Labels, span: tuple[int, int], label: FurnitureLabel) -> None:
    """What an earlier pass found holds, unless a later one takes the block out."""
    if span not in labels or label not in KEPT:
        labels[span] = label


def render(text: Mapped, blocks: list[Block]) -> Mapped:
    """The text of some blocks, in order, with a blank line between them."""
    if not blocks:
        return Mapped("", [], [])
    pieces = [
        (piece, glue if i else "\n\n")
        for block in blocks
        for i, (piece, glue) in enumerate(zip(block.pieces, block.glues, strict=True))
    ]
    text = text.edit(_gaps(text.text, pieces))
    return text.edit(Edit(*match.span(1), " ") for match in SENTENCES_STUCK.finditer(text.text))


def _gaps(text: str, pieces: list[tuple[tuple[int, int], str]]) -> Iterator[Edit]:
    """Edits that leave only the pieces, each with what is to stand before it.

    What is put between two pieces stands for the first character between them, so that nothing in the clean text
    stands for what was taken out.
    """
    end = 0
    for i, ((start, stop), glue) in enumerate(pieces):
        glue_end = min(end + 1, start) if i and glue else end
        if i and glue:
            yield Edit(end, glue_end, glue)
        yield Edit(glue_end, start, "")
        end = stop
    yield Edit(end, len(text), "")


def _furniture(raw: RawText, text: str, offsets: OffsetMap, labels: Labels) -> Iterator[Furniture]:
    """Rows for the blocks that are not running text, in order; a text has one title."""
    titled = False
    for (raw_start, raw_end), label in sorted(labels.items()):
        start = end = None
        if label in KEPT:
            span = offsets.to_clean(raw_start, raw_end)
            if not span or not _is_paragraph(text, *span):
                continue
            start, end = span
            label = "heading" if titled else label
            titled = titled or label == "title"
        yield Furniture(
            furniture_id=span_id(raw.doc_id, "f", raw_start, raw_end),
            doc_id=raw.doc_id,
            label=label,
            text=raw.text[raw_start:raw_end],
            start=start,
            end=end,
            raw_start=raw_start,
            raw_end=raw_end,
        )


def _is_paragraph(text: str, start: int, end: int) -> bool:
    """Whether a span is a whole paragraph."""
    return text[max(0, start - 2) : start] in ("", "\n\n") and text[end : end + 2] in ("", "\n\n")
