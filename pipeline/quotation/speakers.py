"""Who speaks: the noun phrase that is the subject of a cue, by the parse or, where that fails, by word order."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from pipeline.quotation.cues import is_saying
from pipeline.quotation.spans import FINITE, Range, cue_range, subtree, tidy

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
_RELATIVES = frozenset(("who", "which", "whose", "whom", "where", "that"))
_NOMINAL = frozenset(("NOUN", "PROPN", "PRON"))
_CAN_BE_SUBJECT = _NOMINAL | {"NUM", "DET", "ADJ"}
_MAX_STEPS = 8
_SENTENCE = 60  # tokens of a sentence that are looked at
_ASIDE = 15  # tokens between the commas of *the mayor, during her visit, said*


def speaker_range(head: Token) -> Range:
    """The noun phrase of a speaker, with coordinated ones and appositions."""
    first, end = subtree(head)
    for child in head.lefts:
        if child.dep_ in ("prep", "advmod", "cc") and head.doc[child.right_edge.i + 1].text == ",":
            first = child.right_edge.i + 2
    for token in head.subtree:
        if token.i > head.i and _leaves_out(token, head):
            end = min(end, token.left_edge.i)
    for token in head.doc[head.i + 1 : end]:
        if token.lower_ in _RELATIVES and token.nbor(-1).text == ",":
            end = token.i
            break
    if head.doc[first].text == "(" and not any(token.text == ")" for token in head.doc[first:end]):
        first += 1
    return tidy(head.doc, first, end) if first <= head.i < end else (head.i, head.i + 1)


def _leaves_out(token: Token, head: Token) -> bool:
    """Relative clauses and participles after a comma, and whatever a wrong parse hangs on a name."""
    if token.dep_ in ("ccomp", "advcl", "parataxis", "ROOT"):
        return True
    if token.dep_ not in ("relcl", "acl", "appos"):
        return False
    before = token.doc[token.left_edge.i - 1]
    apart = before.is_punct and before.i > head.i
    if token.dep_ == "appos":
        return apart and any(t.lower_ in ("said", "says") for t in token.subtree)
    return apart


def own_subject(verb: Token) -> Token | None:
    """The subject among the children of a verb."""
    return next((child for child in verb.children if child.dep_ in SUBJECTS), None)


def speaker_of(verb: Token) -> Token | None:
    """Who does what a verb tells: its subject, or that of the verb which governs it; the agent of a passive.

    A relative pronoun is given as it stands; `holder_of` tells whom it stands for.
    """
    if is_passive(verb):
        return agent_of(verb)
    found = own_subject(verb)
    if found is None and (verb.tag_ in FINITE or verb.dep_ == "amod"):
        found = subject_before(verb)
    found = found or _governing_subject(verb) or _earlier_subject(verb)
    return found if found is not None and found.pos_ in _CAN_BE_SUBJECT and _same_bracket(found, verb) else None


def _same_bracket(one: Token, other: Token) -> bool:
    """Whether two tokens stand inside the same brackets, or both outside any."""
    first, last = sorted((one.i, other.i))
    depth = lowest = 0
    for token in one.doc[first:last]:
        depth += (token.text == "(") - (token.text == ")")
        lowest = min(lowest, depth)
    return depth == 0 and lowest == 0


def parallel_cue(verb: Token) -> Token | None:
    """The cue that a verb continues although the parse hangs it on what is said: *said it was odd and warned of it*."""
    if verb.dep_ != "conj" or own_subject(verb) is not None or not is_saying(verb):
        return None
    token = verb.head
    for _ in range(_MAX_STEPS):
        if token.dep_ == "ccomp":
            cue = token.head
            return cue if cue.tag_ == verb.tag_ and cue.i < token.i and is_saying(cue) else None
        if token.dep_ not in ("conj", "acomp", "attr", "xcomp", "dobj", "advcl"):
            return None
        token = token.head
    return None


def _governing_subject(verb: Token) -> Token | None:
    verb = parallel_cue(verb) or verb
    if own_subject(verb) is not None:
        return own_subject(verb)
    for _ in range(_MAX_STEPS):
        if verb.dep_ in ("acl", "relcl", "amod"):
            return verb.head if verb.tag_ == "VBG" else None
        step = _governor(verb)
        if step is None:
            return None
        controlled = next((c for c in step.children if c.dep_ in ("dobj", "dative")), None)
        if verb.dep_ == "xcomp" and controlled is not None and controlled.i < verb.i and step.lemma_ != "promise":
            return controlled
        verb = step
        own = own_subject(verb)
        if own is not None:
            return own
    return None


def subject_before(verb: Token) -> Token | None:
    """The noun right before a verb, with or without an aside in commas: *the mayor, during her visit, said*."""
    doc, place = verb.doc, cue_range(verb)[0] - 1
    while place > 0 and doc[place].pos_ == "ADV":
        place -= 1
    if place > 0 and doc[place].text == ",":
        place = _before_aside(doc, place)
    if place < verb.sent.start or doc[place].pos_ not in _NOMINAL or doc[place].is_quote:
        return None
    token = doc[place]
    while token.dep_ != "conj" and token.head.pos_ in _NOMINAL and verb.sent.start <= token.head.i < verb.i:
        if token.head == token:
            break
        token = token.head
    return token


def _before_aside(doc: Doc, comma: int) -> int:
    for i in range(comma - 1, max(comma - _ASIDE, 0), -1):
        if doc[i].tag_ in FINITE or doc[i].is_quote or doc[i].is_sent_start:
            return -1
        if doc[i].text == ",":
            return i - 1
    return -1


def _earlier_subject(verb: Token) -> Token | None:
    """The subject of the finite verb before, or for a participle that opens the sentence the one after."""
    sentence = verb.sent
    if verb.tag_ == "VBG" and verb.i == sentence.start:
        return own_subject(sentence.root) or _after_comma(verb)
    for token in reversed(verb.doc[max(sentence.start, verb.i - _SENTENCE) : verb.i]):
        if token.text in (";", ":") or token.is_quote:
            return None
        if token.tag_ in FINITE and own_subject(token) is not None:
            return own_subject(token)
    return None


def _governor(verb: Token) -> Token | None:
    if verb.dep_ in ("conj", "advcl", "xcomp", "ccomp", "dep") and verb.head != verb:
        return verb.head
    if verb.dep_ == "pcomp":
        governor = verb.head.head
        return governor if governor.pos_ in ("VERB", "AUX") else None
    return None


def is_passive(verb: Token) -> bool:
    """Whether a verb is passive: *was accused of*, *those accused of*."""
    labels = {child.dep_ for child in verb.children}
    bare = verb.tag_ == "VBN" and verb.dep_ in ("acl", "relcl", "advcl") and "aux" not in labels
    return bare or "auxpass" in labels or "nsubjpass" in labels


def agent_of(verb: Token) -> Token | None:
    """The noun of *by ...* beside a passive."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by" and child.i > verb.i):
            return next((noun for noun in child.children if noun.dep_ == "pobj"), None)
    return None


def holder_of(speaker: Token) -> Token:
    """Whom a speaker stands for: the antecedent of a relative pronoun, else itself."""
    if speaker.lower_ not in _RELATIVES:
        return speaker
    verb = speaker.head
    for _ in range(_MAX_STEPS):
        if verb.dep_ == "relcl":
            return verb.head
        if verb.head == verb:
            break
        verb = verb.head
    return speaker


def _after_comma(verb: Token) -> Token | None:
    """The subject of the clause that a participle hands on to: *Noting that it rains, the mayor left*."""
    for token in verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + _SENTENCE)]:
        subject = own_subject(token)
        if subject is not None and token.tag_ in FINITE and verb.doc[subtree(subject)[0] - 1].text == ",":
            return subject
    return None


def owner_of(noun: Token) -> Token | None:
    """Whose word a noun is: *her claim*, *the claim of the mayor*, *the mayor made a claim*."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ == "prep" and child.lower_ in ("of", "by", "from") and child.i > noun.i:
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    if noun.i > 1 and noun.nbor(-1).tag_ == "POS":  # whatever the parse hangs it on
        return noun.nbor(-2)
    verb = noun.head
    if noun.dep_ == "dobj" and verb.pos_ == "VERB":
        return agent_of(verb) if is_passive(verb) else speaker_of(verb)
    return None


def phrase_from(doc: Doc, start: int, limit: int) -> Token | None:
    """The head of the noun phrase that begins at `start`, found by climbing from its first word."""
    if start >= limit:
        return None
    token = doc[start]
    for _ in range(limit - start):
        up = token.head
        if up == token or not start <= up.i < limit or up.pos_ in ("VERB", "AUX"):
            break
        token = up
    return token if token.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET") or token.tag_[:2] == "NN" else None
