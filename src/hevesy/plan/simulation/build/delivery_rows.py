"""Who brings the doses of each therapy, as arrays and rows of a model."""

from __future__ import annotations

from typing import Any

import numpy as np

from hevesy.plan.simulation.build.acts import Acts
from hevesy.plan.simulation.build.ground import Ground
from hevesy.plan.simulation.build.rows import Rows
from hevesy.plan.simulation.deliveries import NOBODY, Deliveries
from hevesy.plan.simulation.model import ONE, ZERO
from hevesy.supply import Supplier, producers, suppliers
from hevesy.supply.irradiation import Calendar, calendar_of
from hevesy.supply.running import WEEKS, idle, key_of

FIGURES = {
    "reactor_per_year": "supply.outage.reactor.per_year",
    "maker_per_year": "supply.outage.maker.per_year",
    "weeks": "supply.outage.weeks",
    "spread": "supply.outage.spread",
    "long": "supply.outage.long.share",
    "long_weeks": "supply.outage.long.weeks",
    "together": "supply.outage.together.share",
    "members": "supply.outage.together.members",
    "reserve": "supply.irradiation.reserve",
    "replaced_after": "supply.closing.replaced_after",
}
UNAGREED = "supply.suppliers.without_agreement"
FROM = "Doses are taken to come from these makers"
Makers = dict[tuple[str, str], Supplier]


class Brought:
    """The suppliers of each therapy, and what a model needs to know of them; `notes` say who they are."""

    def __init__(self, here: Ground, acts: Acts, rows: Rows, weeks: int) -> None:
        self._here, self._acts, self._rows, self._weeks = here, acts, rows, weeks
        self._reader = here.reader
        self.suppliers = tuple(suppliers(ways.journeys, here.reader) for ways in here.ways)
        self._makers: Makers = {}
        for found in self.suppliers:
            for each in found:
                self._makers.setdefault((each.maker, each.nuclide), each)
        self._known = {each.id: each for each in producers(here.reader.shelf)}
        reactors = {feed.reactor for each in self._makers.values() for feed in each.feeds}
        self.plants = tuple(sorted(reactors | {maker for maker, _ in self._makers}))

    @property
    def notes(self) -> tuple[str, ...]:
        """Who is taken to supply each therapy: it decides what an outage does."""
        said = [
            f"{therapy.name}: {' and '.join(self._known[each.maker].name for each in found)}"
            for therapy, found in zip(self._here.therapies, self.suppliers, strict=True)
            if found
        ]
        if not said:
            return ()
        return (
            f"{FROM}, in planned stops of the first from the second: {'; '.join(said)}. Outages, closings and lateness "
            "are drawn; their figures are assumptions.",
        )

    def made(self) -> Deliveries | None:
        """The deliveries of the model; None where nobody is known to send any medicine in time."""
        if not self._makers:
            return None
        reader, rows = self._reader, self._rows
        therapies, eras = len(self._here.therapies), len(self._acts.first_weeks)
        lanes = sorted({self._lane(found) for found in self.suppliers if found})
        calendars = [calendar_of(plant, reader.shelf) for plant in self.plants]
        agreed = sorted({each.name for each in calendars if each.among > 1})
        start = self._acts.timeline.start
        first_year = start.year + (start.timetuple().tm_yday - 1) / 365.25
        stop = round(reader.number("supply.maintenance.stop"))
        return Deliveries(
            plants=self.plants,
            key=np.array([key_of(plant) for plant in self.plants], np.int64),
            reactor=np.array([self._known[plant].role == "reactor" for plant in self.plants]),
            idle=np.stack([
                self._stops(plant, calendar, stop)
                for plant, calendar in zip(self.plants, calendars, strict=True)
            ]),
            calendar=np.array([agreed.index(each.name) if each.among > 1 else NOBODY for each in calendars]),
            calendar_key=np.array([key_of(name) for name in agreed], np.int64),
            ends=np.array([self._ends(plant) for plant in self.plants]),
            first_year=first_year,
            figure=np.array([rows.add(reader.value(name)) for name in FIGURES.values()], np.int64),
            maker=np.array([self._plant(maker) for maker, _ in self._makers], np.int64),
            feeds=np.array([self._feeds(each) for each in self._makers.values()]),
            first=np.array([first for first, _ in lanes], np.int64),
            second=np.array([second for _, second in lanes], np.int64),
            second_row=np.full((len(lanes), eras), ZERO, np.int64),
            over_row=np.full((len(lanes), eras), rows.share(reader.value(UNAGREED)), np.int64),
            lane=np.array([lanes.index(self._lane(found)) if found else NOBODY for found in self.suppliers], np.int64),
            open_row=np.full((therapies, eras), ONE, np.int64),
            paid_row=np.full((therapies, eras), ONE, np.int64),
            **self._on_the_road(eras),
        )  # fmt: skip

    def _lane(self, found: tuple[Supplier, ...]) -> tuple[int, int]:
        numbers = [list(self._makers).index((each.maker, each.nuclide)) for each in found]
        return numbers[0], numbers[1] if len(numbers) > 1 else NOBODY

    def _plant(self, maker: str) -> int:
        """A maker's own plant; none where a reactor sells itself, whose outages are its own already."""
        return NOBODY if self._known[maker].role == "reactor" else self.plants.index(maker)

    def _feeds(self, supplier: Supplier) -> Any:
        share = np.zeros(len(self.plants))
        for feed in supplier.feeds:
            share[self.plants.index(feed.reactor)] += feed.share
        return share

    def _stops(self, plant: str, calendar: Calendar, stop: int) -> Any:
        """Planned stops, (W,); each calendar begins in a week of its own, so that strangers do not stop together."""
        shift = key_of(calendar.name) % WEEKS
        return idle(self._weeks_of(plant), calendar.place, calendar.among, self._weeks, stop, shift)

    def _weeks_of(self, plant: str) -> float | None:
        known = self._known[plant]
        return known.weeks_per_year if known.role == "reactor" else None

    def _ends(self, plant: str) -> tuple[float, float]:
        known = self._known[plant]
        nan = float("nan")
        return (known.end_low or nan, known.end_high or nan) if known.role == "reactor" else (nan, nan)

    def _on_the_road(self, eras: int) -> dict[str, Any]:
        """Shares given, and of these given lower, on the first maker's journey, (H, E) each."""
        in_time, lower = [], []
        for found in self.suppliers:
            given = np.asarray(found[0].delivery.given if found else 1.0)
            lower_of_all = found[0].delivery.lower if found else 0.0
            part = np.divide(lower_of_all, given, out=np.zeros_like(given), where=given > 0)
            in_time.append([self._rows.share(given)] * eras)
            lower.append([self._rows.share(part)] * eras)
        return {"in_time_row": np.array(in_time, np.int64), "lower_row": np.array(lower, np.int64)}
