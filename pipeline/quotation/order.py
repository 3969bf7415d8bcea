"""Finds indirect speech by word order where the parse fails: *..., she said*; *..., said the mayor*; *said that ...*.

For verbs alone that nearly always govern a clause, such as *say*.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from pipeline.quotation.cues import cue_of, cues, part_of
from pipeline.quotation.spans import FINITE, Range, cue_range, subtree
from pipeline.quotation.speakers import own_subject

_NEAR = 15  # tokens from a verb to its *that*: *told reporters on Friday that*
_WITH_VERB = frozenset(("dative", "prep", "npadvmod", "advmod"))
_TIMES = ("DATE", "TIME")
_STOPS = frozenset((",", ";", ":", ".", "!", "?", ")", "—", "–", "--", "―"))
_HANGS_ON = frozenset(
    ("while", "as", "when", "after", "before", "though", "although", "during", "on", "in", "at", "since")
)


def governs_clauses(verb: Token) -> bool:
    """Whether the verb is one of saying that mostly has a clause as its complement."""
    cue = cue_of(verb)
    return cue is not None and cue.clause and part_of(verb) == "verb"


def is_mistaken_verb(token: Token) -> bool:
    """Whether what the tagger took for a plural is a verb of saying: *states that*, *reports that*."""
    doc, place = token.doc, token.i
    if not token.sent.start < place < token.sent.end - 2 or doc[place + 1].lower_ != "that":
        return False
    cue = cues().get((token.lower_.removesuffix("s"), "verb"))
    return cue is not None and cue.clause and doc[place - 1].pos_ in ("NOUN", "PROPN", "NUM")


def trailing(verb: Token) -> list[Range] | None:
    """What a verb at the end of its sentence, or inserted in it, reports; None where it is no such verb."""
    doc, sentence = verb.doc, verb.sent
    subject = own_subject(verb)
    if subject is None or not governs_clauses(verb):
        return None
    first = min(subtree(subject)[0], cue_range(verb)[0])
    comma = first - 1
    if comma <= sentence.start or doc[comma].text not in (",", "—", "–", "--", "―"):
        return None
    inserted = doc[_after(verb)].text == ","
    if (
        subject.i < verb.i
        and not inserted
        and any(t.i > verb.i and t.dep_ in ("ccomp", "xcomp", "dobj") for t in verb.children)
    ):
        return None
    if not any(t.tag_ in FINITE for t in doc[sentence.start : comma]) and not inserted:
        return None
    ranges = [(sentence.start, comma)]
    resumed = _after(verb)
    if subject.i < verb.i and doc[resumed].text == "," and _resumes(doc, resumed + 1, sentence.end):
        ranges.append((resumed + 1, sentence.end))
    return ranges


def _governs(verb: Token, subject: Token) -> bool:
    after = [child for child in verb.children if child.i > verb.i]
    return subject.i < verb.i and any(child.dep_ in ("ccomp", "xcomp", "dobj") for child in after)


def _after(verb: Token) -> int:
    """The place behind a verb and what stands with it: *told reporters*, *said on Monday*."""
    end = verb.i + 1
    for child in verb.rights:
        if child.dep_ not in _WITH_VERB or child.left_edge.i != end:
            break
        end = child.right_edge.i + 1
    return min(end, len(verb.doc) - 1)


def _resumes(doc: Doc, first: int, end: int) -> bool:
    """The said sentence goes on after the insertion; not so before *adding*, *who* or *and*."""
    return first < end and doc[first].tag_ not in ("VBG", "CC", "WP", "WDT", "WRB") and doc[first].pos_ != "SPACE"


def following(verb: Token) -> list[Range] | None:
    """What follows a verb that governs no clause by the parse, but must have one: from *that* on, or all of it."""
    doc, end = verb.doc, verb.sent.end
    subject = own_subject(verb)
    if subject is None or subject.i > verb.i or not governs_clauses(verb):
        return None
    for token in doc[verb.i + 1 : min(verb.i + 1 + _NEAR, end)]:
        if token.lower_ == "that":
            return [(token.i, end)]
        if token.text in _STOPS or token.tag_ in FINITE:
            break
    if any(child.dep_ == "dobj" for child in verb.children):
        return None
    start = verb.i + 1
    clause = doc[start : min(start + 12, end)]
    if start < end and doc[start].text not in _STOPS and any(t.tag_ in FINITE for t in clause):
        return [(start, end)]
    return None


def to_clause_end(doc: Doc, end: int, limit: int) -> int:
    """Where a clause ends that the parse broke off at `end` in the middle of a phrase."""
    place = end
    while place < limit and doc[place].is_quote:
        place += 1
    if place >= limit or doc[place].tag_ == "CC" or doc[place].lower_ in _HANGS_ON or doc[place].ent_type_ in _TIMES:
        return end
    while place < limit and doc[place].text not in _STOPS and "\n" not in doc[place].text:
        if doc[place].tag_ == "CC" and doc[place - 1].is_quote:
            break
        end = place = place + 1
    return end


def past_quotations(doc: Doc, end: int, quotations: dict[int, int]) -> int:
    """Where a phrase ends that was cut at the closing mark before `end`: *“one” and “two” of them*.

    Args:
        doc: A parsed Doc.
        end: One past a closing mark.
        quotations: One past the closing mark of each quotation by the place of its opening mark.
    """
    limit = doc[end - 1].sent.end
    while end + 1 < limit and doc[end].lower_ in ("and", "or") and end + 1 in quotations:
        end = quotations[end + 1]
    if end >= limit or doc[end].is_punct or doc[end].is_space or doc[end].tag_ in FINITE:
        return end
    return to_clause_end(doc, end, limit)
