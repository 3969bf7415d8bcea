"""Rules for names that no list holds: persons after titles or by their given names, and institutions by their nouns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, Token

from pipeline.language import lexicon
from pipeline.naming.spans import tokens_of

NAME = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")
PLACES = ("GPE", "LOC", "NORP")
FUNCTION_TAGS = ("IN", "DT", "CC", "PRP", "MD", "WDT", "WP", "WRB", "TO", "RB", "VB", "EX", "PDT", "UH")
CALLINGS = frozenset({"business", "media", "society"})  # kinds of titles that no single name follows: "Chief Novak"
SHORT = 3  # letters: such words are small in headlines
HEADLINE_WORDS = 5
HEADLINE_SHARE = 0.8
MAX_NAME = 7  # tokens of a person's name


def is_capitalised(token: Token) -> bool:
    """Whether a token is a word that begins with a capital letter."""
    return token.text[:1].isupper() and NAME.fullmatch(token.text) is not None


def is_function_word(token: Token) -> bool:
    """Whether the tagger takes a token for anything but a noun, name, adjective or number."""
    return token.tag_.startswith(FUNCTION_TAGS)


def _in_name(token: Token, taken: set[int]) -> bool:
    """Whether a token can be part of a person's name; weekdays, institutions and what is taken cannot."""
    unit = lexicon.unit_of(token.text)
    if token.i in taken or not is_capitalised(token) or (unit and unit.kind in ("weekday", "month")):
        return False
    return lexicon.name_words().get(token.text, "suffix") in ("suffix", "particle", "compass")


def person_end(doc: Doc, start: int, taken: set[int]) -> int:
    """One past the last token of a person's name that begins at `start`; `start` itself where none does."""
    end = start
    while end < min(len(doc), start + MAX_NAME):
        token = doc[end]
        after = doc[end + 1] if end + 1 < len(doc) else None
        if _in_name(token, taken) and (end == start or not is_function_word(token)):
            end += 1
        elif end > start and after is not None and _goes_on(token, after, taken):
            end += 2
        else:
            break
    return end


def _goes_on(token: Token, after: Token, taken: set[int]) -> bool:
    """Whether a name goes on after a hyphen or particle: "Ban Ki-moon", "Ursula von der Leyen"; not "Meyer-Diaz"."""
    if token.text == "-":
        return _is_inside(token, after) or (_is_article(token.nbor(-1)) and _in_name(after, taken))
    if lexicon.name_words().get(token.text) != "particle":
        return False
    if after.text == "-":
        return _is_article(token) and after.i + 1 < len(after.doc) and _in_name(after.nbor(1), taken)
    return _in_name(after, taken) or lexicon.name_words().get(after.text) == "particle"


def _is_article(token: Token) -> bool:
    """Whether a word is the Arabic article, which a hyphen joins to a name: "Tarek al-Masri"."""
    return token.lower_ in ("al", "el", "an", "as", "ash", "at", "az")


def _is_inside(hyphen: Token, after: Token) -> bool:
    """Whether a hyphen stands inside a given name."""
    return not hyphen.whitespace_ and not hyphen.nbor(-1).whitespace_ and after.is_alpha and after.is_lower


def title_matcher(nlp: Language) -> PhraseMatcher:
    """A matcher of titles and offices in any case; abbreviations are tokens of their own only with a capital."""
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    forms = sorted(lexicon.titles())
    matcher.add("title", [nlp.make_doc(form) for form in dict.fromkeys([*forms, *(form.title() for form in forms)])])
    return matcher


def headlines(doc: Doc) -> set[int]:
    """The tokens of paragraphs without a full stop where nearly every word has a capital, so that it tells no names."""
    found: set[int] = set()
    start = 0
    for i in range(len(doc) + 1):
        if i == len(doc) or doc[i].is_space:
            if _is_headline(doc[start:i]):
                found.update(range(start, i))
            start = i + 1
    return found


def _is_headline(paragraph: Span) -> bool:
    words = [token for token in paragraph if token.is_alpha and len(token) > SHORT]
    capital = sum(token.text[0].isupper() for token in words)
    stops = any(token.text in (".", "!", "?") for token in paragraph[-2:])
    return not stops and len(words) >= HEADLINE_WORDS and capital >= HEADLINE_SHARE * len(words)


def titled_persons(doc: Doc, titles: list[Span], taken: set[int]) -> Iterator[Span]:
    """Persons named after a title: "Premier Jan Novak", "General Secretary of the Labour Union Jan Novak"."""
    for title in titles:
        if taken.isdisjoint(range(title.start, title.end)):
            start = _after_title(doc, title, taken)
            end = person_end(doc, start, taken)
            if (
                end > start
                and _is_person_after(doc[start:end], title)
                and (start == title.end or _is_known(doc[start]))
            ):
                yield Span(doc, start, end, label="PERSON")


def _after_title(doc: Doc, title: Span, taken: set[int]) -> int:
    """Where a name would begin after a title, with or without the institution that the title is of."""
    start = title.end
    if start < len(doc) and doc[start].lower_ == "of":
        start += 1 + (start + 1 < len(doc) and doc[start + 1].lower_ == "the")
        while start < len(doc) and start in taken:
            start += 1
    return start


def _is_person_after(name: Span, title: Span) -> bool:
    """Whether the words after a title are a name and not a noun that it modifies: "Prime Minister Office"."""
    first = name[0]
    if first.lower_ in lexicon.titles() or (is_function_word(first) and first.text not in lexicon.family_first()):
        return False
    if _goes_on_as_institution(name):
        return False
    if len(name) == 1 and (first.text.isupper() or lexicon.title_of(title.text).kind in CALLINGS):
        return False
    return len(name) > 1 or first.tag_ in ("", "NNP", "NNPS") or not title[0].text[0].isupper()


def _goes_on_as_institution(name: Span) -> bool:
    """Whether an institution is called after what looks like a person: "Chairman Metropolitan Transport Authority"."""
    after = name.doc[name.end] if name.end < len(name.doc) else None
    return after is not None and lexicon.name_words().get(after.text) in LETTERS


def _is_known(token: Token) -> bool:
    """Whether a token is a given name, or a family name that is put first."""
    return token.text in lexicon.genders() or token.text in lexicon.family_first()


def known_persons(doc: Doc, taken: set[int]) -> Iterator[Span]:
    """Persons told by their given name ("Maria Novak") or by a family name put first ("Pak Chol Su")."""
    genders, families = lexicon.genders(), lexicon.family_first()
    for token in doc:
        if token.i in taken or (token.i and _in_name(token.nbor(-1), taken) and not token.nbor(-1).is_sent_start):
            continue
        given, family = token.text in genders, token.text in families
        if not (given or family) or (token.is_sent_start and is_function_word(token)):  # "So Secretary Berg left"
            continue
        end = person_end(doc, token.i, taken)
        needed = 3 if family and not given and families[token.text] else 2
        name = Span(doc, token.i, end, label="PERSON")
        if len(name) >= needed and not is_function_word(name[1]) and not _goes_on_as_institution(name):
            yield name


# One letter a token: C capitalised word, G place or people, X another known name, x any other word; O and M are nouns
# of organisations, M those that may be followed by "on" ("Committee on Trade"), Q one that ends a known name, which may
# still be part of a longer one ("Conservative Party" in "Progressive Conservative Party of Manitoba").
BODY = r"[CGOMPF]+(?:a[CG]+(?![CGOM]))?"  # "Defence and Trade", not "Defence and Trade Ministry"
ORG = re.compile(
    rf"[CG]{{0,5}}[CGOM](?:O|M(?:nt?{BODY})?)(?:[jJ]t?{BODY}){{0,2}}|[OM][jJ]t?{BODY}(?:J{BODY})?|Mnt?{BODY}|[CG]{{1,4}},?E"
    r"|C{1,5}(?:jC{0,3})?Q(?:jt?[CG]+)?"
)
LAW = re.compile(r"[CGOM]{1,5}L(?![CGOM])#?|[CG]{0,3}L[jJn]t?[CGOM]+(?:(?:,?a|,|[jJn]t?)[CGOM]+){0,5}|[CGX]{0,3}L#|S#")
FAC = re.compile(r"[CG]{1,4}F(?![COGF])")
LOC = re.compile(r"[CG]{1,3}P(?![COGP])|P[jJ][CG]{1,2}|R[CG]{1,2}")
EVENT = re.compile(r"[CG]{1,4}V(?![COGV])|HC")
PATTERNS = {"ORG": ORG, "LAW": LAW, "FAC": FAC, "LOC": LOC, "EVENT": EVENT}
LETTERS = {
    "ORG": "O",
    "ORGON": "M",
    "ORGEND": "E",
    "LAW": "L",
    "SECTION": "S",
    "FAC": "F",
    "LOC": "P",
    "LOCFIRST": "R",
    "EVENT": "V",
    "storm": "H",
}
SMALL = {"of": "j", "for": "J", "on": "n", "and": "a", "&": "a", "the": "t", ",": ","}


def is_firm(span: Span) -> bool:
    """Whether a name ends in a word that tells a company: "Zelby Pharma"."""
    return len(span) > 1 and span.label_ == "ORG" and lexicon.name_words().get(span[-1].text) == "ORGEND"


def _may_go_on(span: Span) -> bool:
    """Whether a known organisation ends in a noun that makes names, so that it can be part of another's."""
    ending = lexicon.name_words().get(span[-1].text, "")
    return span.label_ == "ORG" and len(span) > 1 and ending in ("ORG", "ORGON")


def _letter(token: Token, places: set[int], taken: set[int]) -> str:
    """The class of a token for the patterns of institutions."""
    if token.i in places:
        return "G"
    if token.i in taken:
        return "X"
    if token.text in SMALL:
        return SMALL[token.text]
    unit = lexicon.unit_of(token.text)
    if token.is_digit:
        return "#"
    if unit and unit.kind in ("weekday", "month"):
        return "x"
    if not is_capitalised(token) or (is_function_word(token) and not token.tag_.startswith("VB")):
        return "x"
    if token.is_sent_start and token.tag_ and not token.tag_.startswith("NNP"):
        return "x"
    return LETTERS.get(lexicon.name_words().get(token.text, ""), "C")


def institutions(doc: Doc, known: list[Span], taken: set[int]) -> Iterator[Span]:
    """Organisations, laws, buildings, waters and events told by a noun in their name: "Novak Research Institute".

    Args:
        doc: Tagged.
        known: Names of the lexicons, which may be part of longer ones.
        taken: Tokens of other names and titles.
    """
    places = tokens_of(span for span in known if span.label_ in PLACES)
    peoples = tokens_of(span for span in known if span.label_ == "NORP")
    open_ended = [span for span in known if _may_go_on(span)]
    last = {span.end - 1 for span in open_ended}
    closed = taken | (tokens_of(known) - tokens_of(open_ended))
    letters = "".join("Q" if token.i in last else _letter(token, places, closed) for token in doc)
    for label, pattern in PATTERNS.items():
        for match in pattern.finditer(letters):
            span = Span(doc, *match.span(), label=label)
            if not any(token.is_sent_start for token in span[1:]) and not _is_cut_short(span, peoples):
                yield span


def _is_cut_short(span: Span, peoples: set[int]) -> bool:
    """Whether a name would end before the noun that its last word belongs to: "Board of Muslim clerics"."""
    after = span.doc[span.end] if span.end < len(span.doc) else None
    return span.end - 1 in peoples and after is not None and after.tag_ in ("NN", "NNS")
