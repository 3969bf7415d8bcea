"""Name the sections of laws after the law that they are of: "Article 51 of the UN Charter", and bare "Article 4"."""

from __future__ import annotations

from bisect import bisect_left

from spacy.tokens import Span

from pipeline.coreference.cues import SIGN, is_cue
from pipeline.coreference.doc_index import DocIndex
from pipeline.language import lexicon

MAX_BEFORE = 3  # tokens between a word of signing and the law: "signed the new"


class Laws:
    """The laws of a document and their sections.

    A bare section is of the treaty that was last signed before it, else of the law last named; a law that is only cited
    by a section of its own ("Article 51 of the UN Charter") does not count.
    """

    def __init__(self, index: DocIndex) -> None:
        self.index = index
        laws = [span for span in index.ents if span.label_ == "LAW" and not is_section(span)]
        laws = [span for span in laws if not self._is_cited(span)]
        self._named = [(span.start, _name(span)) for span in laws]
        self._signed = [(span.start, _name(span)) for span in laws if _is_signed(span)]

    def of(self, span: Span) -> str:
        """The name of a law or section."""
        if not is_section(span):
            return _name(span)
        owner = self._owner(span) or self._last(span.start)
        return f"{_name(span)} of the {owner}" if owner else _name(span)

    def _last(self, position: int) -> str | None:
        """The law that a bare section at a position is of."""
        return _before(self._signed, position) or _before(self._named, position)

    def _owner(self, span: Span) -> str | None:
        """The law that is named right after a section."""
        after = [token.lower_ for token in self.index.doc[span.end : span.end + 2]]
        law = self.index.ent_at.get(span.end + (2 if after == ["of", "the"] else 1))
        return _name(law) if law is not None and law.label_ == "LAW" and after[0] == "of" else None

    def _is_cited(self, span: Span) -> bool:
        """Whether a law is named for a section of it: "of the UN Charter" after "Article 51"."""
        doc = self.index.doc
        of = span.start - (2 if span.start and doc[span.start - 1].lower_ == "the" else 1)
        section = self.index.ent_to.get(of)
        return section is not None and doc[of].lower_ == "of" and is_section(section)


def is_section(span: Span) -> bool:
    """Whether a name is that of a section: "Article 4"."""
    return len(span) > 1 and lexicon.is_section(span[0].text) and any(token.like_num for token in span)


def _is_signed(span: Span) -> bool:
    return any(is_cue(token, SIGN) for token in span.doc[max(span.start - 1 - MAX_BEFORE, 0) : span.start])


def _name(span: Span) -> str:
    known = lexicon.name_of(span.text, "LAW")
    return known.name if known else " ".join(span.text.split())


def _before(places: list[tuple[int, str]], position: int) -> str | None:
    i = bisect_left(places, (position,))
    return places[i - 1][1] if i else None
