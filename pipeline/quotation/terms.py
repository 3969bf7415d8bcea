"""Why words in quotation marks that nobody says stand in them: a term, a title, a nickname, a motto, or doubt."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc, Token

from pipeline.language.lexicon import rows
from pipeline.quotation.cues import lemma_of
from pipeline.quotation.direct import Quotation

_REACH = 5  # tokens before the mark that may tell what follows
_SHORT, _NICKNAME = 4, 3  # words
_STOPS = frozenset((",", ".", ";", ":", "!", "?", "(", ")"))


def reason_of(doc: Doc, quotation: Quotation) -> str:
    """Why a quotation is no utterance: one of the reasons of the table `quoted_terms`."""
    if not quotation.marked.closed and not quotation.marked.continued:
        return "unclosed"
    if _is_in_name(doc, quotation):
        return "nickname"
    told = next((_reasons()[lemma_of(token)] for token in _around(doc, quotation) if lemma_of(token) in _reasons()), "")
    if told and not (told == "nickname" and len(quotation.words(doc)) > _SHORT):
        return told
    if quotation.is_title(doc):
        return "title"
    return "scare" if len(quotation.words(doc)) <= _SHORT else "unattributed"


def _is_in_name(doc: Doc, quotation: Quotation) -> bool:
    """*Ada “Shorty” Berg*."""
    if quotation.first == 0 or quotation.end >= len(doc) or len(quotation.words(doc)) > _NICKNAME:
        return False
    return all(token.pos_ == "PROPN" for token in (doc[quotation.first - 1], doc[quotation.end]))


def _around(doc: Doc, quotation: Quotation) -> Iterator[Token]:
    """The word behind the closing mark, then those before the opening one, nearest first, in the same clause."""
    if quotation.end < len(doc):
        yield doc[quotation.end]
    for i in range(quotation.first - 1, max(quotation.first - 1 - _REACH, -1), -1):
        if (doc[i].text in _STOPS and i < quotation.first - 1) or doc[i].is_quote or "\n" in doc[i].text:
            return
        yield doc[i]


@cache
def _reasons() -> dict[str, str]:
    return {row["lemma"]: row["reason"] for row in rows("quoted_terms")}
