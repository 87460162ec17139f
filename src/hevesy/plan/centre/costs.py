"""What a centre costs to build and to run, by line, and from which volume on the tariff pays for it.

A line is a number times a price in USD. Of the yearly lines those that grow with each cycle are apart; everything
else must be paid in a year without patients too. Building and machines are written off in equal parts over their
lives, without interest.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from hevesy.facts import Reader
from hevesy.plan.centre.asked import Asked
from hevesy.plan.centre.figure import Figure, Line, Value, figure, known
from hevesy.plan.centre.sizes import Sizes
from hevesy.plan.centre.staff import Post
from hevesy.plan.centre.walls import Wall, lead_kg
from hevesy.plan.centre.work import Work, added
from hevesy.plan.price import price_of_goods

ONE = Figure(1.0)
CYCLE, FIXED = "cycle", "fixed"
SERVICE = "economics.all_equipment.capital.service_contract"
BUILDING, MACHINES, OTHER = "building", "machines", "other"
TRAINED = ("physician", "physicist", "radiopharmacist")


@dataclass(frozen=True, slots=True)
class Costs:
    """Capital lines (group: building, machines, other) and yearly lines (group: fixed or cycle), USD."""

    capital: tuple[Line, ...]
    yearly: tuple[Line, ...]

    def sum(self, lines: str, group: str = "") -> Figure:
        found = [line for line in getattr(self, lines) if group in ("", line.group)]
        return added([Figure(line.total, line.number.facts | line.each.facts) for line in found])


@dataclass(frozen=True, slots=True)
class Parts:
    """What the plan has found so far, from which its costs follow."""

    asked: Asked
    done: Work
    sizes: Sizes
    rooms: list[Line]
    walls: tuple[Wall, ...]
    machines: list[Line]
    sources: list[tuple[Line, float]]
    staff: tuple[Post, ...]
    tanks_m3: Figure
    power: dict[str, Figure]


def costs(parts: Parts, reader: Reader) -> Costs:
    """Everything by line; rooms and machines that are there already cost nothing to build, but are kept up."""
    building = _building(parts, reader)
    machines = [_bought(line, parts.asked, MACHINES) for line in parts.machines]
    others = _other_capital(parts, reader)
    capital = [*building, *machines, *others]
    return Costs(tuple(capital), tuple(_yearly(parts, capital, reader)))


def _bought(line: Line, asked: Asked, group: str) -> Line:
    """The line as something to buy: none of it where it is there already."""
    number = Figure(0.0 * line.number.value, line.number.facts) if line.id in asked.have else line.number
    return Line(line.id, line.name, number, line.each, "USD", line.why, group)


def _building(parts: Parts, reader: Reader) -> list[Line]:
    """Floor by the square metre, shielded rooms by the room, lead on the walls of the others by weight."""
    built = {row["id"]: row["built"] for row in reader.shelf.table("centre_rooms")}
    floor = added([
        Figure(line.total, line.number.facts | line.each.facts)
        for line in parts.rooms if built.get(line.id, BUILDING) == BUILDING and line.id not in parts.asked.have
    ])  # fmt: skip
    beds = Figure(0.0) if "bed_room" in parts.asked.have else parts.sizes.beds
    price = figure(reader, lambda asking: asking.value("centre.price.building") * _refit(parts.asked, asking))
    ward = known(reader, "economics.iodine_ward_room.capital.purchase")
    return [
        Line("floor", "Rooms, by floor", floor, price, "USD", "m2 times the price of building", BUILDING),
        Line("bed_rooms", "Shielded single rooms", beds, ward, "USD", "walls, drains and toilet included", BUILDING),
        *_lead(parts, reader),
    ]


def _refit(asked: Asked, reader: Reader) -> Value:
    return reader.value("centre.price.refit_share") if asked.site == "department" else 1.0


def _lead(parts: Parts, reader: Reader) -> list[Line]:
    price = known(reader, "centre.price.lead")
    size = {line.id: line for line in parts.rooms}
    found = []
    for wall in parts.walls:
        room = size[wall.room]
        if wall.room == "bed_room" or wall.room in parts.asked.have:
            continue
        each = lead_kg(room.each, Figure(np.nan_to_num(wall.lead_mm.value), wall.lead_mm.facts), reader)
        kg = Figure(each.value * room.number.value, each.facts | room.number.facts)
        found.append(Line(f"lead_{wall.room}", f"Lead on walls: {room.name}", kg, price, "USD", "kg of lead", BUILDING))
    return found


def _other_capital(parts: Parts, reader: Reader) -> list[Line]:
    priced = partial(known, reader)
    tanks = Figure(np.where(np.asarray(parts.tanks_m3.value) > 0.0, 1.0, 0.0), parts.tanks_m3.facts)
    each = priced("centre.number.trained_abroad")
    trained = Figure(each.value * len(TRAINED), each.facts)
    check = [Line(line.id, line.name, line.number, line.each, "USD", line.why, OTHER) for line, _ in parts.sources]
    return [
        *check,
        Line("tanks", "Delay tanks", tanks, priced("economics.waste_delay_tanks.capital.purchase"), "USD",
             "tanks, pumps, level and activity monitors", OTHER),
        Line("power", "Backup power", ONE, priced("economics.backup_power_UPS_diesel_solar.capital.purchase"), "USD",
             "batteries and generator for what must go on", OTHER),
        Line("licence", "Licence of the site", ONE, priced("interventions.site_licence.capital"), "USD",
             "safety case and fees", OTHER),
        Line("permit", "Import permits", Figure(float(len(parts.asked.services))),
             priced("interventions.source_import_permit.capital"), "USD", "one for each medicine", OTHER),
        Line("training", "Training of the first team", trained,
             priced("economics.training.training.fellowship_one_year"), "USD", "fellowships of a year", OTHER),
    ]  # fmt: skip


def _yearly(parts: Parts, capital: list[Line], reader: Reader) -> list[Line]:
    return [*_posts(parts), *_upkeep(parts, capital, reader), *_of_cycles(parts, reader)]


def _posts(parts: Parts) -> list[Line]:
    return [
        Line(f"staff_{post.cadre}", f"Staff: {post.cadre.replace('_', ' ')}", post.posts, post.salary, "USD",
             f"posts times what an employer pays for a {post.paid_as}", FIXED)
        for post in parts.staff
    ]  # fmt: skip


def _upkeep(parts: Parts, capital: list[Line], reader: Reader) -> list[Line]:
    """Service contracts on all machines, bought or there; upkeep of the building; power, licences, dosimeters."""
    served = added([_worth(line) for line in parts.machines if line.group == "yes"])
    built = added([_worth(line) for line in capital if line.group == BUILDING])
    persons = added([post.posts for post in parts.staff])
    replaced = added([Figure(line.total / years, line.number.facts | line.each.facts) for line, years in parts.sources])
    connected = parts.power["connected_kw"]

    each = partial(known, reader)
    contract = figure(reader, lambda asking: asking.value(SERVICE) / 100.0)
    energy = figure(reader, lambda asking: connected.value * asking.value("centre.power.hours_used"), connected)
    permits = Figure(float(len(parts.asked.services)))
    return [
        Line("service", "Service contracts", served, contract, "USD", "a share of the price of machines a year", FIXED),
        Line("building", "Upkeep of the building", built, each("centre.price.building_upkeep"), "USD",
             "a share of what it cost a year", FIXED),
        Line("energy", "Electricity", energy, each("centre.price.electricity"), "USD", "kWh a year", FIXED),
        Line("backup", "Running the backup power", ONE, each("interventions.backup_power.running"), "USD",
             "fuel, batteries, tests", FIXED),
        Line("licence", "Licence and inspection", ONE, each("interventions.site_licence.running"), "USD",
             "fees", FIXED),
        Line("permits", "Import permits", permits, each("interventions.source_import_permit.running"), "USD",
             "renewal and consignments", FIXED),
        Line("dosimeters", "Personal dosimeters", persons, each("centre.price.dosimetry_per_person"), "USD",
             "all posts", FIXED),
        Line("sources", "Check sources replaced", replaced, ONE, "USD", "as they decay", FIXED),
    ]  # fmt: skip


def _worth(line: Line) -> Figure:
    return Figure(line.total, line.number.facts | line.each.facts)


def _of_cycles(parts: Parts, reader: Reader) -> list[Line]:
    """Medicines as traded goods of table prices, what is used up, laboratory and board, tracers of scans done here."""
    lines = []
    for service in parts.done.services:
        price = figure(reader, partial(price_of_goods, service.therapy.id, "cycle"))
        lines.append(
            Line(f"medicine_{service.therapy.id}", f"Medicine: {service.therapy.name}", service.cycles, price, "USD",
                 "delivered price of one cycle, table prices", CYCLE)
        )  # fmt: skip
    cycles = parts.done.total("cycles")
    seen = added([each.candidates for each in parts.done.services if each.modality] or [Figure(0.0)])
    used = known(reader, "centre.price.consumables")
    labs = figure(reader, lambda asking: _local("economics.mdt_labs_per_cycle.unit_cost.provider_cost", asking))
    tracer = known(reader, "centre.price.tracer")
    return [
        *lines,
        Line("consumables", "Consumables", cycles, used, "USD", "each cycle", CYCLE),
        Line("labs", "Laboratory and board", cycles, labs, "USD", "each cycle, at local cost", CYCLE),
        Line("tracers", "Tracers of scans before therapy", seen, tracer, "USD", "each scan done here", CYCLE),
    ]


def _local(fact: str, reader: Reader) -> Value:
    return reader.value(fact) * reader.value("money.local_cost_ratio")
