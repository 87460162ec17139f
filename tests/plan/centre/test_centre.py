"""A centre by hand: figures stated without ranges, so that every number can be worked out on paper."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.plan.recalculated import recalculated

from hevesy.errors import BadCentre
from hevesy.facts import Shelf
from hevesy.plan.centre import answers
from hevesy.plan.centre.asked import Asked, have_asked, read_loosely, services_asked
from hevesy.plan.centre.figure import spread
from hevesy.plan.centre.plan import Planned, plan_centre
from hevesy.plan.centre.sheets import COLUMNS, sheet, workbook
from hevesy.plan.report.shape import problems

SCHEMA = Path(answers.__file__).with_name("centre.schema.json")
SURE = {  # facts stated for this test: value, unit
    "capacity.opening.days_per_year": (200, "day"),
    "capacity.opening.hours_per_day": (8, "h"),
    "capacity.chair.turns_per_day.infusion": (2, "1/day"),
    "capacity.bed.share_without_a_rule": (0, "fraction"),
    "capacity.bed.turnover_days": (0.5, "day"),
    "plan.stay.i131_dtc": (2, "day"),
    "centre.use.places": (0.8, "fraction"),
    "centre.price.lead": (10, "USD/kg"),
    "capacity.staff.hours_per_week": (40, "h"),
    "capacity.staff.weeks_per_year": (44, "week"),
    "economics.salary.physician": (30000, "USD/year"),
    "centre.shield.occupancy": (1, "fraction"),
    "centre.shield.distance": (2, "m"),
    "centre.shield.hours_per_infusion": (4, "h"),
    "centre.shield.tvl_lead.lu177": (2, "mm"),
    "centre.tank.litres_per_bed_day": (60, "L/day"),
    "centre.room.chair_bay": (9, "m2"),
}
HEAD = "fact,place,value,low,high,unit,text,dist,on,state,source,kind,note,confirmed_by,confirmed_on\n"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The shipped shelf under a pack of Kenya in which the figures above have no range."""
    folder = tmp_path_factory.mktemp("sure")
    (folder / "facts").mkdir()
    (folder / "pack.toml").write_text('name = "sure"\n')
    rows = [f"{name},KEN,{value},,,{unit},,fixed,,reported,asm,assumption,,,\n" for name, (value, unit) in SURE.items()]
    (folder / "facts" / "sure.csv").write_text(HEAD + "".join(rows))
    return Shelf.load(packs=[folder])


def asked(shelf: Shelf, services: str, cycles: float | None = None, **rest: Any) -> Asked:
    found, stated, whole = services_asked(services, cycles, shelf)
    return Asked("KEN", whole, found, stated, draws=64, **rest)


@pytest.fixture(scope="module")
def planned(shelf: Shelf) -> Planned:
    return plan_centre(asked(shelf, "lu177_psma617=240,i131_dtc=60"), shelf)


@pytest.fixture(scope="module")
def said(planned: Planned, shelf: Shelf) -> dict[str, Any]:
    return answers.centre_said(planned, shelf)


def by_id(rows: list[dict[str, Any]], id: str, key: str = "id") -> dict[str, Any]:
    return next(row for row in rows if row[key] == id)


def test_chairs_and_beds_by_hand(said: dict[str, Any]) -> None:
    """240 infusions at 2 a day are 120 chair-days of 160; 60 stays of 2.5 days are 150 of the same 160."""
    assert by_id(said["places"], "chair")["number"]["value"] == 1
    assert by_id(said["places"], "chair")["full"]["value"] == pytest.approx(0.75)
    assert by_id(said["places"], "bed")["number"]["value"] == 1
    assert by_id(said["places"], "bed")["full"]["value"] == pytest.approx(150 / 160)


def test_one_chair_more_than_fits_makes_two(shelf: Shelf) -> None:
    plan = plan_centre(asked(shelf, "lu177_psma617=321"), shelf).expected
    assert plan.sizes.chairs.value == 2  # 160.5 chair-days of 160


def test_the_wall_of_a_bay_by_hand(said: dict[str, Any]) -> None:
    """240 x 7.4 GBq x 4 h = 7,104 GBq h; x 4.29 / 4 m2 = 7.62 mSv; 0.3 of it is 3.94 %, 1.405 tenths of 2 mm."""
    wall = by_id(said["shielding"], "chair_bay", "room")
    activity = by_id(said["services"], "lu177_psma617", "therapy")["activity"]["value"]
    assert wall["gbq_hours"]["value"] == pytest.approx(240 * activity * 4, rel=1e-9)
    unshielded = wall["gbq_hours"]["value"] * 4.29 / 4 / 1000
    assert wall["transmission"]["value"] == pytest.approx(0.3 / unshielded, rel=1e-9)
    assert wall["lead_mm"]["value"] == pytest.approx(2 * np.log10(unshielded / 0.3), rel=1e-9)
    assert wall["lead_mm"]["value"] == pytest.approx(2.81, abs=0.02)


def test_the_tanks_meet_the_limit(said: dict[str, Any]) -> None:
    """150 bed-days a year at 60 L a day are 24.6 L a day; a stranger's limit of 5 Bq/L stands in for Kenya's."""
    waste = said["waste"]
    assert waste["litres_per_day"]["value"] == pytest.approx(150 / 365.25 * 60)
    assert waste["leaves"]["value"] == pytest.approx(5.0, rel=1e-6)
    assert waste["m3"]["value"] == pytest.approx(3 * waste["fill_days"]["value"] * 150 / 365.25 * 0.06)
    assert any("strictest limit found" in note for note in said["notes"])


def test_where_excreta_may_go_to_the_sewer_there_are_no_tanks(shelf: Shelf) -> None:
    found, stated, whole = services_asked("i131_dtc=60", None, shelf)
    plan = plan_centre(Asked("USA", whole, found, stated, draws=16), shelf).expected
    assert plan.drains.m3.value == 0.0 and plan.drains.gbq_per_day.value > 0.0


def test_presence_decides_where_work_does_not(said: dict[str, Any]) -> None:
    """Open on 200 days, one person works 220: one physicist covers them all, by little work."""
    physicist = by_id(said["staff"], "physicist", "cadre")
    assert physicist["by_presence"]["value"] == pytest.approx(200 / 220)
    assert physicist["posts"]["value"] == 1 and physicist["decided_by"] == "presence"


def test_the_money_adds_up(said: dict[str, Any]) -> None:
    money = said["money"]
    for name in ("capital", "yearly"):
        lines = money[name]
        assert sum(line["total"]["value"] for line in lines) == pytest.approx(money[f"{name}_total"]["value"])
        for line in lines:
            assert line["number"]["value"] * line["price"]["value"] == pytest.approx(line["total"]["value"])
    both = money["yearly_fixed"]["value"] + money["yearly_of_cycles"]["value"]
    assert both == pytest.approx(money["yearly_total"]["value"])
    assert by_id(money["yearly"], "staff_physician")["total"]["value"] == pytest.approx(
        30000 * by_id(said["staff"], "physician", "cadre")["posts"]["value"]
    )


def test_break_even_by_hand(shelf: Shelf) -> None:
    """At the tariff that pays for everything the volume with capital is the volume asked for."""
    first = plan_centre(asked(shelf, "lu177_psma617=240,i131_dtc=60"), shelf).expected.money
    tariff = float(first.tariff_needed.value)
    again = plan_centre(asked(shelf, "lu177_psma617=240,i131_dtc=60", tariff=tariff), shelf).expected.money
    assert again.volume_with_capital.value == pytest.approx(300)
    assert again.volume.value < 300
    cheap = plan_centre(asked(shelf, "lu177_psma617=240", tariff=1.0), shelf).expected.money
    assert np.isinf(float(cheap.volume.value))  # no volume pays: JSON says null


def test_what_is_there_costs_nothing_to_build(shelf: Shelf) -> None:
    new = plan_centre(asked(shelf, "lu177_psma617=240"), shelf).expected.costs
    old = plan_centre(asked(shelf, "lu177_psma617=240", have=have_asked("spect,pet", shelf)), shelf).expected.costs
    spared = new.sum("capital").value - old.sum("capital").value
    bought = {line.id: float(line.total) for line in new.capital}
    assert spared == pytest.approx(bought["pet"] + bought["spect"])
    assert old.sum("yearly").value == pytest.approx(new.sum("yearly").value)  # and is kept up all the same


def test_the_path_is_the_longest_chain(planned: Planned) -> None:
    path = planned.expected.path
    done = {step.id: step for step in path.steps}
    assert path.first_patient.value == max(step.done.value for step in path.steps)
    assert sum(float(done[id].weeks.value) for id in path.critical) == pytest.approx(path.first_patient.value)
    for step in path.steps:
        before = [done[id].done.value for id in step.after]
        assert step.starts.value == (max(before) if before else 0.0)


def test_the_whole_agrees_with_the_lead_times_on_the_shelf(shelf: Shelf) -> None:
    """Building anew is said to take 156 weeks (78 to 312), a department 52 (26 to 104): ours lie within."""
    for site, kind in (("new", "build_centre"), ("department", "open_centre")):
        weeks = plan_centre(asked(shelf, "lu177_psma617=240", site=site), shelf).expected.path.first_patient.value
        lead = shelf.fact(f"interventions.{kind}.lead")
        assert lead.low is not None and lead.high is not None
        assert lead.low < weeks < lead.high


def test_licences_of_the_country_take_the_place_of_the_usual(tmp_path: Path) -> None:
    (tmp_path / "pack.toml").write_text('name = "mine"\n')
    (tmp_path / "policy.csv").write_text(
        "iso3,therapy,item,value,agency,order,days,state,on,source,kind,note,confirmed_by,confirmed_on\n"
        "KEN,all,licensing_step,siting,KNRA,1,70,reported,,asm,assumption,,,\n"
        "KEN,all,licensing_step,operation,KNRA,2,35,reported,,asm,assumption,,,\n"
    )
    own = Shelf.load(packs=[tmp_path])
    steps = {step.id: step for step in plan_centre(asked(own, "lu177_psma617=240"), own).expected.path.steps}
    assert steps["licence_1"].weeks.value == 10 and steps["licence_2"].weeks.value == 5
    assert steps["licence_1"].agency == "KNRA" and steps["licence_1"].known
    assert "licence_1" in steps["works"].after and "installation" in steps["licence_2"].after
    assert "licence_2" in steps["import_permit"].after


@pytest.mark.parametrize(
    ("services", "service", "radiopharmacy", "more"),
    [
        ("i131_hyperthyroid=100", "T1", 1, {"imaging": "elsewhere"}),
        ("lu177_psma617=100", "T2", 2, {}),
        ("lu177_psma617=100", "T4", 3, {"in_house": True}),
        ("ac225_psma=100,i131_mibg=20", "T4", 3, {}),
    ],
)
def test_levels(shelf: Shelf, services: str, service: str, radiopharmacy: int, more: dict[str, Any]) -> None:
    sized = plan_centre(asked(shelf, services, **more), shelf).expected.sizes
    assert (sized.service, sized.radiopharmacy) == (service, radiopharmacy)


def test_cycles_are_shared_by_need_where_nobody_says(shelf: Shelf) -> None:
    done = plan_centre(asked(shelf, "lu177_psma617,lu177_dotatate=40,i131_dtc", 300), shelf).expected.done
    cycles = {each.therapy.id: float(each.cycles.value) for each in done.services}
    assert done.shared == "need" and cycles["lu177_dotatate"] == 40
    assert sum(cycles.values()) == pytest.approx(300)


@pytest.mark.parametrize(
    ("services", "cycles", "sentence"),
    [
        ("lu177_psma617", 0, "--cycles: 0 cycles a year make no centre"),
        ("lu177_psma617", -1, "--cycles: -1 cycles"),
        ("lu177_psma617", float("nan"), "--cycles: nan cycles"),
        ("lu177_psma617", 1e7, "more than any centre gives"),
        ("lu177", 10, "say which is meant: lu177_dotatate, lu177_psma617, lu177_psma_it"),
        ("", 10, "--services: a name is empty"),
        ("i131_dtc,i131_dtc", 10, "named twice"),
        ("i131_dtc=x", None, "'x' is not a number of cycles"),
        ("i131_dtc=20,lu177_psma617", 10, "let them add up"),
        ("i131_dtc", None, "nobody says how many"),
    ],
)
def test_what_can_not_be_asked(shelf: Shelf, services: str, cycles: float | None, sentence: str) -> None:
    with pytest.raises(BadCentre) as raised:
        services_asked(services, cycles, shelf)
    assert sentence in str(raised.value)


def test_the_json_keeps_to_its_published_schema(said: dict[str, Any]) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    assert problems(json.loads(json.dumps(said, allow_nan=False)), schema, "centre") == []
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator.check_schema(schema)


def test_the_interval_holds_the_value(said: dict[str, Any]) -> None:
    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if set(value) == {"value", "low", "high"} and value["value"] is not None:
                assert value["low"] <= value["value"] * (1 + 1e-9) and value["high"] >= value["value"] * (1 - 1e-9)
            for each in value.values():
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)

    walk({key: each for key, each in said.items() if key != "facts"})
    assert spread(float("inf"), np.array([1.0])) == {"value": None, "low": None, "high": None}


def test_tables_and_workbook(said: dict[str, Any]) -> None:
    import io

    from openpyxl import load_workbook

    rows = list(sheet(said))
    assert all(len(row) == len(COLUMNS) for row in rows)
    book = load_workbook(io.BytesIO(workbook(said)))
    capital, money = book["Capital"], said["money"]
    last = len(money["capital"]) + 2
    assert capital["D2"].value == "=B2*C2" and capital[f"D{last}"].value == f"=SUM(D2:D{last - 1})"
    total = sum(capital[f"B{row}"].value * capital[f"C{row}"].value for row in range(2, last))
    assert total == pytest.approx(money["capital_total"]["value"])


@pytest.mark.slow(reason="LibreOffice recalculates the workbook")
def test_libreoffice_recalculates_what_the_page_says(said: dict[str, Any], tmp_path: Path) -> None:
    book, money = recalculated(workbook(said), tmp_path), said["money"]
    page, even = book["Break-even"], money["break_even"]
    assert page["B10"].value == pytest.approx(money["capital_total"]["value"])
    assert page["B3"].value + page["B4"].value == pytest.approx(money["yearly_total"]["value"])
    assert page["B6"].value == pytest.approx(even["per_cycle"]["value"])
    assert page["B7"].value == pytest.approx(even["volume"]["value"])
    assert page["B8"].value == pytest.approx(even["volume_with_capital"]["value"])
    assert page["B9"].value == pytest.approx(even["tariff_needed"]["value"])


def test_a_suite_is_no_chair_and_a_pure_beta_asks_for_no_wall(shelf: Shelf) -> None:
    """40 procedures at 2 a day are 20 days of an angiography suite, which is said and not built."""
    found = plan_centre(asked(shelf, "y90_microspheres=40"), shelf)
    assert found.expected.sizes.chairs.value == 0.0 and found.expected.done.total("suite_days").value > 0.0
    assert [wall.room for wall in found.expected.walls if "Y-90" in wall.nuclides] == []
    assert any("angiography suite" in note for note in answers.centre_said(found, shelf)["notes"])


def test_a_loose_name_is_read_and_said(shelf: Shelf) -> None:
    (therapy,), _, _ = services_asked("I131", 40, shelf)
    assert therapy.id == "i131_dtc" and read_loosely("i131=40", shelf) == {"i131": "i131_dtc"}
    found = plan_centre(asked(shelf, "i131", 40, read_as={"i131": "i131_dtc"}), shelf)
    assert answers.centre_said(found, shelf)["notes"][0] == (
        "'i131' was read as I-131 for thyroid cancer (i131_dtc); name i131_hyperthyroid or i131_mibg if you mean that."
    )
