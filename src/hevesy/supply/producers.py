"""Reactors and processors, and what each sells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hevesy.facts import Kind, Shelf


@dataclass(frozen=True, slots=True)
class Producer:
    """One reactor or processor. `kind` holds for the columns in `fields_seen`; all others are recalled."""

    id: str
    role: str
    name: str
    city: str
    iso3: str
    latitude: float
    longitude: float
    status: str
    status_on: str
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
    """The producers on the shelf, of one country when it is named."""
    return tuple(_producer(row) for row in shelf.table("producers", iso3))


def _producer(row: Mapping[str, str]) -> Producer:
    return Producer(
        id=row["id"],
        role=row["role"],
        name=row["name"],
        city=row["city"],
        iso3=row["iso3"],
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        status=row["status"],
        status_on=row["status_on"],
        end_low=_number(row["end_low"]),
        end_high=_number(row["end_high"]),
        nuclides=frozenset(row["nuclides"].split()),
        planned=frozenset(row["planned"].split()),
        finished=frozenset(row["finished"].split()),
        generators=frozenset(row["generators"].split()),
        lu177_carrier=row["lu177_carrier"],
        fields_seen=frozenset(row["fields_seen"].split()),
        source=row["source"],
        kind=Kind(row["kind"]),
        note=row["note"],
    )


def _number(text: str) -> float | None:
    return float(text) if text else None
