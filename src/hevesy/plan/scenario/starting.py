"""A first scenario for a country, ready to run and full of remarks: where a planner begins to write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from hevesy.facts import Reader, Shelf
from hevesy.globe import distance_km
from hevesy.places import Country, Town, find_town, towns
from hevesy.plan.scenario.catalogue import Entry, catalogue
from hevesy.plan.scenario.places import KnownCentre, known_centres, slug
from hevesy.plan.scenario.scenario import Intervention, Onward, Scenario
from hevesy.plan.scenario.writing import scenario_text

YEARS, DRAWS, SEED = 10, 256, 1
SENT_ON_PER_WEEK = 0.25  # of long waiters at the second centre; a proposal for the planner to change
SPACING = "plan.hypothetical_centre.spacing"

HEAD = """{name}: a first scenario to change.

It is ready to run:   hevesy plan simulate {file} --out results/
What is wrong with it: hevesy plan scenario check {file}
When what is ready:    hevesy plan scenario gantt {file} --out gantt.svg

Every key is explained in docs/reference/scenario.md, and so is every kind of intervention with its costs, lead time
and effect. Those are defaults: an intervention that states effect, lead_weeks, ramp_weeks, capital,
running_per_year or wear_off_per_year replaces them, as in
    capital = {{ expected = 500000, low = 300000, high = 900000, kind = "verified" }}
A figure of your own for anything else goes into a table [facts], by the id that `hevesy facts list` shows.
{centres}"""


def starting(country: Country, shelf: Shelf, today: date, packs: Sequence[str] = ()) -> Scenario:
    """Ten years from next January: a second centre, more chairs, and help with every barrier before the chair."""
    start = date(today.year + 1, 1, 1)
    reader = shelf.reader(country.iso3)
    there = known_centres(country, reader)
    main = next((centre for centre in there if centre.treats), None)
    second = _second(country, there, start, reader)
    acts = [*_at(main, start), *second, *_for_all(start)]
    return Scenario(
        name=f"{country.name}: a stated package",
        country=country.iso3,
        start=start,
        years=YEARS,
        draws=DRAWS,
        seed=SEED,
        packs=tuple(packs),
        interventions=tuple(acts),
        onward=(Onward(second[-1].centre, main.id, SENT_ON_PER_WEEK),) if second and main is not None else (),
    )


def starting_text(scenario: Scenario, country: Country, shelf: Shelf, file: str) -> str:
    """The scenario as TOML with a remark above everything."""
    entries = catalogue(shelf)
    there = known_centres(country, shelf.reader(country.iso3))
    remarks = {each.id: _remark(entries[each.kind]) for each in scenario.interventions}
    remarks[""] = HEAD.format(name=scenario.name, file=file, centres=_centres_said(there, country))
    return scenario_text(scenario, remarks)


def _centres_said(there: Sequence[KnownCentre], country: Country) -> str:
    listed = ", ".join(centre.id for centre in there[:8]) + (", ..." if len(there) > 8 else "")
    if not there:
        return f"\nNobody knows where people live in {country.name}, so no centre is known."
    if any(centre.imagined for centre in there):
        return (
            f"\nNo pack names a centre in {country.name} that gives therapy, so centres are imagined in its largest\n"
            f"towns: {listed}. A pack with your own replaces them all:\n"
            f"    hevesy plan template {country.iso3} --out pack/"
        )
    return f"\nCentres of the pack: {listed}."


def _remark(entry: Entry) -> str:
    first = [" or ".join(need.kinds) for need in entry.needs]
    needs = f" Needs first: {'; '.join(first)}." if first else ""
    return f"{entry.meaning}{needs}"


def _at(main: KnownCentre | None, start: date) -> list[Intervention]:
    """What is done where therapy is given already."""
    if main is None:
        return []
    short = slug(main.id.partition(":")[2] or main.id)
    return [
        Intervention(f"chairs_{short}", "add_chairs", start, centre=main.id, adds={"chair": 2.0}),
        Intervention(f"maintenance_{short}", "maintenance_contract", start, centre=main.id),
        Intervention(f"power_{short}", "backup_power", start, centre=main.id),
    ]


def _second(
    country: Country, there: Sequence[KnownCentre], start: date, reader: Reader
) -> list[Intervention]:
    """A centre in the largest town that has none near: licence, permit and people first."""
    town = _without_centre(towns(country.iso3, reader.shelf), there, reader.number(SPACING))
    if town is None:
        return []
    short = slug(town.name)
    place = f"{short}_centre"
    called = town.name if find_town(town.name, reader.shelf, country.iso3).id == town.id else town.id
    return [
        Intervention(f"licence_{short}", "site_licence", start, centre=place),
        Intervention(f"permit_{short}", "source_import_permit", start, centre=place),
        Intervention(
            f"team_{short}", "train_staff", start, centre=place,
            adds={"physician": 1.0, "physicist": 1.0, "radiopharmacist": 1.0, "technologist": 2.0, "nurse": 2.0},
        ),
        Intervention(
            f"open_{short}", "open_centre", start, centre=place, town=called, sector="public",
            adds={"chair": 2.0, "spect": 1.0},
        ),
    ]  # fmt: skip


def _without_centre(known: Sequence[Town], there: Sequence[KnownCentre], spacing: float) -> Town | None:
    """The largest town farther than `spacing` km from every centre; None where there is none."""
    latitudes = np.array([centre.latitude for centre in there])
    longitudes = np.array([centre.longitude for centre in there])
    for town in known:
        if (
            not len(there)
            or distance_km(town.latitude, town.longitude, latitudes, longitudes).min() > spacing
        ):
            return town
    return None


def _for_all(start: date) -> list[Intervention]:
    """What is done for the whole country."""
    return [
        Intervention(kind, kind, start)
        for kind in (
            "lodging",
            "referral_training",
            "patient_education",
            "telemedicine_board",
            "travel_vouchers",
            "fee_subsidy",
        )
    ]
