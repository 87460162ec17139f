"""What a pack may refer to: the facts, units, places, sources and therapies on the shelf below it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from hevesy.facts.fact import INCOME_GROUPS, Fact
from hevesy.facts.pack import Pack
from hevesy.tables import nearest

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
class Known:
    """The shelf as a checker sees it; `facts` holds each fact's rows, `countries` a name for each ISO3."""

    facts: Mapping[str, tuple[Fact, ...]]
    bounds: Mapping[str, tuple[float | None, float | None]]
    countries: Mapping[str, str]
    sources: frozenset[str]
    therapies: frozenset[str]
    airports: frozenset[str] = frozenset()
    centres: frozenset[str] = frozenset()

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
            if slash and centre not in self.centres:
                return f"there is no centre {centre!r} in centres.csv; add it there or correct the name"
            return ""
        for word, members in (("income", INCOME_GROUPS), ("region", WHO_REGIONS)):
            if place.startswith(f"{word}:"):
                return (
                    ""
                    if place.partition(":")[2] in members
                    else f"write {word}: and one of {', '.join(members)}"
                )
        return self._country_advice(country)

    def _country_advice(self, text: str) -> str:
        by_name = {name: iso3 for iso3, name in self.countries.items()}
        guess = nearest(text, list(by_name))
        if guess:
            return f"for {guess} write {by_name[guess]}"
        swapped = [iso3 for iso3 in self.countries if sorted(iso3) == sorted(text.upper())]
        guess = swapped[0] if len(swapped) == 1 else nearest(text, list(self.countries))
        if guess:
            return f"did you mean {guess} ({self.countries[guess]})?"
        return "write the country's three letters, as in JOR"


def known_on(shelf: Below, centres: Iterable[str] = (), sources: Iterable[str] = ()) -> Known:
    """What a pack laid over this shelf may refer to; `centres` and `sources` are those the pack brings."""
    facts = {name: tuple(shelf.rows(name)) for name in shelf.ids()}
    return Known(
        facts=facts,
        bounds=_bounds(shelf.table("key_inputs")),
        countries={row["iso3"]: row["name"] for row in shelf.table("countries")},
        sources=frozenset(shelf.source_keys()) | frozenset(sources),
        therapies=frozenset(
            file.stem for pack in shelf.packs for file in pack.folder.glob("therapies/*.toml")
        ),
        airports=frozenset(row["iata"] for row in shelf.table("airports")),
        centres=frozenset(centres) | frozenset(row["centre"] for row in shelf.table("centres")),
    )


def _bounds(rows: Iterable[Mapping[str, str]]) -> dict[str, tuple[float | None, float | None]]:
    bounds = {}
    for row in rows:
        for fact in re.findall(r"fact:(\S+)", row["feeds"]):
            bounds[fact] = (_number(row["low"]), _number(row["high"]))
    return bounds


def _number(text: str) -> float | None:
    return float(text) if text else None
