"""The rows of the atlas: for each country, each figure with its state, its year and its source."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from hevesy.facts import Fact, Shelf, State
from hevesy.places import Country, all_countries
from hevesy.tables import disarmed
from hevesy_service.atlas.columns import MILLION, SETS, Column, columns
from hevesy_service.said import digits, language, named, say

DENSITY = ",.2f"


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure: its number, how it is written, its state and that in words (none where reported), year and source."""

    number: float | None
    written: str
    state: State
    words: str
    year: str
    source: str
    fact: str


    def html(self, place: str) -> SafeString:
        """The cell as every table shows it; plain code, because a page has two thousand of them."""
        number = format_html('<a href="/why/{}/{}/">{}</a>', self.fact, place, self.written) if self.written else ""
        words = format_html('<i>{}</i>', self.words) if self.words else ""
        year = format_html("<small>{}</small>", self.year) if self.year else ""
        return format_html('<td>{}{}{}</td>', number, words, year)


@dataclass(frozen=True, slots=True)
class CountryRow:
    """A country, its cells in the order of the columns asked for, and the same as they are shown."""

    country: Country
    cells: tuple[Cell, ...]
    html: SafeString
    english: str

    @classmethod
    def of(cls, country: Country, cells: tuple[Cell, ...], shelf: Shelf) -> CountryRow:
        """The row, its cells written once for everybody who asks in a language."""
        written = mark_safe("".join(each.html(country.iso3) for each in cells))
        return cls(named(country, shelf), cells, written, country.name)

    @property
    def group(self) -> str:
        """The income group in words."""
        return say(f"income.{self.country.income_group}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asks of the table: a set of columns, per million or counts, which countries, and in which order."""

    show: str = "capability"
    per: str = MILLION
    group: str = ""
    region: str = ""
    named: str = ""
    sort: str = ""
    down: str = ""

    @classmethod
    def of(cls, query: dict[str, str]) -> Asked:
        """From an address; what is not known there stands as it is by default."""
        said = {name: query[name] for name in cls.__slots__ if query.get(name)}
        if said.get("show", "capability") not in SETS:
            del said["show"]
        return cls(**said)

    def wants(self, row: CountryRow) -> bool:
        """Of an income group, of a WHO region, and whose name, here or in English, has these letters."""
        country, names = row.country, (row.country.name.casefold(), row.english.casefold())
        wanted = self.named.strip().casefold()
        return (
            self.group in ("", country.income_group)
            and self.region in ("", country.region)
            and (not wanted or any(wanted in name for name in names) or wanted == country.iso3.casefold())
        )


def rows(shelf: Shelf, asked: Asked) -> list[CountryRow]:
    """The countries asked for; by name, or by a column, in which those without a figure stand last."""
    found = [row for row in every_row(shelf, asked.show, asked.per) if asked.wants(row)]
    keys = [column.key for column in columns(shelf)[asked.show]]
    if asked.sort not in keys:
        return found[::-1] if asked.sort == "name" and asked.down else found
    at, sign = keys.index(asked.sort), -1 if asked.down else 1
    return sorted(found, key=lambda row: _place(row.cells[at].number, sign))


def _place(number: float | None, sign: int) -> tuple[bool, float]:
    return number is None, 0.0 if number is None else sign * number


def every_row(shelf: Shelf, show: str, per: str) -> tuple[CountryRow, ...]:
    """Every country by its name in the language of the page, with the cells of a set of columns."""
    return _every_row(shelf, show, per, language())


@lru_cache(maxsize=32)
def _every_row(shelf: Shelf, show: str, per: str, language: str) -> tuple[CountryRow, ...]:
    asked = columns(shelf)[show]
    every = (
        CountryRow.of(each, tuple(cell(column, each.iso3, shelf, per) for column in asked), shelf)
        for each in all_countries(shelf)
    )
    return tuple(sorted(every, key=lambda row: row.country.name))


def cell(column: Column, iso3: str, shelf: Shelf, per: str = MILLION) -> Cell:
    """What the shelf says of one country; where it says nothing that is `missing`, which is not zero."""
    fact = _own(column.fact, iso3, shelf)
    if column.national and per == MILLION:
        people = shelf.find("country.population", iso3)
        if fact is not None and fact.value is not None and people is not None and people.value:
            return _cell(fact, fact.value / people.value * 1e6, DENSITY)
        if fact is None and column.old:
            old = _own(column.old, iso3, shelf)
            return _missing(column.old) if old is None else _cell(old, old.value, DENSITY)
        return _missing(column.fact) if fact is None else _cell(fact, None, "")
    return _missing(column.fact) if fact is None else _cell(fact, fact.value, column.form)


def _cell(fact: Fact, number: float | None, form: str) -> Cell:
    written = "" if number is None else digits(format(number, form))
    words = "" if fact.state is State.REPORTED else say(f"state.{fact.state.value}")
    return Cell(number, written, fact.state, words, fact.on[:4], fact.source, fact.id)


def _missing(fact: str) -> Cell:
    return Cell(None, "", State.MISSING, say("state.missing"), "", "", fact)


def _own(name: str, iso3: str, shelf: Shelf) -> Fact | None:
    """What is said of the country itself; what holds for its income group is no figure of an atlas."""
    fact = shelf.find(name, iso3)
    return fact if fact is not None and fact.place == iso3 else None


@dataclass(frozen=True, slots=True)
class Beside:
    """A country's figure beside its income group: the median of those of which one is known, and how many they are."""

    column: Column
    title: str
    cell: SafeString
    citation: str
    median: str
    known: int


def beside(country: Country, shelf: Shelf, per: str = MILLION) -> list[tuple[str, list[Beside]]]:
    """Every figure of a country, set by set, beside the countries of its income group."""
    return [
        (name, [_beside(country, shelf, name, at, per) for at in range(len(columns(shelf)[name]))]) for name in SETS
    ]


def _beside(country: Country, shelf: Shelf, show: str, at: int, per: str) -> Beside:
    column, every = columns(shelf)[show][at], every_row(shelf, show, per)
    found = next(row.cells[at] for row in every if row.country.iso3 == country.iso3)
    peers = [row.cells[at].number for row in every if row.country.income_group == country.income_group]
    known = [number for number in peers if number is not None]
    form = DENSITY if column.national and per == MILLION else column.form
    citation = shelf.source(found.source).citation if found.source else ""
    middle = digits(format(median(known), form)) if known else ""
    return Beside(column, column.titled(per), found.html(country.iso3), citation, middle, len(known))


def as_csv(found: Sequence[CountryRow], asked: Asked, shelf: Shelf) -> str:
    """The table for a spreadsheet: each figure with its state, year and source in columns of their own."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    titles = [column.titled(asked.per) for column in columns(shelf)[asked.show]]
    parts = ("", ", state", ", year", ", source")
    head = ["ISO3", "Country", "Income group", "WHO region", *(title + part for title in titles for part in parts)]
    writer.writerow(head)
    for row in found:
        cells = [part for each in row.cells for part in _parts(each, shelf)]
        writer.writerow([row.country.iso3, disarmed(row.country.name), row.group, row.country.region, *cells])
    return text.getvalue()


def _parts(each: Cell, shelf: Shelf) -> tuple[str, str, str, str]:
    source = shelf.source(each.source).citation if each.source else ""
    number = "" if each.number is None else f"{each.number:.10g}"
    return number, str(each.state), each.year, disarmed(source)
