"""Finds by the parse what may be said, thought or written by whom: a cue, its complement and its subject.

Everything that has the right shape is a candidate; which of them attribute something is for the cue lexicon to say, by
lemma, part of speech and pattern of complement.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from pipeline.quotation.cues import is_saying
from pipeline.quotation.order import following, governs_clauses, is_mistaken_verb, to_clause_end, trailing
from pipeline.quotation.spans import FINITE, Range, cue_range, joined, subtree, tidy, without
from pipeline.quotation.speakers import (
    SUBJECTS,
    agent_of,
    is_passive,
    own_subject,
    owner_of,
    parallel_cue,
    phrase_from,
    speaker_of,
    speaker_range,
)

_COMPLEMENTS = frozenset(("prep", "oprd", "xcomp", "ccomp", "acl", "dative", "prt", "relcl", "attr", "acomp", "pcomp"))
_GOVERNED = frozenset(
    (
        "about",
        "of",
        "for",
        "against",
        "to",
        "on",
        "with",
        "in",
        "over",
        "at",
        "as",
        "from",
        "toward",
        "towards",
        "behind",
    )
)
_PHRASE = 10  # tokens that the rest of a noun phrase may have
_FILLERS = frozenset(("it", "there"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be an attribution.

    Attributes:
        head: The head of the cue.
        cue: The cue.
        speaker: The head of the speaker.
        speaker_range: The speaker.
        content: What is attributed, in reading order.
        pattern: Shape of the complement, as in the columns `pattern` of cues.csv.
    """

    head: Token
    cue: Range
    speaker: Token | None
    speaker_range: Range | None
    content: tuple[Range, ...]
    pattern: str


def candidates(doc: Doc) -> Iterator[Candidate]:
    """Everything that looks like an attribution, governing ones before governed ones in each sentence."""
    for sentence in doc.sents:
        for token in sorted(sentence, key=lambda token: (_depth(token), token.i)):
            yield from _of_token(token)


def _depth(token: Token) -> int:
    depth = 0
    while token.head != token and depth < 50:
        token, depth = token.head, depth + 1
    return depth


def _of_token(token: Token) -> Iterator[Candidate]:
    if token.lower_ == "according":
        yield from _according(token)
    elif token.is_title and not token.is_sent_start and not _is_headline(token):
        return  # a name, whatever the tagger says of it
    elif token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass", "amod", "compound"):
        yield from _of_verb(token)
    elif token.tag_ in ("NNS", "NNPS") and is_mistaken_verb(token):
        yield from _of_mistaken_verb(token)
    elif token.pos_ == "NOUN":
        yield from _of_noun(token)
    elif token.pos_ == "ADJ":
        yield from _of_adjective(token)


def _of_mistaken_verb(token: Token) -> Iterator[Candidate]:
    """*Article 7 states that* with a noun *states*: its subject is what stands before it in the phrase."""
    subject = token.doc[token.i - 1]
    named = tidy(token.doc, min(token.left_edge.i, subject.left_edge.i), token.i)
    content = tidy(token.doc, token.i + 1, token.sent.end)
    if named[0] < named[1] and content[0] < content[1]:
        yield Candidate(token, (token.i, token.i + 1), subject, named, (content,), "following")


def _is_headline(token: Token) -> bool:
    """Whether most words around a token have capitals."""
    near = [t for t in token.doc[max(token.i - 4, token.sent.start) : min(token.i + 5, token.sent.end)] if t.is_alpha]
    return sum(t.is_title for t in near) > 0.7 * len(near)


def _of_verb(verb: Token) -> Iterator[Candidate]:
    shape = _shape(verb)
    if shape is None:
        return
    pattern, ranges = shape
    speaker = speaker_of(verb)
    if is_passive(verb):
        pattern = f"passive {pattern}"
        subject = own_subject(verb)
        if subject is not None and subject.lower_ not in _FILLERS:
            ranges = [subtree(subject), *ranges]
    cue = cue_range(verb)
    *kind, word = pattern.split()
    if "prep" in kind and cue[1] < len(verb.doc) and verb.doc[cue[1]].lower_ == word:
        cue = cue[0], cue[1] + 1  # *call for*, *was said by*
    yield from _candidate(verb, cue, speaker, ranges, pattern)


def _shape(verb: Token) -> tuple[str, list[Range]] | None:
    """The pattern of a verb's complements, and where they stand."""
    inserted = trailing(verb)
    if inserted is not None:
        return "trailing", inserted
    children = [child for child in verb.children if child.dep_ not in SUBJECTS]
    clause = next((c for c in children if c.dep_ == "ccomp"), None)
    thing = next((c for c in children if c.dep_ == "dobj" and c.i > verb.i), None)
    if clause is not None and (thing is None or clause.i < thing.i or governs_clauses(verb)):
        return ("to" if _is_infinitive(clause) else "that"), [_clause(verb, clause)]
    rest = following(verb)
    if rest is not None:
        return "following", rest
    return _phrase_shape(verb, [child for child in children if child.i > verb.i])


def _clause(verb: Token, clause: Token) -> Range:
    first, end = subtree(clause)
    for token in clause.subtree:
        if token.i > clause.i and token.dep_ == "conj" and (parallel_cue(token) == verb or _reports_anew(token)):
            return first, _before_conjunction(token)
    if first > verb.i and governs_clauses(verb):
        end = to_clause_end(verb.doc, end, verb.sent.end)
    return first, end


def _reports_anew(verb: Token) -> bool:
    """*She said it was “odd” and he replied that ...*: a second report after a quotation."""
    subject = own_subject(verb)
    if subject is None or not governs_clauses(verb):
        return False
    before = verb.doc[max(subtree(subject)[0] - 2, 0)]
    return before.is_quote and any(child.dep_ == "ccomp" for child in verb.children)


def _before_conjunction(verb: Token) -> int:
    """The place of the *and* that leads to a clause, or that of the clause's first word."""
    subject = own_subject(verb)
    start = min(cue_range(verb)[0], subtree(subject)[0] if subject is not None else verb.i)
    return start - 1 if verb.doc[start - 1].tag_ == "CC" else start


def _phrase_shape(verb: Token, children: list[Token]) -> tuple[str, list[Range]] | None:
    renamed = any(c.dep_ == "oprd" for c in children)
    thing = next((c for c in children if c.dep_ == "dobj" or (renamed and c.dep_ == "dative")), None)
    if thing is not None:
        return _object_shape(thing, [c for c in children if c.i > thing.i])
    open_clause = next((c for c in children if c.dep_ == "xcomp"), None)
    if open_clause is not None:
        return ("to" if _is_infinitive(open_clause) else "ing"), [subtree(open_clause)]
    phrase = next((c for c in children if c.dep_ == "prep" and c.lower_ in _GOVERNED and c.n_rights), None)
    if phrase is not None:
        return f"prep {phrase.lower_}", [(next(phrase.rights).left_edge.i, subtree(phrase)[1])]
    by = is_passive(verb) and agent_of(verb) is not None and not any(c.lower_ == "being" for c in verb.children)
    return ("prep by", []) if by else None


def _object_shape(thing: Token, rest: list[Token]) -> tuple[str, list[Range]]:
    """An object with what follows it as its predicate: *call X a liar*, *dismiss X as idle*, *urge X to go*."""
    end, pattern = _object_end(thing), "np"
    for child in rest:
        if child.is_quote:
            continue
        if child.dep_ not in _COMPLEMENTS or child.ent_type_ in ("DATE", "TIME") or _is_time(child):
            break
        end = max(end, subtree(child)[1])
        if child.dep_ == "xcomp" and pattern == "np":
            pattern = "np to"
        elif child.dep_ in ("oprd", "ccomp", "acomp", "attr") or child.lower_ == "as":
            pattern = "np as"
    return pattern, [(subtree(thing)[0], end)]


def _object_end(thing: Token) -> int:
    """One past the object, short of a clause that the parse took for a part of it: *and a statement called it odd*."""
    for token in thing.subtree:
        noun = token.head
        if token.tag_ in FINITE and token.dep_ == "acl" and noun.dep_ == "conj" and is_saying(token):
            before = noun.left_edge.i - 1
            return before if noun.doc[before].tag_ == "CC" else noun.left_edge.i
        if token.dep_ == "relcl" and token.left_edge.i > 0 and token.left_edge.nbor(-1).text == ",":
            return token.left_edge.i - 1
    return subtree(thing)[1]


def _is_time(phrase: Token) -> bool:
    return phrase.dep_ == "prep" and any(child.ent_type_ in ("DATE", "TIME") for child in phrase.children)


def _is_infinitive(verb: Token) -> bool:
    return any(child.tag_ == "TO" for child in verb.lefts)


def _of_noun(noun: Token) -> Iterator[Candidate]:
    """*Her claim that the road is closed*, *its plan to close the road*."""
    for child in noun.children:
        if child.i > noun.i and child.dep_ in ("acl", "ccomp", "relcl"):
            if any(t.lower_ == "that" and t.dep_ in ("mark", "complm") for t in child.lefts):
                yield from _candidate(noun, (noun.i, noun.i + 1), owner_of(noun), [subtree(child)], "that")
            elif child.dep_ == "acl" and _is_infinitive(child):
                yield from _candidate(noun, (noun.i, noun.i + 1), owner_of(noun), [subtree(child)], "to")


def _of_adjective(adjective: Token) -> Iterator[Candidate]:
    """*She is sure that the road is closed*, *he was ready to go*."""
    verb = adjective.head
    if adjective.dep_ not in ("acomp", "oprd", "xcomp") or verb.pos_ not in ("AUX", "VERB"):
        return
    for child in adjective.children:
        if child.dep_ in ("ccomp", "xcomp") and child.i > adjective.i:
            pattern = "to" if _is_infinitive(child) else "that"
            cue = cue_range(verb)[0], adjective.i + 1
            yield from _candidate(adjective, cue, speaker_of(verb), [subtree(child)], pattern)


def _according(token: Token) -> Iterator[Candidate]:
    """What stands by *according to the mayor*: the clause that it belongs to."""
    doc, sentence = token.doc, token.sent
    start = token.i + 2
    if start >= sentence.end or doc[token.i + 1].lower_ != "to":
        return
    speaker = phrase_from(doc, start, sentence.end)
    if speaker is None:
        return
    mark = next((t.i for t in doc[start + 1 : sentence.end] if t.is_quote), sentence.end)
    named = start, max(min(speaker_range(speaker)[1], mark), start + 1)
    if token.i == sentence.start:
        named = start, _opening_comma(doc, named[1], mark)
    verb = token.head
    while verb.pos_ not in ("VERB", "AUX") and verb.head != verb:
        verb = verb.head
    inside = subtree(verb) if verb.i != token.i and verb.pos_ in ("VERB", "AUX") else (sentence.start, sentence.end)
    bracket = _bracket(doc, token.i, sentence.start, sentence.end)
    pieces = without([bracket or inside], (token.i, named[1]))
    content = tuple(r for r in (tidy(doc, *piece) for piece in pieces) if r[0] < r[1])
    if content:
        yield Candidate(token, (token.i, start), speaker, named, content, "according to")


def _opening_comma(doc: Doc, end: int, limit: int) -> int:
    """Where the phrase that opens a sentence ends, should the parse have cut it short."""
    for i in range(end, min(end + _PHRASE, limit)):
        if doc[i].text == ",":
            return i
        if doc[i].pos_ in ("VERB", "AUX"):
            break
    return end


def _bracket(doc: Doc, place: int, start: int, end: int) -> Range | None:
    """What stands with the token in one pair of brackets."""
    opened = next((i for i in range(place, start - 1, -1) if doc[i].text in "()"), None)
    if opened is None or doc[opened].text != "(":
        return None
    closed = next((i for i in range(place, end) if doc[i].text == ")"), end)
    return opened + 1, closed


def _up_to_head(speaker: Token, cue: Range) -> Range:
    """A speaker whose phrase holds the cue by the parse: no more than its words up to the head."""
    first = speaker.left_edge.i
    return (speaker.i if first < cue[1] <= speaker.i else first), speaker.i + 1


def _with_last(doc: Doc, named: Range, cue: Range) -> Range:
    """Coordinated speakers of which the parse lost the last, up to the cue; after a passive one, without the "and"."""
    if named[1] > cue[0]:
        return tidy(doc, named[0], named[1] - 1)
    if not any(token.pos_ in ("VERB", "AUX") for token in doc[named[1] : cue[0]]):
        return tidy(doc, named[0], cue[0])
    last = phrase_from(doc, named[1], cue[0])
    return (named[0], last.i + 1) if last is not None else tidy(doc, named[0], named[1] - 1)


def _candidate(
    head: Token, cue: Range, speaker: Token | None, ranges: list[Range], pattern: str
) -> Iterator[Candidate]:
    """The candidate, unless nothing is left of its content."""
    named = speaker_range(speaker) if speaker is not None else None
    if named and head.doc[named[1] - 1].tag_ == "CC":
        named = _with_last(head.doc, named, cue)
    if named and cue[0] < named[1] and named[0] < cue[1]:
        named = _up_to_head(speaker, cue) if speaker is not None else None
    around = [r for r in (named, cue) if r]
    for cut in around:
        ranges = without(ranges, cut)
    content = [tidy(head.doc, *piece) for piece in joined(ranges)]
    content = [(first, end) for first, end in content if first < end]
    if content:
        yield Candidate(head, cue, speaker, named, tuple(content), pattern)
