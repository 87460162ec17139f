"""The path of one therapy as rows: its gates before and behind imaging, and what happens between cycles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hevesy.capacity.minutes import ALWAYS, BY_RULE, administration, bed_stay
from hevesy.facts import Reader
from hevesy.plan.cascade import TREATED
from hevesy.plan.members import Agreed, covered_with, payments_by_fifth
from hevesy.plan.need import Need
from hevesy.plan.path import FOLLOWED, Setting, same_for_all, travel
from hevesy.plan.pay import Payments, bill_of
from hevesy.plan.simulation.build.houses import Choice
from hevesy.plan.simulation.model import Reason
from hevesy.products import Stage, Therapy
from hevesy.products.therapy import STAGES

# losses that the engine works out from lists and beds instead of taking a share
BY_MECHANISM = ("waits_too_long", "no_shielded_bed")
NO_CENTRE = Reason("referred", "no_centre_open", "availability", "resource")
NO_BED = Reason("waits", "no_shielded_bed", "accommodation", "resource")  # at a centre that has none


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate of a therapy's path; `stage` is None for those that ask what centres are open and have."""

    reason: Reason
    stage: Stage | None

    @property
    def rule(self) -> str:
        """How the share that passes is worked out: "travel", "pay" or another rule; empty where it is not."""
        return "" if self.stage is None else self.stage.rule


def gates(therapy: Therapy, reader: Reader) -> tuple[Gate, ...]:
    """The gates of a therapy in the order of its path; `no_centre_open` stands behind those of referral.

    Where some of the patients must stay in a shielded bed, those are lost at a centre that is known to have none.
    """
    kept = [
        Gate(Reason(stage.id, stage.reason, stage.a, stage.domain), stage)
        for stage in therapy.stages
        if stage.id not in (TREATED, FOLLOWED) and stage.reason not in BY_MECHANISM
    ]
    for reason, behind in ((NO_CENTRE, "referred"), (NO_BED, "waits")):
        if reason == NO_CENTRE or administration(therapy, reader.shelf).bed == BY_RULE:
            place = sum(_order(gate) <= STAGES.index(behind) for gate in kept)
            kept.insert(place, Gate(reason, None))
    return tuple(kept)


def always_in_bed(therapy: Therapy, reader: Reader) -> bool:
    """Whether a shielded bed is part of the therapy whatever the release rule says."""
    return administration(therapy, reader.shelf).bed == ALWAYS


def goes_home(therapy: Therapy, reader: Reader) -> Any:
    """The share of administrations after which the patient may go home the same day."""
    return 1.0 - bed_stay(administration(therapy, reader.shelf), therapy, reader)[0]


def before_imaging(found: Sequence[Gate]) -> int:
    """How many of the gates are met before anybody is imaged."""
    return sum(_order(gate) <= STAGES.index("imaged") for gate in found)


def is_imaged(therapy: Therapy) -> bool:
    """Whether the path of this therapy has imaging before it."""
    return bool(therapy.stages_of("imaged"))


def _order(gate: Gate) -> int:
    return STAGES.index(gate.reason.stage)


@dataclass(frozen=True, slots=True)
class Journeys:
    """Shares that make the journeys, each among those who made the ones before: people who live near are left."""

    imaging: Any
    therapy: Any
    again: tuple[Any, ...]  # before cycle 2, 3 ...


def journeys(therapy: Therapy, choice: Choice, cycles: int, reader: Reader) -> Journeys:
    """The journeys of the people of one choice, worked out band by band and then put together."""
    band, visited = choice.band, {stage.id for stage in therapy.stages if stage.rule == "travel"}
    here = travel(therapy, band.hours_imaging, band.hours_therapy, choice.same_town, reader)
    steps = [
        here.imaging if "reaches_imaging" in visited else 1.0,
        here.therapy if "reaches_therapy" in visited else 1.0,
        *([here.again if TREATED in visited else 1.0] * (cycles - 1)),
    ]
    left: Any = band.shares
    shares = []
    for step in steps:
        came = left * step
        whole = left.sum(axis=0)
        shares.append(np.divide(came.sum(axis=0), whole, out=np.ones(np.shape(came)[-1]), where=whole > 0))
        left = came
    return Journeys(shares[0], shares[1], tuple(shares[2:]))


def paying(
    therapy: Therapy, covered: bool, cycles: int, pet: bool, here: Setting, tariffs: Sequence[Agreed], reader: Reader
) -> Payments:
    """What the quintiles of a payer group can pay, under the tariffs in force."""
    return payments_by_fifth(therapy, covered, cycles, here.means, pet, here.known, reader, tariffs)


def share_covered(therapy: Therapy, here: Setting, tariffs: Sequence[Agreed], reader: Reader) -> Any:
    """The share of people for whom somebody pays the cycles."""
    return covered_with(bill_of(therapy, here.means, here.pet, here.known, reader), tariffs, reader)


def common(stage: Stage, need: Need, here: Setting, reader: Reader) -> Any:
    """The share that passes a gate which everybody meets alike."""
    found = same_for_all(stage, need, here, reader)
    assert found is not None, stage.reason
    return found.passed


@dataclass(frozen=True, slots=True)
class Between:
    """Between and after cycles: shares given of first and later cycles, not ended by the disease, followed."""

    first: Any
    drop: Any
    end: Any
    followed: Any


def between(therapy: Therapy, need: Need, here: Setting, reader: Reader) -> Between:
    """What happens around each cycle to everybody alike."""
    first: Any = 1.0
    drop: Any = 1.0
    end: Any = 1.0
    followed: Any = 1.0
    for stage in therapy.stages:
        if stage.id not in (TREATED, FOLLOWED) or stage.rule in ("travel", "pay"):
            continue
        passed = common(stage, need, here, reader)
        if stage.id == FOLLOWED:
            followed = followed * passed
        elif not stage.is_access:
            end = end * passed
        else:
            first = first * passed if (stage.from_cycle or 2) <= 1 else first
            drop = drop * passed
    return Between(first, drop, end, followed)
