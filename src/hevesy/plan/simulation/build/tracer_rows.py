"""Who brings the tracers of each therapy to each place of imaging, as arrays and rows of a model."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from hevesy.plan.country import journeys_to
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.simulation.build.acts import Acts
from hevesy.plan.simulation.build.cyclotrons import Cyclotrons
from hevesy.plan.simulation.build.delivery_rows import Brought
from hevesy.plan.simulation.build.gate_rows import Paths
from hevesy.plan.simulation.build.generators import Generators
from hevesy.plan.simulation.build.ground import Ground
from hevesy.plan.simulation.build.houses import apart_km
from hevesy.plan.simulation.build.rows import Rows
from hevesy.plan.simulation.deliveries import NOBODY, Deliveries
from hevesy.plan.simulation.model import NOT_IMAGED, ONE, PET, SPECT, ZERO, Whole
from hevesy.plan.simulation.tracers import Tracers
from hevesy.products import Therapy, tracers
from hevesy.supply import Ranked, Supplier, Verdict
from hevesy.supply.tracers import life_weeks

NOBODY_SENDS = Ranked("", ())
CYCLOTRON, LONG_LIVED = "F-18", "Ge-68"  # what is made near by; what is milked for months
FROM = "Tracers are taken to come from"
FIGURES = {
    "per_year": "supply.tracers.cyclotron.per_year",
    "weeks": "supply.tracers.cyclotron.weeks",
    "spread": "supply.outage.spread",
    "long": "supply.outage.long.share",
    "long_weeks": "supply.outage.weeks",  # a long stop of a cyclotron is as long as one of a reactor
    "life": "",
    "late": "supply.tracers.generator.late",
    "late_weeks": "supply.tracers.generator.late_weeks",
}
Line = tuple[Any, ...]


class TracerRows:
    """Lines of tracers by therapy and place of imaging; `notes` say from whom they are taken to come."""

    def __init__(self, scenario: Scenario, here: Ground, acts: Acts, rows: Rows, weeks: int, way: Paths) -> None:
        self._here, self._acts, self._rows, self._way = here, acts, rows, way
        self._modality: Whole = way.arrays["modality"]
        self._eras = range(len(acts.first_weeks))
        self._known = tracers(here.reader.shelf)
        self._ways: dict[str, Ranked] = {}  # by nuclide: how its tracers, or its generators, come from far away
        self._from = [[self._source(scenario, t, m) for t in range(len(here.therapies))] for m in (PET, SPECT)]
        self._near = [any(self._known[name].nuclide == CYCLOTRON for name in therapy.pet) for therapy in here.therapies]
        self._nuclides = [each for each, ways in self._ways.items() if ways.journeys]
        one_each = (here.therapies * len(self._nuclides))[: len(self._nuclides)]  # a lane for each, as for a therapy
        as_therapies = replace(here, therapies=one_each, ways=tuple(self._ways[each] for each in self._nuclides))
        self._brought = Brought(as_therapies, acts, rows, weeks)
        self._cyclotrons = Cyclotrons(here, acts, way.houses)
        self._generators = Generators(here, acts, way.houses)

    def _source(self, scenario: Scenario, number: int, modality: int) -> str:
        """The nuclide of the first of a therapy's tracers that somebody far away can send in time; '': none is needed.

        How a nuclide's tracers come is asked for one of them: they share the generator, or the maker.
        """
        here = self._here
        imaged = self._modality[number] == PET if modality == PET else self._modality[number] != NOT_IMAGED
        for name in _names(here.therapies[number], modality) if imaged.any() else ():
            tracer = self._known[name]
            if tracer.nuclide == CYCLOTRON:
                continue
            if tracer.nuclide not in self._ways:
                ways = journeys_to((tracer,), here.sites, here.reader.shelf, scenario.start)[name]
                self._ways[tracer.nuclide] = ways if _in_time(ways) else NOBODY_SENDS
            if self._ways[tracer.nuclide].journeys:
                return tracer.nuclide
        return ""

    def made(self) -> Tracers | None:
        """The tracers of the model; None where nobody is known to make or send any."""
        brought = self._sent()
        lines: dict[Line, int] = {}
        line = np.full(self._modality.shape, NOBODY, np.int64)
        for modality in (SPECT, PET):  # those by SPECT first: others lead to them
            for number, place in np.argwhere(self._modality == modality).tolist():
                key = self._line(brought, number, place, lines)
                if key is not None:
                    line[number, place] = lines.setdefault(key, len(lines))
        if not lines:
            return None
        reader, keys = self._here.reader, list(lines)
        values = {name: reader.value(fact) if fact else life_weeks(reader) for name, fact in FIGURES.items()}
        return Tracers(
            brought=brought,
            cyclotrons=self._cyclotrons.ids,
            key=np.array(self._cyclotrons.keys, np.int64),
            line=line,
            near=np.array(self._near),
            lane=np.array([key[0] for key in keys], np.int64),
            column=np.array([key[1] for key in keys], np.int64),
            columns=self._columns,
            cyclotron=np.array([key[2] for key in keys], np.int64),
            over_row=np.array([key[3] for key in keys], np.int64),
            open_row=np.array([key[6] for key in keys], np.int64),
            spect=np.array([key[4] for key in keys], np.int64),
            spect_row=np.array([key[5] for key in keys], np.int64),
            figure=np.array([self._rows.add(value) for value in values.values()], np.int64),
        )

    def limit(self, slots_row: Whole) -> None:
        """Where a pack counts the generators of a place, no more slots of a week than they have doses for."""
        for place, era in np.ndindex(len(self._way.places), len(self._eras)):
            doses = self._doses(place, era)
            if doses is not None:
                slots = self._rows.values(int(slots_row[place, PET, era]))
                slots_row[place, PET, era] = self._rows.add(np.minimum(slots, doses))

    # --- from makers far away --------------------------------------------------------------------------------

    def _sent(self) -> Deliveries | None:
        """The lanes, of which one maker takes over from another what was agreed in each era.

        Reactors of one calendar stop in turns so that Mo-99 is irradiated in every week, whoever then sends it: in
        their planned stops no tracer is missing.
        """
        found = self._brought.made()
        if found is None:
            return None
        name = "supply.tracers.without_agreement"
        over = [self._rows.share(self._acts.acting(era).reader().value(name)) for era in self._eras]
        idle = found.idle & (found.calendar == NOBODY)[:, None]
        over_row = np.tile(np.array(over, np.int64), (len(found.first), 1))
        return replace(found, idle=idle, over_row=over_row, second_row=np.full_like(over_row, ZERO))

    def _suppliers(self, nuclide: str) -> tuple[Supplier, ...]:
        return self._brought.suppliers[self._nuclides.index(nuclide)]

    def _lane(self, brought: Deliveries | None, number: int, modality: int) -> int:
        nuclide = self._from[modality][number]
        return NOBODY if brought is None or not nuclide else int(brought.lane[self._nuclides.index(nuclide)])

    def _is_milked(self, number: int, modality: int) -> bool:
        """Whether a therapy's tracers come from a long-lived generator."""
        nuclide = self._from[modality][number]
        return bool(nuclide) and self._suppliers(nuclide)[0].nuclide == LONG_LIVED

    # --- one line --------------------------------------------------------------------------------------------

    def _line(self, brought: Deliveries | None, number: int, place: int, lines: dict[Line, int]) -> Line | None:
        """What makes the line of a therapy at a place, so that equal ones are one; None where nothing is followed."""
        modality = int(self._modality[number, place])
        lane, column, near = self._lane(brought, number, modality), NOBODY, tuple(NOBODY for _ in self._eras)
        if lane != NOBODY and self._is_milked(number, modality):
            column = place
        if column != NOBODY and not self._columns[place].any():
            lane = column = NOBODY  # somebody counted, and there is none
        if modality == PET and self._near[number]:
            near = tuple(self._nearest(place, era) for era in self._eras)
        if lane == NOBODY and set(near) == {NOBODY}:
            return None
        none, let_in = tuple(ZERO for _ in self._eras), self._let_in(brought, lane, place)
        if modality == SPECT:
            return lane, column, near, none, NOBODY, none, let_in
        over = self._rows.share(self._here.reader.value("supply.tracers.take_over"))
        spect, shares = self._by_spect(brought, number, place, lines)
        return lane, column, near, tuple(over for _ in self._eras), spect, shares or none, let_in

    def _by_spect(
        self, brought: Deliveries | None, number: int, place: int, lines: dict[Line, int]
    ) -> tuple[int, tuple[int, ...] | None]:
        """The line by SPECT that serves when no PET tracer is there, and which share it serves in each era.

        It serves nobody where no rule accepts SPECT.
        """
        lane, therapy = self._lane(brought, number, SPECT), self._here.therapies[number].id
        others = [each for each, other in enumerate(self._way.places) if other.modality == SPECT]
        if lane == NOBODY or not any(self._same_town(place, other) for other in others):
            return NOBODY, None
        none, nowhere = (tuple(each for _ in self._eras) for each in (ZERO, NOBODY))
        key = lane, NOBODY, nowhere, none, NOBODY, none, self._let_in(brought, lane, place)
        share = self._rows.share(self._here.reader.value("supply.tracers.by_spect"))
        accepted = (self._acts.accepts(era, "spect", therapy) for era in self._eras)
        return lines.setdefault(key, len(lines)), tuple(share if yes else ZERO for yes in accepted)

    def _let_in(self, brought: Deliveries | None, lane: int, place: int) -> tuple[int, ...]:
        """Rows of the share of what makers far away send that shocks let come to a place, by era."""
        if brought is None or lane == NOBODY or not self._acts.shocks:
            return tuple(ONE for _ in self._eras)
        nuclides = [n for n, each in zip(self._nuclides, brought.lane, strict=True) if each == lane]
        makers = [each.journey.offer.producer for nuclide in nuclides for each in self._suppliers(nuclide)]
        imported = self._here.reader.place not in {maker.iso3 for maker in makers}
        ids = [id for house in self._way.places[place].houses for id in self._way.houses[house].ids]
        return tuple(self._rows.share(self._acts.tracers_left(era, ids, imported)) for era in self._eras)

    def _same_town(self, place: int, other: int) -> bool:
        near = self._here.reader.number("engine.same_town")
        here, there = (self._way.houses[self._way.places[each].houses[0]] for each in (place, other))
        return apart_km(here, there) <= near

    def _nearest(self, place: int, era: int) -> int:
        return self._cyclotrons.nearest(self._way.places[place].houses, era)

    # --- long-lived generators -------------------------------------------------------------------------------

    @cached_property
    def _columns(self) -> Whole:
        found = [[self._generators.at(place.houses, era) for era in self._eras] for place in self._way.places]
        return np.array(found, np.int64).reshape(len(self._way.places), len(self._eras))

    def _doses(self, place: int, era: int) -> Any:
        """Slots of a week for which the generators of a place have doses; None where they limit nothing."""
        here = self._way.places[place]
        if here.modality != PET or not self._generators.counted(here.houses):
            return None
        if not self._columns[place, era] or self._nearest(place, era) != NOBODY:
            return None
        imaged = np.flatnonzero(self._modality[:, place] != NOT_IMAGED).tolist()
        milked = [self._from[PET][number] for number in imaged if self._is_milked(number, PET)]
        if not milked:
            return None
        return self._columns[place, era] * self._generators.slots_per_week(self._ways[milked[0]].product)

    # --- what is said ----------------------------------------------------------------------------------------

    @property
    def notes(self) -> tuple[str, ...]:
        """From whom tracers are taken to come: it decides what an outage does to imaging."""
        far: dict[str, str] = {}
        for nuclide in self._nuclides:
            found = self._suppliers(nuclide)
            if found:
                what = found[0].journey.offer.form.generator or found[0].nuclide
                far[what] = " and ".join(each.journey.offer.producer.name for each in found)
        near = ", ".join(self._cyclotrons.names)
        said = [f"{what} from {who}" for what, who in far.items()] + ([f"F-18 from {near}"] if near else [])
        if not said:
            return ()
        return (
            f"{FROM}: {'; '.join(said)}. When they stop, and how late a generator is renewed, is drawn; these figures "
            "are assumptions. Whether a place has a tracer at all is asked at the gate before imaging.",
        )


def _names(therapy: Therapy, modality: int) -> tuple[str, ...]:
    return therapy.pet if modality == PET else therapy.spect


def _in_time(ways: Ranked) -> bool:
    return any(journey.verdict is not Verdict.IMPOSSIBLE and not journey.obstacle for journey in ways.journeys)
