"""Training in a country of two centres by hand: seats, trainers or procedures, what is not known, and the need."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.competence.people import SHELF

from hevesy.cli import hevesy
from hevesy.competence.centres import CentreFigures, read_centres
from hevesy.competence.pipeline import PROCEDURES, STATED, TRAINERS
from hevesy.competence.seats import UNKNOWN, Trained, trained_for, training
from hevesy.competence.view import CadreView, national_view
from hevesy.errors import HevesyError

ON = date(2027, 3, 1)
READER = SHELF.reader("JOR")
LARGE = CentreFigures(
    "Large", {"physician": 4}, {"physician": 3}, {"physician": 2}, {"physician": 1},
    {"lu177_psma617": 100.0}, {"lu177_psma617": 25.0},
)  # fmt: skip
SMALL = CentreFigures("Small", {"physician": 5}, {"physician": 5}, {}, {}, {"ra223": 60.0}, {"ra223": 10.0})
SILENT = CentreFigures("Silent")
THREE = (LARGE, SMALL, SILENT)


def group(name: str, cadre: str = "physician") -> Trained:
    return next(each for each in training(cadre, THREE, READER) if each.group == name)


def test_each_limit_of_a_centre_by_hand() -> None:
    """Three who are valid train 0.4 each; 100 cycles, half supervised, 30 for each: 1.67; one seat is stated."""
    large, small, _silent = group("").centres
    assert large.limits == pytest.approx({TRAINERS: 1.2, PROCEDURES: 100 * 0.5 / 30, STATED: 1.0})
    assert (large.limit, large.seats) == (STATED, 1.0) and large.free == -1.0
    assert small.limits == pytest.approx({TRAINERS: 2.0, PROCEDURES: 1.0, STATED: float("inf")})
    assert (small.limit, small.free) == (PROCEDURES, None)  # nobody said how many trainees there are
    assert group("").seats == pytest.approx(2.0)


def test_by_therapy_what_limits_differs() -> None:
    """Ten of Lu-177 PSMA are asked: 100 x 0.5 / 10 = 5 at Large, none at Small."""
    large, small, _silent = group("lu177_psma").centres
    assert large.limits[PROCEDURES] == pytest.approx(5.0) and large.limit == STATED
    assert (small.seats, small.limit) == (0.0, PROCEDURES)
    assert group("lu177_psma").limits == {STATED: 1, PROCEDURES: 1, UNKNOWN: 1}


def test_what_nobody_said_is_unknown_and_never_zero() -> None:
    silent = group("").centres[2]
    assert (silent.seats, silent.limit, silent.trainees, silent.free) == (None, UNKNOWN, None, None)
    assert all(each.seats is None for each in training("nurse", THREE, READER))
    nurse = cadre("nurse")
    assert (nurse.people.value, nurse.valid.value, nurse.gap, nurse.seats, nurse.limit) == (
        None, None, None, None, UNKNOWN
    )  # fmt: skip


def cadre(name: str) -> CadreView:
    return next(each for each in national_view(THREE, READER, ON) if each.cadre == name)


def test_need_and_gap_of_a_cadre_by_hand() -> None:
    """Physicians for 25 courses of six cycles and 10 of Ra-223, of whom eight are valid."""
    found = cadre("physician")
    assert (found.people.value, found.people.silent, found.valid.value, found.trainees.value) == (9, 1, 8, 2)
    psma = 25 * (181.25 + 5 * 86.25)
    ra = 10 * (30 + 45 + 20 + 6 * (25 + 1.5 * 20))  # review, visit and board once; injection and visits six times
    one = 40 * 60 * (44 / (365.25 / 7)) * 52 * 0.85 * (1 - 0.6)
    assert found.needed is not None and found.gap is not None
    assert found.needed["value"] == pytest.approx((psma + ra) / one)
    assert found.gap["value"] == pytest.approx(found.needed["value"] - 8)


def test_those_of_whom_nobody_says_it_may_all_be_valid_or_none() -> None:
    """Three more physicians somewhere: of the need, eight to eleven are covered."""
    silent = replace(THREE[2], people={"physician": 3.0})
    view = next(each for each in national_view([*THREE[:2], silent], READER, ON) if each.cadre == "physician")
    assert view.needed is not None and view.gap is not None and view.unsaid == 3
    assert view.gap["value"] is None
    assert view.gap["low"] == pytest.approx(view.needed["low"] - 11)
    assert view.gap["high"] == pytest.approx(view.needed["high"] - 8)


def test_a_country_trains_no_more_than_its_seats_where_each_centre_states_them() -> None:
    """Large states one: with half a seat at Small 1.5 at a time; until Small states its own nobody knows."""

    def seats(small: dict[str, float]) -> CadreView:
        both = [LARGE, replace(SMALL, seats=small), SILENT]
        return next(each for each in national_view(both, READER, ON) if each.cadre == "physician")

    unknown, none, half = seats({}), seats({"physician": 0}), seats({"physician": 0.5})
    assert unknown.limit != STATED and unknown.seats is not None and unknown.seats["value"] > 1.5
    assert (none.limit, half.limit) == (STATED, STATED) and none.seats is not None and half.seats is not None
    assert (none.seats["value"], half.seats["value"]) == (pytest.approx(1.0), pytest.approx(1.5))


def test_without_any_course_the_need_is_not_known() -> None:
    found = national_view([SILENT, CentreFigures("Other", {"physician": 2})], READER, ON)
    assert found[0].needed is None and found[0].people.value == 2


def test_a_default_is_trained_for_until_an_official_framework_is_laid_over_it() -> None:
    assert [getattr(trained_for(each, SHELF), "id", "") for each in ("physician", "physicist", "nurse")] == [
        "default_physician", "default_medical_physicist", "default_nurse"
    ]  # fmt: skip


HEADER = "centre,what,about,number\n"
GOOD = "A,people,physician,3\nA,valid,physician,2\nA,cycles,ra223,12\nB,people,nurse,1\n"


def test_a_table_of_centres_is_read(tmp_path: Path) -> None:
    file = tmp_path / "centres.csv"
    file.write_text(HEADER + GOOD)
    one, two = read_centres(file, SHELF)
    assert one == CentreFigures("A", {"physician": 3}, {"physician": 2}, {}, {}, {"ra223": 12}, {})
    assert (two.name, two.people) == ("B", {"nurse": 1})


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("A,people,physicians,3", "line 6, column about: 'physicians' is no cadre; did you mean 'physician'?"),
        ("A,cycles,ra22,3", "line 6, column about: 'ra22' is no therapy; did you mean 'ra223'?"),
        ("A,people,physician,4", "line 6, column about: people of physician stands there already"),
        ("B,valid,nurse,2", "line 6, column number: 2 are valid of 1 who work there"),
        ("A,seats,nurse,-1", "line 6, field 'number': -1 is below 0"),
        ("A,pupils,nurse,1", "line 6, field 'what': 'pupils' is not one of the choices"),
    ],
)
def test_a_wrong_row_is_one_sentence_that_names_it(row: str, says: str, tmp_path: Path) -> None:
    file = tmp_path / "centres.csv"
    file.write_text(f"{HEADER}{GOOD}{row}\n")
    with pytest.raises(HevesyError) as error:
        read_centres(file, SHELF)
    assert says in str(error.value)


def test_the_command_says_it_by_cadre_by_therapy_and_by_centre(tmp_path: Path) -> None:
    file = tmp_path / "centres.csv"
    file.write_text(HEADER + GOOD)

    def run(*words: str) -> str:
        found = CliRunner().invoke(hevesy, ["learn", "national", str(file), "--country", "JOR", *words])
        assert found.exit_code == 0, found.output
        return found.output

    assert "missing" in run() and "lu177_psma" in run("--by", "therapy") and "unknown" in run("--by", "centre")
    said = json.loads(run("--json"))
    assert said["cadres"][0]["valid"] == 2 and said["cadres"][4]["valid"] is None
    bad = CliRunner().invoke(hevesy, ["learn", "national", str(file), "--country", "JOR", "--plan", str(file)])
    assert bad.exit_code == 2 and "is no workforce.json" in bad.output
