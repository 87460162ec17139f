"""Logbooks: what counts once, what does not count, and how long it takes yet."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from tests.competence.people import SHELF

from hevesy.cli import hevesy
from hevesy.competence import Procedures, find_framework
from hevesy.competence.logbook import Procedure, credits, progress, read_logbook
from hevesy.errors import BadCell, BadEvidence

READER, PHYSICIAN = SHELF.reader("world"), find_framework("default_physician", SHELF)
ASKED = Procedures("x", ("ra223", "sr89"), ("administration",), "competence.least.ac225_alpha", "cycle", "direct")
ONE = Procedure("administration", "ra223", "A", 1, date(2027, 3, 1), "direct", "S")


def test_each_cycle_counts_once_and_a_course_once_where_the_framework_says_so() -> None:
    log = [ONE, ONE, replace(ONE, cycle=2), replace(ONE, case="B", therapy="sr89")]
    assert credits(log, ASKED) == {("A", 1), ("A", 2), ("B", 1)}
    assert credits(log, replace(ASKED, counts="course")) == {("A", 0), ("B", 0)}


@pytest.mark.parametrize(
    "change",
    [{"confirmed_by": ""}, {"supervision": "indirect"}, {"act": "dispensing"}, {"therapy": "lu177_psma617"}],
)
def test_what_does_not_count(change: dict[str, str]) -> None:
    assert credits([replace(ONE, **change)], ASKED) == set()
    if "supervision" in change:
        assert credits([replace(ONE, **change)], replace(ASKED, supervision="indirect")) == {("A", 1)}


def test_how_long_yet_by_hand() -> None:
    """Five bone-seekers are asked; one is done, one waits for its confirmation; 12 a year fall to the trainee."""
    log = [ONE, replace(ONE, case="B", confirmed_by="")]
    found = {each.name: each for each in progress(log, PHYSICIAN, READER, {"ra223": 12})}
    bone = found["bone_seekers_incl_ra223"]
    assert (bone.done, bone.unconfirmed, bone.least, bone.missing) == (1, 1, 5, 4) and bone.months is not None
    mean, low, high = bone.months
    assert mean == 4
    # the fourth event of a Poisson process of one a month: P(fewer than four by t) is a sum of four terms
    for end, chance in ((low, 0.95), (high, 0.05)):
        assert sum(math.exp(-end) * end**k / math.factorial(k) for k in range(4)) == pytest.approx(chance, abs=1e-9)
    assert found["lu177_psma"].months is None and found["lu177_psma"].missing == 10  # nobody said how many there are


def test_one_that_is_missing_is_a_year_of_one_a_year() -> None:
    log = [replace(ONE, case=f"C{number}") for number in range(4)]
    found = {each.name: each for each in progress(log, PHYSICIAN, READER, {"ra223": 1})}["bone_seekers_incl_ra223"]
    assert found.months is not None and found.months[0] == pytest.approx(12)
    assert found.months[1:] == (pytest.approx(-12 * math.log(0.95)), pytest.approx(-12 * math.log(0.05)))
    done = progress([*log, replace(ONE, case="C9")], PHYSICIAN, READER, {"ra223": 1})
    assert {each.name: each.months for each in done}["bone_seekers_incl_ra223"] is None


@pytest.mark.law
@given(st.lists(st.builds(
    Procedure, st.sampled_from(("administration", "dosimetry")), st.sampled_from(("ra223", "sr89", "i131_dtc")),
    st.sampled_from("ABC"), st.integers(1, 3), st.just(date(2027, 3, 1)), st.sampled_from(("direct", "indirect")),
    st.sampled_from(("", "S")),
)))  # fmt: skip
def test_more_in_a_logbook_never_counts_for_less_and_a_course_for_no_more_than_its_cycles(log: list[Procedure]) -> None:
    counts = [len(credits(log[:many], ASKED)) for many in range(len(log) + 1)]
    assert counts == sorted(counts) and counts[-1] <= len(log)
    assert len(credits(log, replace(ASKED, counts="course"))) <= counts[-1]


HEAD = "person,act,therapy,case,cycle,on,supervision,confirmed_by\n"
GOOD = "T1,administration,ra223,A,1,2027-03-01,direct,S1\n"


@pytest.mark.parametrize(
    ("row", "error", "says"),
    [
        ("T1,administration,ra223,A,1,2027-03-01,direct,T1", BadEvidence,
         "line 3, column confirmed_by: T1 confirms what they did themselves; let the supervisor confirm"),
        ("T1,administraton,ra223,A,1,2027-03-01,direct,S1", BadEvidence, "did you mean 'administration'?"),
        ("T1,administration,ra224,A,1,2027-03-01,direct,S1", BadEvidence, "therapy: there is no therapy 'ra224'"),
        ("T1,administration,ra223,A,1,2027-03-01,direct,t1", BadEvidence, "T1 confirms what they did themselves"),
        ("T1,administration,ra223,A,1,2027-03-01,far,S1", BadCell, "supervision"),
        ("T1,administration,ra223,A,0,2027-03-01,direct,S1", BadCell, "cycle"),
    ],
)  # fmt: skip
def test_a_logbook_that_is_wrong_is_one_sentence(
    tmp_path: Path, row: str, error: type[Exception], says: str
) -> None:
    file = tmp_path / "log.csv"
    file.write_text(f"{HEAD}{GOOD}{row}\n", "utf-8")
    with pytest.raises(error) as found:
        read_logbook(file, SHELF)
    assert says in str(found.value)


def test_the_command_says_how_long_yet(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text(HEAD + GOOD, "utf-8")
    asked = ["learn", "progress", str(file), "--framework", "default_physician", "--volume", "ra223=24", "--csv"]
    said = CliRunner().invoke(hevesy, [*asked, "--trainees", "2"])
    assert "T1,bone seekers incl ra223,1,5,0,4.0,1.4 to 7.8" in said.output.splitlines()
    wrong = CliRunner().invoke(hevesy, [*asked[:-2], "ra223:24"])
    assert wrong.exit_code != 0
    wrong = CliRunner().invoke(hevesy, [*asked[:-2], "ra223=many"])
    assert wrong.exit_code == 2 and "is no therapy and number" in wrong.output
