"""A service that has been running: what its first year counts, on numbers done by hand."""

from __future__ import annotations

import numpy as np
import pytest
from tests.plan.simulation.toys import Toy

from hevesy.plan.simulation import flow, queue
from hevesy.plan.simulation.lead_in import LEAD_YEARS, later, led_in
from hevesy.plan.simulation.simulate import run_block

THREE_CYCLES = Toy(weeks=52, need=2.0, cycles=3, interval=6)


def test_a_running_service_gives_every_cycle_in_its_first_year() -> None:
    """Two begin each week. From nothing, second and third cycles are given in 46 and 40 weeks only."""
    model = THREE_CYCLES.model()
    empty = flow.run(model)
    assert empty.at_centres["given"][0, 0, 0] == pytest.approx([2 * (52 + 46 + 40)])
    running = later(flow.run(led_in(model, ["medicine"])))
    assert running.at_centres["given"].shape[0] == 1
    assert running.at_centres["given"][0, 0, 0] == pytest.approx([2 * 3 * 52])
    assert running.at_centres["started"][0, 0, 0] == pytest.approx([2 * 52])


def test_a_list_is_there_on_the_first_day() -> None:
    """Ten join and eight begin each week: two years have left 208 on the list, and nobody leaves it."""
    model = Toy(weeks=52, need=10.0, have=8.0, cycles=1).model()
    running = later(flow.run(led_in(model, ["medicine"])))
    waiting = 2 * 104 * 52 + 2 * 52 * 53 / 2
    assert running.at_centres["waiting_weeks"][0, 0, 0] == pytest.approx([waiting])


def test_a_backlog_that_nobody_counted_comes_forward_as_without_a_lead_in() -> None:
    model = Toy(weeks=104, need=1.0, backlog=52.0, backlog_weeks=52).model()
    for counted, entered in (([], [104.0, 52.0]), (["medicine"], [52.0, 52.0])):
        found = later(flow.run(led_in(model, counted)))
        assert found.in_country["entered"][:, 0, 0] == pytest.approx(entered)
    assert flow.run(model).in_country["entered"][:, 0, 0] == pytest.approx([104.0, 52.0])


def test_before_the_first_week_the_need_runs_backwards() -> None:
    growth = 1.01 ** np.arange(104.0)
    model = led_in(Toy(weeks=104, growth=growth).model(), ["medicine"])
    assert model.growth[0] == pytest.approx(1.01 ** np.arange(-104.0, 104.0))


def test_waits_of_the_lead_in_are_not_counted() -> None:
    """One chair that takes one a week and one who comes each week: as many waits end as courses begin."""
    model = led_in(Toy(weeks=52, draws=40, need=1.0, have=2.0, units=1).model(), ["medicine"])
    outcome, waits = queue.run_with_waits(model)
    began = outcome.at_centres["started"][LEAD_YEARS:, 0, 0].sum(axis=0)
    assert outcome.at_centres["started"][:LEAD_YEARS].sum() > 0
    assert np.array_equal(waits[0].started[0], began)


def test_a_block_is_given_back_without_its_lead_in() -> None:
    model = led_in(THREE_CYCLES.model(), ["medicine"])
    piece = run_block(model, "flow", "f8", None, ())
    assert piece.outcome.at_centres["given"][:, 0, 0, 0] == pytest.approx([312.0])
