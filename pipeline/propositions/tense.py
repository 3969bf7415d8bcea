"""The time that a predicate speaks of, as its form tells it."""

from __future__ import annotations

from pipeline.propositions.clauses import is_infinitive
from pipeline.propositions.predicates import Predicate

_FUTURE = frozenset(("will", "'ll", "’ll", "wo", "shall"))
_PAST, _PRESENT = frozenset(("VBD",)), frozenset(("VBZ", "VBP"))


def tense_of(predicate: Predicate) -> str | None:
    """Whether a predicate speaks of the "past", the "present" or the "future"; None where its form does not tell.

    *Has signed* and, without an auxiliary, *signed by both* are past; *is to sign* and *will sign* are future; *may
    sign* and *signing* do not tell.
    """
    verb = predicate.chain[0]
    auxiliaries = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if any(c.lower_ in _FUTURE for c in auxiliaries):
        return "future"
    if any(c.tag_ == "MD" for c in auxiliaries):
        return None
    if any(c.lemma_ == "have" for c in auxiliaries):
        return "past"
    tags = {verb.tag_, *(c.tag_ for c in auxiliaries)}
    if tags & _PAST:
        return "past"
    if tags & _PRESENT:
        return "future" if verb.lemma_ == "be" and is_infinitive(predicate.head) else "present"
    return "past" if verb.tag_ == "VBN" else None
