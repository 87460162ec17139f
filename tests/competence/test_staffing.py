"""Staffing by hand: minutes of a workload, whole posts and people, the centre's own times, and what if."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from tests.competence.people import SHELF

from hevesy.capacity.counts import counted
from hevesy.cli import hevesy
from hevesy.competence.course import cycles_planned, minutes_taken
from hevesy.competence.staffing import Post, Range, Work, calibrated, staffing, what_if, work_of
from hevesy.competence.workload import read_workload
from hevesy.errors import BadEvidence
from hevesy.products import find_therapy
from hevesy.record.spent import FEW_MINUTES, Spent

READER = SHELF.reader("JOR")
USUAL = counted(None, READER, date(2027, 1, 1))
PSMA = "lu177_psma617"
TEN = Work(PSMA, 10, 60)
A_YEAR = 40 * 60 * (44 / (365.25 / 7)) * 52 * 0.85  # contract, weeks worked, a plan's 52 weeks, share with patients
OTHER_WORK = 0.4  # of the physicist's hours with patients


def of(cadre: str, found: list[Post]) -> Post:
    return next(each for each in found if each.cadre == cadre)


def test_the_physicist_of_ten_courses_by_hand() -> None:
    """A cycle: 30 min at an infusion, 45 where one of twenty stays in a bed, a tenth of 302; a visit 20."""
    cycle = 0.95 * 30 + 0.05 * 45 + 0.1 * 302
    found = of("physicist", staffing([TEN], READER, USUAL, {"physicist": 2}, {"physicist": 1}))
    assert found.minutes.value == pytest.approx(10 * 20 + 60 * cycle) == pytest.approx(3857)
    assert found.persons.value == pytest.approx(3857 / (A_YEAR * (1 - OTHER_WORK))) == pytest.approx(0.07186, abs=1e-5)
    assert found.fte.value == pytest.approx(3857 / A_YEAR)
    assert found.gap is not None and found.gap.value == pytest.approx(found.persons.value - 1)
    assert (found.people, found.valid) == (2, 1)


def test_of_whom_nobody_said_anything_nothing_is_missing_and_nothing_is_there() -> None:
    assert of("nurse", staffing([TEN], READER, USUAL)).gap is None


def test_courses_alone_have_the_cycles_that_are_planned_and_cycles_alone_their_courses() -> None:
    assert cycles_planned(find_therapy(PSMA, SHELF), READER) == 6
    assert work_of(PSMA, READER, 10, None) == TEN == work_of(PSMA, READER, None, 60)
    assert work_of(PSMA, READER, 12, 60) == Work(PSMA, 12, 60)


def test_a_fifth_more_of_everything_is_a_fifth_more_people() -> None:
    now, then = (of("nurse", staffing(work, READER, USUAL)) for work in ([TEN], what_if([TEN], 20)))
    assert then.persons.value == pytest.approx(1.2 * now.persons.value)
    assert what_if([TEN], -100) == [Work(PSMA, 0, 0)]


def test_two_therapies_take_what_each_takes() -> None:
    ra = Work("ra223", 5, 30)
    both, one, other = (of("physician", staffing(work, READER, USUAL)) for work in ([TEN, ra], [TEN], [ra]))
    assert both.minutes.value == pytest.approx(one.minutes.value + other.minutes.value)


def test_the_centre_s_own_minutes_stand_in_place_of_the_table_s_where_there_are_enough() -> None:
    """The infusion takes the physicist 50 minutes here and not 30; nineteen cycles would say nothing."""
    told = {("infusion", "physicist"): Spent([40.0, 60.0] * 10), ("infusion", "nurse"): Spent([10.0] * 19)}
    reader, own = calibrated(READER, told)
    assert [(each.cadre, each.many, each.mean, each.used) for each in own] == [
        ("physicist", FEW_MINUTES, 50.0, True), ("nurse", 19, 10.0, False)
    ]  # fmt: skip
    therapy = find_therapy(PSMA, SHELF)
    before, after = minutes_taken(therapy, READER), minutes_taken(therapy, reader)
    assert after["physicist"][1] == pytest.approx(before["physicist"][1] + 0.95 * 20)
    assert after["nurse"] == before["nurse"]


def test_own_minutes_are_drawn_within_the_interval_of_their_mean() -> None:
    """Mean 50, spread 10.26 of twenty: t of 19 degrees is 1.729, so 50 e^(1.729 x 0.2052 / sqrt 20) = 54.13."""
    drawing = SHELF.reader("JOR", 4000)
    reader, _own = calibrated(drawing, {("infusion", "physicist"): Spent([40.0, 60.0] * 10)})
    drawn = reader.value("capacity.minutes.infusion.physicist")
    assert np.quantile(drawn, 0.5) == pytest.approx(50.0, rel=0.005)
    assert np.quantile(drawn, 0.95) == pytest.approx(54.13, rel=0.005)
    assert np.ptp(drawing.value("capacity.minutes.infusion.physicist")) > np.ptp(drawn)  # the table's are wider


def test_ranges_hold_the_middle() -> None:
    for each in staffing([TEN], SHELF.reader("JOR", 200), USUAL):
        for name in ("minutes", "fte", "persons"):
            found: Range = getattr(each, name)
            assert 0 < found.low < found.value < found.high


@pytest.mark.law
@given(st.floats(0, 500), st.floats(1, 8), st.floats(0, 100))
def test_more_work_never_takes_fewer_people(courses: float, each: float, more: float) -> None:
    work = [Work(PSMA, courses, courses * each)]
    now, then = staffing(work, READER, USUAL), staffing(what_if(work, more), READER, USUAL)
    for before, after in zip(now, then, strict=True):
        assert after.persons.value >= before.persons.value - 1e-9 and before.fte.value <= before.persons.value


WRONG = [
    ("lu177_psma61,10,60", "line 2, column therapy: there is no therapy 'lu177_psma61'; did you mean 'lu177_psma617'?"),
    ("lu177_psma617,,", "line 2, column courses: neither courses nor cycles are said"),
    ("lu177_psma617,1,\nlu177_psma617,,2", "line 3, column therapy: lu177_psma617 stands there already"),
]


@pytest.mark.parametrize(("rows", "says"), WRONG)
def test_a_wrong_table_is_one_sentence(rows: str, says: str, tmp_path: Path) -> None:
    file = tmp_path / "work.csv"
    file.write_text(f"therapy,courses,cycles\n{rows}\n")
    with pytest.raises(BadEvidence, match=says.replace("?", r"\?")):
        read_workload(file, READER)


def run(*words: str) -> str:
    found = CliRunner().invoke(hevesy, ["learn", "staffing", "--country", "JOR", *words])
    assert found.exit_code == 0, found.output
    return found.output


def test_the_command_says_the_same_and_what_if_somebody_left(tmp_path: Path) -> None:
    file = tmp_path / "work.csv"
    file.write_text("therapy,courses,cycles\nlu177_psma617,10,60\n")
    typed = json.loads(run("--cycles", "lu177_psma617=60", "--there", "physicist=2", "--json"))
    read = json.loads(run("--table", str(file), "--there", "physicist=2", "--without", "physicist", "--json"))
    one, other = (next(row for row in rows if row["cadre"] == "physicist") for rows in (typed, read))
    assert one["persons"] == other["persons"] > 0
    assert (one["valid"], other["valid"]) == (2.0, 1.0)
    assert other["gap"] == pytest.approx(one["gap"] + 1)
    assert "people, beside other work" in run("--courses", "ra223=5")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "Say what is done in a year"),
        (("--cycles", "ra223"), "'ra223' is no name and number"),
        (("--cycles", "ra223=5", "--there", "surgeon=1"), "'surgeon' is none of physician"),
        (("--cycles", "ra223=5", "--without", "nurse"), "nobody is said to be there as nurse"),
    ],
)
def test_what_the_command_does_not_take(words: tuple[str, ...], says: str) -> None:
    found = CliRunner().invoke(hevesy, ["learn", "staffing", "--country", "JOR", *words])
    assert found.exit_code == 2 and says in found.output
