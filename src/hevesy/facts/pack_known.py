"""What a pack may refer to: the facts, units, places, sources, therapies and producers on the shelf below it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from hevesy.errors import UnknownPlace
from hevesy.facts.fact import INCOME_GROUPS, Fact
from hevesy.facts.pack import Pack
from hevesy.facts.spots import Spot
from hevesy.tables import nearest

THERAPIES = "therapies"  # in column choices of key_inputs: any therapies, spaces between
FAR_KM = 500.0  # nothing of a country lies farther than this from all its towns and airports
WHO_REGIONS = ("AFR", "AMR", "EMR", "EUR", "SEAR", "WPR")


class Below(Protocol):
    """The shelf that a pack is to be laid on, as far as a checker asks it."""

    @property
    def packs(self) -> tuple[Pack, ...]: ...
    def ids(self, prefix: str = "") -> list[str]: ...
    def rows(self, fact: str) -> list[Fact]: ...
    def source_keys(self) -> list[str]: ...
    def table(self, name: str, place: str | None = None) -> list[dict[str, str]]: ...


@dataclass(frozen=True, slots=True)
class Brought:
    """What the pack itself brings for its own rows to refer to.

    `unread` names the tables of it that could not be read whole: what refers to them is not judged.
    """

    centres: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    producers: frozenset[str] = frozenset()
    towns: Mapping[str, tuple[Spot, ...]] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """The shelf as a checker sees it; `facts` holds each fact's rows, `countries` a name for each ISO3.

    `words` holds the answers that a fact in words may have, `producers` ids and names, `products` what a route
    may carry.
    """

    facts: Mapping[str, tuple[Fact, ...]]
    bounds: Mapping[str, tuple[float | None, float | None]]
    countries: Mapping[str, str]
    sources: frozenset[str]
    therapies: frozenset[str]
    words: Mapping[str, tuple[str, ...]]
    producers: frozenset[str]
    products: frozenset[str]
    airports: Mapping[str, Spot]
    centres: frozenset[str]
    unread: frozenset[str]
    below: Below
    towns: Mapping[str, tuple[Spot, ...]]

    def spots(self, iso3: str) -> tuple[Spot, ...]:
        """The towns and airports of a country, of the shelf and of the pack."""
        listed = tuple(Spot.of(row) for row in self.below.table("towns", iso3))
        flown = tuple(spot for spot in self.airports.values() if spot.iso3 == iso3)
        return (*listed, *self.towns.get(iso3, ()), *flown)

    def unit(self, fact: str) -> str:
        """The unit in which a fact is stated; empty for a text."""
        return next((row.unit for row in self.facts[fact] if row.unit), "")

    def may_be_negative(self, fact: str) -> bool:
        """Whether the shelf itself has this fact below zero somewhere."""
        seen = [bound for row in self.facts[fact] for bound in (row.value, row.low) if bound is not None]
        return any(bound < 0 for bound in seen)

    def limits(self, fact: str) -> tuple[float | None, float | None]:
        """What the value may lie between: from its unit and sign, narrowed by the key inputs."""
        low, high = self.bounds.get(fact, (None, None))
        if low is None and not self.may_be_negative(fact):
            low = 0.0
        unit = self.unit(fact)
        ceiling = 1.0 if unit.startswith("fraction") else 100.0 if unit.startswith("percent") else None
        if ceiling is not None and self._all_below(fact, ceiling):
            high = ceiling if high is None else min(high, ceiling)
        return low, high

    def _all_below(self, fact: str, ceiling: float) -> bool:
        seen = [bound for row in self.facts[fact] for bound in (row.value, row.high) if bound is not None]
        return all(bound <= ceiling for bound in seen)

    def place_advice(self, place: str) -> str:
        """What to write instead of a place that is not known; empty when the place is known."""
        country, slash, centre = place.partition("/")
        if place in ("world", "scenario") or country in self.countries:
            if slash and centre not in self.centres and "centres" not in self.unread:
                return f"there is no centre {centre!r} in centres.csv; add it there or correct the name"
            return ""
        for word, members in (("income", INCOME_GROUPS), ("region", WHO_REGIONS)):
            if place.startswith(f"{word}:"):
                return (
                    ""
                    if place.partition(":")[2] in members
                    else f"write {word}: and one of {', '.join(members)}"
                )
        return country_advice(country, self.countries)


def check_place(place: str, shelf: Below) -> None:
    """Raises UnknownPlace, with the nearest country, where nothing on the shelf could hold for this place."""
    advice = known_on(shelf).place_advice(place)
    if advice:
        raise UnknownPlace(place=place, advice=advice)


def country_advice(text: str, countries: Mapping[str, str]) -> str:
    """What to write instead of something that is no country; `countries` holds a name for each ISO3.

    >>> country_advice("JRO", {"JOR": "Jordan", "KEN": "Kenya"})
    'did you mean JOR (Jordan)?'
    """
    by_name = {name: iso3 for iso3, name in countries.items()}
    guess = nearest(text, list(by_name))
    if guess:
        return f"for {guess} write {by_name[guess]}"
    swapped = [iso3 for iso3 in countries if sorted(iso3) == sorted(text.upper())]
    guess = swapped[0] if len(swapped) == 1 else nearest(text, list(countries))
    if guess:
        return f"did you mean {guess} ({countries[guess]})?"
    return "write the country's three letters, as in JOR"


def known_on(shelf: Below, brought: Brought | None = None) -> Known:
    """What a pack laid over this shelf may refer to: what lies here, and what the pack itself brings."""
    own = brought or Brought()
    facts = {name: tuple(shelf.rows(name)) for name in shelf.ids()}
    therapies = frozenset(file.stem for pack in shelf.packs for file in pack.folder.glob("therapies/*.toml"))
    asked = shelf.table("key_inputs")
    return Known(
        facts=facts,
        bounds=_bounds(asked),
        countries={row["iso3"]: row["name"] for row in shelf.table("countries")},
        sources=frozenset(shelf.source_keys()) | own.sources,
        therapies=therapies,
        words=_words(asked, therapies),
        producers=own.producers
        | {row[name] for row in shelf.table("producers") for name in ("id", "name") if row.get(name)},
        products=therapies | frozenset(_carried(shelf.table("supply_forms"))),
        airports={row["iata"]: Spot.of(row) for row in shelf.table("airports")},
        centres=own.centres | {row["centre"] for row in shelf.table("centres")},
        unread=own.unread,
        below=shelf,
        towns=own.towns,
    )


def _words(asked: Iterable[Mapping[str, str]], therapies: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """For each fact that is answered in words: the words there are."""
    words = {}
    for row in asked:
        if choices := row.get("choices"):
            for fact in re.findall(r"fact:(\S+)", row["feeds"]):
                words[fact] = tuple(sorted(therapies)) if choices == THERAPIES else tuple(choices.split("|"))
    return words


def _carried(forms: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """What a consignment may be called: the medicine, what is carried, or the generator it is sold as."""
    for form in forms:
        yield from (form["product"], form["carried"], form["sold_as"].partition(":")[2])


def _bounds(rows: Iterable[Mapping[str, str]]) -> dict[str, tuple[float | None, float | None]]:
    bounds = {}
    for row in rows:
        for fact in re.findall(r"fact:(\S+)", row["feeds"]):
            bounds[fact] = (_number(row["low"]), _number(row["high"]))
    return bounds


def _number(text: str) -> float | None:
    return float(text) if text else None
