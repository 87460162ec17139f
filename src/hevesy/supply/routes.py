"""Routes that a user's pack brings, and which of them somebody confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hevesy.facts import Kind, Shelf
from hevesy.facts.pack_columns import columns_of
from hevesy.places import Airport, airports
from hevesy.supply.forms import Offer
from hevesy.tables import Row, read_table

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Route:
    """One row of routes.csv. `days` are weekdays (Monday 0) at the place of departure; empty is unknown."""

    id: str
    iso3: str
    product: str
    producer: str
    leaves_from: Airport | None
    via: str
    arrives_at: Airport | None
    carrier: str
    class7: bool | None
    days: tuple[int, ...]
    departure_hour: float | None
    flight_hours: float | None
    customs_hours: float | None
    road_hours: float | None
    permit_days: float | None
    centre: str
    kind: Kind
    confirmed_by: str
    confirmed_on: str

    @property
    def by_air(self) -> bool:
        return self.arrives_at is not None

    @property
    def confirmed(self) -> bool:
        """Whether a named person stands behind it with a date, and the carrier takes Class 7.

        By air the days must be known too; by road nothing flies.
        """
        signed = bool(self.confirmed_by and self.confirmed_on)
        return signed and (
            self.class7 is True and bool(self.days) if self.by_air else self.class7 is not False
        )

    def carries(self, offer: Offer) -> bool:
        """Whether this route speaks of the offer: its producer, and its product, precursor or generator."""
        by = self.producer.casefold() in (offer.producer.id.casefold(), offer.producer.name.casefold())
        form = offer.form
        return by and self.product in (form.product, form.carried, form.sold_as.partition(":")[2])


def routes(iso3: str, shelf: Shelf) -> tuple[Route, ...]:
    """The routes into a country that the packs bring; the pack laid last speaks alone.

    Their cells were checked, weekdays and airports too, when the pack was laid on the shelf.
    """
    found: tuple[Route, ...] = ()
    known = {airport.iata: airport for airport in airports(shelf)} if shelf.table_files("routes") else {}
    for _pack, path in shelf.table_files("routes"):
        rows = [row for row in read_table(path, columns_of("routes")) if row["iso3"] == iso3]
        if rows:
            found = tuple(_route(row, known) for row in rows)
    return found


def weekdays(text: str) -> tuple[int, ...]:
    """The weekdays in a text that was checked, Monday 0.

    >>> weekdays("Mon, Thursday"), weekdays("daily")
    ((0, 3), (0, 1, 2, 3, 4, 5, 6))
    """
    words = [word for word in re.split(r"[\s,;/]+", text.casefold()) if word]
    if "daily" in words:
        return tuple(range(7))
    return tuple(sorted({_DAYS.index(word[:3]) for word in words}))


def best_first(found: Iterable[Route]) -> list[Route]:
    """Confirmed routes before all others."""
    return sorted(found, key=lambda route: not route.confirmed)


def _route(row: Row, known: Mapping[str, Airport]) -> Route:
    return Route(
        id=row["id"],
        iso3=row["iso3"],
        product=row["product"],
        producer=row["producer"],
        leaves_from=_airport(row["from_airport"], known),
        via=row["via_airport"] or "",
        arrives_at=_airport(row["to_airport"], known),
        carrier=row["carrier"] or "",
        class7=row["class7"],
        days=weekdays(row["days"] or ""),
        departure_hour=row["departure_hour"],
        flight_hours=row["flight_hours"],
        customs_hours=row["customs_hours"],
        road_hours=row["road_hours"],
        permit_days=row["permit_days"],
        centre=row["centre"] or "",
        kind=Kind(row["kind"] or "unverified"),
        confirmed_by=row["confirmed_by"] or "",
        confirmed_on=row["confirmed_on"].isoformat() if row["confirmed_on"] else "",
    )


def _airport(code: str | None, known: Mapping[str, Airport]) -> Airport | None:
    return known[code.strip().upper()] if code and code.strip() else None
