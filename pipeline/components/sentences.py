"""Preset sentence boundaries that typography decides, so that the parser only settles the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Token

from pipeline.components.datelines import datelines
from pipeline.language.lexicon import rows

OPENING = frozenset("“«„")
CLOSING = frozenset("”»")
STRAIGHT = '"'
ENDS = frozenset(".?!…")
# tags of words that begin no name
NO_NAME = frozenset(("CC", "CD", "DT", "EX", "IN", "JJR", "JJS", "NNS", "PRP", "PRP$", "RB", "RBS", "WP", "WRB"))
LEAST_WORD = 6  # letters of what is no abbreviation that a lexicon lacks
LONGEST_RUN = 250  # tokens without a place to break; what goes on longer is no sentence of anybody
LONGEST_QUOTATION = 400  # tokens; a mark that stays open longer is taken for a stray one


@cache
def abbreviations() -> dict[str, str]:
    """Give the kind of each abbreviation, in lower case: "bound", "number" or "free"."""
    return {row["form"].lower(): row["kind"] for row in rows("abbreviations")}


@Language.factory("sentence_breaks", assigns=["token.is_sent_start"])
def make_sentence_breaks(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """The component for a pipeline."""
    return sentence_breaks


def sentence_breaks(doc: Doc) -> Doc:
    """Set `is_sent_start` to True or False where layout and marks leave no doubt; stands before the parser."""
    tokens = list(doc)
    if not tokens or tokens[0].dep:  # parsed already
        return doc
    decided = [None, *(_decide(previous, token) for previous, token in pairwise(tokens))]
    for start, end in _embedded_quotations(tokens):
        decided[start + 1 : end + 1] = [False] * (end - start)
    _cut_datelines(doc, decided)
    _cut_endless(tokens, decided)
    # setting Token.is_sent_start looks at the whole document each time
    codes = np.array([[0 if value is None else 2 * value - 1] for value in decided], dtype=np.int64)
    return doc.from_array(["SENT_START"], codes.view(np.uint64))  # type: ignore[arg-type]


def _cut_datelines(doc: Doc, decided: list[bool | None]) -> None:
    """Break behind the datelines of paragraphs, and nowhere within them."""
    for start, end in datelines(doc):
        decided[start + 1 : end] = [False] * (end - start - 1)
        if end < len(doc):
            decided[end] = True


def _cut_endless(tokens: Sequence[Token], decided: list[bool | None]) -> None:
    """Break where nothing has allowed a break for long: later stages are slow on sentences without end."""
    last = 0
    for i, value in enumerate(decided):
        if value is not False:
            last = i
        elif i - last >= LONGEST_RUN and not tokens[i].is_space:
            decided[i] = True
            last = i


def _decide(previous: Token, token: Token) -> bool | None:
    if token.is_space:
        return False
    if previous.is_space and "\n" in previous.text:
        return True
    if _begins_anew(previous, token) or _ends_quotation(previous, token) or _is_full_stop(previous, token):
        return True
    continues = _is_open(previous.text) or _closes(token) or _is_note(token)
    return False if continues or _is_bound(previous, token) or _goes_on(previous, token) else None


def _is_open(text: str) -> bool:
    """Tell whether a token can't end a sentence inside a paragraph: a comma, or a word without a full stop."""
    return text[-1].isalnum() or text == ","


def _touches(token: Token) -> bool:
    """Tell whether a token follows the one before it without white space."""
    previous = token.nbor(-1)
    return not previous.whitespace_ and not previous.is_space


def _closes(token: Token) -> bool:
    """Tell whether a token is a mark that closes what stands before it: a sentence never begins with one."""
    if token.text in CLOSING or token.text in {")", "]"}:
        return True
    return token.text in {STRAIGHT, "'", "’", "''"} and _touches(token)


def _is_note(token: Token) -> bool:
    """Tell whether a token belongs to the number of a footnote: "... was signed.[3]", "... was signed.3"."""
    if token.text == "[":
        return _touches(token)
    if token.nbor(-1).text == "[":
        return token.text.isdigit()
    return token.text.isdigit() and _touches(token) and token.nbor(-1).text in ENDS


def _is_bound(previous: Token, token: Token) -> bool:
    """Tell whether an abbreviation before a token binds it: "Gov. Hale", "No. 5", "in the U.S. after"."""
    form = previous.lower_
    if form == "." and previous.i and _touches(previous):
        form = previous.nbor(-1).lower_ + "."
    if len(form) == 2 and form[0].isalpha() and form[1] == "." and token.is_title:
        return previous.text != "I."
    kind = abbreviations().get(form)
    if kind == "number":
        return token.like_num
    return kind == "bound" or (kind == "free" and _continues_in_lower_case(token))


def _begins_anew(previous: Token, token: Token) -> bool:
    """Tell whether a word with a capital after "U.S." is no name that it belongs to: "in the U.S. Prices rose"."""
    return token.is_title and token.tag_ in NO_NAME and abbreviations().get(previous.lower_) == "free"


def _is_full_stop(previous: Token, token: Token) -> bool:
    """Tell whether a word too long to be cut short ends before a capital: "by Mr Brandt. SEB, a bank, thinks"."""
    if previous.text != "." or not previous.i or _touches(token) or not token.text[0].isupper():
        return False
    word = previous.nbor(-1)
    is_word = word.is_alpha and len(word) >= LEAST_WORD and word.lower_ + "." not in abbreviations()
    return is_word and _touches(previous)


def _continues_in_lower_case(token: Token) -> bool:
    return token.is_lower or (token.is_punct and token.text not in OPENING and token.text != STRAIGHT)


def _ends_quotation(previous: Token, token: Token) -> bool:
    """Tell whether a full stop inside a closing mark ends a sentence: "We lost.” Rain fell"."""
    closed = previous.text in CLOSING or (previous.text == STRAIGHT and bool(previous.whitespace_))
    return closed and previous.i > 0 and previous.nbor(-1).text == "." and token.is_title


def _goes_on(previous: Token, token: Token) -> bool:
    """Tell whether a sentence goes on after a closing mark: "Why?" she asked; "We lost," President Hale said."""
    if previous.text not in CLOSING and not (previous.text == STRAIGHT and previous.whitespace_):
        return False
    return token.is_lower or (previous.i > 0 and previous.nbor(-1).text == ",")


def _embedded_quotations(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Find quotations inside a sentence that goes on after them, as (opening, closing) tokens."""
    found = []
    opening: int | None = None
    for token in tokens:
        if (token.is_space and "\n" in token.text) or (opening is not None and token.i - opening > LONGEST_QUOTATION):
            opening = None
        elif token.text in OPENING or (token.text == STRAIGHT and opening is None):
            opening = token.i
        elif opening is not None and (token.text in CLOSING or token.text == STRAIGHT):
            if _stands_inside(tokens, opening) and _sentence_goes_on(tokens, token.i):
                found.append((opening, token.i))
            opening = None
    return found


def _stands_inside(tokens: Sequence[Token], opening: int) -> bool:
    """Tell whether words of the same sentence stand before an opening mark."""
    if not opening:
        return False
    previous = tokens[opening - 1]
    return not previous.is_space and previous.text not in ENDS and previous.text not in CLOSING


def _sentence_goes_on(tokens: Sequence[Token], closing: int) -> bool:
    if closing + 1 >= len(tokens):
        return False
    following = tokens[closing + 1]
    return following.is_lower or following.text in {",", ";", "—", "–", ")"}
