"""What is attainable: a country's gates with the figures of the best decile of its income peers.

Income peers are the countries of the same World Bank income group. Where the shelf holds a figure of at least
`PEERS` of them, the best decile is taken from these. Where it knows a figure only by income group, that of the next
better group stands in for it, and where it knows only one for the world, or the country is of the best group, the
better end of its range. Both are assumptions of ours (docs/decisions/five_as.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from hevesy.facts import Dist, Fact, Kind, Reader, Shelf, State
from hevesy.products import Stage, Therapy

PEERS = 10
BEST = 0.9
BETTER_GROUP = {"LIC": "LMIC", "LMIC": "UMIC", "UMIC": "HIC", "unclassified": "UMIC"}
LESS_IS_BETTER = (
    "access.travel.decline_per_hour",
    "access.travel.decline_per_hour_again",
    "access.work.decline_per_day",
    "household.unpaid_absence",
    "capacity.opening.in_working_hours",
    "access.language.lost",
    "access.step_free.lost",
    "plan.never_rebooked",
)
COUNTED = {"pet": "who.pet.per_million", "spect": "who.gamma_camera.per_million"}
PER_SCANNER = {"pet": "places.people_per_scanner.pet", "spect": "places.people_per_scanner.spect"}


@dataclass(frozen=True, slots=True)
class Attained:
    """A fact as it is attainable, and how that was found: "peers", "better_group" or "better_end"."""

    fact: Fact
    how: str
    peers: int = 0


def facts_of(therapy: Therapy) -> Iterator[tuple[str, bool]]:
    """The facts that decide on a therapy's gates of access, and whether more of each is better."""
    for need in therapy.needs:
        if need.detection:
            yield need.detection, True
    for stage in therapy.stages:
        if stage.is_access:
            yield from ((name, name not in LESS_IS_BETTER) for name in (*stage.facts, *stage.uses))
            yield from ((name, False) for name in stage.losses)


def attained(therapies: Sequence[Therapy], reader: Reader) -> dict[str, Attained]:
    """Every fact of the gates of access of these therapies that can be better than it is, by its name."""
    found: dict[str, Attained] = {}
    for therapy in therapies:
        for name, more_is_better in facts_of(therapy):
            if name not in found:
                better = attained_fact(name, more_is_better, reader)
                if better is not None:
                    found[name] = better
    return found


def attained_fact(name: str, more_is_better: bool, reader: Reader) -> Attained | None:
    """One fact as it is attainable; None where the shelf says nothing of it."""
    own = reader.stated.get(name) or reader.shelf.find(name, reader.place)
    if own is None or own.value is None:
        return None
    values = peers(name, reader.place, reader.shelf)
    if len(values) >= PEERS:
        value = float(np.quantile(values, BEST if more_is_better else 1.0 - BEST))
        return Attained(
            _fixed(own, value, f"best decile of {len(values)} income peers"), "peers", len(values)
        )
    group = income_group(reader.place, reader.shelf)
    better = BETTER_GROUP.get(group)
    rows = {fact.place: fact for fact in reader.shelf.rows(name)}
    if better and f"income:{better}" in rows:
        there = rows[f"income:{better}"]
        note = f"that of {better}, taken as the best decile of {group}"
        return Attained(
            replace(there, place="scenario", kind=Kind.ASSUMPTION, note=note, confirmed_by=""), "better_group"
        )
    end = own.high if more_is_better else own.low
    value = own.value if end is None else end
    return Attained(_fixed(own, value, "the better end of its range"), "better_end")


def _fixed(own: Fact, value: float, note: str) -> Fact:
    return replace(
        own, place="scenario", value=value, low=value, high=value, dist=Dist.FIXED, state=State.IMPUTED,
        kind=Kind.ASSUMPTION, note=note, confirmed_by="", confirmed_on="",
    )  # fmt: skip


def income_group(iso3: str, shelf: Shelf) -> str:
    found = shelf.find("country.income_group", iso3)
    return found.text if found is not None and found.text else "unclassified"


def peers(name: str, iso3: str, shelf: Shelf) -> list[float]:
    """The values that the shelf holds of countries of the same income group, the country itself included."""
    group = income_group(iso3, shelf)
    found = []
    for place in shelf.places(name):
        if len(place) == 3 and place.isupper() and income_group(place, shelf) == group:
            fact = shelf.fact(name, place)
            if fact.value is not None and fact.state is not State.MISSING:
                found.append(fact.value)
    return found


def times_more(modality: str, reader: Reader) -> tuple[float, str]:
    """How many times as much its best income peers have as the country has per person, at least once; and how known.

    `modality` is "pet" or "spect" (every gamma camera), which also stands for departments with chairs and staff.
    """
    own = reader.shelf.find(COUNTED[modality], reader.place)
    values = peers(COUNTED[modality], reader.place, reader.shelf)
    if own is not None and own.value and len(values) >= PEERS:
        return max(1.0, float(np.quantile(values, BEST)) / own.value), "peers"
    group = income_group(reader.place, reader.shelf)
    rows = {fact.place: fact for fact in reader.shelf.rows(PER_SCANNER[modality])}
    here = rows.get(f"income:{group}")
    better = rows.get(f"income:{BETTER_GROUP.get(group)}")
    if here is None or not here.value:
        return 1.0, "unknown"
    if better is not None and better.value:
        return max(1.0, here.value / better.value), "better_group"
    return max(1.0, here.value / here.low) if here.low else 1.0, "better_end"


def plain_share(stage: Stage, reader: Reader) -> Any:
    """The share that passes by the facts of a stage alone, whatever a rule or a list of scanners says."""
    passed: Any = 1.0
    for name in stage.facts:
        passed = passed * reader.value(name)
    for name in stage.losses:
        passed = passed * (1.0 - reader.value(name))
    return passed
