"""A medicine's journey to the chair: every way in which it could come, the best first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum

from hevesy.facts import Reader, Shelf
from hevesy.quantities import Activity
from hevesy.safety import PaperEntry, TransportCategory, papers, transport_category
from hevesy.supply.clock import Flights, Timeline, latest_departure, walk
from hevesy.supply.forms import Offer, offers, prescribed_activity
from hevesy.supply.hours import Hours, hours_of, total
from hevesy.supply.legs import AT_THE_PRODUCER, Leg, Step, legs_to
from hevesy.supply.map import Destination, Map
from hevesy.supply.order import Order, order_for
from hevesy.supply.routes import Route, best_first, routes
from hevesy.supply.verdict import Death, ShelfLife, Verdict, death_of, shelf_life, use_by, verdict


class Standing(StrEnum):
    """How far a route can be trusted: confirmed by somebody, at home, or known to nobody."""

    CONFIRMED = "confirmed"
    DOMESTIC = "domestic"
    HYPOTHETICAL = "hypothetical"


@dataclass(frozen=True, slots=True)
class Journey:
    """One way from one producer to one injection, on the clock, with what to order and what kills it."""

    offer: Offer
    to: Destination
    route: Route | None
    standing: Standing
    line: Timeline
    zone: tzinfo
    door_to_chair: Hours
    shelf_life: ShelfLife
    use_by: datetime
    order: Order
    verdict: Verdict
    death: Death | None
    safe_departure: datetime
    permit_by: date | None
    order_by: date
    category: TransportCategory
    papers: tuple[PaperEntry, ...]
    remarks: tuple[str, ...]

    @property
    def spare(self) -> Hours:
        """Shelf life left at first use; negative is missing."""
        return self.shelf_life.spare

    @property
    def fraction_left(self) -> float:
        """The share of what left the producer that is there at first use."""
        return self.order.carried_at(self.line.use_at, self.line.released_at).bq / self.order.leaves.bq


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for: a product, for a place, at an hour; the rest may stay open."""

    product: str
    inject_at: datetime
    prescribed: Activity | None = None
    producer: str = ""
    form: str = ""
    departs: datetime | None = None
    delay: timedelta = timedelta(0)


def journeys(ask: Request, to: Destination, shelf: Shelf, ways: Map | None = None) -> tuple[Journey, ...]:
    """Every journey for a request, ranked; those that are impossible even at best follow with their death.

    Among each: confirmed first, then shelf life to spare, then hours. Raises UnknownProduct, NobodySells or
    UnknownProducer.
    """
    ways = ways or Map(shelf)
    known = routes(to.iso3, shelf)
    found = [
        _journey(ask, offer, to, route, ways)
        for offer in offers(ask.product, to.iso3, shelf, ask.producer, ask.form)
        for route in _ways_of(offer, known)
    ]
    return tuple(sorted(found, key=_rank))


def _rank(journey: Journey) -> tuple[bool, bool, float, float, str]:
    return (
        journey.verdict is Verdict.IMPOSSIBLE,
        journey.standing is not Standing.CONFIRMED,
        -round(journey.spare.expected, 3),
        journey.door_to_chair.expected,
        journey.offer.producer.id,
    )


def _ways_of(offer: Offer, known: Sequence[Route]) -> list[Route | None]:
    """The routes that speak of this offer and take Class 7, else the hypothetical one."""
    mine = best_first(route for route in known if route.carries(offer))
    usable: list[Route | None] = [route for route in mine if route.class7 is not False]
    return usable or [None]


def _journey(ask: Request, offer: Offer, to: Destination, route: Route | None, ways: Map) -> Journey:
    reader = ways.reader(to.iso3)
    legs = legs_to(offer, to, route, ways, reader)
    flights = _flights(offer, route, ways, reader)
    inject_at = ask.inject_at.astimezone(UTC)
    released = ask.departs or latest_departure(legs, inject_at, flights)
    line = walk(legs, inject_at, released.astimezone(UTC), flights, ask.delay)
    order = order_for(offer.form, ask.prescribed or prescribed_activity(offer.form, reader), line, reader)
    life = shelf_life(offer.form, line, reader)
    zone = ways.zone(to.latitude, to.longitude, to.iso3)
    death = death_of(line, life, order, zone)
    called = verdict(
        life.spare,
        death,
        death is not None and _lives_at_best(ask, offer, legs, flights, reader),
    )
    abroad = offer.producer.iso3 != to.iso3
    category = transport_category({offer.form.carried: order.leaves}, reader, offer.form.material)
    return Journey(
        offer=offer,
        to=to,
        route=route,
        standing=_standing(offer, to, route),
        line=line,
        zone=zone,
        door_to_chair=_door_to_chair(legs),
        shelf_life=life,
        use_by=use_by(offer.form, life, line, reader),
        order=order,
        verdict=called,
        death=death,
        safe_departure=inject_at - timedelta(hours=_door_to_chair(legs).high),
        permit_by=_permit_by(line, route, reader) if abroad else None,
        order_by=(line.released_at - hours_of("supply.order.lead", reader).duration).date(),
        category=category,
        papers=papers(category, reader, abroad),
        remarks=_remarks(offer, route, death, order, line, called),
    )


def _lives_at_best(ask: Request, offer: Offer, legs: Sequence[Leg], flights: Flights, reader: Reader) -> bool:
    """Whether the journey is in time when every leg takes its shortest and the shelf life is its longest."""
    quickest = [replace(leg, hours=Hours.exactly(leg.hours.low)) for leg in legs]
    inject_at = ask.inject_at.astimezone(UTC)
    released = ask.departs or latest_departure(quickest, inject_at, flights)
    line = walk(quickest, inject_at, released.astimezone(UTC), flights, ask.delay)
    order = order_for(offer.form, ask.prescribed or prescribed_activity(offer.form, reader), line, reader)
    return death_of(line, shelf_life(offer.form, line, reader).at_best, order, UTC) is None


def _standing(offer: Offer, to: Destination, route: Route | None) -> Standing:
    if route is not None and route.confirmed:
        return Standing.CONFIRMED
    return Standing.DOMESTIC if offer.producer.iso3 == to.iso3 else Standing.HYPOTHETICAL


def _flights(offer: Offer, route: Route | None, ways: Map, reader: Reader) -> Flights:
    if route is None or not route.days:
        return Flights()
    producer = offer.producer
    start = route.leaves_from or ways.gateway(producer.iso3, producer.latitude, producer.longitude)
    hour = route.departure_hour
    if hour is None:
        hour = reader.number("supply.flight.departure_hour")
    return Flights(route.days, hour, ways.zone(start.latitude, start.longitude, start.iso3))


def _door_to_chair(legs: Sequence[Leg]) -> Hours:
    """From leaving the producer to being ready to inject, without the planned wait in the centre."""
    return total([leg.hours for leg in legs if leg.step not in (*AT_THE_PRODUCER, Step.READY)])


def _permit_by(line: Timeline, route: Route | None, reader: Reader) -> date:
    lead = hours_of("supply.permit.lead", reader).duration
    if route is not None and route.permit_days is not None:
        lead = timedelta(days=route.permit_days)
    return (line.released_at - lead).date()


def _remarks(
    offer: Offer, route: Route | None, death: Death | None, order: Order, line: Timeline, called: Verdict
) -> tuple[str, ...]:
    found = list(offer.remarks)
    if order.vials:
        held = order.carried_at(line.given_at, line.released_at)
        found.append(f"Vials have fixed sizes: {held} at the hour of injection, {order.given} prescribed.")
    if death is not None:
        found.insert(0, death.sentence)
    if called is Verdict.DOUBTFUL:
        found.insert(1, "It is in time only if its legs are quicker than expected.")
    if route is not None and route.days and route.departure_hour is None:
        found.append("The hour of departure is not known; one was assumed.")
    if offer.form.note:
        found.append(offer.form.note[0].upper() + offer.form.note[1:] + ".")
    return tuple(found)
