"""Reactors and processors, and what each sells."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from hevesy.facts import Kind, Shelf
from hevesy.tables import Column, Row, read_table

_TEXTS = ("id", "role", "name", "city", "iso3", "status", "status_on", "lu177_carrier", "source", "note")
_NUMBERS = ("latitude", "longitude", "weeks_per_year", "end_low", "end_high")
_LISTS = ("nuclides", "planned", "finished", "generators", "fields_seen")
SEEN = (Kind.VERIFIED, Kind.SECONDARY)  # kinds of what somebody read
PRODUCER_COLUMNS = (
    Column("id", required=True),
    Column("role", "choice", required=True, choices=("reactor", "processor", "cyclotron", "radiopharmacy")),
    Column("name", required=True),
    *(Column(name) for name in ("operator", "city", "coordinates")),
    Column("iso3", required=True),
    Column("latitude", "number", required=True, low=-90, high=90, unit="degrees"),
    Column("longitude", "number", required=True, low=-180, high=180, unit="degrees"),
    *(
        Column(name, "number", low=1940, high=2150)
        for name in ("start_year", "end_year", "end_low", "end_high")
    ),
    Column("weeks_per_year", "number", low=0, high=53),
    Column("mo99_6d_ci_per_week", "number", low=0),
    *(
        Column(name)
        for name in ("power_mw", "status", "status_on", "lu177_carrier", *_LISTS, "source", "note")
    ),
    Column("kind", "choice", choices=tuple(Kind)),
)


@dataclass(frozen=True, slots=True)
class Producer:
    """One reactor or processor. `kind` holds for the columns in `fields_seen`; all others are recalled.

    `own` says that a user's pack names it, and does not call that unverified.
    """

    id: str
    role: str
    name: str
    city: str
    iso3: str
    latitude: float
    longitude: float
    status: str
    status_on: str
    weeks_per_year: float | None
    end_low: float | None
    end_high: float | None
    nuclides: frozenset[str]
    planned: frozenset[str]
    finished: frozenset[str]
    generators: frozenset[str]
    lu177_carrier: str
    fields_seen: frozenset[str]
    source: str
    kind: Kind
    note: str
    own: bool = False

    @property
    def running(self) -> bool:
        """Whether it can deliver at all: under construction is no, an outage is yes with a remark."""
        return not self.status.startswith("construction")

    def kind_of(self, field: str) -> Kind:
        """How one of its columns is known."""
        return self.kind if field in self.fields_seen else Kind.UNVERIFIED

    def sells(self, what: str) -> bool:
        """Whether it sells what `<list>:<name>` says, as in nuclide:Lu-177 or finished:ra223."""
        kind, _, name = what.partition(":")
        lists = {"nuclide": self.nuclides, "finished": self.finished, "generator": self.generators}
        return name in lists[kind]


def producers(shelf: Shelf, iso3: str | None = None) -> tuple[Producer, ...]:
    """The producers on the shelf, of one country when it is named.

    A row of a pack laid later replaces the row of the same id and else adds one. Raises BadCell with file,
    line and field.
    """
    return tuple(each for each in _all_producers(shelf).values() if iso3 in (None, each.iso3))


@lru_cache(maxsize=4)
def _all_producers(shelf: Shelf) -> dict[str, Producer]:
    found: dict[str, Producer] = {}
    for pack, path in shelf.table_files("producers"):
        rows = read_table(path, PRODUCER_COLUMNS)
        found |= {row["id"]: _producer(row, own=not pack.shipped) for row in rows}
    return found


def _producer(row: Row, own: bool) -> Producer:
    texts: dict[str, Any] = {name: row[name] or "" for name in _TEXTS}
    lists: dict[str, Any] = {name: frozenset((row[name] or "").split()) for name in _LISTS}
    numbers: dict[str, Any] = {name: row[name] for name in _NUMBERS}
    own = own and row["kind"] in (None, *SEEN)
    return Producer(**texts, **lists, **numbers, kind=Kind(row["kind"] or "unverified"), own=own)
