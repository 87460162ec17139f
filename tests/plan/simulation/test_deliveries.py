"""Doses that do not come: an outage by hand on toy networks, and the same answer from all three kernels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.plan.simulation.lanes_made_up import ITS, MAKER, ONE, OTHER, SECOND, STORMY, brought
from tests.plan.simulation.toys import Toy

from hevesy.plan.simulation import flow, queue, reference
from hevesy.plan.simulation.deliveries import CAUSES
from hevesy.plan.simulation.model import Model
from hevesy.plan.simulation.outcome import Outcome
from hevesy.plan.simulation.undelivered import missing, of_orders

ONE_CYCLE = Toy(weeks=52, need=10.0, cycles=1)
COURSE = Toy(
    weeks=104, draws=3, need=4.0, cycles=3, interval=4, have=11.0, lapse=0.1, worsen=0.01, die_waiting=0.005
)


def by_cause(outcome: Outcome) -> dict[str, float]:
    return dict(zip(CAUSES, outcome.missing.sum(axis=(0, 1, 2, 4)).tolist(), strict=True))


def test_an_outage_of_the_maker_by_hand() -> None:
    """Ten patients a week, no dose in weeks 5 to 12: 10, 20 ... 80 doses are ordered in vain, 360 patient-weeks.

    In week 13 all ninety are treated, ten of them without having waited; nobody is lost.
    """
    done = reference.run(brought(ONE_CYCLE.model(), stops=((MAKER, 5, 8),)))
    assert by_cause(done)["maker"] == 360.0
    assert sum(by_cause(done).values()) == 360.0
    counts = {name: float(values.sum()) for name, values in done.at_centres.items()}
    assert counts["started"] == 520.0
    assert counts["ordered"] == 520.0 + 360.0
    assert counts["waiting_weeks"] == 360.0


def test_half_the_reactors_send_half_the_doses() -> None:
    """The larger of two reactors (3/4) stands still for two weeks and the other gives no more: 1/4 comes.

    Week 0: 10 asked, 2.5 given; week 1: 17.5 asked, 4.375 given; missing 7.5 + 13.125.
    """
    done = reference.run(brought(ONE_CYCLE.model(), stops=((ONE, 0, 2),)))
    assert by_cause(done)["reactor"] == pytest.approx(7.5 + 13.125)
    more = reference.run(brought(ONE_CYCLE.model(), {"reserve": 1.0}, stops=((ONE, 0, 2),)))
    assert by_cause(more)["reactor"] == pytest.approx(5.0 + 7.5)  # twice 1/4 comes


def test_what_borders_payment_and_lateness_keep_back_is_counted_in_their_order() -> None:
    """Of 100: 10 are stopped at the border, 20 % of the other 90 are unpaid, half of the other 72 come too late."""
    toy = Toy(weeks=1, need=100.0, cycles=1)
    done = reference.run(brought(toy.model(), opened=0.9, paid=0.8, in_time=0.5, lower=0.25))
    assert by_cause(done) == pytest.approx({**dict.fromkeys(CAUSES, 0.0), "border": 10.0, "unpaid": 18.0, "late": 36.0})
    assert float(done.at_centres["started"].sum()) == pytest.approx(36.0)
    assert float(done.at_centres["given_lower"].sum()) == pytest.approx(9.0)


def test_what_waits_for_a_large_enough_order_is_set_apart_first() -> None:
    """Of 100 asked for 60 are ordered; of these 10 % are stopped at the border, half of the other 54 are late."""
    done = reference.run(brought(Toy(weeks=1, need=100.0, cycles=1).model(), ordered=0.6, opened=0.9, in_time=0.5))
    found = by_cause(done)
    assert (found["minimum"], found["border"], found["late"]) == pytest.approx((40.0, 6.0, 27.0))
    assert float(done.at_centres["started"].sum()) == pytest.approx(27.0)


def test_patients_on_treatment_get_what_comes_first() -> None:
    """Two cycles, two weeks apart, 10 new a week: in week 2 ten are due and ten are new, and half of 20 doses come."""
    toy = Toy(weeks=3, need=10.0, cycles=2, interval=2)
    done = reference.run(brought(toy.model(), stops=((OTHER, 2, 1),), feeds=(0.5, 0.5)))
    assert float(done.at_centres["started"].sum()) == 20.0
    assert float(done.at_centres["given"].sum()) == 30.0
    assert float(done.at_centres["overdue_weeks"].sum()) == 0.0


def test_a_second_maker_sends_in_planned_stops_and_takes_over_a_part_in_others() -> None:
    """A planned stop of both reactors costs nothing while the second runs; an outage what he does not take over."""
    model = ONE_CYCLE.model()
    alone = brought(model, weeks=26.0, feeds=(1.0, 0.0))
    assert missing(alone, alone.rows, 0)[0, 0].sum() == 26.0
    helped = brought(model, weeks=26.0, feeds=(1.0, 0.0), second=True)
    assert missing(helped, helped.rows, 0).sum() == 0.0
    struck = brought(model, second=True, over=0.6, stops=((MAKER, 5, 8),))
    assert missing(struck, struck.rows, 0)[0, 2, 5:13, 0] == pytest.approx(np.full(8, 0.4))
    shared = brought(model, second=True, to_second=0.5, stops=((SECOND, 0, 4), (ITS, 4, 4)))
    found = missing(shared, shared.rows, 0)[0, :, :, 0]
    assert found[2, :4] == pytest.approx(np.full(4, 0.5))
    assert found[1, 4:8] == pytest.approx(np.full(4, 0.5))


def stormy(toy: Toy) -> Model:
    return brought(
        toy.model(),
        STORMY,
        ordered=0.9,
        opened=0.97,
        paid=0.95,
        in_time=0.98,
        lower=0.1,
        weeks=40.0,
        second=True,
        over=0.3,
    )


def test_the_flow_kernel_counts_as_the_reference_does() -> None:
    model = stormy(COURSE)
    slow, fast = reference.run(model), flow.run(model)
    assert slow.missing.sum() > 10.0
    for name, values in slow.at_centres.items():
        assert fast.at_centres[name] == pytest.approx(values, rel=1e-9, abs=1e-9), name
    for name, values in slow.in_country.items():
        assert fast.in_country[name] == pytest.approx(values, rel=1e-9, abs=1e-9), name
    assert fast.missing == pytest.approx(slow.missing, rel=1e-9, abs=1e-9)
    assert fast.used == pytest.approx(slow.used, rel=1e-9, abs=1e-9)
    assert fast.conservation_error().max() < 1e-9


def test_whole_parcels_give_on_average_what_the_fluid_gives() -> None:
    """Below capacity nothing but chance tells them apart; the error of the mean is known from the draws."""
    toy = Toy(weeks=208, draws=256, need=0.7, cycles=2, interval=6, have=6.0, units=2)
    model = stormy(toy)
    fluid, whole = flow.run(model), queue.run(model)
    for name in ("started", "given"):
        of_whole = whole.at_centres[name].sum(axis=(0, 1, 2))
        error = of_whole.std() / np.sqrt(len(of_whole))
        assert abs(of_whole.mean() - fluid.at_centres[name].sum(axis=(0, 1, 2)).mean()) < 4 * error, name
    assert whole.conservation_error().max() < 1e-9
    shares = [each.missing.sum() / each.at_centres["ordered"].sum() for each in (fluid, whole)]
    assert shares[1] == pytest.approx(shares[0], rel=0.1)


def test_doses_given_never_exceed_those_that_came() -> None:
    model = stormy(COURSE)
    for kernel in (reference.run, flow.run, queue.run):
        done = kernel(model)
        came = done.at_centres["ordered"] - done.missing.sum(axis=3)
        assert (done.at_centres["given"] <= came + 1e-9).all()


def test_where_every_dose_comes_nothing_changes_to_the_last_bit() -> None:
    plain, calm = COURSE.model(), brought(COURSE.model())
    for kernel in (flow.run, queue.run):
        before, after = kernel(plain), kernel(calm)
        for name, values in before.at_centres.items():
            if name != "ordered":
                assert (after.at_centres[name] == values).all(), name
        assert (after.lost == before.lost).all()


def test_the_same_bits_for_any_block_and_any_threads() -> None:
    model = stormy(Toy(weeks=60, draws=70, need=4.0, cycles=3, interval=4, have=11.0))
    one, many = flow.run(model, threads=1, block=70), flow.run(model, threads=8, block=32)
    assert (one.missing == many.missing).all()
    assert (one.at_centres["given"] == many.at_centres["given"]).all()
    part = flow.run(model.only(64, 70), threads=1)
    assert (part.at_centres["given"] == one.at_centres["given"][..., 64:]).all()
    few = queue.run(model.only(3, 9))
    assert (few.missing == queue.run(model).missing[..., 3:9]).all()


def test_shares_of_orders_never_exceed_one() -> None:
    model = stormy(COURSE)
    shares = of_orders(model, missing(model, model.rows, 0), 0, 0)
    assert (shares >= 0.0).all()
    assert (shares.sum(axis=0) <= 1.0 + 1e-12).all()


def test_a_model_that_is_ended_earlier_does_the_same_until_then() -> None:
    model = stormy(COURSE)
    whole, part = flow.run(model), flow.run(model.until(1))
    assert (part.at_centres["given"] == whole.at_centres["given"][:1]).all()
    assert (part.missing == whole.missing[:1]).all()


def test_a_therapy_without_doses_leaves_its_place_to_another() -> None:
    """Two therapies share ten turns a week, six new patients each; the first has no dose for twenty weeks.

    Five of each start in the first ten weeks. Then the other has all ten turns: its list of ten is gone in three weeks,
    and all its 180 start. The first orders ten a week in vain, as there is room for: 200 doses.
    """
    toy = Toy(
        weeks=30, draws=64, therapies=("a", "b"), need=6.0, cycles=1, have=10.0, units=10, route_imaging=((0,), (0,)),
        route_centre=((0,), (0,)),
    )  # fmt: skip
    model = brought(toy.model(), stops=((MAKER, 10, 20),))
    assert model.deliveries is not None
    model = replace(model, deliveries=replace(model.deliveries, lane=np.array([0, -1])))
    for run in (reference.run, flow.run):
        done = run(model)
        started = done.at_centres["started"].sum(axis=(0, 1))
        assert started[0] == pytest.approx(np.full(64, 50.0))
        assert started[1] == pytest.approx(np.full(64, 180.0))
        assert by_cause(done)["maker"] == pytest.approx(64 * 200.0)
        assert done.conservation_error().max() < 1e-9
    plain, struck = queue.run(toy.model()), queue.run(model)
    given = [each.at_centres["given"][:, :, 1].sum(axis=(0, 1)).mean() for each in (plain, struck)]
    assert given[1] > given[0] + 15.0  # its list of about thirty is worked off
    ordered = struck.at_centres["ordered"][:, :, 0].sum(axis=(0, 1)).mean()
    assert ordered <= 10.0 * 30  # never more than there is room for


def test_whoever_has_died_orders_no_dose() -> None:
    """Six a week, one in ten dies each week, forty weeks without a dose and room for all."""
    toy = Toy(weeks=60, draws=64, need=6.0, cycles=1, die_waiting=0.1)
    model = brought(toy.model(), stops=((MAKER, 5, 40),))
    fluid, whole = flow.run(model), queue.run(model)
    missing_ = [each.missing.sum(axis=(0, 1, 2, 3)).mean() for each in (fluid, whole)]
    assert missing_[1] == pytest.approx(missing_[0], rel=0.06)
    assert whole.conservation_error().max() < 1e-9


def test_lateness_is_borne_once_for_each_week_without_a_dose() -> None:
    """Of those on treatment whose dose does not come one in five lapses each week, in all kernels."""
    toy = Toy(weeks=80, draws=256, need=2.0, cycles=2, interval=4, lapse=0.2)
    model = brought(toy.model(), stops=((MAKER, 10, 6), (MAKER, 40, 6)))
    fluid, whole = flow.run(model), queue.run(model)
    lapsed = [each.lost[:, 0, -3].sum(axis=0) for each in (fluid, whole)]  # interrupted
    error = lapsed[1].std() / np.sqrt(len(lapsed[1]))
    assert lapsed[0].mean() > 5.0
    assert abs(lapsed[1].mean() - lapsed[0].mean()) < 4 * error + 0.1 * lapsed[0].mean()


def test_cycles_given_lower_are_cycles_given() -> None:
    """Half of the first cycles are cancelled on the day; of those given half are lower."""
    toy = Toy(weeks=52, draws=64, need=6.0, cycles=1, first=0.5)
    model = brought(toy.model(), lower=0.5)
    for kernel in (reference.run, flow.run, queue.run):
        done = kernel(model)
        given = done.at_centres["given"].sum(axis=(0, 1, 2)).mean()
        assert done.at_centres["given_lower"].sum(axis=(0, 1, 2)).mean() == pytest.approx(0.5 * given, rel=1e-6)
