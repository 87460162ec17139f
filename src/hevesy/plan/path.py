"""A therapy's own path as the people of one country meet it: its stages turned into strata with leaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from hevesy.facts import Reader
from hevesy.money import Means
from hevesy.plan.acceptance import can_leave_work
from hevesy.plan.cascade import TREATED, Leak, Step, Stratum
from hevesy.plan.household import TIME
from hevesy.plan.need import Need, sex_shares
from hevesy.plan.pay import COVERED, QUINTILES, Payments, payments
from hevesy.plan.strata import Band
from hevesy.products import Stage, Therapy

FOLLOWED = "followed"
FIRST, AGAIN = "access.travel.decline_per_hour", "access.travel.decline_per_hour_again"
WAIVED = "plan.earlier_line.waived"  # how far a national rule that asks for an earlier line is given up
OPEN = "access.travel.open"  # the share of people who can travel at all
OF_THEIR_OWN = ("travel", "pay", "work")  # rules that ask how far people live, what they own, whether they work
# leaks that what is known of a country decides, in place of a share: rule or reason -> topic of `Setting.known`
_DECIDED = {"permitted": "permitted", "no_imaging_route": "imaging_route"}


@dataclass(frozen=True, slots=True)
class Setting:
    """What a country brings to the path of a therapy.

    `bands` is how far people live from imaging and therapy; `same_town` whether both are in one town; `pet`
    whether patients are imaged by PET; `known` what policy says, absent where nobody knows: 'permitted' (may the
    medicine be had), 'imaging_route', 'taxane_required', 'cycle_paid', 'imaging_paid'; `reachable` is False where
    no journey of the medicine can succeed.
    """

    bands: Sequence[Band]
    same_town: bool
    means: Means
    pet: bool
    known: Mapping[str, bool] = field(default_factory=dict)
    reachable: bool | None = None


def strata(therapy: Therapy, need: Need, setting: Setting, reader: Reader) -> Iterator[Stratum]:
    """Distance band by payer (covered, or one of five quintiles who pay themselves); the shares sum to one."""
    same = {
        _key(stage): leak
        for stage in therapy.stages
        if (leak := same_for_all(stage, need, setting, reader)) is not None
    }
    planned = max(1, round(reader.number(therapy.posology.cycles_planned)))
    same |= {_key(s): _leak(s, _at_work(therapy, planned, reader)) for s in therapy.stages if s.rule == "work"}
    paid = [
        payments(therapy, quintile, planned, setting.means, setting.pet, setting.known, reader)
        for quintile in (COVERED, *QUINTILES)
    ]
    before = _by_stage(stage for stage in therapy.stages if stage.id not in (TREATED, FOLLOWED))
    after = _by_stage(stage for stage in therapy.stages if stage.id == FOLLOWED)
    cycles = [
        [s for s in therapy.stages if s.id == TREATED and (s.from_cycle or 2) <= number]
        for number in range(1, planned + 1)
    ]
    for band_number, band in enumerate(setting.bands, start=1):
        came = travel(therapy, band.hours_imaging, band.hours_therapy, setting.same_town, reader)
        for pay in paid:
            met = _Met(same, came, pay)
            yield Stratum(
                f"band {band_number}, payer {pay.quintile}",
                band.share * pay.share,
                met.steps(before),
                tuple(met.cycle(number, stages) for number, stages in enumerate(cycles, start=1)),
                met.steps(after),
            )


def _at_work(therapy: Therapy, cycles: int, reader: Reader) -> Any:
    """The share of all patients whom work does not keep away."""
    sexes = sex_shares(therapy, reader)
    return sum(share * can_leave_work(therapy, cycles, sex, reader) for sex, share in sexes.items() if share > 0.0)


def _by_stage(stages: Iterable[Stage]) -> dict[str, list[Stage]]:
    """The reasons of each stage together, in the order of the path."""
    found: dict[str, list[Stage]] = {}
    for stage in stages:
        found.setdefault(stage.id, []).append(stage)
    return found


def _key(stage: Stage) -> tuple[str, str]:
    """What tells the reasons of a path apart."""
    return (stage.id, stage.reason)


def _leak(stage: Stage, passed: Any) -> Leak:
    return Leak(
        stage.reason, stage.a, stage.domain, passed, ends_course=stage.id == TREATED and not stage.is_access
    )


def same_for_all(stage: Stage, need: Need, setting: Setting, reader: Reader) -> Leak | None:
    """The leak of a stage that every stratum meets alike, or on the mean; None for travel, payment and work."""
    if stage.rule in OF_THEIR_OWN:
        return None
    if stage.rule == "detected":
        return _leak(stage, share_of(need.detected, need.true))
    if stage.rule == "national_rule":
        required = setting.known.get(f"{stage.line}_required", False)
        return _leak(stage, _with_waiver(_product(stage.uses, reader), reader) if required else 1.0)
    topic = _DECIDED.get(stage.rule or stage.reason, "")
    if topic in setting.known:
        passed: Any = 1.0 if setting.known[topic] else 0.0
        for name in stage.facts:
            passed = reader.moved(name, passed)
        return _leak(stage, passed)
    passed = _product(stage.facts, reader)
    for name in stage.losses:
        passed = passed * (1.0 - reader.value(name))
    if stage.rule in ("rebooked", "unless_helped"):
        passed = 1.0 - (1.0 - passed) * _product(stage.uses, reader)
    if stage.id == "dose_arrives" and stage.rule != "permitted" and setting.reachable is False:
        return _leak(stage, 0.0 * passed)
    return _leak(stage, passed)


def _with_waiver(passed: Any, reader: Reader) -> Any:
    """The share that passes where a rule that asks for an earlier line is given up in part."""
    return passed + (1.0 - passed) * reader.value(WAIVED)


def share_of(part: Any, whole: Any) -> Any:
    """part / whole; one where there is nobody, of whom nobody can be lost."""
    part, whole = np.asarray(part, dtype=float), np.asarray(whole, dtype=float)
    return np.divide(part, whole, out=np.ones(np.broadcast(part, whole).shape), where=whole > 0)


def _product(names: Sequence[str], reader: Reader) -> Any:
    passed: Any = 1.0
    for name in names:
        passed = passed * reader.value(name)
    return passed


@dataclass(frozen=True, slots=True)
class Travel:
    """Shares that make the journey: to imaging, to the first cycle, and again to each later cycle."""

    imaging: Any
    therapy: Any
    again: Any


def travel(
    therapy: Therapy, hours_imaging: Any, hours_therapy: Any, same_town: bool, reader: Reader
) -> Travel:
    """Fewer come with each hour of the way; people who came once come again more readily.

    Hours one way are numbers, or arrays that fit draws, such as (places, 1).
    """
    visits = {
        stage.id: reader.value(stage.visits) if stage.visits else 1.0
        for stage in therapy.stages
        if stage.rule == "travel"
    }
    if not visits:
        return Travel(1.0, 1.0, 1.0)
    first, again, time = reader.value(FIRST), reader.value(AGAIN), reader.value(TIME)
    returning = np.exp(-again * hours_therapy * time)
    to_imaging = np.exp(-(first + again * (visits.get("reaches_imaging", 1.0) - 1.0)) * hours_imaging * time)
    came_before = same_town and "reaches_imaging" in visits
    to_therapy = returning if came_before else np.exp(-first * hours_therapy * time)
    more = returning ** (visits.get("reaches_therapy", 1.0) - 1.0)
    can = reader.value(OPEN)
    return Travel(to_imaging * can, to_therapy * more * can, returning ** visits.get(TREATED, 1.0) * can)


@dataclass(frozen=True, slots=True)
class _Met:
    """The stages as one stratum meets them: `same` holds the leaks that all strata share."""

    same: Mapping[tuple[str, str], Leak]
    travel: Travel
    pay: Payments

    def steps(self, stages: Mapping[str, Sequence[Stage]]) -> tuple[Step, ...]:
        return tuple(
            Step(name, tuple(self.same.get(_key(stage)) or self._own(stage) for stage in met))
            for name, met in stages.items()
        )

    def cycle(self, number: int, stages: Sequence[Stage]) -> tuple[Leak, ...]:
        """What is met before cycle `number` is given; the first cycle's journey and fee were met on the way."""
        return tuple(self.same.get(_key(stage)) or self._again(stage, number) for stage in stages)

    def _own(self, stage: Stage) -> Leak:
        if stage.rule == "travel":
            return _leak(stage, self.travel.imaging if stage.id == "reaches_imaging" else self.travel.therapy)
        return _leak(stage, self.pay.imaging() if stage.id == "pays_imaging" else self.pay.again(1))

    def _again(self, stage: Stage, number: int) -> Leak:
        return _leak(stage, self.pay.again(number) if stage.rule == "pay" else self.travel.again)
