"""What acts on hours, visits, language and groups moves their gates in the model, for those whom it is for."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from tests.plan.scenario.small import act, scenario

from hevesy.facts import Shelf
from hevesy.plan.scenario.scenario import Intervention, Range
from hevesy.plan.simulation.build import Built, built
from hevesy.plan.simulation.model import Floats

MEDICINE, AMMAN = "lu177_dotatate", "hypothetical:amman"
NOW = {"lead_weeks": Range(0.0, 0.0, 0.0), "ramp_weeks": Range(0.0, 0.0, 0.0)}
ACTS = {
    "extended_hours": act("hours", "extended_hours", centre=AMMAN, **NOW),
    "wage_replacement": act("wages", "wage_replacement", **NOW),
    "interpreters": act("speak", "interpreters", **NOW),
    "step_free_access": act("ramp", "step_free_access", centre=AMMAN, **NOW),
    "education_of_women": act("women", "education_of_women", **NOW),
    "education_of_the_poor": act("poor", "education_of_the_poor", **NOW),
}


@cache
def shelf() -> Shelf:
    return Shelf.load()


@cache
def made(kind: str = "") -> Built:
    acts: tuple[Intervention, ...] = (ACTS[kind],) if kind else ()
    return built(scenario(*acts, years=2, therapies=(MEDICINE,)), shelf())


def passing(found: Built, reason: str) -> Floats:
    """The shares that pass a gate in the last era, by stratum."""
    place = [each.reason for each in found.model.gates[0]].index(reason)
    return np.asarray(found.model.rows[found.model.gate_row[0, place, :, -1]])


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("extended_hours", "cannot_leave_work"),
        ("wage_replacement", "cannot_leave_work"),
        ("interpreters", "no_interpreter"),
        ("step_free_access", "no_step_free_access"),
    ],
)
def test_each_moves_its_own_gate_and_no_other_of_acceptance(kind: str, reason: str) -> None:
    before, after = made(), made(kind)
    assert (passing(after, reason) > passing(before, reason)).all()
    others = {"cannot_leave_work", "no_interpreter", "no_step_free_access", "treatment_not_accepted"} - {reason}
    for other in others:
        assert (passing(after, other) == passing(before, other)).all(), other


def test_women_and_men_have_rows_of_their_own_and_education_of_women_is_for_them() -> None:
    reason = "treatment_not_accepted"
    before, after = passing(made(), reason), passing(made("education_of_women"), reason)
    women = np.array([name.endswith(", female") for name in made().strata])
    assert (before[women] != before[~women]).any()
    assert (after[~women] == before[~women]).all() and (after[women] >= before[women]).all()
    assert (after[women] > before[women]).any()


def test_education_of_the_poor_is_for_them_more_the_poorer_they_are() -> None:
    reason = "treatment_not_accepted"
    gained = passing(made("education_of_the_poor"), reason) - passing(made(), reason)
    by_fifth = [
        gained[[f"quintile {fifth}," in name for name in made().strata]].mean() for fifth in (1, 2, 3, 4, 5)
    ]
    assert by_fifth == sorted(by_fifth, reverse=True) and by_fifth[0] > 0.0 and by_fifth[4] == 0.0


def test_fewer_visits_are_less_travel_less_work_lost_and_less_spent() -> None:
    acts = (
        act("refer", "referral_training", **NOW),
        act("bundle", "visits_bundled", effect=Range(0.9, 0.9, 0.9), **NOW),
    )
    bundled = built(scenario(*acts, years=2, therapies=(MEDICINE,)), shelf())
    assert (passing(bundled, "cannot_leave_work") > passing(made(), "cannot_leave_work")).all()
    fares = [
        float(np.mean(each.households.faced(len(each.acts.first_weeks) - 1, 0, False).course.cycle.fares))
        for each in (made(), bundled)
    ]
    assert fares[1] < fares[0]


def test_the_mean_over_groups_is_the_figure_of_the_country() -> None:
    found = made()
    shares = found.model.rows[found.model.share_row[0, :, -1]]
    mean = (shares * passing(found, "treatment_not_accepted")).sum(axis=0)
    assert mean == pytest.approx(found.reader.draw("products.accepts.treatment"))
