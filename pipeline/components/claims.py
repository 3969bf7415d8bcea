"""The spaCy component "claims": cuts a parsed Doc into propositions, one for each clause that asserts something.

Sets `doc.spans["claims"]` and `doc._.claims`. Where `doc._.quotes` is set before, each proposition knows the utterance
that it stands in, and clauses that only report what somebody says are left out: what is said is the claim.
"""

from __future__ import annotations

from collections import defaultdict

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline.components.clauses import Clause, balanced, child, find_clauses, noun_phrase, trim
from pipeline.components.predicates import (
    Predicate,
    is_hedge,
    is_rejected,
    modality_of,
    object_of,
    polarity_of,
    predicate_of,
    predicate_text,
    rejects,
)
from pipeline.components.records import Proposition, Utterance, register_extensions

_OWN_OBJECTS = ("dobj", "attr", "oprd", "acomp", "xcomp")
_TERMINAL = frozenset(".!?…:;")
_HEADING_LENGTH = 15  # words
_WITHOUT_SUBJECT = 5  # words of a claim for which no subject was found
_LOOSE = frozenset(("cc", "preconj", "mark", "punct"))
_Edges = tuple[dict[int, list[int]], dict[int, list[int]]]


@Language.factory("claims", assigns=["doc.spans", "doc._.claims"], requires=["token.dep", "token.pos", "token.tag"])
class ClaimFinder:
    """Finds the propositions of a Doc."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc.spans["claims"]` and `doc._.claims`, in reading order."""
        claims = propositions(doc) if doc.has_annotation("DEP") else []
        doc._.claims = claims
        doc.spans["claims"] = [claim.span for claim in claims]
        return doc


def propositions(doc: Doc) -> list[Proposition]:
    """The propositions of a parsed Doc, sorted by span; no two have the same span."""
    quotes: list[Utterance] = doc._.quotes
    inside = _utterances(doc, quotes)
    by_cue = _by_cue(quotes)
    silent = _headings(doc) | _questions(doc)
    clauses = [clause for clause in find_clauses(doc) if clause.head.i not in silent]
    heads = {clause.head.i for clause in clauses}
    edges = _edges(clauses)
    enclosed = _enclosed(doc, quotes)
    found: dict[tuple[int, int], Proposition] = {}
    for clause in clauses:
        if is_hedge(clause) or is_rejected(clause) or _only_reports(clause, by_cue, inside, heads):
            continue
        predicate = predicate_of(clause)
        span = _clip(_span(clause, predicate, edges), predicate, enclosed)
        if _reads_well(span, clause):
            found.setdefault((span.start, span.end), _proposition(span, predicate, inside.get(clause.head.i)))
    return [found[key] for key in sorted(found, key=lambda key: (key[0], -key[1]))]


def _proposition(span: Span, predicate: Predicate, utterance: int | None) -> Proposition:
    subject, target, head = predicate.clause.subject, object_of(predicate), predicate.head
    return Proposition(
        span=span,
        subject=noun_phrase(subject) if subject is not None else None,
        predicate=span.doc[head.i : head.i + 1],
        predicate_text=predicate_text(predicate),
        object=noun_phrase(target) if target is not None else None,
        polarity=polarity_of(predicate),
        modality=modality_of(predicate),
        utterance=utterance,
    )


def _utterances(doc: Doc, quotes: list[Utterance]) -> dict[int, int]:
    """The shortest utterance that each token stands in."""
    sizes = [sum(len(part) for part in quote.parts) for quote in quotes]
    order = sorted(range(len(quotes)), key=lambda index: -sizes[index])
    return {token.i: index for index in order for part in quotes[index].parts for token in part}


def _only_reports(clause: Clause, by_cue: dict[int, set[int]], inside: dict[int, int], heads: set[int]) -> bool:
    """Whether a clause does no more than report an utterance, whose content is claimed instead."""
    head = clause.head
    if rejects(head):
        return False
    content = child(head, "ccomp")
    if content is not None and content.i in inside and inside[content.i] != inside.get(head.i):
        return content.i in heads
    reported = by_cue.get(head.i, set())
    return bool(heads & (reported - {head.i})) and not _tells_more(head, inside)


def _by_cue(quotes: list[Utterance]) -> dict[int, set[int]]:
    """The tokens of what each word reports, as the cue of an utterance."""
    found: dict[int, set[int]] = defaultdict(set)
    for quote in quotes:
        for token in quote.cue or ():
            found[token.i].update(i for part in quote.parts for i in range(part.start, part.end))
    return found


def _tells_more(head: Token, inside: dict[int, int]) -> bool:
    """Whether a reporting verb has an object of its own, or is bound up with the words quoted."""
    if any(c.dep_ in _OWN_OBJECTS for c in head.children):
        return True
    arguments = (child(c, "pobj", "pcomp") for c in head.children if c.dep_ == "prep")
    return any(a is not None and any(t.i in inside for t in (a, a.left_edge, a.right_edge)) for a in arguments)


def _headings(doc: Doc) -> set[int]:
    """The tokens of short paragraphs that end without a stop; the first, the headline, may be a claim."""
    found: set[int] = set()
    start = 0
    for end in [t.i for t in doc if t.is_space and "\n\n" in t.text] + [len(doc)]:
        words = [t for t in doc[start:end] if not t.is_punct]
        if start and len(words) <= _HEADING_LENGTH and not _TERMINAL & set(doc[max(start, end - 3) : end].text):
            found.update(range(start, end))
        start = end + 1
    return found


def _questions(doc: Doc) -> set[int]:
    """The tokens of sentences that end with a question mark."""
    asked = (sent for sent in doc.sents if any(t.text.endswith("?") for t in sent[-3:]))
    return {token.i for sent in asked for token in sent}


def _edges(clauses: list[Clause]) -> _Edges:
    """Where clauses that can be cut off begin and end: ends by first token, and beginnings by last token."""
    by_first: dict[int, list[int]] = defaultdict(list)
    by_last: dict[int, list[int]] = defaultdict(list)
    for clause in clauses:
        root = clause.head.head if clause.head.dep_ == "pcomp" else clause.head
        first, last = root.left_edge.i, root.right_edge.i
        if clause.head.dep_ not in ("ROOT", "ccomp") and _is_apart(clause, first):
            by_first[first].append(last)
            by_last[last].append(first)
    return by_first, by_last


def _is_apart(clause: Clause, first: int) -> bool:
    """What tells which noun is meant (*the pact signed in May*) belongs to the clause around it."""
    return clause.head.dep_ not in ("relcl", "acl") or (first > 0 and clause.head.doc[first - 1].is_punct)


def _span(clause: Clause, predicate: Predicate, edges: _Edges) -> Span:
    """The stretch of a clause without other clauses, conjunctions and punctuation at its ends."""
    by_first, by_last = edges
    head, doc = clause.head, clause.head.doc
    core_first, core_last = min(t.i for t in predicate.chain), max(t.i for t in predicate.chain)
    first, last = head.left_edge.i, head.right_edge.i
    while last > core_last:
        cut = min((begin for begin in by_last.get(last, ()) if begin > core_last), default=None)
        if cut is None and not _is_loose(doc[last]) and not _dangles(doc[last]):
            break
        last = last - 1 if cut is None else cut - 1
    while first < core_first:
        cut = max((end for end in by_first.get(first, ()) if end < core_first), default=None)
        if cut is None and not _is_loose(doc[first]):
            break
        first = first + 1 if cut is None else cut + 1
    return balanced(doc, first, last)


def _dangles(token: Token) -> bool:
    """Whether a preposition has lost what followed it."""
    return token.dep_ == "prep" and any(True for _ in token.rights)


def _enclosed(doc: Doc, quotes: list[Utterance]) -> dict[int, tuple[int, int]]:
    """The first and last token of the innermost utterance in quotation marks or bracket that each token stands in."""
    parts = [(part.start, part.end - 1) for quote in quotes if quote.kind == "direct" for part in quote.parts]
    opened: list[int] = []
    for token in doc:
        if token.text in "([":
            opened.append(token.i)
        elif token.text in ")]" and opened:
            parts.append((opened.pop(), token.i))
        elif token.is_space:
            opened.clear()
    widest_first = sorted(parts, key=lambda part: (part[0] - part[1], part))
    return {i: part for part in widest_first for i in range(part[0], part[1] + 1)}


def _clip(span: Span, predicate: Predicate, enclosed: dict[int, tuple[int, int]]) -> Span:
    """The span without what lies beyond the utterance or bracket around its predicate, or is half a bracket."""
    core_first, core_last = min(t.i for t in predicate.chain), max(t.i for t in predicate.chain)
    first, last = span.start, span.end - 1
    around = enclosed.get(core_last)
    if around is not None and around[0] < core_first:
        first, last = max(first, around[0]), min(last, around[1])
    half = enclosed.get(last)
    if half is not None and half != around and core_last < half[0] and half[1] > last:
        last = half[0] - 1
    half = enclosed.get(first)
    if half is not None and half != around and half[1] < core_first and half[0] < first:
        first = half[1] + 1
    if (first, last) == (span.start, span.end - 1):
        return span
    trimmed = trim(span.doc, first, last)
    return balanced(span.doc, trimmed.start, trimmed.end - 1)


def _is_loose(token: Token) -> bool:
    return token.is_punct or token.is_space or token.dep_ in _LOOSE or token.tag_ == "WRB"


def _reads_well(span: Span, clause: Clause) -> bool:
    """Whether a clause makes sense alone: it says more of its subject than that it is."""
    words = [t for t in span if not t.is_punct and not t.is_space]
    if not any(t.is_alpha for t in words):
        return False
    if clause.subject is None:
        return clause.kind == "main" and len(words) >= _WITHOUT_SUBJECT
    return len(words) >= (2 if clause.subject in words and clause.subject.pos_ != "PRON" else 3)
