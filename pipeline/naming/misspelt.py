"""Names of known leaders with a slip in one letter: "Prime Minister Olaf Scholtz" in an article on Germany."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from rapidfuzz.distance import OSA
from spacy.tokens import Doc, Span

from pipeline.coreference.names import country_of, name_words
from pipeline.coreference.roles import HEADS
from pipeline.language import lexicon
from pipeline.naming.spans import NUMERIC_LABELS

MIN_LETTERS = 4  # of a word that may hold the slip
LONGEST_TITLE = 4  # words
REACH = 4  # words between a name and the end of its apposition's beginning: ", the German foreign minister"


def corrections(doc: Doc) -> dict[str, str]:
    """Names of persons in a document with the leader that each is a slip for.

    The title beside the name must be one of that leader's kind, and the document must name the leader's country.
    """
    slips = [(span, leader) for span in doc.ents if span.label_ == "PERSON" and (leader := slip_for(span.text))]
    if not slips:
        return {}
    countries = {country_of(span) for span in doc.ents if span.label_ not in NUMERIC_LABELS}
    return {
        span.text: leader.name
        for span, leader in slips
        if leader.country in countries and any(_fits(kind, leader.kind) for kind in _titles_beside(span))
    }


def slip_for(name: str) -> lexicon.Name | None:
    """The one leader whose name of several words differs in a letter."""
    words = name_words(name)
    if len(words) < 2 or lexicon.name_of(name):
        return None
    found = {
        leader.name: leader
        for i, word in enumerate(words)
        for other, leader in _leaders().get((i, words[:i] + words[i + 1 :]), ())
        if min(len(word), len(other)) >= MIN_LETTERS and OSA.distance(word, other) == 1
    }
    return next(iter(found.values())) if len(found) == 1 else None


@cache
def _leaders() -> dict[tuple[int, tuple[str, ...]], list[tuple[str, lexicon.Name]]]:
    """The leaders of some country by all words of a name but one, with that one."""
    found = defaultdict(list)
    for form, leader in lexicon.names().items():
        words = name_words(form)
        if leader.label == "PERSON" and leader.country and len(words) > 1:
            for i, word in enumerate(words):
                found[i, words[:i] + words[i + 1 :]].append((word, leader))
    return dict(found)


def _fits(kind: str, leaders_kind: str) -> bool:
    return kind == leaders_kind or (kind in HEADS and leaders_kind in HEADS)


def _titles_beside(span: Span) -> set[str]:
    """The kinds of the titles that stand right before a name or in an apposition after it."""
    doc = span.doc
    last = span.start - (span.start > 0 and doc[span.start - 1].text == ",")
    found = [doc[max(0, last - length) : last] for length in range(1, LONGEST_TITLE + 1)]
    if span.end < len(doc) and doc[span.end].text == ",":
        starts = range(span.end + 1, min(span.end + 1 + REACH, len(doc)))
        found += [doc[start : start + length] for start in starts for length in range(1, LONGEST_TITLE + 1)]
    titles = lexicon.titles()
    return {titles[text].kind for title in found if (text := title.text.lower()) in titles}
