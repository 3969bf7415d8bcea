"""The spaCy component "claims": cuts a parsed Doc into propositions, one for each clause that asserts something.

Sets `doc.spans["claims"]` and `doc._.claims`, and `doc._.claim_parts`, the smaller claims that these are made of: apart
from them, since who wants a claim for each clause must not get its words twice. Where `doc._.quotes` is set before,
each proposition knows the utterance that it stands in, and clauses that only report what somebody says are left out:
what is said is the claim.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline.components.records import Proposition, Utterance, register_extensions
from pipeline.propositions.arguments import roles_of, stretches, words_of
from pipeline.propositions.clauses import (
    Clause,
    child,
    find_clauses,
    is_infinitive,
    is_mark,
    is_verb,
    noun_phrase,
    own_subject,
    subject_of,
    trim,
)
from pipeline.propositions.headlines import headlines
from pipeline.propositions.linear import bundled
from pipeline.propositions.nominals import appositions, events
from pipeline.propositions.parts import parts_of
from pipeline.propositions.predicates import (
    Predicate,
    is_hedge,
    is_rejected,
    joined,
    modality_of,
    object_of,
    polarity_of,
    predicate_lemma,
    predicate_of,
    predicate_tokens,
    rejects,
)
from pipeline.propositions.spans import clip, edges_of, enclosed_in, span_of, with_antecedent, without_source
from pipeline.propositions.tense import tense_of

_TERMINAL = frozenset(".!?…:;")
_HEADING_LENGTH = 15  # words
_LONGEST = 150  # words; nobody reads a longer claim
_WITHOUT_SUBJECT = 5  # words of a claim for which no subject was found
_EMPTY = frozenset(("be", "have"))
_SAY_NOTHING = frozenset(("nsubj", "nsubjpass", "expl", "aux", "neg", "mark", "cc"))  # what may hang on these alone


@Language.factory(
    "claims",
    assigns=["doc.spans", "doc._.claims", "doc._.claim_parts"],
    requires=["token.dep", "token.pos", "token.tag"],
)
class ClaimFinder:
    """Finds the propositions of a Doc."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc.spans["claims"]`, `doc._.claims` and `doc._.claim_parts`, in reading order."""
        claims = propositions(doc) if doc.has_annotation("DEP") else []
        doc._.claims = claims
        doc._.claim_parts = parts_of(doc, claims, bundled())
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
    edges = edges_of(clauses)
    enclosed = enclosed_in(doc, quotes)
    found: dict[tuple[int, int], Proposition] = {}
    for clause in clauses:
        if is_hedge(clause) or is_rejected(clause) or _only_reports(clause, by_cue, inside, heads):
            continue
        predicate = predicate_of(clause)
        utterance = inside.get(clause.head.i)
        span = clip(span_of(predicate, edges), predicate, enclosed)
        span = without_source(span, predicate, quotes[utterance]) if utterance is not None else span
        span = with_antecedent(span, clause)
        if _reads_well(span, clause) and not _speaks_of_elsewhere(clause.head, span, quotes):
            found.setdefault((span.start, span.end), _proposition(span, predicate, utterance))
    for proposition in (*_unclaimed(quotes, list(found.values())), *_verbless(doc, silent, inside)):
        found.setdefault((proposition.span.start, proposition.span.end), proposition)
    for proposition in headlines(doc, {start for start, _ in found}):
        found[proposition.span.start, proposition.span.end] = proposition
    return [found[key] for key in sorted(found, key=lambda key: (key[0], -key[1]))]


def _proposition(span: Span, predicate: Predicate, utterance: int | None) -> Proposition:
    clause, target, head = predicate.clause, object_of(predicate), predicate.head
    subject = noun_phrase(clause.subject) if clause.subject is not None else None
    return Proposition(
        span=span,
        subject=subject,
        predicate=span.doc[head.i : head.i + 1],
        predicate_text=joined(predicate_tokens(predicate)),
        object=noun_phrase(target) if target is not None else None,
        polarity=polarity_of(predicate),
        modality=modality_of(predicate),
        utterance=utterance,
        kind=clause.kind,
        tense=tense_of(predicate),
        lemma=predicate_lemma(head),
        stretches=stretches(words_of(span, predicate, subject), roles_of(predicate, target)),
        head=span.doc[clause.head.i : clause.head.i + 1],
    )


def _verbless(doc: Doc, silent: set[int], inside: dict[int, int]) -> Iterator[Proposition]:
    """What appositions and nouns of events claim."""
    for proposition in (*appositions(doc), *events(doc)):
        place = proposition.predicate.start
        if place not in silent and len(proposition.span) <= _LONGEST:
            yield replace(proposition, utterance=inside.get(place))


def _unclaimed(quotes: list[Utterance], found: list[Proposition]) -> Iterator[Proposition]:
    """What is said but not claimed by any clause: parsers often miss how long speech hangs together."""
    for index, quote in enumerate(quotes):
        part = max(quote.parts, key=len)
        claimed = {token.i for one in found if one.utterance == index for token in one.span}
        head = _first_clause(part)
        if head is None or len(part) > _LONGEST or 2 * sum(token.i in claimed for token in part) >= len(part):
            continue
        first = part.start + (part[0].lower_ == "that")
        predicate = predicate_of(Clause(head, "complement", subject_of(head)))
        yield _proposition(trim(part.doc, first, part.end - 1), predicate, index)


def _first_clause(part: Span) -> Token | None:
    """The first verb of a stretch with a subject of its own that stands there too and is no relative pronoun."""
    for token in part:
        subject = own_subject(token) if is_verb(token) and not is_infinitive(token) else None
        if subject is not None and part.start <= subject.i < part.end and subject.tag_ not in ("WDT", "WP"):
            return token
    return None


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
    return bool(heads & (by_cue.get(head.i, set()) - {head.i}))


def _speaks_of_elsewhere(head: Token, span: Span, quotes: list[Utterance]) -> bool:
    """Whether a clause tells no more than that somebody said what stands outside it: *the mayor said on Friday*."""
    own = [quote for quote in quotes if quote.cue is not None and quote.cue.start <= head.i < quote.cue.end]
    return bool(own) and all(part.end <= span.start or span.end <= part.start for q in own for part in q.parts)


def _by_cue(quotes: list[Utterance]) -> dict[int, set[int]]:
    """The words that head what each word reports, as the cue of an utterance."""
    found: dict[int, set[int]] = defaultdict(set)
    for quote in quotes:
        for token in quote.cue or ():
            found[token.i].update(t.i for part in quote.parts for t in part if not part.start <= t.head.i < part.end)
    return found


def _is_empty(head: Token) -> bool:
    """Whether a verb that says nothing by itself has nothing but a subject: *the state had*, of a parse gone wrong."""
    return head.lemma_ in _EMPTY and all(c.dep_ in _SAY_NOTHING or is_mark(c) for c in head.children)


def _headings(doc: Doc) -> set[int]:
    """The tokens of short paragraphs that end without a stop: headings inside a text, and rubrics over it.

    What stands over a text and has a verb with a subject is a headline, which may be a claim.
    """
    found: set[int] = set()
    start, is_over = 0, True
    for end in [t.i for t in doc if t.is_space and "\n\n" in t.text] + [len(doc)]:
        words = [t for t in doc[start:end] if not is_mark(t)]
        ends_open = not _TERMINAL & set(doc[max(start, end - 3) : end].text)
        is_over = is_over and ends_open
        tells = is_over and any(own_subject(t) is not None for t in words if is_verb(t))
        if start and len(words) <= _HEADING_LENGTH and ends_open and not tells:
            found.update(range(start, end))
        start = end + 1
    return found


def _questions(doc: Doc) -> set[int]:
    """The tokens of sentences that end with a question mark."""
    asked = (sent for sent in doc.sents if any(t.text.endswith("?") for t in sent[-3:]))
    return {token.i for sent in asked for token in sent}


def _reads_well(span: Span, clause: Clause) -> bool:
    """Whether a clause makes sense alone: it says more of its subject than that it is."""
    words = [t for t in span if not is_mark(t) and not t.is_space]
    if len(words) > _LONGEST or not any(t.is_alpha for t in words) or _is_empty(clause.head):
        return False
    if clause.subject is None:
        return clause.kind == "main" and len(words) >= _WITHOUT_SUBJECT
    if clause.subject.tag_ in ("WDT", "WP") and clause.subject in words:  # a pronoun of which nobody knows whose
        return False
    return len(words) >= (2 if clause.subject in words and clause.subject.pos_ != "PRON" else 3)
