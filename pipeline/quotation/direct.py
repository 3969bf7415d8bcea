"""Attributes quotations by what stands next to their marks: “...,” X said; said X; X said: “...”; X: “...”.

Leans on word order first and on the parse second, since parsers go wrong most often beside quotations.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from pipeline.quotation.clauses import Candidate
from pipeline.quotation.cues import is_saying
from pipeline.quotation.marks import Marked, pair_marks
from pipeline.quotation.spans import Range, cue_range, tidy
from pipeline.quotation.speakers import own_subject, phrase_from, speaker_of, speaker_range

BESIDE = frozenset(("after", "before", "colon", "signed"))  # the patterns of `beside`
_REACH = 40  # tokens from a mark to the verb that tells of the saying
_LONGEST_NAME = 16
_FINITE = frozenset(("VBD", "VBZ", "VBP", "VBN", "VB"))
_DASHES = frozenset(("-", "--", "–", "—", "―"))
_RELATIVES = frozenset(("who", "whose", "which", "where"))
_CONNECTIVES = frozenset(("CC", "IN", "WDT", "WP", "WP$", "WRB", "TO"))
_NOMINAL = frozenset(("NOUN", "PROPN", "PRON"))


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch in quotation marks, outermost ones only, as places of tokens.

    Attributes:
        first: The token with the opening mark.
        end: One past the token with the closing mark.
        marked: Its characters.
        last: The last character before the closing mark.
    """

    first: int
    end: int
    marked: Marked
    last: str

    def is_title(self, doc: Doc) -> bool:
        """Whether it is several words with capitals, as titles and names are."""
        words = self.words(doc)
        names = any(t.text[0].isupper() and not t.is_stop for t in words)
        return names and len(words) > 1 and all(t.text[0].isupper() or t.is_stop or t.is_digit for t in words)

    def words(self, doc: Doc) -> list[Token]:
        """Its tokens that are words."""
        return [t for t in doc[self.first : self.end] if any(c.isalnum() for c in t.text)]


def quotations(doc: Doc) -> list[Quotation]:
    """The outermost quotations of a Doc in reading order."""
    found: list[Quotation] = []
    text = doc.text
    for marked in pair_marks(text):
        span = doc.char_span(marked.start, marked.end, alignment_mode="expand")
        if marked.depth == 0 and span is not None and (not found or span.start >= found[-1].end):
            found.append(Quotation(span.start, span.end, marked, text[marked.inner_end - 1]))
    return found


def beside(doc: Doc, quotation: Quotation, others: Iterable[int]) -> Candidate | None:
    """The attribution right after or right before a quotation; `others` are tokens inside quotations."""
    inside = others if isinstance(others, frozenset) else frozenset(others)
    return _after(doc, quotation, inside) or _before(doc, quotation, inside) or _signed(doc, quotation)


def _signed(doc: Doc, quotation: Quotation) -> Candidate | None:
    """A name after a dash at the end of the paragraph: “...” — Ana Cruz."""
    dash = quotation.end
    while dash < len(doc) and doc[dash].is_space and dash - quotation.end < 2:
        dash += 1
    if dash + 1 >= len(doc) or doc[dash].text not in _DASHES or len(quotation.words(doc)) < 4:
        return None
    end = next((t.i for t in doc[dash + 1 : dash + 1 + _LONGEST_NAME] if "\n" in t.text), len(doc))
    first, end = tidy(doc, dash + 1, end)
    if (
        not 0 < end - first <= _LONGEST_NAME
        or doc[first].pos_ != "PROPN"
        or any(t.pos_ == "VERB" for t in doc[first:end])
    ):
        return None
    head = phrase_from(doc, first, end) or doc[first]
    return Candidate(doc[dash], (dash, dash + 1), head, (first, end), ((quotation.first, quotation.end),), "signed")


def _after(doc: Doc, quotation: Quotation, inside: frozenset[int]) -> Candidate | None:
    start = quotation.end
    if start >= len(doc) or not quotation.marked.closed:
        return None
    comma = quotation.last == "," or doc[start].text == ","
    if not (comma or quotation.last in "?!—–-…"):
        return None
    start += doc[start].text in (",", "--", "—", "–")
    stop = _stop(doc, start, inside)
    verb = _verb_after(doc, start, stop, comma and _opens_sentence(doc, quotation))
    if verb is None or any(c.dep_ == "ccomp" and verb.i < c.i < stop for c in verb.children):
        return None
    speaker, named = _speaker_beside(doc, verb, start, stop)
    if named is None:
        return None
    return Candidate(verb, cue_range(verb), speaker, named, ((quotation.first, quotation.end),), "after")


def _opens_sentence(doc: Doc, quotation: Quotation) -> bool:
    before = doc[quotation.first - 1] if quotation.first else None
    return before is None or before.is_quote or before.text in (".", "!", "?", ":") or "\n" in before.text


def _stop(doc: Doc, start: int, inside: frozenset[int]) -> int:
    """Where the sentence that follows a quotation ends, or the next quotation begins."""
    for i in range(start, min(start + _REACH, len(doc))):
        ends = doc[i].text in (".", "!", "?", ";", ":") and (i + 1 == len(doc) or doc[i + 1].text not in (")", ","))
        if i in inside or ends or "\n" in doc[i].text:
            return i
    return min(start + _REACH, len(doc))


def _verb_after(doc: Doc, start: int, stop: int, comma: bool) -> Token | None:
    """The verb of saying that follows a quotation; after a comma any finite verb next to a noun phrase will do."""
    relative = False
    if start < stop and doc[start].tag_ in _CONNECTIVES and doc[start].lower_ != "as":
        return None
    for token in doc[start:stop]:
        if token.lower_ in _RELATIVES:
            relative = True
        elif token.text == ",":
            relative = False
        elif token.tag_ in _FINITE and is_saying(token) and not relative:
            return token
    first = doc[start] if start < stop else None
    return first if comma and first is not None and first.tag_ == "VBD" and _nominal(doc, start + 1, stop) else None


def _nominal(doc: Doc, start: int, stop: int) -> bool:
    return start < stop and phrase_from(doc, start, stop) is not None


def _speaker_beside(doc: Doc, verb: Token, start: int, stop: int) -> tuple[Token | None, Range | None]:
    """The subject: what stands between quotation and verb, else what follows the verb."""
    first, end = tidy(doc, start, cue_range(verb)[0])
    names = [t for t in doc[first:end] if t.pos_ in _NOMINAL]
    if names:
        return _before_verb(doc, verb, first, end)
    subject = own_subject(verb)
    if subject is not None and verb.i < subject.i < stop:
        return subject, _clip(speaker_range(subject), verb.i + 1, stop)
    head = phrase_from(doc, verb.i + 1, stop)
    return (head, _clip(speaker_range(head), verb.i + 1, stop)) if head is not None else (None, None)


def _before_verb(doc: Doc, verb: Token, first: int, end: int) -> tuple[Token | None, Range | None]:
    subject = own_subject(verb)
    cut = next((t.i for t in doc[first + 1 : end] if t.lower_ in _RELATIVES or _opens_aside(t)), end)
    whole = tidy(doc, first, cut)
    plain = not any(t.tag_ in ("VBD", "VBZ", "VBP", "MD", "VBG") for t in doc[whole[0] : whole[1]])
    if plain and whole[1] - whole[0] <= _LONGEST_NAME and doc[first].lower_ not in ("and", "but", "as", "then"):
        head = subject if subject is not None and whole[0] <= subject.i < whole[1] else phrase_from(doc, *whole)
        return head if head is not None else doc[whole[0]], whole
    if subject is None:
        subject = speaker_of(verb)
    return (subject, speaker_range(subject)) if subject is not None else (None, None)


def _opens_aside(token: Token) -> bool:
    """A participle after a comma: *Cruz, speaking at noon,*."""
    return token.tag_ in ("VBG", "VBN") and token.doc[token.i - 1].text == ","


def _clip(named: Range, first: int, end: int) -> Range | None:
    first, end = max(named[0], first), min(named[1], end)
    return (first, end) if first < end else None


def _before(doc: Doc, quotation: Quotation, inside: frozenset[int]) -> Candidate | None:
    place = quotation.first - 1
    while place >= 0 and doc[place].is_space:
        place -= 1
    if place < 0 or doc[place].text not in (",", ":"):
        return None
    start = _start(doc, place, inside)
    for token in _verbs_before(doc, start, place, inside):
        speaker = speaker_of(token)
        if speaker is not None:
            first = token.i + 1 if doc[token.i + 1].lower_ == "that" else quotation.first
            named = speaker_range(speaker)
            content = (*_first_half(doc, quotation, start, named), (first, quotation.end))
            return Candidate(token, cue_range(token), speaker, named, content, "before")
    content = ((quotation.first, quotation.end),)
    if doc[place].text == ":":
        return _headed(doc, start, place, content)
    return None


def _first_half(doc: Doc, quotation: Quotation, start: int, named: Range) -> list[Range]:
    """What a quotation goes on with after its speaker was inserted: *If so* in *If so, she said, “we stay”*."""
    goes_on = quotation.words(doc)[0].text[0].islower()
    comma = named[0] - 1
    if (
        not goes_on
        or comma < start + 3
        or doc[start].lower_ == "according"
        or doc[comma].text != ","
        or doc[quotation.first - 1].text != ","
    ):
        return []
    return [tidy(doc, start, comma)]


def _verbs_before(doc: Doc, start: int, place: int, inside: frozenset[int]) -> list[Token]:
    """Verbs of saying that lead up to a quotation, nearest first; finite ones first after a quotation's first half."""
    verbs = [
        token
        for token in reversed(doc[start:place])
        if token.tag_ in (*_FINITE, "VBG") and token.i not in inside and is_saying(token)
        if token.dep_ not in ("relcl", "amod")
    ]
    resumed = doc[place].text == "," and any(i in inside for i in range(start, place))
    return sorted(verbs, key=lambda verb: verb.tag_ == "VBG") if resumed else verbs


def _start(doc: Doc, place: int, inside: frozenset[int]) -> int:
    """Where the sentence that leads up to a quotation begins."""
    for i in range(place - 1, max(place - _REACH, -1), -1):
        ends = doc[i].text in (".", "!", "?", ";") and i not in inside
        if ends or "\n" in doc[i].text or (i in inside and doc[i - 1].text in (".", "!", "?")):
            return i + 1
    return max(place - _REACH, 0)


def _headed(doc: Doc, start: int, colon: int, content: tuple[Range, ...]) -> Candidate | None:
    """A name before a colon is the speaker: *The mayor: “...”*."""
    first, end = tidy(doc, start, colon)
    if not 0 < end - first <= _LONGEST_NAME or any(t.tag_.startswith(("VB", "MD")) for t in doc[first:end]):
        return None
    head = phrase_from(doc, first, end)
    return Candidate(doc[colon], (colon, colon + 1), head, (first, end), content, "colon") if head is not None else None
