"""Claims of headlines that have no finite verb: *Two killed in harbour fire*, *Storm over Quito airport*."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from pipeline.components.records import Proposition
from pipeline.language.lexicon import rows
from pipeline.propositions.arguments import adverbial, stretches
from pipeline.propositions.clauses import is_mark, noun_phrase, trim

_MOST_HEADLINES = 4
_LEAST, _MOST = 3, 20  # words
_LEAST_NAMED = 4  # words of a headline with neither verb nor event
_STOPS = frozenset(".?!…:;")
_TOLD = frozenset(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ"))

_EVENTS = {row["noun"]: row["verb"] for row in rows("event_nouns")}


def headlines(doc: Doc, told: set[int]) -> Iterator[Proposition]:
    """What the headlines over a text claim, each as a whole, where no clause of theirs is a claim.

    Args:
        doc: A parsed Doc.
        told: The tokens that claims begin with.
    """
    for first, end in _over(doc):
        span = trim(doc, first, end - 1)
        words = [token for token in span if not is_mark(token)]
        if _LEAST <= len(words) <= _MOST and told.isdisjoint(range(first, end)) and "/" not in span.text:
            head = _head(words)
            if head is not None:
                yield _headline(span, head)


def _head(words: list[Token]) -> Token | None:
    """The word that says what happened: a verb, an event, else the main word where a name shows it to be no rubric."""
    verb = next((token for token in words if token.tag_ in _TOLD), None)
    event = next((token for token in words if token.lemma_.lower() in _EVENTS), None)
    named = len(words) >= _LEAST_NAMED and any(token.pos_ == "PROPN" for token in words)
    return verb or event or (words[0].sent.root if named and words[0].sent.root in words else None)


def _over(doc: Doc) -> Iterator[tuple[int, int]]:
    """The first paragraphs, up to the one that ends as a sentence does."""
    first = 0
    for _ in range(_MOST_HEADLINES):
        end = next((t.i for t in doc[first:] if t.is_space and "\n\n" in t.text), len(doc))
        last = next((t for t in reversed(doc[first:end]) if not t.is_space), None)
        if last is None or end == len(doc) or last.text[-1] in _STOPS:
            return
        yield first, end
        first = end + 1


def _headline(span: Span, head: Token) -> Proposition:
    subject = _before(span, head)
    roles = {t.i: adverbial(c) for c in head.rights for t in c.subtree}
    roles |= {token.i: "subject" for token in subject or ()} | {head.i: "predicate"}
    return Proposition(
        span=span,
        subject=subject,
        predicate=span.doc[head.i : head.i + 1],
        predicate_text=head.text,
        object=None,
        polarity="affirmed",
        modality="asserted",
        utterance=None,
        kind="headline",
        lemma=_EVENTS.get(head.lemma_.lower(), head.lemma_.lower()),
        stretches=stretches(span, roles),
        head=None,
    )


def _before(span: Span, head: Token) -> Span | None:
    """The noun phrase that a headline begins with, which is what it tells something of."""
    nouns = [token for token in span if token.i < head.i and token.pos_ in ("NOUN", "PROPN", "NUM")]
    if not nouns:
        return None
    noun = next((token for token in nouns if token.head.i >= head.i or token.head == token), nouns[-1])
    phrase = noun_phrase(noun)
    end = min(phrase.end, head.i)
    return span.doc[max(phrase.start, span.start) : end] if end > max(phrase.start, span.start) else None
