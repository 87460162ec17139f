"""The legs of a journey, from the end of irradiation to the injection, and how long each takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from hevesy.facts import Kind, Reader
from hevesy.globe import distance_km
from hevesy.places import Airport
from hevesy.supply.forms import Offer
from hevesy.supply.hours import Hours, bounds, hours_of, weakest
from hevesy.supply.map import Destination, Map
from hevesy.supply.routes import Route


class Step(StrEnum):
    """The steps of a journey in their order."""

    PROCESSING = "processing"
    QC = "QC and release"
    ROAD_OUT = "road to the airport"
    ACCEPTANCE = "acceptance at the airport"
    WAIT = "wait for the flight"
    FLIGHT = "flight"
    OVERLAND = "road across the border"
    CUSTOMS = "customs and permit check"
    DOMESTIC = "domestic flight"
    ROAD = "road to the centre"
    DELAY = "delay"
    RECEIPT = "receipt and assay"
    READY = "waiting in the centre"
    LABELLING = "labelling and QC in the centre"


AT_THE_PRODUCER = (Step.PROCESSING, Step.QC)


@dataclass(frozen=True, slots=True)
class Leg:
    """One step: from where to where, how long, and how that is known."""

    step: Step
    leaves: str
    reaches: str
    hours: Hours
    kind: Kind
    note: str = ""


def legs_to(
    offer: Offer, to: Destination, route: Route | None, ways: Map, reader: Reader, overland: bool = False
) -> list[Leg]:
    """Every leg from the end of irradiation to the last step before injection.

    A domestic producer sends by road, or by a domestic flight where the road is too long; all others by air,
    or `overland` where it is asked for.
    """
    if overland:
        there = _overland(offer, to, reader)
    elif _is_domestic(offer, to, route):
        there = _domestic(offer, to, route, ways, reader)
    else:
        there = _by_air(offer, to, route, ways, reader)
    return [*_at_the_producer(offer, reader), *there, *_in_the_centre(offer, to, reader)]


def _at_the_producer(offer: Offer, reader: Reader) -> list[Leg]:
    """Processing ends with manufacture; QC and release come after it."""
    city, way = offer.producer.city, offer.form.processing
    return [
        _leg(Step.PROCESSING, city, city, f"supply.processing.{way}", reader),
        _leg(Step.QC, city, city, f"supply.release.{way}", reader),
    ]


def _is_domestic(offer: Offer, to: Destination, route: Route | None) -> bool:
    return not route.by_air if route is not None else offer.producer.iso3 == to.iso3


def _in_the_centre(offer: Offer, to: Destination, reader: Reader) -> list[Leg]:
    found = [
        _leg(Step.RECEIPT, to.name, to.name, "supply.centre.receipt", reader),
        _leg(Step.READY, to.name, to.name, "supply.centre.margin", reader),
    ]
    if offer.form.labelled_here:
        name = "generator" if offer.form.form == "generator" else "kit"
        found.append(_leg(Step.LABELLING, to.name, to.name, f"supply.labelling.{name}", reader))
    return found


# --- at home ----------------------------------------------------------------------------------------------


def _domestic(offer: Offer, to: Destination, route: Route | None, ways: Map, reader: Reader) -> list[Leg]:
    producer = offer.producer
    km = _km_from(offer, to)
    if route is not None and route.road_hours is not None:
        return [_given(Step.ROAD, producer.city, to.name, route.road_hours, route)]
    same_land = ways.landmass(producer.latitude, producer.longitude, producer.iso3) == to.landmass
    if km <= reader.number("supply.road.alone_up_to") and same_land:
        return [_road(Step.ROAD, producer.city, to.name, km, reader)]
    return [_inland_flight(producer.city, to.name, km, reader)]


# --- across a land border ---------------------------------------------------------------------------------


def reached_overland(offer: Offer, to: Destination, ways: Map) -> bool:
    """Whether a foreign producer stands on the same land, near enough for a road transport to be tried."""
    producer = offer.producer
    if producer.iso3 == to.iso3 or not to.landmass:
        return False
    reader = ways.reader(to.iso3)
    if _km_from(offer, to) > reader.number("supply.road.abroad_up_to"):
        return False
    most = int(reader.number("supply.road.borders_at_most"))
    if ways.borders_between(producer.iso3, to.iso3, most) is None:
        return False
    return ways.landmass(producer.latitude, producer.longitude, producer.iso3) == to.landmass


def _overland(offer: Offer, to: Destination, reader: Reader) -> list[Leg]:
    road = _road(Step.OVERLAND, offer.producer.city, to.name, _km_from(offer, to), reader)
    doubt = (
        "hypothetical: nobody confirmed a road transport of Class 7; whether the border is open is unknown"
    )
    customs = _leg(Step.CUSTOMS, "border", "border", "supply.customs.clearance", reader)
    return [replace(road, note=f"{road.note}; {doubt}"), replace(customs, note="on the way or in the town")]


def _km_from(offer: Offer, to: Destination) -> float:
    producer = offer.producer
    return float(distance_km(producer.latitude, producer.longitude, to.latitude, to.longitude))


# --- by air -----------------------------------------------------------------------------------------------


def _by_air(offer: Offer, to: Destination, route: Route | None, ways: Map, reader: Reader) -> list[Leg]:
    producer = offer.producer
    start, end = route.leaves_from if route else None, route.arrives_at if route else None
    start = start or ways.gateway(producer.iso3, producer.latitude, producer.longitude)
    end = end or ways.gateway(to.iso3, to.latitude, to.longitude)
    km_out = _km(start, producer.latitude, producer.longitude)
    return [
        _ground(Step.ROAD_OUT, producer.city, start.iata, km_out, ways.reader(producer.iso3)),
        _leg(Step.ACCEPTANCE, start.iata, start.iata, "supply.airport.origin", reader),
        *_wait(start, route, reader),
        _flight(start, end, route, reader),
        _customs(end, route, reader),
        _last_mile(end, to, route, ways, reader),
    ]  # fmt: skip


def _wait(start: Airport, route: Route | None, reader: Reader) -> list[Leg]:
    if route is not None and route.days:
        return []
    leg = _leg(Step.WAIT, start.iata, start.iata, "supply.flight.wait_unknown_days", reader)
    return [Leg(leg.step, leg.leaves, leg.reaches, leg.hours, leg.kind, "flight days are not known")]


def _flight(start: Airport, end: Airport, route: Route | None, reader: Reader) -> Leg:
    if route is not None and route.flight_hours is not None:
        return _given(Step.FLIGHT, start.iata, end.iata, route.flight_hours, route)
    km = _km(start, end.latitude, end.longitude)
    hours, kinds, note = (
        _airborne(km, reader),
        [reader.fact("supply.flight.speed").kind],
        f"{km:,.0f} km great circle",
    )
    if km > reader.number("supply.flight.nonstop_up_to"):
        hours = hours + hours_of("supply.airport.connection", reader)
        kinds.append(reader.fact("supply.airport.connection").kind)
        note += ", one connection assumed"
    note += _unconfirmed(route)
    return Leg(Step.FLIGHT, start.iata, end.iata, hours, weakest(kinds), note)


def _unconfirmed(route: Route | None) -> str:
    if route is None:
        return "; hypothetical: nobody confirmed a flight or a carrier that takes Class 7"
    return "" if route.confirmed else f"; route {route.id!r} is not confirmed"


def _customs(end: Airport, route: Route | None, reader: Reader) -> Leg:
    if route is not None and route.customs_hours is not None:
        return _given(Step.CUSTOMS, end.iata, end.iata, route.customs_hours, route)
    return _leg(Step.CUSTOMS, end.iata, end.iata, "supply.customs.clearance", reader)


def _last_mile(end: Airport, to: Destination, route: Route | None, ways: Map, reader: Reader) -> Leg:
    if route is not None and route.road_hours is not None:
        return _given(Step.ROAD, end.iata, to.name, route.road_hours, route)
    km = _km(end, to.latitude, to.longitude)
    if ways.landmass(end.latitude, end.longitude, to.iso3) != to.landmass:
        return _inland_flight(end.iata, to.name, km, reader)
    return _ground(Step.ROAD, end.iata, to.name, km, reader)


# --- pieces -----------------------------------------------------------------------------------------------


def _ground(step: Step, leaves: str, reaches: str, km: float, reader: Reader) -> Leg:
    if km > reader.number("supply.road.alone_up_to"):
        return _inland_flight(leaves, reaches, km, reader)
    return _road(step, leaves, reaches, km, reader)


def _road(step: Step, leaves: str, reaches: str, km: float, reader: Reader) -> Leg:
    """A courier does not wait as patients do, so the behaviour factor of travel is left out."""
    detour, speed = bounds(reader.fact("places.travel.detour")), bounds(reader.fact("places.travel.speed"))
    driving = Hours(km * detour[1] / speed[1], km * detour[0] / speed[2], km * detour[2] / speed[0])
    hours = driving + hours_of("supply.road.handling", reader)
    kinds = [
        reader.fact(name).kind
        for name in ("places.travel.detour", "places.travel.speed", "supply.road.handling")
    ]
    return Leg(step, leaves, reaches, hours, weakest(kinds), f"{km:,.0f} km great circle")


def _inland_flight(leaves: str, reaches: str, km: float, reader: Reader) -> Leg:
    hours = _airborne(km, reader) + hours_of("supply.airport.domestic", reader)
    note = f"{km:,.0f} km great circle; hypothetical domestic flight"
    return Leg(Step.DOMESTIC, leaves, reaches, hours, reader.fact("supply.airport.domestic").kind, note)


def _airborne(km: float, reader: Reader) -> Hours:
    low, speed, high = bounds(reader.fact("supply.flight.speed"))
    return Hours(km / speed, km / high, km / low) + hours_of("supply.flight.taxi", reader)


def _km(airport: Airport, latitude: float, longitude: float) -> float:
    return float(distance_km(airport.latitude, airport.longitude, latitude, longitude))


def _leg(step: Step, leaves: str, reaches: str, fact: str, reader: Reader) -> Leg:
    return Leg(step, leaves, reaches, hours_of(fact, reader), reader.fact(fact).kind)


def _given(step: Step, leaves: str, reaches: str, hours: float, route: Route) -> Leg:
    said = (
        f"confirmed by {route.confirmed_by} on {route.confirmed_on}"
        if route.confirmed
        else "from the pack, not confirmed"
    )
    carrier = f"{route.carrier}, " if step is Step.FLIGHT and route.carrier else ""
    return Leg(step, leaves, reaches, Hours.exactly(hours), route.kind, carrier + said)
