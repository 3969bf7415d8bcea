"""Group the forms of one name inside a document: "Rosa Diaz" and "Diaz", "UK" and "United Kingdom"."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from spacy.tokens import Span

from pipeline.coreference.doc_index import DocIndex
from pipeline.coreference.laws import Laws
from pipeline.language import lexicon
from pipeline.naming.spans import NUMERIC_LABELS

PARAGRAPH = 200  # tokens of a paragraph that are looked back over at most
SKIPPED = frozenset({"of", "for", "and", "the", "on", "in", "&"})


def name_words(text: str) -> tuple[str, ...]:
    """The words of a name for comparing: small letters, no accents, dots or hyphens."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return tuple(re.findall(r"[^\W_]+", plain.replace("'", "").replace("’", "").replace(".", " ").casefold()))


def family_name(text: str) -> str:
    """The family name of a full name, for comparing."""
    words = [word for word in name_words(text) if word not in lexicon.suffixes()]
    first = text.split()[0] if text.split() else ""
    if len(words) > 1 and first in lexicon.family_first() and first not in lexicon.genders():
        return words[0]
    return words[-1] if words else ""


def is_full(text: str) -> bool:
    """Whether a person's name has more than one word."""
    return len(name_words(text)) > 1


def compatible(one: str, other: str) -> bool:
    """Whether two full names can be one person's: same family name, and given names that do not contradict."""
    if family_name(one) != family_name(other):
        return False
    first, second = (set(name_words(text)) - {family_name(text)} - lexicon.suffixes() for text in (one, other))
    short, long = sorted((first, second), key=lambda words: (len(words), sorted(words)))
    return all(any(_same_given(word, match) for match in sorted(long)) for word in short)


def _same_given(one: str, other: str) -> bool:
    """Whether two given names agree, one perhaps an initial."""
    return one == other or (len(one) == 1 and other.startswith(one)) or (len(other) == 1 and one.startswith(other))


class Names:
    """The canonical name of every entity of a document.

    A person's short form joins the one full name that it can stand for; where several could, the one that comes first
    and most often, else it stays by itself.
    """

    def __init__(self, index: DocIndex) -> None:
        self.index = index
        spans = [span for span in index.ents if span.label_ not in NUMERIC_LABELS]
        self._full = _full_names(span.text for span in spans if span.label_ == "PERSON" and is_full(span.text))
        self._by_part = _parts(self._full)
        self._main = _main_names(self._full, (span.text for span in spans if span.label_ == "PERSON"))
        self._acronyms = _acronyms(spans)
        self._laws = Laws(index)

    def of(self, span: Span) -> str:
        """The canonical name of an entity: the lexicon's, else the fullest in the document."""
        if span.label_ == "PERSON":
            return self._person(span)
        known = lexicon.name_of(span.text, span.label_)
        if known and not known.is_generic:
            return known.name
        if span.label_ == "ORG" and (institution := self._institution(span)):
            return institution
        if span.label_ == "LAW":
            return self._laws.of(span)
        return self._acronyms.get(span.text, span.text)

    def _person(self, span: Span) -> str:
        if is_full(span.text):
            return self._full.get(span.text, span.text)
        words = name_words(span.text)
        found = self._by_part.get(words[0] if words else "", ())
        if len(found) > 1:
            gender = _title_gender(span)
            found = [name for name in found if not gender or gender_of(name) in ("", gender)]
        main = [name for name in found if self._main.get(family_name(name)) == name]
        return found[0] if len(found) == 1 else next(iter(main), span.text)

    def _institution(self, span: Span) -> str | None:
        """The name of an institution that every state has, with its people: "Polish Foreign Ministry"."""
        for cut in range(len(span)):
            known = lexicon.name_of(span[cut:].text, "ORG")
            if known and known.is_generic:
                inside = lexicon.name_of(span[:cut].text) if cut else None
                country = inside.country if inside else country_before(self.index, span.start)
                people = _people(country) if country else None
                return f"{people} {known.name}" if people else known.name
        return None


def country_before(index: DocIndex, position: int) -> str | None:
    """The one country that a word can belong to: named right before it, else alone before it in the paragraph."""
    mark = position and index.doc[position - 1].lower_ in ("'s", "’s")
    before = index.ent_to.get(position - bool(mark))
    if before is not None and (country := country_of(before)):
        return country
    start = max(index.paragraph[position], position - PARAGRAPH)
    codes = {code for span in index.ents_in(start, position) if (code := country_of(span))}
    return codes.pop() if len(codes) == 1 else None


def country_of(span: Span) -> str | None:
    """The country that a span names or that its people or city belong to."""
    known = lexicon.name_of(span.text, span.label_)
    return known.country if known and known.label in ("GPE", "NORP") else None


def gender_of(name: str) -> str:
    """The gender, "m" or "f", of a person whose lexicon entry or given name tells it, else empty."""
    known = lexicon.name_of(name, "PERSON")
    if known and known.gender:
        return known.gender
    if not is_full(name):
        return lexicon.leaders_gender(name)
    return next((gender for word in name.split()[:-1] if (gender := lexicon.genders().get(word))), "")


def _people(country: str) -> str | None:
    """The adjective of a country: "Polish" for POL."""
    return lexicon.peoples().get(country)


def _title_gender(span: Span) -> str:
    """The gender that a title before a name tells: "Mrs. Novak"."""
    before = span.doc[span.start - 1].lower_ if span.start else ""
    title = lexicon.titles().get(before)
    return title.gender if title else ""


def _full_names(texts: Iterable[str]) -> dict[str, str]:
    """Full names with the canonical form of each: the lexicon's, else the longest compatible one in the document."""
    unique = sorted(set(texts), key=lambda text: (-len(name_words(text)), -len(text), text))
    by_family: dict[str, list[str]] = {}
    found: dict[str, str] = {}
    for text in unique:
        known = lexicon.name_of(text, "PERSON")
        family = by_family.setdefault(family_name(text), [])
        longer = [other for other in family if compatible(text, other)]
        if known:
            found[text] = known.name
        else:
            found[text] = found[longer[0]] if len({found[name] for name in longer}) == 1 else text
        family.append(text)
    return {text: _known(text, name, by_family[family_name(text)]) for text, name in found.items()}


def _known(text: str, name: str, family: Iterable[str]) -> str:
    """The name that the lexicon has for a shorter form, if it has but one: "Ada B. Berg" beside "Ada Berg"."""
    known = {
        person.name for other in family if compatible(text, other) and (person := lexicon.name_of(other, "PERSON"))
    }
    return known.pop() if len(known) == 1 else name


def _parts(full: dict[str, str]) -> dict[str, list[str]]:
    """Canonical names by every word that may stand for them alone: family name, given name."""
    found: dict[str, list[str]] = {}
    for text, name in sorted(full.items()):
        for word in dict.fromkeys([family_name(text), name_words(text)[0], name_words(text)[-1]]):
            names = found.setdefault(word, [])
            if name not in names:
                names.append(name)
    return found


def _main_names(full: dict[str, str], texts: Iterable[str]) -> dict[str, str]:
    """By family name the one person whose full name comes first and more often than that of any relative.

    Where the lexicon knows but one of them, that one need not come first, and no more often than any other.
    """
    counts: dict[str, Counter[str]] = {}
    for text in texts:
        if text in full:
            counts.setdefault(family_name(full[text]), Counter())[full[text]] += 1
    found = {}
    for family, count in counts.items():
        known = [name for name in count if lexicon.name_of(name, "PERSON")]
        first = known[0] if len(known) == 1 else next(iter(count))  # a Counter keeps the order of first sight
        others = [number for name, number in count.items() if name != first]
        if all(number < count[first] or (number == count[first] and len(known) == 1) for number in others):
            found[family] = first
    return found


def _acronyms(spans: list[Span]) -> dict[str, str]:
    """Acronyms put in brackets after the name that they shorten: "Novak Research Institute (NRI)"."""
    found: dict[str, str] = {}
    for span in spans:
        after = span.doc[span.end : span.end + 3]
        if len(after) == 3 and after[0].text == "(" and after[2].text == ")":
            initials = [word[0] for word in span.text.split() if word.lower() not in SKIPPED]
            if after[1].text.upper() == "".join(initials).upper():
                found[after[1].text] = span.text
    return found
