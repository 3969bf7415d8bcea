"""Utterances from the attributions that the language model finds, rounded to the quotation marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc

from pipeline.language.attribution import Attribution
from pipeline.quotation.clauses import Candidate
from pipeline.quotation.direct import Quotation
from pipeline.quotation.spans import Range, joined, tidy

RULE = "learned"
MOST = 0.5  # of the words of a quotation: from here on all of it is said


def attributed(doc: Doc, marked: list[Quotation]) -> Iterator[tuple[Candidate, Attribution]]:
    """The attributions of a Doc, the surest first; no two contents have words in common."""
    taken: set[int] = set()
    found: list[Attribution] = doc._.attributions or []
    for attribution in sorted(found, key=lambda one: (-probability(one), one.cue)):
        cue = range(*attribution.cue)
        content = _rounded(doc, attribution.content, marked, set(cue) | taken)
        places = {i for part in content for i in range(*part)}
        if content and taken.isdisjoint(places):
            taken |= places
            yield _candidate(doc, attribution, content), attribution


def probability(attribution: Attribution) -> float:
    """How sure the model is of an attribution."""
    return attribution.cue_probability * attribution.content_probability


def _candidate(doc: Doc, attribution: Attribution, content: list[Range]) -> Candidate:
    named = _whole(attribution.source)
    return Candidate(
        head=doc[slice(*attribution.cue)].root,
        cue=attribution.cue,
        speaker=doc[slice(*named)].root if named else None,
        speaker_range=named,
        content=tuple(content),
        pattern=RULE,
    )


def _whole(source: Iterable[Range]) -> Range | None:
    """The longest stretch of a source; the rest of it is stray."""
    return max(source, key=lambda part: (part[1] - part[0], -part[0]), default=None)


def _rounded(doc: Doc, content: Iterable[Range], marked: list[Quotation], barred: set[int]) -> list[Range]:
    """The content, with the whole of the quotations that it holds most of, and without marks at its ends."""
    parts = list(content)
    said = {i for part in parts for i in range(*part)}
    for quotation in marked:
        words = {token.i for token in quotation.words(doc)}
        if len(words & said) > MOST * len(words) and barred.isdisjoint(words):
            parts.append((quotation.first, quotation.end))
    tidied = (tidy(doc, *part) for part in joined(parts))
    return [part for part in tidied if any(token.is_alpha or token.is_digit for token in doc[slice(*part)])]
