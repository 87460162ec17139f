"""Gates, shares and routes of all strata in all eras, as rows of a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from hevesy.capacity.admission import Comer
from hevesy.plan.acceptance import accepting, can_leave_work
from hevesy.plan.members import Agreed, in_force
from hevesy.plan.need import sex_shares
from hevesy.plan.pay import QUINTILES
from hevesy.plan.simulation.build.acts import Acting, Acts
from hevesy.plan.simulation.build.ground import Ground
from hevesy.plan.simulation.build.having import Having
from hevesy.plan.simulation.build.houses import (
    Choice,
    House,
    ImagingPlace,
    Ways,
    admits,
    giving,
    houses,
    imaging_places,
)
from hevesy.plan.simulation.build.path_rows import (
    NO_BED,
    Gate,
    always_in_bed,
    before_imaging,
    common,
    gates,
    goes_home,
    journeys,
    paying,
    share_covered,
)
from hevesy.plan.simulation.build.payers import Payer, group_of_arrivals
from hevesy.plan.simulation.build.people import Strata, strata
from hevesy.plan.simulation.build.rows import Memory, Rows
from hevesy.plan.simulation.build.scanners import gets, open_places, scanners
from hevesy.plan.simulation.model import (
    NOT_IMAGED,
    NOWHERE,
    ONE,
    PAY,
    PET,
    TRAVEL,
    ZERO,
    Whole,
)

BY_STRATUM = ("share_row", "gate_row", "again_row", "route")  # their last axes are stratum and era


@dataclass(frozen=True)
class Paths:
    """The fields of `Model` about gates, shares and routes, and what their numbers stand for."""

    arrays: dict[str, Any]
    strata: Strata
    houses: tuple[House, ...]
    centres: tuple[int, ...]  # numbers of the houses that treat at some time
    centre_ids: tuple[str, ...]
    places: tuple[ImagingPlace, ...]
    notes: tuple[str, ...]

    def modality_of(self, therapy: int) -> int:
        """The modality by which most of its routes image; NOT_IMAGED where none does."""
        routed = self.arrays["route_imaging"][therapy]
        used = [int(self.arrays["modality"][therapy, place]) for place in routed if place != NOWHERE]
        return used[0] if used else NOT_IMAGED


@dataclass(frozen=True, slots=True)
class _Meets:
    """What decides on the gates that people meet; `on_the_way` is what acts on their journeys."""

    number: int  # of the therapy
    choice: Choice
    covered: bool
    acting: Acting
    on_the_way: Acting
    shut: bool  # their centre is known to have no shielded bed
    tariffs: tuple[Agreed, ...]  # in force


class PathRows:
    """Gates, shares and routes, filled era by era: figures that no intervention moves have the same rows in all."""

    def __init__(self, here: Ground, acts: Acts, rows: Rows) -> None:
        self.here, self.acts, self.rows = here, acts, rows
        self.memory = Memory()
        self.eras = range(len(acts.first_weeks))
        self.houses = houses(here.country, here.sites.settlement, here.regions, acts)
        self.has = Having(self.houses, acts, [therapy.id for therapy in here.therapies])
        has, notes = scanners(self.houses)
        self.notes = notes
        same_km = here.reader.number("engine.same_town")
        self.places = imaging_places(self.houses, has, [gets(house, acts) for house in self.houses], same_km)
        self.ways = Ways(here.sites.settlement, self.houses, here.regions, here.country, here.reader)
        self.gates = [gates(therapy, here.reader) for therapy in here.therapies]
        self.chosen = [
            [
                [self._choices(era, number, payer) for payer in here.payers]
                for number in range(len(here.therapies))
            ]
            for era in self.eras
        ]
        most = [
            max(len(found[region]) for era in self.chosen for payers in era for found in payers)
            for region in range(len(here.regions))
        ]
        self.strata = strata(here.regions, most, here.payers, here.therapies, here.reader)
        treating = {choice.centre for era in self.chosen for payers in era for found in payers
                    for region in found for choice in region if choice.centre is not None}  # fmt: skip
        opened = {house for era in self.eras for house in acts.opened(era)}
        self.centres = tuple(
            number
            for number, house in enumerate(self.houses)
            if house.treats or house.id in opened or number in treating
        )
        self._empty()

    # --- who goes where --------------------------------------------------------------------------------------

    def open_centres(self, era: int, number: int, comer: Comer) -> tuple[int, ...]:
        """The houses that give a therapy in an era and take these people."""
        therapy, shelf = self.here.therapies[number], self.here.reader.shelf
        in_bed = always_in_bed(therapy, self.here.reader)
        return tuple(
            house
            for house in giving(self.houses, therapy, self.acts.opened(era))
            if admits(self.houses[house], comer, shelf)
            and not (in_bed and self.has.no_bed(house, era))
            and not self._gone(era, house)
        )

    def _gone(self, era: int, house: int) -> bool:
        """Whether a house is destroyed, all of it."""
        return set(self.houses[house].ids) <= self.acts.destroyed(era)

    def _choices(self, era: int, number: int, payer: Payer) -> list[list[Choice]]:
        places = self.open_places(era, number)
        centres = self.open_centres(era, number, payer.comer)
        return self.ways.choices(centres, tuple(self.places[place].houses for place in places), places)

    def open_places(self, era: int, number: int) -> tuple[int, ...]:
        """Where candidates of a therapy can be imaged in an era."""
        first = self.here.modality(self.here.therapies[number])
        return open_places(era, self.here.therapies[number], first, self.places, self.houses, self.acts)

    def tariffs(self, era: int, number: int) -> tuple[Agreed, ...]:
        """The tariffs of a therapy that are in force in an era."""
        return in_force(self.here.tariffs, self.here.therapies[number].id, self.acts.first_weeks[era])

    # --- filling ---------------------------------------------------------------------------------------------

    def _empty(self) -> None:
        parts, payers, quintiles, sexes = self.strata.shape
        therapies, width = len(self.here.therapies), max(len(found) for found in self.gates)
        cycles = max(self.here.cycles(therapy) for therapy in self.here.therapies)
        shape = parts, payers, quintiles, sexes, len(self.eras)
        self.share_row = np.full((therapies, *shape), ZERO, np.int64)
        self.gate_row = np.full((therapies, width, *shape), ONE, np.int64)
        self.again_row = np.full((therapies, cycles, 2, *shape), ONE, np.int64)
        self.route = np.full((therapies, *shape), NOWHERE, np.int64)
        self.routes: list[dict[tuple[int, int], int]] = [{} for _ in self.here.therapies]
        self.shares: dict[Any, list[int]] = {}
        self.arrivals: dict[int, Any] = {}
        self.arrive_in = group_of_arrivals(self.here.payers)
        self.met: dict[Any, tuple[Whole, Whole]] = {}
        self.blocks: dict[Any, tuple[Whole, Whole]] = {}
        self.alike: dict[Any, Whole] = {}
        self.apart: dict[Any, Any] = {}
        self.by_sex = [sex_shares(therapy, self.here.reader) for therapy in self.here.therapies]

    def fill(self, era: int) -> None:
        """Put in the rows of one era."""
        for number in range(len(self.here.therapies)):
            for part in range(len(self.strata.parts)):
                for payer in range(len(self.here.payers)):
                    self._fill(era, number, part, payer)

    def by_stratum(self) -> dict[str, Whole]:
        """What was filled in for the people who live here, as the model has it."""
        flat, eras = len(self.strata.names), len(self.eras)
        arrays = [getattr(self, name) for name in BY_STRATUM]
        return {
            name: array.reshape(*array.shape[:-5], flat, eras)
            for name, array in zip(BY_STRATUM, arrays, strict=True)
        }

    def made(self, by_stratum: Mapping[str, Whole], more: Sequence[str] = ()) -> Paths:
        """All arrays, with those of all strata; `more` names strata behind those of the people who live here."""
        arrays = {
            "gates": tuple(tuple(gate.reason for gate in found) for found in self.gates),
            "gates_before": np.array([before_imaging(found) for found in self.gates], np.int64),
            **by_stratum,
            **self._route_arrays(),
        }
        return Paths(
            arrays,
            replace(self.strata, names=(*self.strata.names, *more)),
            self.houses,
            self.centres,
            tuple(self.houses[number].id for number in self.centres),
            self.places,
            self.notes,
        )

    def _route_arrays(self) -> dict[str, Whole]:
        most = max(1, *(len(found) for found in self.routes))
        imaging = np.full((len(self.routes), most), NOWHERE, np.int64)
        centre = np.full((len(self.routes), most), NOWHERE, np.int64)
        modality = np.full((len(self.routes), len(self.places)), NOT_IMAGED, np.int64)
        for number, found in enumerate(self.routes):
            for (place, at), route in found.items():
                imaging[number, route], centre[number, route] = place, at
                if place != NOWHERE:
                    modality[number, place] = self.places[place].modality
        return {"route_imaging": imaging, "route_centre": centre, "modality": modality}

    def _fill(self, era: int, number: int, part: int, payer: int) -> None:
        region, which = self.strata.parts[part]
        found = self.chosen[era][number][payer][region]
        choice = found[min(which, len(found) - 1)]
        if which < len(found):
            self._fill_shares(era, number, part, payer, region, choice)
        self._fill_route(era, number, part, payer, choice)
        self._fill_gates(era, number, part, payer, region, choice)

    def _fill_shares(self, era: int, number: int, part: int, payer: int, region: int, choice: Choice) -> None:
        therapy, here = self.here.therapies[number], self.here.setting[number]
        acting = self.acts.acting(era, therapy.id, region)
        tariffs = self.tariffs(era, number)
        share = partial(share_covered, therapy, here, tariffs)
        covered = self.memory.of(("covered", number, tariffs), acting, share)
        came, larger = self._arriving(era, payer, region), self.acts.more(era, therapy.id, region)
        beside = self.rows.add(came), self.rows.add(larger)
        key = number, payer, region, choice.share, id(covered), beside  # the memory keeps `covered`
        if key not in self.shares:
            self.shares[key] = self._shares(number, payer, region, choice, covered, came, larger)
        self.share_row[number, part, payer, :, :, era] = self.shares[key]

    def _arriving(self, era: int, payer: int, region: int) -> Any:
        """How many more people a payer group has in a region, as a share of the country's: who arrives pays alone."""
        if era not in self.arrivals:
            self.arrivals[era] = self.acts.arriving(era)
        came = self.arrivals[era]
        return 0.0 if came is None or payer != self.arrive_in else came[region]

    def _shares(
        self, number: int, payer: int, region: int, choice: Choice, covered: Any, came: Any, larger: Any
    ) -> list[int]:
        """Rows by sex; the quintiles have equal parts."""
        people = self.here.payers[payer].share(covered) * (self.here.regions[region].share * choice.share)
        people = people * self.here.of_group(self.here.payers[payer])
        if np.any(came):
            people = people + came * (choice.share / len(QUINTILES))
        people = people * larger
        by_sex = (self.by_sex[number][sex] for sex in self.strata.sexes)
        return [self.rows.share(people * share) if share > 0.0 else ZERO for share in by_sex]

    def _fill_route(self, era: int, number: int, part: int, payer: int, choice: Choice) -> None:
        if choice.centre is None:
            return
        self.route[number, part, payer, :, :, era] = self.route_to(number, choice.place, choice.centre)

    def route_to(self, number: int, place: int | None, house: int) -> int:
        """The number of a therapy's route by a place of imaging, if any, to a house."""
        key = NOWHERE if place is None else place, self.centres.index(house)
        return self.routes[number].setdefault(key, len(self.routes[number]))

    def _fill_gates(self, era: int, number: int, part: int, payer: int, region: int, choice: Choice) -> None:
        therapy = self.here.therapies[number]
        away = () if choice.centre is None else self.houses[choice.centre].ids
        meets = _Meets(
            number,
            choice,
            self.here.payers[payer].covered,
            self.acts.acting(era, therapy.id, region),
            self.acts.acting(era, therapy.id, region, away),
            choice.centre is not None and self.has.no_bed(choice.centre, era),
            self.tariffs(era, number),
        )
        key = number, id(choice), meets.covered, meets.acting, meets.on_the_way, meets.shut, meets.tariffs
        if key not in self.met:
            self.met[key] = self._met(meets)
        gate, again = self.met[key]
        self.gate_row[number, :, part, payer, :, :, era] = gate
        self.again_row[number, :, :, part, payer, :, :, era] = again[:, :, :, None]

    def _met(self, meets: _Meets) -> tuple[Whole, Whole]:
        """Rows of gates (G, quintiles, sexes) and of going on to each cycle (N, 2, quintiles)."""
        number, choice = meets.number, meets.choice
        at = choice.place
        pet = self.here.setting[number].pet if at is None else self.places[at].modality == PET
        goes = partial(self._way, number, choice)
        way = self.memory.of(("way", number, id(choice)), meets.on_the_way, goes)
        pays = partial(self._paid, number, meets.covered, pet, meets.tariffs)
        paid = self.memory.of(("pay", number, meets.covered, pet, meets.tariffs), meets.acting, pays)
        alike = self._alike(meets)
        key = number, id(way), id(paid), id(alike)  # all are kept, so their ids stay their own
        if key not in self.blocks:
            self.blocks[key] = self._block(number, way, paid, alike)
        return self.blocks[key]

    def _block(self, number: int, way: Sequence[int], paid: Whole, alike: Whole) -> tuple[Whole, Whole]:
        gate_row = alike.copy()
        again_row = np.full((*self.again_row.shape[1:3], len(QUINTILES)), ONE, np.int64)
        for place, gate in enumerate(self.gates[number]):
            if gate.rule == "travel":
                gate_row[place] = way[0] if gate.reason.stage == "reaches_imaging" else way[1]
            elif gate.rule == "pay":
                gate_row[place] = paid[:, 0 if gate.reason.stage == "pays_imaging" else 1, None]
        therapy = self.here.therapies[number]
        rules = {stage.rule for stage in therapy.stages_of("treated")}
        cycles = self.here.cycles(therapy)
        if "travel" in rules:
            again_row[1:cycles, TRAVEL] = np.array(way[2:], np.int64)[:, None]
        if "pay" in rules:
            again_row[1:cycles, PAY] = paid[:, 2:].T
        return gate_row, again_row

    def _alike(self, meets: _Meets) -> Whole:
        """Rows of the gates that no journey and no payment decides on, (G, quintiles, sexes); the others are ONE."""
        number, to_nowhere = meets.number, meets.choice.centre is None
        unseen = meets.choice.place is None
        key = number, meets.acting, meets.on_the_way, meets.shut, to_nowhere, unseen
        if key in self.alike:
            return self.alike[key]
        shape = self.gate_row.shape[1], len(QUINTILES), len(self.strata.sexes)
        row = self.alike[key] = np.full(shape, ONE, np.int64)
        for place, gate in enumerate(self.gates[number]):
            if gate.reason == NO_BED:
                home = partial(self._goes_home, number)
                row[place] = self.memory.of(("home", number), meets.acting, home) if meets.shut else ONE
            elif gate.stage is None:
                row[place] = ZERO if to_nowhere else ONE
            elif gate.reason.reason == "no_imaging_route" and unseen:
                row[place] = ZERO
            elif gate.rule == "by_group":
                by_group = partial(self._accepting, number, gate)
                row[place] = self.memory.of(("group", number, place), meets.acting, by_group)
            elif gate.rule == "work":  # the hours are those of the centre
                row[place] = self.memory.of(("work", number), meets.on_the_way, partial(self._at_work, number))
            elif gate.rule not in ("travel", "pay"):
                alike = partial(self._common, number, gate)
                acting = meets.on_the_way if gate.rule == "unless_helped" else meets.acting  # help is the centre's
                row[place] = self.memory.of(("gate", number, place), acting, alike)
        return row

    def common_row(self, era: int, number: int, gate: Gate) -> int:
        """The row of a gate that everybody meets alike, with what acts on the whole country."""
        acting, place = self.acts.acting(era, self.here.therapies[number].id), self.gates[number].index(gate)
        row: int = self.memory.of(("gate", number, place), acting, partial(self._common, number, gate))
        return row

    # --- worked out once for the same figures ------------------------------------------------------------------

    def _way(self, number: int, choice: Choice, reader: Any) -> list[int]:
        therapy = self.here.therapies[number]
        made = journeys(therapy, choice, self.here.cycles(therapy), reader)
        return [self.rows.share(share) for share in (made.imaging, made.therapy, *made.again)]

    def _paid(self, number: int, covered: bool, pet: bool, tariffs: tuple[Agreed, ...], reader: Any) -> Whole:
        """Rows by quintile: pays imaging, the first cycle, the second ..."""
        therapy, here = self.here.therapies[number], self.here.setting[number]
        cycles = self.here.cycles(therapy)
        curve = paying(therapy, covered, cycles, pet, here, tariffs, reader)
        steps = curve.imaging(), *(curve.again(cycle) for cycle in range(1, cycles + 1))
        shares = np.stack(np.broadcast_arrays(*steps), axis=1)
        return np.array([[self.rows.share(share) for share in row] for row in shares], np.int64)

    def _accepting(self, number: int, gate: Gate, reader: Any) -> Whole:
        """Rows by quintile and sex."""
        assert gate.stage is not None
        found = accepting(gate.stage, self.by_sex[number], reader, self.apart)
        groups = [[(quintile, sex) for sex in self.strata.sexes] for quintile in QUINTILES]
        rows = [[self.rows.share(found[each]) if each in found else ONE for each in row] for row in groups]
        return np.array(rows, np.int64)

    def _at_work(self, number: int, reader: Any) -> Whole:
        """Rows by sex."""
        therapy = self.here.therapies[number]
        cycles = self.here.cycles(therapy)
        shares = [can_leave_work(therapy, cycles, sex, reader) for sex in self.strata.sexes]
        return np.array([self.rows.share(share) for share in shares], np.int64)

    def _goes_home(self, number: int, reader: Any) -> int:
        return self.rows.share(goes_home(self.here.therapies[number], reader))

    def _common(self, number: int, gate: Gate, reader: Any) -> int:
        assert gate.stage is not None
        return self.rows.share(common(gate.stage, self.here.wanted[number], self.here.setting[number], reader))
