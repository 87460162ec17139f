"""The drawn takers of a dose, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.run.playing import LU_PSMA, SHELF, at, entry, step_of

from hevesy.quantities import Activity
from hevesy.record import Course, find_template, follow
from hevesy.run.dose import DISPENSED, Dose, Offered, dose_of, free_since
from hevesy.run.offers import NEW, Allowed, Taker, offers, stands_against
from hevesy.run.shortage import sharing_rule
from hevesy.words import say

PAGE = Path(__file__).parent / "reallocation.md"
NOW = at(0)
LU = find_template("lu177_psma", SHELF)
ANSWER = {"not said": None, "no": False}


def lines() -> Iterator[object]:
    for row in PAGE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in row.strip().removeprefix("|").removesuffix("|").split("|")]
        if row.startswith("|") and len(cells) == 4 and cells[0] not in ("differs", "---"):
            yield pytest.param(*cells, id=cells[0] or "as usual")


def course(name: str, last: str, changes: dict[str, Any] | None = None, template: str = "lu177_psma617") -> Course:
    found = Course(name, LU.name, LU.version, template)
    for step in LU_PSMA[: LU_PSMA.index(step_of(last)) + 1]:
        found = follow(found, entry(step, changes), LU)
    return found


def waiting(parts: list[str]) -> Course:
    changes: dict[str, Any] = {}
    for part in parts:
        if part.startswith("planned"):
            changes["prescription.planned_at"] = f"{part.split()[1]}+00:00"
        elif part.startswith("prescribed"):
            changes["prescription.prescribed_mbq"] = float(part.split()[1])
        elif part.startswith("tolerance"):
            changes["prescription.tolerance_percent"] = float(part.split()[1])
        elif part == "another product":
            changes["prescription.product"] = "Lu-177 PSMA I&T"
    therapy = "lu177_psma_it" if "another therapy" in parts else "lu177_psma617"
    found = course("other", "prescription", changes, therapy)
    if "on hold" in parts:
        found = follow(found, entry(("hold", -1, "p1", "", {"why": "fever"})), LU)
    if "given" in parts:
        found = follow(found, entry(step_of("administration")), LU)
    return replace(found, ended="died") if "ended" in parts else found


def dose(parts: list[str]) -> Dose:
    found = dose_of(course("own", "product_release"), SHELF)
    assert found is not None
    if "dose in a syringe" in parts:
        found = replace(found, stage=DISPENSED)
    if "expiry not said" in parts:
        found = replace(found, expires_at=None)
    return replace(found, fit="dose failed" not in parts)


def allowed(parts: list[str]) -> Allowed:
    said: dict[str, bool | None] = {"licence": True, "label": True}
    for part in parts:
        name, _, answer = part.partition(" ")
        if name in said:
            said[name] = ANSWER[answer]
    return Allowed(**said)


@pytest.mark.parametrize(("differs", "there", "can", "why_not"), list(lines()))
def test_a_line_of_the_table(differs: str, there: str, can: str, why_not: str) -> None:
    parts = [part.strip() for part in differs.split(",")]
    own = follow(course("own", "product_release"), entry(("hold", -1, "p1", "", {"why": "fever"})), LU)
    found = offers(
        dose(parts), own, [waiting(parts), own], NOW, allowed(parts), sharing_rule(SHELF), SHELF.reader("JOR")
    )
    (taker,) = found.takers
    assert isinstance(taker, Taker) and taker.course == "other"
    assert ("-" if taker.there is None else f"{taker.there.in_mbq:.1f}") == there
    assert taker.why_not == tuple(each.strip() for each in why_not.split(",") if each.strip())
    assert all(say(f"offer.{why}") for why in (*taker.why_not, *NEW))
    assert (taker.can, taker.needs) == ((True, NEW) if can == "yes" else (False, ()))


FORM = "when it is given over"
DOSE = {"release not said": {"released": None}, "nothing left in the vial": {"held": Activity(0.0)}}
PRESCRIBED = {"prescription of the day before the hold": -25.0, "prescription at the minute of the hold": -1.0}


def asked_at_the_form() -> list[tuple[str, str]]:
    rows = [row.strip() for row in PAGE.read_text("utf-8").splitlines() if row.startswith("|")]
    cells = [[cell.strip() for cell in row.removeprefix("|").removesuffix("|").split("|")] for row in rows]
    return [(each[0], each[1]) for each in cells if len(each) == 2 and each[0] not in (FORM, "---")]


def held_dose(parts: list[str]) -> Offered:
    """The dose as it is offered: since when nobody comes for it, what is wrong with it, and how it was prescribed."""
    before = course("own", "product_release", {"prescription.planned_at": at(2).isoformat()})
    own, now = before, NOW
    if "first patient not on hold" not in parts:
        own = follow(before, entry(("hold", -1, "p1", "", {"why": "fever"})), LU)
    if "first course ended" in parts:
        own = follow(before, entry(("loss", -1, "p1", "", {"lost_reason": "died"})), LU)
    if "two hours past the planned hour" in parts:
        before = course("own", "product_release", {"prescription.planned_at": at(-2).isoformat()})
    changed = next((DOSE[part] for part in parts if part in DOSE), {})
    return Offered(
        replace(dose([]), **changed), free_since(own, before, now), Allowed(True, True),
        "prescription not signed" not in parts,
    )  # fmt: skip


def taking(parts: list[str]) -> Course:
    found, step = course("other", "consent"), step_of("prescription")
    if "no prescription" not in parts:
        hours = next((hours for part, hours in PRESCRIBED.items() if part in parts), -0.5)
        found = follow(found, entry(("prescription", hours, *step[2:])), LU)
    if "prescription taken back by a hold" in parts:
        found = follow(found, entry(("hold", -0.2, "p1", "", {"why": "fever"})), LU)
    return follow(found, entry(step_of("order")), LU) if "own dose ordered" in parts else found


@pytest.mark.parametrize(("differs", "in_the_way"), asked_at_the_form())
def test_a_line_of_what_the_form_asks(differs: str, in_the_way: str) -> None:
    parts = [part.strip() for part in differs.split(",")]
    found = stands_against(held_dose(parts), taking(parts), NOW)
    assert ", ".join(found) == in_the_way and all(say(f"offer.{why}") for why in found)


def test_the_page_has_its_lines() -> None:
    assert (len(list(lines())), len(asked_at_the_form())) == (22, 13)


def test_it_keeps_until_it_expires_or_falls_below_the_tolerance() -> None:
    """6660 MBq are left 159.528 x log2(7650/6660) = 31.90 h after 06:00; it expires before, after 26 h."""
    own = follow(course("own", "product_release"), entry(("hold", -1, "p1", "", {"why": "fever"})), LU)
    found = offers(dose([]), own, [], NOW, Allowed(), sharing_rule(SHELF), SHELF.reader("JOR"))
    assert found.keep.enough_until.replace(second=0, microsecond=0) == datetime(2027, 3, 3, 13, 53, tzinfo=UTC)
    assert (found.keep.until, found.keep.why_not) == (at(24), ())
    late = offers(dose([]), own, [], at(25), Allowed(), sharing_rule(SHELF), SHELF.reader("JOR"))
    assert late.keep.why_not == ("expired",)
    failed = offers(dose(["dose failed"]), own, [], NOW, Allowed(), sharing_rule(SHELF), SHELF.reader("JOR"))
    assert failed.keep.why_not == ("lot_failed",)


def test_thrown_away_it_lies_ten_half_lives() -> None:
    own = course("own", "product_release")
    found = offers(dose([]), own, [], NOW, Allowed(), sharing_rule(SHELF), SHELF.reader("JOR")).discard
    assert f"{found.there.in_mbq:.1f}" == "7583.8"  # 7650 x 2^(-2/159.528)
    assert (found.waste.by, found.waste.on) == ("Lu-177", NOW + 10 * (at(159.528) - at(0)))
    assert found.needs == ("waste_record",)
    carried = offers(replace(dose([]), carrier="carrier_added"), own, [], NOW, Allowed(), sharing_rule(SHELF),
                     SHELF.reader("JOR")).discard  # fmt: skip
    assert (carried.waste.by, carried.waste.decays_here) == ("Lu-177m", False)


def test_who_would_be_served_first_in_a_shortage_is_asked_first() -> None:
    """An urgent first cycle before one that waits longer, a cycle under way before both; who cannot take it last."""
    urgent = replace(course("urgent", "prescription", {"triage.urgency": "urgent"}))
    begun = replace(course("begun", "prescription"), given=(at(-1500),))
    routine = course("routine", "prescription")
    wrong = replace(course("wrong", "prescription", {"triage.urgency": "urgent"}), therapy="lu177_psma_it")
    found = offers(dose([]), course("own", "product_release"), [wrong, routine, urgent, begun], NOW,
                   Allowed(True, True), sharing_rule(SHELF), SHELF.reader("JOR"))  # fmt: skip
    assert [(each.course, each.can) for each in found.takers] == [
        ("begun", True), ("urgent", True), ("routine", True), ("wrong", False),
    ]  # fmt: skip


def test_who_has_a_dose_ordered_decides_about_that_one_first() -> None:
    found = offers(dose([]), course("own", "product_release"), [course("other", "order")], NOW, Allowed(True, True),
                   sharing_rule(SHELF), SHELF.reader("JOR"))  # fmt: skip
    assert found.takers[0].why_not == ("own_dose_released",)


def test_how_far_a_dose_has_come() -> None:
    assert dose_of(course("own", "prescription"), SHELF) is None
    assert dose_of(course("own", "administration"), SHELF) is None
    ordered = dose_of(course("own", "order"), SHELF)
    assert ordered is not None and (ordered.stage, ordered.held.in_mbq, ordered.expires_at) == ("ordered", 11500, None)
    filled = dose_of(course("own", "dispensing"), SHELF)
    assert filled is not None and (filled.stage, filled.held.in_mbq, filled.vial) == ("dispensed", 7430, "V1")
    failed = dose_of(course("own", "product_release", {"quality_control.qc_passes": False}), SHELF)
    assert failed is not None and not failed.fit
