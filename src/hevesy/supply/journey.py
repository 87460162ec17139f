"""A medicine's journey to the chair: every way in which it could come, the best first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum

from hevesy.facts import Reader, Shelf
from hevesy.policy import Ruling, policy_state
from hevesy.quantities import Activity
from hevesy.safety import PaperEntry, TransportCategory, papers, transport_category
from hevesy.supply.clock import Flights, Timeline, latest_departure, walk
from hevesy.supply.forms import Offer, offers, prescribed_activity
from hevesy.supply.hours import Hours, hours_of, total
from hevesy.supply.legs import AT_THE_PRODUCER, Leg, Step, legs_to, reached_overland
from hevesy.supply.map import Destination, Map
from hevesy.supply.order import Order, order_for
from hevesy.supply.routes import Route, best_first, routes
from hevesy.supply.verdict import Death, ShelfLife, Verdict, death_of, shelf_life, use_by, verdict

HOSPITAL_PREPARED = "hospital_prepared"
BY_ROAD_ABROAD = "By road abroad: whether the border is open to Class 7, and to this sender, is unknown."


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
    overland: bool
    standing: Standing
    seller_confirmed: bool
    line: Timeline
    zone: tzinfo
    door_to_chair: Hours
    shelf_life: ShelfLife
    use_by: datetime
    order: Order
    verdict: Verdict
    obstacle: str
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
    def spare_share(self) -> float:
        """Shelf life left at first use, per hour between manufacture and its end."""
        return self.spare.expected / ((self.shelf_life.ends - self.line.made_at) / timedelta(hours=1))

    @property
    def by(self) -> str:
        """How it comes to the town: by road or by air."""
        flown = any(timed.leg.step in (Step.FLIGHT, Step.DOMESTIC) for timed in self.line.timed)
        return "air" if flown else "road"

    @property
    def known_as(self) -> str:
        """How far route and seller can be trusted, in a few words."""
        return f"{self.standing}" if self.seller_confirmed else f"{self.standing}, seller not confirmed"

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

    Among each: confirmed first, then the verdict, then the form that the country approved, then the share of
    the shelf life to spare, then hours. Raises UnknownProduct, NobodySells or UnknownProducer.
    """
    ways = ways or Map(shelf)
    known = routes(to.iso3, shelf)
    approval = policy_state(to.iso3, ask.product, shelf).approval
    found = [
        _journey(ask, offer, to, way, ways, approval)
        for offer in offers(ask.product, to.iso3, shelf, ask.producer, ask.form)
        for way in _ways_of(offer, to, known, ways)
    ]
    return tuple(sorted(found, key=lambda journey: _rank(journey, approval)))


def _rank(journey: Journey, approval: Ruling) -> tuple[bool, bool, bool, int, bool, float, float, str]:
    """Medicines ready to use before those a hospital prepares, unless that is how the country approved it.

    A seller whose country has no trade with the destination comes after all others, unless the route is confirmed.
    """
    prepared = journey.offer.form.hospital_preparation
    return (
        journey.verdict is Verdict.IMPOSSIBLE,
        bool(journey.obstacle) and journey.standing is not Standing.CONFIRMED,
        journey.standing is not Standing.CONFIRMED,
        tuple(Verdict).index(journey.verdict),
        prepared is not (approval.value == HOSPITAL_PREPARED),
        -round(journey.spare_share, 6),
        journey.door_to_chair.expected,
        journey.offer.producer.id,
    )


def _ways_of(
    offer: Offer, to: Destination, known: Sequence[Route], ways: Map
) -> list[tuple[Route | None, bool]]:
    """The routes that speak of this offer and take Class 7, else the hypothetical: usual way, and overland."""
    mine = best_first(route for route in known if route.carries(offer))
    usable: list[tuple[Route | None, bool]] = [(route, False) for route in mine if route.class7 is not False]
    if usable:
        return usable
    return [(None, False), (None, True)] if reached_overland(offer, to, ways) else [(None, False)]


def _journey(
    ask: Request, offer: Offer, to: Destination, way: tuple[Route | None, bool], ways: Map, approval: Ruling
) -> Journey:
    route, overland = way
    reader = ways.reader(to.iso3)
    legs = legs_to(offer, to, route, ways, reader, overland)
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
    barred = obstacle(offer.producer.iso3, to.iso3, ways.shelf)
    category = transport_category({offer.form.carried: order.leaves}, reader, offer.form.material)
    return Journey(
        offer=offer,
        to=to,
        route=route,
        overland=overland,
        standing=_standing(offer, to, route),
        seller_confirmed=offer.seller_confirmed or _standing(offer, to, route) is Standing.CONFIRMED,
        line=line,
        zone=zone,
        door_to_chair=_door_to_chair(legs),
        shelf_life=life,
        use_by=use_by(offer.form, life, line, reader),
        order=order,
        verdict=called,
        obstacle=barred,
        death=death,
        safe_departure=_safe_departure(legs, inject_at, flights),
        permit_by=_permit_by(line, route, reader, zone) if abroad else None,
        order_by=(line.released_at - hours_of("supply.order.lead", reader).duration).astimezone(zone).date(),
        category=category,
        papers=papers(category, reader, abroad),
        remarks=(
            *_remarks(offer, route, death, order, line, called),
            *((BY_ROAD_ABROAD,) if overland else ()),
            *_legal(offer, to, approval),
            *_politics(offer, to, barred),
        ),
    )


def _safe_departure(legs: Sequence[Leg], inject_at: datetime, flights: Flights) -> datetime:
    """The latest departure that is still in time when every leg takes its longest, on a day that flies."""
    slowest = [replace(leg, hours=Hours.exactly(leg.hours.high)) for leg in legs]
    return latest_departure(slowest, inject_at, flights)


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


def _permit_by(line: Timeline, route: Route | None, reader: Reader, zone: tzinfo) -> date:
    lead = hours_of("supply.permit.lead", reader).duration
    if route is not None and route.permit_days is not None:
        lead = timedelta(days=route.permit_days)
    return (line.released_at - lead).astimezone(zone).date()


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


def obstacle(from_: str, to: str, shelf: Shelf) -> str:
    """Why goods do not pass between two countries, by table closed_pairs.csv; empty where nothing is said."""
    pairs = {frozenset((row["iso3"], row["other"])): row["why"] for row in shelf.table("closed_pairs")}
    return pairs.get(frozenset((from_, to)), "")


def _politics(offer: Offer, to: Destination, why: str) -> tuple[str, ...]:
    return (f"Between {offer.producer.iso3} and {to.iso3}: {why} (recalled, to be checked).",) if why else ()


def _legal(offer: Offer, to: Destination, approval: Ruling) -> tuple[str, ...]:
    """What is known of the country's rule for hospital preparation; unknown is not allowed."""
    if not offer.form.hospital_preparation:
        return ()
    if approval.value == HOSPITAL_PREPARED:
        known = ", ".join(said for said in (approval.kind, approval.on) if said)
        return (f"Hospital preparation is the approval on record in {to.iso3} ({known or 'undated'}).",)
    return (f"Legal only where hospital preparation is; whether it is in {to.iso3} is unknown.",)
