"""Where the sentences, paragraphs and entities of a Doc are, looked up once so that no later step searches for them."""

from __future__ import annotations

from bisect import bisect_left

from spacy.tokens import Doc, Span


class DocIndex:
    """Look-ups by token position.

    Attributes:
        doc: The Doc, with sentence boundaries.
        ents: Its entities.
        ent_at: Entities by their first token.
        ent_to: Entities by one past their last token.
        sent: First token of the sentence, for each token.
        last_sent: First token of the sentence before it, for each token; its own where there is none.
        paragraph: First token of the paragraph, for each token.
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.ents: tuple[Span, ...] = tuple(doc.ents)
        self.ent_at = {span.start: span for span in self.ents}
        self.ent_to = {span.end: span for span in self.ents}
        self._ent_starts = [span.start for span in self.ents]
        self.sent: list[int] = []
        self.last_sent: list[int] = []
        self.paragraph: list[int] = []
        self._fill()

    def _fill(self) -> None:
        start, last, paragraph = 0, 0, 0
        for token in self.doc:
            if token.is_sent_start and token.i:
                start, last = token.i, start
            if token.i and self.doc[token.i - 1].is_space:
                paragraph = token.i
            self.sent.append(start)
            self.last_sent.append(last)
            self.paragraph.append(paragraph)

    def ents_in(self, start: int, end: int) -> tuple[Span, ...]:
        """The entities that begin at tokens `start:end`."""
        first, last = bisect_left(self._ent_starts, start), bisect_left(self._ent_starts, end)
        return self.ents[first:last]
