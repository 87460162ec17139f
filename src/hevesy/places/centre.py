"""Centres and their equipment; they come from a user's pack and from nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from hevesy.errors import BadCell, UnknownTown
from hevesy.facts import Shelf, State
from hevesy.facts.pack_columns import columns_of
from hevesy.places.town import find_town, landmass_near
from hevesy.tables import Row, read_table

MODALITIES = (
    "pet",
    "spect",
    "linac",
    "cyclotron",
    "generator",
    "dose_calibrator",
    "hot_cell",
    "treatment_chair",
    "isolation_bed",
)


@dataclass(frozen=True, slots=True)
class Equipment:
    """How many machines of one modality a centre has; a `count` of None is unknown, not zero."""

    modality: str
    count: int | None
    working: int | None
    installed: str
    state: State
    confirmed_by: str
    confirmed_on: str

    @property
    def usable(self) -> int | None:
        """The machines that work, or all where nobody said how many work."""
        return self.count if self.working is None else self.working


@dataclass(frozen=True, slots=True)
class Centre:
    """A hospital or institute of a pack; `schemes` are payers it accepts, `services` what it offers, `therapies`
    the ids of those it gives now."""

    id: str
    name: str
    iso3: str
    town: str
    latitude: float
    longitude: float
    landmass: str
    sector: str
    schemes: tuple[str, ...]
    services: tuple[str, ...]
    therapies: tuple[str, ...]
    opened: str
    equipment: tuple[Equipment, ...]
    confirmed_by: str
    confirmed_on: str
    hours_per_week: float | None = None
    days_per_week: float | None = None
    other_work: float | None = None  # percent of its scanner slots that other patients take
    takes_refugees: bool | None = None
    takes_foreigners: bool | None = None

    @property
    def confirmed(self) -> bool:
        return bool(self.confirmed_by and self.confirmed_on)

    def has(self, modality: str) -> bool | None:
        """Whether it has a machine that can be used: yes, no, or None where nobody has said."""
        found = [machine.usable for machine in self.equipment if machine.modality == modality]
        if any(found):
            return True
        return None if not found or None in found else False


def centres(iso3: str, shelf: Shelf) -> list[Centre]:
    """The centres of a country in the order of their ids; an empty list where no pack names one.

    Raises BadCell for a wrong cell, a centre named twice, equipment of a centre that is not listed, more
    machines working than there are, or a centre that stands nowhere.
    """
    return list(_read(iso3, shelf))


@lru_cache(maxsize=4)
def _read(iso3: str, shelf: Shelf) -> tuple[Centre, ...]:
    rows = rows_of("centres", iso3, shelf)
    machines: dict[str, list[Equipment]] = {row["centre"]: [] for row in rows}
    for row in rows_of("equipment", iso3, shelf):
        if row["centre"] not in machines:
            raise _bad(
                row,
                "centre",
                f"there is no centre {row['centre']!r} in centres.csv",
                "add it there or correct the id",
            )
        machines[row["centre"]].append(_equipment(row))
    seen: set[str] = set()
    found = []
    for row in rows:
        if row["centre"] in seen:
            raise _bad(
                row, "centre", f"centre {row['centre']!r} stands twice", "keep one line for each centre"
            )
        seen.add(row["centre"])
        found.append(_centre(row, tuple(machines[row["centre"]]), shelf))
    return tuple(sorted(found, key=lambda centre: centre.id))


def rows_of(table: str, iso3: str, shelf: Shelf) -> list[Row]:
    """A country's typed rows of a table of packs; those of the last pack that speaks of this country."""
    held: list[Row] = []
    columns = columns_of(table)
    for _pack, path in shelf.table_files(table):
        own = [row for row in read_table(path, columns) if row["iso3"] == iso3]
        held = own or held
    return held


def _centre(row: Row, equipment: tuple[Equipment, ...], shelf: Shelf) -> Centre:
    latitude, longitude, landmass = _position(row, shelf)
    return Centre(
        id=row["centre"],
        name=row["name"],
        iso3=row["iso3"],
        town=row["town"] or "",
        latitude=latitude,
        longitude=longitude,
        landmass=landmass,
        sector=row["sector"] or "",
        schemes=tuple(_listed(row["schemes"])),
        services=tuple(_listed(row["services"])),
        therapies=tuple(_listed(row["therapies"])),
        opened=_day(row["opened"]),
        equipment=equipment,
        confirmed_by=row["confirmed_by"] or "",
        confirmed_on=_day(row["confirmed_on"]),
        hours_per_week=row["hours_per_week"],
        days_per_week=row["days_per_week"],
        other_work=row["other_work"],
        takes_refugees=row["takes_refugees"],
        takes_foreigners=row["takes_foreigners"],
    )


def _position(row: Row, shelf: Shelf) -> tuple[float, float, str]:
    """Where the centre stands: its own coordinates, or its town's."""
    if row["latitude"] is not None and row["longitude"] is not None:
        return (
            row["latitude"],
            row["longitude"],
            landmass_near(row["latitude"], row["longitude"], row["iso3"], shelf),
        )
    if not row["town"]:
        raise _bad(
            row,
            "town",
            "neither a town nor coordinates are given",
            "fill in the town, or latitude and longitude",
        )
    try:
        town = find_town(row["town"], shelf, row["iso3"])
    except UnknownTown as error:
        raise _bad(row, "town", str(error).split(". ")[0], "give latitude and longitude") from None
    return town.latitude, town.longitude, town.landmass


def _equipment(row: Row) -> Equipment:
    count, working = _whole(row, "count"), _whole(row, "working")
    if count is not None and working is not None and working > count:
        raise _bad(row, "working", f"{working} work but there are only {count}", "correct one of the two")
    said = State(row["state"]) if row["state"] else _state(count)
    if said is State.IMPUTED:
        raise _bad(
            row,
            "state",
            "a machine that was imputed is not a machine",
            "leave the line out or enter what was counted",
        )
    if (said is State.MISSING) != (count is None):
        raise _bad(
            row, "state", f"state {said} does not fit the count", "leave the count empty when it is missing"
        )
    return Equipment(
        row["modality"],
        count,
        working,
        _day(row["installed"]),
        said,
        row["confirmed_by"] or "",
        _day(row["confirmed_on"]),
    )


def _state(count: int | None) -> State:
    if count is None:
        return State.MISSING
    return State.REPORTED if count else State.REPORTED_ZERO


def _whole(row: Row, field: str) -> int | None:
    number = row[field]
    if number is None:
        return None
    if number != int(number):
        raise _bad(row, field, f"{number:g} is not a whole number", "count machines")
    return int(number)


def _listed(cell: str | None) -> Iterator[str]:
    yield from (part.strip() for part in re.split(r"[;|]", cell or "") if part.strip())


def _day(value: object) -> str:
    return "" if value is None else str(value)


def _bad(row: Row, field: str, problem: str, advice: str) -> BadCell:
    return BadCell(file=row.file, line=row.line, field=field, problem=problem, advice=advice)
