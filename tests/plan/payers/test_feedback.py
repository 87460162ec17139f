"""What a tariff asks of households decides who starts: payment curves by hand, and a small country."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from statistics import NormalDist

import numpy as np
import pytest

from hevesy.facts import Reader, Shelf
from hevesy.money import Means
from hevesy.plan.bundle import cost_of_cycle
from hevesy.plan.members import agreed, covered_with, in_force, parts, payments_by_fifth, weeks_of_change
from hevesy.plan.pay import bill_of
from hevesy.plan.scenario.scenario import Funder, Range, Scenario, Tariff
from hevesy.plan.scenario.stated import stated_facts
from hevesy.plan.simulation.build.country import built
from hevesy.plan.simulation.simulate import Result, simulate
from hevesy.products import find_therapy

PSMA = "lu177_psma617"
SCALE = {"poorest": 0.0, "second": 0.05, "middle": 0.1, "fourth": 0.2, "richest": 0.4}


def exactly(value: float) -> Range:
    return Range(value, value, value)


FIJI = Scenario("Fiji", "FJI", date(2027, 1, 4), 2, 8, 1, therapies=(PSMA,))
COPAY = Tariff("t", "national_insurance", (PSMA,), per_cycle=exactly(2000), members=exactly(0.5), household=1.0)
ME = Means(20.0, 0.4)


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load()


def with_tariffs(*tariffs: Tariff, **more: object) -> Scenario:
    return replace(FIJI, tariffs=tariffs, **more)  # type: ignore[arg-type]


def reading(scenario: Scenario, shelf: Shelf) -> Reader:
    return Reader(shelf, "FJI", stated=stated_facts(scenario, shelf))


def able(fifth: int, cost: float, reader: Reader) -> float:
    """The share of a fifth that can raise a cost: lognormal means, a part of a year of them, some sell or borrow."""
    a_day = cost * (1 - reader.number("money.fee_subsidy")) / (
        reader.number("money.household_size") * reader.number("money.price_level") * 365.25
    )  # fmt: skip
    current, more = reader.number("money.share_of_yearly_means"), reader.number("money.distress.amount")

    def short(part: float) -> float:
        below = NormalDist().cdf(np.log(a_day / part / ME.median_per_day) / ME.sigma) if cost else 0.0
        return float(np.clip(5 * below - (fifth - 1), 0.0, 1.0))

    sells = reader.number("money.distress.share")
    return 1.0 - (1.0 - sells) * short(current) - sells * short(current + more)


def test_a_copayment_is_the_fee_of_the_members_by_hand(shelf: Shelf) -> None:
    """Members are asked for the cost less 2,000 each cycle; they are all of the covered where these are fewer."""
    scenario = with_tariffs(COPAY)
    reader, therapy = reading(scenario, shelf), find_therapy(PSMA, shelf)
    fee = sum(cost_of_cycle(therapy, True, reader).values()) - 2000.0
    assert fee > 0
    found = payments_by_fifth(therapy, True, 3, ME, True, {"cycle_paid": False}, reader, agreed(scenario))
    for cycles in (0, 1, 2, 3):
        expected = [able(fifth, cycles * fee, reader) for fifth in (1, 2, 3, 4, 5)]
        assert np.asarray(found.shares[cycles])[:, 0] == pytest.approx(expected)
    assert found.share == pytest.approx(0.5 / 5)  # of each fifth


def test_a_sliding_scale_asks_each_fifth_for_its_share_by_hand(shelf: Shelf) -> None:
    scenario = with_tariffs(replace(COPAY, household=0.0, sliding=SCALE))
    reader, therapy = reading(scenario, shelf), find_therapy(PSMA, shelf)
    found = payments_by_fifth(therapy, True, 2, ME, True, {"cycle_paid": False}, reader, agreed(scenario))
    fees = [2000.0 * share for share in SCALE.values()]
    expected = [able(fifth, 2 * fee, reader) for fifth, fee in enumerate(fees, start=1)]
    assert np.asarray(found.shares[2])[:, 0] == pytest.approx(expected)
    assert np.asarray(found.shares[2])[0, 0] == 1.0


def test_the_covered_who_are_no_members_pay_nothing_more(shelf: Shelf) -> None:
    """Where all are covered and half are members, the curve is the mean of both halves."""
    scenario = with_tariffs(COPAY)
    reader, therapy = reading(scenario, shelf), find_therapy(PSMA, shelf)
    bill = bill_of(therapy, ME, True, {"cycle_paid": True}, reader)
    found = parts(bill, True, agreed(scenario), therapy, True, reader)
    said = [(part.tariff, float(part.share), part.imaging_paid) for part in found]
    assert said == [("t", 0.5, True), ("", 0.5, False)]
    curve = payments_by_fifth(therapy, True, 1, ME, True, {"cycle_paid": True}, reader, agreed(scenario)).shares[1]
    fee, free = found[0].fee, bill.imaging_covered
    imaged = [free + (1 - free) * able(f, bill.imaging, reader) for f in (1, 2, 3, 4, 5)]
    assert np.asarray(curve)[:, 0] == pytest.approx(
        [0.5 * able(f, fee, reader) + 0.5 * imaged[f - 1] for f in (1, 2, 3, 4, 5)]
    )


def test_a_fee_is_for_those_who_pay_alone(shelf: Shelf) -> None:
    scenario = with_tariffs(Tariff("fee", "out_of_pocket", (PSMA,), per_cycle=exactly(300)))
    reader, therapy = reading(scenario, shelf), find_therapy(PSMA, shelf)
    found = payments_by_fifth(therapy, False, 2, ME, True, {"cycle_paid": False}, reader, agreed(scenario))
    assert np.asarray(found.shares[2])[:, 0] == pytest.approx([able(f, 600.0, reader) for f in (1, 2, 3, 4, 5)])
    paid_for = payments_by_fifth(therapy, True, 2, ME, True, {"cycle_paid": True}, reader, agreed(scenario))
    plain = payments_by_fifth(therapy, True, 2, ME, True, {"cycle_paid": True}, reader)
    assert np.array_equal(paid_for.shares[2], plain.shares[2])


def test_more_members_than_are_covered_widen_the_cover(shelf: Shelf) -> None:
    scenario = with_tariffs(COPAY)
    reader, therapy = reading(scenario, shelf), find_therapy(PSMA, shelf)
    for known, expected in ((False, 0.5), (True, 1.0)):
        bill = bill_of(therapy, ME, True, {"cycle_paid": known}, reader)
        assert covered_with(bill, agreed(scenario), reader) == expected


def test_a_tariff_holds_from_its_day_and_in_the_years_of_its_payer() -> None:
    """2028-03-01 is 60 weeks and 2 days after 2027-01-04: on the grid of four weeks it holds from week 64."""
    fund = Funder("fund", "donor", first_year=2027, last_year=2028)
    scenario = with_tariffs(replace(COPAY, payer="fund", begins=date(2028, 3, 1)), funders=(fund,), years=4)
    found = agreed(scenario)
    assert (found[0].first_week, found[0].end_week, found[0].kind) == (64, 104, "donor")
    assert [len(in_force(found, PSMA, week)) for week in (60, 64, 103, 104)] == [0, 1, 1, 0]
    assert not in_force(found, "i131_dtc", 64) and weeks_of_change(found) == (64, 104)


def started(result: Result) -> np.ndarray:
    return np.asarray(result.outcome.at_centres["started"].sum(axis=(1, 2)).mean(axis=1))


def test_in_the_run_a_higher_copayment_lets_fewer_start_and_nobody_vanishes(shelf: Shelf) -> None:
    runs = [simulate(with_tariffs(replace(COPAY, household=share)), shelf) for share in (0.0, 0.3, 1.0)]
    counts = [float(started(run).sum()) for run in runs]
    assert counts[0] > counts[1] > counts[2] > 0
    assert max(run.outcome.conservation_error().max() for run in runs) < 1e-9


def test_gates_of_payment_fall_from_the_day_on_which_a_copayment_holds(shelf: Shelf) -> None:
    """Rows of the gate that asks for the first cycle, among the covered of each fifth, before and after the day."""
    model = built(with_tariffs(replace(COPAY, begins=date(2028, 1, 3))), shelf).model
    gate = [reason.stage for reason in model.gates[0]].index("pays_therapy")
    rows = model.rows[model.gate_row[0, gate]]  # (strata, eras, draws)
    covered = [number for number, name in enumerate(model.strata) if "covered" in name]
    before, after = int(model.era_of_week[51]), int(model.era_of_week[52])
    assert after == before + 1
    assert (rows[covered, after] <= rows[covered, before] + 1e-12).all()
    assert (rows[covered, after] < rows[covered, before]).any()


def test_without_a_tariff_nothing_has_moved(shelf: Shelf) -> None:
    """A tariff for another therapy leaves the run as it is, to the last bit."""
    other = with_tariffs(replace(COPAY, therapies=("i131_dtc",)))
    assert np.array_equal(simulate(other, shelf).outcome.lost, simulate(FIJI, shelf).outcome.lost)
