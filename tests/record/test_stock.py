"""What a centre holds and when its waste may go: by hand, from half-lives as the shelf has them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.record.filling import START, event, later, vial
from tests.run.playing import SHELF

from hevesy.quantities import Activity
from hevesy.record.clearing import Impurity, left_then
from hevesy.record.stock import foreign_in_store, held, in_store, waste_store
from hevesy.record.vial import Vial, What, told

READER = SHELF.reader("world")
STORY = (
    event(What.RECEIVED, START, measured=8000), event(What.DISPENSED, later(1), measured=3700, syringe="S1"),
    event(What.GIVEN, later(2), measured=1850, after=50, syringe="S1", course="c1"),
    event(What.WASTED, later(3), to="cupboard 2"),
)  # fmt: skip


def used(name: str = "Lu-177", carrier: str = "no_carrier_added", id: str = "V1") -> Vial:
    """8000 received; 300 left in the vial after one half-life, 150 after two, 75 when thrown away after three."""
    story = [replace(each, at=later((each.at - START) / (later(1) - START), name)) for each in STORY]
    return told(vial(name, carrier=carrier, id=id), [replace(each, entered_at=each.at) for each in story])


def test_what_is_held_is_the_shelf_and_the_waste_but_not_what_was_given() -> None:
    assert [held([used()], "Lu-177", later(n), READER).in_mbq for n in (0, 1, 2, 3, 4)] == pytest.approx(
        [8000, 4000, 150 + 50, 75 + 25, 37.5 + 12.5]
    )
    two = [used(), used(id="V2")]
    assert held(two, "Lu-177", later(3), READER).in_mbq == pytest.approx(200)
    assert held(two, "I-131", later(3), READER) == Activity(0)


def test_what_was_cleared_out_is_held_no_more() -> None:
    cleared = told(used(), [event(What.CLEARED_OUT, later(10))])
    assert in_store(cleared, later(9)).in_mbq == pytest.approx(100 / 64)
    assert in_store(cleared, later(10)) == Activity(0)
    assert held([cleared], "Lu-177", later(11), READER) == Activity(0)


def test_carrier_added_is_held_as_lutetium_177m_too() -> None:
    """0.05 % of 8000 MBq at calibration is 4 MBq of Lu-177m; the 160.4 days halve it."""
    with_carrier = [used(carrier="carrier_added")]
    assert held(with_carrier, "Lu-177m", START, READER).in_mbq == pytest.approx(4)
    # after three half-lives of Lu-177 (19.941 d) 800 of the 8000 MBq at calibration lie in the waste store
    assert held(with_carrier, "Lu-177m", later(3), READER).in_mbq == pytest.approx(0.4 * 2 ** (-19.941 / 160.4))
    assert held([used()], "Lu-177m", START, READER) == Activity(0)


@pytest.mark.parametrize(
    ("name", "carrier", "by", "days", "here"),
    [
        ("Lu-177", "no_carrier_added", "Lu-177", 66.47, True),
        ("Lu-177", "carrier_added", "Lu-177m", 1604, False),
        ("Lu-177", "", "Lu-177m", 1604, False),  # nobody said: the worse answer
        ("I-131", "not_applicable", "I-131", 80.207, True),
        ("Y-90", "not_applicable", "Y-90", 26.708, True),
        ("Ac-225", "not_applicable", "Ac-227", 79521, False),  # 217.7 years
    ],
)
def test_waste_is_cleared_after_ten_half_lives_of_what_lives_longest(
    name: str, carrier: str, by: str, days: float, here: bool
) -> None:
    (row,) = waste_store([used(name, carrier)], later(3, name), READER)
    assert (row.since, row.place) == (later(3, name), "cupboard 2")
    assert (row.clear.by, row.clear.decays_here, row.clear.half_lives) == (by, here, 10)
    assert (row.clear.on - row.since) / timedelta(days=1) == pytest.approx(days, rel=1e-4)
    assert row.clear.carrier_unsaid == (name == "Lu-177" and carrier == "")


def test_an_impurity_below_its_exempt_activity_does_not_decide() -> None:
    """Ra-223, thousandths of the story above; in the store, counted at calibration: 8 - 3.7 x 2^(6.647/11.43) MBq from
    the vial and 0.05 x 2^(13.294/11.43) from the syringe are 2.575 MBq. 0.004 % of it is 103.0 Bq of Ac-227, 102.8
    after 19.94 days. Nine vials are 925 Bq, ten 1028, and 1000 are exempt.
    """
    story = [replace(each, measured=each.measured and Activity(each.measured.bq / 1000)) for each in STORY]
    story = [replace(each, after=each.after and Activity(each.after.bq / 1000)) for each in story]
    radium = [told(vial("Ra-223", id=f"V{n}"), story) for n in range(10)]
    assert foreign_in_store(radium[:1], later(3), READER)["Ac-227"].bq == pytest.approx(102.8, abs=0.1)
    assert {each.clear.by for each in waste_store(radium[:9], later(3), READER)} == {"Ra-223"}
    assert {each.clear.by for each in waste_store(radium, later(3), READER)} == {"Ac-227"}


def test_a_certificate_that_says_none_decides() -> None:
    clean = replace(used("Ac-225", ""), impurities=(("Ac-227", 0.0),))
    (row,) = waste_store([clean], later(3, "Ac-225"), READER)
    assert row.clear.by == "Ac-225"
    assert (row.clear.on - row.since) / timedelta(days=1) == pytest.approx(100)


def test_what_may_go_first_stands_at_the_top() -> None:
    rows = waste_store([used(carrier="carrier_added"), used(id="V2")], later(4), READER)
    assert [row.vial for row in rows] == ["V2", "V1"]


def test_lutetium_177m_feeds_lutetium_177() -> None:
    """After 66.47 days Lu-177 alone is a 1024th; the Lu-177m, 0.75 of it, keeps 0.217 of its activity as Lu-177."""
    alone = left_then("Lu-177", Activity.mbq(7400), (), timedelta(days=66.47))
    assert alone["Lu-177"].in_mbq == pytest.approx(7400 / 1024)
    both = left_then("Lu-177", Activity.mbq(7400), [Impurity("Lu-177m", 0.0005, False)], timedelta(days=66.47))
    metastable = 3.7 * 2 ** (-66.47 / 160.4)
    assert both["Lu-177m"].in_mbq == pytest.approx(metastable)
    slow, fast = 1 / 160.4, 1 / 6.647  # Bateman, in half-lives per day
    grown = 0.217 * 3.7 * fast / (fast - slow) * (2 ** (-66.47 * slow) - 2 ** (-66.47 * fast))
    assert both["Lu-177"].in_mbq == pytest.approx(7400 / 1024 + grown, rel=1e-4)
