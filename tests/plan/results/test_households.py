"""What a run says of households: its sums are the kernel's, and what others pay shows in it."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from tests.plan.results.toy_results import shelf
from tests.plan.scenario.small import act, scenario

from hevesy.plan.results.compare_households import households_compared, households_table
from hevesy.plan.results.households import Counted, counted, households_said
from hevesy.plan.results.page_households import households_lines, households_page, share_of
from hevesy.plan.results.who_starts import (
    People,
    concentration_of,
    group_of,
    known_share,
    people_of,
    women_to_men,
)
from hevesy.plan.scenario.scenario import Intervention, Range
from hevesy.plan.simulation.model import NO_PAY
from hevesy.plan.simulation.simulate import Result, simulate

MEDICINE = "lu177_dotatate"
PAID = {
    "products.coverage.cancer_medicine": Range(0.3, 0.3, 0.3),
    "economics.lu177_psma.price.per_cycle": Range(900.0, 900.0, 900.0),
}
NOW, HALF = Range(0.0, 0.0, 0.0), Range(0.5, 0.5, 0.5)
HALVED = act("half", "fee_subsidy", effect=HALF, lead_weeks=NOW, ramp_weeks=NOW)


@cache
def run(subsidy: bool = False) -> Result:
    acts: tuple[Intervention, ...] = (HALVED,) if subsidy else ()
    return simulate(scenario(*acts, years=3, therapies=(MEDICINE, "i131_dtc"), facts=PAID), shelf())


@cache
def said(subsidy: bool = False) -> Any:
    return households_said(run(subsidy), shelf())


@cache
def of_medicine() -> Counted:
    found = run()
    return counted(found, found.built.households, 0, people_of(found, found.built.households, 0))


def test_starts_are_shared_out_and_none_is_lost() -> None:
    """The small centre is followed patient by patient, so that as many come as chance will have it."""
    kernel = run().outcome.at_centres["started"][:, :, 0].sum(axis=(0, 1))
    assert of_medicine().started.sum(axis=0) == pytest.approx(kernel, rel=1e-4)
    entered = run().outcome.in_country["entered"][:, 0].sum(axis=0)
    assert of_medicine().considered.sum(axis=0) == pytest.approx(entered, rel=0.03)


def test_who_stops_for_want_of_money_is_told_by_cycle_and_adds_up() -> None:
    model = run().model
    kernel = run().outcome.lost[:, 0, model.most_gates + NO_PAY].sum(axis=0)
    stopped = of_medicine().stopped
    assert len(stopped) == 3 and kernel.max() > 0.0
    assert stopped.sum(axis=0) == pytest.approx(kernel)


def test_every_stratum_has_a_group_by_payer_fifth_and_sex() -> None:
    built = run().built
    sexes = built.households.paths.strata.sexes
    of = group_of(built.households, len(built.strata), built.residents)
    for name, group in zip(built.strata, of, strict=True):
        payer_and_fifth, sex = divmod(int(group), len(sexes))
        assert name.endswith(f"quintile {payer_and_fifth % 5 + 1}, {sexes[sex]}")
        assert (", covered" in name) == (payer_and_fifth >= 5)


def test_hardship_is_of_those_who_start() -> None:
    found = of_medicine()
    assert (found.hardship <= found.started + 1e-9).all() and (found.sold <= found.started + 1e-9).all()
    assert (found.if_treated <= found.considered + 1e-9).all()


def test_poorer_fifths_are_in_hardship_more_often_were_all_treated() -> None:
    rows = said()["therapies"][0]["fifths"]
    would = [share_of(row["hardship"], "consumption_25", name="if_treated_share")["value"] for row in rows]
    assert would == sorted(would, reverse=True) and would[0] > would[-1]


@pytest.mark.slow(reason="runs two scenarios of a whole country")
def test_a_subsidy_lowers_what_households_pay_and_how_many_are_in_hardship() -> None:
    before, after = said()["therapies"][0], said(subsidy=True)["therapies"][0]
    assert after["course"][-1]["fees"]["value"] == pytest.approx(before["course"][-1]["fees"]["value"] / 2)
    of = [share_of(each["hardship"], "consumption_25", name="if_treated_share")["value"] for each in (before, after)]
    assert of[1] < of[0]


@pytest.mark.slow(reason="runs two scenarios of a whole country")
def test_a_comparison_says_what_differs_for_households() -> None:
    rows = {row["name"]: row for row in households_compared(run(), run(subsidy=True))}
    assert rows["if_treated_consumption_25"]["difference"]["value"] < 0.0
    assert rows["if_treated_consumption_25"]["a"] == said()["total"]["hardship"][3]["if_treated_share"]
    table = households_table(list(rows.values()))
    assert table is not None and len(table["rows"]) == 12 and "points" in table["rows"][0][3]
    assert {row["difference"]["value"] for row in households_compared(run(), run())} == {0.0}


def test_the_page_says_each_indicator_by_itself() -> None:
    page = households_page(said())
    assert page is not None and len(page["hardship"]["rows"]) == 12 and len(page["fifths"]["rows"]) == 5
    assert "more than 40 % of capacity to pay" in page["sentences"][2]
    assert households_page(None) is None and households_lines(None) == []
    assert "> 25 % of consumption: " in households_lines(said())[0]


def test_a_share_of_nobody_is_not_known() -> None:
    assert np.isnan(known_share(np.array([0.0]), np.array([0.0]))).all()


def people(considered: list[float], started: list[float], by_sex: bool = False) -> People:
    """One year, nobody covered: by fifth, of one sex; or by sex, of one fifth."""
    shape = (1, 1, 1, 2, 1) if by_sex else (1, 1, 5, 1, 1)
    need, starts = (np.array(each, dtype=float).reshape(shape) for each in (considered, started))
    return People(need, need, starts)


def test_fairness_by_hand() -> None:
    """Shares 0, 10, 20, 30, 40 %: twice the mean of rank x share (0.14) over the mean (0.2), less one, is 0.4."""
    assert concentration_of([people([100] * 5, [0, 10, 20, 30, 40])]) == pytest.approx([0.4])
    assert concentration_of([people([100, 50, 50, 50, 50], [20, 10, 10, 10, 10])]) == pytest.approx([0.0])
    one, other = people([100, 100], [30, 10], by_sex=True), people([50, 0], [40, 0], by_sex=True)
    assert women_to_men([one, other], ("male", "female")) == pytest.approx([1 / 3])  # that of men alone is left out
    assert np.isnan(women_to_men([other], ("male", "female"))).all()
