"""Cuts claims into parts as small as people would: a core, a core with each adjunct, each conjunct, each apposition.

A part is a set of words of one sentence, with gaps; it belongs to the claim that it is cut from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from pipeline.components.records import Proposition
from pipeline.propositions.arguments import roles_of, stretches
from pipeline.propositions.choice import SAME, choose
from pipeline.propositions.clauses import Clause, is_infinitive, is_verb
from pipeline.propositions.cuts import Cut, cuts_of, name_of, shared_auxiliaries
from pipeline.propositions.linear import Linear, Segmenter
from pipeline.propositions.predicates import (
    joined,
    modality_of,
    object_of,
    polarity_of,
    predicate_lemma,
    predicate_of,
    predicate_tokens,
)
from pipeline.propositions.tense import tense_of
from pipeline.propositions.tokensets import Sentence, likeness
from pipeline.propositions.traits import traits

_ON_NOUNS = frozenset(("acl", "relcl"))


def parts_of(doc: Doc, claims: Sequence[Proposition], segmenter: Segmenter) -> list[Proposition]:
    """The parts of a Doc's claims in reading order; a claim of which there is but the whole has none."""
    over = _claims_by_head(claims)
    found: list[Proposition] = []
    for sentence, cuts in cut_claims(doc, claims, segmenter.kept):
        chosen = choose([cut.tokens for cut in cuts], traits(cuts, sentence), segmenter)
        by_claim: dict[int, list[Cut]] = defaultdict(list)
        for cut in sorted((cuts[i] for i in chosen), key=lambda cut: _reading_order(cut.tokens)):
            index = _claim_over(cut.head, over)
            by_claim[index if index is not None else _first_in(sentence.span, claims)].append(cut)
        for index, own in by_claim.items():
            whole = sentence.set_of(tokens_of(claims[index]))
            if len(own) > 1 or likeness(own[0].tokens, whole) < SAME:
                made = (_part(cut, sentence, claims[index], index) for cut in own)
                found += [part for part in made if part.stretches]  # marks alone say nothing
    return found


def cut_claims(doc: Doc, claims: Sequence[Proposition], kept: Linear) -> Iterator[tuple[Sentence, list[Cut]]]:
    """The sentences of a Doc that claim something, with the ways to cut them."""
    over = _claims_by_head(claims)
    starts = {claim.span[0].sent.start for claim in claims}
    for sent in doc.sents if starts else ():
        if sent.start in starts:
            sentence = Sentence(sent)
            cuts = cuts_of(sentence, kept, _asserted(claims, over))
            if cuts:
                yield sentence, cuts


def tokens_of(claim: Proposition) -> list[Token]:
    """The words that a claim is made of."""
    return [token for span in claim.stretches for token in span]


def _asserted(claims: Sequence[Proposition], over: dict[int, int]) -> Callable[[Token], bool]:
    """Whether a verb or noun stands where a claim asserts something."""

    def holds(token: Token) -> bool:
        if not is_verb(token) or token.i in over:
            return True
        first = token
        while first.dep_ == "conj" and is_verb(first.head):
            first = first.head
        if first.dep_ not in _ON_NOUNS or is_infinitive(token):
            return False
        governing = next((t for t in first.ancestors if is_verb(t)), None)
        return governing is not None and governing.i in over and claims[over[governing.i]].polarity == "affirmed"

    return holds


def _claims_by_head(claims: Sequence[Proposition]) -> dict[int, int]:
    return {claim.head.start: index for index, claim in enumerate(claims) if claim.head is not None}


def _claim_over(token: Token, over: dict[int, int]) -> int | None:
    """The claim whose clause a word stands in."""
    return next((over[t.i] for t in (token, *token.ancestors) if t.i in over), None)


def _first_in(span: Span, claims: Sequence[Proposition]) -> int:
    return next(i for i, claim in enumerate(claims) if span.start <= claim.span.start < span.end)


def _reading_order(tokens: int) -> tuple[int, int]:
    return tokens & -tokens, tokens


def _part(cut: Cut, sentence: Sentence, claim: Proposition, index: int) -> Proposition:
    tokens = sentence.tokens(cut.tokens)
    make = _of_verb if cut.form.startswith("verb:") else _of_noun
    return make(cut, tokens, claim, index)


def _of_verb(cut: Cut, tokens: list[Token], claim: Proposition, index: int) -> Proposition:
    predicate = predicate_of(Clause(cut.head, "part", cut.subject.head))
    target = object_of(predicate)
    roles = roles_of(predicate, target)
    words = {*predicate_tokens(predicate), *shared_auxiliaries(cut.head)}
    words |= {cut.subject.copula} if cut.subject.copula is not None else set()
    said = [token for token in tokens if token in words]
    roles |= dict.fromkeys((token.i for token in said), "predicate")
    modality = modality_of(predicate)
    made = stretches(tokens, roles)
    return Proposition(
        span=tokens[0].doc[tokens[0].i : tokens[-1].i + 1],
        subject=_with_role(made, "subject", cut.subject.head),
        predicate=Span(cut.head.doc, predicate.head.i, predicate.head.i + 1),
        predicate_text=joined(said),
        object=_with_role(made, "object", target),
        polarity=claim.polarity if claim.head is not None and claim.head[0] == cut.head else polarity_of(predicate),
        modality=claim.modality if modality == "asserted" else modality,
        utterance=claim.utterance,
        kind="part",
        tense=tense_of(predicate),
        lemma=predicate_lemma(predicate.head),
        stretches=made,
        head=Span(cut.head.doc, cut.head.i, cut.head.i + 1),
        part_of=index,
    )


def _of_noun(cut: Cut, tokens: list[Token], claim: Proposition, index: int) -> Proposition:
    """A noun with something said of it, which it *is*."""
    named = {token.i for token in name_of(cut.head)}
    made = stretches(tokens, {t.i: "subject" if t.i in named else "object" for t in tokens})
    return Proposition(
        span=tokens[0].doc[tokens[0].i : tokens[-1].i + 1],
        subject=_with_role(made, "subject", cut.head),
        predicate=Span(cut.head.doc, cut.head.i, cut.head.i + 1),
        predicate_text="be",
        object=_with_role(made, "object", None),
        polarity="affirmed",
        modality="asserted",
        utterance=claim.utterance,
        kind="part",
        lemma="be",
        stretches=made,
        head=Span(cut.head.doc, cut.head.i, cut.head.i + 1),
        part_of=index,
    )


def _with_role(made: Sequence[Span], role: str, head: Token | None) -> Span | None:
    """The stretch of a role, where there are several the one that holds its head."""
    own = [span for span in made if span.label_ == role]
    holding = (span for span in own if head is not None and span.start <= head.i < span.end)
    return next(holding, own[0] if own else None)
