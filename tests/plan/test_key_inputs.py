"""The thirty inputs: what is asked, and when one of them counts as confirmed."""

from __future__ import annotations

from pathlib import Path

import pytest

from hevesy.facts import Shelf, State
from hevesy.facts.pack_columns import columns_of
from hevesy.plan.key_inputs import Feed, confirmation, first_choice, key_inputs

FACTS = "fact,place,value,low,high,unit,text,dist,on,state,source,kind,note,confirmed_by,confirmed_on\n"
SIGNED = "Dr A. Example,2026-03-31"
MINIMUM = {
    "burden_choice",
    "first_choice",
    "centres",
    "pet",
    "spect",
    "approval",
    "release",
    "benefit_package",
    "route",
}


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load()


def pack(folder: Path, **tables: str) -> Path:
    folder.mkdir()
    (folder / "pack.toml").write_text('name = "jordan"\n')
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text)
    return folder


def answers(laid: Shelf) -> dict[str, bool]:
    return {answer.input.id: answer.confirmed for answer in confirmation(laid, "JOR").answers}


def test_there_are_thirty_and_each_feeds_something_that_exists(shelf: Shelf) -> None:
    asked = key_inputs(shelf)
    assert [question.number for question in asked] == list(range(1, 31))
    assert len({question.id for question in asked}) == 30
    for question in asked:
        assert question.question.endswith(("?", ")")) and question.why and question.owner
        for feed in question.feeds:
            if feed.kind == "fact":
                assert shelf.find(feed.name, "JOR") is not None, feed.name
            else:
                names = {column.name for column in columns_of(feed.name)}
                assert {*feed.where, *feed.filled} <= names, feed


def test_the_stated_minimum_is_what_no_decision_can_do_without(shelf: Shelf) -> None:
    assert {question.id for question in key_inputs(shelf) if question.minimum} == MINIMUM


def test_nothing_shipped_counts_as_confirmed(shelf: Shelf) -> None:
    found = confirmation(shelf, "JOR")
    assert (found.confirmed, found.total, found.draft) == (0, 30, True)
    assert found.sentence().startswith(
        "0 of 30 key inputs confirmed. Draft, not for decision: the stated minimum lacks burden"
    )


def test_a_figure_of_the_income_group_is_imputed_for_the_country(shelf: Shelf) -> None:
    states = {answer.input.id: answer.state for answer in confirmation(shelf, "JOR").answers}
    assert states["price"] is State.IMPUTED
    assert states["customs"] is State.IMPUTED
    assert states["prostate_burden"] is State.MISSING
    assert states["pet"] is State.MISSING


def test_a_figure_counts_when_a_named_person_stands_behind_it_with_a_date(
    shelf: Shelf, tmp_path: Path
) -> None:
    row = "supply.customs.clearance,JOR,6,4,10,h,,triangular,2026,reported,own,verified,,"
    unsigned = shelf.with_pack(pack(tmp_path / "a", facts=FACTS + row + ",\n"))
    signed = shelf.with_pack(pack(tmp_path / "b", facts=FACTS + row + SIGNED + "\n"))
    elsewhere = shelf.with_pack(pack(tmp_path / "c", facts=FACTS + row.replace("JOR", "KEN") + SIGNED + "\n"))
    assert [answers(laid)["customs"] for laid in (unsigned, signed, elsewhere)] == [False, True, False]
    assert confirmation(signed, "JOR").confirmed == 1


def test_a_person_cannot_confirm_that_a_value_is_missing(shelf: Shelf, tmp_path: Path) -> None:
    row = f"care.waiting_weeks,JOR,,,,week,,fixed,2026,missing,own,verified,,{SIGNED}\n"
    assert not answers(shelf.with_pack(pack(tmp_path / "a", facts=FACTS + row)))["waiting"]


def test_all_figures_of_one_input_must_be_confirmed(shelf: Shelf, tmp_path: Path) -> None:
    one = f"products.accepts.treatment,JOR,0.9,0.8,0.95,fraction,,beta,2026,reported,own,verified,,{SIGNED}\n"
    two = one.replace("treatment", "isolation")
    assert not answers(shelf.with_pack(pack(tmp_path / "a", facts=FACTS + one)))["acceptance"]
    assert answers(shelf.with_pack(pack(tmp_path / "b", facts=FACTS + one + two)))["acceptance"]


CENTRES = f"iso3,centre,name,town,radiopharmacy_level,confirmed_by,confirmed_on\nJOR,khcc,A centre,Amman,2,{SIGNED}\n"
EQUIPMENT = "iso3,centre,modality,count,working,state,confirmed_by,confirmed_on\n"


def test_a_country_without_pet_confirms_the_zero_and_not_the_silence(shelf: Shelf, tmp_path: Path) -> None:
    zero = f"JOR,khcc,pet,0,,reported_zero,{SIGNED}\n"
    silent = shelf.with_pack(pack(tmp_path / "a", centres=CENTRES, equipment=EQUIPMENT))
    counted = shelf.with_pack(pack(tmp_path / "b", centres=CENTRES, equipment=EQUIPMENT + zero))
    assert [answers(laid)["pet"] for laid in (silent, counted)] == [False, True]
    assert answers(counted)["centres"] and answers(counted)["radiopharmacy"]


def test_every_machine_must_be_confirmed_with_how_many_work(shelf: Shelf, tmp_path: Path) -> None:
    rows = f"JOR,khcc,spect,2,2,reported,{SIGNED}\nJOR,khcc,isolation_bed,3,,reported,{SIGNED}\n"
    laid = shelf.with_pack(pack(tmp_path / "a", centres=CENTRES, equipment=EQUIPMENT + rows))
    lacks = {answer.input.id: answer.lacks for answer in confirmation(laid, "JOR").answers}
    assert lacks["spect"] == ""
    assert lacks["therapy_places"] == "equipment: working of khcc"


def test_a_route_is_asked_for_each_first_choice_medicine(shelf: Shelf, tmp_path: Path) -> None:
    chosen = f"plan.first_choice,JOR,,,,,lu177_psma617 i131_dtc,fixed,2026,reported,own,verified,,{SIGNED}\n"
    header = "iso3,id,product,producer,to_airport,carrier,class7,days,confirmed_by,confirmed_on\n"
    psma = f"JOR,a,lu177_psma617,aaa_ivrea,AMM,an airline,yes,Mon Thu,{SIGNED}\n"
    iodine = f"JOR,b,i131_dtc,jrtr,,,,,{SIGNED}\n"
    one = shelf.with_pack(pack(tmp_path / "a", facts=FACTS + chosen, routes=header + psma))
    both = shelf.with_pack(pack(tmp_path / "b", facts=FACTS + chosen, routes=header + psma + iodine))
    no_days = Shelf.load(
        [pack(tmp_path / "c", facts=FACTS + chosen, routes=header + psma.replace("Mon Thu", "") + iodine)]
    )
    assert first_choice(one, "JOR") == ("lu177_psma617", "i131_dtc")
    assert [answers(laid)["route"] for laid in (one, both, no_days)] == [False, True, False]


def test_a_route_by_which_nothing_can_come_does_not_count(shelf: Shelf, tmp_path: Path) -> None:
    """Ivrea makes Lu-177 medicines and no iodine."""
    chosen = f"plan.first_choice,JOR,,,,,i131_dtc,fixed,2026,reported,own,verified,,{SIGNED}\n"
    header = "iso3,id,product,producer,to_airport,carrier,class7,days,confirmed_by,confirmed_on\n"
    row = f"JOR,b,i131_dtc,aaa_ivrea,AMM,an airline,yes,Mon,{SIGNED}\n"
    laid = shelf.with_pack(pack(tmp_path / "a", facts=FACTS + chosen, routes=header + row))
    lacks = {answer.input.id: answer.lacks for answer in confirmation(laid, "JOR").answers}
    assert lacks["route"] == "routes of i131_dtc (nothing on the shelf says that aaa_ivrea sells it)"


def test_inputs_are_said_in_sentences(shelf: Shelf, tmp_path: Path) -> None:
    silent = {answer.input.id: answer.value for answer in confirmation(shelf, "JOR").answers}
    assert (silent["pet"], silent["route"]) == ("unknown", "unknown")
    assert silent["customs"] == "unknown; planning default 16 (4 to 72) h"
    assert silent["prostate_burden"].startswith(
        "new cases: unknown; deaths: unknown; share found in time: unknown, p"
    )
    customs = f"supply.customs.clearance,JOR,6,4,10,h,,triangular,2026,reported,own,verified,,{SIGNED}\n"
    rows = f"JOR,khcc,pet,2,1,reported,{SIGNED}\nJOR,kauh,pet,0,,reported_zero,{SIGNED}\n"
    rows += f"JOR,khcc,isolation_bed,3,3,reported,{SIGNED}\nJOR,khcc,treatment_chair,1,1,reported,,\n"
    centres = CENTRES + f"JOR,kauh,Another centre,Irbid,0,{SIGNED}\n"
    staff = f"iso3,centre,cadre,count,confirmed_by,confirmed_on\nJOR,khcc,physician,4,{SIGNED}\nJOR,kauh,physician,,,\n"
    laid = shelf.with_pack(
        pack(tmp_path / "a", facts=FACTS + customs, centres=centres, equipment=EQUIPMENT + rows, staff=staff)
    )
    said = {answer.input.id: (answer.value, answer.state) for answer in confirmation(laid, "JOR").answers}
    assert said["pet"] == ("2 PET scanners, 1 in use, at 2 centres, confirmed", State.REPORTED)
    assert (
        said["therapy_places"][0]
        == "3 shielded beds and 1 treatment chair at 1 centre, 1 of 2 rows confirmed"
    )
    assert said["customs"][0] == "6 (4 to 10) h, confirmed"
    assert said["centres"][0] == "2 centres, confirmed"
    assert said["staff"][0] == "4 physicians, 1 of 2 rows confirmed"


def test_a_country_where_every_centre_has_none_has_none(shelf: Shelf, tmp_path: Path) -> None:
    zero = f"JOR,khcc,pet,0,,reported_zero,{SIGNED}\n"
    laid = shelf.with_pack(pack(tmp_path / "a", centres=CENTRES, equipment=EQUIPMENT + zero))
    pet = next(answer for answer in confirmation(laid, "JOR").answers if answer.input.id == "pet")
    assert (pet.value, pet.state) == ("no PET scanner at 1 centre, confirmed", State.REPORTED_ZERO)


def test_each_item_paid_is_asked_for_each_first_choice_medicine(shelf: Shelf, tmp_path: Path) -> None:
    chosen = f"plan.first_choice,JOR,,,,,lu177_psma617,fixed,2026,reported,own,verified,,{SIGNED}\n"
    header = "iso3,therapy,item,value,source,kind,confirmed_by,confirmed_on\n"
    items = ["drug", "administration", "imaging", "dosimetry", "monitoring"]
    rows = [f"JOR,lu177_psma617,paid_{item},no,own,verified,{SIGNED}\n" for item in items]
    four = shelf.with_pack(pack(tmp_path / "a", facts=FACTS + chosen, policy=header + "".join(rows[:4])))
    five = shelf.with_pack(pack(tmp_path / "b", facts=FACTS + chosen, policy=header + "".join(rows)))
    assert [answers(laid)["benefit_package"] for laid in (four, five)] == [False, True]
    lacks = {answer.input.id: answer.lacks for answer in confirmation(four, "JOR").answers}
    assert lacks["benefit_package"] == "policy of lu177_psma617 (paid_monitoring)"


def test_the_plan_gets_what_its_schema_asks_for(shelf: Shelf) -> None:
    part = confirmation(shelf, "JOR").as_plan({"supply.customs.clearance": 0.25})
    assert (part["confirmed"], part["of"], part["minimum"], part["draft"]) == (0, 30, 9, True)
    customs = next(given for given in part["inputs"] if given["id"] == "customs")
    assert (customs["kind"], customs["importance"], customs["confirmed_by"]) == ("assumption", 0.25, None)
    assert customs["state"] == "imputed"


def test_a_feed_is_read_from_its_short_form() -> None:
    feed = Feed.parse("table:policy?item=paid_drug|paid_imaging&value")
    assert (feed.name, dict(feed.where), feed.filled) == (
        "policy",
        {"item": ("paid_drug", "paid_imaging")},
        ("value",),
    )
