"""How many the model lets start without lists, beside the first plan's cascade: the same, but for two things.

The first plan takes those who accept on the mean, where the model tells fifths of means and sexes apart: whoever is
poor accepts and pays more rarely, so that of the same mean more start. And it puts people into eight bands by distance
over the whole country, the model into eight in each part of a region. Without both, the two agree to rounding; each is
then worked out by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial

import numpy as np
import pytest
from tests.plan.simulation.build.started import started_per_year

from hevesy.facts import Shelf
from hevesy.plan.burden import chosen
from hevesy.plan.cascade import follow
from hevesy.plan.country import Course, best_journeys, course_of
from hevesy.plan.path import AGAIN, FIRST, strata
from hevesy.plan.pay import QUINTILES, bill_of
from hevesy.plan.scenario.scenario import Range, Scenario
from hevesy.plan.simulation.build import Built, built
from hevesy.plan.simulation.model import Floats
from hevesy.plan.strata import Band
from hevesy.products import Therapy, therapies

BASE = Scenario("base", "KEN", date(2026, 1, 1), years=1, draws=24, seed=3)
COUNTRIES = ("KEN", "DEU", "JOR")
ROUNDING = 1e-12


def exact(value: float) -> Range:
    return Range(value, value, value)


NEAR = {FIRST: exact(0.0), AGAIN: exact(0.0)}  # no hour of the way keeps anybody away
ALIKE = {"acceptance.odds.women": exact(1.0), "acceptance.odds.poorest": exact(1.0)}


@cache
def shelf() -> Shelf:
    return Shelf.load()


def made_with(country: str, facts: dict[str, Range]) -> Built:
    return built(replace(BASE, country=country, facts=facts), shelf())


def in_model(made: Built, number: int) -> Floats:
    """Who starts in a year at the first plan's need; the model's first week is later and has another need."""
    then = made.model.rows[made.model.need_row[number]] * 52
    return np.asarray(started_per_year(made, number) / then * made.households.paths.here.wanted[number].true)


def without_waiting(given: Floats, therapy: Therapy, made: Built) -> Floats:
    """The first plan's starts, with those whom it takes to be lost on lists and for want of a bed."""
    for stage in therapy.stages_of("waits"):
        for fact in stage.facts:
            given = given / made.reader.value(fact)
    return given


def first_plan(made: Built) -> dict[str, Course]:
    """The courses of `hevesy plan country`, on the figures and draws of the model."""
    here, reader = made.households.paths.here, made.reader
    assert {each.id for each in therapies(shelf()) if each.first_choice} == set(made.model.therapies)
    ways = best_journeys(here.therapies, here.sites, shelf(), BASE.start)
    means, choice = here.setting[0].means, chosen(reader)
    return {
        each.id: course_of(each, choice, here.sites, means, ways[each.id], reader) for each in here.therapies
    }


def in_first_plan(made: Built) -> list[Floats]:
    """Who starts in a year in the first plan without its leaks of waiting, by therapy."""
    courses = first_plan(made)
    found = (courses[therapy] for therapy in made.model.therapies)
    return [without_waiting(np.asarray(each.cascade.given[0], float), each.therapy, made) for each in found]


def walked(made: Built, number: int, bands: Sequence[Band]) -> Floats:
    """The same on other bands of distance; hours and shares of a band may be arrays (places, 1)."""
    here = made.households.paths.here
    therapy, where, wanted = here.therapies[number], here.sites, here.wanted[number]
    setting = replace(here.setting[number], bands=bands, same_town=where.same_town(therapy.id))
    given = np.atleast_2d(follow(wanted.true, strata(therapy, wanted, setting, made.reader)).given[0])
    return without_waiting(given.sum(axis=0), therapy, made)


@pytest.mark.parametrize("country", COUNTRIES)
def test_as_many_start_as_in_the_first_plan_where_nobody_is_far_and_groups_accept_alike(country: str) -> None:
    made = made_with(country, {**NEAR, **ALIKE})
    for number, expected in enumerate(in_first_plan(made)):
        assert expected.min() > 0.0
        assert in_model(made, number) == pytest.approx(expected, rel=ROUNDING)


ACCEPTING = (1 / 5, 1 / 3, 1 / 2, 2 / 3, 4 / 5)  # odds of 1/4, 1/2, 1, 2 and 4: their mean is a half


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_poor_accept_and_pay_more_rarely_so_that_of_the_same_mean_more_start(country: str) -> None:
    """Half accept, the poorest fifth by odds of one to sixteen beside the richest; who pays is as shipped.

    Those odds in equal steps around a half are 1/4, 1/2, 1, 2, 4. Of each fifth start accepting x paying, where the
    first plan has a half x the mean of paying.
    """
    half = {f"products.accepts.{each}": exact(0.5) for each in ("treatment", "isolation")}
    odds = {"acceptance.odds.women": exact(1.0), "acceptance.odds.poorest": exact(1 / 16)}
    made = made_with(country, {**NEAR, **half, **odds})
    here, more = made.households.paths.here, []
    for number, plan in enumerate(in_first_plan(made)):
        setting = here.setting[number]
        bill = bill_of(here.therapies[number], setting.means, setting.pet, setting.known, made.reader)
        pays = np.stack([
            bill.covered * bill.imaging_alone(partial(bill.able.of_quintile, fifth))
            + (1.0 - bill.covered) * bill.uncovered(fifth, bill.cycle)
            for fifth in QUINTILES
        ])
        ratio = np.average(pays, axis=0, weights=ACCEPTING) / pays.mean(axis=0)
        assert in_model(made, number) == pytest.approx(plan * ratio, rel=ROUNDING)
        assert ratio.min() > 1.0 - ROUNDING  # nobody who is richer pays more rarely
        more.append(ratio.max())
    assert max(more) > 1.02


@pytest.mark.parametrize(("country", "apart"), [("KEN", 0.01), ("DEU", 0.0015), ("JOR", 0.0015)])
def test_bands_of_distance_cost_a_few_people_and_those_of_the_model_fewer(country: str, apart: float) -> None:
    """Fewer come with each hour by a curve that bends upward: of people put together to their mean hours, too few come.

    So either kind of bands starts at most as many as a walk of every place alone, and the model's, which are narrower,
    on the mean more than the first plan's.
    """
    made = made_with(country, ALIKE)
    where, plans = made.households.paths.here.sites, in_first_plan(made)
    share = (where.people / where.people.sum())[:, None]
    for number, therapy in enumerate(made.model.therapies):
        hours = where.hours_to_each[:, where.giving(therapy)].min(axis=1)
        alone = walked(made, number, [Band(share, where.hours_imaging[:, None], hours[:, None])])  # type: ignore[arg-type]
        plan, model = plans[number] / alone, in_model(made, number) / alone
        assert max(plan.max(), model.max()) <= 1.0 + ROUNDING
        assert model.min() >= 1.0 - apart
        assert model.mean() > plan.mean()
