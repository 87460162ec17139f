"""The table that says to which A a gate belongs: what is shipped, what a pack changes, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.plan.fives.small_country import shelf, table

from hevesy.errors import BadCell
from hevesy.plan.fives.sorting import ALSO, MECHANISMS, PRIMARY, sorting
from hevesy.plan.simulation.model import LATER, Reason
from hevesy.products import therapies

HEAD = "therapy,stage,reason,a,also_a,domain,source,kind,note\n"
MACHINES = Reason("imaged", "scanners_out_of_order", "availability", "resource")


def pack(folder: Path, rows: str) -> Path:
    (folder / "pack.toml").write_text('name = "own"\ntitle = "Own"\nlicence = "CC0-1.0"\n', "utf-8")
    (folder / "five_a_gates.csv").write_text(HEAD + rows, "utf-8")
    return folder


def test_the_first_a_and_the_domain_are_those_of_each_therapys_own_path() -> None:
    for therapy in therapies(shelf()):
        for stage in therapy.stages:
            row = table().of(therapy.id, Reason(stage.id, stage.reason, stage.a, stage.domain))
            assert (row.a, row.domain) == (stage.a, stage.domain), (therapy.id, stage.id, stage.reason)


def test_a_second_a_is_one_that_the_review_names_for_a_barrier_of_the_gate() -> None:
    named = {row["barrier"]: row["a"] for row in shelf().table("barriers")}
    for row in table().rows.values():
        barriers = [word for word in row.note.replace(":", " ").split() if word in named]
        assert row.a == "clinical" or barriers, row.reason
        assert not row.also_a or row.also_a in {named[barrier] for barrier in barriers}, row.reason


def test_power_and_maintenance_stand_under_two_as() -> None:
    for name in ("scanners_out_of_order", "machines_out_of_order"):
        row = table().of_mechanism(name)
        assert (row.under(PRIMARY), row.under(ALSO)) == ("availability", "accommodation")


def test_every_mechanism_and_what_is_lost_between_cycles_has_a_row() -> None:
    assert all(table().of_mechanism(name).a for name in MECHANISMS)
    for name in ("cancelled_on_the_day", "cannot_travel_again", "cannot_pay_again", "lost_to_follow_up"):
        (reason,) = (each for each in LATER if each.reason == name)
        assert ("", reason.stage, name) in table().rows
        assert table().a_of("lu177_psma617", reason, PRIMARY) == reason.a


def test_a_pack_replaces_one_row_and_leaves_the_others(tmp_path: Path) -> None:
    own = pack(tmp_path, ",imaged,scanners_out_of_order,accommodation,,resource,asm,assumption,our grid\n")
    found = sorting(shelf().with_pack(own))
    assert found.of_mechanism("scanners_out_of_order").under(PRIMARY) == "accommodation"
    assert len(found.rows) == len(table().rows)
    assert found.of_mechanism("machines_out_of_order") == table().of_mechanism("machines_out_of_order")


def test_a_row_for_one_therapy_goes_before_that_for_all(tmp_path: Path) -> None:
    own = pack(tmp_path, "i131_dtc,accepts,treatment_not_accepted,accommodation,,resource,asm,assumption,\n")
    found, reason = sorting(shelf().with_pack(own)), Reason("accepts", "treatment_not_accepted", "", "")
    assert found.a_of("i131_dtc", reason, PRIMARY) == "accommodation"
    assert found.a_of("ra223", reason, PRIMARY) == "acceptability"


def test_a_gate_of_which_the_table_says_nothing_is_sorted_by_its_own_path() -> None:
    own = Reason("accepts", "of_my_own", "acceptability", "resource")
    assert table().a_of("mine", own, PRIMARY) == "acceptability"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",accepts,treatment_not_acepted,acceptability,,resource,asm,assumption,",
         "line 2, field 'reason': there is no gate 'treatment_not_acepted' at stage 'accepts'; "
         "did you mean 'treatment_not_accepted'?"),
        (",accepts,treatment_not_accepted,afordability,,resource,asm,assumption,", "line 2, field 'a'"),
        ("lu177,accepts,treatment_not_accepted,acceptability,,resource,asm,assumption,",
         "line 2, field 'therapy': there is no therapy 'lu177'"),
        (",eligible,target_not_expressed,availability,,clinical,asm,assumption,",
         "field 'a': 'target_not_expressed' is lost to the disease; write clinical"),
        (",accepts,treatment_not_accepted,clinical,,resource,asm,assumption,",
         "field 'a': 'treatment_not_accepted' is not lost to the disease; write one of availability"),
        (",accepts,treatment_not_accepted,acceptability,acceptability,resource,asm,assumption,",
         "field 'also_a': a second A must differ from the first"),
        ("i131_dtc,board,not_recommended_by_a_board,acceptability,,resource,asm,assumption,",
         "the path of 'i131_dtc' has no gate 'not_recommended_by_a_board'"),
        (",waits,died_waiting,accommodation,,resource,asm,assumption,", "there is no gate 'died_waiting'"),
        (",accepts,treatment_not_accepted,acceptability,,resource,asm,assumption,\n"
         ",accepts,treatment_not_accepted,affordability,,resource,asm,assumption,",
         "line 3, field 'reason': line 2 says it already"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_named_by_file_line_and_field(tmp_path: Path, row: str, said: str) -> None:
    laid = shelf().with_pack(pack(tmp_path, row + "\n"))
    with pytest.raises(BadCell) as caught:
        sorting(laid)
    assert "five_a_gates.csv" in str(caught.value) and said in str(caught.value)
    assert "\n" not in str(caught.value)
