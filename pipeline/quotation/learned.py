"""Utterances from the attributions that the language model finds, rounded to the quotation marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Doc

from pipeline.language.attribution import Attribution
from pipeline.language.lexicon import rows
from pipeline.quotation.clauses import Candidate
from pipeline.quotation.cues import lemma_of, rate
from pipeline.quotation.direct import BESIDE, Quotation
from pipeline.quotation.drafts import Draft
from pipeline.quotation.parsed import is_sure
from pipeline.quotation.spans import Range, joined, tidy

RULE = "learned"
MOST = 0.5  # of the words of a quotation: from here on all of it is said
NICKNAMING = frozenset(row["lemma"] for row in rows("quoted_terms") if row["reason"] == "nickname")
_UNSURE = 0.93  # a content that the model is less sure of ends where the parse says, if that tells of the same
_SAME = 0.3  # overlap of contents that are the same
_THRESHOLD = 0.5  # for cues that the model has read and left, how often they must attribute


def learned(doc: Doc, marked: list[Quotation]) -> list[Draft]:
    """What the language model takes for said, where it knows of attributions."""
    firsts = {quotation.first: place for place, quotation in enumerate(marked)}
    drafts = []
    for candidate, attribution in attributed(doc, marked):
        said = {i for part in candidate.content for i in range(*part)}
        begun = sorted(firsts[i] for i in said & firsts.keys())
        held = [place for place in begun if said.issuperset(range(marked[place].first, marked[place].end))]
        drafts.append(Draft(candidate, list(candidate.content), candidate.pattern, held, attribution))
    return drafts


def merged(drafts: list[Draft], rules: list[Draft]) -> list[Draft]:
    """What the model finds, with the help of what the parse does.

    Args:
        drafts: The utterances by the model.
        rules: Those by the parse; they sharpen unsure contents of the same cue, name a speaker where there is none,
            and add what overlaps none.
    """
    by_head = {rule.candidate.head.i: rule for rule in rules}
    owner = {i: draft for draft in drafts for i in draft.words()}
    for draft in drafts:
        rule = next((by_head[i] for i in range(*draft.candidate.cue) if i in by_head), None)
        if rule is not None and _names(rule, draft):
            draft.candidate = replace(
                draft.candidate, speaker=rule.candidate.speaker, speaker_range=rule.candidate.speaker_range
            )
        if rule is not None and _sharpens(rule, draft) and all(owner.get(i, draft) is draft for i in rule.words()):
            for i in draft.words():
                owner.pop(i, None)
            draft.parts, draft.held = list(rule.parts), list(rule.held)
            owner |= dict.fromkeys(draft.words(), draft)
    told = {i for draft in drafts for i in draft.words() | draft.telling()}
    return drafts + [rule for rule in rules if _adds(rule) and told.isdisjoint({*rule.words(), rule.candidate.head.i})]


def _names(rule: Draft, draft: Draft) -> bool:
    """Whether a rule knows a speaker where the model has found none: *was accused by Peru*."""
    places = range(*rule.candidate.speaker_range or (0, 0))
    return draft.candidate.speaker_range is None and len(places) > 0 and draft.words().isdisjoint(places)


def _sharpens(rule: Draft, draft: Draft) -> bool:
    words, others = rule.words(), draft.words()
    same = len(words & others) >= _SAME * len(words | others)
    unsure = draft.attribution is not None and draft.attribution.content_probability < _UNSURE
    return same and unsure and words.isdisjoint(draft.telling())


def _adds(rule: Draft) -> bool:
    return (
        rule.rule in BESIDE
        or is_sure(rule.candidate)
        or rate(rule.candidate.head, rule.candidate.pattern) >= _THRESHOLD
    )


def attributed(doc: Doc, marked: list[Quotation]) -> Iterator[tuple[Candidate, Attribution]]:
    """The attributions of a Doc, the surest first; no two contents have words in common."""
    at = {i: quotation for quotation in marked for i in range(quotation.first, quotation.end)}
    taken: set[int] = set()
    found: list[Attribution] = doc._.attributions or []
    told = (one for one in found if not _only_names(doc, one))
    for attribution in sorted(told, key=lambda one: (-probability(one), one.cue)):
        cue = range(*attribution.cue)
        content = _rounded(doc, attribution.content, at, set(cue) | taken)
        places = {i for part in content for i in range(*part)}
        if content and taken.isdisjoint(places):
            taken |= places
            yield _candidate(doc, attribution, content), attribution


def _only_names(doc: Doc, attribution: Attribution) -> bool:
    """*known as “the Fox”*, *nicknamed “the Fox”*: what somebody is called by nobody in particular."""
    cue = doc[slice(*attribution.cue)]
    known = cue[-1].lower_ == "known" and cue.end < len(doc) and doc[cue.end].lower_ == "as"
    return not attribution.source and (
        known or cue.text.lower().endswith("known as") or any(lemma_of(token) in NICKNAMING for token in cue)
    )


def probability(attribution: Attribution) -> float:
    """How sure the model is of an attribution."""
    return attribution.cue_probability * attribution.content_probability


def _candidate(doc: Doc, attribution: Attribution, content: list[Range]) -> Candidate:
    named = _whole(attribution.source)
    named = tidy(doc, *named) if named else None
    named = named if named and named[0] < named[1] else None  # no more than punctuation
    cue = tidy(doc, *attribution.cue)
    cue = cue if cue[0] < cue[1] else attribution.cue  # a colon or dash
    return Candidate(
        head=doc[slice(*cue)].root,
        cue=cue,
        speaker=doc[slice(*named)].root if named else None,
        speaker_range=named,
        content=tuple(content),
        pattern=RULE,
    )


def _whole(source: Iterable[Range]) -> Range | None:
    """The longest stretch of a source; the rest of it is stray."""
    return max(source, key=lambda part: (part[1] - part[0], -part[0]), default=None)


def _tidied(doc: Doc, part: Range, at: dict[int, Quotation]) -> Range:
    """Without punctuation at its ends, but for that of quotations which it holds to the end, closed or not."""
    first, end = tidy(doc, *part)
    last = at.get(end - 1)
    return first, last.end if last is not None and last.end <= part[1] else end


def _rounded(doc: Doc, content: Iterable[Range], at: dict[int, Quotation], barred: set[int]) -> list[Range]:
    """The content, with the whole of the quotations that it holds most of, and without marks at its ends."""
    parts = list(content)
    said = {i for part in parts for i in range(*part)}
    for quotation in {at[i].first: at[i] for i in sorted(said & at.keys())}.values():
        words = {token.i for token in quotation.words(doc)}
        if len(words & said) > MOST * len(words) and barred.isdisjoint(words):
            parts.append((quotation.first, quotation.end))
    tidied = (_tidied(doc, part, at) for part in joined(parts))
    return [part for part in tidied if any(token.is_alpha or token.is_digit for token in doc[slice(*part)])]
