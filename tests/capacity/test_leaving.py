"""Why persons leave, what keeps them, what their engineers' absence does to repairs, and who must be present."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests.capacity.test_week import COUNTS, FIGURES, Figures

from hevesy.capacity.counts import counted
from hevesy.capacity.leaving import leaving, leaving_by_reason
from hevesy.capacity.minutes import CADRES, use
from hevesy.capacity.presence import A_LOOK, must_be_present, stated_presence, with_presence
from hevesy.capacity.week import longer_repair, scanner_upkeep, staff_upkeep
from hevesy.errors import BadCell
from hevesy.facts import Shelf
from hevesy.places import centres
from hevesy.products import find_therapy


def figures(**changed: float) -> Figures:
    return Figures(**{name.replace(".", "__"): value for name, value in {**FIGURES.stated, **changed}.items()})


def test_reasons_add_up_and_whoever_retires_is_not_kept() -> None:
    """Ten in a hundred leave: a quarter emigrates, a quarter retires. Half of those who would emigrate stay: 8.75."""
    usual = leaving_by_reason("physicist", FIGURES)  # type: ignore[arg-type]
    assert usual == pytest.approx({"leaves": 0.05, "retires": 0.025, "emigrates": 0.025})
    kept = figures(**{"staff.kept.emigrates": 0.5})
    assert leaving_by_reason("physicist", kept)["emigrates"] == pytest.approx(0.0125)  # type: ignore[arg-type]
    assert leaving("physicist", kept) == pytest.approx(0.0875)  # type: ignore[arg-type]
    nobody_goes = figures(**{"staff.kept.emigrates": 1.0, "staff.kept.leaves": 1.0})
    assert leaving("physicist", nobody_goes) == pytest.approx(0.025)  # type: ignore[arg-type]


def test_where_nobody_is_kept_it_is_the_stated_share_to_the_last_bit() -> None:
    reader = Shelf.load(packs=[], restricted=True).reader("JOR", draws=64)
    for cadre in (*CADRES, "engineer"):
        whole = reader.value(f"capacity.staff.leave_per_year.{cadre}") / 100.0
        assert np.array_equal(leaving(cadre, reader), whole)
        assert sum(leaving_by_reason(cadre, reader).values()) == pytest.approx(whole)


def test_shares_that_are_more_than_all_leave_nobody_negative() -> None:
    both = figures(**{"staff.emigrates.nurse": 0.8, "staff.retires.nurse": 0.5})
    assert leaving_by_reason("nurse", both) == pytest.approx(  # type: ignore[arg-type]
        {"leaves": 0.0, "retires": 0.02, "emigrates": 0.08}
    )


ENGINEERS = {
    "staff.leave_per_year.engineer": 10.0,
    "staff.weeks_to_replace.engineer": 52.0,
    "staff.emigrates.engineer": 0.0,
    "staff.retires.engineer": 0.0,
    "staff.long_absence_per_year": 0.0,
    "scanner.repair_without_engineer": 3.0,
}


def test_a_repair_takes_longer_while_no_engineer_is_there() -> None:
    """Nobody: three times as long. One who leaves every ten years for one: absent 1/11 of the time, 1 + 2/11."""
    reader = figures(**ENGINEERS)
    times = {n: longer_repair(replace(COUNTS, engineers=n), reader) for n in (None, 0, 1, 2)}  # type: ignore[arg-type]
    year = 365.25 / 7 / 52  # a rate per year over weeks of the calendar
    away = 0.1 * year / (0.1 * year + year**2)
    assert times[None] == 1.0
    assert times[0] == pytest.approx(3.0)
    assert times[1] == pytest.approx(1.0 + 2.0 * away, rel=0.01)
    assert times[2] == pytest.approx(1.0 + 2.0 * away**2, rel=0.02)


def test_machines_fail_as_often_and_stand_still_longer() -> None:
    reader = figures(**ENGINEERS)
    with_one, without = (
        scanner_upkeep("spect", replace(COUNTS, engineers=n), reader)  # type: ignore[arg-type]
        for n in (None, 0)
    )
    assert without.fails == with_one.fails
    assert without.back == pytest.approx(with_one.back / 3.0)


def test_engineers_are_counted_in_a_pack_and_no_minute_is_theirs(tmp_path: Path) -> None:
    (tmp_path / "pack.toml").write_text('name = "mine"\n')
    (tmp_path / "centres.csv").write_text("iso3,centre,name,latitude,longitude\nJOR,one,One,31.9,35.9\n")
    (tmp_path / "staff.csv").write_text("iso3,centre,cadre,count\nJOR,one,engineer,2\n")
    shelf = Shelf.load(packs=[], restricted=True).with_pack(tmp_path)
    (centre,) = [each for each in centres("JOR", shelf) if each.id == "one"]
    found = counted(centre, shelf.reader("JOR"), date(2027, 1, 1))
    assert found.engineers == 2
    assert "engineer" not in found.amount


def test_kept_persons_are_missed_less() -> None:
    before = staff_upkeep("physicist", 1, FIGURES)  # type: ignore[arg-type]
    after = staff_upkeep("physicist", 1, figures(**{"staff.kept.leaves": 0.5}))  # type: ignore[arg-type]
    assert after.fails < before.fails


@pytest.fixture(scope="module")
def shipped() -> Shelf:
    return Shelf.load(packs=[], restricted=True)


def test_today_s_rule_follows_from_the_minutes(shipped: Shelf) -> None:
    """Whatever the shipped table asks for has minutes already, so it changes no use of any therapy."""
    for id in ("lu177_psma617", "i131_dtc", "ra223"):
        taken = use(find_therapy(id, shipped), shipped.reader("JOR"))
        rule = must_be_present(id, taken, shipped)
        assert rule == {cadre: taken.first[cadre] > 0.0 for cadre in CADRES}
        assert rule["physicist"]
        assert with_presence(taken.first, rule) == taken.first


def own_rules(folder: Path, rows: str, shelf: Shelf) -> Shelf:
    (folder / "pack.toml").write_text('name = "mine"\n')
    (folder / "presence.csv").write_text("therapy,cadre,must_be_present,source,kind,note\n" + rows)
    return shelf.with_pack(folder)


def test_a_pack_s_row_of_one_therapy_goes_before_that_of_all(tmp_path: Path, shipped: Shelf) -> None:
    shelf = own_rules(tmp_path, "ra223,physicist,no,asm,assumption,on call\nall,nurse,yes,asm,assumption,\n", shipped)
    assert stated_presence("ra223", shelf)["physicist"] is False
    assert stated_presence("i131_dtc", shelf)["physicist"] is True
    taken = {"physicist": 30.0, "nurse": 0.0, "chair": 1.0}
    there = with_presence(taken, {"physicist": False, "nurse": True})
    assert there == {"physicist": 0.0, "nurse": A_LOOK, "chair": 1.0}


def test_a_wrong_cadre_is_one_sentence(tmp_path: Path, shipped: Shelf) -> None:
    with pytest.raises(BadCell, match=r"presence\.csv") as caught:
        stated_presence("ra223", own_rules(tmp_path, "all,physisist,yes,asm,assumption,\n", shipped))
    assert "\n" not in str(caught.value)
