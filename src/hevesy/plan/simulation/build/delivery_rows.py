"""Who brings the doses of each therapy, as arrays and rows of a model."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from hevesy.plan.scenario.shock_catalogue import HELD_BY
from hevesy.plan.simulation.build.acts import Acts
from hevesy.plan.simulation.build.doses_asked import DosesAsked
from hevesy.plan.simulation.build.ground import Ground
from hevesy.plan.simulation.build.rows import Rows
from hevesy.plan.simulation.deliveries import NOBODY, Deliveries
from hevesy.plan.simulation.model import ONE
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
TO_SECOND = "supply.suppliers.to_second"  # of the orders, the share that is agreed to go to the second maker
UNAGREED = "supply.suppliers.without_agreement"
LABELLED = "supply.suppliers.labelled_here"  # of what is still lacking, where the medicine can be labelled
KIT = "chloride_and_kit"
LET_THROUGH = {"border": "supply.let_in", "unpaid": "supply.paid_in_time"}
MINIMUM = "supply.minimum_order"  # by supply form
FROM = "Doses are taken to come from these makers"
Makers = dict[tuple[str, str], Supplier]
# first and second maker; rows by era: orders, taking over; whose lane alone it is
Way = tuple[int, int, tuple[int, ...], tuple[int, ...], int]


class Brought:
    """The suppliers of each therapy, and what a model needs to know of them; `notes` say who they are."""

    def __init__(
        self, here: Ground, acts: Acts, rows: Rows, weeks: int, own_lane: Collection[str] = ()
    ) -> None:
        self._here, self._acts, self._rows, self._weeks = here, acts, rows, weeks
        self._reader, self._own_lane = here.reader, own_lane
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
        alone = [
            therapy.name
            for h, therapy in enumerate(self._here.therapies)
            if len(self.suppliers[h]) == 1 and self._second_asked(h)
        ]
        nobody = f"No second maker is known for {', '.join(alone)}, so that a second supplier changes nothing there."
        return (
            *((nobody,) if alone else ()),
            f"{FROM}, in planned stops of the first from the second: {'; '.join(said)}. Outages, closings and lateness "
            "are drawn; their figures are assumptions.",
        )

    def made(self) -> Deliveries | None:
        """The deliveries of the model; None where nobody is known to send any medicine in time."""
        if not self._makers:
            return None
        reader, rows = self._reader, self._rows
        therapies, eras = len(self._here.therapies), len(self._acts.first_weeks)
        ways = [self._way(h) if found else None for h, found in enumerate(self.suppliers)]
        lanes = sorted({way for way in ways if way})
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
            first=np.array([way[0] for way in lanes], np.int64),
            second=np.array([way[1] for way in lanes], np.int64),
            second_row=np.array([way[2] for way in lanes], np.int64),
            over_row=np.array([way[3] for way in lanes], np.int64),
            lane=np.array([lanes.index(way) if way else NOBODY for way in ways], np.int64),
            order_row=np.full((0, therapies, eras), ONE, np.int64),
            open_row=np.full((0, therapies, eras), ONE, np.int64),
            paid_row=np.full((0, therapies, eras), ONE, np.int64),
            **self._on_the_road(eras),
        )  # fmt: skip

    def to_centres(
        self, found: Deliveries | None, centres: Sequence[tuple[str, ...]], asked: DosesAsked
    ) -> Deliveries | None:
        """The same deliveries with what each centre (the ids that stand for it) orders, is let in and has paid for."""
        if found is None:
            return None
        rows = {held_by: self._let_through(held_by, centres) for held_by in HELD_BY}
        return replace(
            found, order_row=self._in_orders(centres, asked), open_row=rows["border"], paid_row=rows["unpaid"]
        )

    def _let_through(self, held_by: str, centres: Sequence[tuple[str, ...]]) -> Any:
        """Rows of the share of each therapy's doses that is not held back, (C, H, E)."""
        therapies, eras = self._here.therapies, len(self._acts.first_weeks)
        rows = np.full((len(centres), len(therapies), eras), ONE, np.int64)
        for c, h, era in np.ndindex(*rows.shape):
            usual = self._value(LET_THROUGH[held_by], era, h)
            left = self._acts.doses_left(era, held_by, centres[c], therapies[h].id)
            rows[c, h, era] = self._rows.share(usual * left)
        return rows

    def _in_orders(self, centres: Sequence[tuple[str, ...]], asked: DosesAsked) -> Any:
        """Rows of the share of what is asked for in a week that is ordered in it, (C, H, E).

        An order of m doses where q are asked for in a week goes out every k = m / q weeks, so that a patient waits
        (k - 1) / 2 of them on average; as long as one for whom it goes out with the chance 2 / (k + 1) each week.
        """
        rows = np.full((len(centres), len(self.suppliers), len(self._acts.first_weeks)), ONE, np.int64)
        for h, found in enumerate(self.suppliers):
            least = self._reader.value(f"{MINIMUM}.{found[0].form}") if found else 1.0
            if np.all(least <= 1.0):
                continue
            for c, era in np.ndindex(rows.shape[0], rows.shape[2]):
                every = np.maximum(1.0, least / np.maximum(asked.in_a_week(c, h, era), 1e-9))
                rows[c, h, era] = self._rows.share(2.0 / (every + 1.0))
        return rows

    def _way(self, therapy: int) -> Way:
        """Who sends a therapy's doses, and what is agreed with the second maker in each era."""
        numbers = [
            list(self._makers).index((each.maker, each.nuclide)) for each in self.suppliers[therapy]
        ]
        second = numbers[1] if len(numbers) > 1 else NOBODY
        agreed = [self._agreed(era, therapy) for era in range(len(self._acts.first_weeks))]
        alone = therapy if self._here.therapies[therapy].id in self._own_lane else NOBODY
        return numbers[0], second, tuple(to for to, _ in agreed), tuple(over for _, over in agreed), alone

    def _agreed(self, era: int, therapy: int) -> tuple[int, int]:
        over = self._value(UNAGREED, era, therapy)
        if KIT in self._here.therapies[therapy].supply:
            over = over + (1.0 - over) * self._value(LABELLED, era, therapy)
        return self._rows.share(self._value(TO_SECOND, era, therapy)), self._rows.share(over)

    def _second_asked(self, therapy: int) -> bool:
        """Whether an act moves orders to a second maker in some era."""
        eras, id = range(len(self._acts.first_weeks)), self._here.therapies[therapy].id
        return any(TO_SECOND in self._acts.acting(era, id).moves for era in eras)

    def _value(self, name: str, era: int, therapy: int) -> Any:
        """A figure as the scenario leaves it for a therapy in an era."""
        acting = self._acts.acting(era, self._here.therapies[therapy].id)
        return (acting.reader() if name in acting.moves else self._reader).value(name)

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
