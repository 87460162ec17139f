"""The material of a synthetic centre's year: told by the acts of its courses alone, every vial's balance closes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from tests.run.playing import SHELF

from hevesy.products import find_therapy
from hevesy.record import Course, Entry, find_template, follow
from hevesy.record.ledger import Balance, balance
from hevesy.record.of_course import begun, vial_event, vial_of
from hevesy.record.stock import held, waste_store
from hevesy.record.vial import Vial
from hevesy.record.vial import follow as follow_vial
from hevesy.run.recall import failed_lots, recall
from hevesy.run.synthetic import Step, Truth, year

READER = SHELF.reader("JOR")
START = datetime(2027, 1, 3, 8, tzinfo=UTC)
END = START + timedelta(days=800)


@dataclass
class Centre:
    courses: dict[str, Course] = field(default_factory=dict)
    vials: dict[str, Vial] = field(default_factory=dict)
    given: dict[str, float] = field(default_factory=dict)  # MBq by vial, as the courses themselves have it

    def take(self, number: int, step: Step) -> None:
        name, template = f"c{step.course}", find_template(step.therapy, SHELF)
        course = self.courses.get(name) or Course(name, template.name, template.version, step.therapy)
        entry = Entry(f"e{number}", step.act, step.at, step.at, step.role, step.said, step.second, (), step.reason)
        vial, event = vial_of(course, entry), vial_event(course, entry)
        if step.act == "receipt":
            self.vials[vial] = begun(entry, step.therapy, find_therapy(step.therapy, SHELF).nuclide)
        if event is not None:
            self.vials[vial] = follow_vial(self.vials[vial], event)
        if step.act == "administration":
            said = step.said["activity_before_mbq"] - step.said["activity_after_mbq"]
            self.given[vial] = self.given.get(vial, 0.0) + said
        self.courses[name] = follow(course, entry, template)


@pytest.fixture(scope="module")
def centre() -> Centre:
    found = Centre()
    for number, step in enumerate(year(START, 40, 5, READER, Truth(late_qc_fails=0.03))):
        found.take(number, step)
    return found


@pytest.fixture(scope="module")
def balances(centre: Centre) -> dict[str, Balance]:
    return {name: balance(vial, END, READER) for name, vial in centre.vials.items()}


def test_every_balance_closes_and_says_what_the_courses_say(centre: Centre, balances: dict[str, Balance]) -> None:
    assert len(balances) > 60
    for name, found in balances.items():
        assert abs(found.open) <= 1e-9 * found.received.bq, name
        # the residual is read 40 minutes later: Y-90 falls by 0.7 % in them, and it is under a hundredth
        assert found.given.in_mbq == pytest.approx(centre.given.get(name, 0.0), rel=1e-3, abs=1e-9), name


def test_few_vials_are_to_be_investigated_and_each_says_why(balances: dict[str, Balance]) -> None:
    """Readings here scatter by one or two per cent; 5 % is rarely passed, and never without a difference."""
    found = [each for each in balances.values() if each.to_investigate]
    assert len(found) <= 0.2 * len(balances)
    assert all(each.differences for each in found)


def test_what_is_held_is_what_the_balances_have_and_the_store(centre: Centre, balances: dict[str, Balance]) -> None:
    vials = list(centre.vials.values())
    middle = START + timedelta(days=180)
    rows = waste_store(vials, middle, READER)
    assert rows and all(row.place in ("store A", "") and row.since <= middle for row in rows)
    lutetium = [vial for vial in vials if vial.nuclide == "Lu-177"]
    there = sum(balance(vial, middle, READER).on_hand.bq for vial in lutetium)
    stored = sum(row.now.bq for row in rows if row.nuclide == "Lu-177")
    assert held(vials, "Lu-177", middle, READER).bq == pytest.approx(there + stored)


def test_a_late_failure_reaches_everybody_who_had_the_lot(centre: Centre) -> None:
    lots = failed_lots(centre.vials.values(), centre.courses.values(), END)
    assert lots
    for lot in lots:
        found = recall(lot, centre.vials.values(), centre.courses.values(), END, SHELF)
        mine = [vial for vial in centre.vials.values() if vial.lot == lot]
        had = {event.course for vial in mine for event in vial.events if event.what == "given"}
        assert {each.course for each in found.given} == had
