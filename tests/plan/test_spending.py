"""What a course asks of households and what they spend: by hand, and household by household beside the shares."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from hevesy.facts import Reader, Shelf
from hevesy.money import HARDSHIPS, Means, poverty_line
from hevesy.plan.household import Asked, Way, asked, days_away
from hevesy.plan.pay import Able, Bill, payments
from hevesy.plan.spending import COUNTED, Course, Spending, spending
from hevesy.products import find_therapy

MEANS = Means(10.0, 0.4)
NOTHING = Asked(0.0, 0.0, 0.0, 0.0)
ABLE = Able(MEANS, paid=0.5, per_head=1 / 1000.0, current=0.25, in_all=0.75, sells=0.4)
BILL = Bill(covered=0.0, imaging_covered=0.3, imaging=1500.0, cycle=4000.0, able=ABLE)
COURSE = Course(Asked(100.0, 50.0, 2.0, 0.004), Asked(200.0, 0.0, 1.0, 0.002), 3, 2, 0.8)


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load()


@pytest.fixture(scope="module")
def reader(shelf: Shelf) -> Reader:
    return shelf.reader("JOR")


def lived(reader: Reader, fifth: int, covered: bool = False) -> dict[str, Any]:
    """The same for many households of a fifth, each of which pays cycle by cycle as long as it can."""
    rng = np.random.default_rng(5)
    count = 200_000
    means = np.array([MEANS.at(share) for share in np.linspace((fifth - 1) / 5, fifth / 5, 2001)[:-1] + 0.00005])
    means = rng.choice(means, count)
    seller, imaging_paid = rng.random(count) < 0.4, rng.random(count) < 0.3
    may_have = 1 + (rng.random(count) < 0.8) * (1 + (rng.random(count) < 0.8))
    imaging, cycle = np.where(imaging_paid, 0.0, 1500.0), 0.0 if covered else 4000.0
    had = np.zeros(count, int)
    sold = np.zeros(count, bool)
    for number in (1, 2, 3):
        needed = 0.5 * (imaging + number * cycle) / 1000.0
        able = (needed <= 0.25 * means) | (seller & (needed <= 0.75 * means))
        takes = (had == number - 1) & (may_have >= number) & able
        sold |= takes & (needed > 0.25 * means)
        had = np.where(takes, number, had)
    starts = had > 0
    paid = np.minimum(had, 2)
    fees = 0.5 * (imaging + paid * cycle) / 1000.0
    journeys = fees + (150.0 + paid * 200.0) / 1000.0
    wages = (0.004 + 0.002 * paid) * means
    poverty, hard = poverty_line(MEANS, reader), []
    for cost in (fees, journeys, journeys + wages):
        hard.append([
            starts & (cost > 0.1 * means), starts & (cost > 0.25 * means),
            starts & (cost > 0) & (cost > 0.4 * (means - poverty)), starts & (cost > 0) & (cost > means - poverty),
        ])  # fmt: skip
    return {
        "start": starts.mean(),
        "sell": (starts & sold).mean(),
        "stop": [(starts & (had == n) & (may_have > n)).mean() for n in (1, 2)],
        "hardship": np.array(hard).mean(axis=2).T,
    }


@pytest.mark.parametrize(("fifth", "covered"), [(1, False), (3, False), (5, False), (2, True)])
def test_shares_are_those_of_households_that_pay_one_by_one(reader: Reader, fifth: int, covered: bool) -> None:
    found, one_by_one = spending(BILL, COURSE, (BILL.plain(covered),), reader), lived(reader, fifth, covered)
    for name, expected in one_by_one.items():
        place = getattr(found, name)[..., fifth - 1, 0]
        assert place == pytest.approx(np.asarray(expected), abs=0.004), name


def test_who_can_begin_is_whom_the_gates_let_pass(shelf: Shelf, reader: Reader) -> None:
    from hevesy.plan.pay import bill_of

    psma = find_therapy("lu177_psma617", shelf)
    bill = bill_of(psma, MEANS, True, {}, reader)
    found = spending(bill, Course(NOTHING, NOTHING, 6, 6, 1.0), (bill.plain(False),), reader)
    for fifth in (1, 3, 5):
        curve = payments(psma, fifth, 6, MEANS, True, {}, reader)
        assert found.start[fifth - 1] == pytest.approx(curve.shares[1])
        assert found.stop[:, fifth - 1, 0] == pytest.approx(-np.diff(np.asarray(curve.shares[1:])), abs=1e-12)


def test_without_selling_fewer_begin_and_nobody_sells(reader: Reader) -> None:
    bill = replace(BILL, able=replace(ABLE, sells=0.0))
    alone = (BILL.plain(False),)
    none, some = spending(bill, COURSE, alone, reader), spending(BILL, COURSE, alone, reader)
    assert not none.sell.any() and some.sell.any()
    assert (some.start >= none.start).all() and some.stop.sum() > none.stop.sum()


def test_indicators_are_nested(reader: Reader) -> None:
    """Whoever spends 25 % spends 10 %; what counts more is hardship for more."""
    found: Spending = spending(BILL, COURSE, (BILL.plain(False),), reader)
    assert found.hardship.shape[:3] == (len(HARDSHIPS), len(COUNTED), 5)
    assert (found.hardship[0] >= found.hardship[1]).all() and (found.hardship[2] >= found.hardship[3]).all()
    assert (np.diff(found.hardship, axis=1) >= -1e-12).all() and (np.diff(found.if_treated, axis=1) >= -1e-12).all()


def test_what_a_course_asks_beside_its_price(shelf: Shelf, reader: Reader) -> None:
    """Half of the men live 2 h away, half 5 h, and only these stay a night: fares 3.5 h x 0.8 USD x 1.8 people."""
    ra = find_therapy("ra223", shelf)
    way = Way(np.array([[0.5], [0.5]]), np.array([[2.0], [5.0]]), np.array([[2.0], [5.0]]))
    imaging, cycle = asked(ra, way, 0.0, reader)
    visits = reader.number("products.visits.per_cycle")
    assert cycle.fares == pytest.approx(visits * 3.5 * 0.8 * 1.8)
    assert cycle.nights == pytest.approx(visits * 0.5 * 6.0 * 1.8)
    each = 1.0 * 0.95 + 0.5
    earns_nothing = 0.8 * 0.71 * (0.5 * each + 0.8 * each)
    assert imaging.wages == pytest.approx(earns_nothing / (4.4 * 0.42 * 250))
    assert days_away(ra, 6, reader) == pytest.approx((1 + 6 * visits) * 0.95, abs=6.0)
