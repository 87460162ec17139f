"""Rooms with their floor, machines, sealed sources, power and water: the tables of the packs, filled for a centre."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from hevesy.facts import Reader
from hevesy.physics import nuclide
from hevesy.plan.centre.drains import Drains
from hevesy.plan.centre.figure import Figure, Line, Value, figure, known, rounded
from hevesy.plan.centre.sizes import Sizes
from hevesy.plan.centre.work import Work, added

YEAR = 365.25 * 86_400.0
ONE = Figure(1.0)


def rooms(found: Sizes, drained: Drains, reader: Reader) -> list[Line]:
    """Every room of table centre_rooms, m2 each, those that are not needed with number 0; corridors and plant last."""
    lines = []
    for row in reader.shelf.table("centre_rooms"):
        number = _tank_rooms(drained) if row["number"] == "tanks" else found.number(row["number"], reader)
        lines.append(
            Line(row["id"], row["name"], number, _floor(row, drained, reader), "m2", row["why"], row["zone"])
        )
    usable = added([Figure(line.total, line.number.facts | line.each.facts) for line in lines])
    rest = figure(reader, lambda asking: usable.value * (asking.value("centre.room.gross_share") - 1.0), usable)
    why = "over all rooms together"
    return [*lines, Line("corridors", "Corridors, walls, ducts and plant", ONE, rest, "m2", why, "public")]


def _tank_rooms(drained: Drains) -> Figure:
    there = (np.asarray(drained.m3.value) > 0.0) * 1.0
    return Figure(float(there) if np.ndim(there) == 0 else np.asarray(there), drained.m3.facts)


def _floor(row: dict[str, str], drained: Drains, reader: Reader) -> Figure:
    if row["size"] == "tanks":
        return figure(reader, lambda asking: drained.m3.value / asking.value("centre.room.tank_height"), drained.m3)
    if row["size"] != "waste":
        return known(reader, row["size"])

    def rule(asking: Reader) -> Value:
        needed = drained.store_litres.value / asking.value("centre.room.waste_litres_per_m2")
        return np.maximum(asking.value("centre.room.waste_store"), needed)

    return figure(reader, rule, drained.store_litres)


def equipment(found: Sizes, reader: Reader) -> list[Line]:
    """Every machine and instrument of table centre_equipment, with its price in USD as the size of each."""
    lines = []
    for row in reader.shelf.table("centre_equipment"):
        price, number = known(reader, row["price"]), _machines(row, found, reader)
        lines.append(Line(row["id"], row["name"], number, price, "USD", row["why"], row["served"]))
    return lines


def _machines(row: dict[str, str], found: Sizes, reader: Reader) -> Figure:
    rule, fact = row["number"], row["fact"]
    usual = rounded(known(reader, fact)) if fact else ONE
    if rule == "fact":
        return usual
    if rule == "level3_fact":
        there = found.number("level3", reader)
        most = np.maximum(1.0, usual.value) if there.value else 0.0 * usual.value
        return Figure(most, usual.facts)
    if rule == "chair_or_fact":
        return Figure(np.maximum(found.chairs.value, usual.value), found.chairs.facts | usual.facts)
    return found.number(rule, reader)


def sources(found: Sizes, machines: list[Line], reader: Reader) -> list[tuple[Line, dict[str, Any]]]:
    """Sealed check sources, each with its activity and after how many years it is replaced.

    A source is used until it has decayed to a stated share of its activity, and no longer than its maker recommends.
    """
    number = {line.id: line.number for line in machines}
    price = known(reader, "centre.price.check_source")
    lines = []
    for row in reader.shelf.table("centre_sources"):
        rule = row["number"]
        many = number[rule] if rule in number else found.number(rule, reader)
        years = nuclide(row["nuclide"]).half_life_s / YEAR * math.log2(1.0 / float(row["left"]))
        said = {
            "nuclide": row["nuclide"], "mbq": float(row["mbq"]), "years": min(years, float(row["years_most"])),
            "source": row["source"], "kind": row["kind"],
        }  # fmt: skip
        lines.append((Line(row["id"], row["name"], many, price, "USD", row["why"]), said))
    return lines


def power(found: Sizes, floor: Figure, machines: list[Line], reader: Reader) -> dict[str, Figure]:
    """Connected load (kW), what must go on in a power cut (kW), and the energy that takes (kWh)."""
    cells = next((line.number for line in machines if line.id == "hot_cell"), Figure(0.0))

    def load(asking: Reader) -> Value:
        return (
            found.pet.value * asking.value("centre.power.pet") + found.spect.value * asking.value("centre.power.spect")
            + cells.value * asking.value("centre.power.hot_cell") + floor.value * asking.value("centre.power.per_m2")
        )  # fmt: skip

    connected = figure(reader, load, found.pet, found.spect, cells, floor)
    kept = figure(reader, lambda asking: connected.value * asking.value("centre.power.kept_up"), connected)
    energy = figure(reader, lambda asking: kept.value * asking.value("centre.power.hours"), kept)
    return {"connected_kw": connected, "kept_up_kw": kept, "stored_kwh": energy}


def water(done: Work, found: Sizes, reader: Reader) -> dict[str, Figure]:
    """Litres on a working day, and the tank that lasts for the days on the shelf."""
    visits = added([done.total("cycles"), done.total("candidates")])

    def rule(asking: Reader) -> Value:
        days = asking.value("capacity.opening.days_per_year")
        return (
            asking.value("centre.water.base") + found.beds.value * asking.value("centre.water.per_bed")
            + visits.value / days * asking.value("centre.water.per_patient")
        )  # fmt: skip

    daily = figure(reader, rule, visits, found.beds)
    stored = figure(reader, lambda asking: daily.value * asking.value("centre.water.days"), daily)
    return {"litres_per_day": daily, "stored_litres": stored}
