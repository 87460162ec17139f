"""The drawn recalls, line by line, and the gates that a failed lot closes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from tests.record.filling import event, vial
from tests.run.playing import LU_PSMA, SHELF, at, entry, situation, step_of, unmet

from hevesy.record import Course, find_template, follow
from hevesy.record.vial import Vial, What, told
from hevesy.run.material import counted
from hevesy.run.recall import LOT, failed_lots, recall

PAGE = Path(__file__).parent / "recall.md"
LU = find_template("lu177_psma", SHELF)
AFTER = at(30)
STORIES = {
    "given": (What.GIVEN,), "filled": (), "emptied": (What.RETURNED,), "thrown away": (What.WASTED,),
}  # fmt: skip


def lines() -> Iterator[object]:
    for row in PAGE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in row.strip().removeprefix("|").removesuffix("|").split("|")]
        if row.startswith("|") and cells[0] not in ("the ward", "---"):
            yield pytest.param(*cells, id=cells[0])


@dataclass
class Ward:
    """Vials by lot, and courses whose own record alone names a lot."""

    vials: dict[str, Vial] = field(default_factory=dict)
    courses: list[Course] = field(default_factory=list)

    def pour(self, lot: str, course: str, hour: float, *ends: What, to: str = "") -> None:
        held = self.vials.get(lot) or told(vial(id=f"V-{lot}", lot=lot), [event(What.RECEIVED, at(-2), measured=20000)])
        syringe = f"S-{course}-{lot}"
        story = [event(What.DISPENSED, at(hour), measured=7400, syringe=syringe, course=course)]
        story += [event(end, at(hour + 1), measured=7300, syringe=syringe) for end in ends]
        if to:
            story.append(event(What.REALLOCATED, at(hour + 1), syringe=syringe, course=to))
        self.vials[lot] = told(held, story)


def ward(text: str) -> Ward:
    found = Ward()
    for number, part in enumerate(text.split("; ")):
        name, _, said = part.partition(": ")
        lot, _, how = said.partition(" ")
        if how == "received":
            found.courses.append(received(name, lot))
        elif how.startswith("then"):
            found.pour(lot, name, number, What.GIVEN)
            found.pour(how.split()[1], name, number + 5)
        elif how.startswith("to "):
            found.pour(lot, name, number, to=how.split()[1])
        else:
            found.pour(lot, name, number, *STORIES[how])
    return found


def received(name: str, lot: str) -> Course:
    course = Course(name, LU.name, LU.version, "lu177_psma617", practice=False)
    for step in LU_PSMA[: LU_PSMA.index(step_of("receipt")) + 1]:
        course = follow(course, entry(step, {"receipt.lot": lot}), LU)
    return course


@pytest.mark.parametrize(("text", "had_it", "blocked", "who"), list(lines()))
def test_a_line_of_the_table(text: str, had_it: str, blocked: str, who: str) -> None:
    there = ward(text)
    found = recall("L1", there.vials.values(), there.courses, AFTER, SHELF)
    assert ", ".join(each.course for each in found.given) == had_it
    assert ", ".join(each.course for each in found.waiting) == blocked
    assert ", ".join(each.role for each in found.tell if each.about != LOT) == who
    assert [each.role for each in found.tell if each.about == LOT] == [
        "radiopharmacist", "supplier", "radiation_protection_officer",
    ]  # fmt: skip


def test_the_page_has_its_lines() -> None:
    assert len(list(lines())) == 10


def test_the_failure_is_known_from_any_course_or_any_vial_of_the_lot() -> None:
    failed = entry(("late_quality_control", 20, "r1", "", {"qc_passes": False}))
    finder = follow(received("A", "L1"), failed, LU)
    assert failed_lots([], [finder, received("B", "L2")], AFTER) == {"L1": "late_quality_control"}
    by_vial = told(vial(lot="L3"), [event(What.TESTED, at(20), passes=False, late=True)])
    back = told(vial(lot="L4"), [event(What.RECALLED, at(20))])
    assert failed_lots([by_vial, back], [], AFTER) == {"L3": "late_quality_control", "L4": "recalled"}
    assert failed_lots([by_vial, back], [], at(19)) == {}


@pytest.mark.parametrize("act", ["dispensing", "administration"])
def test_a_lot_that_failed_in_another_course_blocks_this_one(act: str) -> None:
    found = unmet(replace(situation(act), failed_lots={"L1": "late_quality_control"}))
    assert set(found) == {"late_qc_passes"}
    assert found["late_qc_passes"].values == {"lot": "L1", "why": "late_quality_control"}
    assert found["late_qc_passes"].gate.override == ()
    assert unmet(replace(situation(act), failed_lots={"L2": "late_quality_control"})) == {}


def test_its_own_late_failure_blocks_it_too() -> None:
    failed = ("late_quality_control", 0.5, "r1", "", {"qc_passes": False})
    assert set(unmet(situation("administration", before=(failed,)))) == {"late_qc_passes"}
    passed = ("late_quality_control", 0.5, "r1", "", {"qc_passes": True})
    assert unmet(situation("administration", before=(passed,))) == {}


def test_carrier_added_where_none_was_ordered_is_not_released_and_its_waste_has_no_way() -> None:
    came = situation("product_release", change={"receipt.carrier": "carrier_added"})
    assert set(unmet(came)) == {"carrier_as_ordered"}
    found = unmet(situation("order", change={"order.carrier": "carrier_added"}))
    assert set(found) == {"waste_has_a_way"}
    assert found["waste_has_a_way"].gate.override == ("radiation_protection_officer",)
    now = situation("order", change={"order.carrier": "carrier_added"})
    line = replace(now.table.lines["waste_has_a_way"], text="the maker takes vials back")
    assert unmet(replace(now, table=now.table.with_line(line))) == {}
    unsaid = unmet(situation("order", change={"order.carrier": "not_applicable"}))
    assert unsaid["waste_has_a_way"].because == "not_said"


def test_the_licence_counts_what_lies_in_vials_and_in_the_waste() -> None:
    """100 GBq are licensed. 88.6 GBq came, 40 of them lie in the waste: 11.5 GBq more are too many."""
    here = at(-165)  # the hour of the order
    big = replace(vial(lot="L9"), reference=here, expires_at=at(300))
    story = [event(What.RECEIVED, here, measured=88600), event(What.WASTED, here, measured=40000)]
    now = situation("order")
    full = replace(now, licences=counted(now.licences, [told(big, story)], here, SHELF.reader("JOR")))
    assert full.licences["Lu-177"].held.in_gbq == pytest.approx(88.6)
    assert set(unmet(full)) == {"licence_holds"}
    cleared = [*story, event(What.CLEARED_OUT, here, "out")]
    less = counted(now.licences, [told(big, cleared)], here, SHELF.reader("JOR"))
    assert less["Lu-177"].held.in_gbq == pytest.approx(48.6)
    assert unmet(replace(now, licences=less)) == {}
