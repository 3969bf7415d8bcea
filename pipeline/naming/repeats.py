"""One label a name inside a document, and the further occurrences of it that neither model nor lexicons found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from spacy.tokens import Doc, Span

from pipeline.language import lexicon
from pipeline.naming.rules import is_firm
from pipeline.naming.spans import Found, tokens_of


def consistent(found: list[Found]) -> list[Found]:
    """One label a form: what lexicon or rule say, else the likeliest by what the model says of all its mentions."""
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for item in found:
        vote = item.shares if item.method == "model" else {item.span.label_: float(len(found))}
        for label, share in vote.items():
            votes[item.span.text][label] += share
    for text in _firms(found) & votes.keys():
        votes[text]["ORG"] += len(found)
    best = {text: min(count, key=lambda label: (-count[label], label)) for text, count in votes.items()}
    return [item._replace(span=_relabelled(item.span, best[item.span.text])) for item in found]


def _firms(found: list[Found]) -> set[str]:
    """What companies may go by in short: "Zelby" for "Zelby Pharma", unless that is a person's name here."""
    spans = [item.span for item in found if len(item.span) > 1]
    persons = {token.text for span in spans if span.label_ == "PERSON" for token in span}
    return {span[:-1].text for span in spans if is_firm(span)} - persons


def _relabelled(span: Span, label: str) -> Span:
    return Span(span.doc, span.start, span.end, label=label)


def repeated(doc: Doc, found: list[Found]) -> Iterator[Found]:
    """Further occurrences of names, and the family or given names of persons standing alone."""
    full, short = _forms(found)
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for words in full:
        by_first.setdefault(words[0], []).append(words)
    free = set(range(len(doc))) - tokens_of(item.span for item in found if len(item.span) > 1 or item.method != "model")
    small = {token.text for token in doc if token.text.islower()}
    for token in doc:
        if token.i not in free:
            continue
        for words in by_first.get(token.text, ()):
            span = Span(doc, token.i, min(token.i + len(words), len(doc)), label=full[words])
            if tuple(word.text for word in span) == words:
                yield Found(span, "rule")
        if token.text in short and not (token.is_sent_start and token.lower_ in small):
            yield Found(Span(doc, token.i, token.i + 1, label=short[token.text]), "rule")


def _forms(found: list[Found]) -> tuple[dict[tuple[str, ...], str], dict[str, str]]:
    """The forms of names, and the parts of names that may stand alone, both with their labels."""
    full: dict[tuple[str, ...], str] = {}
    short: dict[str, str] = {}
    for span in (item.span for item in found if len(item.span) > 1):
        words = tuple(token.text for token in span)
        if span.label_ != "LAW":
            full.setdefault(words, span.label_)
        if span.label_ == "PERSON":
            short.update({word: "PERSON" for word in standing_alone(words) if not _is_taken(word)})
        elif lexicon.name_words().get(words[0]) == "storm":  # "Cyclone Zelda", "Zelda"
            short.setdefault(words[-1], span.label_)
    return full, short


def _is_taken(word: str) -> bool:
    """Whether a word alone means something else: a name of the lexicons, or an office."""
    return lexicon.name_of(word) is not None or word.lower() in lexicon.titles()


def standing_alone(words: tuple[str, ...]) -> tuple[str, ...]:
    """The parts of a full name that a later sentence may name the person by.

    That is the family name; where it stands first also the given name at the end, which some writers take for it.
    """
    capital = [
        word for word in words if len(word) > 1 and word[0].isupper() and lexicon.name_words().get(word) != "suffix"
    ]
    if words[0] in lexicon.family_first() and words[0] not in lexicon.genders():
        return tuple(dict.fromkeys([words[0], *capital[-1:]]))
    return tuple(capital[-1:])
