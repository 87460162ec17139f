"""Regions of a country: its people around a few large towns that stand apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hevesy.facts import Reader
from hevesy.globe import distance_km
from hevesy.places import Country, Node, Settlement
from hevesy.plan.scenario.places import regions as provinces
from hevesy.plan.scenario.places import slug
from hevesy.plan.simulation.model import Floats

MOST = 6  # regions of a country: enough to see who lives far away, few enough to read
AROUND = "around "


@dataclass(frozen=True)
class Region:
    """People who live nearer to one large town than to the others: which nodes they are and their share of all."""

    id: str
    name: str
    nodes: np.ndarray[Any, np.dtype[np.int64]]
    share: float


def regions(lived: Settlement, reader: Reader) -> tuple[Region, ...]:
    """The regions of a country, the one around its largest town first; none is empty."""
    heads = _heads(lived, reader.number("engine.region.spacing"))
    latitude, longitude = (
        np.array([getattr(node, name) for node in lived.nodes]) for name in ("latitude", "longitude")
    )
    far = np.stack([distance_km(latitude, longitude, head.latitude, head.longitude) for head in heads])
    nearest = far.argmin(axis=0)
    people = lived.persons()
    found = []
    for number, head in enumerate(heads):
        nodes = np.flatnonzero(nearest == number)
        if len(nodes):
            share = float(people[nodes].sum() / people.sum())
            found.append(Region(slug(head.name), f"{AROUND}{head.name}", nodes, share))
    return tuple(found)


def _heads(lived: Settlement, spacing: float) -> list[Node]:
    towns = [node for node in lived.nodes if not node.imputed] or list(lived.nodes)
    heads: list[Node] = []
    for town in sorted(towns, key=lambda node: -node.population):
        near = (
            distance_km(town.latitude, town.longitude, head.latitude, head.longitude) < spacing
            for head in heads
        )
        if not any(near):
            heads.append(town)
        if len(heads) == MOST:
            break
    return heads


def share_in(
    named: Sequence[str], found: Sequence[Region], lived: Settlement, country: Country, reader: Reader
) -> Floats:
    """The share of each region's people who live in one of the named provinces or regions, shape (regions,)."""
    if not named:
        return np.ones(len(found))
    wanted = {name.casefold() for name in named}
    people, inside = lived.persons(), nodes_in(named, lived, country, reader)
    shares = []
    for region in found:
        if {region.id, region.name.casefold()} & wanted:
            shares.append(1.0)
        else:
            own = people[region.nodes]
            shares.append(float((own * inside[region.nodes]).sum() / own.sum()))
    return np.array(shares)


def nodes_in(
    named: Sequence[str], lived: Settlement, country: Country, reader: Reader
) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which nodes lie in one of the named provinces, shape (nodes,)."""
    towns = _towns_of({name.casefold() for name in named}, country, reader)
    return np.array([node.name.removeprefix(AROUND) in towns for node in lived.nodes])


def _towns_of(wanted: set[str], country: Country, reader: Reader) -> set[str]:
    from hevesy.places import towns

    ids = {
        town
        for province in provinces(country, reader.shelf)
        if {province.id, province.name.casefold()} & wanted
        for town in province.towns
    }
    return {town.name for town in towns(country.iso3, reader.shelf) if town.id in ids}
