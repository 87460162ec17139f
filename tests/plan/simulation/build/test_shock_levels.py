"""How much of a shock is felt, step by step: by hand where its day is known, by its own random numbers elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from hevesy.facts import Reader, Shelf
from hevesy.plan.scenario.scenario import Intervention, Range, Scenario, Shock
from hevesy.plan.scenario.shocks import expected
from hevesy.plan.scenario.stated import stated_facts
from hevesy.plan.scenario.timeline import timeline
from hevesy.plan.simulation.build.levels import Levels
from hevesy.plan.simulation.build.shock_levels import Felt, felt, over_steps

START = date(2027, 1, 4)
BASE = Scenario("base", "JOR", START, years=4, draws=64, seed=3)


@cache
def shelf() -> Shelf:
    return Shelf.load()


def exact(value: float) -> Range:
    return Range(value, value, value)


def made(*shocks: Shock, base: Scenario = BASE) -> tuple[Scenario, Reader]:
    said = replace(base, shocks=shocks)
    reader = shelf().reader("JOR", draws=said.draws, seed=said.seed)
    reader.stated = stated_facts(said, shelf())
    return said, reader


def levels(*shocks: Shock, base: Scenario = BASE) -> list[Felt]:
    said, reader = made(*shocks, base=base)
    return [felt(each, said, reader) for each in expected(said, reader)]


def test_a_step_has_the_mean_of_its_weeks() -> None:
    """Two weeks at the end of the first step, four in full, then 5/6, 3/6, 1/6 of a fall in three weeks."""
    found = over_steps(2, 6.0, 3.0, 16)
    assert found == pytest.approx([0.5, 1.0, (5 / 6 + 3 / 6 + 1 / 6) / 4, 0.0])


def test_weeks_of_full_effect_are_those_that_were_said() -> None:
    """Full for six weeks and half of a fall in nine: 10.5 weeks altogether, wherever the steps lie."""
    for begins in range(5):
        assert over_steps(begins, 6.0, 9.0, 52).sum() * 4 == pytest.approx(10.5)


def test_one_on_a_day_is_the_same_in_all_draws_where_its_figures_are_exact() -> None:
    shock = Shock("s", "strike", date(2027, 3, 1), lasts_weeks=exact(4), recovery_weeks=exact(0))  # week 8
    (found,) = levels(shock)
    assert found.levels.shape == (52,) and np.flatnonzero(found.levels).tolist() == [2]
    assert found.levels[2] == 1.0 and found.first_weeks == (8,)


def test_one_of_uncertain_length_begins_in_all_draws_and_ends_draw_by_draw() -> None:
    (found,) = levels(Shock("s", "strike", date(2027, 3, 1), recovery_weeks=exact(0)))
    lasts = found.levels.sum(axis=0) * 4
    assert np.all(found.levels[:2] == 0.0) and np.all(found.levels[2] > 0.0)
    assert lasts.min() > 0.4 and lasts.max() < 13.0 and np.ptp(lasts) > 5.0


def test_one_at_random_strikes_every_year_or_never_at_its_bounds() -> None:
    always, never = (
        Shock("s", "strike", per_year=exact(p), lasts_weeks=exact(4), recovery_weeks=exact(0)) for p in (1, 0)
    )
    weeks = levels(always)[0].levels.reshape(4, 13, 64).sum(axis=1) * 4
    assert weeks.sum(axis=0) == pytest.approx(np.full(64, 16.0), abs=4.0)  # a last one may go beyond the end
    assert not levels(never)[0].levels.any()


def test_a_chance_of_a_tenth_strikes_in_a_tenth_of_the_years() -> None:
    """400 draws of 4 years: 160 expected, three standard deviations are 36."""
    many = replace(BASE, draws=400)
    shock = Shock("s", "strike", per_year=exact(0.1), lasts_weeks=exact(52), recovery_weeks=exact(0))
    began = levels(shock, base=many)[0].levels
    starts = ((began[1:] > 0) & (began[:-1] == 0)).sum() + (began[0] > 0).sum()
    assert 90 < starts < 196  # two in a row are one here


def test_its_random_numbers_are_its_own() -> None:
    one = Shock("one", "strike", per_year=exact(0.4))
    other = Shock("other", "power_failure", per_year=exact(0.4))
    alone, beside = levels(one)[0].levels, levels(other, one)
    assert np.array_equal(alone, beside[1].levels)
    assert not np.array_equal(alone > 0, beside[0].levels > 0)
    more = replace(BASE, interventions=(Intervention("lodging", "lodging", START),))
    assert np.array_equal(alone, levels(one, base=more)[0].levels)


def test_a_longer_scenario_has_the_same_first_years() -> None:
    shock = Shock("s", "strike", per_year=exact(0.4), lasts_weeks=exact(3), recovery_weeks=exact(0))
    longer = levels(shock, base=replace(BASE, years=6))[0].levels
    assert np.array_equal(levels(shock)[0].levels, longer[:52])


def test_a_rarer_shock_strikes_in_some_of_the_same_years() -> None:
    rare, often = (levels(Shock("s", "strike", per_year=exact(p)))[0].levels > 0 for p in (0.1, 0.4))
    assert np.all(often[rare]) and rare.sum() < often.sum()


def test_shocks_cut_eras_and_leave_the_levels_of_interventions_alone() -> None:
    acts = tuple(
        Intervention(f"a{n}", kind, START)
        for n, kind in enumerate(("lodging", "referral_training", "patient_education"))
    )
    said, reader = made(Shock("s", "strike", per_year=exact(0.5)), base=replace(BASE, interventions=acts))
    found = timeline(said, reader)
    shocked = levels(*said.shocks, base=said)[0].levels
    alone, both = Levels(found), Levels(found, shocks=[shocked])
    assert set(alone.first_weeks) < set(both.first_weeks)
    for era, week in enumerate(both.first_weeks):
        before = max(n for n, first in enumerate(alone.first_weeks) if first <= week)
        assert [both.of(n, era) for n in range(3)] == [alone.of(n, before) for n in range(3)]
    assert np.array_equal(both.of(3, len(both.first_weeks) - 1), shocked[both.first_weeks[-1] // 4 :].mean(axis=0))
