"""The rows of the atlas: for each country, each figure with its state, its year and its source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hevesy.facts import Fact, Shelf, State
from hevesy.places import Country, all_countries
from hevesy_service.said import country_called, digits, say


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the fact it shows, its title, how a value is written, and whether more of it is better."""

    fact: str
    title: str | Promise
    form: str


COLUMNS = (
    Column("country.population", _("Population"), ",.0f"),
    Column("who.gamma_camera.per_million", _("Gamma cameras per million"), ".2f"),
    Column("who.pet.per_million", _("PET scanners per million"), ".2f"),
    Column("who.radiotherapy.per_million", _("Radiotherapy units per million"), ".2f"),
    Column("globocan.prostate.new_cases", _("New prostate cancers a year"), ",.0f"),
    Column("country.gdp_per_capita", _("GDP per person, USD"), ",.0f"),
    Column("country.oop_share", _("Paid out of pocket"), ".0%"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure: what is written, the words for its state (none where it was reported), year and source."""

    written: str
    state: str
    year: str
    source: str
    fact: str


@dataclass(frozen=True, slots=True)
class CountryRow:
    """A country and its cells, in the order of COLUMNS."""

    country: Country
    cells: tuple[Cell, ...]
    name: str

    @property
    def group(self) -> str:
        """The income group in words."""
        return say(f"income.{self.country.income_group}")


def rows(shelf: Shelf, group: str = "", region: str = "", named: str = "") -> Iterator[CountryRow]:
    """Countries by name; of an income group, of a WHO region, or whose name has these letters."""
    wanted = named.strip().casefold()
    called = {each.iso3: country_called(each.iso3, shelf) for each in all_countries(shelf)}
    for country in sorted(all_countries(shelf), key=lambda each: called[each.iso3]):
        if (group and country.income_group != group) or (region and country.region != region):
            continue
        if wanted and not _named(wanted, country, called[country.iso3]):
            continue
        yield CountryRow(country, tuple(cell(column, country.iso3, shelf) for column in COLUMNS), called[country.iso3])


def _named(wanted: str, country: Country, called: str) -> bool:
    return wanted in country.name.casefold() or wanted in called.casefold() or wanted == country.iso3.casefold()


def cell(column: Column, iso3: str, shelf: Shelf) -> Cell:
    """What the shelf says of one country; where it says nothing that is `missing`, which is not zero."""
    fact = _own(column.fact, iso3, shelf)
    if fact is None:
        return Cell("", say("state.missing"), "", "", column.fact)
    written = "" if fact.value is None else digits(format(fact.value, column.form))
    state = "" if fact.state is State.REPORTED else say(f"state.{fact.state.value}")
    return Cell(written, state, fact.on[:4], fact.source, column.fact)


def _own(name: str, iso3: str, shelf: Shelf) -> Fact | None:
    """What is said of the country itself; what holds for its income group is no figure of an atlas."""
    fact = shelf.find(name, iso3)
    return fact if fact is not None and fact.place == iso3 else None
