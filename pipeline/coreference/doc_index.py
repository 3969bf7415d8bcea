"""Where sentences, paragraphs, quotations and entities are in a Doc, looked up once so that no later step searches."""

from __future__ import annotations

from bisect import bisect_left

from spacy.tokens import Doc, Span

OPENING = frozenset({"“", "„", "«"})
CLOSING = frozenset({"”", "»"})
PLAIN = frozenset({'"', "''", "``"})


class DocIndex:
    """Look-ups by token position.

    Attributes:
        doc: The Doc, with sentence boundaries.
        ents: Its entities.
        ent_at: Entities by their first token.
        ent_to: Entities by one past their last token.
        sent: First token of the sentence, for each token.
        last_sent: First token of the sentence before it, for each token; its own where there is none.
        number: How many sentences stand before, for each token.
        paragraph: First token of the paragraph, for each token.
        quotation: The first token of the quotation that it stands in, -1 outside, for each token.
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.ents: tuple[Span, ...] = tuple(doc.ents)
        self.ent_at = {span.start: span for span in self.ents}
        self.ent_to = {span.end: span for span in self.ents}
        self._ent_starts = [span.start for span in self.ents]
        self.sent: list[int] = []
        self.last_sent: list[int] = []
        self.number: list[int] = []
        self.paragraph: list[int] = []
        self.quotation: list[int] = []
        self._fill()

    def _fill(self) -> None:
        start, last, number, paragraph, opened = 0, 0, 0, 0, -1
        for token in self.doc:
            if token.is_sent_start and token.i:
                start, last, number = token.i, start, number + 1
            if token.i and self.doc[token.i - 1].is_space:
                paragraph, opened = token.i, -1  # a quotation that nothing closes ends with its paragraph
            text = token.text
            if text in OPENING or (text in PLAIN and opened < 0):
                opened = token.i
            elif text in CLOSING or text in PLAIN:
                opened = -1
            self.sent.append(start)
            self.last_sent.append(last)
            self.number.append(number)
            self.paragraph.append(paragraph)
            self.quotation.append(opened)

    def ents_in(self, start: int, end: int) -> tuple[Span, ...]:
        """The entities that begin at tokens `start:end`."""
        first, last = bisect_left(self._ent_starts, start), bisect_left(self._ent_starts, end)
        return self.ents[first:last]
