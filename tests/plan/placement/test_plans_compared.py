"""Sampled futures, the pool of plans, and plans beside each other: by hand where it can be, by their laws elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import combinations

import numpy as np
import pytest

from hevesy.errors import BadPlacement
from hevesy.facts import Shelf
from hevesy.money.value import worst_mean
from hevesy.places import find_country
from hevesy.places.location import served_costs
from hevesy.plan.disruption.outage import Outage
from hevesy.plan.placement.aims import ByRegion, Struck
from hevesy.plan.placement.choosing import Asked, choose
from hevesy.plan.placement.districts import district_of, mean_of, summed
from hevesy.plan.placement.futures import by_region, futures
from hevesy.plan.placement.ground import Ground, ground
from hevesy.plan.placement.page_tradeoffs import plans_table, regret_table, sentences
from hevesy.plan.placement.pool import Rival, pool
from hevesy.plan.placement.robust import CRITERIA, TAIL
from hevesy.plan.placement.tradeoffs import regret, tradeoffs
from hevesy.plan.placement.trying import Trial, Tried
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.simulation.build.regions import regions

JORDAN = Scenario("Jordan", "JOR", date(2027, 1, 1), 5, 4, 1, therapies=("lu177_psma617", "lu177_dotatate"))


@lru_cache
def land() -> Ground:
    shelf = Shelf.load()
    return ground(JORDAN, find_country("JOR", shelf), shelf.reader("JOR"), 8)


def opened(steps: object) -> set[int]:
    return {step.site for step in steps if step.opens}  # type: ignore[attr-defined]


def test_districts_hold_everybody_and_means_are_those_of_their_people() -> None:
    where, of = land(), district_of(land(), 5)
    assert of.max() == 4
    assert summed(where.asking, of).sum() == pytest.approx(where.asking.sum())
    inside = of == 2
    by_hand = (where.asking[inside] @ where.hours[inside, 1]) / where.asking[inside].sum()
    assert mean_of(where.hours, where.asking, of)[2, 1] == pytest.approx(by_hand)


def test_futures_spread_around_the_medians_and_lose_more_where_the_way_is_longer() -> None:
    where, found = land(), futures(land(), 64)
    assert found.lost.shape == (64, *found.hours.shape) and found.asking.shape == found.lost.shape[:2]
    assert ((found.lost >= 0) & (found.lost <= found.asking[:, :, None])).all()
    need = found.asking.sum(axis=1)
    assert np.quantile(need, 0.05) < where.asking.sum() < np.quantile(need, 0.95)
    farther = np.argsort(found.hours[7])
    assert (np.diff(found.lost[:, 7, farther], axis=1) >= -1e-12).all()
    beyond = found.beyond(1.0)
    assert beyond[3, 7, 2] == (found.asking[3, 7] if found.hours[7, 2] * found.slower[3] > 1.0 else 0.0)


def test_futures_are_other_draws_than_those_of_the_simulation() -> None:
    drawn = Shelf.load().reader("JOR", draws=32, seed=JORDAN.seed).draw("access.travel.time_uncertainty")
    assert not np.isin(futures(land(), 32).slower, drawn).any()


def test_hours_by_region_sum_to_the_mean_of_each_region() -> None:
    where, found = land(), by_region(land())
    people = where.lived.persons()
    for number, region in enumerate(regions(where.lived, where.reader)):
        mean = people[region.nodes] @ where.hours[region.nodes, 3] / people[region.nodes].sum()
        assert found[number, :, 3].sum() == pytest.approx(mean)


@pytest.mark.parametrize("how", CRITERIA)
@pytest.mark.parametrize("cover", [None, 1.0])
def test_two_towns_for_many_futures_are_the_best_of_all_pairs(how: str, cover: float | None) -> None:
    where, sampled = land(), futures(land())
    costs = sampled.lost if cover is None else sampled.beyond(cover)
    free = [site for site in range(len(where.sites)) if site not in where.there]
    pairs = [(*where.there, *pair) for pair in combinations(free, 2)]
    totals = np.array([served_costs(costs, pair) for pair in pairs])
    best = totals.min(axis=0)
    worth = {"mean": totals.mean(axis=1), "cvar": worst_mean(totals, TAIL), "regret": (totals - best).max(axis=1)}[how]
    found = choose(Asked(open_=2, cover=cover, robust=how), where)
    assert found.model == f"futures_{how}" and len(found.opened) == 2
    assert found.objective == pytest.approx(worth.min(), rel=1e-5, abs=1e-5)
    assert found.proven


def test_a_budget_takes_the_mean_of_futures_and_no_other_criterion() -> None:
    asked = Asked(budget=4e6, seconds=0.8, robust="mean")
    found = choose(asked, land())
    plain = choose(replace(asked, robust=""), land())
    assert found.opened and found.bound <= found.objective and found.objective != plain.objective
    with pytest.raises(BadPlacement, match="goes with a number of centres"):
        choose(replace(asked, robust="cvar"), land())


def test_the_pool_holds_other_aims_and_sizes_once_each_and_keeps_pins_and_bans() -> None:
    where = land()
    asked = Asked(open_=2, pinned=("Zarqa",), forbidden=("Aqaba",), robust="mean")
    choice = choose(asked, where)
    found = pool(choice, asked, where, 20)
    assert found[0].steps == choice.steps and {"model", "mean"} <= set(found[0].why)
    sets = [frozenset(each.opened) for each in found]
    assert len(sets) == len(set(sets)) > 4
    pin, ban = where.site_of("Zarqa"), where.site_of("Aqaba")
    assert all(pin in each and ban not in each for each in sets)
    whys = {why for each in found for why in each.why}
    assert {"model", "mean", "cvar", "regret", "worst_region", "cover", "hours", "fewer", "swap"} == whys
    assert {len(each) for each in sets} == {1, 2}
    same = [each.objective for each in found if len(each.opened) == 2]
    assert min(same) == pytest.approx(choice.objective)
    assert pool(choice, asked, where, 0) == [] and len(pool(choice, asked, where, 3)) == 3


def test_the_pool_of_a_budget_spends_no_more_and_moves_the_same_steps() -> None:
    where = land()
    asked = Asked(budget=6e6, seconds=0.5, robust="mean", pinned=("Irbid",))
    choice = choose(asked, where)
    found = pool(choice, asked, where, 9)
    assert {"model", "worst_region"} <= {why for each in found for why in each.why}
    pin, plan = where.site_of("Irbid"), sorted((step.year, step.units) for step in choice.steps)
    for each in found:
        assert pin in opened(each.steps)
        if "less" not in each.why:
            assert sorted((step.year, step.units) for step in each.steps) == plan


def trial(why: str, costs: float, qalys: float, share: float, uneven: float, untreated: list[float], done: list[float],
          site: int = 1) -> Trial:  # fmt: skip
    """A plan of eight draws, of which the last four tell."""
    many, where = np.ones(8), land()
    steps = choose(Asked(open_=1), where).steps
    rival = Rival(tuple(replace(step, site=site) for step in steps) if why else (), 1.0, (why,) if why else ())
    counted = {"completed": np.array(done), "qalys": qalys * many, "died_waiting": many, "costs": costs * many}
    of = ByRegion(("around A", "around B"), np.stack([share * many, 2 * share * many]))
    return Trial(rival, JORDAN, counted, of, uneven * many, np.array(untreated), np.array(untreated) - 10.0)


def made() -> Tried:
    quiet = [0.0] * 4
    before = trial("", 100.0, 10.0, 0.1, 0.2, [*quiet, 80.0, 90.0, 100.0, 110.0], [9.0] * 4 + [10.0] * 4)
    done = [90.0] * 4 + [30.0, 10.0, 30.0, 30.0]
    best = trial("model", 300.0, 40.0, 0.2, 0.2, [*quiet, 60.0, 60.0, 60.0, 60.0], done)
    worse = trial("swap", 350.0, 40.0, 0.2, -0.2, [*quiet, 60.0, 60.0, 60.0, 70.0], [20.0] * 4 + [20.0] * 4, 2)
    return Tried(before, [best, worse], Struck(Outage("nru", 13, date(2029, 1, 1)), (2, 3)))


def test_who_dominates_whom_by_hand() -> None:
    """Plan 2 costs 50 more than plan 1 for the same health, and more go untreated in the worst tenth of futures."""
    said = tradeoffs(made(), land())
    assert said["draws"] == {"choose": 4, "tell": 4}
    nothing, best, worse = said["plans"]
    assert best["aims"]["costs"]["figure"] == 200.0 and best["aims"]["qalys"]["figure"] == 30.0
    assert nothing["aims"]["untreated"]["figure"] == 110.0 and worse["aims"]["untreated"]["figure"] == 70.0
    assert worse["aims"]["concentration"] == {"figure": 0.2, "mean": -0.2, "value": -0.2, "low": -0.2, "high": -0.2}
    assert [plan["on_front"] for plan in said["plans"]] == [True, True, False]
    assert worse["dominated_by"] == [1] and best["dominated_by"] == []
    assert [plan["on_front_in"] for plan in said["plans"]] == [1.0, 1.0, 0.0]
    assert worse["more_untreated"]["mean"] == pytest.approx(10.0) and worse["worst_region"] == "around A"
    assert said["outage"]["ends"] == "2029-04-02" and said["outage"]["years"] == [2029, 2030]


def test_figures_are_of_the_draws_that_did_not_choose() -> None:
    said = tradeoffs(made(), land())
    assert said["luck"] == {"chosen_with": 70.0, "told": 5.0}
    by = said["plans"][1]["regret"]["completed"]
    assert by == pytest.approx({"best_in": 0.75, "mean": 2.5, "high": 8.5, "most": 10.0})
    assert any("70 courses more than plan 2" in line and "there 5 more." in line for line in sentences(said))
    alone = tradeoffs(Tried(made().before, made().plans[:1], made().struck), land())
    assert alone["luck"] is None and not any("Draws that chose" in line for line in sentences(alone))


def test_an_aim_that_nobody_knows_is_left_out_and_said() -> None:
    found = made()
    blind = Tried(*(replace(found.before, untreated=None), [replace(p, untreated=None) for p in found.plans], None))
    said = tradeoffs(blind, land())
    assert said["outage"] is None and [aim["id"] for aim in said["aims"] if not aim["known"]] == ["untreated"]
    assert said["plans"][2]["aims"]["untreated"] is None and said["plans"][2]["dominated_by"] == [1]
    assert len(plans_table(said)["head"]) == len(plans_table(said)["rows"][0]) == 9
    assert len(regret_table(said)["rows"]) == 3


def test_net_benefit_takes_a_price_of_a_qaly_and_not_of_a_daly() -> None:
    """Malawi's own study is per DALY averted; what plans gain is in QALYs."""
    said = tradeoffs(made(), replace(land(), reader=Shelf.load().reader("MWI")))
    assert said["threshold"]["per"] == "QALY"
    by = {plan["plan"]: plan["regret"]["net_benefit"]["mean"] for plan in said["plans"]}
    assert by[1] == 0.0 and by[0] == pytest.approx(30.0 * said["threshold"]["USD"] - 200.0)


def test_regret_is_never_negative_and_nothing_for_the_best_of_every_future() -> None:
    values = np.random.default_rng(1).normal(size=(5, 40))
    values[2] = values.max(axis=0) + 1.0
    rows = regret(values)
    assert rows[2] == {"best_in": 1.0, "mean": 0.0, "high": 0.0, "most": 0.0}
    assert all(0 < row["mean"] <= row["high"] <= row["most"] for row in rows if row is not rows[2])
