"""The weekly reference in its steady year is the first plan's cascade, person for person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest
from tests.plan.simulation.toys import Toy

from hevesy.facts import Shelf
from hevesy.money import Means
from hevesy.plan.cascade import Cascade, Stratum, follow
from hevesy.plan.need import need
from hevesy.plan.path import Setting, strata
from hevesy.plan.simulation import reference
from hevesy.plan.simulation.model import (
    CANCELLED,
    LATER,
    NO_PAY,
    NO_TRAVEL,
    NOT_FOLLOWED,
    PAY,
    TRAVEL,
    Reason,
)
from hevesy.plan.simulation.outcome import Outcome
from hevesy.plan.strata import Band
from hevesy.products import find_therapy, therapies

FAR_AND_NEAR = Setting((Band(0.5, 1.0, 1.5), Band(0.5, 3.0, 4.0)), False, Means(25.0, 0.4), True)
TREATED = {LATER[reason].reason: reason for reason in (CANCELLED, NO_TRAVEL, NO_PAY)}
WEEKS = 52


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load()


NAMES = tuple(each.id for each in therapies(Shelf.load()))


@dataclass(frozen=True)
class Walk:
    """The people of one therapy in Jordan, and what the first plan makes of them in a year."""

    people: float
    strata: Sequence[Stratum]
    cascade: Cascade

    def leaks(self, stratum: Stratum) -> list[tuple[Reason, float]]:
        """Everything that is met before the first cycle's own day."""
        return [
            (Reason(step.stage, leak.reason, leak.a, leak.domain), float(leak.passed))
            for step in stratum.steps
            for leak in step.leaks
        ]


def walk(name: str, shelf: Shelf) -> Walk:
    reader, therapy = shelf.reader("JOR"), find_therapy(name, shelf)
    wanted = need(therapy, "globocan", reader)
    people = float(wanted.true)
    met = list(strata(therapy, wanted, FAR_AND_NEAR, reader))
    return Walk(people, met, follow(people, met))


def passed(stratum: Stratum, cycle: int, reason: str) -> float:
    """The share that passes one leak before a cycle; everybody, where there is no such leak."""
    return float(next((leak.passed for leak in stratum.cycles[cycle] if leak.reason == reason), 1.0))


def as_country(walk: Walk) -> Toy:
    """The same path as a country in which nobody waits for anything: all its gates in one row, then its cycles."""
    met = walk.strata
    gates = np.array([[share for _reason, share in walk.leaks(each)] for each in met]).T  # (G, S)
    cycles = len(met[0].cycles)
    again = np.array(
        [
            [
                [passed(each, cycle, reason) if cycle else 1.0 for each in met]
                for _number, reason in sorted(
                    {TRAVEL: "cannot_travel_again", PAY: "cannot_pay_again"}.items()
                )
            ]
            for cycle in range(cycles)
        ]
    )  # (N, 2, S)
    later = met[0].cycles[-1]
    return Toy(
        strata=tuple(each.name for each in met),
        share=np.array([[[float(each.share)] for each in met]]),
        gates=[[reason.reason for reason, _share in walk.leaks(met[0])]],
        before=len(gates) // 2,
        passes=gates[None, :, :, None],
        again=again[None, ..., None],
        cycles=cycles,
        interval=6,
        first=passed(met[0], 0, "cancelled_on_the_day"),
        drop=passed(met[0], cycles - 1, "cancelled_on_the_day"),
        end=float(np.prod([leak.passed for leak in later if leak.ends_course])),
        followed=float(np.prod([leak.passed for step in met[0].after for leak in step.leaks])),
    )


def losses(walk: Walk) -> list[float]:
    """The first plan's losses in the order of the gates."""
    by_reason = {(loss.stage, loss.reason): float(loss.people) for loss in walk.cascade.losses}
    return [by_reason[reason.stage, reason.reason] for reason, _share in walk.leaks(walk.strata[0])]


def same(expected: object) -> object:
    return pytest.approx(expected, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_the_steady_year_is_the_first_plan(name: str, shelf: Shelf) -> None:
    found = walk(name, shelf)
    toy = as_country(found)
    weeks = WEEKS * (1 + -(-toy.interval * len(found.strata[0].cycles) // WEEKS))
    model = replace(toy, weeks=weeks, need=found.people / WEEKS).model()
    year = last_year(reference.run(model))
    assert year["entered"] == same(found.people)
    assert year["lost"][: model.most_gates] == same(losses(found))
    assert year["started"] == same(float(found.cascade.given[0]))
    assert year["given"] == same(float(sum(found.cascade.given)))
    later = year["lost"][model.most_gates :]
    assert year["completed"] - later[NOT_FOLLOWED] == same(float(found.cascade.completed))
    treated = {loss.reason: float(loss.people) for loss in found.cascade.losses if loss.stage == "treated"}
    assert {name: later[reason] for name, reason in TREATED.items() if name in treated} == same(
        {name: people for name, people in treated.items() if name in TREATED}
    )
    assert set(treated) <= set(TREATED)


def last_year(done: Outcome) -> dict[str, list[float] | float]:
    return {
        "entered": float(done.in_country["entered"][-1, 0, 0]),
        "lost": [float(people) for people in done.lost[-1, 0, :, 0]],
        **{name: float(done.at_centres[name][-1, 0, 0, 0]) for name in ("started", "given", "completed")},
    }


def test_each_cycle_of_a_group_that_begins_together_is_that_of_the_first_plan(shelf: Shelf) -> None:
    found = walk("lu177_psma617", shelf)
    together = replace(
        as_country(found), year_weeks=6, need=0, backlog=found.people, backlog_weeks=1, weeks=36
    )
    given = reference.run(together.model()).at_centres["given"][:, 0, 0, 0]
    assert list(given) == same([float(people) for people in found.cascade.given])
    assert len(given) == 6
