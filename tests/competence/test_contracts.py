"""Contracts by days: which holds, what somebody's roles come to, and fractions of posts in staffing and training."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.competence.people import SHELF
from tests.competence.test_staffing import TEN, USUAL, of

from hevesy.competence.centres import CentreFigures, read_centres
from hevesy.competence.contract import Contract, fullest, percents_on
from hevesy.competence.pipeline import TRAINERS
from hevesy.competence.seats import training
from hevesy.competence.staffing import staffing
from hevesy.competence.view import national_view

READER = SHELF.reader("JOR")
ON = date(2027, 3, 1)
JANUARY, JUNE = date(2027, 1, 1), date(2027, 6, 1)
END_OF_JUNE = date(2027, 6, 30)


def nurse(percent: float, first: date, until: date | None = None, role: str = "nurse") -> Contract:
    return Contract("p", role, percent, first, until)


@pytest.mark.parametrize(
    ("on", "percent"),
    [
        (date(2026, 12, 31), None), (JANUARY, 80), (date(2027, 5, 31), 80), (JUNE, 50), (END_OF_JUNE, 50),
        (date(2027, 7, 1), 80),
    ],
)  # fmt: skip
def test_what_began_last_holds_and_after_its_end_what_held_before(on: date, percent: float | None) -> None:
    assert percents_on([nurse(50, JUNE, END_OF_JUNE), nurse(80, JANUARY)], on).get(("p", "nurse")) == percent


def test_the_fullest_day_of_two_roles_by_hand() -> None:
    """80 as a nurse; 20 as a technologist from January; 40 in June: 120. Where the nurse works 50 then, 100 before."""
    other = [nurse(20, JANUARY, role="technologist"), nurse(40, JUNE, END_OF_JUNE, "technologist")]
    assert fullest([nurse(80, JANUARY), *other]) == (JUNE, 120)
    assert fullest([nurse(80, JANUARY), nurse(50, JUNE), *other]) == (JANUARY, 100)


def test_a_short_contract_that_ends_can_make_a_later_day_the_fullest() -> None:
    """30 until the end of June hide 90, which hold again from July on."""
    assert fullest([nurse(90, JANUARY), nurse(30, JANUARY + timedelta(days=1), END_OF_JUNE),
                    nurse(20, JUNE, role="technologist")]) == (date(2027, 7, 1), 110)  # fmt: skip


DAYS = st.integers(0, 20).map(lambda number: JANUARY + timedelta(days=number))


@pytest.mark.law
@given(st.lists(st.tuples(st.sampled_from(("nurse", "technologist")), st.integers(5, 100), DAYS, st.none() | DAYS),
                min_size=1, max_size=6))  # fmt: skip
def test_no_day_is_fuller_than_the_fullest(said: list[tuple[str, int, date, date | None]]) -> None:
    known = [nurse(percent, first, until, role) for role, percent, first, until in said]
    day, most = fullest(known)
    every = [sum(percents_on(known, JANUARY + timedelta(days=number)).values()) for number in range(45)]
    assert most == max(every) and sum(percents_on(known, day).values()) == most


def test_the_gap_follows_the_whole_posts_that_are_there() -> None:
    """Two half posts are one: as much is missing as with one who works full time."""
    halves = of("physicist", staffing([TEN], READER, USUAL, {"physicist": 1.5}, {"physicist": 0.5 + 0.5}))
    one = of("physicist", staffing([TEN], READER, USUAL, {"physicist": 2}, {"physicist": 1}))
    assert halves.gap == one.gap and (halves.people, halves.valid) == (1.5, 1.0)


def test_a_table_holds_fractions_and_the_national_view_counts_them(tmp_path: Path) -> None:
    """2.5 whole posts that are certified train 0.4 each: one trainee at a time; 1.5 and 2.5 are 4 in the country."""
    file = tmp_path / "centres.csv"
    file.write_text("centre,what,about,number\nA,people,nurse,3.5\nA,valid,nurse,2.5\nA,cycles,ra223,600\n"
                    "A,courses,ra223,100\nB,valid,nurse,1.5\n")  # fmt: skip
    one, other = read_centres(file, SHELF)
    assert one == CentreFigures("A", {"nurse": 3.5}, {"nurse": 2.5}, {}, {}, {"ra223": 600}, {"ra223": 100})
    (whole, *_groups) = training("nurse", [one, other], READER)
    assert whole.centres[0].limits[TRAINERS] == pytest.approx(1.0)
    found = next(each for each in national_view([one, other], READER, ON) if each.cadre == "nurse")
    assert found.valid.value == 4.0 and found.needed is not None and found.gap is not None
    assert found.gap["value"] == pytest.approx(found.needed["value"] - 4.0)
