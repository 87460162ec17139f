"""One clinic patient by patient: equal to simpler programs on the same patients, and by hand."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy.stats import kstest, poisson
from tests.plan.simulation.toys import Toy

from hevesy.capacity.erlang import delay
from hevesy.capacity.fifo import with_returns
from hevesy.plan.simulation.clinic import centre_weeks, clinic_weeks, patients_seen
from hevesy.plan.simulation.handover import Arrivals, CentreWeeks, most_classes
from hevesy.plan.simulation.model import (
    ABROAD,
    CANCELLED,
    DIED_WAITING,
    INTERRUPTED,
    NO_PAY,
    NO_TRAVEL,
    NOT_FOLLOWED,
    WAITED_TOO_LONG,
    Model,
)
from hevesy.plan.simulation.queue_waits import Waits, closings, joined_waits


def arrivals(model: Model, by_class: Any) -> Arrivals:
    """The same expected joins every week: (H, K), the last classes where fewer are given."""
    shape = (model.weeks, len(model.therapies), most_classes(model), model.draws)
    each = np.asarray(by_class, dtype=float)
    joins = np.zeros(shape)
    joins[:, :, shape[2] - each.shape[1] :] = each[None, :, :, None]
    return Arrivals(model, 0, joins, np.zeros(shape))


def whole_people(model: Model, people: dict[tuple[int, int, int], int]) -> tuple[Arrivals, Any]:
    """Nobody expected, and whole people by (week, therapy, class)."""
    nobody = arrivals(model, np.zeros((len(model.therapies), 1)))
    whole = np.zeros(nobody.joins.shape, dtype=np.int64)
    for key, number in people.items():
        whole[key] = number
    return nobody, whole


def total(weeks: CentreWeeks, name: str) -> Any:
    return weeks.counts[name].sum(axis=0)


def everybody(weeks: CentreWeeks) -> Any:
    """Everyone who joined: here at the end, or handed over."""
    handed = weeks.to_untreated + weeks.to_progressed + weeks.onward.sum(axis=2)
    return sum(weeks.at_end.values()) + handed.sum(axis=0)


@pytest.mark.parametrize(("chairs", "turns", "cycles"), [(1, 4.1, 1), (3, 13.37, 4), (5, 31.1, 6)])
def test_equals_the_recursion_patient_by_patient(chairs: int, turns: float, cycles: int) -> None:
    # the recursion equals SimPy customer by customer (tests/capacity/test_fifo.py)
    model = Toy(weeks=400, cycles=cycles, interval=6, have=turns, units=chairs).model()
    seen = patients_seen(arrivals(model, [[0.97 * turns / cycles]]))
    number = len(seen.joined)
    service = np.full((number, cycles), chairs / turns)
    starts = with_returns(seen.joined, service, np.full(number, cycles), 6.0, chairs)
    inside = np.where(starts < 400, starts, np.nan)
    assert number > 300
    assert (np.nan_to_num(inside - np.r_[seen.joined][:, None]) > 1.0).any()  # there was a queue
    assert np.array_equal(seen.starts, inside, equal_nan=True)


@pytest.mark.parametrize(("chairs", "load"), [(1, 0.8), (3, 2 / 3), (4, 0.85)])
def test_one_cycle_and_random_turns_are_the_queue_of_erlang(chairs: int, load: float) -> None:
    turns = 12.0 * chairs
    model = Toy(weeks=1_300, draws=40, have=turns, units=chairs).model()
    right = delay(load * turns, turns / chairs, chairs)
    found: list[Waits] = []
    clinic_weeks(arrivals(model, [[load * turns]]), None, True, lambda _c, _d, waits: found.append(waits))
    mean = found[0].mean[0]
    error = mean.std(ddof=1) / np.sqrt(len(mean))
    assert abs(mean.mean() - right.wait) < 3 * error
    assert error < 0.05 * right.wait


def test_nobody_is_lost_or_made() -> None:
    model = Toy(
        weeks=104, draws=30, cycles=3, have=5.0, units=2, fails=0.05, back=0.3, lapse=0.1, first=0.9, drop=0.9,
        end=0.9, die_waiting=0.02, worsen=0.01, repeat_cycles=2, progress=0.03, repeat=0.5, die_stable=0.01,
        centres=("a", "b"), onward=[[[1]], [[2]]], onward_share=0.1, onward_from=1,
    ).model()  # fmt: skip
    weeks = centre_weeks(arrivals(model, [[0.1, 0.1, 0.1, 0.1, 1.6, 0.0]]))
    assert total(weeks, "joined").min() > 100
    assert weeks.onward.sum() > 0
    assert total(weeks, "restarted").sum() > 100
    assert everybody(weeks) == pytest.approx(total(weeks, "joined"), abs=1e-9)


def test_on_treatment_before_new_by_hand() -> None:
    # one turn a week; two cycles, two weeks apart. Nobody else may start while the first is due.
    model = Toy(weeks=8, cycles=2, interval=2, have=1.0, units=1).model()
    nobody, whole = whole_people(model, {(0, 0, 2): 4})
    weeks = clinic_weeks(nobody, whole)
    # weeks 0-1: patients 1, 2; then their second cycles; then patients 3 and 4 and theirs: 8 turns from the first on
    assert total(weeks, "started")[0, 0] == 4.0
    assert total(weeks, "given")[0, 0] in (7.0, 8.0)  # the last turn starts just before or after the end
    assert total(weeks, "overdue_weeks")[0, 0] == pytest.approx(0.0, abs=1e-9)


def test_a_rounding_error_does_not_let_a_new_patient_pass_one_on_treatment() -> None:
    # thirteen turns of 3/13 of a week on three chairs: many second cycles fall due just when a chair is free
    model = Toy(weeks=300, cycles=4, interval=6, have=13.0, units=3).model()
    nobody, whole = whole_people(model, {(0, 0, 6): 400})
    assert clinic_weeks(nobody, whole).counts["overdue_weeks"].sum() == pytest.approx(0.0, abs=1e-6)


def test_vials_are_whole_and_none_is_kept() -> None:
    model = Toy(weeks=20, doses=2.0).model()
    nobody, whole = whole_people(model, {(0, 0, 0): 1, (6, 0, 0): 9})
    weeks = clinic_weeks(nobody, whole)
    # one in week 0, of 9 in week 6: two a week, in weeks 6 to 10 (the unused ones of weeks 1 to 5 have decayed)
    assert total(weeks, "started")[0, 0] == 10.0
    waited = weeks.counts["waiting_weeks"].sum()
    assert 0 + 2 * (1 + 2 + 3) + 4 - 7 < waited < 2 * (1 + 2 + 3) + 4


def test_half_a_vial_a_week_is_one_every_other_week() -> None:
    model = Toy(weeks=40, draws=50, doses=0.5).model()
    nobody, whole = whole_people(model, {(0, 0, 0): 100})
    started = total(clinic_weeks(nobody, whole), "started")[0]
    assert set(started) == {20.0}


def test_the_last_patient_of_a_week_may_run_over_and_the_next_week_pays() -> None:
    model = Toy(weeks=12, resources=("nurse",), have=250.0, use_first=100.0).model()
    nobody, whole = whole_people(model, {(0, 0, 0): 100})
    weeks = clinic_weeks(nobody, whole)
    assert total(weeks, "started")[0, 0] == 30.0  # 3, 2, 3, 2 ...: 12 x 250 minutes, no more and no less
    assert weeks.used.sum() == 3000.0
    assert weeks.had.sum() == 3000.0


def test_exactly_as_many_as_fit_despite_rounding() -> None:
    model = Toy(weeks=10, resources=("nurse",), have=0.3, use_first=0.1).model()
    nobody, whole = whole_people(model, {(0, 0, 0): 100})
    assert total(clinic_weeks(nobody, whole), "started")[0, 0] == 30.0


def test_what_a_blocked_therapy_leaves_goes_to_the_others_whatever_their_rank() -> None:
    model = Toy(
        weeks=10, therapies=("short", "plenty"), gates=((), ()), route_imaging=((0,), (0,)),
        route_centre=((0,), (0,)), doses=[[[1.0], [np.inf]]], rank=[[0], [1]], have=5.0, units=5,
    ).model()  # fmt: skip
    nobody, whole = whole_people(model, {(0, 0, 0): 50, (0, 1, 0): 50})
    started = total(clinic_weeks(nobody, whole), "started")[:, 0]
    assert started[0] == 10.0
    assert 39 <= started[1] <= 40  # the five chairs are never idle but in the first hours


def test_rank_decides_whenever_a_chair_is_free() -> None:
    model = Toy(
        weeks=10, therapies=("second", "first"), gates=((), ()), route_imaging=((0,), (0,)),
        route_centre=((0,), (0,)), rank=[[1], [0]], have=2.0, units=1,
    ).model()  # fmt: skip
    nobody, whole = whole_people(model, {(0, 0, 0): 30, (0, 1, 0): 15})
    started = total(clinic_weeks(nobody, whole), "started")[:, 0]
    assert started[1] == 15.0
    assert 4 <= started[0] <= 5


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_who_waits_without_hope_leaves_at_the_stated_rates(share: float) -> None:
    model = Toy(
        weeks=200,
        draws=20,
        doses=0.0,
        die_waiting=share,
        worsen=0.3,
        onward=1,
        onward_share=0.2,
        onward_from=0,
    ).model()
    nobody, whole = whole_people(model, {(0, 0, 0): 500})
    weeks = clinic_weeks(nobody, whole)
    leaving = 1 - (1 - share) * 0.7 * 0.8
    parts = np.array([share, (1 - share) * 0.3, (1 - share) * 0.7 * 0.2]) / leaving
    lost = weeks.lost.sum(axis=(0, 1, 3))[[DIED_WAITING, WAITED_TOO_LONG, ABROAD]]
    assert lost.sum() == 10_000
    assert lost / 10_000 == pytest.approx(parts, abs=0.02)  # three standard errors are 0.015
    mean_weeks = weeks.counts["waiting_weeks"].sum() / 10_000
    assert mean_weeks == pytest.approx(-1 / np.log(1 - leaving), rel=0.03)


def test_bins_of_waiting_have_their_own_rates() -> None:
    model = Toy(weeks=30, bins=(4.0, np.inf), die_waiting=(0.0, 1.0), late_from=1, doses=0.0).model()
    nobody, whole = whole_people(model, {(0, 0, 0): 100})
    weeks = clinic_weeks(nobody, whole)
    assert weeks.counts["waiting_weeks"].sum() == pytest.approx(400.0)  # all of them after exactly four weeks
    assert weeks.lost[0, 0, DIED_WAITING, 0] == 100.0


def test_classes_stop_for_their_reason_after_their_cycle() -> None:
    model = Toy(weeks=60, cycles=3, interval=4, followed=0.75).model()
    # class (1, travel), (1, pay), (2, travel), (2, pay), whole
    nobody, whole = whole_people(
        model, {(0, 0, 0): 1, (0, 0, 1): 2, (0, 0, 2): 4, (0, 0, 3): 8, (0, 0, 4): 16}
    )
    weeks = clinic_weeks(nobody, whole)
    lost = weeks.lost.sum(axis=(0, 1, 3))
    assert (lost[NO_TRAVEL], lost[NO_PAY], lost[NOT_FOLLOWED]) == (5.0, 10.0, 4.0)
    assert total(weeks, "given")[0, 0] == 1 + 2 + 2 * (4 + 8) + 3 * 16
    assert total(weeks, "completed")[0, 0] == 16.0
    assert weeks.to_progressed.sum() == 15.0
    # in course: 4 weeks until the first stop, 8 until the second, 8 from the first to the third cycle
    assert weeks.in_country["weeks_in_course"].sum() == pytest.approx(4 * 3 + 8 * 12 + 8 * 16)


def test_cancelled_first_and_later_cycles() -> None:
    model = Toy(weeks=100, draws=1, cycles=2, first=0.8, drop=0.5).model()
    nobody, whole = whole_people(model, {(0, 0, 2): 2_000})
    weeks = clinic_weeks(nobody, whole)
    assert weeks.to_untreated.sum() == pytest.approx(400, abs=54)  # three standard deviations
    assert weeks.to_progressed.sum() == pytest.approx(800, abs=66)
    assert weeks.lost[:, 0, CANCELLED].sum() == weeks.to_untreated.sum() + weeks.to_progressed.sum()


def test_overdue_patients_lapse() -> None:
    # enough vials for the first cycles only: from week 6 on there are none
    model = Toy(weeks=80, era_starts=(0, 5), cycles=2, doses=[[[np.inf, 0.0]]], lapse=0.2).model()
    nobody, whole = whole_people(model, {(0, 0, 2): 1_000})
    weeks = clinic_weeks(nobody, whole)
    assert weeks.lost[:, 0, INTERRUPTED].sum() == pytest.approx(1_000, abs=1)
    assert weeks.counts["overdue_weeks"].sum() / 1_000 == pytest.approx(-1 / np.log(0.8), rel=0.1)


def test_the_stable_progress_and_are_treated_again() -> None:
    model = Toy(
        weeks=600, draws=4, progress=0.1, repeat=0.5, die_stable=0.05, repeat_cycles=3, interval=2
    ).model()
    nobody, whole = whole_people(model, {(0, 0, 0): 1_000})
    weeks = clinic_weeks(nobody, whole)
    leaves = 0.05 + 0.95 * 0.1
    again = 0.95 * 0.1 * 0.5 / leaves  # of each spell; a geometric number of spells
    assert total(weeks, "restarted").mean() / 1_000 == pytest.approx(again / (1 - again), abs=0.05)
    assert (total(weeks, "given") - 1_000 == 3 * total(weeks, "restarted")).all()
    stable_weeks = weeks.in_country["weeks_stable"].sum() / 4_000
    spells = 1 / (1 - again)
    assert stable_weeks == pytest.approx(
        spells / leaves + again * spells, rel=0.04
    )  # and one before each repeat
    assert weeks.at_end["dead"].mean() / 1_000 == pytest.approx(0.05 / leaves * spells, abs=0.04)


def test_patients_sent_here_are_whole_where_they_can_be() -> None:
    model = Toy(weeks=50, draws=20).model()
    here = arrivals(model, [[0.0]])
    sent = here.sent_here.copy()
    sent[:, 0, 0] = 3.0
    assert (total(centre_weeks(replace(here, sent_here=sent)), "joined") == 150.0).all()
    sent[:, 0, 0] = 3.5
    assert total(centre_weeks(replace(here, sent_here=sent)), "joined").mean() == pytest.approx(175, abs=4)


def test_blocks_of_draws_have_the_bits_of_one_run() -> None:
    model = Toy(weeks=60, draws=7, cycles=2, have=2.0, units=2, fails=0.1, back=0.4, die_waiting=0.01).model()
    both = centre_weeks(arrivals(model, [[1.3]]))
    for first, past in ((0, 3), (3, 7)):
        part = centre_weeks(arrivals(model.only(first, past), [[1.3]]))
        assert np.array_equal(part.counts["waiting_weeks"], both.counts["waiting_weeks"][..., first:past])
        assert np.array_equal(part.to_progressed, both.to_progressed[..., first:past])


def test_a_patient_is_the_same_person_whatever_the_chairs() -> None:
    few, many = (Toy(weeks=80, have=4.0 * n, units=n, cycles=2).model() for n in (1, 3))
    seen = [patients_seen(arrivals(model, [[1.5]])).joined for model in (few, many)]
    assert np.array_equal(*seen)


@pytest.mark.parametrize(("mean", "weeks"), [(0.3, 4_000), (1.5, 4_000), (6.0, 2_000), (1_300.0, 40)])
def test_who_is_expected_comes_as_a_poisson_stream(mean: float, weeks: int) -> None:
    joined = patients_seen(arrivals(Toy(weeks=weeks).model(), [[mean]])).joined
    by_week = np.bincount(joined.astype(int), minlength=weeks)
    numbers = np.array([mean * 0.9, mean, mean * 1.1])
    share, right = [(np.searchsorted(np.sort(by_week), numbers, "right")) / weeks, poisson.cdf(numbers, mean)]
    assert (np.abs(share - right) <= 4 * np.sqrt(right * (1 - right) / weeks)).all()
    assert by_week.mean() == pytest.approx(mean, abs=4 * np.sqrt(mean / weeks))
    assert by_week.var() == pytest.approx(mean, rel=4 * np.sqrt((2 + 1 / mean) / weeks))
    assert (np.diff(joined) >= 0).all()
    assert kstest(joined % 1.0, "uniform").pvalue > 0.001  # spread evenly over the week


def test_lateness_adds_up_over_a_course() -> None:
    # a chair that is often broken: most courses are late more than once
    model = Toy(
        weeks=400, cycles=4, interval=4, have=6.3, units=1, fails=0.1, back=0.3, lapse=0.3, draws=20
    ).model()
    weeks = clinic_weeks(arrivals(model, [[1.0]]))
    lapsed = weeks.lost[:, 0, INTERRUPTED].sum()
    assert lapsed > 300
    # a constant rate: as many lapse as person-weeks were overdue, times the rate
    late = weeks.counts["overdue_weeks"].sum()
    assert lapsed == pytest.approx(-np.log(1 - 0.3) * late, abs=4 * np.sqrt(lapsed))


def test_no_place_no_turn() -> None:
    # the only chair is broken for ever
    model = Toy(weeks=30, have=5.0, units=1, fails=1.0, back=0.0, die_waiting=0.0).model()
    weeks = centre_weeks(arrivals(model, [[2.0]]))
    assert total(weeks, "started").sum() == 0.0
    assert weeks.had.sum() == 0.0


def test_shares_of_time_closed() -> None:
    model = Toy(weeks=10, year_weeks=5, units=1, have=1.0).model()
    present = np.array([1, 0, 0, 0, 1, 0, 0, 0, 0, 1.0]).reshape(1, 10, 1)
    months, years = closings(model, 0, present, [0])
    assert months.tolist() == [0.4]  # weeks 5 to 8; three weeks are no month
    assert years.tolist() == [0.5]


def test_waits_are_told_in_weeks() -> None:
    by_week = np.zeros((1, 105, 2), dtype=np.int32)
    by_week[0, 0, 0], by_week[0, 13, 1] = 8, 2
    each = np.array([[8.0, 2.0]])
    waits = Waits(each, np.array([[0.0, 2.0]]), each, each * 0, by_week, np.zeros(2), np.zeros(2))
    assert waits.late_probability.tolist() == [[0.0, 1.0]]
    assert waits.quantile(0.9).tolist() == [13.5]  # the ninth of ten, in the middle of week 13
    assert joined_waits([waits, waits]).ended.tolist() == [[8.0, 2.0, 8.0, 2.0]]
