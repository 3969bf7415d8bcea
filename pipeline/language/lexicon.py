"""Read the lexicons: plain CSV files beside this module, each opened by a comment on its contents and its source."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "lexicons"
ACRONYM = re.compile("[A-Z]{3,5}")  # two letters are as often initials
MIN_CAPITALS = 3  # letters: shorter places in capitals look like acronyms
NEVER_SEARCHED = "model"  # the cue of names that are too common as words, or as names of something else
GENERIC_KINDS = frozenset({"ministry", "legislature"})


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a lexicon, such as `rows("countries")`, by column name.

    Raises:
        FileNotFoundError: There is no such lexicon.
    """
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        return tuple(dict(row) for row in csv.DictReader(lines))


def forms(cell: str) -> tuple[str, ...]:
    """The forms in a cell, which are parted by `|`."""
    return tuple(form.strip() for form in cell.split("|") if form.strip())


@dataclass(frozen=True, slots=True)
class Unit:
    """A word of dates, times and amounts.

    Attributes:
        kind: Its class, such as "month", "scale" or "moneyword".
        unit: ISO 4217 code or unit of measure, empty where it has none.
        value: Its number or factor, None where it has none.
    """

    kind: str
    unit: str
    value: float | None


@cache
def units() -> dict[str, Unit]:
    """The words of dates, times and amounts by form."""
    found: dict[str, Unit] = {}
    for row in rows("units"):
        unit = Unit(row["kind"], row["unit"], float(row["value"]) if row["value"] else None)
        found.update((form, unit) for form in forms(row["forms"]))
    return found


def unit_of(word: str) -> Unit | None:
    """What a word of dates, times or amounts means; capitals count only where they tell words apart ("May")."""
    table = units()
    return table.get(word) or table.get(word.lower()) or (table.get(word.title()) if word.isupper() else None)


@dataclass(frozen=True, slots=True)
class Name:
    """A name that the lexicons know.

    Attributes:
        name: Canonical form.
        label: OntoNotes entity type.
        forms: All forms, the canonical one included.
        country: ISO 3166-1 alpha-3 code, None where it belongs to no one country.
        wikidata: Wikidata item, None where it is not known for certain.
        kind: Finer type: "country", "capital", "city", "ministry", "head_of_state" or the like.
        gender: "m" or "f" for persons whose gender is known, else empty.
        cue: What it needs because it is also a common word: "the" or "in" (a preposition) before it, "model" where
            something else must have found it with that label; else empty.
    """

    name: str
    label: str
    forms: tuple[str, ...]
    country: str | None = None
    wikidata: str | None = None
    kind: str = ""
    gender: str = ""
    cue: str = ""

    @property
    def is_generic(self) -> bool:
        """Whether every state has one of that name, such as "Foreign Ministry"."""
        return self.kind in GENERIC_KINDS and self.country is None


def _peoples(cell: str) -> tuple[str, ...]:
    """Demonyms with their plurals: "Russian", "Russians"; those in a hiss have none of their own ("Chinese")."""
    singular = forms(cell)
    plural = [form + "s" for form in singular if not form.endswith(("s", "ese", "sh", "ch", "men"))]
    return tuple(dict.fromkeys([*singular, *plural]))


def _countries() -> Iterator[Name]:
    for row in rows("countries"):
        code, item = row["alpha3"], row["wikidata_id"] or None
        known = (row["name"], *forms(row["official"]), *forms(row["aliases"]))
        yield Name(row["name"], "GPE", known, code, item, "country")
        if peoples := _peoples(row["demonyms"]):
            yield Name(peoples[0], "NORP", peoples, code)
        if capital := row["capital"]:
            yield Name(capital, "GPE", (capital,), code, row["capital_wikidata_id"] or None, "capital")


def _places() -> Iterator[Name]:
    for row in rows("places"):
        known = (row["name"], *forms(row["aliases"]))
        yield Name(row["name"], "GPE", known, row["alpha3"], kind=row["kind"], cue=row["cue"])
        if peoples := _peoples(row["demonyms"]):
            yield Name(peoples[0], "NORP", peoples, row["alpha3"])
    for row in rows("regions"):
        known = (row["name"], *forms(row["aliases"]))
        yield Name(row["name"], row["label"], known, None, row["wikidata_id"] or None, "region", cue=row["cue"])
        if peoples := _peoples(row["adjectives"]):
            yield Name(peoples[0], "NORP", peoples)
    for row in rows("seats"):
        known = (row["name"], *forms(row["aliases"]))
        yield Name(row["name"], row["label"], known, row["alpha3"] or None, row["wikidata_id"] or None, "seat")


def _others() -> Iterator[Name]:
    for row in rows("organisations"):
        known = (row["name"], *forms(row["aliases"]))
        if row["kind"] == "ministry":  # "the Foreign ministry"
            known += tuple(form[0] + form[1:].lower() for form in known if form.endswith("Ministry"))
        item = row["wikidata_id"] or None
        yield Name(row["name"], "ORG", known, row["alpha3"] or None, item, row["kind"], cue=row["cue"])
    for row in rows("leaders"):
        known = (row["name"], *forms(row["aliases"]))
        item = row["wikidata_id"] or None
        yield Name(row["name"], "PERSON", known, row["alpha3"] or None, item, row["kind"], row["gender"])
    for row in rows("laws"):
        yield Name(row["name"], "LAW", (row["name"], *forms(row["aliases"])), None, row["wikidata_id"] or None)
    for row in rows("weapons"):
        yield Name(row["name"], "PRODUCT", (row["name"], *forms(row["aliases"])), row["alpha3"] or None)
    for table, label in (("groups", "NORP"), ("events", "EVENT")):
        for row in rows(table):
            yield Name(row["name"], label, (row["name"], *forms(row["aliases"])))


@cache
def _all_names() -> tuple[Name, ...]:
    return (*_countries(), *_places(), *_others())


def _by_form(known: Collection[Name]) -> dict[str, Name]:
    """Names by form, the first of those that share one.

    Places also in capitals ("WARSAW" in a headline or dateline), acronyms also with dots ("F.B.I.").
    """
    found: dict[str, Name] = {}
    places = [name for name in known if name.label == "GPE"]
    for name in known:
        for form in name.forms:
            found.setdefault(form, name)
    for form, name in list(found.items()):
        if name.label == "ORG" and ACRONYM.fullmatch(form):
            found.setdefault("".join(f"{letter}." for letter in form), name)
    for name in places:
        for form in name.forms:
            if len(form) > MIN_CAPITALS:
                found.setdefault(form.upper(), name)
    return found


@cache
def names() -> dict[str, Name]:
    """The names that a text is searched for, by form; where two share a form the first table wins."""
    return _by_form([name for name in _all_names() if name.cue != NEVER_SEARCHED])


@cache
def _names_labelled(label: str) -> dict[str, Name]:
    """All names of an entity type by form, also those that a text is not searched for."""
    return _by_form([name for name in _all_names() if name.label == label])


def name_of(text: str, label: str = "") -> Name | None:
    """What a form names; None where the lexicons do not know it, or not with that entity type.

    Without an entity type only names that a text is searched for are known: "Amazon" is a river, and a company only
    where something else has found it to be an organisation.
    """
    table = _names_labelled(label) if label else names()
    return table.get(text.replace("’", "'")) or table.get(text)


@cache
def country_names() -> dict[str, Name]:
    """States and territories by ISO 3166-1 alpha-3 code."""
    return {name.country: name for name in _countries() if name.kind == "country" and name.country}


@cache
def peoples() -> dict[str, str]:
    """The adjective of each state by ISO 3166-1 alpha-3 code: "Polish" for POL."""
    return {name.country: name.name for name in _countries() if name.label == "NORP" and name.country}


@cache
def pronouns() -> dict[str, str]:
    """Pronouns with what they stand for: "m" and "f" a person, "n" no person."""
    return {row["form"]: row["gender"] for row in rows("pronouns")}


@cache
def descriptions() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Common nouns that take up a name, with its entity type and kinds: "company" with ("ORG", ("company",))."""
    return {row["noun"]: (row["label"], forms(row["kinds"])) for row in rows("descriptions")}


@dataclass(frozen=True, slots=True)
class Title:
    """A title or office.

    Attributes:
        name: Its first form, in small letters.
        kind: "head_of_state", "minister", "military", "honorific" or the like.
        gender: "m" or "f" where the title tells it, else empty.
    """

    name: str
    kind: str
    gender: str


@cache
def titles() -> dict[str, Title]:
    """Titles and offices by form, in small letters."""
    found: dict[str, Title] = {}
    for row in rows("titles"):
        title = Title(row["title"], row["kind"], row["gender"])
        for form in (row["title"], *forms(row["aliases"])):
            found.setdefault(form.lower(), title)
    return found


def title_of(text: str) -> Title:
    """The title that a text is a form of, however it is spaced and hyphenated ("front - runner").

    Raises:
        KeyError: It is the form of none.
    """
    return _titles_by_letters()[_letters(text)]


@cache
def _titles_by_letters() -> dict[str, Title]:
    return {_letters(form): title for form, title in reversed(titles().items())}


def _letters(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())


@cache
def _genders_by_family() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in rows("leaders"):
        words = row["name"].split()
        family = words[0] if words[0] in family_first() else words[-1]
        found.setdefault(family, set()).add(row["gender"])
    return found


def leaders_gender(family: str) -> str:
    """The gender of all leaders of a family name; empty where they differ or none is known."""
    found = _genders_by_family().get(family, set())
    return min(found) if len(found) == 1 else ""


@cache
def genders() -> dict[str, str]:
    """Given names with "m" or "f"."""
    return {name: row["gender"] for row in rows("given_names") for name in forms(row["names"])}


@cache
def family_first() -> dict[str, bool]:
    """Family names that stand before the given name, and whether they are also common words that need a cue."""
    return {row["name"]: bool(row["cue"]) for row in rows("family_first")}


@cache
def portfolios() -> frozenset[str]:
    """Words for what ministers are in charge of."""
    return frozenset(row["word"] for row in rows("portfolios"))


@cache
def name_words() -> dict[str, str]:
    """Words that make or join names of organisations, laws and places, with their kind."""
    return {word: row["kind"] for row in rows("name_words") for word in forms(row["words"])}


def is_section(word: str) -> bool:
    """Whether a word, in whatever case, names a part of a law: "Article"."""
    return name_words().get(word.title()) == "SECTION"


@cache
def suffixes() -> frozenset[str]:
    """What may follow a family name, in small letters and without dots: "jr", "iii"."""
    return frozenset(word.rstrip(".").lower() for word, kind in name_words().items() if kind == "suffix")
