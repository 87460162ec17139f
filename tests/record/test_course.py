"""A course as a story: what stands after each entry, by hand, and over random orders of acts."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.run.playing import LU_PSMA, SHELF, at, entry, step_of

from hevesy.errors import UnknownTemplate, WrongStory
from hevesy.record import Course, Entry, acts, filled, find_template, follow, form, forms, templates
from hevesy.record.kept import as_json, from_json

LU = find_template("lu177_psma617", SHELF)
NEW = Course("c", LU.name, LU.version, "lu177_psma617")


def course(*names: str) -> Course:
    after = NEW
    for name in names:
        after = follow(after, entry(step_of(name)), LU)
    return after


def test_new_laboratory_values_take_a_prescription_back_until_it_was_given() -> None:
    assert "prescription" not in course("prescription", "laboratory").standing
    assert "prescription" in course("prescription", "administration", "laboratory").standing


def test_a_hold_takes_the_prescription_back_and_ends_with_resume() -> None:
    hold = Entry("h", "hold", at(0), at(0), "p1", {"why": "fever"})
    held = follow(course("prescription"), hold, LU)
    assert "hold" in held.standing and "prescription" not in held.standing
    assert "hold" not in follow(held, replace(hold, act="resume"), LU).standing


def test_another_cycle_keeps_what_is_of_the_course_and_counts_what_was_given() -> None:
    after = course("consent", "prescription", "administration", "release", "next_step")
    assert (after.cycle, set(after.standing), after.given) == (2, {"consent"}, (at(2),))


def test_stop_ends_the_course() -> None:
    stop = replace(entry(step_of("next_step")), said={"next": "stop", "why": "progression"})
    assert follow(course("administration"), stop, LU).ended == "stop"


def test_a_correction_replaces_what_stands_and_counts_as_an_entry() -> None:
    wrong = course("administration")
    right = replace(entry(step_of("administration")), id="e2", corrects="e-administration", at=at(3))
    after = follow(wrong, right, LU)
    assert (after.standing["administration"].entry, after.given, after.entries) == ("e2", (at(3),), 2)


def test_a_correction_of_what_stands_no_more_changes_only_the_record() -> None:
    after = course("administration", "next_step")
    late = replace(entry(step_of("administration")), id="e2", corrects="e-administration")
    assert follow(after, late, LU) == replace(after, entries=after.entries + 1)


def test_an_act_that_the_template_has_not_is_no_part_of_its_story() -> None:
    with pytest.raises(WrongStory, match="work_up"):
        follow(NEW, Entry("w", "work_up", at(0), at(0), "p1", {}), LU)


def test_hyperthyroidism_has_no_board_and_microspheres_have_a_work_up() -> None:
    assert "board" not in templates(SHELF)["i131_hyperthyroid"].moves
    assert templates(SHELF)["i131_hyperthyroid"].moves["consent"].needs == ("eligibility",)
    assert "work_up" in templates(SHELF)["y90_microspheres"].moves["eligibility"].needs
    with pytest.raises(UnknownTemplate, match="did you mean i131_dtc"):
        find_template("i131_dtx", SHELF)


def test_every_act_has_a_form_and_every_need_comes_before() -> None:
    order = list(acts(SHELF))
    for act in acts(SHELF).values():
        assert act.form in forms(SHELF)
    for template in templates(SHELF).values():
        for name, move in template.moves.items():
            assert all(order.index(need) < order.index(name) for need in move.needs), (template.name, name)


def test_a_form_keeps_what_is_known_and_says_what_is_wrong() -> None:
    asked = form("laboratory", SHELF)
    said, problems = filled(asked, {"platelets": "150,5", "haemoglobin": "112", "psa": "", "pulse": "70"})
    assert said == {"platelets": 150.5}
    assert [(each.field, each.problem.partition(";")[0]) for each in problems] == [
        ("sampled_on", "is missing"), ("haemoglobin", "112 g/dL cannot be"),
    ]  # fmt: skip


def test_rows_of_a_form_are_checked_row_by_row() -> None:
    household = [{"member": "child", "member_age": "4", "member_pregnant": "no", "shares_bed": "no", "is_carer": "no"},
                 {"member": "wife"}]  # fmt: skip
    _said, problems = filled(form("release", SHELF), {"household": household})
    assert {each.field for each in problems if each.row == 2} == {
        "household.member_age", "household.member_pregnant", "household.shares_bed", "household.is_carer",
    }  # fmt: skip


@pytest.mark.law
@given(st.lists(st.sampled_from([step[0] for step in LU_PSMA]), max_size=40))
def test_whatever_the_order_nothing_is_refused_and_only_the_last_of_an_act_stands(names: list[str]) -> None:
    after = course(*names)
    assert after.entries == len(names)
    assert len(after.given) == names.count("administration")
    assert after.cycle == 1 + names.count("next_step")
    assert set(after.standing) <= set(names)


@pytest.mark.law
@given(st.lists(st.sampled_from([step[0] for step in LU_PSMA]), max_size=40))
def test_what_is_kept_of_a_course_is_read_back_as_the_same(names: list[str]) -> None:
    after = course(*names)
    assert from_json(NEW, json.loads(json.dumps(as_json(after)))) == after
