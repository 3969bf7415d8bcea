"""Attributes the quotations that neither stand beside their cue nor in its complement, by what leads up to them."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from pipeline.quotation.clauses import Candidate
from pipeline.quotation.cues import cue_of, cues, is_saying, lemma_of, part_of
from pipeline.quotation.direct import Quotation
from pipeline.quotation.order import to_clause_end
from pipeline.quotation.spans import Range, cue_range, tidy
from pipeline.quotation.speakers import owner_of, phrase_from, speaker_of, speaker_range

_REACH = 15  # tokens from a cue to the mark
_SENTENCE = 60  # tokens of a sentence that are looked at
_VERBS = frozenset(("VBD", "VBZ", "VBP", "VBN", "VBG", "VB"))


def near(doc: Doc, quotation: Quotation, inside: frozenset[int]) -> Candidate | None:
    """The attribution of a quotation to a noun or verb of saying before it in its clause, or to its own subject."""
    if quotation.is_title(doc):
        return None
    return (
        _by_noun(doc, quotation, inside)
        or _by_verb(doc, quotation, inside)
        or _by_subject(doc, quotation)
        or _by_document(doc, quotation)
    )


def _lead(doc: Doc, quotation: Quotation, inside: frozenset[int]) -> list[Token]:
    """The tokens before a quotation in its clause, nearest first."""
    found: list[Token] = []
    for i in range(quotation.first - 1, max(quotation.first - 1 - _REACH, -1), -1):
        token = doc[i]
        if i in inside or token.text in (".", "!", "?", ";", ":") or "\n" in token.text:
            break
        found.append(token)
    return found


def _by_noun(doc: Doc, quotation: Quotation, inside: frozenset[int]) -> Candidate | None:
    """*Her remark “...”*, *the mayor's reference to it as “...”*."""
    for token in _lead(doc, quotation, inside):
        cue = cue_of(token)
        if token.tag_ in _VERBS or token.text == ",":
            return None
        if cue is not None and cue.kind == "speech" and part_of(token) == "noun":
            owner = owner_of(token)
            if owner is None or owner.i in inside:
                return None
            content = tidy(doc, max(token.i + 1, owner.right_edge.i + 1 if owner.i > token.i else 0), quotation.end)
            return Candidate(token, (token.i, token.i + 1), owner, _possessor(owner), (content,), "noun")
    return None


def _by_document(doc: Doc, quotation: Quotation) -> Candidate | None:
    """*Set out in the preamble, the aim is to “...”*: a participle of saying with the document that it stands in."""
    sentence = doc[quotation.first].sent
    for token in doc[max(sentence.start, quotation.first - _SENTENCE) : quotation.first]:
        if token.tag_ == "VBN" and cue_of(token) is not None and doc[token.i + 1].lower_ == "in":
            document = phrase_from(doc, token.i + 2, quotation.first)
            known = cues().get((lemma_of(document), "noun")) if document is not None else None
            if document is not None and known is not None and known.kind == "document":
                named = tidy(doc, token.i + 2, speaker_range(document)[1])
                content = tidy(doc, named[1] if token.i == sentence.start else sentence.start, quotation.end)
                return Candidate(token, (token.i, token.i + 2), document, named, (content,), "document")
    return None


def _possessor(owner: Token) -> Range:
    first, end = speaker_range(owner)
    return (first, end - 1) if end - first > 1 and owner.doc[end - 1].tag_ == "POS" else (first, end)


def _by_verb(doc: Doc, quotation: Quotation, inside: frozenset[int]) -> Candidate | None:
    """*The mayor voiced concern over the “ever worse” traffic*."""
    for token in _lead(doc, quotation, inside):
        if token.tag_ not in _VERBS or not is_saying(token) or (token.is_title and not token.is_sent_start):
            continue
        if token.tag_ == "VBN" and doc[token.i + 1].pos_ in ("ADP", "PUNCT"):
            continue  # a passive: *written in*
        speaker = speaker_of(token)
        if speaker is None or speaker.i in inside or speaker.i > quotation.first:
            return None
        cue = cue_range(token)
        end = quotation.end
        if end < len(doc) and not doc[end].is_punct and not doc[end].is_space:
            end = tidy(doc, cue[1], to_clause_end(doc, end, doc[end].sent.end))[1]
        that = next((t.i for t in doc[cue[1] : quotation.first] if t.lower_ == "that" and t.tag_ != "DT"), cue[1])
        content = tidy(doc, that, max(end, quotation.end))
        return Candidate(token, cue, speaker, speaker_range(speaker), (content,), "near")
    return None


def _by_subject(doc: Doc, quotation: Quotation) -> Candidate | None:
    """*The mayor “regret[s] the closure”*: what is quoted is what the subject before it does by speaking."""
    words = quotation.words(doc)
    if len(words) < 4 or quotation.first == 0:
        return None
    subject = doc[quotation.first - 1]
    bracketed = "[" in doc[words[0].i : words[0].i + 3].text
    if subject.pos_ not in ("NOUN", "PROPN") or not (bracketed or is_saying(words[0])):
        return None
    named = tidy(doc, subject.left_edge.i, quotation.first)
    content = ((quotation.first, quotation.end),)
    cue = next((t.i + 1 for t in words[0].doc[words[0].i : words[0].i + 4] if t.text == "]"), words[0].i + 1)
    return Candidate(words[0], (words[0].i, cue), subject, named, content, "predicate")
