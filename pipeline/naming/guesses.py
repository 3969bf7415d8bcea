"""The model's guesses at names: joined, cut where no name goes on, trimmed, and dropped where they look like none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Span, Token

from pipeline.language import lexicon
from pipeline.naming.rules import is_function_word
from pipeline.naming.spans import Found, is_upper, pieces, shares_of, tokens_of, trimmed

MAX_MODEL_NAME = 12  # tokens
DASHES = frozenset("-–—")
TRIMMED = ("PERSON", "ORG")  # events and places may end in a small word: "2005 general election"
PLACES = ("GPE", "LOC")
CALLED = {"GPE": ("PERSON",), "ORG": ("GPE", "LOC", "PERSON"), "PRODUCT": ("GPE", "LOC", "PERSON", "ORG", "FAC")}
AREAS = ("country", "state")
INITIAL = re.compile(r"[^\W\d_]\.?")


def guessed(doc: Doc, guesses: list[Span], sure: list[Found], titles: list[Span]) -> Iterator[Found]:
    """The model's names, mended, cut where no name goes on and trimmed, as far as they look like names."""
    small = {token.text for token in doc if token.text.islower()}
    known = tokens_of(item.span for item in sure)
    listed = tokens_of(item.span for item in sure if item.method == "lexicon")
    persons = {item.span.start: item.span.end for item in sure if item.span.label_ == "PERSON"}
    titled = {title.end: persons[title.end] for title in titles if title.end in persons}
    offices = tokens_of(title for title in titles if title.end in titled)
    names = _words_of_names([*(item.span for item in sure), *guesses])
    for guess in (_called(guess) for guess in _joined(guesses) if not _is_of_two(guess, names)):
        cuts = {token.i for token in guess if _is_cut(token, guess.label_, known)}
        cuts |= offices & tokens_of([guess]) if guess.start in offices or guess.label_ != "PERSON" else set()
        cuts |= {guess.start} if is_function_word(guess[0]) else set()  # "But Brix was hoarse"
        for piece in pieces(guess, cuts):
            if piece.end > titled.get(piece.start, piece.end):
                continue  # "Senator Jan Novak of Ohio" is a person and a place
            if any(token.text in DASHES for token in piece) and all(t.i in listed or t.is_punct for t in piece):
                continue  # "Norway-Iceland" is two countries
            if any(map(is_upper, piece)) and piece.label_ in TRIMMED:
                piece = trimmed(doc, piece.start, piece.end, piece.label_) or piece
            for span in _parted(_without_title(piece) if piece.label_ == "PERSON" else piece):
                if _is_plausible(span, small) and any(map(is_upper, span)) >= any(map(is_upper, guess)):
                    yield Found(span, "model", shares_of(guess))


def _words_of_names(spans: Iterable[Span]) -> set[str]:
    """The words of persons and places by which a name with a dash may call them: "the Berg-Novak talks"."""
    return {token.text for span in spans if span.label_ in ("PERSON", "GPE") for token in span if is_upper(token)}


def _is_of_two(guess: Span, names: set[str]) -> bool:
    """Whether what looks like an event's name begins with two names that a dash joins: "Berg-Novak Summit"."""
    return (
        len(guess) > 2
        and guess.label_ == "EVENT"
        and guess[1].text in DASHES
        and {guess[0].text, guess[2].text} <= names
    )


def _called(guess: Span) -> Span:
    """A guess, as what it looks like or a word beside it says: "ZELB", "the oil firm Zelby", "the ferry Ada"."""
    label = _label_beside(guess) or ("ORG" if _is_acronym(guess) else None)
    if label is None or guess.label_ not in CALLED[label] or lexicon.name_of(guess.text):
        return guess
    called = Span(guess.doc, guess.start, guess.end, label=label)
    called._.label_shares = {label: float(len(guess.doc))}  # outweighs what the model says of all other mentions
    return called


def _is_acronym(guess: Span) -> bool:
    """Whether what looks like a person is a word in capitals where others are not, as acronyms are; no "KERRY:"."""
    if guess.label_ != "PERSON" or len(guess) > 1 or len(guess.text) < 3 or not guess.text.isupper():
        return False
    before, after = guess.doc[max(0, guess.start - 2) : guess.start], guess.doc[guess.end : guess.end + 2]
    shouted = any(token.is_upper and len(token) > 1 for token in (*before, *after))
    return guess.text.isalpha() and not shouted and not (after and after[0].text == ":")


def _label_beside(guess: Span) -> str | None:
    doc, words = guess.doc, lexicon.name_words()
    before = doc[guess.start - 1].lower_ if guess.start else ""
    after = doc[guess.end].text if guess.end < len(doc) else ""
    shares = before in ("of", "in") and guess.start > 1 and words.get(doc[guess.start - 2].lower_) == "orgmark"
    if words.get(before) == "craftcue":
        return "PRODUCT"
    if words.get(before) == "orgcue" or words.get(after) == "orgmark" or shares:
        return "ORG"
    return "GPE" if words.get(before) == "placecue" and _is_place(guess) else None


def _is_place(guess: Span) -> bool:
    """Whether one word behind *in* is a place: not *in Ada's view*, *trust in Ada*, nor who has two names elsewhere."""
    doc, words = guess.doc, lexicon.name_words()
    after = doc[guess.end].tag_ if guess.end < len(doc) else ""
    if len(guess) > 1 or after == "POS" or doc[guess.start - 1].is_sent_start or guess.text in lexicon.genders():
        return False
    if guess.start > 1 and words.get(doc[guess.start - 2].lower_) == "inperson":
        return False
    return not any(len(name) > 1 and name.label_ == "PERSON" and guess.text in name.text.split() for name in doc.ents)


def _joined(guesses: Iterable[Span]) -> Iterator[Span]:
    """Guesses with those made one that the model has cut in two: "A." and "Ada Berg", "Labour and" and "Farm Party"."""
    last: Span | None = None
    for guess in guesses:
        start = _first_initial(guess) if guess.label_ == "PERSON" else guess.start
        if last is not None and _is_one(last, guess):
            start = last.start
        if last is not None and last.start < start:
            yield last
        last = guess if start == guess.start else Span(guess.doc, start, guess.end, label=guess.label_)
    if last is not None:
        yield last


def _is_one(last: Span, guess: Span) -> bool:
    """Whether two guesses side by side are one name: organisations, single names of a person, initials."""
    if last.end != guess.start or last.label_ != guess.label_:
        return False
    singles = len(last) == len(guess) == 1
    return last.label_ == "ORG" or (singles and (last.label_ == "PERSON" or all(map(_is_initial, (last[0], guess[0])))))


def _first_initial(span: Span) -> int:
    """Where a person's name begins, with the initials before it: "V K Novak", "A. Ada Berg"."""
    start = span.start
    while start and _is_initial(span.doc[start - 1]):
        start -= 1
    return start


def _is_initial(token: Token) -> bool:
    return is_upper(token) and INITIAL.fullmatch(token.text) is not None and token.tag_ in ("", "NNP")


def _is_cut(token: Token, label: str, known: set[int]) -> bool:
    """Whether a name cannot reach over a token: line ends, brackets, quote marks, "Poland's", "on Friday"."""
    if token.is_space or token.is_bracket or token.text in ('"', "“", "”"):
        return True
    unit = lexicon.unit_of(token.text)
    if unit and unit.kind in ("weekday", "month") and token.i and token.nbor(-1).text.islower():
        return True  # "the Novak Commission on Friday"
    if token.lower_ in ("'s", "’s"):
        return token.i - 1 in known
    if lexicon.name_words().get(token.text) == "orgcue":
        return True  # "Steel association Zelby"
    return label == "PERSON" and token.lower_ in (",", "and", "or")


def _parted(span: Span | None) -> Iterator[Span]:
    """A place and what it lies in, and persons in a list without commas, as two names: "Springfield Ohio"."""
    at = 0
    if span is not None and span.label_ in PLACES:
        at = _area_start(span)
    elif span is not None and span.label_ == "PERSON":
        at = _second_person(span)
    if span is not None:
        parts = (span[:at], span[at:]) if at else (span,)
        yield from (Span(span.doc, part.start, part.end, label=span.label_) for part in parts)


def _area_start(span: Span) -> int:
    """Where in a place's name a country or state begins that it lies in, 0 where none does."""
    if lexicon.name_of(span.text.title()) or not _is_place_name(span[0]):
        return 0
    for at in range(1, len(span)):
        area = lexicon.name_of(span[at:].text, "GPE") or lexicon.name_of(span[at:].text.title(), "GPE")
        if area and area.kind in AREAS and _is_place_name(span[at - 1]):
            return at
    return 0


def _is_place_name(token: Token) -> bool:
    """Whether a word in a place's name can be a name by itself: no "North", "of" or "northern"."""
    word = token.text.title()
    return token.is_alpha and word not in lexicon.name_words() and not word.endswith("ern") and not token.is_stop


def _second_person(span: Span) -> int:
    """Where in "Ada Berg Jan Novak" the second person begins, 0 where there is but one."""
    genders = lexicon.genders()
    given = [i for i, token in enumerate(span) if token.text in genders]
    return 2 if len(span) >= 4 and given[:2] == [0, 2] else 0


def _without_title(span: Span) -> Span | None:
    """A person's name without peoples, offices and forms of address before it, and without what an office is for."""
    if span.start and lexicon.name_words().get(span.doc[span.start - 1].text) in ("join", "and"):
        begin = next((token.i for token in span if token.text not in lexicon.portfolios()), span.end)
        if begin > span.start:  # "Minister for Home Affairs Ada Berg"
            rest = trimmed(span.doc, begin, span.end, span.label_)
            return _without_title(rest) if rest else None
    for end in range(span.end, span.start, -1):
        words = span.doc[span.start : end].text
        people = lexicon.name_of(words, "NORP")
        if words.lower() in lexicon.titles() or (people and people.country):  # not "Christian Berg"
            rest = trimmed(span.doc, end, span.end, span.label_)
            return _without_title(rest) if rest else None
    return span


def _is_plausible(span: Span, small: set[str]) -> bool:
    """Whether the model's guess looks like a name: not too long, no title, no common word at a sentence start."""
    if span.text.lower() in lexicon.titles() or len(span) > MAX_MODEL_NAME or len(span.text) < 2:
        return False
    return len(span) > 1 or not _is_common(span[0], small)


def _is_common(token: Token, small: set[str]) -> bool:
    """Whether a word is a common one: no name by its tag, or in small letters elsewhere."""
    if not is_upper(token):
        return token.tag_ not in ("NNP", "NNPS")
    common_tag = is_function_word(token) or token.tag_ in ("NN", "NNS", "JJ", "CD")
    compass = lexicon.name_words().get(token.text) == "compass"
    plural_acronym = token.text.endswith("s") and token.text[:-1].isupper()  # "ICBMs"
    written_small = token.lower_ in small and (token.is_sent_start or token.tag_ != "NNP")
    return written_small or token.is_stop or common_tag or compass or plural_acronym
