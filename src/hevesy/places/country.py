"""Countries and territories, what they are called and how they are classed."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from hevesy.errors import UnknownCountry
from hevesy.facts import Shelf
from hevesy.tables import nearest

UNCLASSIFIED = "unclassified"


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory of ISO 3166 (and Kosovo, XKX) as it is classed now.

    `income_group` is HIC, UMIC, LMIC, LIC or unclassified; `region` is the WHO region, empty for a place that
    is not a member state; latitude and longitude are a point inside.
    """

    iso3: str
    iso2: str
    name: str
    income_group: str
    region: str
    capital: str = ""
    subregion: str = ""
    latitude: float = float("nan")
    longitude: float = float("nan")


@dataclass(frozen=True, slots=True)
class Classification:
    """What a scheme says of a country from a date (a year or a day) on."""

    scheme: str
    value: str
    valid_from: str
    source: str


def all_countries(shelf: Shelf) -> list[Country]:
    """Every country and territory, in the order of the alpha-3 codes."""
    return sorted(
        (_country(row, shelf) for row in shelf.table("countries")), key=lambda country: country.iso3
    )


def find_country(text: str, shelf: Shelf) -> Country:
    """The country with this code or name in any of six languages; raises UnknownCountry with the nearest.

    >>> find_country("JO", Shelf.load()).name
    'Jordan'
    """
    rows = {row["iso3"]: row for row in shelf.table("countries")}
    iso3 = _codes(shelf).get(_folded(text))
    if iso3 is None:
        guess = nearest(text.strip(), [row["name"] for row in rows.values()])
        raise UnknownCountry(text=text, nearest=f" (did you mean {guess}?)" if guess else "")
    return _country(rows[iso3], shelf)


@lru_cache(maxsize=4)
def _codes(shelf: Shelf) -> dict[str, str]:
    """The alpha-3 code by every folded name and code; a country's own code and name win over other names."""
    by_name: dict[str, str] = {}
    for row in shelf.table("country_names"):
        by_name |= {_folded(name): row["iso3"] for language, name in row.items() if language != "iso3"}
    rows = shelf.table("countries")
    for row in rows:
        by_name = {_folded(name): row["iso3"] for name in row.get("also", "").split("|") if name} | by_name
    for row in rows:
        by_name |= {_folded(row[column]): row["iso3"] for column in ("iso3", "iso2", "name")}
    return by_name


def country_name(iso3: str, shelf: Shelf, language: str = "en") -> str:
    """The country's name in a language, from Unicode CLDR."""
    return shelf.table("country_names", iso3)[0][language]


def classifications(iso3: str, shelf: Shelf) -> list[Classification]:
    """Every dated classification of a country, the oldest first within a scheme."""
    rows = shelf.table("classifications", iso3)
    found = [Classification(row["scheme"], row["value"], row["valid_from"], row["source"]) for row in rows]
    return sorted(found, key=lambda said: (said.scheme, said.valid_from))


def _country(row: Mapping[str, str], shelf: Shelf) -> Country:
    iso3 = row["iso3"]
    return Country(
        iso3=iso3,
        iso2=row["iso2"],
        name=row["name"],
        income_group=_text("country.income_group", iso3, shelf) or UNCLASSIFIED,
        region=_text("country.who_region", iso3, shelf),
        capital=row.get("capital", ""),
        subregion=row.get("subregion", ""),
        latitude=float(row.get("latitude") or "nan"),
        longitude=float(row.get("longitude") or "nan"),
    )


def _text(fact: str, iso3: str, shelf: Shelf) -> str:
    found = shelf.find(fact, iso3)
    return found.text if found else ""


def _folded(text: str) -> str:
    """Text without case, accents and outer blanks: 'Côte d’Ivoire' as "cote d'ivoire"."""
    parts = unicodedata.normalize("NFKD", text.strip().replace("\u2019", "'"))
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()
