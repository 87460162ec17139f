"""What a centre can do in a week: by hand from stated figures, and imputed, never zero, where nobody said."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from hevesy.capacity.admission import Comer, Door, open_to, turned_away
from hevesy.capacity.counts import Counts, added, counted, units_of
from hevesy.capacity.minutes import CADRES, RESOURCES
from hevesy.capacity.week import (
    centre_week,
    imaging_week,
    scanner_upkeep,
    slots_of,
    staff_upkeep,
    week_of,
)
from hevesy.errors import UnknownAddition
from hevesy.facts import Shelf
from hevesy.places import centres

ON = date(2026, 7, 1)
YEAR = 365.25 / 7


class Figures:
    """A reader of a few stated figures; anything else is an error."""

    def __init__(self, **stated: float) -> None:
        self.stated = {name.replace("__", "."): value for name, value in stated.items()}

    def value(self, name: str) -> float:
        return self.stated[name.removeprefix("capacity.")]


FIGURES = Figures(
    opening__days_per_year=5 * YEAR / 2,  # every second weekday
    opening__hours_per_day=8.0,
    staff__hours_per_week=40.0,
    staff__weeks_per_year=YEAR / 2,
    staff__share_with_patients=0.5,
    scanner__after_therapy=0.25,
    scanner__old_machine_factor=2.0,
    scanner__most_downtime=0.9,
    scanner__repair_weeks=4.0,
    staff__long_absence_per_year=0.3,
    staff__long_absence_weeks=5.0,
    economics__scanner__capital__downtime=10.0,
    **{f"staff__share_of_diagnostics__{cadre}": 0.5 for cadre in CADRES},
    **{f"staff__leave_per_year__{cadre}": 10.0 for cadre in CADRES},
    **{f"staff__weeks_to_replace__{cadre}": 25.0 for cadre in CADRES},
    **{f"staff__{reason}__{cadre}": 0.25 for cadre in CADRES for reason in ("emigrates", "retires")},
    staff__kept__emigrates=0.0,
    staff__kept__leaves=0.0,
)
COUNTS = Counts(
    amount={"chair": 3.0, "bed": 2.0, "pet": 1.0, "spect": 1.0, **dict.fromkeys(CADRES, 2.0)},
    whole={"chair": 3, "bed": 2, "pet": 1, "spect": 1, **dict.fromkeys(CADRES, 2)},
    hours=32.0,
    other_work={"pet": 0.5, "spect": 0.5},
    old={"pet": 0.0, "spect": 0.0},
    limits={"waste": None, "money": 260_000.0},
    imputed=(),
)


def test_a_week_by_hand() -> None:
    week = week_of(COUNTS, FIGURES)
    assert tuple(week.have) == RESOURCES
    assert week.have["chair"] == pytest.approx(3 * 4 / 2)  # four days of eight hours, every second of them
    assert week.have["bed"] == pytest.approx(2 * 2.5)
    # 32 h open though the contract is 40; half the weeks; half with patients; half of that diagnostics; two persons
    assert week.have["nurse"] == pytest.approx(2 * 32 * 60 / 8)
    assert week.have["spect"] == pytest.approx(
        0.9 * 32 * 60 / 2 / 2 / 4
    )  # half the days, half other work, up 90 %
    assert week.have["waste"] is None and week.have["money"] == 5000.0  # a year of 52 weeks


def test_slots_by_hand() -> None:
    slots = slots_of(COUNTS, FIGURES).slots
    assert slots["pet"] == pytest.approx(32 * 60 / 30 / 2 / 2)
    assert slots["spect"] == pytest.approx(32 * 60 / 30 / 2 / 2 * 3 / 4)


def test_in_the_long_run_a_scanner_is_down_as_long_as_stated() -> None:
    upkeep = scanner_upkeep("pet", COUNTS, FIGURES)
    assert upkeep.back == pytest.approx(1 / 4)
    assert upkeep.fails / (upkeep.fails + upkeep.back) == pytest.approx(0.10)


def test_an_old_scanner_is_down_twice_as_long() -> None:
    old = Counts(COUNTS.amount, COUNTS.whole, 32.0, COUNTS.other_work, {"pet": 1.0}, {}, ())
    upkeep = scanner_upkeep("pet", old, FIGURES)
    assert upkeep.fails / (upkeep.fails + upkeep.back) == pytest.approx(0.20)


def test_staff_who_leave_and_who_stay_away_make_one_chain() -> None:
    # in a year 0.1 leave and 0.3 stay away: 0.1*25 + 0.3*5 = 4 weeks lost in 0.4 events, ten weeks each
    upkeep = staff_upkeep("physicist", 1, FIGURES)
    assert upkeep.back == pytest.approx(1 / 10) and upkeep.fails == pytest.approx(0.4 / YEAR)


def test_more_of_everything_adds_up() -> None:
    more = added(COUNTS, {"chair": 1, "pet": 1, "nurse": 0.5, "hours": 8, "money": 100, "waste": 3})
    assert (more.amount["chair"], more.whole["chair"]) == (4.0, 4)
    assert (more.amount["nurse"], more.whole["nurse"]) == (2.5, 3)
    assert (more.hours, more.limits) == (40.0, {"waste": None, "money": 260_100.0})
    assert week_of(more, FIGURES).have["chair"] == pytest.approx(4 * 5 / 2)
    assert COUNTS.amount["chair"] == 3.0


def test_a_new_scanner_halves_the_share_of_old_ones() -> None:
    old = Counts(COUNTS.amount, COUNTS.whole, 32.0, COUNTS.other_work, {"pet": 1.0, "spect": 0.0}, {}, ())
    assert added(old, {"pet": 1}).old["pet"] == 0.5


def test_what_cannot_be_added_is_refused() -> None:
    with pytest.raises(UnknownAddition, match="can't be given more of 'beds'"):
        added(COUNTS, {"beds": 1})


def test_half_a_post_is_a_person_and_none_is_none() -> None:
    assert [units_of(number) for number in (0.0, 0.3, 1.0, 2.6)] == [0, 1, 1, 3]


CENTRES = """iso3,centre,name,town,schemes,hours_per_week,days_per_week,other_work,takes_refugees,takes_foreigners
JOR,one,One,Amman,insured; army,35,,50,yes,no
JOR,two,Two,Amman,,,3,,,
"""
EQUIPMENT = """iso3,centre,modality,count,working,installed,state
JOR,one,treatment_chair,3,2,2020,reported
JOR,one,isolation_bed,0,0,,reported_zero
JOR,one,spect,1,1,2009,reported
JOR,one,spect,1,1,2022,reported
JOR,two,spect,0,0,,reported_zero
JOR,two,pet,,,,missing
"""
STAFF = """iso3,centre,cadre,count,trained_for_therapy
JOR,one,physician,5,2
JOR,one,nurse,4,
JOR,one,physicist,,
JOR,,nurse,900,
JOR,one,engineer,1,
"""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    folder: Path = tmp_path_factory.mktemp("pack")
    (folder / "pack.toml").write_text('name = "mine"\n')
    for name, text in (("centres", CENTRES), ("equipment", EQUIPMENT), ("staff", STAFF)):
        (folder / f"{name}.csv").write_text(text)
    return Shelf.load(restricted=False).with_pack(folder)


def test_what_a_pack_states_is_taken_and_the_rest_is_imputed(shelf: Shelf) -> None:
    one, two = centres("JOR", shelf)
    reader = shelf.reader("JOR")
    counts = counted(one, reader, ON)
    assert (counts.amount["chair"], counts.amount["bed"], counts.amount["spect"]) == (2.0, 0.0, 2.0)
    assert (counts.amount["physician"], counts.amount["nurse"]) == (2.0, 4.0)  # the trained, else all
    assert counts.hours == 35 and counts.other_work == {"pet": 0.5, "spect": 0.5}
    assert counts.old == {"pet": 0.0, "spect": 0.5}  # one of two is older than ten years
    assert set(counts.imputed) == {
        "pet",
        "physicist",
        "radiopharmacist",
        "technologist",
        "radiation_protection_officer",
    }
    other = counted(two, reader, ON)
    assert other.hours == 24 and other.amount["pet"] > 0 and "pet" in other.imputed
    assert "hours" not in other.imputed


def test_a_centre_without_a_camera_leaves_out_the_scans_after_therapy(shelf: Shelf) -> None:
    _one, two = centres("JOR", shelf)
    week = centre_week(two, shelf.reader("JOR"), ON)
    assert week.have["spect"] is None and "no_camera" in week.notes
    assert imaging_week(two, shelf.reader("JOR"), ON).slots["spect"] == 0


@pytest.mark.parametrize("iso3", ["DEU", "ZAF", "KEN", "TCD", "VEN"])
def test_a_new_centre_has_something_of_everything_in_every_income_group(shelf: Shelf, iso3: str) -> None:
    week = centre_week(None, shelf.reader(iso3, draws=40), ON)
    for resource in RESOURCES[:-2]:
        assert (np.asarray(week.have[resource]) > 0).all()
        for share in (week.upkeep[resource].fails, week.upkeep[resource].back):
            assert ((np.asarray(share) >= 0) & (np.asarray(share) <= 1)).all()
    assert {f"imputed:{name}" for name in ("chair", "nurse", "hours")} <= set(week.notes)
    assert all(
        week.upkeep[cadre].units == 0 for cadre in CADRES
    )  # nobody counted them: no absence is followed
    assert week.upkeep["chair"].units > 0 and week.upkeep["bed"].units > 0


def test_who_is_taken_and_what_nobody_has_said(shelf: Shelf) -> None:
    one, two = (Door.of(centre) for centre in centres("JOR", shelf))
    assert open_to(one, Comer("Army"), shelf) == (True, ()) and open_to(one, Comer("poor"), shelf) == (
        False,
        (),
    )
    assert open_to(one, Comer(), shelf) == (True, ())
    assert open_to(one, Comer("poor", alone=True), shelf) == (True, ())  # who pays alone is no member here
    assert open_to(one, Comer(refugee=True), shelf) == (True, ())
    assert open_to(one, Comer(foreigner=True), shelf) == (False, ())
    assert open_to(two, Comer("poor", refugee=True), shelf) == (
        True, ("schemes_not_stated:two", "refugees_not_stated:two"),
    )  # fmt: skip


def test_where_a_centre_names_no_schemes_its_sector_decides(shelf: Shelf) -> None:
    """A private centre: private insurance and fees. A military one: the military scheme and fees. Others: all."""
    private, military = Door("p", "private"), Door("m", "military")
    taken = {
        (door.id, run_by): open_to(door, Comer("s", run_by), shelf)[0]
        for door in (private, military, Door("u", "university"))
        for run_by in ("public", "private", "military")
    }
    assert {key for key, open_ in taken.items() if not open_} == {
        ("p", "public"), ("p", "military"), ("m", "public"), ("m", "private"),
    }  # fmt: skip
    assert open_to(private, Comer("s", "public", alone=True), shelf) == (True, ())
    assert open_to(private, Comer("s", ""), shelf) == (
        True,
        ("schemes_not_stated:p",),
    )  # nobody said who runs it
    assert open_to(private, Comer("s", "public"), shelf)[1] == ("schemes_by_sector:p",)
    assert open_to(Door("p", "private", ("s",)), Comer("s", "public"), shelf) == (
        True,
        (),
    )  # its own word first
    assert turned_away(private, shelf) == ("public", "military") and turned_away(Door("x"), shelf) == ()
