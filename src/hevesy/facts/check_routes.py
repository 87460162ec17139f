"""Checking the routes of a pack: could anything come this way?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hevesy.errors import BadCell
from hevesy.facts.check_rows import wrong
from hevesy.facts.pack_known import FAR_KM, Known
from hevesy.tables import Row, nearest

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def route_problems(row: Row, known: Known) -> Iterator[BadCell]:
    """What is wrong with one route: what it carries, who makes it, where it flies, and when."""
    yield from _cargo(row, known)
    for field in ("from_airport", "via_airport", "to_airport"):
        code = (row[field] or "").strip().upper()
        if code and code not in known.airports:
            yield wrong(row, field, f"there is no airport {row[field]!r}", "write three letters, as in AMM")
        elif code and field == "to_airport":
            yield from _arrival(row, code, known)
    for word in re.split(r"[\s,;/]+", (row["days"] or "").casefold()):
        if word and word != "daily" and word[:3] not in DAYS:
            yield wrong(row, "days", f"{word!r} is not a weekday", "write Mon Thu, or daily")


def _cargo(row: Row, known: Known) -> Iterator[BadCell]:
    if row["product"] not in known.products:
        guess = nearest(row["product"], sorted(known.products))
        advice = f"did you mean {guess!r}?" if guess else "write the id of a therapy, as in lu177_psma617"
        yield wrong(row, "product", f"nothing called {row['product']!r} is carried", advice)
    known_as = {name.casefold() for name in known.producers}
    if row["producer"].casefold() not in known_as and "producers" not in known.unread:
        guess = nearest(row["producer"], sorted(known.producers))
        advice = (
            "add it to a table producers.csv of the pack, with id, role, name, iso3, latitude and longitude"
        )
        hint = f"did you mean {guess!r}? If not, " if guess else ""
        yield wrong(row, "producer", f"there is no producer {row['producer']!r}", hint + advice)


def _arrival(row: Row, code: str, known: Known) -> Iterator[BadCell]:
    """The airport of arrival lies in the country, or near enough for a road from a neighbour's."""
    airport, iso3 = known.airports[code], row["iso3"]
    if airport.iso3 == iso3 or iso3 not in known.countries:
        return
    spots = known.spots(iso3)
    if spots and (away := airport.km_to_nearest(spots)) > FAR_KM:
        where, here = known.countries.get(airport.iso3, airport.iso3), known.countries[iso3]
        own = sorted(name for name, spot in known.airports.items() if spot.iso3 == iso3)
        problem = f"{code} is an airport of {where}, {away:,.0f} km from the nearest town of {here}"
        advice = (
            f"write an airport of {here}: {', '.join(own[:6])}" if own else "write the airport of arrival"
        )
        yield wrong(row, "to_airport", problem, advice)
