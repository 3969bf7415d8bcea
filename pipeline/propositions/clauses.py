"""Finds the clauses of a parsed Doc that assert something, and who or what each is about.

Reads the dependency labels of spaCy's English pipelines. A clause is known by its head: the verb that its other words
hang on.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
_ASKING = frozenset(("what", "whatever", "how", "why", "whether"))  # "he asked what it means"
_FINITE = frozenset(("VBD", "VBP", "VBZ", "MD"))
_PARTICIPLES = frozenset(("VBG", "VBN"))
_RELATIVES = frozenset(("WDT", "WP"))
_DEFINITE = frozenset(("the", "this", "these", "that", "those", "both", "all"))
_ARGUMENTS = frozenset(("prep", "agent", "dobj", "oprd", "npadvmod", "ccomp", "xcomp", "dative"))
_BEFORE_NOUN = frozenset(("advmod", "cc", "preconj", "mark", "punct", "intj"))  # "however, the trade ..."
_AFTER_NOUN = frozenset(("relcl", "acl", "appos", "parataxis"))
# prepositions whose gerund happens as well: "by signing the treaty, Kim ..."; not so "without signing"
_ASSERTING_PREPOSITIONS = frozenset(("by", "after", "before", "since", "while", "in", "upon", "despite", "following"))
_MARKS = {"“": "”", "‘": "’", "«": "»", "„": "“", "(": ")", "[": "]"}
_OPENING, _CLOSING = frozenset((*_MARKS, '"')), frozenset((*_MARKS.values(), '"'))
_SAID = frozenset("%‰")  # signs that are read out
_MAX_STEPS = 8
_ENDLESS = 400  # words of a sentence; the time that a tree of dependencies takes grows with its square
_LONGEST = 60  # words of a noun phrase on either side of its head
_FULL = 4  # words that a participle needs to read well without a comma before it


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that asserts something.

    Attributes:
        head: The verb that its other words hang on.
        kind: "main", "complement", "relative", "adverbial" or "participial".
        subject: The head of its subject, also where that stands in another clause.
    """

    head: Token
    kind: str
    subject: Token | None


def find_clauses(doc: Doc) -> list[Clause]:
    """The asserted clauses of a parsed Doc, in the order of their heads; none in a sentence that is endless."""
    kinds: dict[int, str] = {}
    found = []
    for token in (token for sent in doc.sents if len(sent) <= _ENDLESS for token in sent):
        kind = _kind(token, kinds)
        if kind and not _asks(token, kind):
            kinds[token.i] = kind
            found.append(Clause(token, kind, subject_of(token)))
    return found


def _asks(token: Token, kind: str) -> bool:
    """Whether a clause is a question, also one in another clause: *what it means*, *how did he know*."""
    if kind != "main":
        return token.left_edge.lower_ in _ASKING or any(c.lower_ in _ASKING for c in token.lefts)
    return any(c.tag_ in ("WRB", "WP") for c in token.lefts)


def is_verb(token: Token) -> bool:
    """Whether a token can head a clause; not so the last part of *sea-launched*, nor a mark that a tagger mistook."""
    if token.pos_ not in ("VERB", "AUX") or is_mark(token) or token.dep_ in ("aux", "auxpass", "amod", "compound"):
        return False
    before = token.nbor(-1) if token.i > 0 else None
    return before is None or before.text != "-" or bool(before.whitespace_)


def is_mark(token: Token) -> bool:
    """Whether a token is punctuation; to spaCy the sign of *3%* is, too."""
    return token.is_punct and token.text not in _SAID


def child(token: Token, *deps: str) -> Token | None:
    """The first child with one of the labels, in the order in which they are given."""
    children = list(token.children)
    return next((c for dep in deps for c in children if c.dep_ == dep), None)


def noun_phrase(head: Token) -> Span:
    """The phrase around a noun, up to the first clause or apposition that hangs on it."""
    first, end = head.left_edge.i, head.right_edge.i
    for c in head.lefts:
        if c.dep_ not in _BEFORE_NOUN:
            break
        first = c.right_edge.i + 1
    for c in head.rights:
        if c.dep_ in _AFTER_NOUN and c.left_edge.i > head.i:
            end = c.left_edge.i - 1
            break
    span = trim(head.doc, max(first, head.i - _LONGEST), min(end, head.i + _LONGEST))
    return balanced(head.doc, span.start, span.end - 1)


def trim(doc: Doc, first: int, last: int) -> Span:
    """The tokens `first` to `last`, without punctuation and white space at the ends."""
    while first < last and (is_mark(doc[first]) or doc[first].is_space):
        first += 1
    while last > first and (is_mark(doc[last]) or doc[last].is_space):
        last -= 1
    return doc[first : last + 1]


def balanced(doc: Doc, first: int, last: int) -> Span:
    """The tokens `first` to `last`, with a bracket or quotation mark just outside that belongs to one inside."""
    before = doc[first - 1].text if first else ""
    after = doc[last + 1].text if last + 1 < len(doc) else ""
    if before not in _OPENING and after not in _CLOSING:
        return doc[first : last + 1]
    text = doc[first : last + 1].text
    opens = any(text.count(b) > text.count(a) for a, b in _MARKS.items() if a == before)
    closes = any(text.count(a) > text.count(b) for a, b in _MARKS.items() if b == after)
    if text.count('"') % 2:
        closes = closes or (after == '"' and not text.startswith('"'))
        opens = opens or (before == '"' and not closes and text.endswith('"'))
    return doc[first - opens : last + 1 + closes]


def _kind(token: Token, kinds: dict[int, str]) -> str | None:
    if not is_verb(token):
        return None
    match token.dep_:
        case "ROOT" | "parataxis":
            return "main" if own_subject(token) or _is_statement(token) else None
        case "conj":
            return _coordinated(token, kinds)
        case "ccomp":
            return "complement" if _is_finite(token) and not is_open(token) else None
        case "advcl":
            compares = any(c.dep_ == "mark" and c.lower_ == "than" for c in token.lefts)  # *less than we thought*
            return None if compares else "adverbial" if _is_finite(token) else _participial(token)
        case "relcl" | "acl":
            return _of_noun(token)
        case "pcomp":
            known = token.head.lower_ in _ASSERTING_PREPOSITIONS or (_is_with(token.head) and own_subject(token))
            return _participial(token) if known and is_verb(token.head.head) else None
    return None


def _coordinated(token: Token, kinds: dict[int, str]) -> str | None:
    """A verb tied to another by *and*: what that is; a clause of its own where it has all that one needs."""
    if is_infinitive(token) or is_open(token, ("whether",)):
        return None
    inherited = kinds.get(token.head.i)
    return inherited or ("main" if own_subject(token) and _is_finite(token) and is_verb(token.head) else None)


def _of_noun(token: Token) -> str | None:
    """What hangs on a noun: *the pact, which ended the war*, *reports that he left*, *the pact signed in May*."""
    if false_subject(token):
        return "complement"
    if token.dep_ == "relcl":
        return "relative" if _is_finite(token) and _is_definite(token) else None
    if child(token, "mark") and _is_finite(token):
        return None if is_open(token) else "complement"
    set_off = _is_set_off(token) or behind_with(token) is not None
    if not set_off and (token.tag_ == "VBG" or token.right_edge.i - token.left_edge.i + 1 < _FULL):
        return None
    return _participial(token) if set_off or _is_definite(token) else None


def _participial(token: Token) -> str | None:
    full = any(c.dep_ in _ARGUMENTS for c in token.children) or own_subject(token)
    return "participial" if full and token.tag_ in _PARTICIPLES and not is_infinitive(token) else None


def behind_with(token: Token) -> Token | None:
    """The *with* behind a comma on whose noun a clause hangs: *12 died, with three deaths reported in Ohio*."""
    preposition = token.head.head
    is_one = token.dep_ == "acl" and _is_with(preposition) and _is_set_off(preposition)
    return preposition if is_one else None


def _is_with(token: Token) -> bool:
    """Whether a word is the *with* before what happens as well: *the strike ended, with 300 workers returning*."""
    return token.lower_ == "with" and token.dep_ == "prep" and is_verb(token.head)


def is_infinitive(token: Token) -> bool:
    """Whether a verb stands behind *to*."""
    return any(c.tag_ == "TO" and c.dep_ == "aux" for c in token.lefts)


def _is_finite(token: Token) -> bool:
    if is_infinitive(token):
        return False
    return token.tag_ in _FINITE or any(c.dep_ in ("aux", "auxpass") and c.tag_ in _FINITE for c in token.children)


def is_open(token: Token, marks: tuple[str, ...] = ("if", "whether")) -> bool:
    """A question in another clause (*whether he left*, *what he said*), which asserts nothing."""
    asks = "if" in marks
    return any((c.dep_ == "mark" and c.lower_ in marks) or (asks and c.tag_ in ("WRB", "WP")) for c in token.lefts)


def _is_definite(token: Token) -> bool:
    """Whether what a clause hangs on is a certain one, so that the clause tells of it rather than picks it out."""
    noun = token.head
    if _is_set_off(token) or noun.pos_ == "PROPN":
        return True
    return any(c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in _DEFINITE) for c in noun.lefts)


def _is_set_off(token: Token) -> bool:
    """Whether a comma, dash or bracket stands before a clause."""
    first = token.left_edge.i
    return first > 0 and is_mark(token.doc[first - 1])


def _is_statement(token: Token) -> bool:
    """Whether a finite verb has something before it, so that it is no order, though no subject was found for it."""
    before = [c for c in token.lefts if not is_mark(c) and c.dep_ not in ("aux", "auxpass", "cc", "advmod", "neg")]
    return bool(before) and _is_finite(token) and child(token, "ccomp") is None


def own_subject(token: Token) -> Token | None:
    """The subject that hangs on a verb, or on its auxiliary where the parser put it there."""
    auxiliaries = (c for c in token.children if c.dep_ in ("aux", "auxpass"))
    false = false_subject(token)
    on_verb = next((c for c in token.children if c.dep_ in _SUBJECTS and c != false), None)
    return on_verb or next((s for c in auxiliaries if (s := child(c, *_SUBJECTS)) is not None), None)


def false_subject(token: Token) -> Token | None:
    """The *that* of a complement that the parser took for a relative pronoun: the clause has another subject."""
    subjects = [c for c in token.children if c.dep_ in ("nsubj", "nsubjpass")]
    return subjects[0] if len(subjects) > 1 and subjects[0].lower_ == "that" else None


def subject_of(token: Token) -> Token | None:
    """The head of a verb's subject: its own, the noun that a relative clause hangs on, or the governing clause's."""
    for _ in range(_MAX_STEPS):
        own = own_subject(token)
        if own is not None:
            return _referent(token, own)
        if token.dep_ == "acl":
            return token.head
        step = token.head.head if token.dep_ == "pcomp" else token.head
        if token.dep_ not in ("conj", "advcl", "ccomp", "xcomp", "pcomp", "acomp") or step == token:
            return None
        token = step
    return None


def _referent(verb: Token, own: Token) -> Token:
    """What a subject stands for: the antecedent of *who*, the noun after *there is*."""
    if own.dep_ == "expl":
        return child(verb, "attr", "dobj") or own
    return antecedent(own, verb) or own


def antecedent(pronoun: Token, verb: Token) -> Token | None:
    """The noun that a relative pronoun of a clause stands for."""
    if pronoun.tag_ not in _RELATIVES and pronoun.lower_ not in ("which", "who", "whom", "that"):
        return None
    for _ in range(_MAX_STEPS):
        if verb.dep_ == "relcl":
            return verb.head
        if verb.dep_ not in ("conj", "xcomp", "ccomp"):
            break
        verb = verb.head
    return _noun_before(pronoun) if pronoun.lower_ in ("which", "who") else None


def _noun_before(pronoun: Token) -> Token | None:
    """The noun right before a pronoun, at the head of its phrases with *of* and the like."""
    before = pronoun.doc[max(pronoun.i - 2, 0) : pronoun.i]
    noun = next((t for t in reversed(before) if t.pos_ in ("NOUN", "PROPN")), None)
    for _ in range(_MAX_STEPS):
        if noun is None or noun.dep_ != "pobj" or noun.head.head.pos_ not in ("NOUN", "PROPN"):
            break
        noun = noun.head.head
    return noun
